#include "model/record.h"
#include "base/map.h"
#include "model/contact.h"
#include "model/corrections.h"
#include "model/country.h"
#include "model/export.h"
#include "model/field.h"
#include "model/gtin.h"
#include "model/label.h"
#include "model/limits.h"
#include "model/scanner.h"
#include "model/withheld.h"

/* What may be withheld, before it is known whether it is. */
struct maker {
	struct text name;
	bool is_disclosed;
};

struct origin {
	struct str country;
	bool is_disclosed;
};

static const char *const severity_names[SEVERITY_NVALUES] = {
        [SEVERITY_NONE] = "",     [SEVERITY_LOW] = "low",           [SEVERITY_MEDIUM] = "medium",
        [SEVERITY_HIGH] = "high", [SEVERITY_CRITICAL] = "critical",
};

const char *record_severity_name(enum severity severity)
{
	return severity_names[severity];
}

/* Without the empty name of none; the number of a word is one less than its severity. */
static const struct words severities = {severity_names + 1, COUNT_OF(severity_names) - 1,
                                        DIAG_VALUE_UNKNOWN};

static const char *const state_names[] = {"fixed", "open"};
static const struct words states = {state_names, COUNT_OF(state_names), DIAG_VALUE_UNKNOWN};

static const struct member model_members[] = {
        {MEMBER("number", REQUIRED, field_read_model, struct model, number),
         .most = LIMIT_MODEL_NUMBER},
        {MEMBER("note", OPTIONAL, field_read_text, struct model, note), .most = LIMIT_MARKDOWN},
};

static const struct format model_format = {
        .members = model_members,
        .nmembers = COUNT_OF(model_members),
        .size = sizeof(struct model),
};

/* The models of a product, each once. */
static void read_models(struct reader *r, const struct json_path *at, const struct member *member,
                        void *object)
{
	const struct product *product = object;
	struct map seen;

	field_read_list(r, at, member, object);
	if (product->nmodels < 2)
		return;
	map_init(&seen, r->a);
	for (size_t i = 0; i < product->nmodels; i++) {
		struct str number = product->models[i].number;
		struct json_path element;

		if (number.n == 0 || map_add(&seen, number, (uint32_t)i) == MAP_NONE)
			continue;
		element = reader_element(at, i);
		reader_add(r, &element, DIAG_MODEL_REPEATED, "%s stands in the list before, too",
		           reader_quote(r, number));
	}
}

static const struct member maker_members[] = {
        {MEMBER("name", REQUIRED, field_read_name, struct maker, name)},
        {MEMBER("disclosed", REQUIRED, field_read_flag, struct maker, is_disclosed)},
};

static const struct format maker_format = {
        .members = maker_members,
        .nmembers = COUNT_OF(maker_members),
};

static void read_country(struct reader *r, const struct json_path *at, const struct member *member,
                         void *object)
{
	struct origin *origin = object;
	struct str code = field_parse_string(r, at, READER_LINE);

	(void)member;
	if (code.p && !country_is_valid(code))
		reader_add(r, at, DIAG_COUNTRY_INVALID,
		           "%s is not an ISO 3166-1 alpha-2 code, expected one such as \"JP\"",
		           reader_quote(r, code));
	origin->country = code;
}

static const struct member origin_members[] = {
        {MEMBER("country", REQUIRED, read_country, struct origin, country)},
        {MEMBER("disclosed", REQUIRED, field_read_flag, struct origin, is_disclosed)},
};

static const struct format origin_format = {
        .members = origin_members,
        .nmembers = COUNT_OF(origin_members),
};

/* What cannot be followed is shown and not linked. */
static void check_contact(struct reader *r, const struct json_path *at, const struct member *member,
                          void *object, bool (*is_right)(struct str s), enum diag_code code,
                          const char *what)
{
	struct str s;

	field_read_string(r, at, member, object);
	memcpy(&s, field_in(member, object), sizeof(s));
	if (s.n > 0 && !is_right(s))
		reader_add(r, at, code, "%s is not %s", reader_quote(r, s), what);
}

static void read_email(struct reader *r, const struct json_path *at, const struct member *member,
                       void *object)
{
	check_contact(r, at, member, object, contact_is_email, DIAG_NAME_EMAIL,
	              "an e-mail address");
}

static void read_tel(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	check_contact(r, at, member, object, contact_is_tel, DIAG_NAME_TEL,
	              "a telephone number that can be dialled");
}

static void read_cve(struct reader *r, const struct json_path *at, const struct member *member,
                     void *object)
{
	check_contact(r, at, member, object, contact_is_cve, DIAG_NAME_CVE,
	              "a CVE number, as CVE-2026-0001");
}

