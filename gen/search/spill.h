/*
 * Sorting more than memory holds: pairs of a key and a number, in runs on disk, merged in parts.
 *
 * A run is what one job collected, sorted. Runs are numbered, and the numbers in one are all
 * smaller than those in the next, so a merged list is the lists of the runs one behind the other.
 * The keys are cut into parts of about a mebibyte that can be merged side by side, each in memory.
 * What comes out depends on the runs alone, not on who wrote them when.
 */
#ifndef SEARCH_SPILL_H
#define SEARCH_SPILL_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include <stdatomic.h>
#include <stdint.h>

/* The pairs of one run while they are collected. One a worker. */
struct spill_pairs {
	struct buf keys, pairs;
	struct buf room; /* for sorting */
	struct buf out;  /* the run as it is written */
};

void spill_pairs_init(struct spill_pairs *pairs);
void spill_pairs_release(struct spill_pairs *pairs);

/* Adds a pair; the same one may be added again. A key has 1 to 255 bytes, none of
 * them NUL. */
void spill_add(struct spill_pairs *pairs, struct str key, uint32_t number);

/* How many pairs were added to the run; and adds the keys of those from `from` to before `to`
 * again, with another number: cheaper than to find them again. */
size_t spill_count(const struct spill_pairs *pairs);
void spill_add_again(struct spill_pairs *pairs, size_t from, size_t to, uint32_t number);

struct spill {
	int fd;
	_Atomic uint64_t end;
	struct spill_run *runs;
	size_t nruns;
	struct str *borders; /* the least key of each part but the first */
	size_t nparts;
};

/* Opens a file in a folder, and takes its name away; where that is refused, it keeps it. -1 with
 * errno set. */
MUST_CHECK int spill_open(struct spill *spill, int folder, const char *name, size_t nruns);
void spill_close(struct spill *spill);

/* Sorts the pairs, writes them as a run and empties them. -1 with errno set. Different runs may be
 * written at the same time. */
MUST_CHECK int spill_write(struct spill *spill, size_t run, struct spill_pairs *pairs);

/* Once all runs are written: cuts the keys into parts. Two keys with the same first two bytes
 * are in one part. */
void spill_plan(struct spill *spill);

/* Reads a part and calls `take` with each of its keys, ascending in byte order, and the numbers it
 * was added with, ascending. Both are good until the call returns. -1 with errno set. */
MUST_CHECK int spill_merge(const struct spill *spill, size_t part,
                           void (*take)(void *context, struct str key, const uint32_t *numbers,
                                        size_t nnumbers),
                           void *context);

#endif
