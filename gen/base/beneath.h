/*
 * Paths that stay below a folder: no link on the way, no "..", nothing that is absolute.
 *
 * For trees that others may have touched: a link in one leads anywhere. A path that would go
 * through a link fails with ELOOP or ENOTDIR, one that would lead out with EXDEV.
 */
#ifndef BASE_BENEATH_H
#define BASE_BENEATH_H

#include "base/attr.h"
#include "base/str.h"
#include <limits.h>

/* Opens what stands at a path below an open folder, by openat2(2) where the kernel has it. */
MUST_CHECK int beneath_open(int folder, const char *path, int flags);

/* The same step by step, for kernels without it. */
MUST_CHECK int beneath_open_by_hand(int folder, const char *path, int flags);

/* The folder of the file at hand, which stays open for the next one: files mostly come folder by
 * folder. One a thread. */
struct beneath {
	int root; /* the caller's */
	int fd;   /* open, unless it is the root or none is; or -1 */
	size_t n; /* bytes of its path */
	char path[PATH_MAX];
	const char *name; /* of the file in it, NUL-terminated; in `path` */
};

void beneath_init(struct beneath *b, int root);
void beneath_release(struct beneath *b);

/* Enters the folder of a file, which need not end in a NUL. Returns its descriptor, which belongs
 * to `b`, or -1 with errno set. */
MUST_CHECK int beneath_enter(struct beneath *b, struct str path);

/* The same, and makes the folder where it is missing. A file or a link that stands in its place is
 * removed: for trees that are ours alone. */
MUST_CHECK int beneath_make(struct beneath *b, struct str path);

#endif
