/*
 * A yardstick: only reads and parses an export.
 *
 *   read_export FILE THREADS
 *
 * Each thread takes the next block of the file and parses its lines with jansson, duplicate keys
 * rejected, and frees them. Prints the seconds that took.
 */
#include "threads.h"
#include <assert.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK          ((size_t)1 << 20)
#define LINE_MAX_BYTES ((size_t)1 << 20)

static int in;
static size_t nbytes;
static atomic_size_t next, nrecords;

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

/* The lines that begin in the block that begins at `from`. */
static void parse_block(char *room, size_t from)
{
	ssize_t got = pread(in, room, BLOCK + LINE_MAX_BYTES, (off_t)from);
	char *end, *line = room;

	if (got < 0)
		fail("read");
	end = room + got;
	if (from > 0) {
		line = memchr(room, '\n', (size_t)got);
		line = line ? line + 1 : end;
	}
	/* The line that begins behind a line end at the block's last byte is the next block's. */
	while (line < end && line <= room + BLOCK) {
		char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t n = (size_t)((stop ? stop : end) - line);
		json_t *record = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);

		if (!record)
			fail("a line is no JSON");
		json_decref(record);
		atomic_fetch_add(&nrecords, 1);
		line += n + 1;
	}
}

static void *work(void *unused)
{
	char *room = malloc(BLOCK + LINE_MAX_BYTES);

	assert(room);
	for (size_t from; (from = atomic_fetch_add(&next, BLOCK)) < nbytes;)
		parse_block(room, from);
	free(room);
	return unused;
}

int main(int argc, char **argv)
{
	struct stat st;
	size_t nthreads;

	if (argc != 3 || (nthreads = threads_parse(argv[2])) < 1) {
		fprintf(stderr, "usage: read_export FILE THREADS\n");
		return 2;
	}
	in = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (in < 0 || fstat(in, &st) < 0)
		fail(argv[1]);
	nbytes = (size_t)st.st_size;
	json_object_seed(1);
	printf("%.3f\n", threads_run(nthreads, work));
	fprintf(stderr, "%zu lines\n", (size_t)nrecords);
	return 0;
}
