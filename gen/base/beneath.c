#include "base/beneath.h"
#include "base/array.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef SYS_openat2
#include <linux/openat2.h>
#endif

#define STEP (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static void close_keeping_errno(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}

/* Takes the next name off a path that ends in a NUL: 1; 0 if it is the last one; -1 if it may not
 * stand there. */
static int take_name(const char **path, char name[NAME_MAX + 1])
{
	size_t n = strcspn(*path, "/");

	if (n > NAME_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(name, *path, n);
	name[n] = '\0';
	if (n == 0 || strcmp(name, "..") == 0) {
		errno = EXDEV;
		return -1;
	}
	*path += n;
	while (**path == '/')
		++*path;
	return **path != '\0';
}

int beneath_open_by_hand(int folder, const char *path, int flags)
{
	char name[NAME_MAX + 1];
	int fd = folder, next, more;

	while ((more = take_name(&path, name)) >= 0) {
		next = openat(fd, name, more ? STEP : flags | O_NOFOLLOW | O_CLOEXEC);
		if (fd != folder)
			close_keeping_errno(fd);
		if (next < 0 || !more)
			return next;
		fd = next;
	}
	if (fd != folder)
		close_keeping_errno(fd);
	return -1;
}

#ifdef SYS_openat2
int beneath_open(int folder, const char *path, int flags)
{
	const struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC),
	                             .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
	long fd;

	fd = syscall(SYS_openat2, folder, path, &how, sizeof(how));
	/* Not there, or not allowed; or names in the tree changed while it looked. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN))
		return beneath_open_by_hand(folder, path, flags);
	return (int)fd;
}
#else
int beneath_open(int folder, const char *path, int flags)
{
	return beneath_open_by_hand(folder, path, flags);
}
#endif

void beneath_init(struct beneath *b, int root)
{
	b->root = root;
	b->fd = -1;
	b->n = 0;
	b->name = "";
}

void beneath_release(struct beneath *b)
{
	if (b->fd >= 0)
		close(b->fd);
	b->fd = -1;
}

/* Puts the path of a file into `b`, cut behind its folder. Returns its length, or SIZE_MAX with
 * errno set; *is_there: it is the folder that is open. */
static size_t set_path(struct beneath *b, struct str path, bool *is_there)
{
	size_t n = path.n - str_behind_last(path, '/').n;

	if (path.n >= sizeof(b->path)) {
		errno = ENAMETOOLONG;
		return SIZE_MAX;
	}
	n = n > 0 ? n - 1 : 0; /* of the folder */
	*is_there = b->fd >= 0 && n == b->n && memcmp(b->path, path.p, n) == 0;
	memcpy(b->path, path.p, path.n);
	b->path[path.n] = '\0';
	b->name = b->path + n + (n > 0);
	b->path[n] = n > 0 ? '\0' : b->path[0];
	return n;
}

int beneath_enter(struct beneath *b, struct str path)
{
	bool is_there;
	size_t n = set_path(b, path, &is_there);

	if (n == SIZE_MAX)
		return -1;
	if (n == 0) {
		beneath_release(b);
		errno = EBADF; /* of a root that is not open */
		return b->root;
	}
	if (is_there)
		return b->fd;
	beneath_release(b);
	b->n = n;
	b->fd = beneath_open(b->root, b->path, O_PATH | O_DIRECTORY);
	return b->fd;
}

/* Opens a folder in an open one; makes it if need be. */
static int make_step(int fd, const char *name)
{
	int next = openat(fd, name, STEP);

	if (next >= 0)
		return next;
	if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
		return -1;
	/* Whoever needs the same folder may be quicker. */
	if (errno != ENOENT && unlinkat(fd, name, 0) < 0 && errno != ENOENT && errno != EISDIR)
		return -1;
	if (mkdirat(fd, name, 0777) < 0 && errno != EEXIST)
		return -1;
	return openat(fd, name, STEP);
}

int beneath_make(struct beneath *b, struct str path)
{
	int fd = beneath_enter(b, path), next, more = 1;
	char name[NAME_MAX + 1];
	const char *rest = b->path;

	/* Version 19 does not look into take_name, which sets errno where it fails. */
	/* NOLINTNEXTLINE(clang-analyzer-unix.Errno) */
	if (fd >= 0 || (errno != ENOENT && errno != ENOTDIR && errno != ELOOP))
		return fd;
	fd = b->root;
	while (more > 0 && (more = take_name(&rest, name)) >= 0) {
		next = make_step(fd, name);
		if (fd != b->root)
			close_keeping_errno(fd);
		if (next < 0)
			return -1;
		fd = next;
	}
	if (more < 0) {
		if (fd != b->root)
			close_keeping_errno(fd);
		return -1;
	}
	b->fd = fd;
	return fd;
}

void beneath_look_init(struct beneath_look *b, int root)
{
	b->root = root;
	for (size_t i = 0; i < BENEATH_ABOVE; i++)
		b->above[i].fd = -1;
	b->next = 0;
	b->n = SIZE_MAX;
}

void beneath_look_release(struct beneath_look *b)
{
	for (size_t i = 0; i < BENEATH_ABOVE; i++)
		if (b->above[i].fd >= 0)
			close(b->above[i].fd);
	beneath_look_init(b, b->root);
}

/* The folder whose path is the first `n` bytes of the path at hand, open. */
static int open_above(struct beneath_look *b, size_t n)
{
	struct beneath_above *above;

	if (n == 0)
		return b->root;
	for (size_t i = 0; i < BENEATH_ABOVE; i++)
		if (b->above[i].fd >= 0 && b->above[i].n == n &&
		    memcmp(b->above[i].path, b->path, n) == 0)
			return b->above[i].fd;
	above = &b->above[b->next];
	b->next = (b->next + 1) % BENEATH_ABOVE;
	if (above->fd >= 0)
		close(above->fd);
	memcpy(above->path, b->path, n);
	above->path[n] = '\0';
	above->n = n;
	above->fd = beneath_open(b->root, above->path, O_PATH | O_DIRECTORY);
	return above->fd;
}

/* Whether a name in a folder is one of a folder itself; errno says what else it is. */
static int check_folder(int above, const char *name)
{
	struct stat st;

	if (*name == '\0' || strcmp(name, "..") == 0) {
		errno = EXDEV;
		return -1;
	}
	if (fstatat(above, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -1;
	if (S_ISDIR(st.st_mode))
		return 0;
	errno = S_ISLNK(st.st_mode) ? ELOOP : ENOTDIR;
	return -1;
}

/* Goes to the folder of the file at hand, whose path has `n` bytes. */
static int go_to_folder(struct beneath_look *b, size_t n)
{
	size_t above = n;

	while (above > 0 && b->path[above - 1] != '/')
		above--;
	if (above == 1) { /* "/NAME/" */
		errno = EXDEV;
		return -1;
	}
	b->n = SIZE_MAX;
	b->from = above;
	b->at = open_above(b, above > 0 ? above - 1 : 0);
	if (b->at < 0)
		return -1;
	b->path[n] = '\0';
	if (check_folder(b->at, b->path + above) < 0)
		return -1;
	b->path[n] = '/';
	b->n = n;
	return 0;
}

int beneath_look(struct beneath_look *b, struct str path, struct stat *st)
{
	size_t n = path.n;
	bool is_there;

	if (path.n >= sizeof(b->path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	while (n > 0 && path.p[n - 1] != '/')
		n--;
	is_there = n > 0 && b->n == n - 1 && memcmp(b->path, path.p, n) == 0;
	memcpy(b->path, path.p, path.n);
	b->path[path.n] = '\0';
	if (n == 0) {
		b->n = SIZE_MAX;
		b->at = b->root;
		b->from = 0;
		return fstatat(b->root, b->path, st, AT_SYMLINK_NOFOLLOW);
	}
	if (!is_there && go_to_folder(b, n - 1) < 0)
		return -1;
	return fstatat(b->at, b->path + b->from, st, AT_SYMLINK_NOFOLLOW);
}

/* ---- names (fs.h) ---- */

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

DIR *beneath_open_names(int folder, const char *path)
{
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	int fd = folder == AT_FDCWD ? open(path, flags) : beneath_open(folder, path, flags);
	DIR *names;

	if (fd < 0)
		return NULL;
	names = fdopendir(fd);
	if (!names)
		close_keeping_errno(fd);
	return names;
}

int beneath_close_names(DIR *names, int status)
{
	int error = errno;

	closedir(names);
	errno = error;
	return status < 0 || error != 0 ? -1 : 0;
}

static bool is_dot_file(const char *name)
{
	return name[0] == '.';
}

bool beneath_is_itself(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int list_names(int folder, const char *path, bool (*is_left_out)(const char *name),
                      struct names *names)
{
	DIR *stream = beneath_open_names(folder, path);
	const struct dirent *entry;
	int status;

	if (!stream)
		return -1;
	while (errno = 0, (entry = readdir(stream)) != NULL)
		if (!is_left_out(entry->d_name))
			add_name(names, arena_copy(names->arena, str_from(entry->d_name)));
	status = beneath_close_names(stream, 0);
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
	int status = list_names(folder, path, beneath_is_itself, &found);

	return give_names(&found, status, names, nnames);
}

/* A walk through a tree, and what it finds. */
struct walk {
	int folder;
	bool is_whole; /* also what is neither a file nor a folder */
	struct names paths;
	struct fs_closed *closed; /* where it goes on behind what cannot be looked at */
	size_t nclosed, closed_room;
	bool goes_on;
};

/* What cannot be looked at ends the walk, or is noted. */
static int fail_walk(struct walk *w, struct str path)
{
	if (!w->goes_on)
		return -1;
	ARRAY_GROW(w->paths.arena, w->closed, w->nclosed, w->closed_room);
	w->closed[w->nclosed++] = (struct fs_closed){path, errno};
	return 0;
}

static int walk(struct walk *w, const char *path, struct str below)
{
	int flags = w->folder == AT_FDCWD ? 0 : AT_SYMLINK_NOFOLLOW;
	struct arena *a = w->paths.arena;
	struct names here = {.arena = a};
	bool is_closed = list_names(w->folder, path, beneath_is_itself, &here) < 0;

	if (is_closed && fail_walk(w, below) < 0)
		return -1;
	for (size_t i = 0; i < here.n; i++) {
		struct str name = here.names[i], full = arena_printf(a, "%s/%s", path, name.p);
		struct str relative =
		        below.n > 0 ? arena_printf(a, "%s/%s", below.p, name.p) : name;
		struct stat st;

		if (fstatat(w->folder, full.p, &st, flags) < 0) {
			/* Of a folder in which names can be read and nothing else this is said
			 * once. */
			if (!is_closed && fail_walk(w, below) < 0)
				return -1;
			is_closed = true;
		} else if (S_ISDIR(st.st_mode)) {
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

static int compare_closed(const void *left, const void *right)
{
	return str_compare(((const struct fs_closed *)left)->path,
	                   ((const struct fs_closed *)right)->path);
}

void fs_walk_on(int folder, struct arena *a, struct fs_found *found)
{
	struct walk w = {
	        .folder = folder, .is_whole = true, .paths = {.arena = a}, .goes_on = true};
	int status = walk_tree(&w, ".", &found->paths, &found->npaths);

	(void)status; /* it goes on */
	found->closed = w.closed;
	found->nclosed = w.nclosed;
	if (w.nclosed > 0)
		qsort(w.closed, w.nclosed, sizeof(*w.closed), compare_closed);
}
