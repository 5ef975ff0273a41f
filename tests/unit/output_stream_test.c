#include "base/fs.h"
#include "check.h"
#include "publish/edition.h"
#include "publish/output.h"
#include "scratch.h"
#include <fcntl.h>
#include <unistd.h>

static struct arena a;

/* What is published: a large file of `n` lines, and how. */
struct site_of {
	const char *out;
	enum output_way way;
	bool is_precompressing;
	size_t n;
	const char *word;
};

static void add_line(struct buf *b, const struct site_of *site, size_t number)
{
	buf_printf(b, "%s %zu\n", site->word, number);
}

#define LIST "sums/files.sha256"

/* Adds the one part of the list of files. */
static void list_files(const struct output *o, struct output_worker *w)
{
	char hash[SHA256_HEX];
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < o->nfiles; i++) {
		sha256_format(o->files[i].hash, hash);
		manifest_add_line(&b, hash, str_from(o->files[i].path));
	}
	output_add_part(w, STR(LIST), buf_str(&b), o->files, o->nfiles);
	buf_release(&b);
}

static struct str make_edition(const struct output *o)
{
	struct edition_part part = {
	        .path = o->parts[0].path,
	        .hash = {o->parts[0].hash, SHA256_HEX},
	        .nfiles = o->parts[0].nfiles,
	};
	const struct edition edition = {.site = STR("x"), .parts = &part, .nparts = 1};
	struct str text;
	struct buf b;

	buf_init(&b);
	edition_add_head(&b, &edition);
	edition_add_parts(&b, &edition);
	text = arena_copy(&a, buf_str(&b));
	buf_release(&b);
	return text;
}

/* A MANIFEST.json that no reader would take is not published. */
static void check_too_large(struct output *o)
{
	struct str manifest = {arena_alloc(&a, EDITION_MAX + 1), EDITION_MAX + 1};
	struct diag d;

	diag_init(&d);
	CHECK(output_set_edition(o, manifest, &a, &d) < 0 && d.nsystem == 1);
	diag_release(&d);
}

/* Builds a site of one stream and returns how many files were written. */
static size_t build(const struct site_of *site)
{
	struct output_worker worker, *const workers[] = {&worker};
	const struct output_order order = {site->out, site->way, STR_NONE, 1};
	const struct pages pages = {0};
	struct output_stream s;
	struct output o;
	struct diag d;
	struct buf b;
	size_t most = 0, nwritten;

	diag_init(&d);
	buf_init(&b);
	CHECK(output_open(&o, &order, &pages, &a, &d) == 0);
	o.is_precompressing = site->is_precompressing;
	CHECK(output_begin(&o, &d) == 0);
	output_worker_init(&worker, &o);
	output_add_file(&worker, STR("as-of.js"), STR("x"));
	output_open_stream(&s, &worker, &b);
	for (size_t i = 0; i < site->n; i++) {
		add_line(&b, site, i);
		output_drain_stream(&s);
		most = b.n > most ? b.n : most;
	}
	CHECK(most <= 1 << 20);
	output_close_stream(&s, STR("folder/large.ics"));
	output_gather(&o, workers, 1);
	list_files(&o, &worker);
	output_gather(&o, workers, 1);
	check_too_large(&o);
	CHECK(output_set_edition(&o, make_edition(&o), &a, &d) == 0);
	CHECK(output_seal(&o, workers, 1, &a, &d) == 0);
	CHECK(output_finish(&o, &d) == 0);
	nwritten = o.nwritten;
	output_worker_release(&worker);
	output_close(&o);
	diag_print(&d, stderr);
	diag_release(&d);
	buf_release(&b);
	return nwritten;
}

/* The file has the lines, and its list its hash. */
static void check_site(const struct site_of *site)
{
	struct buf expected, found;
	unsigned char hash[SHA256_BYTES];
	char line[SHA256_HEX];
	struct sha256_context *sha = sha256_open();
	const char *path = arena_printf(&a, "%s/folder/large.ics", site->out).p;
	const char *manifest = arena_printf(&a, "%s/" LIST, site->out).p;

	buf_init(&expected);
	buf_init(&found);
	for (size_t i = 0; i < site->n; i++)
		add_line(&expected, site, i);
	CHECK(fs_load(AT_FDCWD, path, BUF_CEILING, &found) == 0);
	CHECK(str_is_equal(buf_str(&expected), buf_str(&found)));
	sha256_hash(sha, buf_str(&expected), hash);
	sha256_format(hash, line);
	buf_clear(&found);
	CHECK(fs_load(AT_FDCWD, manifest, BUF_CEILING, &found) == 0);
	CHECK(str_find(buf_str(&found),
	               arena_printf(&a, "%.*s  folder/large.ics\n", SHA256_HEX, line)) < found.n);
	buf_clear(&found);
	path = arena_printf(&a, "%s/.stream-0", site->out).p;
	CHECK(fs_load(AT_FDCWD, path, BUF_CEILING, &found) < 0);
	sha256_close(sha);
	buf_release(&expected);
	buf_release(&found);
}

/* From nothing, again, changed, and after a build that was interrupted; in place and at once; with
 * compressed copies and without; small enough for the buffer and larger. */
static void test_ways(void)
{
	static const size_t sizes[] = {10, 120000};

	for (unsigned i = 0; i < 8; i++) {
		struct site_of site = {.out = scratch_path(&a, arena_printf(&a, "out%u", i).p),
		                       .way = i & 1 ? OUTPUT_ATOMIC : OUTPUT_IN_PLACE,
		                       .is_precompressing = i & 2,
		                       .n = sizes[i >> 2],
		                       .word = "line"};
		size_t ncopies = site.is_precompressing ? 2 : 0;

		CHECK(build(&site) == 3 + 2 * ncopies);
		check_site(&site);
		CHECK(build(&site) == 0);
		check_site(&site);
		site.word = "other";
		CHECK(build(&site) == 2 + ncopies);
		check_site(&site);
		unlink(arena_printf(&a, "%s/" EDITION_NAME, site.out).p);
		CHECK(build(&site) == 0);
		check_site(&site);
	}
}

int main(void)
{
	arena_init(&a, 1 << 16);
	scratch_open();
	test_ways();
	scratch_close();
	arena_release(&a);
	return check_report();
}
