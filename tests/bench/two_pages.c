/*
 * The two pages of each product, and nothing else: what is put beside a generator that knows pages
 * alone.
 *
 *   two_pages EXPORT CRITERIA SITE AS_OF OUT WORKERS
 *
 * Reads and checks all that a build reads, and writes P/<id>/index.html and en/P/<id>/index.html
 * into the new folder OUT, by the view and the layouts of the site. Prints the number of pages.
 */
#include "base/pool.h"
#include "input.h"
#include "make/render.h"
#include "site/path.h"
#include "threads.h"
#include <fcntl.h>
#include <sys/stat.h>

/* A worker's buffers, as a build's has them. */
struct page_maker {
	struct entry_maker maker;
	struct buf file;
	size_t npages;
};

struct pass {
	const struct site *site;
	struct page_maker workers[THREADS_MAX];
	int out;
};

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static void write_page(const struct page *p, const struct entry *entry, struct page_maker *w,
                       int out)
{
	struct str folder = ARENA_JOIN(p->arena, site_prefix(p->site, p->language), p->path);
	struct str path = ARENA_JOIN(p->arena, folder, STR("index.html"));

	buf_clear(&w->file);
	tmpl_run(p->site->layouts.layout[LAYOUT_PRODUCT][p->language], view_product_page(p, entry),
	         &w->file);
	if (mkdirat(out, folder.p, 0777) < 0 || fs_create(out, path.p, buf_str(&w->file)) < 0)
		fail(path.p);
	w->npages++;
}

static void make_product(struct pass *pass, struct page_maker *w, size_t number)
{
	const struct site *site = pass->site;
	struct arena *a = &w->maker.arena;
	struct entry entry;

	entry_make(&entry, site, number, &w->maker);
	for (unsigned language = 0; language < site->words.nlanguages; language++) {
		struct page p;

		page_init(&p, site, language, path_product(a, entry.id), a);
		write_page(&p, &entry, w, pass->out);
	}
}

static void make_shelf(void *context, unsigned worker, size_t number)
{
	struct pass *pass = context;
	const struct shelf *shelf = &pass->site->pages.shelves[number];

	for (size_t i = shelf->from; i < shelf->to; i++)
		make_product(pass, &pass->workers[worker], i);
}

static void make_folders(const struct site *site, int out)
{
	for (unsigned language = 0; language < site->words.nlanguages; language++) {
		char path[64];

		snprintf(path, sizeof(path), "%.*sP", STR_ARG(site_prefix(site, language)));
		if (fs_make_folders(out, path) < 0)
			fail(path);
	}
}

static size_t make_pages(const struct site *site, int out, unsigned nworkers)
{
	static struct pass pass;
	size_t npages = 0;

	pass.site = site;
	pass.out = out;
	for (unsigned i = 0; i < nworkers; i++) {
		entry_maker_init(&pass.workers[i].maker);
		buf_init(&pass.workers[i].file);
	}
	make_folders(site, out);
	pool_run(nworkers, site->pages.nshelves, make_shelf, &pass);
	for (unsigned i = 0; i < nworkers; i++)
		npages += pass.workers[i].npages;
	return npages;
}

int main(int argc, char **argv)
{
	static struct input in;
	unsigned nworkers;
	struct diag d;
	int out;

	if (argc != 7 || threads_parse(argv[6]) < 1) {
		fprintf(stderr, "usage: two_pages " INPUT_ARGUMENTS " OUT WORKERS\n");
		return 2;
	}
	nworkers = (unsigned)threads_parse(argv[6]);
	arena_init(&in.arena, 1 << 20);
	diag_init(&d);
	if (input_read(&in, argv, nworkers, &d) < 0) {
		fprintf(stderr, "two_pages: the input has errors; fuda check tells them\n");
		return 1;
	}
	if (mkdir(argv[5], 0777) < 0)
		fail(argv[5]);
	out = open(argv[5], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (out < 0)
		fail(argv[5]);
	printf("%zu\n", make_pages(&in.site, out, nworkers));
	return 0;
}
