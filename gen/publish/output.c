#include "base/array.h"
#include "base/fs.h"
#include "base/lock.h"
#include "model/id.h"
#include "publish/output_part.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail_open(struct diag *d, const char *path, const char *what)
{
	diag_add_system(d, DIAG_FILE_READ, path, what, errno);
	return -1;
}

/* Whether a folder has no entry at all; -1 if it cannot be read. */
static int is_empty(int folder)
{
	struct arena a;
	struct str *names;
	size_t nnames;
	int status;

	arena_init(&a, 4096);
	status = fs_list_all(folder, ".", &a, &names, &nnames);
	arena_release(&a);
	return status < 0 ? -1 : nnames == 0;
}

/* A folder that is neither empty nor a site of ours is not touched. */
static int refuse(const char *path, struct diag *d)
{
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(path)},
	         "the folder is neither empty nor a site made by fuda (it has no %s of the "
	         "format " EDITION_FORMAT ")",
	         EDITION_NAME);
	return -1;
}

static int refuse_format(const char *path, struct diag *d)
{
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(path)},
	         "another version of fuda made this folder, in a format that this one does not go "
	         "on with: build into a new folder; with --ledger the products published so far "
	         "stay known");
	return -1;
}

/* 1: the file is of our format; 0: there is none, or it is damaged; -1 with errno set. */
MUST_CHECK static int read_edition(int folder, struct buf *b)
{
	buf_clear(b);
	if (fs_load(folder, EDITION_NAME, EDITION_MAX, b) == 0)
		return edition_has_format(buf_str(b));
	buf_clear(b); /* the beginning of one that is too large */
	return manifest_is_damage(errno) ? 0 : -1;
}

