/*
 * Publishing: the order in which the new site takes the place of the old one.
 *
 * By now everything new lies in OUT.fuda: files, MANIFEST.json, state; each was written and closed,
 * and a write or close that failed has ended the build. So has a file in OUT that may not be
 * replaced, and a folder that was changed or exchanged by others meanwhile: once the list is taken
 * away, only the disk can fail. Folders that new files need take room as files do, so they are made
 * in OUT.fuda, too, and renamed to where they belong in step 3. Then, in place:
 *
 *  1. syncfs. What closing a file did not tell, writing it back does; so from here on every byte
 * that will be published is known to be on the disk.
 *  2. The list of what was published is laid away: each part that will be replaced or removed is
 * linked into OUT.fuda/away, and when those links are on the disk, MANIFEST.json is renamed to
 * there, and the folders are synced. Nothing in OUT has changed before the disk has it that OUT is
 * not complete; and from then on away/MANIFEST.json, the parts in away, and those in OUT that this
 * build does not touch are the whole previous list. Where a build was interrupted before, its
 * MANIFEST.json stays, and the parts join that this build touches and that one did not.
 *  3. Files with new paths are renamed into place, then those that replace others, then what went
 * is removed. A new page is linked to by nobody until step two of these three, and what a page
 * links to is there before it; what is removed is linked to by nobody any more. rename(2) puts a
 * whole file in place of a whole file.
 *  4. syncfs again: all these names are on the disk.
 *  5. The signature is renamed into OUT, then MANIFEST.json, and OUT synced: it is complete. Never
 * earlier, or it would claim what a loss of power took back.
 *
 * At once, in place of 2 to 5: signature and MANIFEST.json go into the new tree, the old list is
 * linked into away, its MANIFEST.json last, beside a note of what is about to be published, and the
 * tree is synced and exchanged with OUT; output_tree.c says how.
 *
 * In both ways away/MANIFEST.json is removed last of all, by output_finish, when the report and the
 * ledger are written: until then the next build tells all that this one may not have told.
 */
#include "base/array.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/pool.h"
#include "publish/edition.h"
#include "publish/output_part.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what went ---- */

static void note_removed(struct output *o, struct str path)
{
	ARRAY_GROW(NULL, o->removed, o->nremoved, o->in->removed_room);
	o->removed[o->nremoved++] = path;
}

static int compare_part(const void *key, const void *part)
{
	return str_compare(*(const struct str *)key, ((const struct output_part *)part)->path);
}

/* The new part of a path, or NULL. */
static const struct output_part *find_part(const struct output *o, struct str path)
{
	return o->nparts > 0 ? bsearch(&path, o->parts, o->nparts, sizeof(*o->parts), compare_part)
	                     : NULL;
}

void output_find_gone(struct output *o, struct output_worker *const *workers, unsigned nworkers)
{
	for (unsigned i = 0; i < nworkers; i++)
		for (size_t k = 0; k < workers[i]->hand->ngone; k++)
			note_removed(o, workers[i]->hand->gone[k]);
	/* Where it is not known what was published, remove_leftovers notes what went. */
	for (size_t i = 0; output_has_before(o) && i < o->before.nothers; i++) {
		struct str path = str_from(o->before.others[i].path);

		if (!manifest_find(o->files, o->nfiles, path) && !output_is_superseded(o, path))
			note_removed(o, path);
	}
	for (size_t i = 0; i < o->before.edition.nparts; i++)
		if (!find_part(o, o->before.edition.parts[i].path))
			note_removed(o, o->before.edition.parts[i].path);
	/* In a shard: what now stands on a shelf of another one. */
	for (size_t i = 0; i < o->before.nstrays; i++)
		note_removed(o, o->before.strays[i]);
}

/* Removes a file or an empty folder, which may have been removed already. Returns whether the
 * folder above it may be empty now; -1 with errno set. */
static int remove_name(struct beneath *b, struct str path, int flags)
{
	int folder = beneath_enter(b, path);

	if (folder >= 0 && unlinkat(folder, b->name, flags) == 0)
		return 1;
	if (errno == ENOENT)
		return 1;
	/* Through a link nothing of ours goes. */
	return errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR || errno == ELOOP ||
	                       errno == EISDIR
	               ? 0
	               : -1;
}

/* A folder that stands in the place of a file goes with the tree that was written. */
static int set_aside(const struct output *o, int folder, const char *name, const char *new)
{
	char odd[OUTPUT_PLACE + 8];

	snprintf(odd, sizeof(odd), "%s.odd", new);
	return renameat(folder, name, o->in->new_fd, odd);
}

