/*
 * The table of all paths but those of products: no two outputs may have one path.
 *
 * Product ids are unique by their grammar. Ids of criteria versions and categories are not:
 * "index.html" is a file of ours, "a.atom" a folder where the feed of "a" is a file, and "S1-1.0"
 * and "s1-1.0" are one name on many disks.
 */
#ifndef SITE_PATH_TABLE_H
#define SITE_PATH_TABLE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/criteria.h"

/* Adds a PATH_TAKEN for each id of which an output would have the path of another's, or of a file
 * of the site, when case is ignored. -1 if it added one. */
MUST_CHECK int path_table_check(const struct criteria *criteria, const char *criteria_folder,
                                struct arena *a, struct diag *d);

#endif
