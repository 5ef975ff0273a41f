#include "base/attr.h"
#include "base/pool.h"
#include "check.h"
#include <stdatomic.h>
#include <stdint.h>

enum { NJOBS = 5000 };

struct run {
	uint64_t results[NJOBS];              /* a job writes to its slot */
	size_t njobs_of[POOL_WORKERS_MAX];    /* a worker to its own */
	size_t last_job_of[POOL_WORKERS_MAX]; /* plus one; 0 before the first */
	unsigned nworkers;
	atomic_int noutside, ndescending;
};

static void work(void *context, unsigned worker, size_t job)
{
	struct run *run = context;
	uint64_t h = job;

	if (worker >= run->nworkers || job >= NJOBS) {
		atomic_fetch_add(&run->noutside, 1);
		return;
	}
	for (int i = 0; i < 200; i++)
		h = h * 6364136223846793005ULL + 1442695040888963407ULL;
	run->results[job] += h;
	run->njobs_of[worker]++;
	if (job < run->last_job_of[worker])
		atomic_fetch_add(&run->ndescending, 1);
	run->last_job_of[worker] = job + 1;
}

static struct run runs[2];

static void test_results_do_not_depend_on_workers(void)
{
	static const unsigned nworkers[] = {1, 2, 3, 8, POOL_WORKERS_MAX};

	for (size_t i = 0; i < COUNT_OF(nworkers); i++) {
		struct run *run = &runs[i > 0];
		size_t njobs = 0;

		*run = (struct run){.nworkers = nworkers[i]};
		pool_run(nworkers[i], NJOBS, work, run);
		for (size_t j = 0; j < nworkers[i]; j++)
			njobs += run->njobs_of[j];
		CHECK(njobs == NJOBS);
		CHECK(run->noutside == 0);
		CHECK(run->ndescending == 0);
		CHECK(memcmp(run->results, runs[0].results, sizeof(run->results)) == 0);
	}
}

static void test_few_jobs(void)
{
	for (size_t njobs = 0; njobs <= 3; njobs++) {
		size_t ndone = 0;

		runs[1] = (struct run){.nworkers = 8};
		pool_run(8, njobs, work, &runs[1]);
		for (size_t i = 0; i < 8; i++)
			ndone += runs[1].njobs_of[i];
		CHECK(ndone == njobs);
		CHECK(runs[1].results[njobs] == 0);
	}
}

static void test_processors(void)
{
	CHECK(pool_processors() >= 1);
	CHECK(pool_processors() <= POOL_WORKERS_MAX);
}

int main(void)
{
	test_results_do_not_depend_on_workers();
	test_few_jobs();
	test_processors();
	return check_report();
}