/* Whether a file of the new edition stands below a path, which ends in a slash. */
static bool has_below(const struct output *o, struct str path)
{
	size_t low = 0, high = o->nfiles;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct str other = str_from(o->files[middle].path);

		if (str_compare(other, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < o->nfiles && str_has_prefix(str_from(o->files[low].path), path);
}

/* Removes a file and the folders above it that are empty then. */
static int remove_file(const struct output *o, struct str path)
{
	char name[PATH_MAX];
	struct beneath b;
	int status;

	beneath_init(&b, o->old_fd);
	snprintf(name, sizeof(name), "%.*s/", STR_ARG(path));
	status = remove_name(&b, path, 0);
	if (status == 0 && errno == EISDIR && !has_below(o, str_from(name))) {
		snprintf(name, sizeof(name), "gone-%zu", o->in->naside++);
		status = set_aside(o, beneath_enter(&b, path), b.name, name) < 0 ? -1 : 1;
	}
	while (status > 0 && (path = output_find_above(path)).n > 0)
		status = remove_name(&b, path, AT_REMOVEDIR);
	beneath_release(&b);
	return status < 0 ? -1 : 0;
}

/* Adds the paths of all files that the new parts list, of the parts, and of what stands beside
 * them. */
static int list_published(const struct output *o, struct arena *a, struct map *published)
{
	int folder = output_is_aside(o) ? o->in->new_fd : o->old_fd;
	struct manifest_line line;
	struct buf b;
	int status = 0;

	buf_init(&b);
	for (size_t i = 0; i < o->nparts && status == 0; i++) {
		struct str text;

		buf_clear(&b);
		status = fs_load(folder, o->parts[i].path.p, BUF_CEILING, &b);
		text = arena_copy(a, buf_str(&b));
		map_add(published, o->parts[i].path, 0);
		while (status == 0 && manifest_take_line(&text, &line) == 0)
			map_add(published, line.path, 0);
	}
	buf_release(&b);
	for (size_t i = 0; i < o->in->nsuperseded; i++)
		map_add(published, o->in->superseded[i].path, 0);
	if (o->in->nsuperseded > 0)
		map_add(published, STR(SUPERSEDED_PATH), 0);
	map_add(published, STR(EDITION_NAME), 0);
	map_add(published, STR(EDITION_SIGNATURE), 0);
	return status;
}

/* The files in OUT that the new list does not have. */
static int find_leftovers(const struct output *o, struct arena *a, struct str **leftovers,
                          size_t *n)
{
	struct map published;
	struct str *paths;
	size_t npaths = 0;
	int status;

	map_init(&published, a);
	status = list_published(o, a, &published);
	if (status == 0)
		status = fs_walk_all(o->old_fd, a, &paths, &npaths);
	*n = 0;
	if (status == 0) {
		*leftovers = paths;
		for (size_t i = 0; i < npaths; i++)
			if (map_find(&published, paths[i]) == MAP_NONE)
				(*leftovers)[(*n)++] = paths[i];
	}
	return status;
}

/* What a build that was interrupted left in OUT. Where nothing tells what was published before,
 * this is also what went. */
static int remove_leftovers(struct output *o, struct arena *a)
{
	struct arena own;
	struct str *leftovers;
	size_t n;
	int status;

	if (output_is_aside(o) && output_has_before(o))
		return 0;
	arena_init(&own, 1 << 16);
	status = find_leftovers(o, &own, &leftovers, &n);
	for (size_t i = 0; status == 0 && i < n; i++) {
		if (!output_is_aside(o))
			status = remove_file(o, leftovers[i]);
		if (!output_has_before(o))
			note_removed(o, arena_copy(a, leftovers[i]));
	}
	if (status == 0 && !output_is_aside(o))
		status = fs_remove_empty(o->old_fd, ".");
	arena_release(&own);
	return status;
}

/* ---- the signature, which no manifest lists ---- */

/* Whether OUT has the signature that it is to have. */
static bool is_signed(const struct output *o)
{
	struct buf found;
	bool is_same;

	if (o->mode == OUTPUT_NEW)
		return false;
	buf_init(&found);
	is_same = fs_load(o->old_fd, EDITION_SIGNATURE, o->signature.n, &found) == 0 &&
	          str_is_equal(buf_str(&found), o->signature);
	buf_release(&found);
	return is_same;
}

/* Whether what stands in OUT is the new site. */
static bool is_kept(const struct output *o)
{
	return o->mode == OUTPUT_CHANGE && o->nwritten == 0 && o->nremoved == 0 &&
	       memcmp(o->hash, o->published, SHA256_HEX) == 0;
}

/* An old signature must not stay beside a MANIFEST.json that it does not fit. */
static void plan_signature(struct output *o)
{
	if (o->signature.n > 0)
		o->is_newly_signed = !is_signed(o);
	else if (o->mode != OUTPUT_NEW && !is_kept(o) &&
	         faccessat(o->old_fd, EDITION_SIGNATURE, F_OK, 0) == 0)
		note_removed(o, STR(EDITION_SIGNATURE));
}

/* ---- in place ---- */

/* Puts the files in place that wait with one worker: the new ones, or the others. */
struct placing {
	struct output *output;
	struct output_worker *const *workers;
	bool is_new;
};

static int place_file(struct beneath *b, const struct output *o, const char *new, struct str path)
{
	int folder = beneath_make(b, path);

	if (folder < 0)
		return -1;
	if (renameat(o->in->new_fd, new, folder, b->name) == 0)
		return 0;
	if (errno != EISDIR || set_aside(o, folder, b->name, new) < 0)
		return -1;
	return renameat(o->in->new_fd, new, folder, b->name);
}

static void place_files(void *context, unsigned worker, size_t number)
{
	const struct placing *placing = context;
	struct output_worker *w = placing->workers[number];
	struct output *o = placing->output;
	char name[OUTPUT_PLACE];

	(void)worker;
	for (size_t i = 0; i < w->hand->nwaiting && !output_has_failed(o); i++) {
		if (w->hand->waiting[i].is_new != placing->is_new)
			continue;
		output_waiting_place(w, i, name);
		if (place_file(&w->hand->old, o, name, w->hand->waiting[i].path) < 0)
			output_fail(o, w->hand->waiting[i].path);
	}
}

/* Links a part into the folder `away`, unless it is there. One that OUT does not have is not laid
 * away: then nothing of that edition will be believed. */
static int lay_part_away(const struct output *o, int away, struct str path)
{
	struct str name = str_sub(path, sizeof(EDITION_PARTS) - 1, path.n);

	if (fs_link(o->old_fd, path.p, away, name.p) < 0 && errno != EEXIST && errno != ENOENT)
		return -1;
	return 0;
}

/* Lays away the parts of the previous edition that will not be there any more. */
static int lay_parts_away(const struct output *o)
{
	const struct edition *before = &o->before.edition;
	int status = 0, away;

	if (mkdirat(o->work_fd, AWAY, 0777) < 0 && errno != EEXIST)
		return -1;
	away = openat(o->work_fd, AWAY, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (away < 0)
		return -1;
	for (size_t i = 0; i < before->nparts && status == 0; i++) {
		const struct edition_part *old = &before->parts[i];
		const struct output_part *part = find_part(o, old->path);

		if (!part || memcmp(part->hash, old->hash.p, SHA256_HEX) != 0)
			status = lay_part_away(o, away, old->path);
	}
	if (status == 0 && o->before.nsuperseded > 0)
		status = lay_part_away(o, away, STR(SUPERSEDED_PATH));
	if (status == 0)
		status = fsync(away);
	return fs_close(away, status);
}

static int sync_away(const struct output *o)
{
	return fs_sync(o->work_fd, AWAY) < 0 ? -1 : fsync(o->work_fd);
}

/* OUT is not complete from now on; which site it was stays known. */
static int take_list_away(struct output *o)
{
	if (lay_parts_away(o) < 0)
		return -1;
	if (o->in->is_complete && (o->in->is_interrupted ? unlinkat(o->old_fd, EDITION_NAME, 0)
	                                                 : renameat(o->old_fd, EDITION_NAME,
	                                                            o->work_fd, AWAY_MANIFEST)) < 0)
		return -1;
	o->in->is_laid_away = true;
	return sync_away(o) < 0 || fsync(o->old_fd) < 0 ? -1 : 0;
}

/* The signature first: nobody finds a MANIFEST.json whose signature is still to come. */
static int place_edition(const struct output *o, int folder)
{
	if (o->signature.n > 0 &&
	    renameat(o->in->new_fd, NEW_SIGNATURE, folder, EDITION_SIGNATURE) < 0)
		return -1;
	return renameat(o->in->new_fd, NEW_MANIFEST, folder, EDITION_NAME);
}

static int publish_in_place(struct output *o, struct output_worker *const *workers,
                            unsigned nworkers, struct arena *a)
{
	struct placing placing = {o, workers, true};

	if (output_try_removed(o, workers[0]) < 0 || output_make_folders(workers, nworkers) < 0 ||
	    syncfs(o->work_fd) < 0 || take_list_away(o) < 0 ||
	    output_put_folders(workers, nworkers) < 0)
		return -1;
	pool_run(nworkers, nworkers, place_files, &placing);
	placing.is_new = false;
	pool_run(nworkers, nworkers, place_files, &placing);
	if (output_has_failed(o)) {
		errno = atomic_load(&o->in->error);
		return -1;
	}
	for (size_t i = 0; i < o->nremoved; i++)
		if (remove_file(o, o->removed[i]) < 0)
			return -1;
	if (o->mode == OUTPUT_MEND && remove_leftovers(o, a) < 0)
		return -1;
	if (syncfs(o->work_fd) < 0 || place_edition(o, o->old_fd) < 0)
		return -1;
	return fsync(o->old_fd) < 0 || fsync(o->work_fd) < 0 ? -1 : 0;
}

/* ---- at once ---- */

int output_clear_away(int work)
{
	/* What is no folder, or a link to one, is none that a build made. */
	if (unlinkat(work, AWAY, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR || fs_remove_any(work, AWAY_MANIFEST) < 0)
		return -1;
	return fs_remove_tree(work, AWAY);
}

/* Notes which edition is about to be published, so that it is known wherever its tree stands. */
static int note_unseen(const struct output *o)
{
	char name[OUTPUT_UNSEEN];
	int fd;

	output_name_unseen(name, o->hash);
	fd = openat(o->work_fd, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	return fd < 0 ? -1 : close(fd);
}

/* Lays away the list of what is published; of nothing an empty one. */
static int copy_list_away(struct output *o)
{
	int fd;

	if (lay_parts_away(o) < 0 || note_unseen(o) < 0)
		return -1;
	if (o->mode != OUTPUT_NEW) {
		o->in->is_laid_away = o->in->is_complete && !o->in->is_interrupted;
		return o->in->is_laid_away
		               ? fs_link(o->old_fd, EDITION_NAME, o->work_fd, AWAY_MANIFEST)
		               : 0;
	}
	o->in->is_laid_away = true;
	fd = openat(o->work_fd, AWAY_MANIFEST, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return fd < 0 ? -1 : close(fd);
}

static int publish_at_once(struct output *o, struct arena *a)
{
	if (o->mode == OUTPUT_MEND && remove_leftovers(o, a) < 0)
		return -1;
	if (copy_list_away(o) < 0 || place_edition(o, o->in->new_fd) < 0 || syncfs(o->work_fd) < 0)
		return -1;
	return output_exchange(o);
}

/* ---- both ---- */

static int fail_seal(const struct output *o, const char *what, struct arena *a, struct diag *d)
{
	int error = errno;
	struct str path = str_from(o->path);

	if (output_has_failed(o))
		path = arena_printf(a, "%s/%s", o->path, o->in->failed.p);
	diag_add_system(d, DIAG_FILE_WRITE, path.p, what, error);
	return -1;
}

/* How the new files look; of no use without their MANIFEST.json, so it lies there before. */
static int save_looks(struct output *o, struct arena *a)
{
	struct seen_part *parts = arena_array(a, o->nparts + 1, sizeof(*parts));

	for (size_t i = 0; i < o->nparts; i++)
		parts[i] =
		        (struct seen_part){o->parts[i].path, o->parts[i].seen, o->parts[i].nfiles};
	parts[o->nparts] = (struct seen_part){STR(SUPERSEDED_PATH), o->in->superseded_seen,
	                                      o->in->nsuperseded};
	return seen_finish(&o->in->seeing, o->in->seen.round + 1, parts, o->nparts + 1, o->hash);
}

int output_seal(struct output *o, struct output_worker *const *workers, unsigned nworkers,
                struct arena *a, struct diag *d)
{
	if (output_check_unmoved(o, d) < 0)
		return -1;
	output_find_gone(o, workers, nworkers);
	plan_signature(o);
	if (save_looks(o, a) < 0)
		return fail_seal(o, "cannot write how files look", a, d);
	if (is_kept(o)) {
		if (o->is_newly_signed && fs_save(o->old_fd, EDITION_SIGNATURE, o->signature) < 0)
			return fail_seal(o, "cannot sign", a, d);
		return 0;
	}
	if ((output_is_aside(o) ? publish_at_once(o, a)
	                        : publish_in_place(o, workers, nworkers, a)) < 0)
		return fail_seal(o, "cannot publish", a, d);
	o->is_sealed = true;
	return 0;
}

int output_finish(struct output *o, struct diag *d)
{
	/* That of the site before stays, for going back to it. */
	const char *const hashes[] = {o->hash, o->published, o->told};

	if (!o->is_sealed) /* nothing was to be published */
		return 0;
	if (output_clear_away(o->work_fd) < 0 || fs_remove_tree(o->work_fd, NEW_TREE) < 0 ||
	    seen_remove_others(o->work_fd, hashes, COUNT_OF(hashes)) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, o->work.p, "cannot clear the folder", errno);
		return -1;
	}
	return 0;
}
