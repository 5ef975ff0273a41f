#include "data/label_json.h"
#include "base/json_writer.h"

static void add_models(struct buf *b, const struct product *product,
                       const struct languages *languages)
{
	json_open(b, "models", '[');
	for (size_t i = 0; i < product->nmodels; i++) {
		json_open(b, NULL, '{');
		json_add_string(b, "number", product->models[i].number);
		text_add_json(b, "note", &product->models[i].note, languages);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* Manufacturer and origin: "disclosed" tells what is withheld from what was never stated. */
static void add_sources(struct buf *b, const struct product *product,
                        const struct languages *languages)
{
	if (product->has_manufacturer) {
		json_open(b, "manufacturer", '{');
		json_add_flag(b, "disclosed", product->is_manufacturer_disclosed);
		text_add_json(b, "name", &product->manufacturer, languages);
		buf_add_byte(b, '}');
	}
	if (product->has_origin) {
		json_open(b, "origin", '{');
		json_add_flag(b, "disclosed", product->is_origin_disclosed);
		json_add_string(b, "country", product->country);
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
	json_open(b, "contact", '{');
	text_add_json(b, "name", &product->contact_name, languages);
	json_add_string(b, "email", product->contact_email);
	json_add_string(b, "url", product->contact_url);
	json_add_string(b, "tel", product->contact_tel);
	buf_add_byte(b, '}');
}

static void add_certifications(struct buf *b, const struct product *product)
{
	if (product->ncertifications == 0)
		return;
	json_open(b, "other_certifications", '[');
	for (size_t i = 0; i < product->ncertifications; i++) {
		json_open(b, NULL, '{');
		json_add_string(b, "scheme", product->certifications[i].scheme);
		json_add_string(b, "number", product->certifications[i].number);
		json_add_string(b, "url", product->certifications[i].url);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* The known notes, as in the export. */
static void add_notes(struct buf *b, const struct site *site, const struct entry *entry)
{
	if (entry->nnotes == 0)
		return;
	json_open(b, "security_notes", '[');
	for (size_t i = 0; i < entry->nnotes; i++) {
		const struct security_note *note = entry->notes[i];

		json_open(b, NULL, '{');
		json_add_date(b, "date", note->date);
		text_add_json(b, "title", &note->title, &site->settings->languages);
		json_add_string(b, "url", note->url);
		json_add_strings(b, "cve", note->cve, note->ncve);
		json_add_string(b, "jvn", note->jvn);
		json_add_string(b, "severity", str_from(record_severity_name(note->severity)));
		json_add_string(b, "state", note->is_open ? STR("open") : STR("fixed"));
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_na_items(struct buf *b, const struct label *label,
                         const struct languages *languages)
{
	json_open(b, "na_items", '[');
	for (size_t i = 0; i < label->nna_items; i++) {
		json_open(b, NULL, '{');
		json_add_string(b, "item", label->na_items[i].item->id);
		text_add_json(b, "reason", &label->na_items[i].reason, languages);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* They count while the label is valid; then each has the end of that. */
static void add_recognitions(struct buf *b, const struct site *site, const struct label *label,
                             const struct standing *standing)
{
	if (label->nrecognitions == 0)
		return;
	json_open(b, "recognitions", '[');
	for (size_t i = 0; i < label->nrecognitions; i++) {
		json_open(b, NULL, '{');
		json_add_string(b, "scheme", label->recognitions[i].scheme);
		json_add_strings(b, "items", label->recognitions[i].items,
		                 label->recognitions[i].nitems);
		json_add_date(b, "end", rules_recognitions_end(&site->rules, standing));
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_standing(struct buf *b, const struct site *site, const struct standing *standing)
{
	json_add_string(b, "status", str_from(rules_status_name(standing->status)));
	json_add_string(b, "reason", str_from(rules_reason_name(standing->reason)));
	json_add_date(b, "displayed_on", standing->displayed_on);
	json_add_date(b, "end", rules_shown_end(&site->rules, standing));
}

static void add_label(struct buf *b, const struct site *site, const struct label *label,
                      const struct standing *standing)
{
	const struct languages *languages = &site->settings->languages;

	json_add_string(b, "label_id", label->id);
	json_add_number(b, "level", (uint64_t)label->level);
	if (label->category != CRITERIA_NONE)
		json_add_string(b, "category", site->criteria->categories[label->category].id);
	json_add_string(b, "criteria", site->criteria->versions[label->criteria].id);
	add_standing(b, site, standing);
	json_add_string(b, "route", str_from(record_route_name(label->route)));
	add_na_items(b, label, languages);
	json_open(b, "applicant", '{');
	text_add_json(b, "name", &label->applicant, languages);
	json_add_string(b, "corporate_number", label->corporate_number);
	buf_add_byte(b, '}');
	json_open(b, "evaluator", '{');
	json_add_string(b, "kind", str_from(record_evaluator_name(label->evaluator)));
	text_add_json(b, "name", &label->evaluator_name, languages);
	buf_add_byte(b, '}');
	add_recognitions(b, site, label, standing);
}

/* Of labels beside the head no day is shown but the end, as on the page. */
static void add_also(struct buf *b, const struct site *site, const struct entry *entry)
{
	if (entry->nalso == 0)
		return;
	json_open(b, "also", '[');
	for (size_t i = 0; i < entry->nalso; i++) {
		const struct label *label = entry->also[i].label;
		const struct standing *standing = &entry->also[i].standing;

		json_open(b, NULL, '{');
		json_add_string(b, "label_id", label->id);
		json_add_number(b, "level", (uint64_t)label->level);
		json_add_string(b, "status", str_from(rules_status_name(standing->status)));
		json_add_date(b, "end", rules_shown_end(&site->rules, standing));
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

static void add_head(struct buf *b, const struct site *site, const struct entry *entry)
{
	buf_add(b, STR(LABEL_JSON_HEAD));
	buf_add(b, entry->id);
	buf_add_byte(b, '"');
	json_add_key(b, "url");
	buf_add_byte(b, '"');
	buf_add(b, site->settings->base_url);
	buf_add(b, STR("P/"));
	buf_add(b, entry->id);
	buf_add(b, STR("/\""));
	if (!entry->retired)
		return;
	json_open(b, "retired", '{');
	json_add_date(b, "date", entry->retired->date);
	text_add_json(b, "note", &entry->retired->note, &site->settings->languages);
	buf_add_byte(b, '}');
}

/* The facts from a number to before another. */
static void add_facts(struct buf *b, const struct product *product, unsigned from, unsigned to)
{
#define FACT_KEY(context, NAME, member, kind, meaning)   #member,
#define FACT_VALUE(context, NAME, member, kind, meaning) product->member,
	static const char *const keys[] = {PRODUCT_FACTS(FACT_KEY, )};
	const struct str values[] = {PRODUCT_FACTS(FACT_VALUE, )};

	for (unsigned i = from; i < to; i++)
		json_add_string(b, keys[i], values[i]);
}

static void add_product(struct buf *b, const struct site *site, const struct entry *entry)
{
	const struct product *product = entry->product;
	const struct languages *languages = &site->settings->languages;

	text_add_json(b, "name", &product->name, languages);
	add_models(b, product, languages);
	json_add_strings(b, "gtins", product->gtins, product->ngtins);
	add_sources(b, product, languages);
	text_add_json(b, "summary", &product->summary, languages);
	add_facts(b, product, FACT_SITE_URL, FACT_SITE_URL + 1);
	add_contact(b, product, languages);
	add_certifications(b, product);
	add_facts(b, product, FACT_SITE_URL + 1, PRODUCT_NFACTS);
	json_add_date(b, "support_until", product->support_until);
	if (product->is_support_undeclared)
		json_add_string(b, "support_until", STR("undeclared"));
	json_add_string(b, "support_state",
	                str_from(rules_support_name(rules_find_support(product, entry->day))));
	add_notes(b, site, entry);
	text_add_json(b, "procurement_notes", &product->procurement_notes, languages);
	json_open(b, "label", '{');
	add_label(b, site, entry->head, &entry->standing);
	buf_add_byte(b, '}');
	add_also(b, site, entry);
}

void label_json_add(struct buf *b, const struct site *site, const struct entry *entry)
{
	add_head(b, site, entry);
	if (entry->product)
		add_product(b, site, entry);
	buf_add(b, STR("}\n"));
}
