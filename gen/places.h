/*
 * Where a run reads and where it writes: two sets of places that must not meet.
 *
 * Places are compared as the file system has them, whatever way to them was given.
 */
#ifndef PLACES_H
#define PLACES_H

#include "base/attr.h"
#include "base/diag.h"
#include "build.h"
#include <limits.h>

/* Checks request->out, ->ledger, ->keep_export, ->report and ->errors, where they are set, and
 * `work` unless it is NULL: none is an input, stands in one or holds one; none of the others stands
 * in ->out or in what a build makes beside it; no two are one file, those of a report among them;
 * and what is no folder of a site can be written. -1 with a diagnostic. */
MUST_CHECK int places_check(const struct build_request *request, const char *work, struct diag *d);

/* Checks that a file to be written is not there, or is empty, or has these bytes at an offset, as
 * what fuda made there before. At most 16 bytes. -1 with a diagnostic. */
MUST_CHECK int places_check_file(const char *path, uint64_t offset, struct str mark,
                                 struct diag *d);

/* The folder or file itself, where `path` names it by a link, or as "." or ".."; else `path` as it
 * is. So one folder has one lock. NULL with errno set if the link leads nowhere. */
const char *places_real(const char *path, char real[PATH_MAX]);

#endif
