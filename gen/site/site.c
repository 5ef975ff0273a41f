#include "site/site.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "site/shapes.h"
#include <errno.h>
#include <fcntl.h>

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
static struct str fingerprint(struct str name, struct str bytes, struct sha256_context *sha,
                              struct arena *a)
{
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];
	size_t stem = name.n;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '.')
			stem = i;
	sha256_hash(sha, bytes, hash);
	sha256_format(hash, hex);
	return arena_printf(a, "static/%.*s-%.*s%.*s", (int)stem, name.p, HASH_SHOWN, hex,
	                    (int)(name.n - stem), name.p + stem);
}

static int load_assets(struct site *site, const char *folder, struct arena *a, struct diag *d)
{
	struct str path = arena_printf(a, "%s/static", folder);
	struct sha256_context *sha;
	struct str *names;
	struct buf b;
	int status = 0;

	if (fs_list(AT_FDCWD, path.p, a, &names, &site->nassets) < 0) {
		diag_add_system(d, DIAG_FILE_READ, path.p, "cannot read", errno);
		return -1;
	}
	site->assets = arena_array(a, site->nassets, sizeof(*site->assets));
	sha = sha256_open();
	buf_init(&b);
	for (size_t i = 0; i < site->nassets; i++) {
		struct str file = arena_printf(a, "%s/%s", path.p, names[i].p);

		buf_clear(&b);
		if (fs_load(AT_FDCWD, file.p, FILE_LIMIT, &b) < 0) {
			diag_add_system(d, DIAG_FILE_READ, file.p, "cannot read", errno);
			status = -1;
			continue;
		}
		site->assets[i].name = names[i];
		site->assets[i].bytes = arena_copy(a, buf_str(&b));
		site->assets[i].path = fingerprint(names[i], buf_str(&b), sha, a);
	}
	buf_release(&b);
	sha256_close(sha);
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
	v[ASSET_FOLD] = value_text(find_asset(site, STR("fold.js"), folder, d));
	v[ASSET_SEARCH] = value_text(find_asset(site, STR("search.js"), folder, d));
	v[ASSET_SEARCH_PAGE] = value_text(find_asset(site, STR("search-page.js"), folder, d));
	v[ASSET_SEARCH_STYLE] = value_text(find_asset(site, STR("search.css"), folder, d));
	site->asset_values = v;
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
	v[SITE_IS_SAMPLE] = value_flag(s->is_sample);
	v[SITE_IS_ARCHIVE] = value_flag(s->is_archive);
	v[SITE_IS_OFFLINE] = value_flag(site->links == LINKS_FILE);
	return v;
}

/* Splits "https://host/path/" at the host; settings_load has checked its form. */
static void split_base_url(struct site *site)
{
	struct str url = site->settings->base_url;
	size_t host = str_find(url, STR("://")) + 3;
	size_t path = host + str_find_byte(str_sub(url, host, url.n), '/');

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

int site_load(struct site *site, const char *folder, struct arena *a, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem;
	struct str content = arena_printf(a, "%s/content", folder);
	int status;

	site->rules = (struct rules){.criteria = site->criteria, .settings = site->settings};
	split_base_url(site);
	status = words_load(&site->words, content.p, site->settings, a, d);
	if (layouts_load(&site->layouts, folder, site->settings, &site->words, a, d) < 0 ||
	    load_assets(site, folder, a, d) < 0 || status < 0)
		return -1;
	set_asset_values(site, folder, a, d);
	if (site->survey->rows)
		find_criteria_pages(site, a);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		site->site_values[i] = site_values(site, i, a);
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}
