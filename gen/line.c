#include "line.h"
#include "data/column.h"
#include "sample.h"
#include "search/index.h"
#include "site/path_table.h"
#include "site/strings.h"
#include "site/wording.h"
#include "view/plain_words.h"

#define BUILD_ARENA (1 << 20)

void line_init(struct build *b)
{
	*b = (struct build){.survey = {.export = {.fd = -1}}, .fallback = {.file = {.fd = -1}}};
	arena_init(&b->arena, BUILD_ARENA);
	clock_gettime(CLOCK_MONOTONIC, &b->stage_start);
	b->rules = (struct rules){.criteria = &b->criteria, .settings = &b->settings};
}

void line_release(struct build *b)
{
	minisign_wipe(&b->key, sizeof(b->key));
	if (b->told.made.p != b->state.made.p)
		state_release(&b->told);
	state_release(&b->state);
	survey_release(&b->survey);
	rescue_release(&b->fallback);
	arena_release(&b->arena);
}

int build_load_settings(const struct build_request *r, struct settings *settings, struct arena *a,
                        struct diag *d)
{
	struct str own = arena_printf(a, "%s/content/site.json", r->layers.own);
	struct str installed = STR_NONE;

	if (r->layers.installed)
		installed = arena_printf(a, "%s/content/site.json", r->layers.installed);
	return settings_load_over(settings, own.p, installed.p, r->overrides, r->noverrides, a, d);
}

/* A file of the operator's that is JSON by the line. */
static struct str own_file(struct build *b, const struct build_request *r, const char *name)
{
	return arena_printf(&b->arena, "%s/content/%s.jsonl", r->layers.own, name);
}

int line_read_input(struct build *b, const struct build_request *r, struct diag *d)
{
	const struct rescue_request rescue = {.export_file = r->export_file,
	                                      .fallback = r->fallback,
	                                      .as_of = r->as_of,
	                                      .njobs = r->njobs,
	                                      .retired = b->is_answering ? NULL : &b->retired,
	                                      .is_check = r->is_check && !r->out};
	struct str reviewed = own_file(b, r, "reviewed"), commitment = own_file(b, r, "commitment");
	struct str corrections = own_file(b, r, "corrections");
	int status;

	b->retired_file = own_file(b, r, "retired");
	if (build_load_settings(r, &b->settings, &b->arena, d) < 0)
		return -1;
	b->settings.corrections = &b->corrections;
	status = reviewed_load(&b->reviewed, reviewed.p, &b->settings, &b->arena, d);
	b->settings.reviewed = &b->reviewed;
	if (corrections_load(&b->corrections, corrections, &b->settings, &b->arena, d) < 0)
		status = -1;
	if (criteria_load(&b->criteria, r->criteria_folder, &b->settings, &b->arena, d) < 0 ||
	    path_table_check(&b->criteria, r->criteria_folder, &b->arena, d) < 0)
		status = -1;
	if (commitment_load(&b->commitment, commitment, &b->settings, r->as_of, &b->arena, d) < 0)
		status = -1;
	if (retired_load(&b->retired, b->retired_file.p, &b->settings, &b->arena, d) < 0)
		status = -1;
	if (rescue_load(&b->survey, &b->fallback, &rescue, &b->rules, &b->arena, d) < 0)
		status = -1;
	if (status == 0) {
		pages_mark_retired(&b->survey, &b->retired);
		status = corrections_plan(&b->corrections, &b->survey, &b->retired, &b->settings,
		                          &b->arena, d);
	}
	return status;
}

/* Says what words lack, also where the site could not be loaded: all of it in one run. */
static void check_words(struct build *b, struct diag *d)
{
	for (unsigned i = 0; i < b->site.words.nlanguages; i++) {
		column_check_words(&b->site.words.language[i], d);
		catalog_check_words(&b->site.words.language[i], d);
		search_use_words(&b->site.words.language[i]);
		wording_check_glossary(&b->site.words.language[i], &b->arena, d);
	}
}

/* Words, layouts, prose, static files: loaded and compiled. */
static int read_site(struct build *b, const struct build_request *r, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem;
	int status;

	b->site = (struct site){
	        .settings = &b->settings,
	        .criteria = &b->criteria,
	        .survey = &b->survey,
	        .retired = &b->retired,
	        .corrections = &b->corrections,
	        .commitment = &b->commitment,
	        .as_of = r->as_of,
	        .links = r->links,
	};
	if (nfaults == 0)
		sample_check(&b->site, &r->layers, &b->arena, d);
	if (layers_check(&r->layers, r->is_check, &b->arena, d) < 0)
		return -1;
	status = site_load(&b->site, &r->layers, &b->arena, d);
	if (plain_words_load(&b->site, &r->layers, &b->arena, d) < 0)
		status = -1;
	check_words(b, d);
	b->has_site = status == 0 && d->nerrors + d->nsystem == nfaults;
	return b->has_site ? 0 : -1;
}

int line_read_all(struct build *b, const struct build_request *r, struct diag *d)
{
	int status = line_read_input(b, r, d);

	if (b->settings.base_url.n > 0 && !b->settings.has_language_fault && read_site(b, r, d) < 0)
		status = -1;
	return status;
}

void line_lint(struct build *b, const struct build_request *r, struct diag *d)
{
	for (unsigned i = 0; i < b->settings.languages.n; i++)
		strings_check_copies(&r->layers, b->settings.languages.code[i], &b->arena, d);
	wording_check(&b->site.words, &r->layers, &b->arena, d);
	if (!b->has_site)
		return;
	for (unsigned i = 0; i < b->settings.languages.n; i++) {
		coverage_check(&b->site, &r->layers, i, &b->arena, d);
		coverage_count(&b->coverage.of[b->coverage.n++], &b->site, &r->layers, i,
		               &b->arena);
	}
}
