#include "site/data.h"
#include "model/json.h"

/*
 * Members are written in order, each behind a comma unless it is the first of its object; absent
 * values are left out, so that a reader meets no null but where null says something.
 */
static void add_key(struct buf *b, const char *key)
{
	char last = b->p[b->n - 1];

	if (last != '{' && last != '[')
		buf_add_byte(b, ',');
	if (!key)
		return;
	buf_add_byte(b, '"');
	buf_add(b, str_from(key));
	buf_add(b, STR("\":"));
}

static void add_string(struct buf *b, const char *key, struct str text)
{
	if (text.n == 0)
		return;
	add_key(b, key);
	json_add_string(b, text);
}

static void add_date(struct buf *b, const char *key, date_days date)
{
	char text[DATE_TEXT];

	if (date == DATE_NONE)
		return;
	date_format(date, text);
	add_string(b, key, (struct str){text, DATE_TEXT});
}

static void add_text(struct buf *b, const char *key, const struct text *text,
                     const struct languages *languages)
{
	if (text->in[0].n == 0)
		return;
	add_key(b, key);
	buf_add_byte(b, '{');
	for (unsigned i = 0; i < languages->n; i++) {
		if (text->in[i].n == 0)
			continue;
		if (b->p[b->n - 1] != '{')
			buf_add_byte(b, ',');
		json_add_string(b, languages->code[i]);
		buf_add_byte(b, ':');
		json_add_string(b, text->in[i]);
	}
	buf_add_byte(b, '}');
}

static void open_value(struct buf *b, const char *key, char bracket)
{
	add_key(b, key);
	buf_add_byte(b, bracket);
}

static void add_strings(struct buf *b, const char *key, const struct str *texts, size_t ntexts)
{
	if (ntexts == 0)
		return;
	open_value(b, key, '[');
	for (size_t i = 0; i < ntexts; i++) {
		add_key(b, NULL);
		json_add_string(b, texts[i]);
	}
	buf_add_byte(b, ']');
}

static void add_number(struct buf *b, const char *key, uint64_t number)
{
	add_key(b, key);
	buf_add_number(b, number);
}

static void add_flag(struct buf *b, const char *key, bool flag)
{
	add_key(b, key);
	buf_add(b, flag ? STR("true") : STR("false"));
}

