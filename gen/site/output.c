#include "base/fs.h"
#include "site/lock.h"
#include "site/output_part.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRACE "as-of.js" /* a file of every site: a folder that has it was made by fuda */

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
	o->old_fd = open(o->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->old_fd < 0 && errno != ENOENT)
		return fail_open(d, o->path, "cannot open the output folder");
	*folder = o->old_fd;
	o->mode = OUTPUT_CHANGE;
	if (o->old_fd >= 0 && faccessat(o->old_fd, MANIFEST_NAME, F_OK, 0) == 0)
		return 0;
	o->mode = OUTPUT_NEW;
	empty = o->old_fd < 0 ? 1 : is_empty(o->old_fd);
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
	*folder = o->old_fd;
	if (faccessat(o->old_fd, TRACE, F_OK, 0) == 0)
		return 0;
	diag_add(d, DIAG_FILE_WRITE, (struct place){.file = str_from(o->path)},
	         "the output folder is neither empty nor a site made by fuda (it has no %s)",
	         MANIFEST_NAME);
	return -1;
}

struct str output_trim(const char *path, struct arena *a)
{
	struct str trimmed = str_from(path);

	while (trimmed.n > 1 && trimmed.p[trimmed.n - 1] == '/')
		trimmed.n--;
	return arena_copy(a, trimmed);
}

/* Without any manifest the folders of P/ say which products were published. */
static int find_pages(struct output *o, const struct str *ids, size_t nids, struct arena *a)
{
	struct manifest *m = &o->before;

	if (fs_list(o->old_fd, "P", a, &m->missing, &m->nproducts) < 0)
		return errno == ENOENT ? 0 : -1;
	for (size_t i = 0, at = 0; i < m->nproducts; i++) {
		while (at < nids && str_compare(ids[at], m->missing[i]) < 0)
			at++;
		if (at == nids || !str_is_equal(ids[at], m->missing[i]))
			m->missing[m->nmissing++] = m->missing[i];
	}
	return 0;
}

int output_open(struct output *o, const char *path, enum output_way way, const struct str *ids,
                size_t nids, size_t chunk_size, struct arena *a, struct diag *d)
{
	struct str trimmed = output_trim(path, a);
	const char *name;
	int folder = -1, status;

	*o = (struct output){.path = trimmed.p,
	                     .work = arena_printf(a, "%.*s.fuda", STR_ARG(trimmed)),
	                     .previous = arena_printf(a, "%.*s.previous", STR_ARG(trimmed)),
	                     .way = way,
	                     .lock = -1,
	                     .fd = -1,
	                     .old_fd = -1,
	                     .work_fd = -1,
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
	status = find_mode(o, &folder, &name, d);
	if (status == 0 && o->mode != OUTPUT_NEW &&
	    manifest_load(&o->before, folder, name, ids, nids, chunk_size, a) < 0)
		status = fail_open(d, o->path, "cannot read the manifest");
	if (status == 0 && o->mode == OUTPUT_MEND && o->before.fd < 0 &&
	    find_pages(o, ids, nids, a) < 0)
		status = fail_open(d, o->path, "cannot read the products' folders");
	if (folder >= 0 && folder != o->old_fd)
		close(folder);
	return status;
}

void output_close(struct output *o)
{
	manifest_release(&o->before);
	if (o->manifest_fd >= 0)
		close(o->manifest_fd);
	if (o->fd >= 0 && o->fd != o->old_fd)
		close(o->fd);
	if (o->old_fd >= 0)
		close(o->old_fd);
	if (o->work_fd >= 0)
		close(o->work_fd);
	if (o->lock >= 0)
		lock_release(o->work.p, o->lock);
	buf_release(&o->failed);
	pthread_mutex_destroy(&o->once);
}

static int fail_begin(struct output *o, struct diag *d, const char *what)
{
	diag_add_system(d, DIAG_FILE_WRITE, o->work.p, what, errno);
	return -1;
}

/* Whether the files go to a tree of their own, not among those that are published. */
bool output_is_aside(const struct output *o)
{
	return o->mode == OUTPUT_NEW || o->way == OUTPUT_ATOMIC;
}

int output_begin(struct output *o, uint64_t product_bytes, struct diag *d)
{
	o->manifest_end = product_bytes;
	if (fs_remove_tree(o->work_fd, NEW_TREE) < 0)
		return fail_begin(o, d, "cannot remove what a build that was cut off left");
	o->manifest_fd = openat(o->work_fd, NEW_MANIFEST,
	                        O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->manifest_fd < 0)
		return fail_begin(o, d, "cannot make the manifest");
	o->fd = o->old_fd;
	if (!output_is_aside(o))
		return 0;
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
	buf_init(&w->encoded);
	encoder_init(&w->encoder);
	arena_init(&w->arena, 1 << 16);
}

void output_worker_release(struct output_worker *w)
{
	sha256_close(w->sha);
	buf_release(&w->lines);
	buf_release(&w->before);
	buf_release(&w->found);
	buf_release(&w->encoded);
	encoder_release(&w->encoder);
	free(w->known);
	free(w->gone);
	free(w->changed);
	arena_release(&w->arena);
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
		output_fail(w->output, STR(MANIFEST_NAME));
		return;
	}
	text = buf_str(&w->before);
	while (manifest_take_line(&text, &line) == 0) {
		w->known = grow(w->known, w->nknown, &w->known_room, sizeof(*w->known));
		w->known[w->nknown++] = line;
	}
}

