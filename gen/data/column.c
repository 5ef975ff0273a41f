#include "data/column.h"
#include "base/utf8.h"
#include "model/id.h"
#include "model/rules.h"
#include "site/path.h"

/* The order of the table below: new ones at the end. */
enum {
	PRODUCT_ID,
	URL,
	NAME,
	MODELS,
	GTINS,
	MANUFACTURER,
	MANUFACTURER_STATE,
	ORIGIN,
	ORIGIN_STATE,
	LABEL_ID,
	LEVEL,
	CATEGORY,
	CRITERIA,
	STATUS,
	REASON,
	DISPLAYED_ON,
	END,
	ROUTE,
	EVALUATOR_KIND,
	EVALUATOR,
	APPLICANT,
	CORPORATE_NUMBER,
	NA_ITEMS,
	RECOGNITIONS,
	OTHER_LABELS,
	SITE_URL,
	CONTACT_EMAIL,
	CONTACT_URL,
	CONTACT_TEL,
	VULNERABILITY_REPORT_URL,
	SUPPORT_STATE,
	SUPPORT_UNTIL,
	SECURITY_NOTES,
	OPEN_SECURITY_NOTES,
	RETIRED_ON,
};

#define STATES "disclosed|withheld|not_stated"

#define COLUMN_LINE COLUMN_STRING
#define FACT_COLUMN(context, NAME, member, kind, meaning)                                          \
	[NAME] = {.name = #member, .type = COLUMN_##kind},
#define FACT_CASE(context, NAME, member, kind, meaning)                                            \
	case NAME: return product->member;

static const struct column columns[] = {
        [PRODUCT_ID] = {.name = "product_id",
                        .type = COLUMN_WORD,
                        .is_required = true,
                        .pattern = ID_PRODUCT_PATTERN},
        [URL] = {.name = "url", .type = COLUMN_URL, .is_required = true},
        [NAME] = {.name = "name", .type = COLUMN_STRING, .is_translated = true},
        [MODELS] = {.name = "models", .type = COLUMN_LIST},
        [GTINS] = {.name = "gtins", .type = COLUMN_LIST},
        [MANUFACTURER] = {.name = "manufacturer", .type = COLUMN_STRING, .is_translated = true},
        [MANUFACTURER_STATE] = {.name = "manufacturer_state",
                                .type = COLUMN_WORD,
                                .pattern = STATES},
        [ORIGIN] = {.name = "origin", .type = COLUMN_WORD, .pattern = "[A-Z]{2}"},
        [ORIGIN_STATE] = {.name = "origin_state", .type = COLUMN_WORD, .pattern = STATES},
        [LABEL_ID] = {.name = "label_id", .type = COLUMN_WORD, .pattern = ID_LABEL_PATTERN},
        [LEVEL] = {.name = "level", .type = COLUMN_INTEGER},
        [CATEGORY] = {.name = "category", .type = COLUMN_WORD, .pattern = ID_LABEL_PATTERN},
        [CRITERIA] = {.name = "criteria", .type = COLUMN_WORD, .pattern = ID_LABEL_PATTERN},
        [STATUS] = {.name = "status", .type = COLUMN_WORD, .pattern = RULES_STATUS_PATTERN},
        [REASON] = {.name = "reason", .type = COLUMN_WORD, .pattern = RULES_REASON_PATTERN},
        [DISPLAYED_ON] = {.name = "displayed_on", .type = COLUMN_DATE},
        [END] = {.name = "end", .type = COLUMN_DATE},
        [ROUTE] = {.name = "route", .type = COLUMN_WORD, .pattern = RECORD_ROUTE_PATTERN},
        [EVALUATOR_KIND] = {.name = "evaluator_kind",
                            .type = COLUMN_WORD,
                            .pattern = RECORD_EVALUATOR_PATTERN},
        [EVALUATOR] = {.name = "evaluator", .type = COLUMN_STRING, .is_translated = true},
        [APPLICANT] = {.name = "applicant", .type = COLUMN_STRING, .is_translated = true},
        [CORPORATE_NUMBER] = {.name = "corporate_number", .type = COLUMN_STRING},
        [NA_ITEMS] = {.name = "na_items", .type = COLUMN_LIST},
        [RECOGNITIONS] = {.name = "recognitions", .type = COLUMN_LIST},
        [OTHER_LABELS] = {.name = "other_labels", .type = COLUMN_LIST},
        [CONTACT_EMAIL] = {.name = "contact_email", .type = COLUMN_STRING},
        [CONTACT_URL] = {.name = "contact_url", .type = COLUMN_URL},
        [CONTACT_TEL] = {.name = "contact_tel", .type = COLUMN_STRING},
        [SUPPORT_STATE] = {.name = "support_state",
                           .type = COLUMN_WORD,
                           .pattern = "supported|ended|undeclared|not_stated"},
        [SUPPORT_UNTIL] = {.name = "support_until", .type = COLUMN_DATE},
        [SECURITY_NOTES] = {.name = "security_notes", .type = COLUMN_INTEGER},
        [OPEN_SECURITY_NOTES] = {.name = "open_security_notes", .type = COLUMN_INTEGER},
        [RETIRED_ON] = {.name = "retired_on", .type = COLUMN_DATE},
        PRODUCT_FACTS(FACT_COLUMN, )};

/* The columns of so many languages stand side by side. Those of further ones stand at the end, so
 * that a language which is added moves no column. */
#define TOGETHER 2

void column_list(const struct site *site, struct arena *a, struct column_place **places,
                 size_t *nplaces)
{
	unsigned nlanguages = site->settings->languages.n;

	*nplaces = 0;
	*places = arena_array(a, COUNT_OF(columns) * nlanguages, sizeof(**places));
	for (size_t i = 0; i < COUNT_OF(columns); i++)
		for (unsigned k = 0;
		     k < (columns[i].is_translated ? nlanguages : 1) && k < TOGETHER; k++)
			(*places)[(*nplaces)++] = (struct column_place){&columns[i], k};
	for (unsigned k = TOGETHER; k < nlanguages; k++)
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			if (columns[i].is_translated)
				(*places)[(*nplaces)++] = (struct column_place){&columns[i], k};
}

struct str column_name(const struct site *site, struct column_place place, struct arena *a)
{
	struct str tag = site->settings->languages.code[place.language];
	struct str name;
	char *p;

	if (!place.column->is_translated)
		return str_from(place.column->name);
	name = arena_printf(a, "%s_%.*s", place.column->name, STR_ARG(tag));
	/* Names of columns have no hyphens (CSVW; RFC 6570, 2.3). */
	p = arena_alloc(a, name.n + 1);
	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '-' ? '_' : name.p[i];
	return (struct str){p, name.n};
}

size_t column_space_length(struct str text, size_t at)
{
	unsigned char c = (unsigned char)text.p[at];

	if (utf8_has_line_end(text, at))
		return UTF8_LINE_END_LENGTH;
	if (c == '\r' && at + 1 < text.n && text.p[at + 1] == '\n')
		return 2;
	return c <= ' ' || c == 0x7f;
}

/* Behind the separator unless it is the first. What is like a separator in the element loses its
 * spaces, or it would part it in two. */
static void add_element(struct buf *list, struct str element)
{
	size_t start, length;

	if (list->n > 0)
		buf_add(list, STR(COLUMN_SEPARATOR));
	start = list->n;
	for (size_t i = 0; i<element.n; i += length> 0 ? length : 1) {
		length = column_space_length(element, i);
		if (length > 0 && list->n > start && list->p[list->n - 1] == '|')
			continue;
		while (element.p[i] == '|' && list->n > start && list->p[list->n - 1] == ' ')
			list->n--;
		buf_add_byte(list, length > 0 ? ' ' : element.p[i]);
	}
}

static struct str list_value(const struct site *site, const struct entry *entry, size_t number,
                             struct arena *a)
{
	const struct product *product = entry->product;
	const struct label *head = entry->head;
	bool counts = rules_recognitions_end(&site->rules, &entry->standing) == DATE_NONE;
	struct str text = STR_NONE;
	struct buf list;

	buf_init(&list);
	if (number == MODELS)
		for (size_t i = 0; i < product->nmodels; i++)
			add_element(&list, product->models[i].number);
	else if (number == GTINS)
		for (size_t i = 0; i < product->ngtins; i++)
			add_element(&list, product->gtins[i]);
	else if (number == NA_ITEMS)
		for (size_t i = 0; i < head->nna_items; i++)
			add_element(&list, head->na_items[i].item->id);
	else if (number == RECOGNITIONS)
		for (size_t i = 0; i < head->nrecognitions && counts; i++)
			add_element(&list, head->recognitions[i].scheme);
	else
		for (size_t i = 0; i < entry->nalso; i++)
			add_element(&list, entry->also[i].label->id);
	if (list.n > 0)
		text = arena_copy(a, buf_str(&list));
	buf_release(&list);
	return text;
}

static struct str count_open_notes(const struct entry *entry, struct arena *a)
{
	size_t n = 0;

	for (size_t i = 0; i < entry->nnotes; i++)
		n += entry->notes[i]->is_open;
	return arena_number(a, n);
}

static struct str state(bool is_stated, bool is_disclosed)
{
	return !is_stated ? STR("not_stated") : is_disclosed ? STR("disclosed") : STR("withheld");
}

static struct str product_value(const struct entry *entry, size_t number, unsigned language,
                                struct arena *a)
{
	const struct product *product = entry->product;

	switch (number) {
		PRODUCT_FACTS(FACT_CASE, )
	case NAME: return product->name.in[language];
	case MANUFACTURER: return product->manufacturer.in[language];
	case MANUFACTURER_STATE:
		return state(product->has_manufacturer, product->is_manufacturer_disclosed);
	case ORIGIN: return product->country;
	case ORIGIN_STATE: return state(product->has_origin, product->is_origin_disclosed);
	case CONTACT_EMAIL: return product->contact_email;
	case CONTACT_URL: return product->contact_url;
	case CONTACT_TEL: return product->contact_tel;
	case SUPPORT_STATE:
		return str_from(rules_support_name(rules_find_support(product, entry->day)));
	case SUPPORT_UNTIL: return date_text(a, product->support_until);
	case SECURITY_NOTES: return arena_number(a, entry->nnotes);
	case OPEN_SECURITY_NOTES: return count_open_notes(entry, a);
	default: return STR_NONE;
	}
}

static struct str label_value(const struct site *site, const struct entry *entry, size_t number,
                              unsigned language, struct arena *a)
{
	const struct label *label = entry->head;
	const struct standing *standing = &entry->standing;

	switch (number) {
	case LABEL_ID: return label->id;
	case LEVEL: return arena_number(a, (unsigned)label->level);
	case CATEGORY:
		return label->category == CRITERIA_NONE
		               ? STR_NONE
		               : site->criteria->categories[label->category].id;
	case CRITERIA: return site->criteria->versions[label->criteria].id;
	case STATUS: return str_from(rules_status_name(standing->status));
	case REASON: return str_from(rules_reason_name(standing->reason));
	case DISPLAYED_ON: return date_text(a, standing->displayed_on);
	case END: return date_text(a, rules_shown_end(&site->rules, standing));
	case ROUTE: return str_from(record_route_name(label->route));
	case EVALUATOR_KIND: return str_from(record_evaluator_name(label->evaluator));
	case EVALUATOR: return label->evaluator_name.in[language];
	case APPLICANT: return label->applicant.in[language];
	case CORPORATE_NUMBER: return label->corporate_number;
	default: return STR_NONE;
	}
}

struct str column_value(const struct site *site, const struct entry *entry,
                        struct column_place place, struct arena *a)
{
	size_t number = (size_t)(place.column - columns);

	if (number == PRODUCT_ID)
		return entry->id;
	if (number == URL)
		return ARENA_JOIN(a, site->settings->base_url, path_product(a, entry->id));
	if (number == RETIRED_ON)
		return entry->retired ? date_text(a, entry->retired->date) : STR_NONE;
	if (!entry->product)
		return STR_NONE;
	if (place.column->type == COLUMN_LIST)
		return list_value(site, entry, number, a);
	if (number >= LABEL_ID && number <= CORPORATE_NUMBER)
		return label_value(site, entry, number, place.language, a);
	return product_value(entry, number, place.language, a);
}

static struct str meaning_key(const struct column *column, char room[64])
{
	int n = snprintf(room, 64, "data.columns.%s", column->name);

	return (struct str){room, (size_t)n};
}

struct value column_meaning(const struct language_words *words, const struct column *column)
{
	char room[64];

	return words_get(words, meaning_key(column, room));
}

void column_check_words(const struct language_words *words, struct diag *d)
{
	char room[64];

	for (size_t i = 0; i < COUNT_OF(columns); i++)
		words_require(words, meaning_key(&columns[i], room), d);
}
