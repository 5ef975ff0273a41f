#include "model/settings.h"
#include "base/fs.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "model/contact.h"
#include "model/field.h"
#include "model/punycode.h"
#include "model/url.h"
#include <errno.h>
#include <fcntl.h>
#include <strings.h>

#define FILE_MAX ((size_t)1 << 20) /* bytes */

struct setting;

/* Reads a value into its setting; false, with what was expected, if it cannot have it. */
typedef bool setting_function(struct reader *r, const struct json_path *at,
                              const struct setting *setting, void *field, const char **expected);

struct setting {
	struct str key;
	setting_function *parse;
	size_t offset;
	enum need need;
	bool is_identity;         /* says who the registry is: a file beneath does not count */
	long low, high, standard; /* of a number; `standard` also of a flag */
};

static bool parse_flag(struct reader *r, const struct json_path *at, const struct setting *setting,
                       void *field, const char **expected)
{
	bool *flag = field;

	(void)r;
	(void)setting;
	*expected = "true or false";
	*flag = at->value->kind == JSON_TRUE;
	return at->value->kind == JSON_TRUE || at->value->kind == JSON_FALSE;
}

static bool parse_number(struct reader *r, const struct json_path *at,
                         const struct setting *setting, void *field, const char **expected)
{
	*expected =
	        arena_printf(r->a, "a whole number from %ld to %ld", setting->low, setting->high).p;
	return json_parse_integer(at->value, setting->low, setting->high, field) == 0;
}

/* A string without control characters, or none. */
static struct str parse_string(struct reader *r, const struct json_path *at)
{
	if (at->value->kind != JSON_STRING ||
	    !reader_check_characters(r, at, at->value->text, READER_LINE))
		return STR_NONE;
	return at->value->text;
}

static bool parse_line(struct reader *r, const struct json_path *at, const struct setting *setting,
                       void *field, const char **expected)
{
	struct str *s = field;

	(void)setting;
	*expected = "a string";
	*s = parse_string(r, at);
	return s->p != NULL;
}

static bool parse_email(struct reader *r, const struct json_path *at, const struct setting *setting,
                        void *field, const char **expected)
{
	bool is_line = parse_line(r, at, setting, field, expected);

	*expected = "an e-mail address, as \"office@labels.example\"";
	return is_line && contact_is_email(*(struct str *)field);
}

static bool parse_url(struct reader *r, const struct json_path *at, const struct setting *setting,
                      void *field, const char **expected)
{
	struct str *s = field;

	(void)setting;
	*expected = "an absolute http or https address";
	*s = parse_string(r, at);
	return s->p && !url_find_fault(*s);
}

/* The address of a product, of which this is the beginning, must fit into a QR code. */
#define BASE_URL_MAX 512

/* Whether browsers would take the path for another: an empty part, or one that leads upwards,
 * written out or percent-encoded. */
static bool has_odd_part(struct str path)
{
	while (path.n > 1) {
		struct str part = str_before(str_sub(path, 1, path.n), '/');
		size_t ndots = 0, at = 0;

		while (at < part.n &&
		       (part.p[at] == '.' ||
		        (part.n - at >= 3 && strncasecmp(part.p + at, "%2e", 3) == 0))) {
			at += part.p[at] == '.' ? 1 : 3;
			ndots++;
		}
		if (at == part.n && ndots <= 2)
			return true;
		path = str_sub(path, 1 + part.n, path.n);
	}
	return false;
}

/* Scheme and host as browsers and QR codes have them, with '/' at the end. */
static struct str normalise_base_url(struct str url, struct arena *a)
{
	struct str copy =
	        arena_printf(a, "%.*s%s", STR_ARG(url), str_has_suffix(url, STR("/")) ? "" : "/");
	char *p = arena_alloc(a, copy.n + 1);
	size_t path = url_find_path(copy);