/* Writes bytes into the manifest at an offset. */
int output_write_manifest(struct output *o, struct str bytes, uint64_t offset)
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
	    output_write_manifest(w->output, buf_str(&w->lines), offset) < 0)
		output_fail(w->output, STR("the manifest"));
}

/* Takes the manifest away, once, before the first file changes. */
int output_take_manifest_away(struct output *o)
{
	int status = 0;

	pthread_mutex_lock(&o->once);
	if (!o->is_manifest_away) {
		status = renameat(o->fd, MANIFEST_NAME, o->work_fd, AWAY);
		/* The rename must be on the disk before any change is. */
		if (status == 0)
			status = fsync(o->work_fd) < 0 || fsync(o->fd) < 0 ? -1 : 0;
		o->is_manifest_away = status == 0;
	}
	pthread_mutex_unlock(&o->once);
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
	if (output_is_aside(o)) {
		status = put_file(o->fd, path, bytes, fs_create);
	} else {
		if (o->mode == OUTPUT_CHANGE)
			status = output_take_manifest_away(o);
		if (status == 0)
			status = put_file(o->fd, path, bytes, fs_replace);
	}
	if (status < 0) {
		output_fail(o, path);
		return;
	}
	atomic_fetch_add_explicit(&o->nwritten, 1, memory_order_relaxed);
	if (o->is_listing) {
		w->changed = grow(w->changed, w->nchanged, &w->changed_room, sizeof(*w->changed));
		w->changed[w->nchanged++] = arena_copy(&w->arena, path);
	}
}

/* Puts an unchanged file into the new tree: the same file, under a second name. */
static int link_file(const struct output *o, struct str path)
{
	char above[PATH_MAX];
	const char *slash;

	if (linkat(o->old_fd, path.p, o->fd, path.p, 0) == 0)
		return 0;
	slash = memrchr(path.p, '/', path.n);
	if (errno != ENOENT || !slash || (size_t)(slash - path.p) >= sizeof(above))
		return -1;
	memcpy(above, path.p, (size_t)(slash - path.p));
	above[slash - path.p] = '\0';
	if (fs_make_folders(o->fd, above) < 0)
		return -1;
	return linkat(o->old_fd, path.p, o->fd, path.p, 0);
}

/* An unchanged file stays as it is: bytes, inode, time. */
static void keep_file(struct output_worker *w, struct str path)
{
	struct output *o = w->output;

	if (atomic_load(&o->error) != 0)
		return;
	if (output_is_aside(o) && link_file(o, path) < 0)
		output_fail(o, path);
	else
		atomic_fetch_add_explicit(&o->nunchanged, 1, memory_order_relaxed);
}

