/*
 * Work as a numbered list, shared out to workers.
 *
 * Jobs are begun in the order of their numbers; which worker gets which is left to chance, so a job
 * writes only to the slot of its number and to what belongs to its worker.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

#define POOL_WORKERS_MAX 256

/* Does job 0 .. njobs-1 with `nworkers` workers (1 to POOL_WORKERS_MAX) and returns when all are
 * done; what the jobs wrote is then visible to the caller. `worker` is 0 .. nworkers-1; worker 0 is
 * the calling thread. Never fails: the share of a thread that cannot be started is done by the
 * others. */
void pool_run(unsigned nworkers, size_t njobs,
              void (*work)(void *context, unsigned worker, size_t job), void *context);

/* How many processors this process may use, 1 to POOL_WORKERS_MAX; 1 if that is not known.
 */
unsigned pool_processors(void);

#endif