	memcpy(p, copy.p, copy.n);
	for (size_t i = 0; i < path; i++)
		p[i] = str_lower(p[i]);
	return (struct str){p, copy.n};
}

/* A QR code, a signature and a certificate name the host in ASCII, so that is what is set. */
static const char *find_ascii_fault(struct str url, struct arena *a)
{
	size_t path = url_find_path(url), host = str_find(url, STR("://")) + 3;

	for (size_t i = 0; i < url.n; i++) {
		if ((unsigned char)url.p[i] < 0x80)
			continue;
		if (i >= path)
			return "an address in ASCII: percent-encode the other characters of its "
			       "path";
		return arena_printf(a, "an address in ASCII: its host is %.*s",
		                    STR_ARG(punycode_host(str_sub(url, host, path), a)))
		        .p;
	}
	return NULL;
}

static bool parse_base_url(struct reader *r, const struct json_path *at,
                           const struct setting *setting, void *field, const char **expected)
{
	struct str *s = field;

	if (!parse_url(r, at, setting, field, expected))
		return false;
	*expected = "an absolute http or https address of at most 512 bytes, without '?' and '#'";
	if (str_find_byte(*s, '?') < s->n || str_find_byte(*s, '#') < s->n)
		return false;
	*s = normalise_base_url(*s, r->a);
	if (s->n > BASE_URL_MAX)
		return false;
	*expected = find_ascii_fault(*s, r->a);
	if (*expected)
		return false;
	*expected = "an address without the parts \"..\" and \".\" and without \"//\" in its path";
	return !has_odd_part(str_sub(*s, url_find_path(*s), s->n));
}

/* One string for all languages, or an object of them. */
static bool parse_text(struct reader *r, const struct json_path *at, const struct setting *setting,
                       void *field, const char **expected)
{
	struct member member = {.need = setting->need};
	size_t nerrors = r->d->nerrors;
	struct text *text = field;

	*expected = "a string, or an object of strings by language";
	if (at->value->kind == JSON_STRING) {
		*text = (struct text){0};
		for (unsigned i = 0; i < r->settings->languages.n; i++)
			text->in[i] = parse_string(r, at);
		return text->in[0].n > 0 || setting->need == OPTIONAL;
	}
	if (at->value->kind != JSON_OBJECT)
		return false;
	*text = (struct text){0};
	field_read_text(r, at, &member, text);
	return r->d->nerrors == nerrors;
}

static bool parse_languages(struct reader *r, const struct json_path *at,
                            const struct setting *setting, void *field, const char **expected)
{
	const struct json *fault;

	(void)setting;
	*expected = "an array of 1 to 8 different language tags, as [\"ja\", \"en\"]";
	if (languages_parse(field, at->value, &fault) == 0)
		return true;
	if (fault && fault->kind == JSON_STRING)
		reader_add(r, at, DIAG_SETTING_INVALID, "%s is there twice, or is no language tag",
		           reader_quote(r, fault->text));
	return false;
}

static bool parse_chains(struct reader *r, const struct json_path *at,
                         const struct setting *setting, void *field, const char **expected)
{
	const struct json *fault;

	(void)setting;
	*expected = "an object: for languages of the site arrays of others, as {\"fr\": [\"en\"]}";
	if (languages_parse_chains(&r->settings->languages, at->value, field, &fault) == 0)
		return true;
	if (fault && fault->kind == (fault->key.p ? JSON_ARRAY : JSON_STRING))
		reader_add(r, at, DIAG_SETTING_INVALID, "%s is no other language of the site",
		           reader_quote(r, fault->kind == JSON_STRING ? fault->text : fault->key));
	return false;
}

