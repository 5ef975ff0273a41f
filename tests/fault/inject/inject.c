/*
 * Faults on demand: a library to be loaded before the C library (LD_PRELOAD), for tests.
 *
 * It counts the calls that change the file system: creating, writing, closing what was written,
 * names made, changed and removed, times set, the disk synced. From the environment:
 *
 *   INJECT_AT=N       the call to disturb, from 1; none: count alone
 *   INJECT_DO=WHAT    kill (a write is done by half first), stop (SIGSTOP, then the call is made),
 * or a number: the call fails with this errno INJECT_LASTING=1  with a number: so do all calls
 * after it that need room on the disk INJECT_LOG=FILE   gets a line "NAME PATH" for the call that
 * was disturbed, or all counted calls, if none was to be
 *
 * Syncing is counted and not done: a killed process loses nothing that the kernel has. Brotli has
 * its least quality: what is disturbed is writing, and compressing took most of the time.
 */
#include <brotli/encode.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DESCRIPTORS 1024

static long disturbed_at;
static int disturbed_errno; /* 0: kill or stop */
static bool is_stopping, is_lasting;
static const char *log_path;
static atomic_long ncalls;
static atomic_bool is_written[DESCRIPTORS];

/* The calls as the kernel offers them: nothing in here is counted. */
static void write_log(const char *name, const char *path)
{
	char line[4352];
	int n = snprintf(line, sizeof(line), "%s %s\n", name, path);
	long fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
	                  0666);

	if (fd < 0 || n < 0 || syscall(SYS_write, fd, line, (size_t)n) != n)
		abort();
	syscall(SYS_close, fd);
}

__attribute__((constructor)) static void read_environment(void)
{
	const char *at = getenv("INJECT_AT"), *what = getenv("INJECT_DO");

	disturbed_at = at ? atol(at) : 0;
	disturbed_errno = what ? atoi(what) : 0;
	is_stopping = what && strcmp(what, "stop") == 0;
	is_lasting = getenv("INJECT_LASTING") != NULL;
	log_path = getenv("INJECT_LOG");
}

/* Whether the call that is about to be made is to fail, with errno set. Does not return if the
 * process is to be killed there, unless `half` finishes what a kill may interrupt. */
static bool is_disturbed(const char *name, const char *path, bool needs_room,
                         void (*half)(const void *), const void *context)
{
	long n = atomic_fetch_add(&ncalls, 1) + 1;
	bool is_it = n == disturbed_at;

	if (log_path && (is_it || disturbed_at == 0))
		write_log(name, path);
	if (disturbed_at == 0 || n < disturbed_at || (!is_it && !(is_lasting && needs_room)))
		return false;
	if (disturbed_errno != 0) {
		errno = disturbed_errno;
		return true;
	}
	if (is_stopping) {
		raise(SIGSTOP);
		return false;
	}
	if (half)
		half(context);
	raise(SIGKILL);
	return true;
}

/* The C library's function of this name. A cast of a union: ISO C has no other way. */
#define NEXT(type, name, ...)                                                                      \
	static type (*next)(__VA_ARGS__);                                                          \
	if (!next)                                                                                 \
	*(void **)&next = dlsym(RTLD_NEXT, name)

static const char *path_of(int fd)
{
	static _Thread_local char path[4096], link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n > 0 ? n : 0] = '\0';
	return path;
}

static const char *join(int folder, const char *path)
{
	static _Thread_local char joined[4096 * 2 + 2];

	if (folder == AT_FDCWD || path[0] == '/')
		return path;
	snprintf(joined, sizeof(joined), "%s/%s", path_of(folder), path);
	return joined;
}

