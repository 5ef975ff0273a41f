#include "build.h"
#include "data/label_json.h"
#include "line.h"
#include "make/render.h"
#include "make/sums.h"
#include "model/shelf.h"
#include "night/effective.h"
#include "night/gate.h"
#include "night/recipe.h"
#include "night/retirement.h"
#include "night/withholding.h"
#include "publish/edition.h"
#include "publish/output.h"
#include "sign/signing.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Notes how long the stage took that has just ended. */
static void end_stage(struct build *b, const char *name)
{
	struct timespec now;
	struct report_stage *stage = &b->report.stages[b->report.nstages++];

	assert(b->report.nstages <= REPORT_STAGES_MAX);
	clock_gettime(CLOCK_MONOTONIC, &now);
	stage->name = name;
	stage->seconds = (double)(now.tv_sec - b->stage_start.tv_sec) +
	                 (double)(now.tv_nsec - b->stage_start.tv_nsec) / 1e9;
	b->stage_start = now;
}

static int read_recipe(struct recipe_hashes *recipe, const struct build_request *r, struct diag *d)
{
	const struct recipe_request request = {
	        .layers = r->layers,
	        .criteria_folder = r->criteria_folder,
	        .overrides = r->overrides,
	        .noverrides = r->noverrides,
	        .links = r->links,
	        .is_precompressing = r->is_precompressing,
	};

	return recipe_hash(&request, recipe, d);
}

/* What a page was made of must be what the next build takes it to be made of. */
static int check_recipe(const struct build *b, const struct build_request *r, struct diag *d)
{
	struct recipe_hashes now;

	if (read_recipe(&now, r, d) < 0)
		return -1;
	if (memcmp(now.all, b->recipe.all, SHA256_HEX) == 0)
		return 0;
	diag_add(d, DIAG_FILE_READ, (struct place){.file = str_from(r->layers.own)},
	         "the site folder, the installed one or the criteria changed while they were read: "
	         "nothing is made of two states of them");
	return -1;
}

static void add_missing(const struct build_request *r, struct str id, const char *where,
                        struct diag *d)
{
	struct place place = {
	        .file = str_from(r->export_file), .id = id, .pointer = STR("/product_id")};

	diag_add(d, DIAG_PRODUCT_MISSING, place,
	         "the product stands in %s and is neither in the export with a label nor, by its "
	         "day, in content/retired.jsonl: its page must not vanish",
	         where);
}

/* A product published once has its page for ever: the output folder and the ledger remember. */
static int check_permanence(struct build *b, const struct build_request *r, struct diag *d)
{
	const struct pages *pages = &b->site.pages;
	size_t nerrors = d->nerrors, at = 0;

	if (r->nonly > 0)
		return 0; /* a preview was never published */
	for (size_t i = 0; i < b->output.before.nmissing; i++)
		add_missing(r, b->output.before.missing[i], "the published site", d);
	if (r->ledger && ledger_load(&b->ledger, r->ledger, &b->arena, d) < 0)
		return -1;
	for (size_t i = 0; i < b->ledger.nids; i++) {
		while (at < pages->npages && str_compare(pages_id(pages, at), b->ledger.ids[i]) < 0)
			at++;
		if (at == pages->npages || !str_is_equal(pages_id(pages, at), b->ledger.ids[i]))
			add_missing(r, b->ledger.ids[i], "the ledger", d);
	}
	if (r->nshards == 0 && !r->edition &&
	    retirement_check(&b->site, b->retired_file.p, &b->output.before,
	                     b->output.mode == OUTPUT_NEW ? -1 : b->output.old_fd, &b->ledger,
	                     d) < 0)
		return -1;
	return d->nerrors > nerrors ? -1 : 0;
}

/* The output folder and what was published before, compared with the new build. */
static int open_output(struct build *b, const struct build_request *r, struct diag *d)
{
	const struct output_order order = {r->out, r->way, b->shard, r->njobs};

	if (output_open(&b->output, &order, &b->site.pages, &b->arena, d) < 0)
		return -1;
	b->output.is_listing = r->report != NULL;
	b->output.is_precompressing = r->is_precompressing;
	b->output.is_fresh = r->is_fresh;
	b->output.is_foreign = r->is_merging;
	return check_permanence(b, r, d);
}