/* Words that are looked for in names: ASCII letters are made small once, here. */
static bool parse_claims(struct reader *r, const struct json_path *at,
                         const struct setting *setting, void *field, const char **expected)
{
	struct str *words;
	size_t n = 0;

	(void)setting;
	*expected = "an array of words, none of them empty";
	if (at->value->kind != JSON_ARRAY)
		return false;
	words = arena_array(r->a, at->value->nchildren, sizeof(*words));
	for (const struct json *word = at->value->child; word; word = word->next) {
		char *p;

		if (word->kind != JSON_STRING || word->text.n == 0)
			return false;
		p = arena_alloc(r->a, word->text.n);
		for (size_t i = 0; i < word->text.n; i++)
			p[i] = (char)str_lower(word->text.p[i]);
		words[n++] = (struct str){p, word->text.n};
	}
	claims_init(field, words, n);
	return true;
}

#define SETTING(name, type, field, necessity)                                                      \
	.key = {name, sizeof(name) - 1}, .parse = type,                                            \
	.offset = offsetof(struct settings, field), .need = necessity

/* The languages come first: texts are read by them. */
static const struct setting table[] = {
        {SETTING("languages", parse_languages, languages, OPTIONAL)},
        {SETTING("language_fallback", parse_chains, languages.chain, OPTIONAL)},
        {SETTING("base_url", parse_base_url, base_url, REQUIRED), .is_identity = true},
        {SETTING("site_name", parse_text, site_name, REQUIRED), .is_identity = true},
        {SETTING("scheme_name", parse_text, scheme_name, REQUIRED), .is_identity = true},
        {SETTING("operator_name", parse_text, operator_name, REQUIRED), .is_identity = true},
        {SETTING("scheme_url", parse_url, scheme_url, OPTIONAL), .is_identity = true},
        {SETTING("contact_email", parse_email, contact_email, OPTIONAL), .is_identity = true},
        {SETTING("contact_url", parse_url, contact_url, OPTIONAL), .is_identity = true},
        {SETTING("licence_url", parse_url, licence_url, OPTIONAL), .is_identity = true},
        {SETTING("licence_name", parse_text, licence_name, OPTIONAL), .is_identity = true},
        {SETTING("public_key", parse_line, public_key, OPTIONAL), .is_identity = true},
        {SETTING("log_key", parse_line, log_key, OPTIONAL), .is_identity = true},
        {SETTING("sample", parse_flag, is_sample, OPTIONAL), .is_identity = true,
         .standard = false},
        {SETTING("archive", parse_flag, is_archive, OPTIONAL), .is_identity = true,
         .standard = false},
        {SETTING("shields", parse_flag, has_shields, OPTIONAL), .standard = true},
        {SETTING("sqlite", parse_flag, has_sqlite, OPTIONAL), .standard = false},
        {SETTING("unreviewed_words", parse_flag, shows_unreviewed_words, OPTIONAL),
         .is_identity = true, .standard = false},
        {SETTING("rows_per_page", parse_number, rows_per_page, OPTIONAL), .low = 10, .high = 100,
         .standard = 100},
        {SETTING("keep_superseded_days", parse_number, keep_superseded_days, OPTIONAL), .low = 0,
         .high = 366, .standard = 3},
        {SETTING("last_day_valid", parse_flag, last_day_valid, OPTIONAL), .standard = true},
        {SETTING("self_extension_years", parse_number, self_extension_years, OPTIONAL), .low = 0,
         .high = 10, .standard = 0},
        {SETTING("shorter_term_final", parse_flag, shorter_term_final, OPTIONAL), .standard = true},
        {SETTING("ending_soon_days", parse_number, ending_soon_days, OPTIONAL), .low = 0,
         .high = 3650, .standard = 90},
        {SETTING("max_export_age_days", parse_number, max_export_age_days, OPTIONAL), .low = 0,
         .high = 36500, .standard = 7},
        {SETTING("max_ended_percent", parse_number, max_ended_percent, OPTIONAL), .low = 0,
         .high = 100, .standard = 2},
        {SETTING("max_changed_percent", parse_number, max_changed_percent, OPTIONAL), .low = 0,
         .high = 100, .standard = 20},
        {SETTING("max_fallback", parse_number, max_fallback, OPTIONAL), .low = 0, .high = 1000,
         .standard = 10},
        {SETTING("gate_minimum", parse_number, gate_minimum, OPTIONAL), .low = 0, .high = 1000000,
         .standard = 3},
        {SETTING("name_claims", parse_claims, name_claims, OPTIONAL)},
};

