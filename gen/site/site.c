#include "site/site.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "model/url.h"
#include "sign/minisign.h"
#include "site/shapes.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#define FILE_LIMIT ((size_t)1 << 26)
#define HASH_SHOWN                                                                                 \
	8 /* hexadecimal digits in an asset's name: enough to tell two versions apart              \
	   */

struct str site_prefix(const struct site *site, unsigned language)
{
	const struct language_words *words = &site->words.language[language];

	return language == 0 ? STR("") : words->prefix;
}

/* "site.css" and its bytes -> "static/site-0123abcd.css". */
static struct str fingerprint(struct str name, struct str bytes, struct arena *a)
{
	struct sha256_context *sha = sha256_open();
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];
	size_t stem = name.n;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '.')
			stem = i;
	sha256_hash(sha, bytes, hash);
	sha256_close(sha);
	sha256_format(hash, hex);
	return arena_printf(a, "static/%.*s-%.*s%.*s", (int)stem, name.p, HASH_SHOWN, hex,
	                    (int)(name.n - stem), name.p + stem);
}

/* What a folder of files gives: those it has, in the order of their names. */
struct asset_folder {
	const struct layers *layers;
	const char *name;
	/* gives the path under which a file is published */
	struct str (*name_file)(struct str name, struct str bytes, struct arena *a);
	struct asset *files;
	size_t nfiles;
	struct arena *arena;
	struct diag *diag;
};

static int append_file(const struct asset_folder *folder, struct str name, struct buf *b)
{
	struct str file = layers_find(
	        folder->layers, arena_printf(folder->arena, "%s/%.*s", folder->name, STR_ARG(name)),
	        folder->arena);

	if (fs_load(AT_FDCWD, file.p, FILE_LIMIT, b) == 0)
		return 0;
	diag_add_system(folder->diag, DIAG_FILE_READ, file.p, "cannot read", errno);
	return -1;
}

/* Appends the files that a list names, one a line. */
static int append_listed(const struct asset_folder *folder, struct str list, struct buf *b)
{
	int status = 0;

	while (list.n > 0) {
		struct str name = str_cut(&list, '\n');

		if (name.n > 0 && append_file(folder, name, b) < 0)
			status = -1;
	}
	return status;
}

