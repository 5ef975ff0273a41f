#include "base/array.h"
#include "base/fs.h"
#include "publish/output_part.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void output_worker_init(struct output_worker *w, struct output *o)
{
	*w = (struct output_worker){
	        .output = o, .sha = sha256_open(), .hand = calloc(1, sizeof(*w->hand))};
	if (!w->hand)
		out_of_memory();
	w->hand->number = atomic_fetch_add(&o->in->nworkers, 1);
	buf_init(&w->hand->lines);
	buf_init(&w->hand->before);
	buf_init(&w->hand->looks_before);
	buf_init(&w->hand->looks);
	beneath_init(&w->hand->old, o->old_fd);
	beneath_look_init(&w->hand->look_at, o->old_fd);
	buf_init(&w->hand->found);
	buf_init(&w->encoded);
	buf_init(&w->hand->place);
	buf_init(&w->hand->late.path);
	buf_init(&w->hand->late.bytes);
	encoder_init(&w->encoder);
	arena_init(&w->hand->arena, 1 << 16);
}

void output_worker_release(struct output_worker *w)
{
	sha256_close(w->sha);
	buf_release(&w->hand->lines);
	buf_release(&w->hand->before);
	buf_release(&w->hand->looks_before);
	buf_release(&w->hand->looks);
	beneath_release(&w->hand->old);
	beneath_look_release(&w->hand->look_at);
	buf_release(&w->hand->found);
	buf_release(&w->encoded);
	buf_release(&w->hand->place);
	buf_release(&w->hand->late.path);
	buf_release(&w->hand->late.bytes);
	encoder_release(&w->encoder);
	free(w->hand->files);
	free(w->hand->parts);
	free(w->hand->leaves);
	free(w->hand->known);
	free(w->hand->gone);
	free(w->changed);
	free(w->hand->waiting);
	free(w->hand->mended);
	arena_release(&w->hand->arena);
	free(w->hand);
}

/* Makes the folders above a file, if that is what is missing (ENOENT in errno). -1 with errno set.
 */
MUST_CHECK static int make_above(int folder, struct str path)
{
	char room[PATH_MAX];
	struct str above = output_find_above(path);

	if (errno != ENOENT)
		return -1;
	if (above.n == 0 || above.n >= sizeof(room))
		return -1;
	memcpy(room, above.p, above.n);
	room[above.n] = '\0';
	return fs_make_folders(folder, room);
}

/* Keeps where the file at hand is being written. */
static const char *set_place(struct output_worker *w, struct str path)
{
	buf_clear(&w->hand->place);
	buf_add(&w->hand->place, path);
	buf_add_byte(&w->hand->place, '\0');
	return w->hand->place.p;
}

/* Puts a file into the tree that is being written: the bytes, or the stream that ends. */
static int put_file(struct output_worker *w, const char *place, struct str bytes)
{
	int folder = w->output->in->new_fd, status;
	struct stat st;

	if (w->hand->stream)
		status = renameat(folder, w->hand->stream, folder, place) < 0
		                 ? -1
		                 : fstatat(folder, place, &st, AT_SYMLINK_NOFOLLOW);
	else
		status = fs_create_seen(folder, place, bytes, &st);
	if (status == 0)
		w->hand->look = seen_number(&st);
	return status;
}

/* Writes a file of the tree made aside. */
static int add_to_tree(struct output_worker *w, struct str path, struct str bytes)
{
	const char *place = set_place(w, path);

	if (put_file(w, place, bytes) == 0)
		return 0;
	if (make_above(w->output->in->new_fd, path) < 0)
		return -1;
	return put_file(w, place, bytes);
}

/* Writes a file that will be put in place: under a number, in a folder of the worker's. */
static int add_to_waiting(struct output_worker *w, struct str path, struct str bytes, bool is_new)
{
	char name[OUTPUT_PLACE];

	if (output_try_file(w, path) < 0)
		return -1;
	snprintf(name, sizeof(name), "%u", w->hand->number);
	if (w->hand->nwaiting == 0 && mkdirat(w->output->in->new_fd, name, 0777) < 0)
		return -1;
	output_waiting_place(w, w->hand->nwaiting, name);
	if (put_file(w, set_place(w, str_from(name)), bytes) < 0)
		return -1;
	ARRAY_GROW(NULL, w->hand->waiting, w->hand->nwaiting, w->hand->waiting_room);
	w->hand->waiting[w->hand->nwaiting++] =
	        (struct output_waiting){arena_copy(&w->hand->arena, path), is_new};
	return 0;
}

