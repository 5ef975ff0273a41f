/*
 * The lock of an output folder: one build at a time.
 *
 * A file OUT.fuda/lock, locked with flock(2) for as long as the program lives and saying who holds
 * it. A program that dies lets go of it.
 */
#ifndef PUBLISH_LOCK_H
#define PUBLISH_LOCK_H

#include "base/attr.h"
#include "base/diag.h"

/* Takes the lock in the folder `work`, which is made if it is not there. Returns a descriptor, or
 * -1 with a system diagnostic that says who holds it. */
MUST_CHECK int lock_take(const char *work, struct diag *d);

/* Lets go, and removes the lock file, and the folder if nothing else is in it. */
void lock_release(const char *work, int fd);

#endif