static const struct setting *find_setting(struct str key)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (str_is_equal(table[i].key, key))
			return &table[i];
	return NULL;
}

static void add_unknown(struct reader *r, const struct json_path *at)
{
	struct nearest nearest;
	struct buf hint;

	nearest_init(&nearest, at->key);
	for (size_t i = 0; i < COUNT_OF(table); i++)
		nearest_consider(&nearest, at->key, table[i].key);
	buf_init(&hint);
	nearest_format(&nearest, &hint);
	reader_add(r, at, DIAG_SETTING_UNKNOWN, "%s is not a setting%.*s", reader_quote(r, at->key),
	           STR_ARG(buf_str(&hint)));
	buf_release(&hint);
}

static void set_defaults(struct settings *s)
{
	*s = (struct settings){.languages = {.n = 2, .code = {STR("ja"), STR("en")}}};
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		void *field = (char *)s + table[i].offset;

		if (table[i].parse == parse_flag)
			*(bool *)field = table[i].standard != 0;
		else if (table[i].parse == parse_number)
			*(long *)field = table[i].standard;
	}
}

/* A source of settings: the file, or one override. */
struct source {
	struct reader reader;
	const struct json *tree; /* an object */
};

/* A text that an earlier source set, and this one does not want. */
static void clear(const struct setting *setting, void *field)
{
	if (setting->parse == parse_text)
		*(struct text *)field = (struct text){0};
	else if (setting->parse == parse_line || setting->parse == parse_email ||
	         setting->parse == parse_url || setting->parse == parse_base_url)
		*(struct str *)field = STR_NONE;
}

/* Takes a setting from a source, if it is there. What cannot be read keeps its value. */
static void set(struct settings *s, struct source *source, const struct setting *setting,
                bool *is_set)
{
	struct reader *r = &source->reader;
	struct json_path document = {.value = source->tree};
	struct json_path at = reader_member(&document, setting->key);
	void *field = (char *)s + setting->offset;
	struct settings kept = *s;
	size_t nerrors = r->d->nerrors;
	const char *expected = "";

	if (!at.value)
		return;
	*is_set = !json_is_empty(at.value);
	if (!*is_set)
		clear(setting, field);
	if (!*is_set || setting->parse(r, &at, setting, field, &expected))
		return;
	*s = kept;
	s->has_language_fault |=
	        setting->parse == parse_languages || setting->parse == parse_chains;
	if (r->d->nerrors == nerrors)
		reader_add(r, &at, DIAG_SETTING_INVALID, "is %s, expected %s",
		           at.value->kind == JSON_STRING   ? reader_quote(r, at.value->text)
		           : at.value->kind == JSON_NUMBER ? reader_cut(r, at.value->text)
		                                           : json_kind_name(at.value->kind),
		           expected);
}

/* A file may name the schema that editors check it with. */
static bool is_known(struct str key)
{
	return find_setting(key) || str_is_equal(key, STR("$schema"));
}

/* Whether a source has a value for the key, be it right or not. */
static bool is_given(const struct source *sources, size_t nsources, struct str key)
{
	for (size_t i = 0; i < nsources; i++) {
		const struct json *value = json_find(sources[i].tree, key);

		if (value && !json_is_empty(value))
			return true;
	}
	return false;
}

static void check_keys(struct source *source)
{
	struct json_path document = {.value = source->tree}, at = {.parent = &document};

	for (at.value = source->tree->child; at.value; at.value = at.value->next) {
		at.key = at.value->key;
		if (!is_known(at.key))
			add_unknown(&source->reader, &at);
	}
}

