/*
 * The file system, as far as we use it: whole files, relative to an open folder.
 *
 * A call that fails returns -1 with errno set; who called knows the path and reports it. What is
 * read below an open folder is reached through no link (beneath.h); a path from where the program
 * was started (AT_FDCWD) may have some.
 */
#ifndef BASE_FS_H
#define BASE_FS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Opens a regular file for reading: not a pipe, a socket or a device, of which reading may never
 * end (EINVAL), nor a folder (EISDIR). */
MUST_CHECK int fs_open_regular(int folder, const char *path);

/* Closes a descriptor after a call on it that gave `status`, which is returned with the errno of
 * that call; -1 as well if the call worked and closing did not. */
int fs_close(int fd, int status);

/* Reads `n` bytes from `offset` on, wherever the descriptor stands: how many there were, fewer only
 * where the file ends before. -1 with errno set. */
MUST_CHECK ssize_t fs_read_at(int fd, uint64_t offset, char *room, size_t n);

/* Reads a whole file behind what the buffer holds. A file larger than `limit` bytes fails with
 * EFBIG. `folder` is a descriptor or AT_FDCWD. */
MUST_CHECK int fs_load(int folder, const char *path, size_t limit, struct buf *b);

/* The same of a file below a folder that is named: links may lead to the folder, and none on from
 * it. */
MUST_CHECK int fs_load_below(const char *folder, const char *path, size_t limit, struct buf *b);

/* The same of an open file, from where it stands. */
MUST_CHECK int fs_load_open(int fd, size_t limit, struct buf *b);

/* The names in a folder, dot-files left out, in byte order, in the arena, NUL-terminated. */
MUST_CHECK int fs_list(int folder, const char *path, struct arena *a, struct str **names,
                       size_t *nnames);

/* The same with dot-files, "." and ".." left out. */
MUST_CHECK int fs_list_all(int folder, const char *path, struct arena *a, struct str **names,
                           size_t *nnames);

/* Every regular file below a folder, dot-files too, as paths with '/', in byte order. */
MUST_CHECK int fs_walk(int folder, const char *path, struct arena *a, struct str **paths,
                       size_t *npaths);

/* The same of all that stands below an open folder and is no folder itself. */
MUST_CHECK int fs_walk_all(int folder, struct arena *a, struct str **paths, size_t *npaths);

/* A folder that could not be read, or in which something could not be looked at: by its path, which
 * is empty for the one where a walk begins. */
struct fs_closed {
	struct str path;
	int error;
};

/* What a walk finds; both in byte order, in the arena. */
struct fs_found {
	struct str *paths;
	size_t npaths;
	struct fs_closed *closed;
	size_t nclosed;
};

/* The same as fs_walk_all, and it goes on where something cannot be looked at. */
void fs_walk_on(int folder, struct arena *a, struct fs_found *found);

/* Makes a folder and those above it; one that is there is no fault. */
MUST_CHECK int fs_make_folders(int folder, const char *path);

/* Writes all bytes where the descriptor stands, or at an offset. -1 with errno set. */
MUST_CHECK int fs_write(int fd, struct str bytes);
MUST_CHECK int fs_write_at(int fd, struct str bytes, uint64_t offset);

/* Makes of what comes on a descriptor a file that can be read from anywhere, twice: where it is a
 * pipe or the like, the descriptor becomes that of a copy without a name below $TMPDIR, or /tmp. -1
 * with errno set. */
MUST_CHECK int fs_spool(int fd);

/* Brings a file or folder to the disk; or the folder that the path is in, whose names changed. */
MUST_CHECK int fs_sync(int folder, const char *path);
MUST_CHECK int fs_sync_above(int folder, const char *path);

/* Writes a file that must not exist yet (EEXIST). For folders that nobody sees before all is done.
 */
MUST_CHECK int fs_create(int folder, const char *path, struct str bytes);

/* The same, and how it looks then. */
MUST_CHECK int fs_create_seen(int folder, const char *path, struct str bytes, struct stat *st);

/* The path of a folder without the slashes that it ends in, in the arena. */
struct str fs_trim(const char *path, struct arena *a);

/* The folder that a path stands in, in the arena. */
struct str fs_above(const char *path, struct arena *a);

/* How names begin under which something is written that is then put in its place. */
#define FS_BESIDE ".fuda-"

/* Such a name beside a path, which does not end in a slash, in the arena. */
struct str fs_beside(struct str path, struct arena *a);

/* Puts a file in place whole: written beside its place under a name that begins FS_BESIDE, then
 * renamed over it. Another process sees the old file or the new one. The folders above must exist.
 */
MUST_CHECK int fs_replace(int folder, const char *path, struct str bytes);

/* As fs_replace, and on the disk when it returns: for what must outlive a loss of power. */
MUST_CHECK int fs_save(int folder, const char *path, struct str bytes);

/* Removes the empty folders below a folder, and those that are empty then. */
MUST_CHECK int fs_remove_empty(int folder, const char *path);

/* Removes a folder and everything below it; one that is not there is no fault. */
MUST_CHECK int fs_remove_tree(int folder, const char *path);

/* The same of whatever stands there: for a name that is ours alone. */
MUST_CHECK int fs_remove_any(int folder, const char *path);

/* Gives a file a second name, or where the file system has no such thing, or not for this file, a
 * copy with the time of the file. The new name must not exist (EEXIST). */
MUST_CHECK int fs_link(int folder, const char *path, int new_folder, const char *new);

/* Syncs a file, renames it over `path`, and syncs the folder they are in. -1 with errno set. */
MUST_CHECK int fs_put_in_place(const char *new, const char *path);

#endif
