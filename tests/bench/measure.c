/*
 * Runs a command and writes what it cost into a file.
 *
 *   measure FILE COMMAND [ARGUMENT...]
 *
 * A line with wall time, CPU time and that part of it which is not the system's, in seconds, and
 * peak memory in MB (10^6 bytes). Its exit status is the command's.
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
	FILE *out;
	pid_t child;

	if (argc < 3) {
		fputs("usage: measure FILE COMMAND [ARGUMENT...]\n", stderr);
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
	out = fopen(argv[1], "w");
	if (!out ||
	    fprintf(out, "%.3f %.3f %.3f %.1f\n", now() - started,
	            seconds(used.ru_utime) + seconds(used.ru_stime), seconds(used.ru_utime),
	            (double)used.ru_maxrss * 1024 / 1e6) < 0 ||
	    fclose(out) != 0) {
		perror(argv[1]);
		return 2;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