/* The gates, with what is known of what is published. */
static int pass_gates(struct build *b, struct diag *d)
{
	int folder = b->output.work_fd;
	int status = state_load(&b->state, folder, b->output.published, &b->survey, &b->arena);

	/* As a rule they are one; they are two where a build was interrupted. */
	b->told = b->state;
	if (status == 0 && memcmp(b->output.told, b->output.published, SHA256_HEX) != 0)
		status = state_load(&b->told, folder, b->output.told, &b->survey, &b->arena);
	if (status < 0) {
		diag_add_system(d, DIAG_FILE_READ, b->output.work.p, "cannot read the state",
		                errno);
		return -1;
	}
	return gate_check(&b->site, &b->state, &b->recipe,
	                  b->output.mode == OUTPUT_NEW ? -1 : b->output.old_fd, d);
}

static void open_workers(struct build *b, unsigned nworkers)
{
	b->nworkers = nworkers;
	b->workers = calloc(nworkers, sizeof(*b->workers));
	if (!b->workers)
		out_of_memory();
	b->outputs = arena_array(&b->arena, nworkers, sizeof(struct output_worker *));
	for (unsigned i = 0; i < nworkers; i++) {
		worker_init(&b->workers[i], &b->output);
		b->outputs[i] = &b->workers[i].output;
	}
}

/* What the workers found goes to the one list. Returns -1 if there is an error in it. */
static int gather_faults(struct build *b, struct diag *d)
{
	size_t before = d->nerrors + d->nsystem;

	for (unsigned i = 0; i < b->nworkers; i++)
		diag_merge(d, &b->workers[i].diag, 0);
	output_tell_mended(&b->output, b->outputs, b->nworkers, d);
	return d->nerrors + d->nsystem > before ? -1 : 0;
}

static int fail_work(const struct build *b, const char *what, struct diag *d)
{
	diag_add_system(d, DIAG_FILE_WRITE, b->output.work.p, what, errno);
	return -1;
}

/* The state lies beside the new site before that is published, so it is never missing. */
static int seal_output(struct build *b, const struct build_request *r, const struct collected *all,
                       struct diag *d)
{
	if (r->nonly == 0 && state_save(b->output.work_fd, b->output.hash, &b->recipe, &b->survey,
	                                &b->criteria, all->made, all->nmade) < 0)
		return fail_work(b, "cannot write the state", d);
	return output_seal(&b->output, b->outputs, b->nworkers, &b->arena, d);
}

static void close_workers(struct build *b)
{
	for (unsigned i = 0; i < b->nworkers; i++)
		worker_release(&b->workers[i]);
	free(b->workers);
	b->workers = NULL;
	b->nworkers = 0;
}

static int write_report(struct build *b, const struct build_request *r, struct diag *d)
{
	if (!r->report)
		return 0;
	b->report.site = &b->site;
	b->report.before = &b->told;
	b->report.output = &b->output;
	report_list_changed(&b->report, b->outputs, b->nworkers, &b->arena);
	return report_write(&b->report, r->report, d);
}

/* What is kept beside the site, once it is published: ledger, export and report. */
static int write_records(struct build *b, const struct build_request *r, struct diag *d)
{
	const char *const hashes[] = {b->output.hash, b->output.published, b->output.told};
	int status = 0;

	if (r->ledger && ledger_save(&b->ledger, r->ledger, &b->site.pages) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, r->ledger, "cannot write the ledger", errno);
		status = -1;
	}
	if (r->keep_export && effective_put(r->keep_export, &b->arena, d) < 0)
		status = -1;
	if (status < 0 || write_report(b, r, d) < 0 || output_finish(&b->output, d) < 0)
		return -1;
	/* That of the site before stays, for going back to it. */
	if (b->output.is_sealed &&
	    state_remove_others(b->output.work_fd, hashes, COUNT_OF(hashes)) < 0)
		return fail_work(b, "cannot remove an old state", d);
	return 0;
}

/* ---- the stages; a shard makes its products, and leaves what is made of all to the merge; a
 * preview makes some products and the home page, upon whatever it made before ---- */

static bool is_whole(const struct build_request *r)
{
	return r->nshards == 0 && r->nonly == 0;
}

