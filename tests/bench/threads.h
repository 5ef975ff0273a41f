/* What the yardsticks share: threads that do one function side by side, and the time that takes. */
#ifndef TESTS_BENCH_THREADS_H
#define TESTS_BENCH_THREADS_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define THREADS_MAX 64

/* The number of threads that an argument asks for; 0 if it is none. */
static inline size_t threads_parse(const char *argument)
{
	unsigned long n = strtoul(argument, NULL, 10);

	return n <= THREADS_MAX ? n : 0;
}

static inline double threads_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds until all threads have done `work`. */
static inline double threads_run(size_t nthreads, void *(*work)(void *unused))
{
	pthread_t threads[THREADS_MAX];
	double start = threads_now();

	for (size_t i = 0; i < nthreads; i++) {
		if (pthread_create(&threads[i], NULL, work, NULL) != 0) {
			perror("pthread_create");
			exit(2);
		}
	}
	for (size_t i = 0; i < nthreads; i++)
		pthread_join(threads[i], NULL);
	return threads_now() - start;
}

#endif
