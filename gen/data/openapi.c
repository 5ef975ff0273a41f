#include "data/openapi.h"
#include "base/json_writer.h"
#include "data/catalog.h"
#include "data/commitment_page.h"
#include "data/sqlite.h"
#include "model/id.h"
#include "site/path.h"

#define LABEL "label-1.schema.json"

static bool has_corrections(const struct site *site)
{
	return site->corrections->nshown > 0;
}

static bool has_commitment(const struct site *site)
{
	return site_has_fixed(site, FIXED_COMMITMENT);
}

const struct fixed_file fixed_files[] = {
        {"P/{product_id}/", "text/html", NULL, NULL},
        {"P/{product_id}/label.json", "application/json", LABEL, NULL},
        {"P/{product_id}/badge.svg", "image/svg+xml", NULL, NULL},
        {"P/{product_id}/qr.svg", "image/svg+xml", NULL, NULL},
        {"P/{product_id}/qr.png", "image/png", NULL, NULL},
        {"criteria/{criteria_id}/", "text/html", NULL, NULL},
        {"changes/feed.atom", "application/atom+xml", NULL, NULL},
        {"corrections/feed.atom", "application/atom+xml", NULL, NULL},
        {"data/products.jsonl.gz", "application/gzip", NULL, NULL},
        {"data/products.csv.gz", "application/gzip", NULL, NULL},
        {SQLITE_PATH, "application/vnd.sqlite3", NULL, site_has_database},
        {CATALOG_CSV_PATH, "application/json", NULL, NULL},
        {CATALOG_PATH, "application/ld+json", NULL, NULL},
        {CORRECTIONS_PATH, "application/x-ndjson", NULL, has_corrections},
        {COMMITMENT_PATH, "application/json", NULL, has_commitment},
        {OPENAPI_PATH, "application/json", NULL, NULL},
        {"data/schema/" LABEL, "application/json", NULL, NULL},
        {"sitemap.xml", "application/xml", NULL, NULL},
        {"MANIFEST.json", "application/json", NULL, NULL},
};
const size_t nfixed_files = COUNT_OF(fixed_files);

bool fixed_page_is_there(const struct site *site, enum fixed_page page)
{
	return fixed_pages[page].when != FIXED_IN_LITE_MIRROR && site_has_fixed(site, page);
}

bool fixed_file_is_there(const struct site *site, const struct fixed_file *file)
{
	return !file->is_there || file->is_there(site);
}

/* The parameter in a path, if there is one; a page has at most one. */
static void add_parameters(struct buf *b, struct str path)
{
	size_t from = str_find_byte(path, '{'), to = str_find_byte(path, '}');
	struct str name;

	if (from == path.n)
		return;
	name = str_sub(path, from + 1, to);
	json_open(b, "parameters", '[');
	json_open(b, NULL, '{');
	json_add_string(b, "name", name);
	json_add_string(b, "in", STR("path"));
	json_add_flag(b, "required", true);
	json_open(b, "schema", '{');
	json_add_string(b, "type", STR("string"));
	json_add_string(b, "pattern",
	                str_is_equal(name, STR("product_id")) ? STR("^" ID_PRODUCT_PATTERN "$")
	                                                      : STR("^" ID_CRITERIA_PATTERN "$"));
	buf_add(b, STR("}}]"));
}

static void add_path(struct buf *b, struct str path, const char *type, const char *schema,
                     struct arena *a)
{
	json_open(b, arena_printf(a, "/%.*s", STR_ARG(path)).p, '{');
	json_open(b, "get", '{');
	add_parameters(b, path);
	json_open(b, "responses", '{');
	json_open(b, "200", '{');
	json_add_string(b, "description", STR("As of the day on which it was published."));
	json_open(b, "content", '{');
	json_open(b, type, '{');
	if (schema) {
		json_open(b, "schema", '{');
		json_add_string(b, "$ref", arena_printf(a, "schema/%s", schema));
		buf_add_byte(b, '}');
	}
	buf_add(b, STR("}}}"));
	json_open(b, "404", '{');
	json_add_string(b, "description", STR("There is none."));
	buf_add(b, STR("}}}}"));
}

void openapi_add(struct buf *b, const struct site *site, struct arena *a)
{
	struct str base = site->settings->base_url;

	buf_add(b, STR("{\"openapi\":\"3.1.1\""));
	json_open(b, "info", '{');
	json_add_string(b, "title", site->settings->site_name.in[0]);
	json_add_string(b, "version", STR("1"));
	buf_add_byte(b, '}');
	json_open(b, "servers", '[');
	json_open(b, NULL, '{');
	json_add_string(b, "url", str_sub(base, 0, base.n - 1));
	buf_add(b, STR("}]"));
	json_open(b, "paths", '{');
	for (unsigned i = 0; i < FIXED_NPAGES; i++)
		if (fixed_page_is_there(site, (enum fixed_page)i))
			add_path(b, str_from(fixed_pages[i].path), "text/html", NULL, a);
	for (size_t i = 0; i < nfixed_files; i++)
		if (fixed_file_is_there(site, &fixed_files[i]))
			add_path(b, str_from(fixed_files[i].path), fixed_files[i].type,
			         fixed_files[i].schema, a);
	buf_add(b, STR("}}\n"));
}
