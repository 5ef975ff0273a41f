#include "base/fs.h"
#include "base/beneath.h"
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK (1 << 16)

int fs_close(int fd, int status)
{
	int error = errno;

	if (close(fd) < 0 && status == 0)
		return -1;
	errno = error;
	return status;
}

int fs_open_regular(int folder, const char *path)
{
	/* Without O_NONBLOCK a pipe that nobody writes to would hold the program for ever. */
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	int fd = folder == AT_FDCWD ? open(path, flags) : beneath_open(folder, path, flags);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0)
		return fs_close(fd, -1);
	if (S_ISREG(st.st_mode))
		return fd;
	errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	return fs_close(fd, -1);
}

ssize_t fs_read_at(int fd, uint64_t offset, char *room, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t got = pread(fd, room + done, n - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

int fs_load_open(int fd, size_t limit, struct buf *b)
{
	size_t start = b->n;
	ssize_t n;

	do {
		n = fs_read_at(fd, b->n - start, buf_reserve(b, BLOCK), BLOCK);
		if (n < 0)
			return -1;
		b->n += (size_t)n;
		if (b->n - start > limit) {
			errno = EFBIG;
			return -1;
		}
	} while (n == BLOCK);
	return 0;
}

int fs_load(int folder, const char *path, size_t limit, struct buf *b)
{
	int fd = fs_open_regular(folder, path);

	return fd < 0 ? -1 : fs_close(fd, fs_load_open(fd, limit, b));
}

int fs_load_below(const char *folder, const char *path, size_t limit, struct buf *b)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -1 : fs_close(fd, fs_load(fd, path, limit, b));
}

int fs_make_folders(int folder, const char *path)
{
	char part[PATH_MAX];
	size_t n = strlen(path);

	if (n >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (mkdirat(folder, path, 0777) == 0 || errno == EEXIST)
		return 0;
	if (errno != ENOENT)
		return -1;
	memcpy(part, path, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (mkdirat(folder, part, 0777) < 0 && errno != EEXIST)
			return -1;
		part[i] = i < n ? '/' : '\0';
	}
	return 0;
}

int fs_write(int fd, struct str bytes)
{
	while (bytes.n > 0) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return 0;
}

/* A file that goes when it is closed. */
static int open_nameless(void)
{
	const char *folder = getenv("TMPDIR");
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/fuda.XXXXXX", folder && *folder ? folder : "/tmp");
	int fd;

	if (n < 0 || (size_t)n >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0 && unlink(path) < 0)
		return fs_close(fd, -1);
	return fd;
}

static int copy_to_end(int from, int to)
{
	char block[BLOCK];
	ssize_t n;

	while ((n = read(from, block, sizeof(block))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || fs_write(to, (struct str){block, (size_t)n}) < 0)
			return -1;
	}
	return 0;
}

int fs_spool(int fd)
{
	struct stat st;
	int copy, status;

	if (fstat(fd, &st) < 0)
		return -1;
	if (S_ISREG(st.st_mode))
		return 0;
	copy = open_nameless();
	if (copy < 0)
		return -1;
	status = copy_to_end(fd, copy);
	if (status == 0 && dup2(copy, fd) < 0)
		status = -1;
	return fs_close(copy, status);
}

int fs_write_at(int fd, struct str bytes, uint64_t offset)
{
	while (bytes.n > 0) {
		ssize_t n = pwrite(fd, bytes.p, bytes.n, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_sub(bytes, (size_t)n, bytes.n);
		offset += (uint64_t)n;
	}
	return 0;
}

int fs_sync(int folder, const char *path)
{
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -1 : fs_close(fd, fsync(fd));
}

int fs_sync_above(int folder, const char *path)
{
	char above[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) + 1 : 0;

	if (n >= sizeof(above)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(above, path, n);
	above[n] = '\0';
	return fs_sync(folder, n > 0 ? above : ".");
}

static int sync_nothing(int fd)
{
	(void)fd;
	return 0;
}

static int create(int folder, const char *path, struct str bytes, int (*sync)(int fd),
                  struct stat *st)
{
	int fd = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return -1;
	if (fs_write(fd, bytes) < 0 || sync(fd) < 0 || (st && fstat(fd, st) < 0)) {
		int error = errno;

		close(fd);
		unlinkat(folder, path, 0);
		errno = error;
		return -1;
	}
	return close(fd);
}

struct str fs_trim(const char *path, struct arena *a)
{
	struct str trimmed = str_from(path);

	while (trimmed.n > 1 && trimmed.p[trimmed.n - 1] == '/')
		trimmed.n--;
	return arena_copy(a, trimmed);
}

struct str fs_above(const char *path, struct arena *a)
{
	struct str above = fs_trim(path, a);

	above.n -= str_behind_last(above, '/').n;
	return above.n > 0 ? arena_copy(a, above) : STR(".");
}

struct str fs_beside(struct str path, struct arena *a)
{
	struct str name = str_behind_last(path, '/');

	return ARENA_JOIN(a, str_sub(path, 0, path.n - name.n), STR(FS_BESIDE), name);
}

int fs_create(int folder, const char *path, struct str bytes)
{
	return create(folder, path, bytes, sync_nothing, NULL);
}

int fs_create_seen(int folder, const char *path, struct str bytes, struct stat *st)
{
	return create(folder, path, bytes, sync_nothing, st);
}

static int replace(int folder, const char *path, struct str bytes, int (*sync)(int fd))
{
	char beside[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int prefix = slash ? (int)(slash + 1 - path) : 0;
	int n = snprintf(beside, sizeof(beside), "%.*s" FS_BESIDE "%s", prefix, path,
	                 path + prefix);
	int error;

	if (n < 0 || (size_t)n >= sizeof(beside)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (unlinkat(folder, beside, 0) < 0 && errno != ENOENT)
		return -1;
	if (create(folder, beside, bytes, sync, NULL) < 0)
		return -1;
	if (renameat(folder, beside, folder, path) == 0)
		return 0;
	error = errno;
	unlinkat(folder, beside, 0);
	errno = error;
	return -1;
}

int fs_replace(int folder, const char *path, struct str bytes)
{
	return replace(folder, path, bytes, sync_nothing);
}

int fs_save(int folder, const char *path, struct str bytes)
{
	return replace(folder, path, bytes, fsync) < 0 ? -1 : fs_sync_above(folder, path);
}

static int copy_file(int from, int folder, const char *new)
{
	int to = openat(folder, new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), error;
	struct stat st;

	if (to < 0)
		return -1;
	if (copy_to_end(from, to) == 0 && fstat(from, &st) == 0 &&
	    futimens(to, (struct timespec[]){st.st_mtim, st.st_mtim}) == 0)
		return close(to);
	error = errno;
	close(to);
	unlinkat(folder, new, 0);
	errno = error;
	return -1;
}

int fs_link(int folder, const char *path, int new_folder, const char *new)
{
	int from;

	if (linkat(folder, path, new_folder, new, 0) == 0)
		return 0;
	/* exFAT and others have none; an immutable file gets none; a file has so many at most; none
	 * leads from one file system to another. */
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK &&
	    errno != EXDEV)
		return -1;
	from = fs_open_regular(folder, path);
	return from < 0 ? -1 : fs_close(from, copy_file(from, new_folder, new));
}

/* Whether a folder was not removed because something is in it. */
static bool is_occupied(int error)
{
	return error == ENOTEMPTY || error == EEXIST;
}

static int find_descriptor(DIR *stream)
{
	int fd = dirfd(stream);

	assert(fd >= 0); /* it is open */
	return fd;
}

int fs_remove_empty(int folder, const char *path)
{
	DIR *stream = beneath_open_names(folder, path);
	const struct dirent *entry;
	int fd, status = 0;

	if (!stream)
		return -1;
	fd = find_descriptor(stream);
	while (status == 0 && (errno = 0, entry = readdir(stream)) != NULL) {
		if (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN)
			continue;
		if (beneath_is_itself(entry->d_name))
			continue;
		if (unlinkat(fd, entry->d_name, AT_REMOVEDIR) == 0 || errno == ENOTDIR)
			continue;
		if (!is_occupied(errno) || fs_remove_empty(fd, entry->d_name) < 0 ||
		    (unlinkat(fd, entry->d_name, AT_REMOVEDIR) < 0 && !is_occupied(errno)))
			status = -1;
	}
	return beneath_close_names(stream, status);
}

static int remove_entries(int folder, const char *path)
{
	DIR *stream = beneath_open_names(folder, path);
	const struct dirent *entry;
	int fd, status = 0;

	if (!stream)
		return -1;
	fd = find_descriptor(stream);
	while (status == 0 && (errno = 0, entry = readdir(stream)) != NULL) {
		if (beneath_is_itself(entry->d_name))
			continue;
		if (unlinkat(fd, entry->d_name, 0) < 0)
			status = errno == EISDIR || errno == EPERM
			                 ? fs_remove_tree(fd, entry->d_name)
			                 : -1;
	}
	return beneath_close_names(stream, status);
}

int fs_remove_tree(int folder, const char *path)
{
	if (unlinkat(folder, path, AT_REMOVEDIR) == 0 || errno == ENOENT)
		return 0;
	if (errno != ENOTEMPTY && errno != EEXIST)
		return -1;
	if (remove_entries(folder, path) < 0)
		return -1;
	return unlinkat(folder, path, AT_REMOVEDIR);
}

int fs_remove_any(int folder, const char *path)
{
	if (unlinkat(folder, path, 0) == 0 || errno == ENOENT)
		return 0;
	return errno == EISDIR ? fs_remove_tree(folder, path) : -1;
}

int fs_put_in_place(const char *new, const char *path)
{
	return fs_sync(AT_FDCWD, new) < 0 || rename(new, path) < 0 ? -1
	                                                           : fs_sync_above(AT_FDCWD, path);
}
