/*
 * One file that cannot be opened: a library to be loaded before the C library (LD_PRELOAD). From
 * the environment: UNREADABLE, how its path ends; UNREADABLE_ERRNO, why.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static bool is_unreadable(const char *path)
{
	const char *end = getenv("UNREADABLE"), *error = getenv("UNREADABLE_ERRNO");
	size_t n = strlen(path), wanted = end ? strlen(end) : 0;

	if (!end || !error || n < wanted || strcmp(path + n - wanted, end) != 0)
		return false;
	errno = atoi(error);
	return true;
}

int open(const char *path, int flags, ...)
{
	int (*next)(const char *path, int flags, ...) = dlsym(RTLD_NEXT, "open");
	va_list values;
	mode_t mode;

	va_start(values, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0;
	va_end(values);
	return is_unreadable(path) ? -1 : next(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	int (*next)(int folder, const char *path, int flags, ...) = dlsym(RTLD_NEXT, "openat");
	va_list values;
	mode_t mode;

	va_start(values, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0;
	va_end(values);
	return is_unreadable(path) ? -1 : next(folder, path, flags, mode);
}
