#include "model/jsonl.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>

#define FILE_MAX ((size_t)256 << 20) /* bytes */

static size_t count_lines(struct str text)
{
	size_t n = 0;

	for (; text.n > 0; n++)
		str_cut(&text, '\n');
	return n;
}

static void read_line(struct reader *r, const struct format *format, void *element)
{
	struct json_path document = {.value = json_parse(r->text, r->place, r->a, r->d)};

	if (document.value)
		reader_read_object(r, &document, format, element);
}

int jsonl_load(const char *path, const char *name, const struct format *format,
               const struct settings *settings, struct arena *a, struct diag *d, void **elements,
               size_t *n)
{
	size_t nfaults = d->nerrors + d->nsystem;
	struct reader r = {.format = name,
	                   .place = {.file = str_from(path), .pointer = STR("")},
	                   .settings = settings,
	                   .a = a,
	                   .d = d};
	struct str rest;
	struct buf b;
	char *element;

	*elements = NULL;
	*n = 0;
	buf_init(&b);
	if (fs_load(AT_FDCWD, path, FILE_MAX, &b) < 0) {
		int error = errno;

		buf_release(&b);
		if (error == ENOENT)
			return 0;
		diag_add_system(d, DIAG_FILE_READ, path, "cannot read", error);
		return -1;
	}
	rest = arena_copy(a, buf_str(&b));
	buf_release(&b);
	*elements = element = arena_array(a, count_lines(rest), format->size);
	for (; rest.n > 0; element += format->size, (*n)++) {
		r.place.line++;
		r.text = str_cut(&rest, '\n');
		read_line(&r, format, element);
	}
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}
