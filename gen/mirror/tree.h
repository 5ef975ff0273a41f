/*
 * The files of a tree that a build made, in the order of its manifest: those of products by
 * product_id, then all others by path.
 */
#ifndef MIRROR_TREE_H
#define MIRROR_TREE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"

struct mirror_tree {
	const char *folder; /* its path, for messages */
	int fd;             /* the folder, open; or -1 */
	struct str *paths;  /* below it, NUL-terminated, in the arena */
	size_t npaths;
};

/* Opens a folder and lists every file below it. Returns -1 with a diagnostic. In any case to be
 * closed; the list stays in the arena. `folder` must live as long as the tree. */
MUST_CHECK int mirror_tree_open(struct mirror_tree *t, const char *folder, struct arena *a,
                                struct diag *d);
void mirror_tree_close(struct mirror_tree *t);

/* How many bytes of room the files take where a file begins on a new cluster of so many bytes. -1
 * with errno set if one is not there any more. */
MUST_CHECK int mirror_tree_measure(const struct mirror_tree *t, uint64_t cluster, uint64_t *nbytes);

#endif
