#include "site/site.h"
#include "base/json_writer.h"
#include "model/url.h"
#include "sign/leftover.h"
#include "sign/signing.h"
#include "site/path.h"
#include "site/path_table.h"
#include "site/shapes.h"

struct str site_prefix(const struct site *site, unsigned language)
{
	const struct language_words *words = &site->words.language[language];

	return language == 0 ? STR("") : words->prefix;
}

bool site_has_fixed(const struct site *site, enum fixed_page page)
{
	switch (fixed_pages[page].when) {
	case FIXED_ALWAYS: return true;
	case FIXED_IN_LITE_MIRROR: return site->links == LINKS_LITE;
	case FIXED_IF_PROMISED: return site->commitment && site->commitment->nversions > 0;
	}
	return false;
}

bool site_has_database(const struct site *site)
{
	return site->settings->has_sqlite && site->links != LINKS_LITE;
}

/* The files of the design, of which every site needs each. */
static const struct {
	unsigned field; /* of shape asset */
	struct str file;
} asset_files[] = {
        {ASSET_STYLE, STR("site.css")},
        {ASSET_SCRIPT, STR("site.js")},
        {ASSET_ICON, STR("icon.svg")},
        {ASSET_SEARCH, STR("search.js")},
        {ASSET_SEARCH_PAGE, STR("search-page.js")},
        {ASSET_SEARCH_STYLE, STR("search.css")},
        {ASSET_STATISTICS_PAGE, STR("statistics-page.js")},
        {ASSET_CHECK_PAGE, STR("check-page.js")},
        {ASSET_LITE, STR("lite.js")},
        {ASSET_EMBED, STR("embed.js")},
        {ASSET_VERIFY, STR("verify.js")},
        {ASSET_VERIFY_PAGE, STR("verify-page.js")},
        {ASSET_VERIFY_STYLE, STR("verify.css")},
        {ASSET_PROOF_PAGE, STR("proof-page.js")},
        {ASSET_ENTRY, STR("entry.js")},
        {ASSET_PROVE, STR("prove.js")},
};
_Static_assert(COUNT_OF(asset_files) == ASSET_NFIELDS - 1, "all but as-of.js, which is made");

static void set_asset_values(struct site *site, const char *folder, struct arena *a, struct diag *d)
{
	struct value *v = arena_array(a, ASSET_NFIELDS, sizeof(*v));

	v[ASSET_AS_OF] = value_text(STR("as-of.js"));
	for (size_t i = 0; i < COUNT_OF(asset_files); i++) {
		struct str name = asset_files[i].file;
		const struct asset *asset = assets_find(&site->assets, name);

		if (asset)
			v[asset_files[i].field] = value_text(asset->path);
		else
			diag_add(d, DIAG_LAYOUT_MISSING, (struct place){.file = str_from(folder)},
			         "static/%.*s does not exist: every page needs it", STR_ARG(name));
	}
	site->asset_values = v;
}

static struct str format_id(const struct minisign_public *key, struct arena *a)
{
	char *id = arena_alloc(a, MINISIGN_ID_TEXT);

	minisign_format_id(key->id, id);
	return (struct str){id, MINISIGN_ID_TEXT};
}

/* The id of a public key, none of no key. */
static struct str key_id(struct str text, struct arena *a)
{
	struct minisign_public key;

	if (text.n == 0 || minisign_parse_public(&key, text))
		return STR_NONE;
	return format_id(&key, a);
}

/* The key that signs on the day of the site: that of a setting, or one that followed it. */
static struct str key_of_day(const struct site *site, struct str text, struct arena *a)
{
	struct key_line *line = arena_alloc(a, sizeof(*line));
	struct minisign_public key;
	struct str found;
	struct buf b;

	if (text.n == 0 || site->keys.n == 0 || minisign_parse_public(&key, text))
		return text;
	keys_follow(&site->keys, &key, line);
	buf_init(&b);
	minisign_add_public(&b, &line->keys[keys_of_day(line, site->as_of)]);
	found = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return found;
}

/* All announcements, in the order in which they were made. */
static struct value key_changes(const struct site *site, unsigned language, struct arena *a)
{
	const struct keys *keys = &site->keys;
	struct value *items = arena_array(a, keys->n * KEY_CHANGE_NFIELDS, sizeof(*items));

	for (size_t i = 0; i < keys->n; i++) {
		struct value *v = items + i * KEY_CHANGE_NFIELDS;
		const struct key_change *change = &keys->changes[i];

		v[KEY_CHANGE_FROM] =
		        value_object(words_day(&site->words, language, change->from, a));
		v[KEY_CHANGE_KEY] = value_text(format_id(&change->key, a));
		v[KEY_CHANGE_NEXT] = value_text(format_id(&change->next, a));
	}
	return value_list(items, keys->n);
}