static void add_models(struct buf *b, const struct product *product,
                       const struct languages *languages)
{
	open_value(b, "models", '[');
	for (size_t i = 0; i < product->nmodels; i++) {
		open_value(b, NULL, '{');
		add_string(b, "number", product->models[i].number);
		add_text(b, "note", &product->models[i].note, languages);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* Manufacturer and origin: "disclosed" tells what is withheld from what was never stated. */
static void add_sources(struct buf *b, const struct product *product,
                        const struct languages *languages)
{
	if (product->has_manufacturer) {
		open_value(b, "manufacturer", '{');
		add_flag(b, "disclosed", product->is_manufacturer_disclosed);
		add_text(b, "name", &product->manufacturer, languages);
		buf_add_byte(b, '}');
	}
	if (product->has_origin) {
		open_value(b, "origin", '{');
		add_flag(b, "disclosed", product->is_origin_disclosed);
		add_string(b, "country", product->country);
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
	open_value(b, "contact", '{');
	add_text(b, "name", &product->contact_name, languages);
	add_string(b, "email", product->contact_email);
	add_string(b, "url", product->contact_url);
	add_string(b, "tel", product->contact_tel);
	buf_add_byte(b, '}');
}

static void add_certifications(struct buf *b, const struct product *product)
{
	if (product->ncertifications == 0)
		return;
	open_value(b, "other_certifications", '[');
	for (size_t i = 0; i < product->ncertifications; i++) {
		open_value(b, NULL, '{');
		add_string(b, "scheme", product->certifications[i].scheme);
		add_string(b, "number", product->certifications[i].number);
		add_string(b, "url", product->certifications[i].url);
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
	open_value(b, "security_notes", '[');
	for (size_t i = 0; i < product->nnotes; i++) {
		const struct security_note *note = &product->notes[i];

		if (note->date > site->as_of)
			continue;
		open_value(b, NULL, '{');
		add_date(b, "date", note->date);
		add_text(b, "title", &note->title, &site->settings->languages);
		add_string(b, "url", note->url);
		add_strings(b, "cve", note->cve, note->ncve);
		add_string(b, "jvn", note->jvn);
		add_string(b, "severity", str_from(record_severity_name(note->severity)));
		add_string(b, "state", note->is_open ? STR("open") : STR("fixed"));
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_na_items(struct buf *b, const struct label *label,
                         const struct languages *languages)
{
	open_value(b, "na_items", '[');
	for (size_t i = 0; i < label->nna_items; i++) {
		open_value(b, NULL, '{');
		add_string(b, "item", label->na_items[i].item->id);
		add_text(b, "reason", &label->na_items[i].reason, languages);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_recognitions(struct buf *b, const struct label *label)
{
	if (label->nrecognitions == 0)
		return;
	open_value(b, "recognitions", '[');
	for (size_t i = 0; i < label->nrecognitions; i++) {
		open_value(b, NULL, '{');
		add_string(b, "scheme", label->recognitions[i].scheme);
		add_strings(b, "items", label->recognitions[i].items,
		            label->recognitions[i].nitems);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_standing(struct buf *b, const struct site *site, const struct standing *standing)
{
	add_string(b, "status", str_from(rules_status_name(standing->status)));
	add_string(b, "reason", str_from(rules_reason_name(standing->reason)));
	add_date(b, "displayed_on", standing->displayed_on);
	add_date(b, "end", view_end(site, standing->status, standing->reason, standing->end));
}

static void add_label(struct buf *b, const struct site *site, const struct label *label,
                      const struct standing *standing)
{
	const struct languages *languages = &site->settings->languages;

	add_string(b, "label_id", label->id);
	add_number(b, "level", (uint64_t)label->level);
	if (label->category != CRITERIA_NONE)
		add_string(b, "category", site->criteria->categories[label->category].id);
	add_string(b, "criteria", site->criteria->versions[label->criteria].id);
	add_standing(b, site, standing);
	add_string(b, "route", str_from(record_route_name(label->route)));
	add_na_items(b, label, languages);
	open_value(b, "applicant", '{');
	add_text(b, "name", &label->applicant, languages);
	add_string(b, "corporate_number", label->corporate_number);
	buf_add_byte(b, '}');
	open_value(b, "evaluator", '{');
	add_string(b, "kind", str_from(record_evaluator_name(label->evaluator)));
	add_text(b, "name", &label->evaluator_name, languages);
	buf_add_byte(b, '}');
	add_recognitions(b, label);
}

/* The labels besides the head: only while they are valid (domain, 4.3). */
static void add_others(struct buf *b, const struct site *site, const struct entry *entry)
{
	size_t start = b->n;

	open_value(b, "also", '[');
	for (size_t i = 0; i < entry->product->nlabels; i++) {
		const struct label *label = &entry->product->labels[i];
		struct standing standing =
		        rules_judge_label(&site->rules, label, site->as_of, NULL);

		if (label == entry->head || standing.status != STATUS_VALID)
			continue;
		open_value(b, NULL, '{');
		add_string(b, "label_id", label->id);
		add_number(b, "level", (uint64_t)label->level);
		/* Of labels besides the head no day is shown but the end, as on the page. */
		add_string(b, "status", str_from(rules_status_name(standing.status)));
		add_date(b, "end", view_end(site, standing.status, standing.reason, standing.end));
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
	add_string(b, "product_id", entry->id);
	add_key(b, "url");
	buf_add_byte(b, '"');
	buf_add(b, site->settings->base_url);
	buf_add(b, STR("P/"));
	buf_add(b, entry->id);
	buf_add(b, STR("/\""));
	if (!entry->retired)
		return;
	open_value(b, "retired", '{');
	add_date(b, "date", entry->retired->date);
	add_text(b, "note", &entry->retired->note, &site->settings->languages);
	buf_add_byte(b, '}');
}

void data_add_retired(struct buf *b, const struct site *site, const struct entry *entry)
{
	add_head(b, site, entry);
	buf_add(b, STR("}\n"));
}

void data_add_product(struct buf *b, const struct site *site, const struct entry *entry)
{
	const struct product *product = entry->product;
	const struct languages *languages = &site->settings->languages;

	add_head(b, site, entry);
	add_text(b, "name", &product->name, languages);
	add_models(b, product, languages);
	add_strings(b, "gtins", product->gtins, product->ngtins);
	add_sources(b, product, languages);
	add_text(b, "summary", &product->summary, languages);
	add_string(b, "site_url", product->site_url);
	add_contact(b, product, languages);
	add_certifications(b, product);
	add_string(b, "vulnerability_report_url", product->vulnerability_report_url);
	add_date(b, "support_until", product->support_until);
	if (product->is_support_undeclared)
		add_string(b, "support_until", STR("undeclared"));
	add_notes(b, site, product);
	add_text(b, "procurement_notes", &product->procurement_notes, languages);
	open_value(b, "label", '{');
	add_label(b, site, entry->head, &entry->standing);
	buf_add_byte(b, '}');
	add_others(b, site, entry);
	buf_add(b, STR("}\n"));
}
