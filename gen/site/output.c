#include "site/output.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEW_TREE     "new"      /* in OUT.fuda: a tree being made */
#define NEW_MANIFEST "manifest" /* in OUT.fuda: the manifest being written */
#define AWAY         "away"     /* in OUT.fuda: the manifest taken away while files change */
#define TRACE        "as-of.js" /* a file of every site: a folder that has it was made by fuda */

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

/* Finds out what is there and where its manifest is: its folder and name. */
static int find_mode(struct output *o, int *folder, const char **name, struct diag *d)
{
	int empty;

	*name = MANIFEST_NAME;
	o->fd = open(o->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->fd < 0 && errno != ENOENT)
		return fail_open(d, o->path, "cannot open the output folder");
	*folder = o->fd;
	o->mode = OUTPUT_CHANGE;
	if (o->fd >= 0 && faccessat(o->fd, MANIFEST_NAME, F_OK, 0) == 0)
		return 0;
	o->mode = OUTPUT_NEW;
	empty = o->fd < 0 ? 1 : is_empty(o->fd);
	if (empty < 0)
		return fail_open(d, o->path, "cannot read the output folder");
	if (empty)
		return 0;
	o->mode = OUTPUT_MEND;
	*name = AWAY;
	*folder = open(o->work.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*folder >= 0 && faccessat(*folder, AWAY, F_OK, 0) == 0)
		return 0;
	if (*folder >= 0)
		close(*folder);
	*folder = o->fd;
	if (faccessat(o->fd, TRACE, F_OK, 0) == 0)
		return 0;
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
	         "the output folder is neither empty nor a site made by fuda (it has no %s)",
	         MANIFEST_NAME);
	return -1;
}

/* Without any manifest the folders of P/ say which products were published. */
static int find_pages(struct output *o, const struct str *ids, size_t nids, struct arena *a)
{
	struct manifest *m = &o->before;

	if (fs_list(o->fd, "P", a, &m->missing, &m->nproducts) < 0)
		return errno == ENOENT ? 0 : -1;
	for (size_t i = 0, at = 0; i < m->nproducts; i++) {
		while (at < nids && str_compare(ids[at], m->missing[i]) < 0)
			at++;
		if (at == nids || !str_is_equal(ids[at], m->missing[i]))
			m->missing[m->nmissing++] = m->missing[i];
	}
	return 0;
}

int output_open(struct output *o, const char *path, const struct str *ids, size_t nids,
                size_t chunk_size, struct arena *a, struct diag *d)
{
	struct str trimmed = str_from(path);
	const char *name;
	int folder = -1, status;

	while (trimmed.n > 1 && trimmed.p[trimmed.n - 1] == '/')
		trimmed.n--;
	*o = (struct output){.path = arena_copy(a, trimmed).p,
	                     .work = arena_printf(a, "%.*s.fuda", STR_ARG(trimmed)),
	                     .fd = -1,
	                     .work_fd = -1,
	                     .manifest_fd = -1,
	                     .before = {.fd = -1}};
	pthread_mutex_init(&o->lock, NULL);
	buf_init(&o->failed);
	status = find_mode(o, &folder, &name, d);
	if (status == 0 && o->mode != OUTPUT_NEW &&
	    manifest_load(&o->before, folder, name, ids, nids, chunk_size, a) < 0)
		status = fail_open(d, o->path, "cannot read the manifest");
	if (status == 0 && o->mode == OUTPUT_MEND && o->before.fd < 0 &&
	    find_pages(o, ids, nids, a) < 0)
		status = fail_open(d, o->path, "cannot read the products' folders");
	if (folder >= 0 && folder != o->fd)
		close(folder);
	return status;
}

void output_close(struct output *o)
{
	manifest_release(&o->before);
	if (o->manifest_fd >= 0)
		close(o->manifest_fd);
	if (o->work_fd >= 0)
		close(o->work_fd);
	if (o->fd >= 0)
		close(o->fd);
	buf_release(&o->failed);
	pthread_mutex_destroy(&o->lock);
}

static int fail_begin(struct output *o, struct diag *d, const char *what)
{
	diag_add_system(d, DIAG_FILE_WRITE, o->work.p, what, errno);
	return -1;
}