/* A key is shown to be copied by hand; a wrong one would make every copy look false. */
static void check_key(struct str text, struct str pointer, const char *folder, struct arena *a,
                      struct diag *d)
{
	struct place place = {.file = arena_printf(a, "%s/content/site.json", folder),
	                      .pointer = pointer};
	struct minisign_public key;
	const char *fault = NULL;

	if (text.n > 0)
		fault = minisign_parse_public(&key, text);
	if (fault)
		diag_add(d, DIAG_SETTING_INVALID, place, "%s", fault);
}

/* The announcements of next keys, which are the operator's alone and of this site. */
static int load_keys(struct site *site, const char *folder, struct arena *a, struct diag *d)
{
	struct str path = arena_printf(a, "%s/content/" KEYS_NAME, folder);

	if (signing_load_keys(&site->keys, path.p, a, d) < 0)
		return -1;
	if (site->keys.n == 0 || str_is_equal(site->keys.site, site->settings->base_url))
		return 0;
	diag_add(d, DIAG_KEYS_INVALID, (struct place){.file = path},
	         "is of the site %.*s, expected %.*s", STR_ARG(site->keys.site),
	         STR_ARG(site->settings->base_url));
	return -1;
}

/* A setting as readers of a language get it. */
static struct value text_value(const struct site *site, const struct text *text, unsigned language)
{
	const struct language_words *words = site->words.language;
	unsigned from = text_language(text, &site->settings->languages, language);

	return value_text_in(text->in[from], words_lang(&words[language], &words[from]));
}

/* What pages say of the scheme's rules, as the operator has set them. */
static void set_rules(const struct settings *s, struct value *v, struct arena *a)
{
	if (s->self_extension_years > 0)
		v[SITE_SELF_EXTENSION_YEARS] =
		        value_text(arena_number(a, (unsigned)s->self_extension_years));
	v[SITE_IS_SHORTER_TERM_FINAL] = value_flag(s->shorter_term_final);
}

static const struct value *site_values(const struct site *site, unsigned language, struct arena *a)
{
	const struct settings *s = site->settings;
	struct str public_key = key_of_day(site, s->public_key, a);
	struct str log_key = key_of_day(site, s->log_key, a);
	struct value *v = arena_array(a, SITE_NFIELDS, sizeof(*v));

	v[SITE_NAME] = text_value(site, &s->site_name, language);
	v[SITE_SCHEME_NAME] = text_value(site, &s->scheme_name, language);
	v[SITE_SCHEME_URL] = value_text(s->scheme_url);
	v[SITE_OPERATOR_NAME] = text_value(site, &s->operator_name, language);
	v[SITE_CONTACT_EMAIL] = value_text(s->contact_email);
	v[SITE_CONTACT_URL] = value_text(s->contact_url);
	v[SITE_BASE_URL] = value_text(s->base_url);
	v[SITE_HOST] = value_text(site->host);
	v[SITE_LICENCE_NAME] = text_value(site, &s->licence_name, language);
	v[SITE_LICENCE_URL] = value_text(s->licence_url);
	v[SITE_PUBLIC_KEY] = value_text(public_key);
	v[SITE_KEY_ID] = value_text(key_id(public_key, a));
	v[SITE_LOG_KEY] = value_text(log_key);
	v[SITE_PROOF_KEY] = value_text(log_key.n > 0 ? log_key : public_key);
	v[SITE_KEYS] = value_text(site->keys.text);
	v[SITE_KEY_CHANGES] = key_changes(site, language, a);
	v[SITE_IS_SAMPLE] = value_flag(s->is_sample);
	v[SITE_IS_INVENTED] = value_flag(site->is_invented);
	v[SITE_IS_ARCHIVE] = value_flag(s->is_archive);
	set_rules(s, v, a);
	v[SITE_HAS_ARTWORK] = value_flag(site->assets.has_artwork);
	v[SITE_IS_OFFLINE] = value_flag(site->links != LINKS_WEB);
	v[SITE_HAS_COMMITMENT] = value_flag(site_has_fixed(site, FIXED_COMMITMENT));
	v[SITE_IS_LITE] = value_flag(site->links == LINKS_LITE);
	return v;
}

/* Splits "https://host/path/" at the host; settings_load has checked its form. */
static void split_base_url(struct site *site)
{
	struct str url = site->settings->base_url;
	size_t host = str_find(url, STR("://")) + 3, path = url_find_path(url);

	site->host = str_sub(url, host, path);
	site->base_path = str_sub(url, path, url.n);
}

/* A version has a page from its publication on; one that is not published yet, though a label
 * stands on it, has one too, because the label's page leads there. */