static const struct member contact_members[] = {
        {MEMBER("name", OPTIONAL, field_read_text, struct product, contact_name)},
        {MEMBER("email", OPTIONAL, read_email, struct product, contact_email)},
        {MEMBER("url", OPTIONAL, field_read_url, struct product, contact_url)},
        {MEMBER("tel", OPTIONAL, read_tel, struct product, contact_tel)},
};

static const struct format contact_format = {
        .members = contact_members,
        .nmembers = COUNT_OF(contact_members),
};

static const struct member certification_members[] = {
        {MEMBER("scheme", REQUIRED, field_read_string, struct certification, scheme)},
        {MEMBER("number", REQUIRED, field_read_string, struct certification, number)},
        {MEMBER("url", OPTIONAL, field_read_url, struct certification, url)},
};

static const struct format certification_format = {
        .members = certification_members,
        .nmembers = COUNT_OF(certification_members),
        .size = sizeof(struct certification),
};

static void read_severity(struct reader *r, const struct json_path *at, const struct member *member,
                          void *object)
{
	struct security_note *note = object;
	struct member word = *member;
	unsigned number = UINT_MAX;

	word.offset = 0;
	field_read_word(r, at, &word, &number);
	if (number != UINT_MAX)
		note->severity = (enum severity)(number + 1);
}

static void read_state(struct reader *r, const struct json_path *at, const struct member *member,
                       void *object)
{
	struct security_note *note = object;
	struct member word = *member;
	unsigned number = 0;

	word.offset = 0;
	field_read_word(r, at, &word, &number);
	note->is_open = number == 1;
}

static const struct member note_members[] = {
        {MEMBER("date", REQUIRED, field_read_date, struct security_note, date)},
        {MEMBER("title", REQUIRED, field_read_text, struct security_note, title)},
        {MEMBER("url", OPTIONAL, field_read_url, struct security_note, url)},
        {MEMBER("cve", OPTIONAL, field_read_strings, struct security_note, cve),
         .count = offsetof(struct security_note, ncve), .element = read_cve},
        {MEMBER("jvn", OPTIONAL, field_read_string, struct security_note, jvn)},
        {MEMBER("severity", OPTIONAL, read_severity, struct security_note, severity),
         .words = &severities},
        {MEMBER("state", REQUIRED, read_state, struct security_note, is_open), .words = &states},
};

static const struct format note_format = {
        .members = note_members,
        .nmembers = COUNT_OF(note_members),
        .size = sizeof(struct security_note),
        .blank = &(const struct security_note){.date = DATE_NONE},
};

static void read_gtin(struct reader *r, const struct json_path *at, const struct member *member,
                      void *object)
{
	struct str gtin = field_parse_string(r, at, READER_LINE);
	const char *fault = gtin.p ? gtin_find_fault(gtin) : NULL;

	if (fault)
		reader_add(r, at, DIAG_GTIN_INVALID, "%s %s", reader_quote(r, gtin), fault);
	memcpy(field_in(member, object), &gtin, sizeof(gtin));
}

/* A withheld name does not leave the reader. */
static void read_manufacturer(struct reader *r, const struct json_path *at,
                              const struct member *member, void *object)
{
	struct product *product = object;
	const struct withheld *withheld = r->withheld;
	struct maker maker = {0};

	(void)member;
	r->withheld = NULL;
	reader_read_object(r, at, &maker_format, &maker);
	r->withheld = withheld;
	product->has_manufacturer = true;
	product->is_manufacturer_disclosed = maker.is_disclosed;
	if (maker.is_disclosed)
		product->manufacturer = maker.name;
}

static void read_origin(struct reader *r, const struct json_path *at, const struct member *member,
                        void *object)
{
	struct product *product = object;
	struct origin origin = {0};

	(void)member;
	reader_read_object(r, at, &origin_format, &origin);
	product->has_origin = true;
	product->is_origin_disclosed = origin.is_disclosed;
	if (origin.is_disclosed)
		product->country = origin.country;
}

static void read_support(struct reader *r, const struct json_path *at, const struct member *member,
                         void *object)
{
	struct product *product = object;
	struct str s = field_parse_string(r, at, READER_LINE);

	(void)member;
	if (str_is_equal(s, STR("undeclared")))
		product->is_support_undeclared = true;
	else if (s.p && date_parse(s, &product->support_until) < 0)
		reader_add(r, at, DIAG_DATE_INVALID,
		           "%s is not a date, expected YYYY-MM-DD or \"undeclared\"",
		           reader_quote(r, s));
}

static void read_labels(struct reader *r, const struct json_path *at, const struct member *member,
                        void *object)
{
	struct product *product = object;

	field_read_list(r, at, member, object);
	label_check_overlaps(r, at, product->labels, product->nlabels);
}

