#include "base/fs.h"
#include "publish/output_part.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* ---- files that are no product's, by twos: a first one waits for the next, so that their hashes
 * are found side by side ---- */

/* A larger one does not wait: bytes. */
#define LATE_MAX ((size_t)1 << 20)

static void add_files(struct output_worker *w, const struct str *paths, struct sha256_job *jobs,
                      size_t n)
{
	char hash[SHA256_HEX];

	sha256_hash_all(w->sha, jobs, n);
	for (size_t i = 0; i < n; i++) {
		sha256_format(jobs[i].hash, hash);
		output_add_hashed(w, paths[i], jobs[i].bytes, hash);
	}
}

void output_add_late(struct output_worker *w)
{
	struct output_late *late = &w->hand->late;
	struct str path = buf_str(&late->path);
	struct sha256_job job = {.bytes = buf_str(&late->bytes)};

	if (path.n > 0)
		add_files(w, &path, &job, 1);
	buf_clear(&late->path);
	buf_clear(&late->bytes);
}

void output_add_file(struct output_worker *w, struct str path, struct str bytes)
{
	struct output_late *late = &w->hand->late;
	const struct str paths[] = {path, buf_str(&late->path)};
	struct sha256_job jobs[] = {{.bytes = bytes}, {.bytes = buf_str(&late->bytes)}};

	if (late->path.n == 0 && bytes.n <= LATE_MAX) {
		buf_add(&late->path, path);
		buf_add(&late->bytes, bytes);
		return;
	}
	add_files(w, paths, jobs, late->path.n > 0 ? 2 : 1);
	buf_clear(&late->path);
	buf_clear(&late->bytes);
}

/* ---- streams ---- */

#define BLOCK ((size_t)1 << 20) /* bytes that are kept in memory */

/* Where a stream is written, below output.new_fd: no file of a site has such a name. */
static void format_name(const struct output_worker *w, char name[OUTPUT_PLACE])
{
	snprintf(name, OUTPUT_PLACE, ".stream-%u", w->hand->number);
}

void output_open_stream(struct output_stream *s, struct output_worker *w, struct buf *b)
{
	*s = (struct output_stream){.worker = w, .b = b, .fd = -1};
}

/* Writes what the buffer holds and empties it. */
static int flush(struct output_stream *s)
{
	struct output_worker *w = s->worker;
	char name[OUTPUT_PLACE];
	int status = -1;

	format_name(w, name);
	if (s->fd < 0)
		s->fd = openat(w->output->in->new_fd, name,
		               O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (s->fd >= 0)
		status = fs_write(s->fd, buf_str(s->b));
	buf_clear(s->b);
	return status;
}

void output_drain_stream(struct output_stream *s)
{
	if (s->b->n < BLOCK || atomic_load(&s->worker->output->in->error) != 0)
		return;
	if (flush(s) < 0)
		output_fail(s->worker->output, STR("a large file"));
}

/* Publishes the file that the stream was written to. */
static int publish(struct output_stream *s, const char *name, struct str path)
{
	struct output_worker *w = s->worker;
	struct output *o = w->output;
	unsigned char hash[SHA256_BYTES];
	char text[SHA256_HEX];

	if ((o->is_precompressing && encoder_is_text(path)) || o->mode == OUTPUT_MEND) {
		if (fs_load(o->in->new_fd, name, BUF_CEILING, s->b) < 0)
			return -1;
		output_add_file(w, path, buf_str(s->b));
		return unlinkat(o->in->new_fd, name, 0);
	}
	if (sha256_hash_file(w->sha, o->in->new_fd, name, hash) < 0)
		return -1;
	sha256_format(hash, text);
	w->hand->stream = name;
	output_add_hashed(w, path, STR_NONE, text);
	w->hand->stream = NULL;
	return unlinkat(o->in->new_fd, name, 0) < 0 && errno != ENOENT ? -1 : 0;
}

void output_close_stream(struct output_stream *s, struct str path)
{
	struct output *o = s->worker->output;
	char name[OUTPUT_PLACE];
	int status;

	if (s->fd < 0) {
		output_add_file(s->worker, path, buf_str(s->b));
		return;
	}
	status = fs_close(s->fd, flush(s));
	format_name(s->worker, name);
	if (status == 0 && !output_has_failed(o))
		status = publish(s, name, path);
	if (status < 0)
		output_fail(o, path);
}
