#include "base/pool.h"
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

struct pool {
	void (*work)(void *context, unsigned worker, size_t job);
	void *context;
	size_t njobs;
	atomic_size_t next;
};

struct worker {
	struct pool *pool;
	unsigned number;
	pthread_t thread;
};

static void *run_worker(void *argument)
{
	const struct worker *w = argument;
	struct pool *pool = w->pool;
	size_t job;

	while ((job = atomic_fetch_add(&pool->next, 1)) < pool->njobs)
		pool->work(pool->context, w->number, job);
	return NULL;
}

void pool_run(unsigned nworkers, size_t njobs,
              void (*work)(void *context, unsigned worker, size_t job), void *context)
{
	struct pool pool = {.work = work, .context = context, .njobs = njobs};
	struct worker workers[POOL_WORKERS_MAX];
	unsigned nstarted = 1;

	assert(nworkers >= 1 && nworkers <= POOL_WORKERS_MAX);
	for (unsigned i = 0; i < nworkers; i++)
		workers[i] = (struct worker){.pool = &pool, .number = i};
	/* A thread that cannot be started is not a fault: the others do its share. */
	for (; nstarted < nworkers && nstarted < njobs; nstarted++)
		if (pthread_create(&workers[nstarted].thread, NULL, run_worker,
		                   &workers[nstarted]) != 0)
			break;
	run_worker(&workers[0]);
	for (unsigned i = 1; i < nstarted; i++)
		pthread_join(workers[i].thread, NULL);
}

unsigned pool_processors(void)
{
	cpu_set_t set;
	int n;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > POOL_WORKERS_MAX ? POOL_WORKERS_MAX : (unsigned)n;
}