#define READ_URL  field_read_url
#define READ_LINE field_read_string
#define FACT_MEMBER(context, NAME, member, kind, meaning)                                          \
	{MEMBER(#member, OPTIONAL, READ_##kind, struct product, member)},

static const struct member product_members[] = {
        {MEMBER("product_id", REQUIRED, field_read_product_id, struct product, id)},
        {MEMBER("name", REQUIRED, field_read_name, struct product, name)},
        {MEMBER("models", REQUIRED, read_models, struct product, models),
         .count = offsetof(struct product, nmodels), .format = &model_format, .most = LIMIT_MODELS},
        {MEMBER("gtins", OPTIONAL, field_read_strings, struct product, gtins),
         .count = offsetof(struct product, ngtins), .element = read_gtin, .most = LIMIT_GTINS},
        {MEMBER_OF_WHOLE("manufacturer", OPTIONAL, read_manufacturer)},
        {MEMBER_OF_WHOLE("origin", OPTIONAL, read_origin)},
        {MEMBER("summary", OPTIONAL, field_read_markdown, struct product, summary)},
        {MEMBER_OF_WHOLE("contact", OPTIONAL, field_read_object), .format = &contact_format},
        {MEMBER("other_certifications", OPTIONAL, field_read_list, struct product, certifications),
         .count = offsetof(struct product, ncertifications), .format = &certification_format},
        {MEMBER("support_until", OPTIONAL, read_support, struct product, support_until)},
        {MEMBER("security_notes", OPTIONAL, field_read_list, struct product, notes),
         .count = offsetof(struct product, nnotes), .format = &note_format, .most = LIMIT_NOTES},
        {MEMBER("procurement_notes", OPTIONAL, field_read_markdown, struct product,
                procurement_notes)},
        {MEMBER("labels", REQUIRED, read_labels, struct product, labels),
         .count = offsetof(struct product, nlabels), .format = &label_format, .most = LIMIT_LABELS},
        PRODUCT_FACTS(FACT_MEMBER, )};

static const struct format product_format = {
        .members = product_members,
        .nmembers = COUNT_OF(product_members),
        .size = sizeof(struct product),
        .blank = &(const struct product){.support_until = DATE_NONE},
};

/* The product_id for messages, none if it is outside its grammar. */
static struct str find_id(const struct json *tree)
{
	const struct json *id = json_find(tree, STR("product_id"));

	return id && id->kind == JSON_STRING && id_is_valid(ID_PRODUCT, id->text) ? id->text
	                                                                          : STR_NONE;
}

/* The manufacturer's name if it is withheld. It is needed before the reading begins, because texts
 * may stand before it. */
static const struct json *find_withheld(const struct json *tree)
{
	const struct json *manufacturer = json_find(tree, STR("manufacturer"));
	const struct json *disclosed = json_find(manufacturer, STR("disclosed"));

	return disclosed && disclosed->kind == JSON_FALSE ? json_find(manufacturer, STR("name"))
	                                                  : NULL;
}

/* The tree of the record. That a text which is known is of UTF-8 is known, too. */
static const struct json *parse_text(struct reader *r)
{
	struct scanner scanner;

	return r->is_known ? scanner_parse(&scanner, r->text, r->a)
	                   : json_parse_keeping(r->text, r->place, r->a, r->d);
}

static int parse(struct product *product, struct reader *r)
{
	size_t nerrors = r->d->nerrors;
	struct json_path document = {.value = parse_text(r)};
	struct withheld withheld;
	const struct json *name;

	*product = (struct product){.support_until = DATE_NONE};
	if (!document.value)
		return -1;
	r->place.id = find_id(document.value);
	name = r->is_known ? NULL : find_withheld(document.value);
	if (!r->is_known)
		json_add_duplicates(document.value, r->text, r->place, r->a, r->d);
	if (name) {
		withheld_read(&withheld, name, r->a);
		r->withheld = &withheld;
		if (r->settings->corrections)
			corrections_check_withheld(r->settings->corrections, r->place.id, &withheld,
			                           &r->settings->languages, r->d);
	}
	reader_read_object(r, &document, &product_format, product);
	return r->d->nerrors == nerrors && !r->criteria->has_faults ? 0 : -1;
}

int record_parse(struct product *product, struct str text, struct str file, uint32_t line,
                 const struct criteria *criteria, const struct settings *settings, struct arena *a,
                 struct diag *d)
{
	struct reader r = {.format = EXPORT_FORMAT,
	                   .text = text,
	                   .place = {.file = file, .line = line},
	                   .settings = settings,
	                   .criteria = criteria,
	                   .a = a,
	                   .d = d};

	return parse(product, &r);
}

int record_parse_again(struct product *product, struct str text, const struct criteria *criteria,
                       const struct settings *settings, struct arena *a)
{
	struct diag said;
	struct reader r = {.format = EXPORT_FORMAT,
	                   .text = text,
	                   .settings = settings,
	                   .criteria = criteria,
	                   .is_known = true,
	                   .a = a,
	                   .d = &said};
	int status;

	diag_init(&said);
	status = parse(product, &r);
	diag_release(&said);
	return status;
}
