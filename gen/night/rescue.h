/*
 * A night whose export has a few bad records: the last good ones stand in for them.
 *
 * They come from the export that the build before kept (effective.h). A record that takes something
 * back stops the night, as do errors that are not those of one record.
 */
#ifndef NIGHT_RESCUE_H
#define NIGHT_RESCUE_H

#include "base/attr.h"
#include "base/diag.h"
#include "model/fallback.h"
#include "model/survey.h"

struct rescue_request {
	const char *export_file;
	const char *fallback; /* file, or NULL: any error is one */
	date_days as_of;
	unsigned njobs;
	const struct retired *retired; /* survey_wish */
	bool is_check; /* what would be done is said, and errors stay errors; nothing is made of
	                  the survey, so it has no hashes (survey_wish) */
};

/* Reads and checks the export (survey_load). Where nothing is wrong but a few records, their errors
 * become warnings and it is read anew with others in their place, which `fallback` then has; it
 * must outlive the survey and be given to rescue_release in any case. -1 if errors remain. */
MUST_CHECK int rescue_load(struct survey *survey, struct fallback *fallback,
                           const struct rescue_request *request, const struct rules *rules,
                           struct arena *a, struct diag *d);
void rescue_release(struct fallback *fallback);

#endif
