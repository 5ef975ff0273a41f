#include "build.h"
#include "model/answer.h"
#include "model/survey.h"
#include "site/collect.h"
#include "site/lists.h"
#include "site/output.h"
#include <errno.h>
#include <stdlib.h>

#define BUILD_ARENA (1 << 20)

/* All that lives as long as the build. */
struct build {
	struct arena arena;
	struct settings settings;
	struct criteria criteria;
	struct rules rules;
	struct survey survey;
	struct site site;
	struct lists lists;
	struct output output;
	struct render_worker *workers;
	unsigned nworkers;
};

static void build_init(struct build *b)
{
	*b = (struct build){.survey = {.export = {.fd = -1}}};
	arena_init(&b->arena, BUILD_ARENA);
	b->rules = (struct rules){.criteria = &b->criteria, .settings = &b->settings};
}

static void build_release(struct build *b)
{
	survey_release(&b->survey);
	arena_release(&b->arena);
}

/* Settings, criteria, export: read, checked and judged. Criteria with errors do not keep the export
 * from being checked in the same run. */
static int read_input(struct build *b, const struct build_request *r, struct diag *d)
{
	struct str settings = arena_printf(&b->arena, "%s/content/site.json", r->site_folder);
	int status;

	if (settings_load(&b->settings, settings.p, r->overrides, r->noverrides, &b->arena, d) < 0)
		return -1;
	status = criteria_load(&b->criteria, r->criteria_folder, &b->settings, &b->arena, d);
	if (survey_load(&b->survey, r->export_file, &b->rules, r->as_of, r->njobs, &b->arena, d) < 0)
		status = -1;
	return status;
}

/* Words, layouts, prose, static files: loaded and compiled. */
static int read_site(struct build *b, const struct build_request *r, struct diag *d)
{
	b->site = (struct site){
	        .settings = &b->settings,
	        .criteria = &b->criteria,
	        .survey = &b->survey,
	        .as_of = r->as_of,
	        .links = r->links,
	};
	return site_load(&b->site, r->site_folder, &b->arena, d);
}

/* The output folder, compared with the new build: a product published once has its page for ever. */
static int open_output(struct build *b, const struct build_request *r, struct diag *d)
{
	struct str *ids = arena_array(&b->arena, b->survey.nissued, sizeof(*ids));
	struct place place = {.file = str_from(r->export_file)};
	size_t n = 0;

	for (size_t i = 0; i < b->survey.nrows; i++)
		if (b->survey.rows[i].status != STATUS_NOT_ISSUED)
			ids[n++] = b->survey.rows[i].id;
	if (output_open(&b->output, r->out, ids, n, RENDER_CHUNK, &b->arena, d) < 0)
		return -1;
	for (size_t i = 0; i < b->output.before.nmissing; i++) {
		struct str id = b->output.before.missing[i];

		place.id = id;
		place.pointer = STR("");
		diag_add(d, DIAG_PRODUCT_MISSING, place,
		         "product %.*s was published before and is not in the export: its page must "
		         "not vanish",
		         STR_ARG(id));
	}
	return b->output.before.nmissing > 0 ? -1 : 0;
}

static void open_workers(struct build *b, unsigned nworkers)
{
	b->nworkers = nworkers;
	b->workers = calloc(nworkers, sizeof(*b->workers));
	if (!b->workers)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++)
		render_worker_init(&b->workers[i], &b->output);
}

/* What the workers found goes to the one list. Returns -1 if there is an error in it. */
static int gather_faults(struct build *b, struct diag *d)
{
	size_t before = d->nerrors + d->nsystem;

	for (unsigned i = 0; i < b->nworkers; i++)
		diag_merge(d, &b->workers[i].diag, 0);
	return d->nerrors + d->nsystem > before ? -1 : 0;
}

static int seal_output(struct build *b, struct output_line *lines, size_t nlines, struct diag *d)
{
	struct output_worker **workers =
	        arena_array(&b->arena, b->nworkers, sizeof(*workers));

	for (unsigned i = 0; i < b->nworkers; i++)
		workers[i] = &b->workers[i].output;
	return output_seal(&b->output, workers, b->nworkers, lines, nlines, &b->arena, d);
}

static void close_workers(struct build *b)
{
	for (unsigned i = 0; i < b->nworkers; i++)
		render_worker_release(&b->workers[i]);
	free(b->workers);
	b->workers = NULL;
	b->nworkers = 0;
}

