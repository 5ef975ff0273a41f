#include "base/fs.h"
#include "site/output_part.h"
#include "site/state.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int compare_lines(const void *left, const void *right)
{
	const struct output_line *l = left, *r = right;

	return str_compare(l->path, r->path);
}

/* Appends the lines of the files besides the products' to the manifest, sorted by path. */
static int add_lines(struct output *o, struct output_line *lines, size_t nlines)
{
	struct buf b;
	int status;

	buf_init(&b);
	if (nlines > 0)
		qsort(lines, nlines, sizeof(*lines), compare_lines);
	for (size_t i = 0; i < nlines; i++)
		if (lines[i].path.n > 0)
			manifest_add_line(&b, lines[i].hash, lines[i].path);
	status = output_write_manifest(o, buf_str(&b), o->manifest_end);
	o->manifest_end += b.n;
	buf_release(&b);
	return status;
}

/* Removes a file, and the folders above it that are empty then. */
static int remove_file(struct output *o, struct str path)
{
	char part[PATH_MAX];

	o->nremoved++;
	if (o->is_listing)
		o->removed[o->nremoved - 1] = path;
	if (output_is_aside(o)) /* where it is not put in the first place */
		return 0;
	if (o->mode == OUTPUT_CHANGE && output_take_manifest_away(o) < 0)
		return -1;
	if (path.n >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(part, path.p, path.n);
	part[path.n] = '\0';
	if (unlinkat(o->fd, part, 0) < 0 && errno != ENOENT)
		return -1;
	for (char *slash; (slash = strrchr(part, '/')) != NULL;) {
		*slash = '\0';
		if (unlinkat(o->fd, part, AT_REMOVEDIR) < 0)
			break;
	}
	return 0;
}

/* No more files than these are removed. */
static size_t count_gone(const struct output *o, struct output_worker *const *workers,
                         unsigned nworkers)
{
	size_t n = o->before.nothers;

	for (unsigned i = 0; i < nworkers; i++)
		n += workers[i]->ngone;
	return n;
}

/* Removes the files that the manifest before has and the new one has not. */
static int remove_gone(struct output *o, struct output_worker *const *workers, unsigned nworkers,
                       const struct output_line *lines, size_t nlines)
{
	for (unsigned i = 0; i < nworkers; i++)
		for (size_t k = 0; k < workers[i]->ngone; k++)
			if (remove_file(o, workers[i]->gone[k]) < 0)
				return -1;
	for (size_t i = 0; i < o->before.nothers; i++) {
		const struct output_line key = {.path = o->before.others[i].path};

		if (!bsearch(&key, lines, nlines, sizeof(*lines), compare_lines) &&
		    remove_file(o, key.path) < 0)
			return -1;
	}
	return 0;
}

/* Removes every file that the new manifest does not have: after a build that was cut off. */
static int remove_leftovers(struct output *o)
{
	struct arena a;
	struct map published;
	struct manifest_line line;
	struct str *paths, text;
	size_t npaths;
	struct buf b;
	int status;

	arena_init(&a, 1 << 16);
	buf_init(&b);
	map_init(&published, &a);
	status = fs_load(o->work_fd, NEW_MANIFEST, SIZE_MAX, &b);
	text = buf_str(&b);
	while (status == 0 && manifest_take_line(&text, &line) == 0)
		map_add(&published, line.path, 0);
	if (status == 0)
		status = fs_walk(o->fd, ".", &a, &paths, &npaths);
	for (size_t i = 0; status == 0 && i < npaths; i++)
		if (map_find(&published, paths[i]) == MAP_NONE)
			status = remove_file(o, paths[i]);
	buf_release(&b);
	arena_release(&a);
	return status;
}

/* Puts a tree made aside in its place; the one that stood there becomes OUT.previous. */
static int put_tree_in_place(const struct output *o)
{
	if (o->mode == OUTPUT_NEW)
		return renameat(o->work_fd, NEW_TREE, AT_FDCWD, o->path) < 0 ? -1
		                                                             : fsync(o->work_fd);
	if (renameat2(o->work_fd, NEW_TREE, AT_FDCWD, o->path, RENAME_EXCHANGE) < 0 ||
	    fsync(o->work_fd) < 0 || fs_remove_tree(AT_FDCWD, o->previous.p) < 0)
		return -1;
	return renameat(o->work_fd, NEW_TREE, AT_FDCWD, o->previous.p);
}

/* Puts the new manifest, and a new tree, in their places. */
static int put_in_place(struct output *o)
{
	/* The order is the point: all files are on the disk before the manifest says so. */
	if (syncfs(o->fd) < 0 || fsync(o->manifest_fd) < 0 ||
	    renameat(o->work_fd, NEW_MANIFEST, o->fd, MANIFEST_NAME) < 0 || fsync(o->fd) < 0)
		return -1;
	if (output_is_aside(o) && put_tree_in_place(o) < 0)
		return -1;
	if (unlinkat(o->work_fd, AWAY, 0) < 0 && errno != ENOENT)
		return -1;
	return 0;
}

static int fail_seal(struct diag *d, const char *path, const char *what)
{
	diag_add_system(d, DIAG_FILE_WRITE, path, what, errno);
	return -1;
}

int output_seal(struct output *o, struct output_worker *const *workers, unsigned nworkers,
                struct output_line *lines, size_t nlines, struct arena *a, struct diag *d)
{
	if (atomic_load(&o->error) == 0 && add_lines(o, lines, nlines) < 0)
		output_fail(o, STR(MANIFEST_NAME));
	if (atomic_load(&o->error) != 0) {
		struct str path = arena_printf(a, "%s/%s", o->path, o->failed.p);

		diag_add_system(d, DIAG_FILE_WRITE, path.p, "cannot write", atomic_load(&o->error));
		return -1;
	}
	if (o->is_listing)
		o->removed = arena_array(a, count_gone(o, workers, nworkers), sizeof(*o->removed));
	if (remove_gone(o, workers, nworkers, lines, nlines) < 0)
		return fail_seal(d, o->path, "cannot remove a file that went");
	if (o->mode == OUTPUT_MEND && !output_is_aside(o) && remove_leftovers(o) < 0)
		return fail_seal(d, o->path, "cannot remove what a build that was cut off left");
	if (o->mode == OUTPUT_CHANGE && o->nwritten == 0 && o->nremoved == 0) {
		/* Nothing changed: what stands there is the new site. */
		if (fs_remove_tree(o->work_fd, NEW_TREE) < 0 ||
		    unlinkat(o->work_fd, NEW_MANIFEST, 0) < 0)
			return fail_seal(d, o->work.p, "cannot remove the manifest");
	} else if (put_in_place(o) < 0) {
		return fail_seal(d, o->path, "cannot put the manifest in place");
	}
	return 0;
}

int output_roll_back(const char *folder, struct arena *a, struct diag *d)
{
	const char *path = output_trim(folder, a).p;
	struct str work = arena_printf(a, "%s.fuda", path);
	struct str previous = arena_printf(a, "%s.previous", path);
	struct str manifest = arena_printf(a, "%s/%s", previous.p, MANIFEST_NAME);
	struct str state = arena_printf(a, "%s/%s", work.p, STATE_NAME);
	int lock = lock_take(work.p, d), status = 0;

	if (lock < 0)
		return -1;
	if (faccessat(AT_FDCWD, manifest.p, F_OK, 0) < 0)
		status = fail_seal(d, previous.p, "no complete site to go back to");
	else if (renameat2(AT_FDCWD, previous.p, AT_FDCWD, path, RENAME_EXCHANGE) < 0)
		status = fail_seal(d, path, "cannot exchange with OUT.previous");
	/* What the state tells is not what is published any more. */
	else if (unlink(state.p) < 0 && errno != ENOENT)
		status = fail_seal(d, state.p, "cannot remove");
	lock_release(work.p, lock);
	return status;
}
