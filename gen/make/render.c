#include "make/render.h"
#include "base/pool.h"
#include "data/label_json.h"
#include "data/open_data.h"
#include "data/shield.h"
#include "qr/qr.h"
#include "site/path.h"
#include "site/shapes.h"
#include "view/badge.h"
#include "view/page.h"
#include "view/view.h"
#include <assert.h>

void render_complete(struct entry *entry, const struct site *site, struct sha256_context *sha,
                     struct buf *data, struct buf *address, struct qr *qr)
{
	unsigned char hash[SHA256_BYTES];

	buf_clear(data);
	label_json_add(data, site, entry);
	entry->data = buf_str(data);
	sha256_hash(sha, entry->data, hash);
	sha256_format(hash, entry->data_hash);
	buf_clear(address);
	qr_add_address(address, site->settings->base_url, entry->id);
	entry->address = buf_str(address);
	if (qr_encode(qr, entry->address) < 0)
		assert(!"settings_load keeps base URLs short enough for a code");
	entry->qr = qr;
}

/* One file of a product: its name and how its bytes are made, behind what the buffer holds. */
struct product_file {
	struct str name;
	void (*make)(const struct page *p, const struct entry *entry, struct buf *b);
};

/* Of a product that is retired and not in the export any more there is no record to show. */
static void make_page(const struct page *p, const struct entry *entry, struct buf *b)
{
	enum layout kind = entry->product ? LAYOUT_PRODUCT : LAYOUT_RETIRED;

	tmpl_run(page_layout(p, kind),
	         entry->product ? view_product_page(p, entry) : view_retired_page(p, entry), b);
}

/* That of a retired product says so, whatever its last record was. */
static void make_badge(const struct page *p, const struct entry *entry, struct buf *b)
{
	enum layout kind = entry->retired ? LAYOUT_BADGE_RETIRED : LAYOUT_BADGE;

	tmpl_run(p->site->layouts.layout[kind][p->language],
	         entry->retired ? view_retired_badge(p, entry) : view_badge(p, entry), b);
}

static void make_data(const struct page *p, const struct entry *entry, struct buf *b)
{
	(void)p;
	buf_add(b, entry->data);
}

static void make_qr_png(const struct page *p, const struct entry *entry, struct buf *b)
{
	(void)p;
	qr_add_png(b, entry->qr);
}

static void make_qr_svg(const struct page *p, const struct entry *entry, struct buf *b)
{
	tmpl_run(p->site->layouts.layout[LAYOUT_QR][p->language], view_qr(p, entry), b);
}

static void make_shield(const struct page *p, const struct entry *entry, struct buf *b)
{
	shield_add(b, p, entry);
}

/* The files of a product in the default language's folder, of which the first two stand in each
 * other language's too; in byte order, the order of the manifest. The last is there only with the
 * setting shields. */
#define NFILES       6
#define NFILES_OTHER 2
_Static_assert(NFILES + (LANGUAGES_MAX - 1) * NFILES_OTHER <= OUTPUT_FILES_MAX, "room for all");

static const struct product_file product_files[NFILES] = {
        {STR("badge.svg"), make_badge}, {STR("index.html"), make_page},
        {STR("label.json"), make_data}, {STR("qr.png"), make_qr_png},
        {STR("qr.svg"), make_qr_svg},   {STR(SHIELD_NAME), make_shield},
};

/* Of a product that a lite mirror packs there is its page, which holds its pictures. */
static const struct product_file packed_file = {STR(PAGE_PACKED), make_page};

static const struct product_file *files_of(const struct site *site)
{
	return site->links == LINKS_LITE ? &packed_file : product_files;
}

static size_t count_files(const struct site *site, unsigned language)
{
	if (site->links == LINKS_LITE)
		return 1;
	return language > 0 ? NFILES_OTHER : NFILES - !site->settings->has_shields;
}

/* Length of the lines of a product. */
static uint64_t line_bytes_of(const struct site *site, const struct output *o, struct str id)
{
	const struct product_file *files = files_of(site);
	uint64_t n = 0;

	for (unsigned language = 0; language < site->words.nlanguages; language++) {
		size_t folder = site_prefix(site, language).n + strlen("P//") + id.n;
		size_t nfiles = count_files(site, language);

		for (size_t i = 0; i < nfiles; i++)
			n += output_line_bytes(o, folder + files[i].name.n, files[i].name);
	}
	return n;
}

/* The pass as a numbered list: job n is the shelf n. */
struct pass {
	const struct site *site;
	struct worker *workers;
	const struct open_data *data; /* or NULL */
	const struct render_progress *progress;
	size_t nall; /* products */
	atomic_size_t ndone;
};

/* The files of a product. */
struct made {
	struct output_file files[OUTPUT_FILES_MAX];
	size_t n;
};

/* Makes those of a language, one behind the other in the worker's buffer, which may move: where
 * their bytes begin is set when all are made. */
