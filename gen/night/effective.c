#include "night/effective.h"
#include "base/fs.h"
#include "base/json_writer.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_STEP ((size_t)1 << 20) /* bytes */

/* Where it is written. */
static const char *part_of(const char *path, struct arena *a)
{
	return fs_beside(str_from(path), a).p;
}

struct copy {
	const struct survey *survey;
	struct buf text;
	uint64_t at; /* up to where the export is copied */
	int fd;
};

static int copy_until(struct copy *copy, uint64_t end)
{
	while (copy->at < end) {
		size_t n = end - copy->at < COPY_STEP ? (size_t)(end - copy->at) : COPY_STEP;

		buf_clear(&copy->text);
		if (export_read(&copy->survey->export, copy->at, n, &copy->text) < 0 ||
		    fs_write(copy->fd, buf_str(&copy->text)) < 0)
			return -1;
		copy->at += n;
	}
	return 0;
}

/* The header, which counts the records. */
static int copy_header(struct copy *copy)
{
	const struct export_header *header = &copy->survey->header;
	const struct fallback *fallback = copy->survey->fallback;
	size_t nleft_out = fallback ? fallback_count(fallback, true) : 0;

	if (nleft_out == 0)
		return 0;
	buf_clear(&copy->text);
	buf_add_byte(&copy->text, '{');
	json_add_string(&copy->text, "format", STR(EXPORT_FORMAT));
	json_add_string(&copy->text, "exported_at", header->exported_at);
	json_add_number(&copy->text, "records", (uint64_t)header->nrecords - nleft_out);
	buf_add_byte(&copy->text, '}');
	copy->at = header->offset + header->length;
	return fs_write(copy->fd, buf_str(&copy->text));
}

static int copy_record(struct copy *copy, const struct fallback_record *record)
{
	if (copy_until(copy, record->bad.offset) < 0)
		return -1;
	copy->at += record->bad.length;
	if (fallback_is_left_out(record)) {
		/* With its line end, if it has one. */
		copy->at += copy->at < copy->survey->export.size;
		return 0;
	}
	buf_clear(&copy->text);
	if (fallback_read(copy->survey->fallback, record, &copy->text) < 0)
		return -1;
	return fs_write(copy->fd, buf_str(&copy->text));
}

static int copy_all(struct copy *copy)
{
	const struct fallback *fallback = copy->survey->fallback;

	if (copy_header(copy) < 0)
		return -1;
	for (size_t i = 0; fallback && i < fallback->nrecords; i++)
		if (copy_record(copy, &fallback->records[i]) < 0)
			return -1;
	return copy_until(copy, copy->survey->export.size);
}

/* A new file. An export has what is not to be published: its copy is read by nobody who may not
 * read it. */
static int open_copy(const struct survey *survey, const char *part)
{
	struct stat st;

	if (fstat(survey->export.fd, &st) < 0 || (unlink(part) < 0 && errno != ENOENT))
		return -1;
	return open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0666);
}

int effective_write(const struct survey *survey, const char *path, struct arena *a, struct diag *d)
{
	const char *part = part_of(path, a);
	struct copy copy = {.survey = survey};
	int status, error;

	buf_init(&copy.text);
	copy.fd = open_copy(survey, part);
	status = copy.fd < 0 ? -1 : copy_all(&copy);
	if (status == 0)
		status = fsync(copy.fd);
	error = errno;
	if (copy.fd >= 0 && close(copy.fd) < 0 && status == 0) {
		status = -1;
		error = errno;
	}
	if (status < 0) {
		effective_drop(path, a);
		diag_add_system(d, DIAG_FILE_WRITE, path, "cannot keep the export", error);
	}
	buf_release(&copy.text);
	return status;
}

int effective_put(const char *path, struct arena *a, struct diag *d)
{
	if (fs_put_in_place(part_of(path, a), path) == 0)
		return 0;
	diag_add_system(d, DIAG_FILE_WRITE, path, "cannot keep the export", errno);
	effective_drop(path, a);
	return -1;
}

void effective_drop(const char *path, struct arena *a)
{
	unlink(part_of(path, a));
}
