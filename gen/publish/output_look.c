/*
 * Whether the files in OUT are as they were published.
 *
 * The list says which bytes a file has; a damaged disk, a program or a person may have changed them
 * since. To read all of them every night would take longer than the build. So each is looked at:
 * is it there, of the size and time that it had when it was last known to be right? One that is
 * not is hashed, and if its bytes are right, only its look is noted. Besides, every night a part of
 * all files is hashed whatever they look like; after DUE builds each had its turn.
 */
#include "base/array.h"
#include "base/fs.h"
#include "publish/edition.h"
#include "publish/output_part.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DUE      30
#define TOLD_MAX 1000 /* files that are named one by one */

/* Whether it is the turn of this file. Those of a product have it together. */
static bool is_due(const struct output *o, struct str path)
{
	struct str id = manifest_product_id(path);

	return str_hash(id.n > 0 ? id : path) % DUE == o->in->seen.round % DUE;
}

static void fail_unless_damage(struct output_worker *w, struct str path)
{
	if (!manifest_is_damage(errno) && errno != EIO) /* a bad sector is mended, too */
		output_fail(w->output, path);
}

/* How a file in OUT looks; SEEN_NOTHING if it is none. */
static uint64_t look_at(struct output_worker *w, struct str path)
{
	struct stat st;

	if (beneath_look(&w->hand->look_at, path, &st) == 0)
		return seen_number(&st);
	fail_unless_damage(w, path);
	return SEEN_NOTHING;
}

/* A file that nobody may read is as good as damaged; one that others alone may read is not ours. */
static int fail_open(int folder, const char *name)
{
	int error = errno;
	struct stat st;

	if (error == EACCES && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    seen_number(&st) == SEEN_NOTHING)
		error = EINVAL;
	errno = error;
	return -1;
}

/* Opens a regular file in OUT. *look is how it looks, *size how many bytes it has. */
static int open_file(struct output_worker *w, struct str path, uint64_t *look, uint64_t *size)
{
	int folder = beneath_enter(&w->hand->old, path), fd;
	struct stat st;

	if (folder < 0)
		return -1;
	fd = openat(folder, w->hand->old.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return fail_open(folder, w->hand->old.name);
	*look = fstat(fd, &st) == 0 ? seen_number(&st) : SEEN_NOTHING;
	*size = *look != SEEN_NOTHING ? (uint64_t)st.st_size : 0;
	if (*look != SEEN_NOTHING && st.st_size <= SHA256_FILE_MAX)
		return fd;
	close(fd);
	errno = *look != SEEN_NOTHING ? EFBIG : EINVAL;
	return -1;
}

/* The size is known, so that its end need not be read for. */
static bool has_hash(struct output_worker *w, struct str path, const char *wanted, uint64_t *look)
{
	uint64_t size;
	int fd = open_file(w, path, look, &size), status = -1;
	unsigned char hash[SHA256_BYTES];
	char text[SHA256_HEX];

	if (fd >= 0)
		status = fs_close(fd, sha256_hash_start(w->sha, fd, size, hash));
	if (status < 0) {
		fail_unless_damage(w, path);
		return false;
	}
	sha256_format(hash, text);
	return memcmp(text, wanted, SHA256_HEX) == 0;
}

bool output_is_sound(struct output_worker *w, struct str path, const char *hash, uint64_t known,
                     uint64_t *look)
{
	const struct output *o = w->output;

	*look = SEEN_NOTHING;
	if (atomic_load_explicit(&o->in->error, memory_order_relaxed) != 0)
		return true; /* nothing will be published */
	if (known == SEEN_NOTHING || o->is_fresh || is_due(o, path))
		return has_hash(w, path, hash, look);
	*look = look_at(w, path);
	if (*look == known)
		return true;
	return *look != SEEN_NOTHING && has_hash(w, path, hash, look);
}

bool output_has_bytes(struct output_worker *w, struct str path, struct str bytes, bool *is_new,
                      uint64_t *look)
{
	uint64_t size;
	int fd = open_file(w, path, look, &size);
	bool is_same = false;

	*is_new = fd < 0 && errno == ENOENT;
	if (fd < 0) {
		fail_unless_damage(w, path);
		return false;
	}
	buf_clear(&w->hand->found);
	if (fs_load_open(fd, bytes.n, &w->hand->found) == 0)
		is_same = str_is_equal(buf_str(&w->hand->found), bytes);
	else
		fail_unless_damage(w, path);
	close(fd);
	return is_same;
}

void output_note_mended(struct output_worker *w, struct str path)
{
	ARRAY_GROW(NULL, w->hand->mended, w->hand->nmended, w->hand->mended_room);
	w->hand->mended[w->hand->nmended++] = arena_copy(&w->hand->arena, path);
}

static void tell(const struct output *o, struct str path, struct diag *d)
{
	struct place place = {.file = str_from(o->path)};

	if (o->is_foreign)
		diag_add(d, DIAG_PART_INVALID, place,
		         "%.*s is not as the list of its part says: the part is damaged",
		         STR_ARG(path));
	else
		diag_add(d, DIAG_FILE_MENDED, place,
		         "%.*s %s missing or not as it was published, and %s again", STR_ARG(path),
		         o->is_trial ? "is" : "was",
		         o->is_trial ? "would be written" : "is written");
}

void output_tell_mended(struct output *o, struct output_worker *const *workers, unsigned nworkers,
                        struct diag *d)
{
	struct str *paths;
	size_t n = 0;

	for (unsigned i = 0; i < nworkers; i++)
		o->nmended += workers[i]->hand->nmended;
	if (o->nmended == 0)
		return;
	paths = calloc(o->nmended, sizeof(*paths));
	if (!paths)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++)
		for (size_t k = 0; k < workers[i]->hand->nmended; k++)
			paths[n++] = workers[i]->hand->mended[k];
	str_sort(paths, n);
	for (size_t i = 0; i < n && i < TOLD_MAX; i++)
		tell(o, paths[i], d);
	if (n > TOLD_MAX)
		diag_add(d, DIAG_FILE_MENDED, (struct place){.file = str_from(o->path)},
		         "%zu more files were missing or not as they were published", n - TOLD_MAX);
	free(paths);
}

