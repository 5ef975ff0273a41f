/* What the files of module output share. */
#ifndef PUBLISH_OUTPUT_PART_H
#define PUBLISH_OUTPUT_PART_H

#include "publish/lock.h"
#include "publish/output.h"

/* In OUT.fuda: what is being written, with its MANIFEST.json and signature; what was laid away of
 * the list of what was published, which counts with its MANIFEST.json; the keys of search while
 * they are sorted. */
#define NEW_TREE      "new"
#define NEW_MANIFEST  ".manifest"
#define NEW_SIGNATURE ".signature"
#define AWAY          "away"
#define AWAY_MANIFEST AWAY "/" EDITION_NAME
#define SEARCH_KEYS   "search"

/* What stood at the top of a folder before formats had versions. */
#define UNVERSIONED "SHA256SUMS"

/* A file of every site: a folder that has it was made by fuda. */
#define TRACE "as-of.js"

/* Whether the new files are a tree of their own, to be put in place as a whole. */
bool output_is_aside(const struct output *o);

/* Whether it is known what was published before. */
bool output_has_before(const struct output *o);

/* The path without the slashes that it ends in, in the arena. */
struct str output_trim(const char *path, struct arena *a);

/* Keeps the first failure, from errno. */
void output_fail(struct output *o, struct str path);

/* Where a file waits to be put in place, below output.new_fd. */
#define OUTPUT_PLACE 48
void output_waiting_place(const struct output_worker *w, size_t number, char name[OUTPUT_PLACE]);

/* `known` is the hash under which the file was published before. Returns whether what is in OUT is
 * as it should be: as a rule the manifest tells, after a build that was interrupted the disk. */
bool output_publish(struct output_worker *w, struct str path, struct str bytes,
                    const char hash[SHA256_HEX], struct str known);

/* output_add_file of bytes whose hash is known. */
void output_add_hashed(struct output_worker *w, struct str path, struct str bytes,
                       const char hash[SHA256_HEX], struct output_line *line);

/* Makes the folders above a file, if that is what is missing (ENOENT in errno). -1 with errno set.
 */
MUST_CHECK int output_make_above(int folder, struct str path);

/* Reads the MANIFEST.json of a folder, or the file of that name elsewhere, if it is of our format:
 * 1; 0 if there is none; -1 with errno set. */
MUST_CHECK int output_read_edition(int folder, const char *name, struct buf *b);

/* Removes what was laid away: first what says that it counts. -1 with errno set. */
MUST_CHECK int output_clear_away(int work);

/* Room for one more in an array that doubles; freed with free. */
void *output_grow(void *items, size_t n, size_t *room, size_t size);

/* Puts a tree made aside in its place; a complete one that stood there becomes OUT.previous. -1
 * with errno set: then nothing has moved. */
MUST_CHECK int output_exchange(const struct output *o);

#endif
