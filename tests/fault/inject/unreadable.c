/*
 * One file that cannot be opened, or that is opened and cannot be read or locked: a library to be
 * loaded before the C library (LD_PRELOAD). From the environment: UNREADABLE, how its path ends;
 * UNREADABLE_CALL, open, read or lock; UNREADABLE_ERRNO, why.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static bool fails(const char *call, const char *path)
{
	const char *end = getenv("UNREADABLE"), *error = getenv("UNREADABLE_ERRNO");
	const char *which = getenv("UNREADABLE_CALL");
	size_t n = strlen(path), wanted = end ? strlen(end) : 0;

	if (!end || !error || !which || strcmp(call, which) != 0 || n < wanted ||
	    strcmp(path + n - wanted, end) != 0)
		return false;
	errno = atoi(error);
	return true;
}

static bool fails_opened(const char *call, int fd)
{
	char link[32], path[4096];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	path[length > 0 ? length : 0] = '\0';
	return fails(call, path);
}

int open(const char *path, int flags, ...)
{
	int (*next)(const char *path, int flags, ...) = dlsym(RTLD_NEXT, "open");
	va_list values;
	mode_t mode;

	va_start(values, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0;
	va_end(values);
	return fails("open", path) ? -1 : next(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	int (*next)(int folder, const char *path, int flags, ...) = dlsym(RTLD_NEXT, "openat");
	va_list values;
	mode_t mode;

	va_start(values, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0;
	va_end(values);
	return fails("open", path) ? -1 : next(folder, path, flags, mode);
}

ssize_t pread(int fd, void *room, size_t n, off_t offset)
{
	ssize_t (*next)(int fd, void *room, size_t n, off_t offset) = dlsym(RTLD_NEXT, "pread");

	return fails_opened("read", fd) ? -1 : next(fd, room, n, offset);
}

int flock(int fd, int operation)
{
	int (*next)(int fd, int operation) = dlsym(RTLD_NEXT, "flock");

	return fails_opened("lock", fd) ? -1 : next(fd, operation);
}
