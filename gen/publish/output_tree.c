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

/* Folders in OUT.fuda: two that change places, and one that makes the first not empty. */
#define TRIED_FIRST  "exchange-1"
#define TRIED_SECOND "exchange-2"
static const char *const tried[] = {TRIED_FIRST, TRIED_SECOND, TRIED_SECOND "/full"};

/* Whether a folder may change its place, which one in the lower layer of an overlay may not: it is
 * not renamed over one that is not empty, and the error says which of the two keeps it from that.
 */
static int try_move(const struct output *o, const char *path)
{
	if (renameat(AT_FDCWD, path, o->work_fd, TRIED_FIRST) == 0)
		return 0;
	/* EISDIR: it is a link, or no folder, which is told elsewhere. */
	return errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST || errno == EISDIR ? 0 : -1;
}

/* Two folders of our own change places; then those of sites are tried. */
static int try_exchange(const struct output *o)
{
	for (size_t i = 0; i < COUNT_OF(tried); i++)
		if (mkdirat(o->work_fd, tried[i], 0777) < 0 && errno != EEXIST)
			return -1;
	if (renameat2(o->work_fd, TRIED_SECOND, o->work_fd, TRIED_FIRST, RENAME_EXCHANGE) < 0)
		return -1;
	return try_move(o, o->path) < 0 || try_move(o, o->in->previous.p) < 0 ? -1 : 0;
}

/* Whether two folders can change places, as sites do: on exFAT and some others they cannot. */
static int check_can_exchange(const struct output *o, struct diag *d)
{
	static const char *const made[] = {TRIED_FIRST "/full", TRIED_SECOND "/full", TRIED_FIRST,
	                                   TRIED_SECOND};
	int status;

	if (o->in->way != OUTPUT_ATOMIC)
		return 0;
	status = try_exchange(o);
	if (status < 0)
		diag_add_system(d, DIAG_FILE_WRITE, o->work.p,
		                "two folders cannot be exchanged here, as --atomic does", errno);
	for (size_t i = 0; i < COUNT_OF(made); i++) {
		if (unlinkat(o->work_fd, made[i], AT_REMOVEDIR) == 0 || errno == ENOENT)
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

void output_make_folder(struct output_worker *w, struct str path)
{
	struct output *o = w->output;

	if (o->is_trial || !output_is_aside(o) || output_has_failed(o))
		return;
	if (mkdirat(o->in->new_fd, path.p, 0777) < 0 && errno == ENOENT &&
	    fs_make_folders(o->in->new_fd, path.p) < 0)
		output_fail(o, path);
}

/* ---- folders that new files in OUT need: one takes room on the disk, so they are made before
 * anything has changed, and renamed to where they belong once the list is taken away ---- */

#define FOLDERS "folders/" /* in that tree, by their paths */

/* The topmost folder above a file that OUT lacks, or none; it is then what `b` has at hand. */
static struct str find_missing(struct beneath *b, struct str path)
{
	struct str missing = STR_NONE;
	int folder;

	while ((folder = beneath_enter(b, path)) < 0 && errno == ENOENT)
		missing = path = output_find_above(path);
	/* What stands in the place of a folder is removed when the file is put in place. */
	return folder < 0 ? STR_NONE : missing;
}

/* Where a folder is made, as long as the next one is not asked for. */
static const char *made_at(struct output_worker *w, struct str path)
{
	buf_clear(&w->hand->place);
	buf_printf(&w->hand->place, FOLDERS "%.*s", STR_ARG(path));
	buf_add_byte(&w->hand->place, '\0');
	return w->hand->place.p;
}

static int make_folder(struct output_worker *w, struct str path)
{
	if (find_missing(&w->hand->old, path).n == 0)
		return 0;
	return fs_make_folders(w->output->in->new_fd, made_at(w, output_find_above(path)));
}

static int put_folder(struct output_worker *w, struct str path)
{
	struct beneath *old = &w->hand->old;
	struct str missing = find_missing(old, path);

	if (missing.n == 0)
		return 0;
	return renameat(w->output->in->new_fd, made_at(w, missing), beneath_enter(old, missing),
	                old->name);
}

/* Does so for each file that waits and is new. */
static int each_new_file(struct output_worker *const *workers, unsigned nworkers,
                         int (*take)(struct output_worker *w, struct str path))
{
	for (unsigned i = 0; i < nworkers; i++) {
		const struct output_hand *hand = workers[i]->hand;

		for (size_t k = 0; k < hand->nwaiting; k++) {
			struct str path = hand->waiting[k].path;

			if (!hand->waiting[k].is_new || take(workers[i], path) == 0)
				continue;
			output_fail(workers[i]->output, path);
			return -1;
		}
	}
	return 0;
}

int output_make_folders(struct output_worker *const *workers, unsigned nworkers)
{
	return each_new_file(workers, nworkers, make_folder);
}

int output_put_folders(struct output_worker *const *workers, unsigned nworkers)
{
	return each_new_file(workers, nworkers, put_folder);
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

void output_name_unseen(char name[OUTPUT_UNSEEN], const char *hash)
{
	char record[EDITION_RECORD];

	edition_name_record(record, "unseen-", hash);
	snprintf(name, OUTPUT_UNSEEN, AWAY "/%s", record);
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

static int clear_away(const char *work)
{
	int fd = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -1 : fs_close(fd, output_clear_away(fd));
}

/* Takes the hash of the MANIFEST.json of a folder; -1 with a diagnostic where it has none that can
 * be believed. */
static int read_complete(const char *folder, char hash[SHA256_HEX], struct arena *a, struct diag *d)
{
	struct place place = {.file = arena_printf(a, "%s/%s", folder, EDITION_NAME)};
	struct edition edition;
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load_below(folder, EDITION_NAME, EDITION_MAX, &b);
	if (status < 0)
		fail(d, folder, "no complete site to go back to");
	else
		status = edition_parse(&edition, buf_str(&b), place, a, d);
	sha256_hex_once(buf_str(&b), hash);
	buf_release(&b);
	return status;
}

/* Whether a build was interrupted between the two exchanges: then the previous site is in OUT, and
 * one that was never published in OUT.previous. */
static bool is_unseen(const char *work, const char hash[SHA256_HEX], struct arena *a)
{
	char name[OUTPUT_UNSEEN];

	output_name_unseen(name, hash);
	return faccessat(AT_FDCWD, arena_printf(a, "%s/%s", work, name).p, F_OK, 0) == 0;
}

static int roll_back(const char *folder, struct arena *a, struct diag *d)
{
	struct str path = fs_trim(folder, a);
	struct str work = arena_printf(a, "%s.fuda", path.p);
	struct str previous = arena_printf(a, "%s.previous", path.p);
	char hash[SHA256_HEX];
	struct lock lock;
	int status = 0;

	if (lock_take(&lock, work.p, d) < 0)
		return -1;
	if (read_complete(previous.p, hash, a, d) < 0)
		status = -1;
	else if (is_unseen(work.p, hash, a))
		status = refuse_unpublished(d, previous.p);
	else if (renameat2(AT_FDCWD, previous.p, AT_FDCWD, path.p, RENAME_EXCHANGE) < 0)
		status = fail(d, path.p, "cannot exchange with the previous site");
	else if (fs_sync_above(AT_FDCWD, path.p) < 0)
		status = fail(d, path.p, "cannot bring the exchange to the disk");
	/* A build that was interrupted is past, too: the manifest in OUT says what is published. */
	else if (clear_away(work.p) < 0)
		status = fail(d, work.p, "cannot clear the folder");
	lock_release(&lock);
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
