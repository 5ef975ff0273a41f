/*
 * Runs a command and prints what it cost as one row of a table.
 *
 *   measure NAME COMMAND [ARGUMENT...]
 *
 * Wall and CPU time in seconds, peak memory in MB (10^6 bytes). Its exit status is the command's.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval tv)
{
	return (double)tv.tv_sec + (double)tv.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct rusage used;
	double started = now();
	int status;
	pid_t child;

	if (argc < 3) {
		fputs("usage: measure NAME COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) < 0) {
		perror("measure");
		return 2;
	}
	printf("%-28s %8.2f %8.2f %8.1f\n", argv[1], now() - started,
	       seconds(used.ru_utime) + seconds(used.ru_stime),
	       (double)used.ru_maxrss * 1024 / 1e6);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
