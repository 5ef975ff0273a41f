#include "base/fs.h"
#include "base/array.h"
#include "base/beneath.h"
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

/* Names that are found one after the other. */
struct names {
	struct arena *arena;
	struct str *names;
	size_t n, room;
};

static void add_name(struct names *names, struct str name)
{
	ARRAY_GROW(names->arena, names->names, names->n, names->room);
	names->names[names->n++] = name;
}

static DIR *open_folder(int folder, const char *path)
{
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	int fd = folder == AT_FDCWD ? open(path, flags) : beneath_open(folder, path, flags);
	DIR *stream;

	if (fd < 0)
		return NULL;
	stream = fdopendir(fd);
	if (!stream)
		fs_close(fd, -1);
	return stream;
}

/* Behind a loop around readdir, which says by errno why it ended. */
static int end_reading(DIR *stream, int status)
{
	int error = errno;

	closedir(stream);
	errno = error;
	return status < 0 || error != 0 ? -1 : 0;
}

static bool is_dot_file(const char *name)
{
	return name[0] == '.';
}

static bool is_folder_itself(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int list_names(int folder, const char *path, bool (*is_left_out)(const char *name),
                      struct names *names)
{
	DIR *stream = open_folder(folder, path);
	const struct dirent *entry;
	int status;

	if (!stream)
		return -1;
	while (errno = 0, (entry = readdir(stream)) != NULL)
		if (!is_left_out(entry->d_name))
			add_name(names, arena_copy(names->arena, str_from(entry->d_name)));
	status = end_reading(stream, 0);
	str_sort(names->names, names->n);
	return status;
}

/* Hands out the names that a call found, which gave `status`. */
static int give_names(const struct names *found, int status, struct str **names, size_t *nnames)
{
	*names = found->names;
	*nnames = found->n;
	return status;
}

int fs_list(int folder, const char *path, struct arena *a, struct str **names, size_t *nnames)
{
	struct names found = {.arena = a};
	int status = list_names(folder, path, is_dot_file, &found);

	return give_names(&found, status, names, nnames);
}

int fs_list_all(int folder, const char *path, struct arena *a, struct str **names, size_t *nnames)
{
	struct names found = {.arena = a};
	int status = list_names(folder, path, is_folder_itself, &found);

	return give_names(&found, status, names, nnames);
}

/* A walk through a tree, and what it finds. */
struct walk {
	int folder;
	bool is_whole; /* also what is neither a file nor a folder */
	struct names paths;
};

static int walk(struct walk *w, const char *path, struct str below)
{
	int flags = w->folder == AT_FDCWD ? 0 : AT_SYMLINK_NOFOLLOW;
	struct arena *a = w->paths.arena;
	struct names here = {.arena = a};

	if (list_names(w->folder, path, is_folder_itself, &here) < 0)
		return -1;
	for (size_t i = 0; i < here.n; i++) {
		struct str name = here.names[i], full = arena_printf(a, "%s/%s", path, name.p);
		struct str relative =
		        below.n > 0 ? arena_printf(a, "%s/%s", below.p, name.p) : name;
		struct stat st;

		if (fstatat(w->folder, full.p, &st, flags) < 0)
			return -1;
		if (S_ISDIR(st.st_mode)) {
			if (walk(w, full.p, relative) < 0)
				return -1;
		} else if (w->is_whole || S_ISREG(st.st_mode)) {
			add_name(&w->paths, relative);
		}
	}
	return 0;
}

static int walk_tree(struct walk *w, const char *path, struct str **paths, size_t *npaths)
{
	int status = walk(w, path, STR(""));

	str_sort(w->paths.names, w->paths.n);
	return give_names(&w->paths, status, paths, npaths);
}

int fs_walk(int folder, const char *path, struct arena *a, struct str **paths, size_t *npaths)
{
	struct walk w = {.folder = folder, .paths = {.arena = a}};

	return walk_tree(&w, path, paths, npaths);
}

int fs_walk_all(int folder, struct arena *a, struct str **paths, size_t *npaths)
{
	struct walk w = {.folder = folder, .is_whole = true, .paths = {.arena = a}};

	return walk_tree(&w, ".", paths, npaths);
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
	int n = snprintf(beside, sizeof(beside), "%.*s.fuda-%s", prefix, path, path + prefix);
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

/* Whether a folder was not removed because something is in it. */
static bool is_occupied(int error)
{
	return error == ENOTEMPTY || error == EEXIST;
}

int fs_remove_empty(int folder, const char *path)
{
	DIR *stream = open_folder(folder, path);
	const struct dirent *entry;
	int status = 0;

	if (!stream)
		return -1;
	while (status == 0 && (errno = 0, entry = readdir(stream)) != NULL) {
		if (entry->d_type != DT_DIR && entry->d_type != DT_UNKNOWN)
			continue;
		if (is_folder_itself(entry->d_name))
			continue;
		if (unlinkat(dirfd(stream), entry->d_name, AT_REMOVEDIR) == 0 || errno == ENOTDIR)
			continue;
		if (!is_occupied(errno) || fs_remove_empty(dirfd(stream), entry->d_name) < 0 ||
		    (unlinkat(dirfd(stream), entry->d_name, AT_REMOVEDIR) < 0 &&
		     !is_occupied(errno)))
			status = -1;
	}
	return end_reading(stream, status);
}

/* Empties the folder that is open as `fd`. */
static int remove_entries(int fd, const char *path)
{
	DIR *stream = open_folder(fd, path);
	const struct dirent *entry;
	int status = 0;

	if (!stream)
		return -1;
	while (status == 0 && (errno = 0, entry = readdir(stream)) != NULL) {
		if (is_folder_itself(entry->d_name))
			continue;
		if (unlinkat(dirfd(stream), entry->d_name, 0) < 0)
			status = errno == EISDIR || errno == EPERM
			                 ? fs_remove_tree(dirfd(stream), entry->d_name)
			                 : -1;
	}
	return end_reading(stream, status);
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

int fs_put_in_place(const char *new, const char *path, const char *folder)
{
	return fs_sync(AT_FDCWD, new) < 0 || rename(new, path) < 0 ? -1 : fs_sync(AT_FDCWD, folder);
}
