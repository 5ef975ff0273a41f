/*
 * How published files looked when they were last known to be right: OUT.fuda/seen-HASH.
 *
 * A number a file, of its size and the time at which it was last written, in the order of the lines
 * of its part of the list. A file that looks as it did then is as a rule the same; one that does
 * not is hashed. HASH is the beginning of that of the MANIFEST.json it belongs to. The file serves
 * speed alone: where it is lost or damaged, everything is hashed once.
 */
#ifndef PUBLISH_SEEN_H
#define PUBLISH_SEEN_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#define SEEN_NOTHING 0 /* of a file that is not there, or is none */

/* The number of a regular file that its owner may read; SEEN_NOTHING of all else. */
uint64_t seen_number(const struct stat *st);

struct seen_part {
	struct str path;
	uint64_t offset; /* of its numbers */
	size_t nfiles;
};

struct seen {
	int fd;                  /* or -1: nothing is known */
	unsigned long round;     /* counts the builds */
	struct seen_part *parts; /* sorted */
	size_t nparts;
};

/* Reads what was written for a manifest; of what cannot be read nothing is known. Must not move. */
void seen_load(struct seen *s, int folder, const char *hash, struct arena *a);
void seen_release(struct seen *s);

/* The numbers of `n` files of a part, from its line `from`, counted from 0: SEEN_NOTHING where none
 * is known. Safe in any thread. */
void seen_read(const struct seen *s, struct str part, size_t from, size_t n, uint64_t *numbers);

/* Whether it was written of a part of this name, which had files. */
bool seen_has_part(const struct seen *s, struct str part);

/* What is being written. */
struct seen_file {
	int folder; /* the caller's */
	int fd;
	atomic_uint_least64_t size;
};

/* -1 with errno set. */
MUST_CHECK int seen_begin(struct seen_file *f, int folder);
/* Adds the numbers of a part; *offset is where. Safe in any thread. */
MUST_CHECK int seen_add(struct seen_file *f, const uint64_t *numbers, size_t n, uint64_t *offset);
/* Puts it in place for a manifest. */
MUST_CHECK int seen_finish(struct seen_file *f, unsigned long round, const struct seen_part *parts,
                           size_t nparts, const char *hash);
/* Removes all but those of these manifests. -1 with errno set. */
MUST_CHECK int seen_remove_others(int folder, const char *const *hashes, size_t nhashes);
/* Removes what was begun and not finished. */
void seen_release_file(struct seen_file *f);

#endif
