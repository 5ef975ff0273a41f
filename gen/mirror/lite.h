/*
 * The lite mirror: the whole site in a few thousand files, for media with large clusters.
 *
 * Made from a tree whose links name files and which has the viewer (LINKS_LITE). Pages of products,
 * manufacturers, and the further parts of lists and changes are packed (mirror_shard.h), the other
 * pages stay files, and every link leads to where its target is now (mirror_link.h).
 */
#ifndef MIRROR_LITE_H
#define MIRROR_LITE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "mirror/tree.h"
#include "model/settings.h"

/* Writes the mirror of `tree` into `folder`, which must be there and empty, with its edition and
 * SHA256SUMS.
 * Files that stay as they are become links to those of the tree where the file system can do that.
 * All of it is on the disk when it returns. Returns -1 with a diagnostic. */
MUST_CHECK int mirror_lite_make(const struct mirror_tree *tree, const struct settings *settings,
                                const char *folder, unsigned njobs, struct arena *a,
                                struct diag *d);

#endif
