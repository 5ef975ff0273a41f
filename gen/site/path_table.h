/*
 * The table of all paths but those of products: no two outputs may have one path.
 *
 * Product ids are unique by their grammar. Ids of criteria versions and categories are not:
 * "index.html" is a file of ours, "a.atom" a folder where the feed of "a" is a file, and "S1-1.0"
 * and "s1-1.0" are one name on many disks. Nor are names unique that an operator gives to files.
 */
#ifndef SITE_PATH_TABLE_H
#define SITE_PATH_TABLE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/criteria.h"
#include "site/layers.h"
#include <stdbool.h>

/* Adds a PATH_TAKEN for each id of which an output would have the path of another's, or of a file
 * of the site, when case is ignored. -1 if it added one. */
MUST_CHECK int path_table_check(const struct criteria *criteria, const char *criteria_folder,
                                struct arena *a, struct diag *d);

struct site;

/* Adds a PATH_TAKEN for each page of prose and each file of root/ that would stand, when the case
 * of ASCII letters is ignored, where a language has its folder or another page or file stands, or
 * where a compressed copy of such a file would. -1 if it added one. */
MUST_CHECK int path_table_check_root(const struct site *site, const struct layers *layers,
                                     struct arena *a, struct diag *d);

/* Whether every file system and list can have a name: no control characters, none of those that
 * Windows does not have, no device of it, no space or full stop at the end. */
bool path_table_is_portable(struct str name);

#endif
