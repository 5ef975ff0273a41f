/*
 * The report of a build (--report): what changed since the last build that told what it changed,
 * for the upload, the CDN and the operator.
 *
 *   changed.txt   paths of files that are not as before, sorted: what to upload
 *   removed.txt   paths of files removed, sorted
 *   purge.txt     addresses to purge, those of labels that ended or were revoked first
 *   report.json   figures, inputs, stages, each change of a status, warnings
 *   report.md     the same on one screen, to be read in the morning
 */
#ifndef NIGHT_REPORT_H
#define NIGHT_REPORT_H

#include "base/attr.h"
#include "base/diag.h"
#include "night/state.h"
#include "publish/output.h"
#include "site/site.h"

#define REPORT_STAGES_MAX 16

struct report_stage {
	const char *name;
	double seconds;
};

struct report {
	const struct site *site;
	const struct state *before;
	const struct output *output;
	const struct str *changed; /* sorted */
	size_t nchanged;
	struct report_stage stages[REPORT_STAGES_MAX];
	size_t nstages;
};

/* Sets what changed: the paths of all files that are not as before, the manifest among them if it
 * is one. `outputs` are those of all workers. */
void report_list_changed(struct report *report, struct output_worker *const *outputs,
                         unsigned noutputs, struct arena *a);

#define REPORT_NFILES 5
extern const char *const report_files[REPORT_NFILES];

/* Writes the files into the folder, which is made if it is not there. Adds a diagnostic and
 * returns -1 if it cannot. */
MUST_CHECK int report_write(const struct report *report, const char *folder, struct diag *d);

#endif
