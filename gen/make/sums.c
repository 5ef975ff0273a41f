#include "make/sums.h"
#include "base/json_writer.h"
#include "base/pool.h"
#include "model/criteria.h"
#include "model/rules.h"
#include "publish/edition.h"
#include "publish/output.h"
#include "publish/product_tree.h"
#include "sign/signing.h"

/* The most files in a part besides the products': as a rule half as many: some thousand lines. */
#define FILES_MAX 4096

/* A stretch of output.files. */
struct stretch {
	size_t from, to;
};

struct sums {
	const struct site *site;
	struct output *output;
	struct worker *workers;
	struct stretch *stretches;
	size_t nstretches;
};

static struct str file_name(const struct sums *sums, size_t number)
{
	return str_from(sums->output->files[number].path);
}

/* Where the part that begins at `from` ends: before a path that says that a part begins with it,
 * but not before a quarter of a part, nor after a whole one. */
static size_t find_end(const struct sums *sums, size_t from)
{
	size_t end = from + FILES_MAX / 4, all = sums->output->nfiles;

	while (end < all && end < from + FILES_MAX &&
	       str_hash(file_name(sums, end)) % (FILES_MAX / 4) != 0)
		end++;
	return end < all ? end : all;
}

static void plan_parts(struct sums *sums, struct arena *a)
{
	size_t nfiles = sums->output->nfiles;

	sums->stretches = arena_array(a, nfiles / (FILES_MAX / 4) + 1, sizeof(*sums->stretches));
	for (size_t from = 0, to; from < nfiles; from = to) {
		to = find_end(sums, from);
		sums->stretches[sums->nstretches++] = (struct stretch){from, to};
	}
}

static void make_part(const struct sums *sums, const struct stretch *stretch, struct worker *w)
{
	char hash[SHA256_HEX];

	buf_clear(&w->file);
	for (size_t i = stretch->from; i < stretch->to; i++) {
		sha256_format(sums->output->files[i].hash, hash);
		manifest_add_line(&w->file, hash, file_name(sums, i));
	}
	/* A path has slashes, so its hash stands in its place. */
	output_add_part(&w->output,
	                arena_printf(&w->arena, EDITION_PARTS "files-%016llx" EDITION_PART,
	                             str_hash(file_name(sums, stretch->from))),
	                buf_str(&w->file), &sums->output->files[stretch->from],
	                stretch->to - stretch->from);
}

static void run_job(void *context, unsigned worker, size_t job)
{
	struct sums *sums = context;

	make_part(sums, &sums->stretches[job], &sums->workers[worker]);
}

/* ---- MANIFEST.json ---- */

static void add_counts(struct buf *b, const struct site *site)
{
	size_t counts[STATUS_NVALUES] = {0};

	for (size_t i = 0; i < site->survey->nrows; i++)
		counts[site->survey->rows[i].status]++;
	json_begin_line(b);
	json_open(b, "products", '{');
	json_add_number(b, "pages", site->pages.npages);
	for (int i = STATUS_VALID; i < STATUS_NVALUES; i++)
		json_add_number(b, rules_status_name((enum status)i), counts[i]);
	buf_add_byte(b, '}');
}

static void add_inputs(struct buf *b, const struct sums *sums, struct arena *a)
{
	const struct site *site = sums->site;

	json_begin_line(b);
	json_open(b, "inputs", '{');
	json_open(b, "export", '{');
	json_add_string(b, "exported_at", site->survey->exported_at);
	json_add_string(b, "sha256", (struct str){site->survey->hash, SHA256_HEX});
	buf_add_byte(b, '}');
	json_begin_line(b);
	json_open(b, "criteria", '[');
	for (size_t i = 0; i < site->criteria->nversions; i++) {
		const struct criteria_version *version = &site->criteria->versions[i];

		if (!site->has_criteria_page[i])
			continue;
		json_begin_line(b);
		json_open(b, NULL, '{');
		json_add_string(b, "id", version->id);
		json_add_string(b, "sha256", criteria_hash(version, a));
		buf_add_byte(b, '}');
	}
	buf_add(b, STR("\n]"));
	if (site->survey->fallback) {
		json_begin_line(b);
		fallback_add_json(b, "fallback", site->survey->fallback);
	}
	buf_add_byte(b, '}');
}

/* The root of the tree of all products; none of a shard, which is a part of a site. */
static struct str find_products_root(const struct sums *sums, const struct edition *edition,
                                     struct arena *a)
{
	struct sha256_context *sha = sums->workers[0].output.sha;
	char *text = arena_alloc(a, SHA256_HEX);
	struct merkle_hash root;
	struct buf shelves;
	bool is_whole;

	buf_init(&shelves);
	is_whole = product_tree_add_edition(sha, edition, &shelves) && edition->shard.n == 0;
	if (is_whole) {
		product_tree_find_root(sha, &shelves, &root);
		sha256_format(root.bytes, text);
	}
	buf_release(&shelves);
	return is_whole ? (struct str){text, SHA256_HEX} : STR_NONE;
}

static struct str make_manifest(const struct sums *sums, const struct sums_request *request,
                                struct arena *a)
{
	const struct output *o = sums->output;
	struct edition edition = {
	        .site = sums->site->settings->base_url,
	        .as_of = sums->site->as_of,
	        .next_expected = sums->site->as_of + 1,
	        .parts = arena_array(a, o->nparts, sizeof(*edition.parts)),
	        .nparts = o->nparts,
	        .shard = request->shard,
	};
	struct str bytes;
	struct buf b;

	for (size_t i = 0; i < o->nparts; i++)
		edition.parts[i] = (struct edition_part){
		        .path = o->parts[i].path,
		        .hash = {o->parts[i].hash, SHA256_HEX},
		        .nfiles = o->parts[i].nfiles,
		        .root = {o->parts[i].root, o->parts[i].has_root ? SHA256_HEX : 0},
		};
	edition.products_root = find_products_root(sums, &edition, a);
	buf_init(&b);
	edition_add_head(&b, &edition);
	add_inputs(&b, sums, a);
	add_counts(&b, sums->site);
	edition_add_products_root(&b, &edition);
	if (request->head)
		buf_add(request->head, buf_str(&b));
	edition_add_parts(&b, &edition);
	bytes = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return bytes;
}

static void gather(struct sums *sums, unsigned nworkers, struct arena *a)
{
	struct output_worker **workers = arena_array(a, nworkers, sizeof(struct output_worker *));

	for (unsigned i = 0; i < nworkers; i++)
		workers[i] = &sums->workers[i].output;
	output_gather(sums->output, workers, nworkers);
}

int sums_make(const struct site *site, struct worker *workers, unsigned nworkers,
              const struct sums_request *request, struct arena *a, struct diag *d)
{
	struct sums sums = {
	        .site = site,
	        .output = workers[0].output.output,
	        .workers = workers,
	};
	struct str manifest;

	plan_parts(&sums, a);
	pool_run(nworkers, sums.nstretches, run_job, &sums);
	gather(&sums, nworkers, a);
	manifest = make_manifest(&sums, request, a);
	if (request->key && signing_sign(request->key, manifest, sums.output->superseded,
	                                 (struct place){.file = STR(EDITION_NAME)}, a,
	                                 &sums.output->signature, d) < 0)
		return -1;
	return output_set_edition(sums.output, manifest, a, d);
}