/* ---- whether files can be put in place, which is known before one is ---- */

/* How a name in a folder looks, unless it is marked so that it stays as it is (chattr(1)). -1 with
 * errno set. */
static int look_unmarked(int folder, const char *name, struct statx *st)
{
	if (statx(folder, name, AT_SYMLINK_NOFOLLOW, STATX_MODE | STATX_UID, st) < 0)
		return -1;
	errno = EPERM;
	return st->stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND) ? -1 : 0;
}

/* Whether a name in a folder can be made, replaced or removed. -1 with errno set. */
static int try_name(int folder, const char *name)
{
	struct statx above, st;
	uid_t self = geteuid();

	if (faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) < 0 ||
	    look_unmarked(folder, ".", &above) < 0)
		return -1;
	if (look_unmarked(folder, name, &st) < 0)
		return errno == ENOENT ? 0 : -1;
	/* In a sticky folder everyone's files are their own. */
	errno = EPERM;
	return (above.stx_mode & S_ISVTX) != 0 && self != 0 && above.stx_uid != self &&
	                       st.stx_uid != self
	               ? -1
	               : 0;
}

struct str output_find_above(struct str path)
{
	const char *slash = memrchr(path.p, '/', path.n);

	return str_sub(path, 0, slash ? (size_t)(slash - path.p) : 0);
}

int output_try_file(struct output_worker *w, struct str path)
{
	struct beneath *old = &w->hand->old;
	int folder;

	/* A tree made aside is new; that it can be is known, as the lock stands beside it. */
	if (output_is_aside(w->output))
		return 0;
	/* Of folders that are missing the one above them counts. */
	while ((folder = beneath_enter(old, path)) < 0) {
		if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
			return -1;
		path = output_find_above(path);
	}
	return try_name(folder, old->name);
}

int output_try_removed(struct output *o, struct output_worker *w)
{
	static const struct str marks[] = {STR(EDITION_NAME), STR(EDITION_SIGNATURE)};

	for (size_t i = 0; i < COUNT_OF(marks) + o->nremoved; i++) {
		struct str path = i < COUNT_OF(marks) ? marks[i] : o->removed[i - COUNT_OF(marks)];

		if (output_try_file(w, path) == 0)
			continue;
		output_fail(o, path);
		return -1;
	}
	return 0;
}

/* ---- a trial: all files are made, compared and counted, and none is written ---- */

/* Whether the new files have room on the disk, beside the old ones. */
static int check_room(const struct output *o, struct diag *d)
{
	uint64_t wanted = atomic_load(&o->in->nbytes_written), room;
	struct statvfs disk;

	if (fstatvfs(o->work_fd, &disk) < 0) {
		diag_add_system(d, DIAG_FILE_READ, o->work.p, "cannot look at the disk", errno);
		return -1;
	}
	room = (uint64_t)disk.f_bavail * disk.f_frsize;
	if (wanted <= room)
		return 0;
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = o->work},
	         "the build would write %.1f MB, and %.1f MB are free", (double)wanted / 1e6,
	         (double)room / 1e6);
	return -1;
}

int output_end_trial(struct output *o, struct output_worker *const *workers, unsigned nworkers,
                     struct arena *a, struct diag *d)
{
	output_find_gone(o, workers, nworkers);
	if (output_has_failed(o) || output_try_removed(o, workers[0]) < 0) {
		struct str path = arena_printf(a, "%s/%s", o->path, o->in->failed.p);

		diag_add_system(d, DIAG_FILE_WRITE, path.p, "cannot be written",
		                atomic_load(&o->in->error));
		return -1;
	}
	return check_room(o, d);
}

void output_check_folder(const struct output *o, struct diag *d)
{
	struct stat st;

	if (o->in->is_interrupted)
		diag_add(d, DIAG_OUT_INTERRUPTED, (struct place){.file = str_from(o->path)},
		         "a build was interrupted: the next one compares every file and mends "
		         "what differs");
	if (o->old_fd >= 0 && fstat(o->old_fd, &st) == 0 && st.st_uid != geteuid())
		diag_add(d, DIAG_OUT_OWNER, (struct place){.file = str_from(o->path)},
		         "belongs to user %ld, and a build by this one would write files of user "
		         "%ld",
		         (long)st.st_uid, (long)geteuid());
}
