#include "make/sums.h"
#include "base/json_writer.h"
#include "base/pool.h"
#include "model/json.h"
#include "night/state.h"
#include "publish/edition.h"
#include "publish/output_part.h"
#include "sign/signing.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

/* The most products, or other files, in a part: as a rule half as many: some thousand lines. */
#define PRODUCTS_MAX 1024
#define FILES_MAX    4096

/* A stretch of products or of other files. */
struct part {
	struct str path;
	bool is_of_products;
	size_t from, to; /* numbers of product pages, or of output.files */
	size_t nfiles;
	struct output_line line; /* its own, as a file of the site */
};

struct sums {
	const struct site *site;
	struct output *output;
	struct worker *workers;
	struct part *parts;
	size_t nparts;
};

/* ---- the plan ---- */

static void add_part(struct sums *sums, struct str path, bool is_of_products, size_t from,
                     size_t to)
{
	sums->parts[sums->nparts++] = (struct part){
	        .path = path, .is_of_products = is_of_products, .from = from, .to = to};
}

/* Where the part that begins at `from` ends: before a name that says that a part begins with it,
 * but not before a quarter of a part, nor after a whole one. */
static size_t find_end(const struct sums *sums, struct str (*name)(const struct sums *, size_t),
                       size_t from, size_t all, size_t most)
{
	size_t end = from + most / 4;

	while (end < all && end < from + most && str_hash(name(sums, end)) % (most / 4) != 0)
		end++;
	return end < all ? end : all;
}

static struct str product_name(const struct sums *sums, size_t number)
{
	return pages_id(&sums->site->pages, number);
}

static struct str file_name(const struct sums *sums, size_t number)
{
	return str_from(sums->output->files[number].path);
}

static void plan_parts(struct sums *sums, struct arena *a)
{
	size_t npages = sums->site->pages.npages, nfiles = sums->output->nfiles;

	sums->parts = arena_array(a, npages / (PRODUCTS_MAX / 4) + nfiles / (FILES_MAX / 4) + 2,
	                          sizeof(*sums->parts));
	for (size_t from = 0, to; from < npages; from = to) {
		struct str path = arena_printf(a, EDITION_PARTS "products-%.*s" EDITION_PART,
		                               STR_ARG(product_name(sums, from)));

		to = find_end(sums, product_name, from, npages, PRODUCTS_MAX);
		add_part(sums, path, true, from, to);
	}
	for (size_t from = 0, to; from < nfiles; from = to) {
		/* A path has slashes, so its hash stands in its place. */
		struct str path = arena_printf(a, EDITION_PARTS "files-%016llx" EDITION_PART,
		                               str_hash(file_name(sums, from)));

		to = find_end(sums, file_name, from, nfiles, FILES_MAX);
		add_part(sums, path, false, from, to);
	}
}

/* ---- one part ---- */

#define BLOCK 16384 /* bytes; more than two lines of any length that occurs */

/* Where in a block of lines the first one stands that is of a product not before `id`; the block's
 * length if none is. */
static size_t find_in_block(struct str block, struct str id)
{
	struct str rest = block;

	while (rest.n > 0) {
		size_t at = (size_t)(rest.p - block.p);
		struct manifest_line line;

		if (manifest_take_line(&rest, &line) < 0)
			break;
		if (str_compare(manifest_product_id(line.path), id) >= 0)
			return at;
	}
	return block.n;
}

/* Finds where the lines of a product begin in the new manifest, by halving: its product lines are
 * sorted. -1 with errno set. */
static int find_start(const struct output *o, struct str id, struct buf *b, uint64_t *start)
{
	uint64_t low = 0, high = o->manifest_end; /* it is in [low, high]; low begins a line */

	while (high - low > BLOCK / 4) {
		uint64_t middle = low + (high - low) / 2;
		struct manifest_line line;
		struct str rest;
		size_t skipped;

		buf_clear(b);
		if (output_read_manifest(o, middle, BLOCK, b) < 0)
			return -1;
		rest = buf_str(b);
		skipped = str_find_byte(rest, '\n') + 1;
		assert(skipped <= rest.n);
		rest = str_sub(rest, skipped, rest.n);
		/* The last lines: all of them are read below. */
		if (middle + skipped >= high || manifest_take_line(&rest, &line) < 0)
			break;
		if (str_compare(manifest_product_id(line.path), id) < 0)
			low = middle + skipped;
		else
			high = middle + skipped;
	}
	buf_clear(b);
	if (output_read_manifest(o, low, (size_t)(high - low) + BLOCK, b) < 0)
		return -1;
	*start = low + find_in_block(buf_str(b), id);
	return 0;
}

/* Appends the lines of a part's products, from the manifest. -1 with errno set. */
static int add_products(const struct sums *sums, const struct part *part, struct buf *scratch,
                        struct buf *b)
{
	const struct output *o = sums->output;
	uint64_t start = 0, end = o->manifest_end;

