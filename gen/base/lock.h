/*
 * The lock of a place that is written: one run at a time.
 *
 * A file in a folder beside it, as OUT.fuda/lock, locked with flock(2) for as long as the program
 * lives and saying who holds it. A program that dies lets go of it.
 */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/attr.h"
#include "base/diag.h"
#include <stddef.h>

struct lock {
	const char *work; /* NULL: it is not held */
	int fd;
	size_t above; /* how many bytes of `work` are folders that were there before */
};

/* Takes the lock in the folder `work`, which is made if it is not there, and so are those above it;
 * its name must live as long as the lock. -1 with a system diagnostic, which says who holds it. */
MUST_CHECK int lock_take(struct lock *lock, const char *work, struct diag *d);

/* Lets go of a lock that is held, and removes the lock file, its folder and those made above it, if
 * nothing else is in them. */
void lock_release(struct lock *lock);

#endif