static void make_files(const struct page *p, const struct entry *entry, struct worker *w,
                       struct made *made)
{
	const struct product_file *files = files_of(p->site);
	size_t nfiles = count_files(p->site, p->language);
	struct str folder = ARENA_JOIN(p->arena, site_prefix(p->site, p->language), p->path);

	output_make_folder(&w->output, folder);
	for (size_t i = 0; i < nfiles; i++) {
		struct output_file *file = &made->files[made->n++];
		size_t from = w->file.n;

		files[i].make(p, entry, &w->file);
		*file = (struct output_file){
		        .path = ARENA_JOIN(p->arena, folder, files[i].name),
		        .bytes.n = w->file.n - from,
		        .hash = files[i].make == make_data ? entry->data_hash : NULL,
		};
	}
}

/* Publishes them all at once: hashes are found side by side. */
static void publish_files(struct made *made, struct worker *w)
{
	const char *at = w->file.p;

	for (size_t i = 0; i < made->n; i++) {
		made->files[i].bytes.p = at;
		at += made->files[i].bytes.n;
	}
	output_add_product_files(&w->output, made->files, made->n);
}

/* What is corrected is seldom, and made anew: the day from which on a correction is shown is none
 * of the rules'. */
static bool can_keep_product(const struct site *site, size_t number)
{
	size_t ncorrections;

	corrections_of(site->corrections, pages_id(&site->pages, number), &ncorrections);
	return ncorrections == 0 && pages_is_kept(&site->pages, number);
}

static bool keep_product(const struct site *site, size_t number, struct worker *w)
{
	struct str id = pages_id(&site->pages, number);

	return can_keep_product(site, number) &&
	       output_keep_product(&w->output, id, line_bytes_of(site, w->output.output, id)) == 0;
}

/* As a rule nothing in a shelf has turned, and all of it stays as it is. */
static bool keep_shelf(const struct site *site, const struct shelf *shelf, struct worker *w)
{
	uint64_t bytes = 0;

	for (size_t i = shelf->from; i < shelf->to; i++) {
		if (!can_keep_product(site, i))
			return false;
		bytes += line_bytes_of(site, w->output.output, pages_id(&site->pages, i));
	}
	return output_keep_shelf(&w->output, &site->pages, shelf, bytes) == 0;
}

static void make_product(const struct pass *pass, size_t number, struct worker *w,
                         struct open_data_shelf *shelf)
{
	const struct site *site = pass->site;
	struct made made = {.n = 0};
	struct entry entry;
	struct qr qr;

	arena_clear(&w->arena);
	if (entry_read(&entry, site, number, &w->record, &w->arena, &w->diag) < 0)
		return;
	buf_clear(&w->file);
	render_complete(&entry, site, w->output.sha, &w->data, &w->address, &qr);
	for (unsigned language = 0; language < site->words.nlanguages; language++) {
		struct page p;

		page_init(&p, site, language, path_product(&w->arena, entry.id), &w->arena);
		make_files(&p, &entry, w, &made);
	}
	publish_files(&made, w);
	output_add_leaf(&w->output, pages_id(&site->pages, number), entry.data_hash);
	if (pass->data)
		open_data_add(shelf, &entry, &w->arena);
}

/* The products of a shelf one by one. */
static void make_products(const struct pass *pass, const struct shelf *shelf, struct worker *w,
                          struct open_data_shelf *data)
{
	for (size_t i = shelf->from; i < shelf->to; i++)
		if (!keep_product(pass->site, i, w))
			make_product(pass, i, w, data);
}

static void make_shelf(void *context, unsigned worker, size_t number)
{
	struct pass *pass = context;
	const struct pages *pages = &pass->site->pages;
	const struct shelf *shelf = &pages->shelves[number];
	struct worker *w = &pass->workers[worker];
	struct open_data_shelf data = {.data = pass->data, .number = number};
	size_t n = shelf->to - shelf->from, ndone;

	output_begin_shelf(&w->output, pages, shelf);
	if (!keep_shelf(pass->site, shelf, w))
		make_products(pass, shelf, w, &data);
	output_finish_shelf(&w->output, pages, shelf);
	if (pass->data)
		open_data_finish(&data, w);
	ndone = atomic_fetch_add(&pass->ndone, n) + n;
	/* Worker 0 is the calling thread. */
	if (worker == 0 && pass->progress->show)
		pass->progress->show(pass->progress->context, ndone, pass->nall);
}

void render_products(const struct site *site, struct worker *workers, unsigned nworkers,
                     const struct open_data *data, const struct render_progress *progress)
{
	const struct pages *pages = &site->pages;
	struct pass pass = {
	        .site = site,
	        .workers = workers,
	        .data = data,
	        .progress = progress,
	};

	for (size_t i = 0; i < pages->nshelves; i++)
		pass.nall += pages->shelves[i].to - pages->shelves[i].from;
	pool_run(nworkers, pages->nshelves, make_shelf, &pass);
	/* The last shelf may have been another worker's. */
	if (progress->show)
		progress->show(progress->context, pass.nall, pass.nall);
}