void output_waiting_place(const struct output_worker *w, size_t number, char name[OUTPUT_PLACE])
{
	snprintf(name, OUTPUT_PLACE, "%u/%zu", w->hand->number, number);
}

static void count_file(atomic_size_t *count, struct output *o, struct str path)
{
	atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
	if (!str_has_suffix(path, STR(".html")))
		return;
	atomic_fetch_add_explicit(&o->npages, 1, memory_order_relaxed);
	if (count == &o->nwritten)
		atomic_fetch_add_explicit(&o->npages_written, 1, memory_order_relaxed);
}

static int put_new(struct output_worker *w, struct str path, struct str bytes, bool is_new)
{
	struct output *o = w->output;

	if (!o->is_trial)
		return output_is_aside(o) ? add_to_tree(w, path, bytes)
		                          : add_to_waiting(w, path, bytes, is_new);
	atomic_fetch_add_explicit(&o->in->nbytes_written, bytes.n, memory_order_relaxed);
	return output_try_file(w, path);
}

static void write_file(struct output_worker *w, struct str path, struct str bytes, bool is_new)
{
	struct output *o = w->output;

	if (output_has_failed(o))
		return;
	if (put_new(w, path, bytes, is_new) < 0)
		output_fail(o, path);
	else
		count_file(&o->nwritten, o, path);
}

/* Puts an unchanged file into the new tree: the same file, under a second name. */
static int link_file(struct output_worker *w, struct str path)
{
	const char *place = set_place(w, path);
	const struct output *o = w->output;

	if (fs_link(o->old_fd, place, o->in->new_fd, place) == 0)
		return 0;
	if (make_above(o->in->new_fd, path) < 0)
		return -1;
	return fs_link(o->old_fd, place, o->in->new_fd, place);
}

void output_keep_file(struct output_worker *w, struct str path)
{
	struct output *o = w->output;

	if (output_has_failed(o))
		return;
	if (!o->is_trial && output_is_aside(o) && link_file(w, path) < 0)
		output_fail(o, path);
	else
		count_file(&o->nunchanged, o, path);
}

uint64_t output_look_before(const struct output_worker *w, size_t i)
{
	return ((const uint64_t *)(const void *)w->hand->looks_before.p)[i];
}

/* What is known of a product's file. */
static struct output_known find_known(struct output_worker *w, struct str path)
{
	for (size_t i = 0; i < w->hand->nknown; i++) {
		size_t at = (w->hand->cursor + i) % w->hand->nknown;
		struct manifest_line *line = &w->hand->known[at];

		if (!str_is_equal(line->path, path))
			continue;
		line->path = STR_NONE;
		w->hand->cursor = at + 1;
		return (struct output_known){line->hash, output_look_before(w, at), false};
	}
	return (struct output_known){.hash = STR_NONE};
}

/* Notes a file that is not as it was when a build last told what it changed. */
static void note_change(struct output_worker *w, struct str path)
{
	struct output *o = w->output;

	atomic_fetch_add_explicit(&o->nchanged, 1, memory_order_relaxed);
	if (!o->is_listing)
		return;
	ARRAY_GROW(NULL, w->changed, w->nchanged, w->changed_room);
	w->changed[w->nchanged++] = arena_copy(&w->hand->arena, path);
}

bool output_publish(struct output_worker *w, struct str path, struct str bytes,
                    const char hash[SHA256_HEX], struct output_known known)
{
	struct output *o = w->output;
	bool is_known = known.hash.n == SHA256_HEX && memcmp(known.hash.p, hash, SHA256_HEX) == 0;
	bool is_new = known.hash.n == 0, is_mended = false;
	bool is_same = is_known && !known.is_void;

	if (o->mode == OUTPUT_MEND) {
		is_same =
		        output_has_bytes(w, path, bytes, &is_new, &w->hand->look) && !known.is_void;
	} else if (is_same) {
		is_same = output_is_sound(w, path, hash, known.look, &w->hand->look);
		is_mended = !is_same;
	}
	if (is_same)
		output_keep_file(w, path);
	else
		write_file(w, path, bytes, is_new);
	if (is_mended)
		output_note_mended(w, path);
	/* Where an interrupted build told nothing, and what was told before it is lost, all is
	 * told. */
	if (output_has_before(o) ? !is_known || is_mended : !is_same || o->in->is_interrupted)
		note_change(w, path);
	return is_same;
}

