/*
 * Trees exchanged as a whole: what an atomic build does last, and the way back.
 *
 * OUT and OUT.previous are complete sites at any moment; a tree is taken apart in OUT.fuda alone.
 * So the new tree and OUT.previous change places first, then OUT.previous and OUT: the new site is
 * in OUT, the one it replaces in OUT.previous, and the one of before, now in OUT.fuda, can go. A
 * build that is interrupted between the two leaves the new site in OUT.previous, and the next one
 * sets that right.
 *
 * What is made in OUT.fuda is put into OUT by renaming, which goes as far as one mounted file
 * system does; whether it can be is found out before anything is read, not when half of it is
 * there.
 */
#include "base/fs.h"
#include "publish/output_part.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOUNTS     "/proc/self/mountinfo"
#define MOUNTS_MAX ((size_t)1 << 24)
#define PLACE      5 /* the field of a line that says where it is mounted */

/* ---- whether it can be ---- */

/* Takes the field out of a line; in place a backslash and three octal digits become their byte. */
static struct str take_place(struct str line, char room[PATH_MAX])
{
	struct str field = STR("");
	size_t n = 0;

	for (int i = 0; i < PLACE; i++)
		field = str_cut(&line, ' ');
	for (size_t i = 0; i < field.n && n + 1 < PATH_MAX; i++) {
		const char *c = field.p + i;

		if (c[0] == '\\' && field.n - i >= 4) {
			room[n++] = (char)((c[1] - '0') << 6 | (c[2] - '0') << 3 | (c[3] - '0'));
			i += 3;
		} else {
			room[n++] = c[0];
		}
	}
	return (struct str){room, n};
}

/* Whether something is mounted at a folder or below it; its path then is in `place`. */
static bool find_mount(struct str mounts, const char *folder, char place[PATH_MAX],
                       struct str *found)
{
	char *real = realpath(folder, NULL);
	struct str path = str_from(real ? real : "");
	bool is_found = false;

	while (path.n > 0 && mounts.n > 0 && !is_found) {
		*found = take_place(str_cut(&mounts, '\n'), place);
		is_found = str_has_prefix(*found, path) &&
		           (found->n == path.n || found->p[path.n] == '/');
	}
	free(real);
	return is_found;
}

static int refuse_mount(const char *path, struct str place, struct diag *d)
{
	diag_add(
	        d, DIAG_FILE_WRITE, (struct place){.file = str_from(path)},
	        "a file system is mounted at %.*s, into which no file can be renamed from outside: "
	        "name a folder in a file system, with nothing mounted in it",
	        STR_ARG(place));
	return -1;
}

/* Nothing may be mounted in a folder that files are renamed in, out or as a whole. */
static int check_mounts(const struct output *o, struct diag *d)
{
	const char *const folders[] = {o->path, o->work.p, o->in->previous.p};
	size_t n = o->in->way == OUTPUT_ATOMIC ? 3 : 2;
	char place[PATH_MAX];
	int status = 0;
	struct str found;
	struct buf b;

	buf_init(&b);
	if (fs_load(AT_FDCWD, MOUNTS, MOUNTS_MAX, &b) < 0)
		buf_clear(&b); /* then renaming will tell */
	for (size_t i = 0; i < n && status == 0; i++)
		if (find_mount(buf_str(&b), folders[i], place, &found))
			status = refuse_mount(folders[i], found, d);
	buf_release(&b);
	return status;
}

/* A subvolume is not mounted, and another device all the same. */
static int check_device(const struct output *o, struct diag *d)
{
	struct stat out, work;

	if (stat(o->path, &out) < 0 || fstat(o->work_fd, &work) < 0 || out.st_dev == work.st_dev)
		return 0;
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
	         "is on another file system or subvolume than %.*s beside it: name a folder in it",
	         STR_ARG(o->work));
	return -1;
}

/* Two folders of our own that change places. */
static int try_exchange(const struct output *o, const char *const names[2])
{
	for (size_t i = 0; i < 2; i++)
		if (mkdirat(o->work_fd, names[i], 0777) < 0 && errno != EEXIST)
			return -1;
	return renameat2(o->work_fd, names[0], o->work_fd, names[1], RENAME_EXCHANGE);
}

/* Whether two folders can change places, as sites do: on exFAT and some others they cannot. */
static int check_can_exchange(const struct output *o, struct diag *d)
{
	static const char *const names[2] = {"exchange-1", "exchange-2"};
	int status;

	if (o->in->way != OUTPUT_ATOMIC)
		return 0;
	status = try_exchange(o, names);
	if (status < 0)
		diag_add_system(d, DIAG_FILE_WRITE, o->work.p,
		                "two folders cannot be exchanged here, as --atomic does", errno);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (unlinkat(o->work_fd, names[i], AT_REMOVEDIR) == 0 || errno == ENOENT)
			continue;
		diag_add_system(d, DIAG_FILE_WRITE, o->work.p, "a folder in it cannot be removed",
		                errno);
		status = -1;
	}
	return status;
}