static void plan(struct build *b, const struct build_request *r)
{
	if (r->nshards == 0)
		lists_plan(&b->lists, &b->site, b->nworkers, &b->arena);
	if (is_whole(r)) {
		open_data_plan(&b->data, &b->site, &b->arena);
		open_data_open(&b->data, &b->workers[0].output, &b->arena);
	}
	end_stage(b, "plan");
}

static void render(struct build *b, const struct build_request *r)
{
	render_products(&b->site, b->workers, b->nworkers, is_whole(r) ? &b->data : NULL,
	                &r->progress);
	open_data_close(&b->data, b->workers, b->nworkers);
	end_stage(b, "render");
}

static void collect(struct build *b, const struct build_request *r, struct collected *all)
{
	if (is_whole(r))
		collect_files(&b->site, &b->lists, &b->data, b->workers, b->nworkers, &b->arena,
		              all);
	else
		collect_part_files(&b->site, r->nonly > 0 ? &b->lists : NULL, b->workers,
		                   b->nworkers);
	output_gather(&b->output, b->outputs, b->nworkers);
	end_stage(b, "collect");
}

/* Whether a name is withheld that search of before may tell. Of a folder whose list is lost the
 * pages alone say it. */
static bool is_search_gone(const struct build *b, const struct build_request *r)
{
	const struct output *o = &b->output;
	struct withholding_site site = {o->old_fd, STR(LABEL_JSON_MAKER), &o->before,
	                                o->mode == OUTPUT_CHANGE};
	bool is_gone;

	if (!r->previous)
		return o->mode != OUTPUT_NEW && withholding_is_new(&b->survey, &site);
	site = (struct withholding_site){
	        .folder = open(r->previous, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
	        .mark = STR(LABEL_JSON_MAKER)};
	is_gone = withholding_is_new(&b->survey, &site);
	if (site.folder >= 0)
		close(site.folder);
	return is_gone;
}

static int list_files(struct build *b, const struct build_request *r, struct diag *d)
{
	const struct sums_request sums = {b->shard, r->key ? &b->key : NULL, r->edition};
	int status = gather_faults(b, d);

	if (is_whole(r)) {
		const struct output_staying staying = {b->site.as_of,
		                                       b->site.settings->keep_superseded_days,
		                                       is_search_gone(b, r)};

		output_supersede(&b->output, b->outputs[0], &staying, &b->arena, d);
	}
	if (status == 0)
		status = sums_make(&b->site, b->workers, b->nworkers, &sums, &b->arena, d);
	end_stage(b, "sums");
	return status;
}

static int publish(struct build *b, const struct build_request *r, const struct collected *all,
                   struct diag *d)
{
	int status;

	if (b->output.is_trial)
		return output_end_trial(&b->output, b->outputs, b->nworkers, &b->arena, d);
	if (r->keep_export && effective_write(&b->survey, r->keep_export, &b->arena, d) < 0)
		return -1;
	status = seal_output(b, r, all, d);
	end_stage(b, "seal");
	if (status == 0)
		status = write_records(b, r, d);
	else if (r->keep_export)
		effective_drop(r->keep_export, &b->arena);
	return status == 0 && r->key ? signing_note_key(&b->key, b->output.work.p, d) : status;
}

/* Everything that writes: after the gate only the disk can fail. */
static int write_site(struct build *b, const struct build_request *r, struct diag *d)
{
	struct collected all = {0};
	int status;

	if (output_begin(&b->output, d) < 0)
		return -1;
	open_workers(b, r->njobs);
	plan(b, r);
	render(b, r);
	collect(b, r, &all);
	status = list_files(b, r, d);
	if (status == 0)
		status = publish(b, r, &all, d);
	close_workers(b);
	return status;
}

/* All that is read of the input. */
static int read_input(struct build *b, const struct build_request *r, struct diag *d)
{
	int status = read_recipe(&b->recipe, r, d);

	if (r->key && signing_load_key(&b->key, r->key, d) < 0)
		status = -1;
	if (line_read_all(b, r, d) < 0)
		status = -1;
	if (status == 0)
		status = check_recipe(b, r, d);
	recipe_add(&b->recipe, b->site.is_invented);
	if (r->is_check)
		line_lint(b, r, d);
	end_stage(b, "survey");
	return status;
}

/* The products that --only names. */
static int choose_only(struct build *b, const struct build_request *r, struct diag *d)
{
	size_t *numbers = arena_array(&b->arena, r->nonly, sizeof(*numbers));
	int status = 0;

	for (size_t i = 0; i < r->nonly; i++) {
		numbers[i] = pages_find(&b->site.pages, r->only[i]);
		if (numbers[i] != PAGES_NONE)
			continue;
		diag_add(d, DIAG_PRODUCT_UNKNOWN, (struct place){.file = str_from(r->export_file)},
		         "--only: no product %.*s with a page", STR_ARG(r->only[i]));
		status = -1;
	}
	b->shard = STR(EDITION_PREVIEW);
	if (status == 0)
		shelf_keep_only(&b->site.pages, numbers, r->nonly, &b->arena);
	return status;
}

/* Which products have a page, and which of these are made here. */
static int choose_pages(struct build *b, const struct build_request *r, struct diag *d)
{
	pages_plan(&b->site.pages, &b->survey, &b->retired, &b->arena);
	if (r->nonly > 0)
		return choose_only(b, r, d);
	if (r->nshards == 0)
		return 0;
	b->shard = arena_printf(&b->arena, "%u/%u", r->shard, r->nshards);
	shelf_keep_shard(&b->site.pages, r->shard, r->nshards);
	return 0;
}

/* Whether the folder has nothing of another shard, with which nothing can be compared. */
static bool is_of_kind(const struct build *b)
{
	return !b->output.before.is_known || str_is_equal(b->output.before.edition.shard, b->shard);
}

/* Whether the key that is to sign this edition may. */
static int check_key(struct build *b, struct diag *d)
{
	const struct signing_order order = {
	        .keys = &b->site.keys,
	        .work = b->output.work.p,
	        .expected = b->settings.public_key,
	        .as_of = b->site.as_of,
	};

	return signing_check_key(&b->key, &order, &b->arena, d);
}

/* What is known of the folder, and whether the site may follow what stands there. */
static int compare(struct build *b, const struct build_request *r, struct diag *d)
{
	int status = open_output(b, r, d);
	bool is_open = b->output.work_fd >= 0;

	b->output.is_trial = r->is_check;
	if (is_open && r->nonly == 0 && is_of_kind(b) && pass_gates(b, d) < 0)
		status = -1;
	if (r->key && is_open && check_key(b, d) < 0)
		status = -1;
	if (r->is_check && is_open)
		output_check_folder(&b->output, d);
	/* A folder that a build was interrupted in is compared file by file instead. */
	if (!r->is_fresh && r->nonly == 0 && b->output.mode == OUTPUT_CHANGE &&
	    state_keep_rows(&b->state, &b->recipe, &b->survey) == 0)
		b->site.before = &b->state;
	end_stage(b, "gate");
	return status;
}

/* A trial goes on after a gate, for what would change is wanted then all the more. */
static bool is_going_on(const struct build *b, int status, const struct diag *d)
{
	return status == 0 || (b->output.is_trial && b->output.work_fd >= 0 && d->nsystem == 0);
}

static struct build_summary sum_up(const struct build *b)
{
	return (struct build_summary){
	        .nproducts = b->survey.nissued,
	        .npages = b->output.npages,
	        .npages_written = b->output.npages_written,
	        .nfiles = b->output.nwritten + b->output.nunchanged,
	        .nwritten = b->output.nwritten,
	        .nunchanged = b->output.nunchanged,
	        .nremoved = b->output.nremoved,
	        .coverage = b->coverage,
	};
}

int build_site(const struct build_request *request, struct build_summary *summary, struct diag *d)
{
	struct build b;
	int status;

	line_init(&b);
	status = read_input(&b, request, d);
	summary->nproducts = b.survey.nissued;
	if (status == 0)
		status = choose_pages(&b, request, d);
	if (status == 0) {
		status = compare(&b, request, d);
		if (is_going_on(&b, status, d) && write_site(&b, request, d) < 0)
			status = -1;
		*summary = sum_up(&b);
		output_close(&b.output);
	}
	line_release(&b);
	return status;
}
