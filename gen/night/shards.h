/*
 * Parts of a site, made by builds of one shard each, put together into one folder.
 *
 * What comes of it is a folder as a build leaves it, but with the files of products alone; a build
 * into it then keeps all of them and makes the rest, so it ends in the bytes of a build of the
 * whole. A product that no part has is made by that build, too.
 */
#ifndef NIGHT_SHARDS_H
#define NIGHT_SHARDS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"

#define MERGE_PARTS_MAX 1024

/* What is put together. */
struct merge_order {
	const char *const *parts; /* folders */
	size_t nparts;
	const char *previous; /* the site before, of which what may be superseded is taken as well,
	                         with its list; or NULL */
	unsigned nworkers;
};

/* Makes the folder `out`, which must not be there yet, and `out`.fuda beside it. Files are hard
 * links to those of the parts, or copies where parts stand on another file system. Returns -1 with
 * a diagnostic if a part is not complete, parts are not of one export, program and day, a product
 * is in two of them, or the disk fails; what is in `out` is then worth nothing. */
MUST_CHECK int merge_parts(const char *out, const struct merge_order *order, struct arena *a,
                           struct diag *d);

#endif