	if (part->from > 0 && find_start(o, product_name(sums, part->from), scratch, &start) < 0)
		return -1;
	if (part->to < sums->site->pages.npages &&
	    find_start(o, product_name(sums, part->to), scratch, &end) < 0)
		return -1;
	return output_read_manifest(o, start, (size_t)(end - start), b);
}

static size_t count_lines(struct str text)
{
	size_t n = 0;

	for (const char *p = text.p; (p = memchr(p, '\n', (size_t)(text.p + text.n - p))); p++)
		n++;
	return n;
}

static void add_file(struct buf *b, const struct manifest_file *file)
{
	char hash[SHA256_HEX];

	sha256_format(file->hash, hash);
	manifest_add_line(b, hash, str_from(file->path));
}

static void make_part(struct sums *sums, struct part *part, struct worker *w)
{
	buf_clear(&w->file);
	if (!part->is_of_products) {
		for (size_t i = part->from; i < part->to; i++)
			add_file(&w->file, &sums->output->files[i]);
	} else if (add_products(sums, part, &w->data, &w->file) < 0) {
		output_fail(sums->output, STR(MANIFEST_NAME));
		return;
	}
	part->nfiles = count_lines(buf_str(&w->file));
	output_add_file(&w->output, part->path, buf_str(&w->file), &part->line);
}

static void run_job(void *context, unsigned worker, size_t job)
{
	struct sums *sums = context;

	make_part(sums, &sums->parts[job], &sums->workers[worker]);
}

/* ---- MANIFEST.json ---- */

static void add_counts(struct buf *b, const struct site *site)
{
	size_t counts[STATUS_NVALUES] = {0};

	for (size_t i = 0; i < site->survey->nrows; i++)
		counts[site->survey->rows[i].status]++;
	buf_printf(b, ",\n\"products\":{\"pages\":%zu", site->pages.npages);
	for (int i = STATUS_VALID; i < STATUS_NVALUES; i++)
		buf_printf(b, ",\"%s\":%zu", rules_status_name((enum status)i), counts[i]);
	buf_add_byte(b, '}');
}

static void add_inputs(struct buf *b, const struct sums *sums, struct arena *a)
{
	const struct site *site = sums->site;
	bool is_first = true;

	buf_add(b, STR(",\n\"inputs\":{\"export\":{\"exported_at\":"));
	json_add_quoted(b, site->survey->exported_at);
	buf_printf(b, ",\"sha256\":\"%.*s\"},\n\"criteria\":[", SHA256_HEX, site->survey->hash);
	for (size_t i = 0; i < site->criteria->nversions; i++) {
		const struct criteria_version *version = &site->criteria->versions[i];

		if (!site->has_criteria_page[i])
			continue;
		buf_add(b, is_first ? STR("\n{\"id\":") : STR(",\n{\"id\":"));
		json_add_quoted(b, version->id);
		buf_printf(b, ",\"sha256\":\"%.*s\"}", STR_ARG(criteria_hash(version, a)));
		is_first = false;
	}
	buf_add(b, STR("\n]}"));
}

static struct str make_manifest(const struct sums *sums, struct buf *head, struct arena *a)
{
	struct edition edition = {
	        .site = sums->site->settings->base_url,
	        .as_of = sums->site->as_of,
	        .next_expected = sums->site->as_of + 1,
	        .parts = arena_array(a, sums->nparts, sizeof(*edition.parts)),
	        .nparts = sums->nparts,
	};
	struct str bytes;
	struct buf b;

	for (size_t i = 0; i < sums->nparts; i++)
		edition.parts[i] = (struct edition_part){
		        .path = sums->parts[i].path,
		        .hash = {sums->parts[i].line.hash, SHA256_HEX},
		        .nfiles = sums->parts[i].nfiles,
		};
	buf_init(&b);
	edition_add_head(&b, &edition);
	add_inputs(&b, sums, a);
	add_counts(&b, sums->site);
	if (head)
		buf_add(head, buf_str(&b));
	edition_add_parts(&b, &edition);
	bytes = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return bytes;
}

int sums_make(const struct site *site, struct worker *workers, unsigned nworkers,
              const struct minisign_secret *key, struct buf *head, struct arena *a, struct diag *d)
{
	struct sums sums = {
	        .site = site,
	        .output = workers[0].output.output,
	        .workers = workers,
	};
	struct str manifest;

	/* There are holes in the manifest then; nothing will be published. */
	if (atomic_load(&sums.output->error) != 0)
		return 0;
	plan_parts(&sums, a);
	pool_run(nworkers, sums.nparts, run_job, &sums);
	manifest = make_manifest(&sums, head, a);
	output_add_file(&workers[0].output, STR(EDITION_NAME), manifest, NULL);
	return key ? signing_sign(key, manifest, (struct place){.file = STR(EDITION_NAME)}, a,
	                          &sums.output->signature, d)
	           : 0;
}
