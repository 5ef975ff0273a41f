/*
 * The registry as a SQLite database, for those who would rather query (described in
 * fuda-published(5)).
 *
 * It shows what the pages show on the as-of day, which the table meta names, so that an old copy
 * says that it is old. The same input gives the same bytes, with the same version of the library.
 */
#ifndef DATA_SQLITE_H
#define DATA_SQLITE_H

#include "base/attr.h"
#include "base/diag.h"
#include "publish/output.h"
#include "site/site.h"

/* Writes the database whole: under another name beside `path`, which is then renamed into place.
 * site->pages must be planned. -1 with a diagnostic; then what stood at `path` still stands. */
MUST_CHECK int sqlite_save(const struct site *site, const char *path, struct diag *d);

/* Where a site has it, with the setting sqlite. */
#define SQLITE_PATH "data/registry.sqlite"

/* Publishes the same database as that file; where it cannot be made a diagnostic is added, and no
 * file. It is made where SQLite keeps temporary files and has all of its bytes in memory when it is
 * written. */
void sqlite_publish(const struct site *site, struct output_worker *w, struct diag *d);

#endif