int output_begin(struct output *o, uint64_t product_bytes, struct diag *d)
{
	o->manifest_end = product_bytes;
	if (fs_make_folders(AT_FDCWD, o->work.p) < 0)
		return fail_begin(o, d, "cannot make the folder");
	o->work_fd = open(o->work.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->work_fd < 0)
		return fail_begin(o, d, "cannot open the folder");
	if (fs_remove_tree(o->work_fd, NEW_TREE) < 0)
		return fail_begin(o, d, "cannot remove what a build that was cut off left");
	o->manifest_fd = openat(o->work_fd, NEW_MANIFEST,
	                        O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->manifest_fd < 0)
		return fail_begin(o, d, "cannot make the manifest");
	if (o->mode != OUTPUT_NEW)
		return 0;
	if (o->fd >= 0)
		close(o->fd);
	o->fd = -1;
	if (mkdirat(o->work_fd, NEW_TREE, 0777) < 0)
		return fail_begin(o, d, "cannot make the tree");
	o->fd = openat(o->work_fd, NEW_TREE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return o->fd < 0 ? fail_begin(o, d, "cannot open the tree") : 0;
}

void output_worker_init(struct output_worker *w, struct output *o)
{
	*w = (struct output_worker){.output = o, .sha = sha256_open()};
	buf_init(&w->lines);
	buf_init(&w->before);
	buf_init(&w->found);
	arena_init(&w->arena, 1 << 16);
}

void output_worker_release(struct output_worker *w)
{
	sha256_close(w->sha);
	buf_release(&w->lines);
	buf_release(&w->before);
	buf_release(&w->found);
	free(w->known);
	free(w->gone);
	arena_release(&w->arena);
}

/* Keeps the first failure. */
static void fail(struct output *o, struct str path)
{
	int none = 0, error = errno;

	if (!atomic_compare_exchange_strong(&o->error, &none, error))
		return;
	pthread_mutex_lock(&o->lock);
	buf_clear(&o->failed);
	buf_add(&o->failed, path);
	buf_add_byte(&o->failed, '\0');
	pthread_mutex_unlock(&o->lock);
}

/* Room for one more in an array that doubles. */
static void *grow(void *items, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return items;
	*room = *room > 0 ? *room * 2 : 512;
	items = reallocarray(items, *room, size);
	if (!items)
		out_of_memory();
	return items;
}

void output_begin_chunk(struct output_worker *w, size_t chunk)
{
	struct manifest_line line;
	struct str text;

	buf_clear(&w->lines);
	buf_clear(&w->before);
	w->nknown = w->cursor = 0;
	if (w->output->mode != OUTPUT_CHANGE)
		return;
	if (manifest_read_chunk(&w->output->before, chunk, &w->before) < 0) {
		fail(w->output, STR(MANIFEST_NAME));
		return;
	}
	text = buf_str(&w->before);
	while (manifest_take_line(&text, &line) == 0) {
		w->known = grow(w->known, w->nknown, &w->known_room, sizeof(*w->known));
		w->known[w->nknown++] = line;
	}
}

/* Writes bytes into the manifest at an offset. */
static int write_manifest(struct output *o, struct str bytes, uint64_t offset)
{
	while (bytes.n > 0) {
		ssize_t n = pwrite(o->manifest_fd, bytes.p, bytes.n, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_sub(bytes, (size_t)n, bytes.n);
		offset += (uint64_t)n;
	}
	return 0;
}

void output_finish_chunk(struct output_worker *w, uint64_t offset)
{
	for (size_t i = 0; i < w->nknown; i++) {
		if (w->known[i].path.n == 0) /* met */
			continue;
		w->gone = grow(w->gone, w->ngone, &w->gone_room, sizeof(*w->gone));
		w->gone[w->ngone++] = arena_copy(&w->arena, w->known[i].path);
	}
	if (atomic_load(&w->output->error) == 0 &&
	    write_manifest(w->output, buf_str(&w->lines), offset) < 0)
		fail(w->output, STR("the manifest"));
}

/* Takes the manifest away, once, before the first file changes. */
static int take_manifest_away(struct output *o)
{
	int status = 0;

	pthread_mutex_lock(&o->lock);
	if (!o->is_manifest_away) {
		status = renameat(o->fd, MANIFEST_NAME, o->work_fd, AWAY);
		/* The rename must be on the disk before any change is. */
		if (status == 0)
			status = fsync(o->work_fd) < 0 || fsync(o->fd) < 0 ? -1 : 0;
		o->is_manifest_away = status == 0;
	}
	pthread_mutex_unlock(&o->lock);
	return status;
}

/* Calls `put` and, where the folder is not there, makes it and calls again. */
static int put_file(int folder, struct str path, struct str bytes,
                    int (*put)(int, const char *, struct str))
{
	char above[PATH_MAX];
	const char *slash;

	if (put(folder, path.p, bytes) == 0)
		return 0;
	slash = memrchr(path.p, '/', path.n);
	if (errno != ENOENT || !slash || (size_t)(slash - path.p) >= sizeof(above))
		return -1;
	memcpy(above, path.p, (size_t)(slash - path.p));
	above[slash - path.p] = '\0';
	if (fs_make_folders(folder, above) < 0)
		return -1;
	return put(folder, path.p, bytes);
}

static void write_file(struct output_worker *w, struct str path, struct str bytes)
{
	struct output *o = w->output;
	int status = 0;

	if (atomic_load(&o->error) != 0)
		return;
	if (o->mode == OUTPUT_NEW) {
		status = put_file(o->fd, path, bytes, fs_create);
	} else {
		if (o->mode == OUTPUT_CHANGE)
			status = take_manifest_away(o);
		if (status == 0)
			status = put_file(o->fd, path, bytes, fs_replace);
	}
	if (status < 0)
		fail(o, path);
	else
		atomic_fetch_add_explicit(&o->nwritten, 1, memory_order_relaxed);
}

/* Whether the file on the disk has these bytes. */
static bool is_on_disk(struct output_worker *w, struct str path, struct str bytes)
{
	buf_clear(&w->found);
	return fs_load(w->output->fd, path.p, bytes.n, &w->found) == 0 &&
	       str_is_equal(buf_str(&w->found), bytes);
}

/* The hash under which the file was published before, or none. */
static struct str find_known(struct output_worker *w, struct str path)
{
	for (size_t i = 0; i < w->nknown; i++) {
		size_t at = (w->cursor + i) % w->nknown;
		struct manifest_line *line = &w->known[at];

		if (!str_is_equal(line->path, path))
			continue;
		line->path = STR_NONE;
		w->cursor = at + 1;
		return line->hash;
	}
	return STR_NONE;
}

static void publish(struct output_worker *w, struct str path, struct str bytes,
                    const char hash[SHA256_HEX], struct str known)
{
	bool is_same = w->output->mode == OUTPUT_MEND
	                       ? is_on_disk(w, path, bytes)
	                       : known.n == SHA256_HEX && memcmp(known.p, hash, SHA256_HEX) == 0;

	if (is_same)
		atomic_fetch_add_explicit(&w->output->nunchanged, 1, memory_order_relaxed);
	else
		write_file(w, path, bytes);
}

static void hash_bytes(struct output_worker *w, struct str bytes, char hex[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(w->sha, bytes, hash);
	sha256_format(hash, hex);
}

void output_add_product_file(struct output_worker *w, struct str path, struct str bytes)
{
	char hash[SHA256_HEX];

	hash_bytes(w, bytes, hash);
	manifest_add_line(&w->lines, hash, path);
	publish(w, path, bytes, hash, find_known(w, path));
}

void output_add_file(struct output_worker *w, struct str path, struct str bytes,
                     struct output_line *line)
{
	uint32_t known = map_find(&w->output->before.other_by_path, path);

	line->path = arena_copy(&w->arena, path);
	hash_bytes(w, bytes, line->hash);
	publish(w, path, bytes, line->hash,
	        known == MAP_NONE ? STR_NONE : w->output->before.others[known].hash);
}

void output_make_folder(struct output_worker *w, struct str path)
{
	struct output *o = w->output;

	if (o->mode != OUTPUT_NEW || atomic_load(&o->error) != 0)
		return;
	if (mkdirat(o->fd, path.p, 0777) < 0 && errno == ENOENT &&
	    fs_make_folders(o->fd, path.p) < 0)
		fail(o, path);
}

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
	status = write_manifest(o, buf_str(&b), o->manifest_end);
	o->manifest_end += b.n;
	buf_release(&b);
	return status;
}

/* Removes a file, and the folders above it that are empty then. */
static int remove_file(struct output *o, struct str path)
{
	char part[PATH_MAX];

	if (o->mode == OUTPUT_CHANGE && take_manifest_away(o) < 0)
		return -1;
	if (path.n >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(part, path.p, path.n);
	part[path.n] = '\0';
	if (unlinkat(o->fd, part, 0) < 0 && errno != ENOENT)
		return -1;
	o->nremoved++;
	for (char *slash; (slash = strrchr(part, '/')) != NULL;) {
		*slash = '\0';
		if (unlinkat(o->fd, part, AT_REMOVEDIR) < 0)
			break;
	}
	return 0;
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

/* Puts the new manifest, and a new tree, in their places. */
static int put_in_place(struct output *o)
{
	/* The order is the point: all files are on the disk before the manifest says so. */
	if (syncfs(o->fd) < 0 || fsync(o->manifest_fd) < 0 ||
	    renameat(o->work_fd, NEW_MANIFEST, o->fd, MANIFEST_NAME) < 0 || fsync(o->fd) < 0)
		return -1;
	if (o->mode == OUTPUT_NEW &&
	    (renameat(o->work_fd, NEW_TREE, AT_FDCWD, o->path) < 0 || fsync(o->work_fd) < 0))
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
		fail(o, STR(MANIFEST_NAME));
	if (atomic_load(&o->error) != 0) {
		struct str path = arena_printf(a, "%s/%s", o->path, o->failed.p);

		diag_add_system(d, DIAG_FILE_WRITE, path.p, "cannot write", atomic_load(&o->error));
		return -1;
	}
	if (remove_gone(o, workers, nworkers, lines, nlines) < 0)
		return fail_seal(d, o->path, "cannot remove a file that went");
	if (o->mode == OUTPUT_MEND && remove_leftovers(o) < 0)
		return fail_seal(d, o->path, "cannot remove what a build that was cut off left");
	if (o->mode == OUTPUT_CHANGE && !o->is_manifest_away) {
		/* Nothing changed: the manifest that stands is the new one. */
		if (unlinkat(o->work_fd, NEW_MANIFEST, 0) < 0)
			return fail_seal(d, o->work.p, "cannot remove the manifest");
	} else if (put_in_place(o) < 0) {
		return fail_seal(d, o->path, "cannot put the manifest in place");
	}
	/* The folder stays if somebody else put something there. */
	if (rmdir(o->work.p) < 0 && errno != ENOTEMPTY && errno != EEXIST)
		return fail_seal(d, o->work.p, "cannot remove");
	return 0;
}
