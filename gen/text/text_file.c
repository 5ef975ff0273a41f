#include "text/text_file.h"
#include "base/fs.h"
#include "base/utf8.h"
#include <fcntl.h>

#define SIZE_LIMIT ((size_t)1 << 24)

static uint32_t line_of(struct str text, size_t at)
{
	uint32_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text.p[i] == '\n';
	return line;
}

static bool is_text(struct str text, struct str path, struct diag *d)
{
	struct place place = {.file = path, .line = 1};
	size_t invalid = utf8_find_invalid(text);

	if (str_has_prefix(text, STR("\xef\xbb\xbf"))) {
		diag_add_once(d, DIAG_ENCODING, place, path,
		              "the file begins with a byte order mark, expected UTF-8 without one");
		return false;
	}
	if (invalid == text.n)
		return true;
	place.line = line_of(text, invalid);
	diag_add_once(d, DIAG_ENCODING, place, path, "the line is not UTF-8");
	return false;
}

/* Drops the carriage return of each "\r\n", in place. */
static void unify_line_ends(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] != '\r' || i + 1 == b->n || b->p[i + 1] != '\n')
			b->p[n++] = b->p[i];
	b->n = n;
}

int text_file_load(struct str path, struct str *text, struct arena *a, struct diag *d)
{
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load(AT_FDCWD, path.p, SIZE_LIMIT, &b);
	if (status == 0) {
		unify_line_ends(&b);
		*text = is_text(buf_str(&b), path, d) ? arena_copy(a, buf_str(&b)) : STR("");
	}
	buf_release(&b);
	return status;
}