int output_check_place(const struct output *o, struct diag *d)
{
	return check_mounts(o, d) < 0 || check_device(o, d) < 0 || check_can_exchange(o, d) < 0 ? -1
	                                                                                        : 0;
}

/* ---- exchanging ---- */

/* The tree in OUT has no manifest: it is not worth keeping. */
static int replace_tree(const struct output *o)
{
	if (o->mode == OUTPUT_NEW)
		return renameat(o->work_fd, NEW_TREE, AT_FDCWD, o->path);
	return renameat2(o->work_fd, NEW_TREE, AT_FDCWD, o->path, RENAME_EXCHANGE);
}

static int exchange_trees(const struct output *o)
{
	unsigned flags = RENAME_EXCHANGE;
	int error;

	if (faccessat(AT_FDCWD, o->in->previous.p, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
		flags = RENAME_NOREPLACE;
	if (renameat2(o->work_fd, NEW_TREE, AT_FDCWD, o->in->previous.p, flags) < 0)
		return -1;
	if (renameat2(AT_FDCWD, o->in->previous.p, AT_FDCWD, o->path, RENAME_EXCHANGE) == 0)
		return 0;
	error = errno;
	if (renameat2(AT_FDCWD, o->in->previous.p, o->work_fd, NEW_TREE, flags) == 0)
		errno = error;
	return -1;
}

int output_exchange(const struct output *o)
{
	if ((o->in->is_complete ? exchange_trees(o) : replace_tree(o)) < 0)
		return -1;
	return fsync(o->work_fd) < 0 || fs_sync_above(AT_FDCWD, o->path) < 0 ? -1 : 0;
}

static int fail(struct diag *d, const char *path, const char *what)
{
	diag_add_system(d, DIAG_FILE_WRITE, path, what, errno);
	return -1;
}

static int refuse_unpublished(struct diag *d, const char *previous)
{
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(previous)},
	         "a build was interrupted before it published, and what it made may stand here: "
	         "build "
	         "once more first");
	return -1;
}

static bool is_later(const struct stat *l, const struct stat *r)
{
	return l->st_mtim.tv_sec != r->st_mtim.tv_sec ? l->st_mtim.tv_sec > r->st_mtim.tv_sec
	                                              : l->st_mtim.tv_nsec > r->st_mtim.tv_nsec;
}

/* Whether a build may have been interrupted between the two exchanges: then the previous site is in
 * OUT, and one that was never published in OUT.previous. */
static bool is_cut_between(const char *path, const char *previous_manifest, const char *away,
                           struct arena *a)
{
	struct str manifest = arena_printf(a, "%s/%s", path, EDITION_NAME);
	struct stat there, previous;

	return faccessat(AT_FDCWD, away, F_OK, 0) == 0 && stat(manifest.p, &there) == 0 &&
	       stat(previous_manifest, &previous) == 0 && is_later(&previous, &there);
}

static int clear_away(const char *work)
{
	int fd = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -1 : fs_close(fd, output_clear_away(fd));
}

/* Whether a folder has a MANIFEST.json that can be believed. */
static bool is_complete(const char *folder, struct str manifest, struct arena *a, struct diag *d)
{
	struct edition edition;
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load_below(folder, EDITION_NAME, EDITION_MAX, &b);
	if (status < 0)
		fail(d, folder, "no complete site to go back to");
	else
		status = edition_parse(&edition, buf_str(&b), (struct place){.file = manifest}, a,
		                       d);
	buf_release(&b);
	return status == 0;
}

static int roll_back(const char *folder, struct arena *a, struct diag *d)
{
	struct str path = output_trim(folder, a);
	struct str work = arena_printf(a, "%s.fuda", path.p);
	struct str previous = arena_printf(a, "%s.previous", path.p);
	struct str manifest = arena_printf(a, "%s/%s", previous.p, EDITION_NAME);
	struct str away = arena_printf(a, "%s/%s", work.p, AWAY_MANIFEST);
	int lock = lock_take(work.p, d), status = 0;

	if (lock < 0)
		return -1;
	if (!is_complete(previous.p, manifest, a, d))
		status = -1;
	else if (is_cut_between(path.p, manifest.p, away.p, a))
		status = refuse_unpublished(d, previous.p);
	else if (renameat2(AT_FDCWD, previous.p, AT_FDCWD, path.p, RENAME_EXCHANGE) < 0)
		status = fail(d, path.p, "cannot exchange with the previous site");
	else if (fs_sync_above(AT_FDCWD, path.p) < 0)
		status = fail(d, path.p, "cannot bring the exchange to the disk");
	/* A build that was interrupted is past, too: the manifest in OUT says what is published. */
	else if (clear_away(work.p) < 0)
		status = fail(d, away.p, "cannot remove");
	lock_release(work.p, lock);
	return status;
}

int output_roll_back(const char *folder, struct diag *d)
{
	struct arena a;
	int status;

	arena_init(&a, 4096);
	status = roll_back(folder, &a, d);
	arena_release(&a);
	return status;
}
