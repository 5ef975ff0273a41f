/*
 * The last files of a site: the parts of the list of those that are no product's, and MANIFEST.json
 * above all parts. Those of products were made with their shelves.
 *
 * A part is cut at paths that are chosen by a hash, and named after what it begins with; so a file
 * that comes or goes changes one part, and not those behind it.
 */
#ifndef MAKE_SUMS_H
#define MAKE_SUMS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "publish/output.h"
#include "publish/worker.h"
#include "sign/minisign.h"
#include "site/site.h"

struct sums_request {
	struct str shard;                  /* "K/N", or none */
	const struct minisign_secret *key; /* to sign with, or NULL */
	struct buf *head; /* gets MANIFEST.json as far as it does not speak of files; or NULL */
};

/* Makes them, when all other files have been added and gathered, and sets the edition of the
 * output. Returns -1 with a diagnostic if anything could not be written. */
MUST_CHECK int sums_make(const struct site *site, struct worker *workers, unsigned nworkers,
                         const struct sums_request *request, struct arena *a, struct diag *d);

#endif
