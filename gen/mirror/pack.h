/*
 * A tree as one ZIP file: packed by all workers, written by one, the same bytes for any number.
 */
#ifndef MIRROR_PACK_H
#define MIRROR_PACK_H

#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "mirror/tree.h"

/* Writes the files of the tree to `fd`, an empty file called `name` in messages, in the order of
 * the tree, each below the folder `top`, with the time 00:00 of `day`. A file is deflated if that
 * makes it smaller and it has at most 1 GiB; one that is larger is stored as it is, for it need not
 * fit into memory. Returns -1 with a diagnostic. */
MUST_CHECK int mirror_pack(const struct mirror_tree *t, struct str top, date_days day, int fd,
                           const char *name, unsigned njobs, struct diag *d);

#endif