void output_hash(struct output_worker *w, struct str bytes, char hex[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(w->sha, bytes, hash);
	sha256_format(hash, hex);
}

/* A file of which copies are made. */
struct original {
	struct str path, bytes;
	bool is_same;         /* OUT has it already */
	struct timespec time; /* else: when it was written */
};

/* When the file at `path` was last written. */
static struct timespec find_time(struct output_worker *w, int folder, const char *path)
{
	struct output *o = w->output;
	struct stat st = {0};

	if (!output_has_failed(o) && fstatat(folder, path, &st, 0) < 0)
		output_fail(o, str_from(path));
	return st.st_mtim;
}

static struct original begin_copies(struct output_worker *w, struct str path, struct str bytes,
                                    bool is_same)
{
	struct original original = {.path = path, .bytes = bytes, .is_same = is_same};

	if (!is_same && !w->output->is_trial && !output_has_failed(w->output))
		original.time = find_time(w, w->output->in->new_fd, w->hand->place.p);
	return original;
}

/* Servers compare nothing but times: a copy that was just written gets that of its original. */
static void copy_time(struct output_worker *w, const struct original *original)
{
	struct output *o = w->output;
	struct timespec time = original->time;
	struct stat st;

	if (o->is_trial || output_has_failed(o))
		return;
	if (original->is_same)
		time = find_time(w, o->old_fd, original->path.p);
	if (utimensat(o->in->new_fd, w->hand->place.p, (struct timespec[]){time, time}, 0) < 0 ||
	    fstatat(o->in->new_fd, w->hand->place.p, &st, 0) < 0)
		output_fail(o, original->path);
	else
		w->hand->look = seen_number(&st);
}

/* One compressed copy of a file; `hash` gets its hash. Of a file that did not change the copy need
 * not be made again, if the manifest can be trusted and it is as it was written. */
static void publish_copy(struct output_worker *w, const struct original *original, struct str copy,
                         unsigned kind, struct output_known known, char hash[SHA256_HEX])
{
	if (original->is_same && known.hash.n == SHA256_HEX && w->output->mode == OUTPUT_CHANGE &&
	    !w->output->is_fresh &&
	    output_is_sound(w, copy, known.hash.p, known.look, &w->hand->look)) {
		memcpy(hash, known.hash.p, SHA256_HEX);
		output_keep_file(w, copy);
		return;
	}
	/* The copy of what is written has its time, so it is written as well. */
	known.is_void = !original->is_same;
	buf_clear(&w->encoded);
	encoder_add(&w->encoder, kind, original->bytes, &w->encoded);
	output_hash(w, buf_str(&w->encoded), hash);
	if (!output_publish(w, copy, buf_str(&w->encoded), hash, known))
		copy_time(w, original);
}

struct str output_copy_path(struct str path, unsigned kind, char room[PATH_MAX])
{
	int n = snprintf(room, PATH_MAX, "%.*s%.*s", STR_ARG(path), STR_ARG(encoder_suffix(kind)));

	assert(n > 0 && n < PATH_MAX);
	return (struct str){room, (size_t)n};
}

static void add_product_file(struct output_worker *w, const struct output_file *file,
                             const char hash[SHA256_HEX])
{
	char copy_hash[SHA256_HEX], room[PATH_MAX];
	struct str path = file->path;
	struct original original;
	bool is_same;

	manifest_add_line(&w->hand->lines, hash, path);
	is_same = output_publish(w, path, file->bytes, hash, find_known(w, path));
	buf_add_word(&w->hand->looks, w->hand->look);
	if (!w->output->is_precompressing || !encoder_is_text(path))
		return;
	original = begin_copies(w, path, file->bytes, is_same);
	for (unsigned kind = 0; kind < ENCODE_NKINDS; kind++) {
		struct str copy = output_copy_path(path, kind, room);

		publish_copy(w, &original, copy, kind, find_known(w, copy), copy_hash);
		manifest_add_line(&w->hand->lines, copy_hash, copy);
		buf_add_word(&w->hand->looks, w->hand->look);
	}
}

void output_add_product_files(struct output_worker *w, const struct output_file *files,
                              size_t nfiles)
{
	struct sha256_job jobs[OUTPUT_FILES_MAX];
	char hash[SHA256_HEX];
	size_t njobs = 0, at = 0;

	assert(nfiles <= OUTPUT_FILES_MAX);
	for (size_t i = 0; i < nfiles; i++)
		if (!files[i].hash)
			jobs[njobs++].bytes = files[i].bytes;
	sha256_hash_all(w->sha, jobs, njobs);
	for (size_t i = 0; i < nfiles; i++) {
		if (!files[i].hash)
			sha256_format(jobs[at++].hash, hash);
		add_product_file(w, &files[i], files[i].hash ? files[i].hash : hash);
	}
}

struct output_known output_find_other(const struct output *o, struct str path,
                                      struct output_other *other)
{
	other->before = manifest_find(o->before.others, o->before.nothers, path);
	if (!other->before)
		return (struct output_known){.hash = STR_NONE};
	sha256_format(other->before->hash, other->hash);
	return (struct output_known){{other->hash, SHA256_HEX}, other->before->look, false};
}

struct str output_note_file(struct output_worker *w, struct str path,
                            const struct output_other *other, const char hash[SHA256_HEX])
{
	struct manifest_file file = {.path = other->before ? other->before->path
	                                                   : arena_copy(&w->hand->arena, path).p,
	                             .look = w->hand->look};

	manifest_parse_hash(hash, file.hash);
	ARRAY_GROW(NULL, w->hand->files, w->hand->nfiles, w->hand->files_room);
	w->hand->files[w->hand->nfiles++] = file;
	return (struct str){file.path, path.n};
}

void output_add_hashed(struct output_worker *w, struct str path, struct str bytes,
                       const char hash[SHA256_HEX])
{
	const struct output *o = w->output;
	char copy_hash[SHA256_HEX], room[PATH_MAX];
	struct original original;
	struct output_other other;
	struct output_known known = output_find_other(o, path, &other);
	struct str kept;
	bool is_same;

	kept = output_note_file(w, path, &other, hash);
	is_same = output_publish(w, kept, bytes, hash, known);
	w->hand->files[w->hand->nfiles - 1].look = w->hand->look;
	if (!o->is_precompressing || !encoder_is_text(path))
		return;
	original = begin_copies(w, kept, bytes, is_same);
	for (unsigned kind = 0; kind < ENCODE_NKINDS; kind++) {
		struct str copy = output_copy_path(path, kind, room);

		known = output_find_other(o, copy, &other);
		publish_copy(w, &original, copy, kind, known, copy_hash);
		output_note_file(w, copy, &other, copy_hash);
	}
}

uint64_t output_line_bytes(const struct output *o, size_t path_length, struct str name)
{
	uint64_t n = MANIFEST_LINE(path_length);

	if (!o->is_precompressing || !encoder_is_text(name))
		return n;
	for (unsigned kind = 0; kind < ENCODE_NKINDS; kind++)
		n += MANIFEST_LINE(path_length + encoder_suffix(kind).n);
	return n;
}

static int compare_parts(const void *left, const void *right)
{
	return str_compare(((const struct output_part *)left)->path,
	                   ((const struct output_part *)right)->path);
}

/* Takes the parts that a worker added. */
static void gather_parts(struct output *o, struct output_worker *w)
{
	o->parts = reallocarray(o->parts, o->nparts + w->hand->nparts + 1, sizeof(*o->parts));
	if (!o->parts)
		out_of_memory();
	for (size_t i = 0; i < w->hand->nparts; i++)
		o->parts[o->nparts++] = w->hand->parts[i];
	free(w->hand->parts);
	w->hand->parts = NULL;
	w->hand->nparts = w->hand->parts_room = 0;
	qsort(o->parts, o->nparts, sizeof(*o->parts), compare_parts);
}

void output_gather(struct output *o, struct output_worker *const *workers, unsigned nworkers)
{
	size_t n = o->nfiles;

	for (unsigned i = 0; i < nworkers; i++) {
		output_add_late(workers[i]);
		n += workers[i]->hand->nfiles;
	}
	o->files = reallocarray(o->files, n + 1, sizeof(*o->files));
	if (!o->files)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++) {
		struct output_worker *w = workers[i];

		for (size_t k = 0; k < w->hand->nfiles; k++)
			o->files[o->nfiles++] = w->hand->files[k];
		free(w->hand->files);
		w->hand->files = NULL;
		w->hand->nfiles = w->hand->files_room = 0;
		gather_parts(o, w);
	}
	manifest_sort(o->files, o->nfiles);
}