/* Everything that writes: after the gate only the disk can fail. */
static int write_site(struct build *b, const struct build_request *r, struct diag *d)
{
	struct output_line *lines;
	size_t nlines;
	int status;

	if (output_begin(&b->output, render_manifest_bytes(&b->site), d) < 0)
		return -1;
	open_workers(b, r->njobs);
	lists_plan(&b->lists, &b->site, &b->arena);
	render_products(&b->site, b->workers, b->nworkers, &r->progress, &b->arena);
	collect_files(&b->site, &b->lists, b->workers, b->nworkers, &b->arena, &lines, &nlines);
	status = gather_faults(b, d);
	if (status == 0)
		status = seal_output(b, lines, nlines, d);
	close_workers(b);
	return status;
}

int build_site(const struct build_request *request, struct build_summary *summary, struct diag *d)
{
	struct build b;
	int status;

	build_init(&b);
	status = read_input(&b, request, d);
	if (b.settings.base_url.n > 0 && read_site(&b, request, d) < 0)
		status = -1;
	if (status == 0) {
		status = open_output(&b, request, d);
		if (status == 0)
			status = write_site(&b, request, d);
		*summary = (struct build_summary){
		        .nproducts = b.survey.nissued,
		        .nfiles = b.output.nwritten + b.output.nunchanged,
		        .nwritten = b.output.nwritten,
		        .nunchanged = b.output.nunchanged,
		        .nremoved = b.output.nremoved,
		};
		output_close(&b.output);
	}
	build_release(&b);
	return status;
}

int build_check(const struct build_request *request, struct build_summary *summary,
                struct diag *d)
{
	struct build b;
	int status;

	build_init(&b);
	status = read_input(&b, request, d);
	if (b.settings.base_url.n > 0 && read_site(&b, request, d) < 0)
		status = -1;
	*summary = (struct build_summary){.nproducts = b.survey.nissued};
	build_release(&b);
	return status;
}

static void print_step(void *context, struct str line)
{
	fprintf(context, "%.*s\n", STR_ARG(line));
}

/* The steps that led to the answer for one product. */
static int explain(struct build *b, const struct build_request *r, FILE *out, struct diag *d)
{
	const struct rules_trace trace = {.step = print_step, .context = out};
	struct str id = str_from(r->explain);
	struct product product;
	struct standing standing;
	struct buf text;
	int status = -1;

	buf_init(&text);
	for (size_t i = 0; i < b->survey.nrows; i++) {
		if (!str_is_equal(b->survey.rows[i].id, id))
			continue;
		status = survey_read(&b->survey, &b->survey.rows[i], &b->rules, &text, &b->arena,
		                     &product, d);
		if (status == 0)
			rules_find_head(&b->rules, &product, r->as_of, &standing, &trace);
		buf_release(&text);
		return status;
	}
	diag_add(d, DIAG_PRODUCT_UNKNOWN, (struct place){.file = str_from(r->export_file)},
	         "no product %s in the export", r->explain);
	buf_release(&text);
	return status;
}

static void print_rows(const struct build *b, FILE *out)
{
	struct buf line;

	buf_init(&line);
	for (size_t i = 0; i < b->survey.nrows; i++) {
		const struct row *row = &b->survey.rows[i];
		const struct label label = {.id = row->label_id, .level = row->level};
		const struct standing standing = {
		        .status = row->status,
		        .reason = row->reason,
		        .end = row->end,
		        .displayed_on = row->displayed_on,
		};

		buf_clear(&line);
		answer_add_json(&line, row->id, row->status == STATUS_NOT_ISSUED ? NULL : &label,
		                &standing);
		fwrite(line.p, 1, line.n, out);
	}
	buf_release(&line);
}

int build_status(const struct build_request *request, FILE *out, struct diag *d)
{
	struct build b;
	int status;

	build_init(&b);
	status = read_input(&b, request, d);
	if (status == 0) {
		if (request->explain)
			status = explain(&b, request, out, d);
		else
			print_rows(&b, out);
	}
	if (status == 0 && fflush(out) != 0) {
		diag_add_system(d, DIAG_FILE_WRITE, "standard output", "cannot write", errno);
		status = -1;
	}
	build_release(&b);
	return status;
}
