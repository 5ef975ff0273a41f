/*
 * The output folder: every file hashed, written only if its hash is new, whole at any moment.
 *
 * A folder that does not exist yet is made beside its place and renamed into it when complete. In
 * one that exists, each file that changed is put in place whole; the manifest is taken away before
 * the first change and put back, by rename, after the last: its presence means complete. Beside the
 * folder OUT stands OUT.fuda, ours alone: the manifest being written, the one taken away, the tree
 * being made.
 *
 * After a build that was cut off the manifest is missing. The next build then believes nothing: it
 * compares every file with what is there, and removes what is left over.
 */
#ifndef SITE_OUTPUT_H
#define SITE_OUTPUT_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "site/encode.h"
#include "site/manifest.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* What is there. */
enum output_mode {
	OUTPUT_NEW,    /* nothing: the tree is made aside and renamed into place */
	OUTPUT_CHANGE, /* a complete folder: its manifest answers for its files */
	OUTPUT_MEND,   /* a folder left in the middle: its files answer for themselves */
};

/* How it is replaced. */
enum output_way {
	OUTPUT_IN_PLACE, /* each file whole, one after the other */
	OUTPUT_ATOMIC,   /* all at once: a new tree aside, with links to what did not change, exchanged
	                    with the old one, which becomes OUT.previous */
};

/* The line of a file besides the products'; a path that is none means there is no such file. */
struct output_line {
	struct str path;
	char hash[SHA256_HEX];
};

/* A file and its compressed copies. */
#define OUTPUT_LINES (1 + ENCODE_NKINDS)

struct output {
	const char *path;        /* OUT as given */
	struct str work;         /* OUT.fuda */
	struct str previous;     /* OUT.previous */
	enum output_way way;
	int lock;                /* held on OUT.fuda, or -1 */
	int fd;                  /* the tree being written, or -1 */
	int old_fd;              /* the tree that is published, or -1; the same as fd, in place */
	int work_fd;             /* OUT.fuda, or -1 */
	int manifest_fd;         /* the new manifest, in OUT.fuda */
	enum output_mode mode;
	struct manifest before;  /* what is published */
	uint64_t manifest_end;   /* bytes of the new manifest */
	pthread_mutex_t once;    /* for what happens once: taking the manifest away, the first failure */
	bool is_manifest_away;
	atomic_size_t nwritten, nunchanged;
	atomic_size_t npages;    /* of all files, those of HTML */
	atomic_int error;        /* errno of the first failure; nothing is written after it */
	struct buf failed;       /* its path */
	size_t nremoved;
	bool is_precompressing;  /* text files get compressed copies beside them */
	bool is_listing;         /* paths of changed and removed files are kept, for a report */
	struct str *removed;     /* if so; in the arena of output_seal */
};

/* One a worker. */
struct output_worker {
	struct output *output;
	struct sha256_context *sha;
	struct buf lines;             /* manifest lines of the chunk at hand */
	struct buf before;            /* those of the same products in the manifest before, as text */
	struct manifest_line *known;  /* and line by line */
	size_t nknown, known_room;
	size_t cursor;                /* the next of them to be met, as a rule */
	struct buf found;             /* a file read for comparison */
	struct encoder encoder;
	struct buf encoded;           /* a compressed copy being made */
	struct arena arena;           /* lives as long as the output */
	struct str *gone;             /* product files that the new build does not have */
	size_t ngone, gone_room;
	struct str *changed;          /* files written, if the output is listing */
	size_t nchanged, changed_room;
};

/* Locks the folder, looks at it and reads its manifest; writes nothing into it. `ids` are the products
 * of the new build, sorted, to be written in chunks of `chunk_size`. Returns -1 with a diagnostic if
 * another build holds the lock, or the folder holds what fuda did not make, or cannot be read. In any
 * case to be closed. */
MUST_CHECK int output_open(struct output *o, const char *path, enum output_way way,
                           const struct str *ids, size_t nids, size_t chunk_size, struct arena *a,
                           struct diag *d);
void output_close(struct output *o);

/* Makes ready to write. `product_bytes` is the length of the manifest lines of all products. */
MUST_CHECK int output_begin(struct output *o, uint64_t product_bytes, struct diag *d);

void output_worker_init(struct output_worker *w, struct output *o);
void output_worker_release(struct output_worker *w);

/* Between these two, files of the products of a chunk are added, in the order of the manifest; their
 * lines go to the manifest at `offset`. */
void output_begin_chunk(struct output_worker *w, size_t chunk);
void output_finish_chunk(struct output_worker *w, uint64_t offset);

/* Publishes a file, and its compressed copies if there are to be any: hashes it, and writes it if it
 * is new or changed. `path` is below the output folder and NUL-terminated. A failure is kept in the
 * output and told by output_seal. */
void output_add_product_file(struct output_worker *w, struct str path, struct str bytes);
void output_add_file(struct output_worker *w, struct str path, struct str bytes,
                     struct output_line lines[OUTPUT_LINES]);

/* The hash of bytes as the manifest has it. */
void output_hash(struct output_worker *w, struct str bytes, char hex[SHA256_HEX]);

/* Length of the manifest lines of a file, whose path has so many bytes and ends so. */
uint64_t output_manifest_bytes(const struct output *o, size_t path_length, struct str name);

/* Makes a folder that is known to be needed, in a tree that is new: cheaper than finding out. */
void output_make_folder(struct output_worker *w, struct str path);

/* Removes what went, brings the disk up to date, puts the manifest in place. `lines` are those of the
 * files besides the products', sorted here by path. Returns -1 if it added a diagnostic: then every
 * file is whole but the folder is not complete, and the next build mends it. */
MUST_CHECK int output_seal(struct output *o, struct output_worker *const *workers,
                           unsigned nworkers, struct output_line *lines, size_t nlines,
                           struct arena *a, struct diag *d);

/* Exchanges OUT with OUT.previous, the tree that an atomic build replaced. -1 with a diagnostic. */
MUST_CHECK int output_roll_back(const char *folder, struct arena *a, struct diag *d);

#endif
