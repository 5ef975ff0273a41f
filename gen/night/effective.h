/*
 * The effective export of a build, kept for the next night: what was read, with the records of the
 * fallback in place of bad ones, and without those that were left out.
 *
 * It is written before the site is published and put in its place afterwards: a full disk is known
 * in time, and what is kept is never of a build that did not publish.
 */
#ifndef NIGHT_EFFECTIVE_H
#define NIGHT_EFFECTIVE_H

#include "base/attr.h"
#include "base/diag.h"
#include "model/survey.h"

/* Writes it beside `path`, onto the disk. -1 with a system diagnostic; then nothing is there. */
MUST_CHECK int effective_write(const struct survey *survey, const char *path, struct arena *a,
                               struct diag *d);

/* Puts it in its place. -1 with a system diagnostic; then what stood there still stands. */
MUST_CHECK int effective_put(const char *path, struct arena *a, struct diag *d);

/* Removes what was written, where the build does not publish: it has names that are withheld. */
void effective_drop(const char *path, struct arena *a);

#endif
