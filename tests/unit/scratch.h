/*
 * A folder for the files of one test program, below TMPDIR or /tmp.
 *
 * A program that cannot make or write it ends with status 2: nothing was tested.
 */
#ifndef UNIT_SCRATCH_H
#define UNIT_SCRATCH_H

#include "base/fs.h"
#include "base/str.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static char scratch[PATH_MAX];

static inline void scratch_or_end(int status)
{
	if (status >= 0)
		return;
	perror(scratch);
	exit(2);
}

static inline void scratch_open(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(scratch, sizeof(scratch), "%s/fuda-unit-XXXXXX", tmp ? tmp : "/tmp");
	scratch_or_end(mkdtemp(scratch) ? 0 : -1);
}

/* The path of a file or folder in the scratch folder, in the arena, NUL-terminated. */
static inline const char *scratch_path(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", scratch, name).p;
}

/* Writes a file, over one that is there; the folder it is in is made. Returns its path. */
static inline const char *scratch_write(struct arena *a, const char *name, struct str bytes)
{
	const char *path = scratch_path(a, name), *slash = strrchr(path, '/');

	scratch_or_end(
	        fs_make_folders(AT_FDCWD, arena_printf(a, "%.*s", (int)(slash - path), path).p));
	scratch_or_end(fs_replace(AT_FDCWD, path, bytes));
	return path;
}

static inline void scratch_close(void)
{
	scratch_or_end(fs_remove_tree(AT_FDCWD, scratch));
}

#endif
