/*
 * What was published: MANIFEST.json (edition.h) and the parts of the list of files that it names.
 *
 * A part is text for sha256sum(1), a line a file. Those of products are of one shelf each, by
 * product_id in byte order, each product's files together; the others are sorted by path. So a
 * build and its predecessor are compared side by side, a shelf at a time, whatever their size.
 *
 * Nothing is believed that does not have the hash by which MANIFEST.json names it.
 */
#ifndef PUBLISH_MANIFEST_H
#define PUBLISH_MANIFEST_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "base/str.h"
#include "model/pages.h"
#include "publish/edition.h"
#include "publish/seen.h"
#include "publish/superseded.h"
#include <stdbool.h>

/* "hash", two spaces, path, line end. */
#define MANIFEST_LINE(path_length) (SHA256_HEX + 2 + (path_length) + 1)

struct manifest_line {
	struct str hash; /* SHA256_HEX digits */
	struct str path;
};

/* The line of a file besides the products', as it is kept in memory. */
struct manifest_file {
	const char *path; /* ends in NUL, has none */
	uint64_t look;    /* how it was last seen (seen.h) */
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

/* Takes the next line off `text`. Returns -1 at its end; a line that is none of ours is passed
 * over. */
int manifest_take_line(struct str *text, struct manifest_line *line);

/* The product_id in a path P/<id>/FILE or <lang>/P/<id>/FILE, or none for any other path. */
struct str manifest_product_id(struct str path);

/* A part of products: which stand in it. */
struct manifest_stretch {
	struct str first, last; /* ids */
	size_t nproducts;
	const struct edition_part *part;
};

/* Where the parts of an edition, and the list of superseded files beside them, are: as a rule in
 * the site; those that an interrupted build was to replace, in the folder that it laid them away
 * in. */
struct manifest_place {
	int away;                /* holds NAME.sha256, or is -1 */
	int site;                /* holds sums/NAME.sha256 */
	const struct seen *seen; /* how the files looked, or NULL */
};

/*
 * An edition that was read: what an earlier build published.
 *
 * Lines of products stay in their parts and are read again by shelves; the others are in memory,
 * sorted by path.
 */
struct manifest {
	bool is_known; /* it is there, and all of it can be believed; else at most the superseded
	                  files are */
	struct manifest_place place;
	struct edition edition;
	struct manifest_stretch *stretches; /* sorted */
	size_t nstretches;
	struct manifest_file *others; /* and the superseded ones, and their list */
	size_t nothers;
	struct superseded_file *superseded; /* sorted by path */
	size_t nsuperseded;
	struct str *missing; /* products published before that the new build does not have */
	size_t nmissing;
	struct str *strays; /* files of products that the new build has on no shelf of its own */
	size_t nstrays;
};

/* Reads the edition whose MANIFEST.json has these bytes, side by side with the pages of the new
 * build, by so many workers; no bytes are an edition without files. Where a part is missing or is
 * not the one that MANIFEST.json names, nothing is known. -1 with errno set if a part cannot be
 * read. The texts are in the arena; the rest is given back by manifest_release, in any case.
 * `place` must stay open. */
MUST_CHECK int manifest_load(struct manifest *m, struct manifest_place place, struct str bytes,
                             const struct pages *pages, unsigned nworkers, struct arena *a);
/* Of a site of which nothing is known otherwise, its superseded files: their list answers for
 * itself. */
MUST_CHECK int manifest_load_superseded(struct manifest *m, int site, struct arena *a);
void manifest_release(struct manifest *m);

/* What the list of superseded files says of one, or NULL. */
const struct superseded_file *manifest_find_superseded(const struct manifest *m, struct str path);

/* The part of a path, or NULL. */
const struct edition_part *manifest_find_part(const struct manifest *m, struct str path);

/* The part that is of the products of a shelf, of no more and no fewer; or NULL. */
const struct edition_part *manifest_find_shelf(const struct manifest *m, const struct pages *pages,
                                               const struct shelf *shelf);

/* Appends the lines of a shelf's products to `b`, and how each file looked (uint64_t) to `looks`.
 * Safe in any thread. -1 with errno set if they cannot be read. */
MUST_CHECK int manifest_read_shelf(const struct manifest *m, const struct pages *pages,
                                   const struct shelf *shelf, struct buf *b, struct buf *looks);

/* Whether the edition lists a product, whatever became of its files since, and the digits of the
 * hash of its label.json. What cannot be read lists nothing. */
bool manifest_find_product(const struct manifest *m, struct str id, char hash[SHA256_HEX]);

/* Appends a part. -1 with errno set; ENOENT if it is not there. */
MUST_CHECK int manifest_read_part(struct manifest_place place, const struct edition_part *part,
                                  struct buf *b);

/* Whether an errno tells that what stands at a path is not the file that should be there, rather
 * than of the system. */
bool manifest_is_damage(int error);

/* Whether bytes are those of a part. */
bool manifest_is_part(const struct edition_part *part, struct str bytes);

#endif