/* Whether the file on the disk has these bytes. */
static bool is_on_disk(struct output_worker *w, struct str path, struct str bytes)
{
	buf_clear(&w->found);
	return fs_load(w->output->old_fd, path.p, bytes.n, &w->found) == 0 &&
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

/* Returns whether the file was published before as it is now. */
static bool publish(struct output_worker *w, struct str path, struct str bytes,
                    const char hash[SHA256_HEX], struct str known)
{
	bool is_same = w->output->mode == OUTPUT_MEND
	                       ? is_on_disk(w, path, bytes)
	                       : known.n == SHA256_HEX && memcmp(known.p, hash, SHA256_HEX) == 0;

	if (str_has_suffix(path, STR(".html")))
		atomic_fetch_add_explicit(&w->output->npages, 1, memory_order_relaxed);
	if (is_same)
		keep_file(w, path);
	else
		write_file(w, path, bytes);
	return is_same;
}

void output_hash(struct output_worker *w, struct str bytes, char hex[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(w->sha, bytes, hash);
	sha256_format(hash, hex);
}

/* Servers compare nothing but times: a copy has that of its file. */
static void copy_time(struct output_worker *w, struct str path, struct str copy)
{
	struct output *o = w->output;
	struct stat st;

	if (atomic_load(&o->error) != 0)
		return;
	if (fstatat(o->fd, path.p, &st, 0) < 0 ||
	    utimensat(o->fd, copy.p, (struct timespec[]){st.st_mtim, st.st_mtim}, 0) < 0)
		output_fail(o, copy);
}

/* One compressed copy of a file; `hash` gets its hash. */
static void publish_copy(struct output_worker *w, struct str path, struct str bytes,
                         struct str copy, unsigned kind, bool is_same, struct str known,
                         char hash[SHA256_HEX])
{
	if (is_same && known.n == SHA256_HEX) {
		memcpy(hash, known.p, SHA256_HEX);
		keep_file(w, copy);
		return;
	}
	buf_clear(&w->encoded);
	encoder_add(&w->encoder, kind, bytes, &w->encoded);
	output_hash(w, buf_str(&w->encoded), hash);
	if (!publish(w, copy, buf_str(&w->encoded), hash, STR_NONE))
		copy_time(w, path, copy);
}

static struct str copy_path(struct str path, unsigned kind, char room[PATH_MAX])
{
	int n = snprintf(room, PATH_MAX, "%.*s%.*s", STR_ARG(path), STR_ARG(encoder_suffix(kind)));

	assert(n > 0 && n < PATH_MAX);
	return (struct str){room, (size_t)n};
}

void output_add_product_file(struct output_worker *w, struct str path, struct str bytes)
{
	char hash[SHA256_HEX], room[PATH_MAX];
	bool is_same;

	output_hash(w, bytes, hash);
	manifest_add_line(&w->lines, hash, path);
	is_same = publish(w, path, bytes, hash, find_known(w, path));
	if (!w->output->is_precompressing || !encoder_is_text(path))
		return;
	for (unsigned kind = 0; kind < ENCODE_NKINDS; kind++) {
		struct str copy = copy_path(path, kind, room);

		publish_copy(w, path, bytes, copy, kind, is_same, find_known(w, copy), hash);
		manifest_add_line(&w->lines, hash, copy);
	}
}

static struct str find_other(const struct output *o, struct str path)
{
	uint32_t at = map_find(&o->before.other_by_path, path);

	return at == MAP_NONE ? STR_NONE : o->before.others[at].hash;
}

void output_add_file(struct output_worker *w, struct str path, struct str bytes,
                     struct output_line lines[OUTPUT_LINES])
{
	const struct output *o = w->output;
	char room[PATH_MAX];
	bool is_same;

	lines[0].path = arena_copy(&w->arena, path);
	output_hash(w, bytes, lines[0].hash);
	is_same = publish(w, path, bytes, lines[0].hash, find_other(o, path));
	if (!o->is_precompressing || !encoder_is_text(path))
		return;
	for (unsigned kind = 0; kind < ENCODE_NKINDS; kind++) {
		struct output_line *line = &lines[1 + kind];
		struct str copy = copy_path(path, kind, room);

		line->path = arena_copy(&w->arena, copy);
		publish_copy(w, path, bytes, line->path, kind, is_same, find_other(o, copy),
		             line->hash);
	}
}

uint64_t output_manifest_bytes(const struct output *o, size_t path_length, struct str name)
{
	uint64_t n = MANIFEST_LINE(path_length);

	if (!o->is_precompressing || !encoder_is_text(name))
		return n;
	for (unsigned kind = 0; kind < ENCODE_NKINDS; kind++)
		n += MANIFEST_LINE(path_length + encoder_suffix(kind).n);
	return n;
}

void output_make_folder(struct output_worker *w, struct str path)
{
	struct output *o = w->output;

	if (!output_is_aside(o) || atomic_load(&o->error) != 0)
		return;
	if (mkdirat(o->fd, path.p, 0777) < 0 && errno == ENOENT &&
	    fs_make_folders(o->fd, path.p) < 0)
		output_fail(o, path);
}
