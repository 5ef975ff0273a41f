#include "site/sitemap.h"
#include "site/page.h"
#include "site/shapes.h"
#include "site/view.h"

/* One file: addresses from `from` to before `to` of the products or of the other pages. */
struct sitemap_file {
	struct str path;
	const struct str *paths; /* of the other pages; NULL: products */
	size_t from, to;
};

struct sitemap {
	const struct site *site;
	uint32_t *issued; /* rows with pages */
	size_t nissued;
	struct str *pages; /* below the site's root, with the language */
	size_t npages, room;
	struct sitemap_file *files;
	size_t nfiles;
};

static void add_page(struct sitemap *sitemap, struct arena *a, unsigned language, struct str path)
{
	sitemap->pages = arena_grow(a, sitemap->pages, sitemap->npages, &sitemap->room,
	                            sizeof(*sitemap->pages));
	sitemap->pages[sitemap->npages++] = arena_printf(
	        a, "%.*s%.*s", STR_ARG(site_prefix(sitemap->site, language)), STR_ARG(path));
}

static void add_pages(struct sitemap *sitemap, const struct lists *lists, const struct feeds *feeds,
                      unsigned language, struct arena *a)
{
	static const char *const fixed[] = {"",        "products/", "criteria/", "statistics/",
	                                    "search/", "changes/"};
	const struct site *site = sitemap->site;

	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		add_page(sitemap, a, language, str_from(fixed[i]));
	for (size_t i = 0; i < site->layouts.nprose; i++) {
		struct str name = site->layouts.prose[i].name;

		if (!str_is_equal(name, STR("404")))
			add_page(sitemap, a, language, arena_printf(a, "%.*s/", STR_ARG(name)));
	}
	for (uint32_t i = 0; i < site->criteria->nversions; i++)
		if (site->has_criteria_page[i])
			add_page(sitemap, a, language,
			         view_criteria_path(a, site->criteria->versions[i].id));
	for (size_t i = 0; i < lists->nlists; i++)
		for (size_t k = 0; k < lists->lists[i].in[language].npages; k++)
			add_page(sitemap, a, language, lists->lists[i].in[language].pages[k].path);
	for (size_t i = 0; i < feeds->feeds[0].nparts; i++)
		add_page(sitemap, a, language, feed_page_path(&feeds->feeds[0].parts[i], a));
}

static void add_file(struct sitemap *sitemap, struct str path, const struct str *paths, size_t from,
                     size_t to)
{
	sitemap->files[sitemap->nfiles++] = (struct sitemap_file){path, paths, from, to};
}

static struct str issued_id(const struct sitemap *sitemap, size_t at)
{
	return sitemap->site->survey->rows[sitemap->issued[at]].id;
}

static void cut_products(struct sitemap *sitemap, struct arena *a)
{
	size_t most = SITEMAP_URLS_MAX / sitemap->site->words.nlanguages;
	size_t from = 0;

	while (from < sitemap->nissued) {
		size_t to = from + most / 4;

		while (to < sitemap->nissued && to < from + most &&
		       str_hash(issued_id(sitemap, to)) % (most / 2) != 0)
			to++;
		if (to > sitemap->nissued)
			to = sitemap->nissued;
		add_file(
		        sitemap,
		        arena_printf(a, "sitemap-from-%.*s.xml", STR_ARG(issued_id(sitemap, from))),
		        NULL, from, to);
		from = to;
	}
}

struct sitemap *sitemap_plan(const struct site *site, const struct lists *lists,
                             const struct feeds *feeds, struct arena *a)
{
	struct sitemap *sitemap = arena_alloc(a, sizeof(*sitemap));
	size_t most;

	sitemap->site = site;
	sitemap->issued = arena_array(a, site->survey->nissued, sizeof(*sitemap->issued));
	for (uint32_t i = 0; i < site->survey->nrows; i++)
		if (site->survey->rows[i].status != STATUS_NOT_ISSUED)
			sitemap->issued[sitemap->nissued++] = i;
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		add_pages(sitemap, lists, feeds, i, a);
	most = 2 + sitemap->npages / SITEMAP_URLS_MAX +
	       sitemap->nissued / (SITEMAP_URLS_MAX / site->words.nlanguages / 4) + 1;
	sitemap->files = arena_array(a, most, sizeof(*sitemap->files));
	for (size_t from = 0; from < sitemap->npages; from += SITEMAP_URLS_MAX) {
		size_t to = from + SITEMAP_URLS_MAX;

		add_file(sitemap,
		         arena_printf(a, "sitemap-pages-%zu.xml", from / SITEMAP_URLS_MAX + 1),
		         sitemap->pages, from, to < sitemap->npages ? to : sitemap->npages);
	}
	cut_products(sitemap, a);
	add_file(sitemap, STR("sitemap.xml"), NULL, 0, 0);
	return sitemap;
}

size_t sitemap_nfiles(const struct sitemap *sitemap)
{
	return sitemap->nfiles;
}

/* The last day that a product's page shows: that of its issue, extension or end. */
static struct str last_day(const struct site *site, const struct row *row, struct arena *a)
{
	date_days day = row->displayed_on;
	char *text = arena_alloc(a, DATE_TEXT);

	if (row->status != STATUS_VALID && row->end > day && row->end <= site->as_of)
		day = row->end;
	date_format(day, text);
	return (struct str){text, DATE_TEXT};
}

static size_t set_product(const struct sitemap *sitemap, const struct row *row, struct arena *a,
                          struct value *v)
{
	const struct site *site = sitemap->site;

	for (unsigned i = 0; i < site->words.nlanguages; i++) {
		v[i * URL_NFIELDS + URL_LOC] = value_text(
		        arena_printf(a, "%.*s%.*sP/%.*s/", STR_ARG(site->settings->base_url),
		                     STR_ARG(site_prefix(site, i)), STR_ARG(row->id)));
		v[i * URL_NFIELDS + URL_LASTMOD] = value_text(last_day(site, row, a));
	}
	return site->words.nlanguages;
}

static void set_address(const struct sitemap *sitemap, struct str path, struct arena *a,
                        struct value *v)
{
	v[URL_LOC] = value_text(arena_printf(
	        a, "%.*s%.*s", STR_ARG(sitemap->site->settings->base_url), STR_ARG(path)));
}

struct str sitemap_make(const struct sitemap *sitemap, size_t number, struct arena *a,
                        struct buf *b)
{
	const struct sitemap_file *file = &sitemap->files[number];
	const struct site *site = sitemap->site;
	bool is_index = number == sitemap->nfiles - 1;
	size_t nurls = 0, most = is_index ? sitemap->nfiles : SITEMAP_URLS_MAX;
	struct value *urls = arena_array(a, most * URL_NFIELDS, sizeof(*urls));
	struct value root[SITEMAP_NFIELDS];

	if (is_index)
		for (size_t i = 0; i < number; i++)
			set_address(sitemap, sitemap->files[i].path, a,
			            urls + nurls++ * URL_NFIELDS);
	for (size_t i = file->from; i < file->to; i++) {
		struct value *v = urls + nurls * URL_NFIELDS;

		if (file->paths) {
			set_address(sitemap, file->paths[i], a, v);
			nurls++;
		} else {
			nurls +=
			        set_product(sitemap, &site->survey->rows[sitemap->issued[i]], a, v);
		}
	}
	root[SITEMAP_URLS] = value_list(urls, nurls);
	tmpl_run(site->layouts.layout[is_index ? LAYOUT_SITEMAP_INDEX : LAYOUT_SITEMAP][0], root,
	         b);
	return file->path;
}