static void find_criteria_pages(struct site *site, struct arena *a)
{
	const struct criteria *criteria = site->criteria;

	site->has_criteria_page = arena_array(a, criteria->nversions, sizeof(bool));
	for (size_t i = 0; i < criteria->nversions; i++)
		site->has_criteria_page[i] = criteria->versions[i].published_on <= site->as_of;
	for (size_t i = 0; i < site->survey->nrows; i++)
		if (site->survey->rows[i].status != STATUS_NOT_ISSUED)
			site->has_criteria_page[site->survey->rows[i].criteria] = true;
}

uint32_t site_find_replaced(const struct site *site, uint32_t version)
{
	uint32_t replaced = site->criteria->versions[version].replaces;

	return replaced != CRITERIA_NONE && site->has_criteria_page[replaced] ? replaced
	                                                                      : CRITERIA_NONE;
}

/* Once a firm: a path is made by a hash, and each page of a product has two. */
static void plan_paths(struct site *site, struct arena *a)
{
	const struct survey *survey = site->survey;

	site->manufacturer_paths =
	        arena_array(a, survey->nmanufacturers, sizeof(*site->manufacturer_paths));
	site->calendar_paths = arena_array(a, survey->napplicants, sizeof(*site->calendar_paths));
	for (size_t i = 0; i < survey->nmanufacturers; i++)
		site->manufacturer_paths[i] = path_manufacturer(a, &survey->manufacturers[i].name);
	for (size_t i = 0; i < survey->napplicants; i++)
		site->calendar_paths[i] = path_applicant_calendar(a, &survey->applicants[i].name);
}

/* What site.js calls them, and where they stand in strings.json. The day is put in by the script.
 */
static const struct {
	const char *name;
	struct str key;
} aged[] = {
        {"locale", STR("locale")},
        {"headline", STR("answer.stale.headline")},
        {"sentence", STR("answer.stale.sentence")},
        {"row", STR("list.stale")},
        {"latest", STR("product.latest")},
        {"old_name", STR("site.old_copy_name")},
        {"old_before", STR("site.old_copy_before")},
        {"old_day", STR("site.old_copy_day")},
        {"old_days", STR("site.old_copy_days")},
};

/* How a script writes days: of each month its first one, then all others. */
static void add_date_patterns(const struct language_words *words, struct buf *b, struct arena *a)
{
	json_open(b, "dates", '[');
	for (unsigned i = 0; i < 2 * 12; i++)
		json_add_string(b, NULL,
		                value_str(words_date_pattern(words, i / 2 + 1, i % 2 == 0, a)));
	buf_add_byte(b, ']');
}

/* The words that a script puts into pages as they age, of all languages, as a line of script. */
static struct str aged_words(const struct words *words, struct arena *a, struct diag *d)
{
	const struct value day[DATE_NFIELDS] = {[DATE_WORDS] = value_text(STR("{day}"))};
	const struct value values[AGED_NFIELDS] = {[AGED_END] = value_object(day)};
	struct str script;
	struct buf b;

	buf_init(&b);
	buf_add(&b, STR("window.fudaWords = {"));
	for (unsigned i = 0; i < words->nlanguages; i++) {
		json_add_key_text(&b, words->language[i].tag);
		buf_add_byte(&b, '{');
		for (size_t k = 0; k < COUNT_OF(aged); k++) {
			const struct tmpl *tmpl =
			        words_compile(&words->language[i], aged[k].key, &shape_aged, a, d);

			if (tmpl)
				json_add_string(&b, aged[k].name,
				                value_str(words_run(tmpl, values, a)));
		}
		if (words->language[i].date)
			add_date_patterns(&words->language[i], &b, a);
		buf_add_byte(&b, '}');
	}
	buf_add(&b, STR("};\n"));
	script = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return script;
}

int site_load(struct site *site, const struct layers *layers, struct arena *a, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem;
	int status;

	site->rules = (struct rules){.criteria = site->criteria, .settings = site->settings};
	split_base_url(site);
	status = assets_load(&site->assets, layers, site->settings, a, d);
	if (words_load(&site->words, layers, site->settings, a, d) < 0)
		status = -1;
	assets_begin_with(&site->assets, STR("site.js"), aged_words(&site->words, a, d), a);
	assets_begin_with(&site->assets, STR("verify.js"), leftover_script(a), a);
	if (layouts_load(&site->layouts, layers, &site->words, &site->assets, a, d) < 0 ||
	    path_table_check_root(site, layers, a, d) < 0 || status < 0)
		return -1;
	set_asset_values(site, layers->own, a, d);
	check_key(site->settings->public_key, STR("/public_key"), layers->own, a, d);
	check_key(site->settings->log_key, STR("/log_key"), layers->own, a, d);
	if (load_keys(site, layers->own, a, d) < 0)
		return -1;
	words_add_days(&site->words, site->as_of, a);
	if (site->survey->rows)
		find_criteria_pages(site, a);
	plan_paths(site, a);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		site->site_values[i] = site_values(site, i, a);
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}
