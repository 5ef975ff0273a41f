/*
 * Work as a numbered list, shared out to workers.
 *
 * Jobs are taken in the order of their numbers; which worker gets which is left to chance, so a job
 * writes only to the slot of its number and to what belongs to its worker.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

#define POOL_WORKERS_MAX 256

/* Does job 0 .. njobs-1 with `nworkers` workers (1 to POOL_WORKERS_MAX; 1 means the calling thread)
 * and returns when all are done. `worker` is 0 .. nworkers-1. */
void pool_run(unsigned nworkers, size_t njobs,
              void (*work)(void *context, unsigned worker, size_t job), void *context);

/* How many processors this process may use, at least 1. */
unsigned pool_processors(void);

#endif