static bool is_regular(int fd)
{
	struct stat st;

	return fd > 2 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static int note_opened(int fd, int flags, const char *path)
{
	/* The lock says who holds it; nothing depends on that. */
	bool is_lock = strlen(path) >= 5 && strcmp(path + strlen(path) - 5, "/lock") == 0;

	if (fd >= 0 && fd < DESCRIPTORS)
		atomic_store(&is_written[fd], (flags & O_ACCMODE) != O_RDONLY && !is_lock);
	return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
	NEXT(int, "openat", int, const char *, int, ...);
	va_list arguments;
	mode_t mode = 0;

	va_start(arguments, flags);
	if (flags & O_CREAT)
		mode = va_arg(arguments, mode_t);
	va_end(arguments);
	if (flags & (O_CREAT | O_TRUNC) &&
	    is_disturbed("open", join(folder, path), true, NULL, NULL))
		return -1;
	return note_opened(next(folder, path, flags, mode), flags, path);
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode = 0;

	va_start(arguments, flags);
	if (flags & O_CREAT)
		mode = va_arg(arguments, mode_t);
	va_end(arguments);
	return openat(AT_FDCWD, path, flags, mode);
}

struct writing {
	int fd;
	const void *bytes;
	size_t n;
	off_t offset;
};

static void write_half(const void *context)
{
	const struct writing *w = context;

	if (w->offset < 0)
		syscall(SYS_write, w->fd, w->bytes, w->n / 2);
	else
		syscall(SYS_pwrite64, w->fd, w->bytes, w->n / 2, w->offset);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	NEXT(ssize_t, "write", int, const void *, size_t);
	const struct writing w = {fd, bytes, n, -1};

	if (is_regular(fd) && is_disturbed("write", path_of(fd), true, write_half, &w))
		return -1;
	return next(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t);
	const struct writing w = {fd, bytes, n, offset};

	if (is_disturbed("pwrite", path_of(fd), true, write_half, &w))
		return -1;
	return next(fd, bytes, n, offset);
}

int close(int fd)
{
	NEXT(int, "close", int);
	bool is_one = fd >= 0 && fd < DESCRIPTORS && atomic_exchange(&is_written[fd], false);

	if (is_one && is_disturbed("close", path_of(fd), false, NULL, NULL)) {
		int error = errno;

		next(fd);
		errno = error;
		return -1;
	}
	return next(fd);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
	NEXT(int, "renameat2", int, const char *, int, const char *, unsigned);

	if (is_disturbed("rename", join(to, new), true, NULL, NULL))
		return -1;
	return next(from, old, to, new, flags);
}

int renameat(int from, const char *old, int to, const char *new)
{
	NEXT(int, "renameat", int, const char *, int, const char *);

	if (is_disturbed("rename", join(to, new), true, NULL, NULL))
		return -1;
	return next(from, old, to, new);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
	NEXT(int, "linkat", int, const char *, int, const char *, int);

	if (is_disturbed("link", join(to, new), true, NULL, NULL))
		return -1;
	return next(from, old, to, new, flags);
}

int unlinkat(int folder, const char *path, int flags)
{
	NEXT(int, "unlinkat", int, const char *, int);

	if (is_disturbed(flags & AT_REMOVEDIR ? "rmdir" : "unlink", join(folder, path), false, NULL,
	                 NULL))
		return -1;
	return next(folder, path, flags);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
	NEXT(int, "mkdirat", int, const char *, mode_t);

	if (is_disturbed("mkdir", join(folder, path), true, NULL, NULL))
		return -1;
	return next(folder, path, mode);
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags)
{
	NEXT(int, "utimensat", int, const char *, const struct timespec *, int);

	if (is_disturbed("utime", join(folder, path), false, NULL, NULL))
		return -1;
	return next(folder, path, times, flags);
}

int ftruncate(int fd, off_t n)
{
	NEXT(int, "ftruncate", int, off_t);

	if (is_regular(fd) && is_written[fd] &&
	    is_disturbed("ftruncate", path_of(fd), false, NULL, NULL))
		return -1;
	return next(fd, n);
}

int fsync(int fd)
{
	return is_disturbed("sync", path_of(fd), true, NULL, NULL) ? -1 : 0;
}

int syncfs(int fd)
{
	return is_disturbed("syncfs", path_of(fd), true, NULL, NULL) ? -1 : 0;
}

BROTLI_BOOL BrotliEncoderSetParameter(BrotliEncoderState *state, BrotliEncoderParameter parameter,
                                      uint32_t value)
{
	NEXT(BROTLI_BOOL, "BrotliEncoderSetParameter", BrotliEncoderState *, BrotliEncoderParameter,
	     uint32_t);

	return next(state, parameter,
	            parameter == BROTLI_PARAM_QUALITY ? BROTLI_MIN_QUALITY : value);
}
