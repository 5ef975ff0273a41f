#include "make/sitemap.h"
#include "publish/encode.h"
#include "site/path.h"
#include "site/shapes.h"
#include "view/page.h"
#include "view/view.h"

/* One file: addresses from `from` to before `to` of the products or of the other pages. */
struct sitemap_file {
	struct str path;
	bool is_of_products;
	size_t from, to;
};

struct sitemap {
	const struct site *site;
	const struct lists *lists;
	const struct feeds *feeds;
	const struct open_notes *notes;
	uint32_t *issued; /* rows with pages */
	size_t nissued;
	struct sitemap_file *files;
	size_t nfiles;
};

/* The other pages are counted through each time: their paths would be most of a list of them. */
struct walk {
	const struct sitemap *sitemap;
	size_t at, from, to; /* pages from `from` to before `to` are taken */
	struct arena *arena;
	struct value *urls; /* of those taken */
	size_t nurls;
	struct buf *key; /* in place of these: gets their paths */
};

static bool take_page(struct walk *w)
{
	size_t at = w->at++;

	return at >= w->from && at < w->to;
}

static void set_address(const struct sitemap *sitemap, unsigned language, struct str path,
                        struct arena *a, struct value *v)
{
	v[URL_LOC] = value_text(ARENA_JOIN(a, sitemap->site->settings->base_url,
	                                   site_prefix(sitemap->site, language), path));
}

static void add_page(struct walk *w, unsigned language, struct str path)
{
	if (w->key) {
		buf_add(w->key, site_prefix(w->sitemap->site, language));
		buf_add_counted(w->key, path);
		return;
	}
	set_address(w->sitemap, language, path, w->arena, w->urls + w->nurls++ * URL_NFIELDS);
}

static void walk_lists(struct walk *w, unsigned language)
{
	const struct lists *lists = w->sitemap->lists;

	for (size_t i = 0; i < lists->nlists; i++) {
		const struct list *list = &lists->lists[i];

		for (size_t k = 0; k < list->in[language].npages; k++)
			if (take_page(w))
				add_page(w, language,
				         lists_page_path(w->sitemap->site, list, language, k,
				                         w->arena));
	}
}

static void walk_makers(struct walk *w, unsigned language)
{
	const struct maker_index *index = &w->sitemap->lists->maker_index[language];

	for (size_t i = 0; i < makers_nfiles(index); i++)
		if (take_page(w))
			add_page(w, language, makers_page_path(&index->pages[i], w->arena));
}

static void walk_pages(struct walk *w, unsigned language)
{
	const struct site *site = w->sitemap->site;
	const struct feed *changes = &w->sitemap->feeds->feeds[0];
	const struct open_notes *notes = w->sitemap->notes;

	for (unsigned i = 0; i < FIXED_NPAGES; i++)
		if (site_has_fixed(site, (enum fixed_page)i) && take_page(w))
			add_page(w, language, str_from(fixed_pages[i].path));
	for (size_t i = 0; i < site->layouts.nprose; i++) {
		struct str name = site->layouts.prose[i].name;

		if (!str_is_equal(name, STR("404")) && take_page(w))
			add_page(w, language, ARENA_JOIN(w->arena, name, STR("/")));
	}
	for (uint32_t i = 0; i < site->criteria->nversions; i++)
		if (site->has_criteria_page[i] && take_page(w))
			add_page(w, language,
			         path_criteria(w->arena, site->criteria->versions[i].id));
	walk_lists(w, language);
	walk_makers(w, language);
	for (size_t i = 0; i < changes->nparts; i++)
		if (take_page(w))
			add_page(w, language, feed_page_path(&changes->parts[i], w->arena));
	for (size_t i = 1; i < notes->npages; i++)
		if (take_page(w))
			add_page(w, language, open_notes_path(notes, i, w->arena));
}

static void walk_all(struct walk *w)
{
	for (unsigned i = 0; i < w->sitemap->site->words.nlanguages; i++)
		walk_pages(w, i);
}

static void add_file(struct sitemap *sitemap, struct str path, bool is_of_products, size_t from,
                     size_t to)
{
	sitemap->files[sitemap->nfiles++] = (struct sitemap_file){path, is_of_products, from, to};
}

static struct str issued_id(const struct sitemap *sitemap, size_t at)
{
	return row_id(&sitemap->site->survey->rows[sitemap->issued[at]]);
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
		add_file(sitemap,
		         arena_printf(a, "sitemap-from-%.*s.xml.gz",
		                      STR_ARG(issued_id(sitemap, from))),
		         true, from, to);
		from = to;
	}
}

struct sitemap *sitemap_plan(const struct site *site, const struct lists *lists,
                             const struct feeds *feeds, const struct open_notes *notes,
                             struct arena *a)
{
	struct sitemap *sitemap = arena_alloc(a, sizeof(*sitemap));
	struct walk all = {.sitemap = sitemap};
	size_t most;

