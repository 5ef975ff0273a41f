/*
 * A yardstick: only creates the files of a tree.
 *
 *   create_tree MANIFEST TREE OUT THREADS
 *
 * Makes in the new folder OUT the same folders, and files of the same sizes, as those that MANIFEST
 * (lines of sha256sum) lists and TREE has. Each thread takes the next 64 folders' worth of paths,
 * as the workers of a build do; nothing is computed, and the bytes are the same in every file.
 * Prints the seconds that the creating took, and those until all of it was on the disk as well,
 * which a build waits for.
 */
#include "threads.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 448 /* files that a thread takes at a time */

struct file {
	const char *path;
	size_t size;
};

static struct file *files;
static size_t nfiles;
static atomic_size_t next;
static int out;
static char *bytes;

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

/* Makes the folders above a path. */
static void make_above(const char *path)
{
	char part[4096];

	snprintf(part, sizeof(part), "%s", path);
	for (char *slash = part; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		if (mkdirat(out, part, 0777) < 0 && errno != EEXIST)
			fail(part);
		*slash = '/';
	}
}

static int open_new(const char *path)
{
	return openat(out, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

static void create(const struct file *file)
{
	int fd = open_new(file->path);

	if (fd < 0 && errno == ENOENT) {
		make_above(file->path);
		fd = open_new(file->path);
	}
	if (fd < 0)
		fail(file->path);
	for (size_t done = 0; done < file->size;) {
		ssize_t n = write(fd, bytes + done, file->size - done);

		if (n < 0)
			fail(file->path);
		done += (size_t)n;
	}
	if (close(fd) < 0)
		fail(file->path);
}

static void *work(void *unused)
{
	for (size_t from; (from = atomic_fetch_add(&next, CHUNK)) < nfiles;)
		for (size_t i = from; i < from + CHUNK && i < nfiles; i++)
			create(&files[i]);
	return unused;
}

/* Reads the manifest and asks for the sizes. Returns the largest. */
static size_t read_files(const char *manifest, const char *tree)
{
	int folder = open(tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	FILE *in = fopen(manifest, "r");
	size_t room = 0, most = 0;
	char line[4096];
	struct stat st;

	if (!in || folder < 0)
		fail(manifest);
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		if (strlen(line) < 67 || fstatat(folder, line + 66, &st, 0) < 0)
			fail(line);
		if (nfiles == room) {
			room = room > 0 ? room * 2 : 1 << 16;
			files = reallocarray(files, room, sizeof(*files));
			assert(files);
		}
		files[nfiles++] = (struct file){strdup(line + 66), (size_t)st.st_size};
		most = (size_t)st.st_size > most ? (size_t)st.st_size : most;
	}
	if (ferror(in) || fclose(in) != 0 || close(folder) < 0)
		fail(manifest);
	return most;
}

int main(int argc, char **argv)
{
	size_t nthreads, most;
	double start, created;

	if (argc != 5 || (nthreads = threads_parse(argv[4])) < 1) {
		fprintf(stderr, "usage: create_tree MANIFEST TREE OUT THREADS\n");
		return 2;
	}
	most = read_files(argv[1], argv[2]);
	bytes = malloc(most + 1);
	assert(bytes);
	memset(bytes, 'x', most);
	if (mkdir(argv[3], 0777) < 0)
		fail(argv[3]);
	out = open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (out < 0)
		fail(argv[3]);
	start = threads_now();
	created = threads_run(nthreads, work);
	if (syncfs(out) < 0)
		fail(argv[3]);
	printf("%.3f %.3f\n", created, threads_now() - start);
	return 0;
}
