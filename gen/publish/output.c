#include "base/fs.h"
#include "publish/lock.h"
#include "publish/output_part.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)1 << 20) /* bytes of the manifest written at a time */

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
	         "the folder is neither empty nor a site made by fuda (it has no %s)",
	         MANIFEST_NAME);
	return -1;
}

/* What an exchange would move must be a folder, and what it would remove a site. */
static int check_exchange(const struct output *o, struct diag *d)
{
	struct stat st;
	int fd, empty, status = 0;

	if (lstat(o->path, &st) == 0 && S_ISLNK(st.st_mode)) {
		diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
		         "a symbolic link cannot be exchanged at once: name the folder itself");
		return -1;
	}
	fd = open(o->previous.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : fail_open(d, o->previous.p, "cannot open the folder");
	empty = is_empty(fd);
	if (empty < 0)
		status = fail_open(d, o->previous.p, "cannot read the folder");
	else if (!empty && faccessat(fd, MANIFEST_NAME, F_OK, 0) < 0 &&
	         faccessat(fd, TRACE, F_OK, 0) < 0)
		status = refuse(o->previous.p, d);
	close(fd);
	return status;
}

/* Finds out what is there. */
static int find_mode(struct output *o, struct diag *d)
{
	int empty;

	o->old_fd = open(o->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->old_fd < 0 && errno != ENOENT)
		return fail_open(d, o->path, "cannot open the output folder");
	empty = o->old_fd < 0 ? 1 : is_empty(o->old_fd);
	if (empty < 0)
		return fail_open(d, o->path, "cannot read the output folder");
	o->mode = OUTPUT_NEW;
	if (empty)
		return 0;
	o->is_complete = faccessat(o->old_fd, MANIFEST_NAME, F_OK, 0) == 0;
	o->is_cut = faccessat(o->work_fd, AWAY, F_OK, 0) == 0;
	o->mode = o->is_complete && !o->is_cut ? OUTPUT_CHANGE : OUTPUT_MEND;
	if (!o->is_complete && faccessat(o->old_fd, TRACE, F_OK, 0) < 0)
		return refuse(o->path, d);
	return 0;
}

struct str output_trim(const char *path, struct arena *a)
{
	struct str trimmed = str_from(path);

	while (trimmed.n > 1 && trimmed.p[trimmed.n - 1] == '/')
		trimmed.n--;
	return arena_copy(a, trimmed);
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
	int status;

	arena_init(&own, 1 << 16);
	status = fs_list(site, "P", &own, &ids, &nids);
	for (size_t i = 0; status == 0 && i < nids; i++) {
		while (at < pages->npages && str_compare(pages_id(pages, at), ids[i]) < 0)
			at++;
		if ((at < pages->npages && str_is_equal(pages_id(pages, at), ids[i])) ||
		    is_listed(m->missing, nknown, ids[i], &known))
			continue;
		m->missing = arena_grow(a, m->missing, m->nmissing, &room, sizeof(*m->missing));
		m->missing[m->nmissing++] = arena_copy(a, ids[i]);
	}
	arena_release(&own);
	return status < 0 && errno != ENOENT ? -1 : 0;
}

/* What stands in OUT.previous was published as well, and is the newer site after a rollback; unless
 * a build was interrupted, which may have left there what nobody has seen. */