	sitemap->site = site;
	sitemap->lists = lists;
	sitemap->feeds = feeds;
	sitemap->notes = notes;
	sitemap->issued = arena_array(a, site->survey->nissued, sizeof(*sitemap->issued));
	for (uint32_t i = 0; i < site->survey->nrows; i++)
		if (site->survey->rows[i].status != STATUS_NOT_ISSUED)
			sitemap->issued[sitemap->nissued++] = i;
	walk_all(&all);
	most = 2 + all.at / SITEMAP_URLS_MAX +
	       sitemap->nissued / (SITEMAP_URLS_MAX / site->words.nlanguages / 4) + 1;
	sitemap->files = arena_array(a, most, sizeof(*sitemap->files));
	for (size_t from = 0; from < all.at; from += SITEMAP_URLS_MAX) {
		size_t to = from + SITEMAP_URLS_MAX;

		add_file(sitemap,
		         arena_printf(a, "sitemap-pages-%zu.xml.gz", from / SITEMAP_URLS_MAX + 1),
		         false, from, to < all.at ? to : all.at);
	}
	cut_products(sitemap, a);
	add_file(sitemap, STR("sitemap.xml"), false, 0, 0);
	return sitemap;
}

size_t sitemap_nfiles(const struct sitemap *sitemap)
{
	return sitemap->nfiles;
}

static size_t set_product(const struct sitemap *sitemap, const struct row *row, struct arena *a,
                          struct value *v)
{
	const struct site *site = sitemap->site;

	for (unsigned i = 0; i < site->words.nlanguages; i++) {
		v[i * URL_NFIELDS + URL_LOC] =
		        value_text(ARENA_JOIN(a, site->settings->base_url, site_prefix(site, i),
		                              STR("P/"), row_id(row), STR("/")));
		v[i * URL_NFIELDS + URL_LASTMOD] =
		        value_text(date_text(a, row_last_day(row, &site->rules)));
	}
	return site->words.nlanguages;
}

/* Puts the bytes into the form that sitemaps may have besides text: a tenth of them. */
static void compress(struct buf *b)
{
	struct encoder encoder;
	struct buf text = *b;

	encoder_init(&encoder);
	buf_init(b);
	encoder_add_large(&encoder, buf_str(&text), b);
	encoder_release(&encoder);
	buf_release(&text);
}

struct str sitemap_path(const struct sitemap *sitemap, size_t number)
{
	return sitemap->files[number].path;
}

bool sitemap_is_index(const struct sitemap *sitemap, size_t number)
{
	return number == sitemap->nfiles - 1;
}

/* Of a product only that which stands in its addresses: its row changes more often. */
static void add_product_key(const struct sitemap *sitemap, const struct row *row, struct buf *b)
{
	buf_add_counted(b, row_id(row));
	buf_add_word(b, (uint64_t)row_last_day(row, &sitemap->site->rules));
}

void sitemap_add_key(const struct sitemap *sitemap, size_t number, struct arena *a, struct buf *b)
{
	const struct sitemap_file *file = &sitemap->files[number];
	struct walk w = {
	        .sitemap = sitemap, .from = file->from, .to = file->to, .arena = a, .key = b};

	if (!file->is_of_products)
		walk_all(&w);
	for (size_t i = file->from; i < file->to && file->is_of_products; i++)
		add_product_key(sitemap, &sitemap->site->survey->rows[sitemap->issued[i]], b);
}

void sitemap_make(const struct sitemap *sitemap, size_t number, struct arena *a, struct buf *b)
{
	const struct sitemap_file *file = &sitemap->files[number];
	const struct site *site = sitemap->site;
	bool is_index = sitemap_is_index(sitemap, number);
	size_t most = is_index ? sitemap->nfiles : SITEMAP_URLS_MAX;
	struct walk w = {
	        .sitemap = sitemap,
	        .from = file->from,
	        .to = file->to,
	        .arena = a,
	        .urls = arena_array(a, most * URL_NFIELDS, sizeof(*w.urls)),
	};
	struct value root[SITEMAP_NFIELDS];

	if (is_index)
		for (size_t i = 0; i < number; i++)
			add_page(&w, 0, sitemap->files[i].path);
	else if (!file->is_of_products)
		walk_all(&w);
	for (size_t i = file->from; i < file->to && file->is_of_products; i++)
		w.nurls += set_product(sitemap, &site->survey->rows[sitemap->issued[i]], a,
		                       w.urls + w.nurls * URL_NFIELDS);
	root[SITEMAP_URLS] = value_list(w.urls, w.nurls);
	tmpl_run(site->layouts.layout[is_index ? LAYOUT_SITEMAP_INDEX : LAYOUT_SITEMAP][0], root,
	         b);
	if (!is_index)
		compress(b);
}
