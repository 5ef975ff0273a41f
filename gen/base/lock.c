#include "base/lock.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_NAME "lock"

/* How often it is made anew what others remove. */
#define TRIES 1000

/* Whether the descriptor is still the file of that name: the one who held it may have removed it
 * between our opening and our locking it. */
static bool is_still_there(int fd, const char *path)
{
	struct stat held, named;

	return fstat(fd, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino &&
	       held.st_dev == named.st_dev;
}

static void write_holder(int fd)
{
	char host[256] = "", when[32] = "";
	time_t now = time(NULL);
	struct tm parts;

	if (gethostname(host, sizeof(host) - 1) < 0)
		host[0] = '\0';
	if (gmtime_r(&now, &parts))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &parts);
	/* What it says is for people; that it is locked is what counts. */
	if (ftruncate(fd, 0) == 0)
		dprintf(fd, "process %ld on %s since %s\n", (long)getpid(), host, when);
}

static void say_holder(int fd, const char *path, struct diag *d)
{
	char text[512];
	ssize_t n = fs_read_at(fd, 0, text, sizeof(text));
	struct str holder = {text, n > 0 ? (size_t)n : 0};

	holder = str_before(holder, '\n');
	if (holder.n == 0)
		holder = STR("another process");
	diag_add(d, DIAG_LOCKED, (struct place){.file = str_from(path)},
	         "another run is at work there: %.*s", STR_ARG(holder));
}

/* Opens the lock file. Who holds it now may remove it and the folders at any moment. */
static int open_lock(const char *work, const char *path)
{
	int fd = -1;

	for (int i = 0; fd < 0 && i < TRIES; i++) {
		if (fs_make_folders(AT_FDCWD, work) < 0 && errno != ENOENT)
			return -1;
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (fd < 0 && errno != ENOENT)
			return -1;
	}
	return fd;
}

/* Takes the last part of a path away; returns the length of what is left. */
static size_t cut_last(char *path, size_t n)
{
	while (n > 0 && path[n - 1] != '/')
		n--;
	while (n > 0 && path[n - 1] == '/')
		n--;
	path[n] = '\0';
	return n;
}

/* The length of what is there already of a path, which fits. */
static size_t measure_above(const char *work)
{
	char path[PATH_MAX];
	size_t n = strlen(work);

	memcpy(path, work, n + 1);
	while (n > 0 && access(path, F_OK) < 0)
		n = cut_last(path, n);
	return n;
}

/* Locks the file, unless somebody holds it. Returns a descriptor, or -1 with a diagnostic. */
static int take(const char *work, const char *path, struct diag *d)
{
	int fd = open_lock(work, path);

	while (fd >= 0) {
		if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
			if (errno == EWOULDBLOCK)
				say_holder(fd, path, d);
			else
				diag_add_system(d, DIAG_FILE_WRITE, path, "cannot lock", errno);
			close(fd);
			return -1;
		}
		if (is_still_there(fd, path)) {
			write_holder(fd);
			return fd;
		}
		close(fd);
		fd = open_lock(work, path);
	}
	diag_add_system(d, DIAG_FILE_WRITE, work, "cannot make the folder of its lock", errno);
	return -1;
}

static int name_lock(const char *work, char path[PATH_MAX])
{
	if (snprintf(path, PATH_MAX, "%s/%s", work, LOCK_NAME) < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

/* Removes the folder, and those above it that were not there before, while they are empty. */
static void remove_empty(const char *work, size_t above)
{
	char path[PATH_MAX];
	size_t n = strlen(work);

	memcpy(path, work, n + 1);
	do {
		if (rmdir(path) < 0)
			return;
		n = cut_last(path, n);
	} while (n > above);
}

int lock_take(struct lock *lock, const char *work, struct diag *d)
{
	char path[PATH_MAX];

	*lock = (struct lock){.fd = -1};
	if (name_lock(work, path) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, work, "cannot make the folder of its lock",
		                errno);
		return -1;
	}
	lock->above = measure_above(work);
	lock->fd = take(work, path, d);
	if (lock->fd < 0) {
		remove_empty(work, lock->above);
		return -1;
	}
	lock->work = work;
	return 0;
}

void lock_release(struct lock *lock)
{
	char path[PATH_MAX];

	if (!lock->work)
		return;
	if (name_lock(lock->work, path) == 0)
		unlink(path);
	remove_empty(lock->work, lock->above);
	close(lock->fd);
	*lock = (struct lock){.fd = -1};
}