/* Whether a folder has a file or folder. */
static bool is_there(int folder, const char *name)
{
	return faccessat(folder, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Whether fuda made the site in a folder, complete or not; -1 if that cannot be read. */
static int is_ours(int folder)
{
	struct buf b;
	int status;

	buf_init(&b);
	status = read_edition(folder, &b);
	buf_release(&b);
	return status != 0 ? status : is_there(folder, TRACE);
}

int output_check_exchange(const struct output *o, struct diag *d)
{
	struct stat st;
	int fd, empty, ours, status = 0;

	if (lstat(o->path, &st) == 0 && S_ISLNK(st.st_mode)) {
		diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
		         "a symbolic link cannot be exchanged at once: name the folder itself");
		return -1;
	}
	fd = open(o->in->previous.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0
		                       : fail_open(d, o->in->previous.p, "cannot open the folder");
	empty = is_empty(fd);
	ours = empty != 0 ? 1 : is_ours(fd);
	if (empty < 0 || ours < 0)
		status = fail_open(d, o->in->previous.p, "cannot read the folder");
	else if (!ours)
		status = refuse(o->in->previous.p, d);
	close(fd);
	return status;
}

/* Whether OUT or OUT.fuda are as a version without versions, or a later one, left them. `manifest`
 * is what OUT has under the name of MANIFEST.json. */
static bool is_of_other_version(const struct output *o, struct str manifest)
{
	struct stat st;

	return str_has_prefix(manifest, STR("{\"format\":\"manifest/")) ||
	       (is_there(o->old_fd, UNVERSIONED) && is_there(o->old_fd, TRACE)) ||
	       (fstatat(o->work_fd, AWAY, &st, 0) == 0 && S_ISREG(st.st_mode));
}

/* Whether what stands at a path is the folder that is open; none is both. */
static bool is_same_folder(const char *path, int fd)
{
	struct stat now, opened;

	if (stat(path, &now) < 0)
		return fd < 0 && errno == ENOENT;
	return fd >= 0 && fstat(fd, &opened) == 0 && now.st_dev == opened.st_dev &&
	       now.st_ino == opened.st_ino;
}

/* Whether OUT has the MANIFEST.json that was read, or still none. */
static bool has_same_edition(const struct output *o)
{
	char hash[SHA256_HEX];
	struct buf b;
	bool is_there;

	if (o->mode == OUTPUT_NEW)
		return o->old_fd < 0 || is_empty(o->old_fd) > 0;
	buf_init(&b);
	is_there = read_edition(o->old_fd, &b) > 0;
	sha256_hex_once(buf_str(&b), hash);
	buf_release(&b);
	return is_there == o->in->is_complete &&
	       (!is_there || memcmp(hash, o->published, SHA256_HEX) == 0);
}

int output_check_unmoved(const struct output *o, struct diag *d)
{
	if (!is_same_folder(o->path, o->old_fd) || !is_same_folder(o->work.p, o->work_fd) ||
	    !has_same_edition(o)) {
		diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
		         "was moved or changed by others while the site was made: nothing is "
		         "published");
		return -1;
	}
	return o->in->way == OUTPUT_ATOMIC ? output_check_exchange(o, d) : 0;
}

/* Whether a build that was interrupted laid a list away; -1 if that cannot be read. */
static int find_away(int work)
{
	int fd = fs_open_regular(work, AWAY_MANIFEST);

	if (fd >= 0)
		return fs_close(fd, 0) < 0 ? -1 : 1;
	return manifest_is_damage(errno) ? 0 : -1;
}

/* Finds out what is there; the MANIFEST.json of OUT goes to `manifest`. */
static int find_mode(struct output *o, struct buf *manifest, struct diag *d)
{
	int empty, found, away;

	o->old_fd = open(o->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->old_fd < 0 && errno != ENOENT)
		return fail_open(d, o->path, "cannot open the output folder");
	empty = o->old_fd < 0 ? 1 : is_empty(o->old_fd);
	if (empty < 0)
		return fail_open(d, o->path, "cannot read the output folder");
	o->mode = OUTPUT_NEW;
	if (empty)
		return 0;
	found = read_edition(o->old_fd, manifest);
	away = found < 0 ? -1 : find_away(o->work_fd);
	if (away < 0)
		return fail_open(d, o->path, "cannot read " EDITION_NAME);
	o->in->is_complete = found;
	if (!found && is_of_other_version(o, buf_str(manifest)))
		return refuse_format(o->path, d);
	if (!found && !is_there(o->old_fd, TRACE))
		return refuse(o->path, d);
	o->in->is_interrupted = away;
	o->mode = o->in->is_complete && !o->in->is_interrupted ? OUTPUT_CHANGE : OUTPUT_MEND;
	return 0;
}

/* Whether a sorted list has the id; `at` moves on to the first entry that is not before it. */
static bool is_listed(const struct str *ids, size_t nids, struct str id, size_t *at)
{
	while (*at < nids && str_compare(ids[*at], id) < 0)
		++*at;
	return *at < nids && str_is_equal(ids[*at], id);
}

/* Adds to the missing products those that have a folder in a site's P/ and not in the new one. */
static int find_pages(struct manifest *m, int site, const struct pages *pages, struct arena *a)
{
	struct arena own;
	struct str *ids;
	size_t nids = 0, at = 0, known = 0, nknown = m->nmissing, room = m->nmissing;
	/* Names alone are taken: if P has become a link, what it leads to still tells them. */
	int products = openat(site, "P", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int status;

	if (products < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	arena_init(&own, 1 << 16);
	status = fs_list(products, ".", &own, &ids, &nids);
	close(products);
	for (size_t i = 0; status == 0 && i < nids; i++) {
		while (at < pages->npages && str_compare(pages_id(pages, at), ids[i]) < 0)
			at++;
		if (!id_is_valid(ID_PRODUCT, ids[i]) ||
		    (at < pages->npages && str_is_equal(pages_id(pages, at), ids[i])) ||
		    is_listed(m->missing, nknown, ids[i], &known))
			continue;
		ARRAY_GROW(a, m->missing, m->nmissing, room);
		m->missing[m->nmissing++] = arena_copy(a, ids[i]);
	}
	arena_release(&own);
	return status;
}

/* What stands in OUT.previous was published as well, and is the newer site after a rollback; unless
 * a build was interrupted, which may have left there what nobody has seen. */
static int find_previous_pages(struct output *o, const struct pages *pages, struct arena *a)
{
	int status, fd = open(o->in->previous.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	status = find_pages(&o->before, fd, pages, a);
	close(fd);
	return status;
}

/* Where no list can be believed, the folders in P/ tell which products there were. */
static int look_for_pages(struct output *o, const struct pages *pages, struct arena *a)
{
	o->mode = OUTPUT_MEND;
	if (!o->before.is_known && manifest_load_superseded(&o->before, o->old_fd, a) < 0)
		return -1;
	return find_pages(&o->before, o->old_fd, pages, a);
}

/* Reads what was published when a build last told: the edition that is laid away. One that was put
 * in place after it tells what must stay. */
static int read_interrupted(struct output *o, struct str manifest, const struct pages *pages,
                            struct arena *a)
{
	struct manifest published = {0};
	struct buf away;
	int status;

	o->in->away_fd = openat(o->work_fd, AWAY, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->in->away_fd < 0)
		return -1;
	buf_init(&away);
	status = fs_load(o->in->away_fd, EDITION_NAME, EDITION_MAX, &away);
	sha256_hex_once(buf_str(&away), o->told);
	if (!o->in->is_complete)
		memcpy(o->published, o->told, sizeof(o->published));
	if (status == 0)
		status = manifest_load(&o->before,
		                       (struct manifest_place){o->in->away_fd, o->old_fd, NULL},
		                       buf_str(&away), pages, o->in->nreaders, a);
	if (status == 0 && o->in->is_complete)
		status = manifest_load(&published, (struct manifest_place){-1, o->old_fd, NULL},
		                       manifest, pages, o->in->nreaders, a);
	if (published.is_known) {
		o->before.missing = published.missing;
		o->before.nmissing = published.nmissing;
	}
	manifest_release(&published);
	buf_release(&away);
	if (status == 0 && (!o->before.is_known || (o->in->is_complete && !published.is_known)))
		status = look_for_pages(o, pages, a);
	return status;
}

static int read_before(struct output *o, struct str manifest, const struct pages *pages,
                       struct arena *a, struct diag *d)
{
	if (o->in->is_complete)
		sha256_hex_once(manifest, o->published);
	if (o->in->is_interrupted)
		return read_interrupted(o, manifest, pages, a);
	memcpy(o->told, o->published, sizeof(o->told));
	seen_load(&o->in->seen, o->work_fd, o->published, a);
	if (o->in->is_complete &&
	    manifest_load(&o->before, (struct manifest_place){-1, o->old_fd, &o->in->seen},
	                  manifest, pages, o->in->nreaders, a) < 0)
		return -1;
	if (o->before.is_known)
		return 0;
	diag_add(d, DIAG_FILE_MENDED, (struct place){.file = str_from(o->path)},
	         EDITION_NAME ", a part of the list of files or the list of superseded ones is "
	                      "missing or not as it was published: every file is compared");
	return look_for_pages(o, pages, a);
}

/* A shard goes on with the same shard alone, a preview with what is known to be one. */
static int check_shard(const struct output *o, struct str shard, struct arena *a, struct diag *d)
{
	struct str before = o->before.edition.shard;
	bool is_known = o->before.is_known && o->before.edition.nparts > 0;

	if (is_known ? str_is_equal(before, shard)
	             : o->mode == OUTPUT_NEW || !str_is_equal(shard, STR(EDITION_PREVIEW)))
		return 0;
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
	         "the folder has %s, and what is built is %s: build into another folder",
	         is_known ? edition_kind(before, a) : "no preview", edition_kind(shard, a));
	return -1;
}

static int read_folder(struct output *o, const struct pages *pages, struct str shard,
                       struct arena *a, struct diag *d)
{
	struct buf manifest;
	int status;

	buf_init(&manifest);
	status = find_mode(o, &manifest, d);
	if (status == 0 && o->mode != OUTPUT_NEW &&
	    read_before(o, buf_str(&manifest), pages, a, d) < 0)
		status = fail_open(d, o->path, "cannot read what was published before");
	buf_release(&manifest);
	return status == 0 ? check_shard(o, shard, a, d) : -1;
}

int output_open(struct output *o, const struct output_order *order, const struct pages *pages,
                struct arena *a, struct diag *d)
{
	struct str trimmed = fs_trim(order->path, a);

	*o = (struct output){.path = trimmed.p,
	                     .work = arena_printf(a, "%.*s.fuda", STR_ARG(trimmed)),
	                     .old_fd = -1,
	                     .work_fd = -1,
	                     .in = arena_alloc(a, sizeof(*o->in))};
	*o->in = (struct output_inside){
	        .previous = arena_printf(a, "%.*s.previous", STR_ARG(trimmed)),
	        .way = order->way,
	        .nreaders = order->nworkers,
	        .new_fd = -1,
	        .away_fd = -1,
	        .seen = {.fd = -1},
	        .seeing = {.fd = -1},
	};
	pthread_mutex_init(&o->in->once, NULL);
	buf_init(&o->in->failed);
	if (lock_take(&o->in->lock, o->work.p, d) < 0)
		return -1;
	o->work_fd = open(o->work.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->work_fd < 0)
		return fail_open(d, o->work.p, "cannot open the folder");
	if (output_check_place(o, d) < 0 ||
	    (order->way == OUTPUT_ATOMIC && output_check_exchange(o, d) < 0))
		return -1;
	if (read_folder(o, pages, order->shard, a, d) < 0)
		return -1;
	if (order->way == OUTPUT_ATOMIC && !o->in->is_interrupted &&
	    find_previous_pages(o, pages, a) < 0)
		return fail_open(d, o->in->previous.p, "cannot read what was published before");
	return 0;
}

/* After a failure: what was written in vain would keep a full disk full. */
static void clear_work(const struct output *o)
{
	if (o->in->new_fd < 0 || o->is_sealed)
		return;
	if (fs_remove_tree(o->work_fd, NEW_TREE) < 0 ||
	    (!o->in->is_interrupted && !o->in->is_laid_away && output_clear_away(o->work_fd) < 0))
		return; /* the next build tries again, and says so */
}

void output_close(struct output *o)
{
	clear_work(o);
	seen_release_file(&o->in->seeing);
	seen_release(&o->in->seen);
	manifest_release(&o->before);
	if (o->in->away_fd >= 0)
		close(o->in->away_fd);
	if (o->in->new_fd >= 0)
		close(o->in->new_fd);
	if (o->old_fd >= 0)
		close(o->old_fd);
	if (o->work_fd >= 0)
		close(o->work_fd);
	lock_release(&o->in->lock);
	free(o->files);
	free(o->parts);
	free(o->removed);
	buf_release(&o->in->failed);
	pthread_mutex_destroy(&o->in->once);
}

static int fail_begin(struct output *o, struct diag *d, const char *what)
{
	diag_add_system(d, DIAG_FILE_WRITE, o->work.p, what, errno);
	return -1;
}

bool output_is_aside(const struct output *o)
{
	return o->mode == OUTPUT_NEW || o->in->way == OUTPUT_ATOMIC;
}

bool output_has_before(const struct output *o)
{
	return o->before.is_known;
}

int output_begin(struct output *o, struct diag *d)
{
	if (fs_remove_any(o->work_fd, NEW_TREE) < 0 ||
	    (!o->in->is_interrupted && output_clear_away(o->work_fd) < 0) ||
	    (unlinkat(o->work_fd, OUTPUT_SEARCH_KEYS, 0) < 0 && errno != ENOENT))
		return fail_begin(o, d, "cannot remove what an interrupted build left");
	if (mkdirat(o->work_fd, NEW_TREE, 0777) < 0)
		return fail_begin(o, d, "cannot make the tree");
	o->in->new_fd = openat(o->work_fd, NEW_TREE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->in->new_fd < 0)
		return fail_begin(o, d, "cannot open the tree");
	return seen_begin(&o->in->seeing, o->work_fd) < 0
	               ? fail_begin(o, d, "cannot write how files look")
	               : 0;
}

bool output_has_failed(const struct output *o)
{
	return atomic_load(&o->in->error) != 0;
}

void output_fail(struct output *o, struct str path)
{
	int none = 0, error = errno;

	if (!atomic_compare_exchange_strong(&o->in->error, &none, error))
		return;
	pthread_mutex_lock(&o->in->once);
	buf_clear(&o->in->failed);
	buf_add(&o->in->failed, path);
	buf_add_byte(&o->in->failed, '\0');
	pthread_mutex_unlock(&o->in->once);
}

int output_set_edition(struct output *o, struct str manifest, struct arena *a, struct diag *d)
{
	struct str path;

	if (manifest.n > EDITION_MAX) {
		diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
		         EDITION_NAME
		         " would have %zu bytes, and %zu are what readers take: the site "
		         "has more products than one can have",
		         manifest.n, EDITION_MAX);
		return -1;
	}
	sha256_hex_once(manifest, o->hash);
	if (!output_has_failed(o) && fs_create(o->in->new_fd, NEW_MANIFEST, manifest) < 0)
		output_fail(o, STR(EDITION_NAME));
	if (!output_has_failed(o) && o->signature.n > 0 &&
	    fs_create(o->in->new_fd, NEW_SIGNATURE, o->signature) < 0)
		output_fail(o, STR(EDITION_SIGNATURE));
	if (!output_has_failed(o))
		return 0;
	path = arena_printf(a, "%s/%s", o->path, o->in->failed.p);
	diag_add_system(d, DIAG_FILE_WRITE, path.p, "cannot write", atomic_load(&o->in->error));
	return -1;
}