static bool is_folder(const struct asset_folder *folder, struct str name)
{
	struct str path = layers_find(
	        folder->layers, arena_printf(folder->arena, "%s/%.*s", folder->name, STR_ARG(name)),
	        folder->arena);
	struct stat st;

	return stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Reads one file, or those of the list that it is, and adds it to those of the folder. */
static int add_asset(struct asset_folder *folder, struct str name, struct buf *b)
{
	struct str list;

	buf_clear(b);
	if (append_file(folder, name, b) < 0)
		return -1;
	if (str_has_suffix(name, STR(".list"))) {
		name.n -= STR(".list").n;
		list = arena_copy(folder->arena, buf_str(b));
		buf_clear(b);
		if (append_listed(folder, list, b) < 0)
			return -1;
	}
	folder->files[folder->nfiles++] = (struct asset){
	        .name = name,
	        .path = folder->name_file(name, buf_str(b), folder->arena),
	        .bytes = arena_copy(folder->arena, buf_str(b)),
	};
	return 0;
}

/* Reads the files of a folder. Those of folders in it are for its lists alone. */
static int load_files(struct asset_folder *folder)
{
	struct str *names;
	struct buf b;
	size_t nnames;
	int status = 0;

	if (layers_list(folder->layers, folder->name, folder->arena, &names, &nnames) < 0) {
		int error = errno;
		struct str path =
		        layers_find(folder->layers, str_from(folder->name), folder->arena);

		diag_add_system(folder->diag, DIAG_FILE_READ, path.p, "cannot read", error);
		return -1;
	}
	folder->files = arena_array(folder->arena, nnames, sizeof(*folder->files));
	buf_init(&b);
	for (size_t i = 0; i < nnames; i++)
		if (!is_folder(folder, names[i]) && add_asset(folder, names[i], &b) < 0)
			status = -1;
	buf_release(&b);
	return status;
}

/* The words of a table of the program, which stand in a schema for a mark. */
static void add_words(struct buf *b, const char *(*name)(unsigned number), unsigned from,
                      unsigned to)
{
	for (unsigned i = from; i < to; i++)
		buf_printf(b, "%s\"%s\"", i > from ? ", " : "", name(i));
}

static const char *name_reason(unsigned number)
{
	return rules_reason_name((enum reason)number);
}

static const char *name_event(unsigned number)
{
	return record_event_name((enum event_kind)number);
}

/* Puts them into all schemas. */
static void complete_schemas(struct site *site, struct arena *a)
{
	static const struct {
		struct str mark;
		const char *(*name)(unsigned number);
		unsigned from, to;
	} marks[] = {
	        {STR("\"{reasons}\""), name_reason, REASON_NONE + 1, REASON_NVALUES},
	        {STR("\"{events}\""), name_event, 0, EVENT_NKINDS},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < site->nschemas; i++) {
		for (size_t k = 0; k < COUNT_OF(marks); k++) {
			struct str schema = site->schemas[i].bytes;
			size_t at = str_find(schema, marks[k].mark);

			if (at == schema.n)
				continue;
			buf_clear(&b);
			buf_add(&b, str_sub(schema, 0, at));
			add_words(&b, marks[k].name, marks[k].from, marks[k].to);
			buf_add(&b, str_sub(schema, at + marks[k].mark.n, schema.n));
			site->schemas[i].bytes = arena_copy(a, buf_str(&b));
		}
	}
	buf_release(&b);
}

static struct str name_schema(struct str name, struct str bytes, struct arena *a)
{
	(void)bytes;
	return arena_printf(a, "data/schema/%.*s", STR_ARG(name));
}

static int load_assets(struct site *site, const struct layers *layers, struct arena *a,
                       struct diag *d)
{
	struct asset_folder assets = {.layers = layers,
	                              .name = "static",
	                              .name_file = fingerprint,
	                              .arena = a,
	                              .diag = d};
	struct asset_folder schemas = {.layers = layers,
	                               .name = "content/schema",
	                               .name_file = name_schema,
	                               .arena = a,
	                               .diag = d};
	int status = load_files(&assets);

	if (load_files(&schemas) < 0)
		status = -1;
	site->assets = assets.files;
	site->nassets = assets.nfiles;
	site->schemas = schemas.files;
	site->nschemas = schemas.nfiles;
	complete_schemas(site, a);
	return status;
}

static struct str find_asset(const struct site *site, struct str name, const char *folder,
                             struct diag *d)
{
	for (size_t i = 0; i < site->nassets; i++)
		if (str_is_equal(site->assets[i].name, name))
			return site->assets[i].path;
	diag_add(d, DIAG_LAYOUT_MISSING, (struct place){.file = str_from(folder)},
	         "static/%.*s does not exist: every page needs it", STR_ARG(name));
	return STR("");
}

static void set_asset_values(struct site *site, const char *folder, struct arena *a, struct diag *d)
{
	struct value *v = arena_array(a, ASSET_NFIELDS, sizeof(*v));

	v[ASSET_STYLE] = value_text(find_asset(site, STR("site.css"), folder, d));
	v[ASSET_SCRIPT] = value_text(find_asset(site, STR("site.js"), folder, d));
	v[ASSET_ICON] = value_text(find_asset(site, STR("icon.svg"), folder, d));
	v[ASSET_AS_OF] = value_text(STR("as-of.js"));
	v[ASSET_SEARCH] = value_text(find_asset(site, STR("search.js"), folder, d));
	v[ASSET_SEARCH_PAGE] = value_text(find_asset(site, STR("search-page.js"), folder, d));
	v[ASSET_EMBED] = value_text(find_asset(site, STR("embed.js"), folder, d));
	v[ASSET_CHECK_PAGE] = value_text(find_asset(site, STR("check-page.js"), folder, d));
	v[ASSET_STATISTICS_PAGE] =
	        value_text(find_asset(site, STR("statistics-page.js"), folder, d));
	v[ASSET_VERIFY] = value_text(find_asset(site, STR("verify.js"), folder, d));
	v[ASSET_VERIFY_PAGE] = value_text(find_asset(site, STR("verify-page.js"), folder, d));
	v[ASSET_VERIFY_STYLE] = value_text(find_asset(site, STR("verify.css"), folder, d));
	v[ASSET_LITE] = value_text(find_asset(site, STR("lite.js"), folder, d));
	v[ASSET_SEARCH_STYLE] = value_text(find_asset(site, STR("search.css"), folder, d));
	site->asset_values = v;
}

/* The id of a public key, none of no key. */
static struct str key_id(struct str text, struct arena *a)
{
	struct minisign_public key;
	char *id;

	if (text.n == 0 || minisign_parse_public(&key, text))
		return STR_NONE;
	id = arena_alloc(a, MINISIGN_ID_TEXT);
	minisign_format_id(key.id, id);
	return (struct str){id, MINISIGN_ID_TEXT};
}

/* The key is shown to be copied by hand; a wrong one would make every copy look false. */
static void check_key(const struct site *site, const char *folder, struct arena *a, struct diag *d)
{
	struct place place = {.file = arena_printf(a, "%s/content/site.json", folder),
	                      .pointer = STR("/public_key")};
	struct minisign_public key;
	const char *fault = NULL;

	if (site->settings->public_key.n > 0)
		fault = minisign_parse_public(&key, site->settings->public_key);
	if (fault)
		diag_add(d, DIAG_SETTING_INVALID, place, "%s", fault);
}

/* Whether nobody can publish a site at the host: a name that is kept for examples. */
static bool is_reserved(struct str host)
{
	return str_has_suffix(str_before(host, ':'), STR(".example"));
}

static const struct value *site_values(const struct site *site, unsigned language, struct arena *a)
{
	const struct settings *s = site->settings;
	struct value *v = arena_array(a, SITE_NFIELDS, sizeof(*v));

	v[SITE_NAME] = value_text(text_in(&s->site_name, language));
	v[SITE_SCHEME_NAME] = value_text(text_in(&s->scheme_name, language));
	v[SITE_SCHEME_URL] = value_text(s->scheme_url);
	v[SITE_OPERATOR_NAME] = value_text(text_in(&s->operator_name, language));
	v[SITE_CONTACT_EMAIL] = value_text(s->contact_email);
	v[SITE_CONTACT_URL] = value_text(s->contact_url);
	v[SITE_BASE_URL] = value_text(s->base_url);
	v[SITE_HOST] = value_text(site->host);
	v[SITE_LICENCE_NAME] = value_text(text_in(&s->licence_name, language));
	v[SITE_LICENCE_URL] = value_text(s->licence_url);
	v[SITE_PUBLIC_KEY] = value_text(s->public_key);
	v[SITE_KEY_ID] = value_text(key_id(s->public_key, a));
	v[SITE_IS_SAMPLE] = value_flag(s->is_sample);
	v[SITE_IS_INVENTED] = value_flag(s->is_sample && is_reserved(site->host));
	v[SITE_IS_ARCHIVE] = value_flag(s->is_archive);
	v[SITE_IS_OFFLINE] = value_flag(site->links != LINKS_WEB);
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

int site_load(struct site *site, const struct layers *layers, struct arena *a, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem;
	int status;

	site->rules = (struct rules){.criteria = site->criteria, .settings = site->settings};
	split_base_url(site);
	status = words_load(&site->words, layers, site->settings, a, d);
	if (layouts_load(&site->layouts, layers, site->settings, &site->words, a, d) < 0 ||
	    load_assets(site, layers, a, d) < 0 || status < 0)
		return -1;
	set_asset_values(site, layers->own, a, d);
	check_key(site, layers->own, a, d);
	words_add_days(&site->words, site->as_of, a);
	if (site->survey->rows)
		find_criteria_pages(site, a);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		site->site_values[i] = site_values(site, i, a);
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}