/* Reads the file into a source; without a tree if that fails. */
static void load_file(struct source *source, const char *path)
{
	struct reader *r = &source->reader;
	struct json_path at = {0};
	struct buf b;

	r->place.file = str_from(path);
	buf_init(&b);
	if (fs_load(AT_FDCWD, path, FILE_MAX, &b) < 0) {
		diag_add_system(r->d, DIAG_FILE_READ, path, "cannot read", errno);
	} else {
		r->text = arena_copy(r->a, buf_str(&b));
		at.value = json_parse(r->text, r->place, r->a, r->d);
	}
	buf_release(&b);
	if (at.value && reader_is_kind(r, &at, JSON_OBJECT))
		source->tree = at.value;
}

/* Turns "key=value" into an object of one member. */
static void parse_override(struct source *source, const char *override)
{
	struct reader *r = &source->reader;
	struct str all = arena_copy(r->a, str_from(override));
	size_t sign = str_find_byte(all, '=');
	struct str value = sign < all.n ? str_sub(all, sign + 1, all.n) : STR("");
	struct json *object = arena_alloc(r->a, sizeof(*object)), *member;
	const struct json *tree;
	struct diag unsaid;

	r->place.line = 1;
	if (sign == all.n || utf8_find_invalid(all) < all.n) {
		diag_add(r->d, DIAG_SETTING_INVALID, r->place,
		         "\"%s\" is not of the form key=value", override);
		return;
	}
	diag_init(&unsaid);
	tree = json_parse(value, r->place, r->a, &unsaid);
	diag_release(&unsaid);
	member = arena_alloc(r->a, sizeof(*member));
	*member = tree ? *tree : (struct json){.kind = JSON_STRING, .text = value};
	member->key = str_sub(all, 0, sign);
	*object = (struct json){.kind = JSON_OBJECT, .nchildren = 1, .child = member};
	source->tree = object;
}

static void add_missing(struct source *source, struct str key, const char *what)
{
	struct json_path document = {.value = source->tree};
	struct json_path at = {.parent = &document, .key = key};

	reader_add(&source->reader, &at, DIAG_KEY_MISSING, "%s", what);
}

int settings_load(struct settings *s, const char *path, const char *const *overrides,
                  size_t noverrides, struct arena *a, struct diag *d)
{
	return settings_load_over(s, path, NULL, overrides, noverrides, a, d);
}

int settings_load_over(struct settings *s, const char *path, const char *installed,
                       const char *const *overrides, size_t noverrides, struct arena *a,
                       struct diag *d)
{
	const struct reader r = {.format = "site.json", .settings = s, .a = a, .d = d};
	size_t nsources = noverrides + 2;
	struct source *sources = arena_array(a, nsources, sizeof(*sources));
	size_t nfaults = d->nerrors + d->nsystem;

	set_defaults(s);
	for (size_t i = 0; i < nsources; i++) {
		sources[i].reader = r;
		if (i > 1)
			parse_override(&sources[i], overrides[i - 2]);
		else if (i == 1 ? path : installed)
			load_file(&sources[i], i == 1 ? path : installed);
		if (sources[i].tree)
			check_keys(&sources[i]);
	}
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		bool is_set = false;

		for (size_t j = table[i].is_identity ? 1 : 0; j < nsources; j++)
			if (sources[j].tree)
				set(s, &sources[j], &table[i], &is_set);
		if (!is_set && table[i].need == REQUIRED && sources[1].tree)
			add_missing(&sources[1], table[i].key, "required setting is missing");
	}
	if (sources[1].tree && !is_given(sources + 1, nsources - 1, STR("contact_email")) &&
	    !is_given(sources + 1, nsources - 1, STR("contact_url")))
		add_missing(&sources[1], STR("contact_email"),
		            "this or contact_url must be set: readers must reach somebody");
	return d->nerrors + d->nsystem == nfaults ? 0 : -1;
}