static int find_previous_pages(struct output *o, const struct pages *pages, struct arena *a)
{
	int status, fd = open(o->previous.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	status = find_pages(&o->before, fd, pages, a);
	close(fd);
	return status;
}

static int hash_manifest(int folder, const char *name, char hash[SHA256_HEX])
{
	struct sha256_context *sha = sha256_open();
	unsigned char bytes[SHA256_BYTES];
	int status = sha256_hash_file(sha, folder, name, bytes);

	sha256_close(sha);
	if (status == 0)
		sha256_format(bytes, hash);
	return status;
}

/* Reads what was published before. A build that was interrupted after it had put its manifest in
 * place leaves two: what it told nobody is compared with the one before, but what it published must
 * stay.
 */
static int read_before(struct output *o, const struct pages *pages, size_t chunk_size,
                       struct arena *a)
{
	struct manifest published;

	/* Without any manifest the folders of P/ say which products were published. */
	if (!o->is_complete && !o->is_cut)
		return find_pages(&o->before, o->old_fd, pages, a);
	if (o->is_complete && hash_manifest(o->old_fd, MANIFEST_NAME, o->published) < 0)
		return -1;
	if (!o->is_cut) {
		memcpy(o->told, o->published, sizeof(o->told));
		return manifest_load(&o->before, o->old_fd, MANIFEST_NAME, pages, chunk_size, a);
	}
	if (hash_manifest(o->work_fd, AWAY, o->told) < 0 ||
	    manifest_load(&o->before, o->work_fd, AWAY, pages, chunk_size, a) < 0)
		return -1;
	if (!o->is_complete) {
		memcpy(o->published, o->told, sizeof(o->published));
		return 0;
	}
	if (manifest_load(&published, o->old_fd, MANIFEST_NAME, pages, chunk_size, a) < 0)
		return -1;
	manifest_release(&published);
	o->before.missing = published.missing;
	o->before.nmissing = published.nmissing;
	return 0;
}

int output_open(struct output *o, const char *path, enum output_way way, const struct pages *pages,
                size_t chunk_size, struct arena *a, struct diag *d)
{
	struct str trimmed = output_trim(path, a);

	*o = (struct output){.path = trimmed.p,
	                     .work = arena_printf(a, "%.*s.fuda", STR_ARG(trimmed)),
	                     .previous = arena_printf(a, "%.*s.previous", STR_ARG(trimmed)),
	                     .way = way,
	                     .lock = -1,
	                     .old_fd = -1,
	                     .work_fd = -1,
	                     .new_fd = -1,
	                     .manifest_fd = -1,
	                     .before = {.fd = -1}};
	pthread_mutex_init(&o->once, NULL);
	buf_init(&o->failed);
	o->lock = lock_take(o->work.p, d);
	if (o->lock < 0)
		return -1;
	o->work_fd = open(o->work.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->work_fd < 0)
		return fail_open(d, o->work.p, "cannot open the folder");
	if (way == OUTPUT_ATOMIC && check_exchange(o, d) < 0)
		return -1;
	if (find_mode(o, d) < 0)
		return -1;
	if (o->mode != OUTPUT_NEW && read_before(o, pages, chunk_size, a) < 0)
		return fail_open(d, o->path, "cannot read what was published before");
	if (way == OUTPUT_ATOMIC && !o->is_cut && find_previous_pages(o, pages, a) < 0)
		return fail_open(d, o->previous.p, "cannot read what was published before");
	return 0;
}

/* After a failure: what was written in vain would keep a full disk full. */
static void clear_work(const struct output *o)
{
	if (o->new_fd < 0 || o->is_sealed)
		return;
	if (fs_remove_tree(o->work_fd, NEW_TREE) < 0 || unlinkat(o->work_fd, NEW_MANIFEST, 0) < 0)
		return; /* the next build tries again, and says so */
}

void output_close(struct output *o)
{
	clear_work(o);
	manifest_release(&o->before);
	if (o->manifest_fd >= 0)
		close(o->manifest_fd);
	if (o->new_fd >= 0)
		close(o->new_fd);
	if (o->old_fd >= 0)
		close(o->old_fd);
	if (o->work_fd >= 0)
		close(o->work_fd);
	if (o->lock >= 0)
		lock_release(o->work.p, o->lock);
	free(o->files);
	free(o->removed);
	buf_release(&o->failed);
	pthread_mutex_destroy(&o->once);
}

static int fail_begin(struct output *o, struct diag *d, const char *what)
{
	diag_add_system(d, DIAG_FILE_WRITE, o->work.p, what, errno);
	return -1;
}

bool output_is_aside(const struct output *o)
{
	return o->mode == OUTPUT_NEW || o->way == OUTPUT_ATOMIC;
}

bool output_has_before(const struct output *o)
{
	return o->before.fd >= 0;
}

int output_begin(struct output *o, uint64_t product_bytes, struct diag *d)
{
	o->manifest_end = product_bytes;
	if (fs_remove_tree(o->work_fd, NEW_TREE) < 0 ||
	    (unlinkat(o->work_fd, SEARCH_KEYS, 0) < 0 && errno != ENOENT))
		return fail_begin(o, d, "cannot remove what a build that was interrupted left");
	o->manifest_fd =
	        openat(o->work_fd, NEW_MANIFEST, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->manifest_fd < 0)
		return fail_begin(o, d, "cannot make the manifest");
	if (mkdirat(o->work_fd, NEW_TREE, 0777) < 0)
		return fail_begin(o, d, "cannot make the tree");
	o->new_fd = openat(o->work_fd, NEW_TREE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return o->new_fd < 0 ? fail_begin(o, d, "cannot open the tree") : 0;
}

/* Keeps the first failure. */
void output_fail(struct output *o, struct str path)
{
	int none = 0, error = errno;

	if (!atomic_compare_exchange_strong(&o->error, &none, error))
		return;
	pthread_mutex_lock(&o->once);
	buf_clear(&o->failed);
	buf_add(&o->failed, path);
	buf_add_byte(&o->failed, '\0');
	pthread_mutex_unlock(&o->once);
}

/* Writes bytes into the manifest at an offset. */
void *output_grow(void *items, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return items;
	*room = *room > 0 ? *room * 2 : 512;
	items = reallocarray(items, *room, size);
	if (!items)
		out_of_memory();
	return items;
}

void output_make_folder(struct output_worker *w, struct str path)
{
	struct output *o = w->output;

	if (!output_is_aside(o) || atomic_load(&o->error) != 0)
		return;
	if (mkdirat(o->new_fd, path.p, 0777) < 0 && errno == ENOENT &&
	    fs_make_folders(o->new_fd, path.p) < 0)
		output_fail(o, path);
}

int output_write_manifest(struct output *o, struct str bytes, uint64_t offset)
{
	return fs_write_at(o->manifest_fd, bytes, offset);
}

int output_read_manifest(const struct output *o, uint64_t offset, size_t n, struct buf *b)
{
	while (n > 0) {
		ssize_t got = pread(o->manifest_fd, buf_reserve(b, n), n, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? -1 : 0;
		b->n += (size_t)got;
		n -= (size_t)got;
		offset += (uint64_t)got;
	}
	return 0;
}

void output_gather(struct output *o, struct output_worker *const *workers, unsigned nworkers)
{
	size_t n = o->nfiles;

	for (unsigned i = 0; i < nworkers; i++)
		n += workers[i]->nfiles;
	o->files = reallocarray(o->files, n + 1, sizeof(*o->files));
	if (!o->files)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++) {
		struct output_worker *w = workers[i];

		for (size_t k = 0; k < w->nfiles; k++)
			o->files[o->nfiles++] = w->files[k];
		free(w->files);
		w->files = NULL;
		w->nfiles = w->files_room = 0;
	}
	manifest_sort(o->files, o->nfiles);
}

/* Appends the lines of the files besides the products' to the manifest and ends it. */
static int add_lines(struct output *o)
{
	char hash[SHA256_HEX];
	struct buf b;
	int status = 0;

	buf_init(&b);
	for (size_t i = 0; i < o->nfiles && status == 0; i++) {
		sha256_format(o->files[i].hash, hash);
		manifest_add_line(&b, hash, str_from(o->files[i].path));
		if (b.n < BLOCK && i + 1 < o->nfiles)
			continue;
		status = output_write_manifest(o, buf_str(&b), o->manifest_end);
		o->manifest_end += b.n;
		buf_clear(&b);
	}
	buf_release(&b);
	if (close(o->manifest_fd) < 0)
		status = -1;
	o->manifest_fd = -1;
	return status;
}

int output_complete(struct output *o, struct arena *a, struct diag *d)
{
	struct str path;

	if (atomic_load(&o->error) == 0 &&
	    (add_lines(o) < 0 || hash_manifest(o->work_fd, NEW_MANIFEST, o->hash) < 0))
		output_fail(o, STR(MANIFEST_NAME));
	if (atomic_load(&o->error) == 0)
		return 0;
	path = arena_printf(a, "%s/%s", o->path, o->failed.p);
	diag_add_system(d, DIAG_FILE_WRITE, path.p, "cannot write", atomic_load(&o->error));
	return -1;
}
