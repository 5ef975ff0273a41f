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
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

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

/* Looks at one file after the other, mostly of many folders that stand in few: a folder is not
 * opened but looked at itself, by the open one above it, and its files by that one as well. Of two
 * calls to open and close it one is left. One a thread. */
#define BENEATH_ABOVE 4

struct beneath_look {
	int root; /* the caller's */
	struct beneath_above {
		int fd;   /* or -1 */
		size_t n; /* bytes of its path */
		char path[PATH_MAX];
	} above[BENEATH_ABOVE];
	unsigned next;       /* which of these is given up for another one */
	int at;              /* the one above the folder of the file at hand */
	size_t n, from;      /* bytes of that folder's path, and where its name begins; or no
	                        folder: SIZE_MAX */
	char path[PATH_MAX]; /* of the file at hand */
};

void beneath_look_init(struct beneath_look *b, int root);
void beneath_look_release(struct beneath_look *b);

/* How a file looks, a link as a link. The path need not end in a NUL. The file is then `path` from
 * `from` on, below the folder `at`. -1 with errno set. */
MUST_CHECK int beneath_look(struct beneath_look *b, struct str path, struct stat *st);

/* Opens a folder to read its names: below an open one, or at a path from where the program was
 * started (AT_FDCWD). NULL with errno set. */
DIR *beneath_open_names(int folder, const char *path);

/* Behind a loop around readdir, which says by errno why it ended: closes, and returns `status`, or
 * -1 if reading failed. */
int beneath_close_names(DIR *names, int status);

/* Whether a name is "." or "..". */
bool beneath_is_itself(const char *name);

#endif
