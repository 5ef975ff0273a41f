/*
 * The last files of a site: the parts of the list of its files, and MANIFEST.json above them.
 *
 * The parts are slices of the manifest that is being written, so they cost little more than their
 * bytes. Each is cut at products, or paths, that are chosen by a hash of their names and is named
 * after what it begins with; so a product that comes or goes changes one part, and not those behind
 * it.
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

/* Makes them, when all other files have been added without a fault and gathered, and the signature
 * with a key, if there is one (NULL: none). `head`, unless it is NULL, gets MANIFEST.json as far as
 * it does not speak of files. What it adds is to be gathered too. Returns -1 with a
 * diagnostic if the export cannot be read any more; faults of writing are kept in the output. */
MUST_CHECK int sums_make(const struct site *site, struct worker *workers, unsigned nworkers,
                         const struct minisign_secret *key, struct buf *head, struct arena *a,
                         struct diag *d);

#endif
