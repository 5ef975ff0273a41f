#include "data/label_json.h"
#include "base/json_writer.h"

static void add_models(struct buf *b, const struct product *product,
                       const struct languages *languages)
{
	member_open(b, "models", '[');
	for (size_t i = 0; i < product->nmodels; i++) {
		member_open(b, NULL, '{');
		member_add_string(b, "number", product->models[i].number);
		member_add_text(b, "note", &product->models[i].note, languages);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* Manufacturer and origin: "disclosed" tells what is withheld from what was never stated. */
static void add_sources(struct buf *b, const struct product *product,
                        const struct languages *languages)
{
	if (product->has_manufacturer) {
		member_open(b, "manufacturer", '{');
		member_add_flag(b, "disclosed", product->is_manufacturer_disclosed);
		member_add_text(b, "name", &product->manufacturer, languages);
		buf_add_byte(b, '}');
	}
	if (product->has_origin) {
		member_open(b, "origin", '{');
		member_add_flag(b, "disclosed", product->is_origin_disclosed);
		member_add_string(b, "country", product->country);
		buf_add_byte(b, '}');
	}
}

static void add_contact(struct buf *b, const struct product *product,
                        const struct languages *languages)
{
	if (product->contact_name.in[0].n + product->contact_email.n + product->contact_url.n +
	            product->contact_tel.n ==
	    0)
		return;
	member_open(b, "contact", '{');
	member_add_text(b, "name", &product->contact_name, languages);
	member_add_string(b, "email", product->contact_email);
	member_add_string(b, "url", product->contact_url);
	member_add_string(b, "tel", product->contact_tel);
	buf_add_byte(b, '}');
}

static void add_certifications(struct buf *b, const struct product *product)
{
	if (product->ncertifications == 0)
		return;
	member_open(b, "other_certifications", '[');
	for (size_t i = 0; i < product->ncertifications; i++) {
		member_open(b, NULL, '{');
		member_add_string(b, "scheme", product->certifications[i].scheme);
		member_add_string(b, "number", product->certifications[i].number);
		member_add_string(b, "url", product->certifications[i].url);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* The notes known on the site's day, as in the export. */
static void add_notes(struct buf *b, const struct site *site, const struct product *product)
{
	bool is_any = false;

	for (size_t i = 0; i < product->nnotes; i++)
		is_any = is_any || product->notes[i].date <= site->as_of;
	if (!is_any)
		return;
	member_open(b, "security_notes", '[');
	for (size_t i = 0; i < product->nnotes; i++) {
		const struct security_note *note = &product->notes[i];

		if (note->date > site->as_of)
			continue;
		member_open(b, NULL, '{');
		member_add_date(b, "date", note->date);
		member_add_text(b, "title", &note->title, &site->settings->languages);
		member_add_string(b, "url", note->url);
		member_add_strings(b, "cve", note->cve, note->ncve);
		member_add_string(b, "jvn", note->jvn);
		member_add_string(b, "severity", str_from(record_severity_name(note->severity)));
		member_add_string(b, "state", note->is_open ? STR("open") : STR("fixed"));
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_na_items(struct buf *b, const struct label *label,
                         const struct languages *languages)
{
	member_open(b, "na_items", '[');
	for (size_t i = 0; i < label->nna_items; i++) {
		member_open(b, NULL, '{');
		member_add_string(b, "item", label->na_items[i].item->id);
		member_add_text(b, "reason", &label->na_items[i].reason, languages);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_recognitions(struct buf *b, const struct label *label)
{
	if (label->nrecognitions == 0)
		return;
	member_open(b, "recognitions", '[');
	for (size_t i = 0; i < label->nrecognitions; i++) {
		member_open(b, NULL, '{');
		member_add_string(b, "scheme", label->recognitions[i].scheme);
		member_add_strings(b, "items", label->recognitions[i].items,
		                   label->recognitions[i].nitems);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_standing(struct buf *b, const struct site *site, const struct standing *standing)
{
	member_add_string(b, "status", str_from(rules_status_name(standing->status)));
	member_add_string(b, "reason", str_from(rules_reason_name(standing->reason)));
	member_add_date(b, "displayed_on", standing->displayed_on);
	member_add_date(b, "end",
	                view_end(site, standing->status, standing->reason, standing->end));
}

static void add_label(struct buf *b, const struct site *site, const struct label *label,
                      const struct standing *standing)
{
	const struct languages *languages = &site->settings->languages;

	member_add_string(b, "label_id", label->id);
	member_add_number(b, "level", (uint64_t)label->level);
	if (label->category != CRITERIA_NONE)
		member_add_string(b, "category", site->criteria->categories[label->category].id);
	member_add_string(b, "criteria", site->criteria->versions[label->criteria].id);
	add_standing(b, site, standing);
	member_add_string(b, "route", str_from(record_route_name(label->route)));
	add_na_items(b, label, languages);
	member_open(b, "applicant", '{');
	member_add_text(b, "name", &label->applicant, languages);
	member_add_string(b, "corporate_number", label->corporate_number);
	buf_add_byte(b, '}');
	member_open(b, "evaluator", '{');
	member_add_string(b, "kind", str_from(record_evaluator_name(label->evaluator)));
	member_add_text(b, "name", &label->evaluator_name, languages);
	buf_add_byte(b, '}');
	add_recognitions(b, label);
}

/* The labels besides the head: only while they are valid (domain, 4.3). */
static void add_others(struct buf *b, const struct site *site, const struct entry *entry)
{
	size_t start = b->n;

	member_open(b, "also", '[');
	for (size_t i = 0; i < entry->product->nlabels; i++) {
		const struct label *label = &entry->product->labels[i];
		struct standing standing =
		        rules_judge_label(&site->rules, label, site->as_of, NULL);

		if (label == entry->head || standing.status != STATUS_VALID)
			continue;
		member_open(b, NULL, '{');
		member_add_string(b, "label_id", label->id);
		member_add_number(b, "level", (uint64_t)label->level);
		/* Of labels besides the head no day is shown but the end, as on the page. */
		member_add_string(b, "status", str_from(rules_status_name(standing.status)));
		member_add_date(b, "end",
		                view_end(site, standing.status, standing.reason, standing.end));
		buf_add_byte(b, '}');
	}
	if (b->p[b->n - 1] == '[')
		b->n = start;
	else
		buf_add_byte(b, ']');
}

static void add_head(struct buf *b, const struct site *site, const struct entry *entry)
{
	buf_add(b, STR("{\"format\":\"label/1\""));
	member_add_string(b, "product_id", entry->id);
	member_add_key(b, "url");
	buf_add_byte(b, '"');
	buf_add(b, site->settings->base_url);
	buf_add(b, STR("P/"));
	buf_add(b, entry->id);
	buf_add(b, STR("/\""));
	if (!entry->retired)
		return;
	member_open(b, "retired", '{');
	member_add_date(b, "date", entry->retired->date);
	member_add_text(b, "note", &entry->retired->note, &site->settings->languages);
	buf_add_byte(b, '}');
}

static void add_product(struct buf *b, const struct site *site, const struct entry *entry)
{
	const struct product *product = entry->product;
	const struct languages *languages = &site->settings->languages;

	member_add_text(b, "name", &product->name, languages);
	add_models(b, product, languages);
	member_add_strings(b, "gtins", product->gtins, product->ngtins);
	add_sources(b, product, languages);
	member_add_text(b, "summary", &product->summary, languages);
	member_add_string(b, "site_url", product->site_url);
	add_contact(b, product, languages);
	add_certifications(b, product);
	member_add_string(b, "vulnerability_report_url", product->vulnerability_report_url);
	member_add_date(b, "support_until", product->support_until);
	if (product->is_support_undeclared)
		member_add_string(b, "support_until", STR("undeclared"));
	add_notes(b, site, product);
	member_add_text(b, "procurement_notes", &product->procurement_notes, languages);
	member_open(b, "label", '{');
	add_label(b, site, entry->head, &entry->standing);
	buf_add_byte(b, '}');
	add_others(b, site, entry);
}

void data_add(struct buf *b, const struct site *site, const struct entry *entry)
{
	add_head(b, site, entry);
	if (entry->product)
		add_product(b, site, entry);
	buf_add(b, STR("}\n"));
}
