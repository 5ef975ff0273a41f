/*
 * The manifest: SHA256SUMS, a line a file in the format of sha256sum(1).
 *
 * Its presence in the output folder means that the folder is complete. Lines of products come
 * first, by product_id in byte order, each product's files together; then all other files by path.
 * So a build and its predecessor can be compared side by side, a stretch at a time, whatever their
 * size.
 */
#ifndef PUBLISH_MANIFEST_H
#define PUBLISH_MANIFEST_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "base/str.h"
#include "model/pages.h"
#include <stdint.h>

#define MANIFEST_NAME "SHA256SUMS"

/* "hash", two spaces, path, line end. */
#define MANIFEST_LINE(path_length) (SHA256_HEX + 2 + (path_length) + 1)

struct manifest_line {
	struct str hash; /* SHA256_HEX digits */
	struct str path;
};

/* The line of a file besides the products', as it is kept in memory. */
struct manifest_file {
	const char *path; /* ends in NUL, has none */
	unsigned char hash[SHA256_BYTES];
};

/* The bytes of a hash; of digits that are none, those of no file. */
void manifest_parse_hash(const char text[SHA256_HEX], unsigned char hash[SHA256_BYTES]);

/* Sorts files by path, in byte order. */
void manifest_sort(struct manifest_file *files, size_t nfiles);

/* The file of a path among files that are sorted, or NULL. */
const struct manifest_file *manifest_find(const struct manifest_file *files, size_t nfiles,
                                          struct str path);

/* Appends the line of a file. */
void manifest_add_line(struct buf *b, const char hash[SHA256_HEX], struct str path);

/* Takes the first line off `text`. Returns -1 at its end; a line that is none of ours (a damaged
 * manifest) is passed over. */
int manifest_take_line(struct str *text, struct manifest_line *line);

/* The product_id in a path P/<id>/FILE or <lang>/P/<id>/FILE, or none for any other path. */
struct str manifest_product_id(struct str path);

/*
 * A manifest that was read: what an earlier build published.
 *
 * Lines of products stay in the file and are read again by stretches; the others are in memory,
 * sorted by path.
 */
struct manifest {
	int fd;           /* or -1: nothing was published before */
	uint64_t *starts; /* of the stretch that belongs to each chunk of the new build */
	size_t nchunks;   /* starts has one more, where the products end */
	struct manifest_file *others;
	size_t nothers;
	struct str *missing; /* products published before that the new build does not have */
	size_t nmissing;
};

/*
 * Reads the manifest `name` in `folder`, side by side with the pages of the new build, which are
 * cut into chunks of `chunk_size`. A manifest that does not exist gives an empty one.
 * Returns -1 with errno set if it cannot be read. The texts are in the arena; the rest is given
 * back by manifest_release, in any case.
 */
MUST_CHECK int manifest_load(struct manifest *m, int folder, const char *name,
                             const struct pages *pages, size_t chunk_size, struct arena *a);
void manifest_release(struct manifest *m);

/* Appends the lines of a chunk to `b`. Safe in any thread. -1 with errno set if they cannot be
 * read. */
MUST_CHECK int manifest_read_chunk(const struct manifest *m, size_t chunk, struct buf *b);

#endif
