#include "model/export.h"
#include "base/fs.h"
#include "model/field.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes read at once to find the end of a block's last line. */
#define LINE_STEP ((size_t)1 << 14)

/* Standard input stays open, as the copy that was made of it: the export may be opened once more.
 */
static int open_standard_input(void)
{
	return fs_spool(STDIN_FILENO) < 0 ? -1 : fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
}

int export_open(struct export *e, const char *path, struct arena *a, struct diag *d)
{
	bool is_standard_input = strcmp(path, EXPORT_STANDARD_INPUT) == 0;
	struct stat st;

	*e = (struct export){.file = is_standard_input ? STR("standard input")
	                                               : arena_copy(a, str_from(path))};
	e->fd = is_standard_input ? open_standard_input()
	                          : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (e->fd < 0) {
		diag_add_system(d, DIAG_FILE_READ, e->file.p,
		                is_standard_input ? "cannot copy" : "cannot open", errno);
		return -1;
	}
	if (fstat(e->fd, &st) < 0) {
		diag_add_system(d, DIAG_FILE_READ, e->file.p, "cannot examine", errno);
		goto close_file;
	}
	if (!S_ISREG(st.st_mode)) {
		diag_add(d, DIAG_FILE_READ, (struct place){.file = e->file},
		         "is not a regular file");
		goto close_file;
	}
	e->size = (uint64_t)st.st_size;
	e->changed = st.st_mtim;
	return 0;
close_file:
	export_close(e);
	return -1;
}

void export_close(struct export *e)
{
	if (e->fd >= 0)
		close(e->fd);
	e->fd = -1;
}

void export_add_fault(const struct export *e, struct diag *d)
{
	if (errno != 0)
		diag_add_system(d, DIAG_FILE_READ, e->file.p, "cannot read", errno);
	else
		diag_add(d, DIAG_FILE_READ, (struct place){.file = e->file},
		         "ends before its %llu bytes: it was changed while it was read",
		         (unsigned long long)e->size);
}

bool export_is_unchanged(const struct export *e)
{
	struct stat st;

	return fstat(e->fd, &st) == 0 && (uint64_t)st.st_size == e->size &&
	       st.st_mtim.tv_sec == e->changed.tv_sec && st.st_mtim.tv_nsec == e->changed.tv_nsec;
}

size_t export_count_blocks(const struct export *e)
{
	return (size_t)((e->size + EXPORT_BLOCK - 1) / EXPORT_BLOCK);
}

int export_read(const struct export *e, uint64_t offset, size_t n, struct buf *b)
{
	ssize_t got = fs_read_at(e->fd, offset, buf_reserve(b, n), n);

	if (got < 0)
		return -1;
	b->n += (size_t)got;
	errno = 0;
	return (size_t)got == n ? 0 : -1;
}

/* Reads on from `offset` until the last line in the buffer has its end. */
static int read_line_end(const struct export *e, uint64_t offset, struct buf *b)
{
	size_t start = b->n;

	while (start > 0 && b->p[start - 1] != '\n')
		start--;
	while (offset < e->size && b->p[b->n - 1] != '\n' && b->n - start <= EXPORT_LINE_MAX) {
		size_t from = b->n, end;
		size_t n = e->size - offset < LINE_STEP ? (size_t)(e->size - offset) : LINE_STEP;

		if (export_read(e, offset, n, b) < 0)
			return -1;
		offset += n;
		end = str_find_byte((struct str){b->p + from, n}, '\n');
		if (end < n)
			b->n = from + end + 1;
	}
	return 0;
}

int export_read_block(const struct export *e, size_t number, struct buf *b,
                      struct export_block *block)
{
	uint64_t from = (uint64_t)number * EXPORT_BLOCK;
	size_t n = e->size - from < EXPORT_BLOCK ? (size_t)(e->size - from) : EXPORT_BLOCK;
	size_t before = number > 0 ? 1 : 0; /* the byte before: does a line begin at `from`? */
	size_t start = 0;
	struct str text;

	*block = (struct export_block){.text = STR("")};
	buf_clear(b);
	if (export_read(e, from - before, n + before, b) < 0)
		return -1;
	if (before > 0)
		start = str_find_byte(buf_str(b), '\n') + 1;
	if (start >= b->n)
		return 0;
	if (read_line_end(e, from + n, b) < 0)
		return -1;
	text = buf_str(b);
	block->text = str_sub(text, start, text.n);
	block->offset = from - before + start;
	return 0;
}

bool export_next_line(struct export_block *block, struct str *line, uint64_t *offset)
{
	struct str text = block->text;
	size_t end;

	if (text.n == 0)
		return false;
	end = str_find_byte(text, '\n');
	*line = str_sub(text, 0, end);
	*offset = block->offset;
	end = end < text.n ? end + 1 : end;
	block->text = str_sub(text, end, text.n);
	block->offset += end;
	return true;
}

bool export_is_blank(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
			return false;
	return true;
}

/* The header as it is read. */
struct draft {
	unsigned format;
	struct export_header header;
};

static void read_timestamp(struct reader *r, const struct json_path *at,
                           const struct member *member, void *object)
{
	struct draft *draft = object;
	struct str s = field_parse_string(r, at, READER_LINE);

	(void)member;
	if (!s.p)
		return;
	draft->header.exported_at = s;
	if (date_parse_timestamp(s, &draft->header.exported_on) < 0)
		reader_add(r, at, DIAG_DATE_INVALID,
		           "%s is not a time, expected one such as 2026-11-22T23:30:00+09:00",
		           reader_quote(r, s));
}

static void read_count(struct reader *r, const struct json_path *at, const struct member *member,
                       void *object)
{
	struct draft *draft = object;

	(void)member;
	if (json_parse_integer(at->value, 0, LONG_MAX, &draft->header.nrecords) < 0)
		reader_add(r, at, DIAG_TYPE, "is %s, expected a whole number of records",
		           at->value->kind == JSON_NUMBER ? reader_cut(r, at->value->text)
		                                          : reader_describe(r, at->value));
}

static const char *const formats[] = {EXPORT_FORMAT};
static const struct words format_words = {formats, 1, DIAG_HEADER};

static const struct member header_members[] = {
        {MEMBER("format", REQUIRED, field_read_word, struct draft, format), .words = &format_words},
        {MEMBER_OF_WHOLE("exported_at", REQUIRED, read_timestamp)},
        {MEMBER_OF_WHOLE("records", REQUIRED, read_count)},
};

static const struct format header_format = {
        .members = header_members,
        .nmembers = COUNT_OF(header_members),
        .size = sizeof(struct draft),
        .blank = &(const struct draft){.header = {.exported_on = DATE_NONE, .nrecords = -1}},
};

/* What is known of a file without a header. */
static const struct export_header no_header = {
        .offset = UINT64_MAX, .exported_on = DATE_NONE, .nrecords = -1};

/* The first line that is not blank, copied into the arena, with its number; STR_NONE if there is
 * none. */
static int find_first_line(const struct export *e, struct arena *a, struct str *first,
                           uint64_t *offset, uint32_t *number)
{
	size_t nblocks = export_count_blocks(e);
	struct export_block block;
	struct str line;
	struct buf b;
	int status = 0;

	buf_init(&b);
	*first = STR_NONE;
	*number = 0;
	for (size_t i = 0; i < nblocks && status == 0 && !first->p; i++) {
		status = export_read_block(e, i, &b, &block);
		while (status == 0 && !first->p && export_next_line(&block, &line, offset)) {
			++*number;
			if (!export_is_blank(line))
				*first = arena_copy(a, line);
		}
	}
	buf_release(&b);
	return status;
}

static void add_no_header(struct diag *d, struct place place, const char *found)
{
	place.pointer = STR("");
	diag_add(d, DIAG_HEADER, place,
	         "%s, expected a header such as {\"format\":\"" EXPORT_FORMAT
	         "\",\"exported_at\":\"2026-11-22T23:30:00+09:00\",\"records\":1234}",
	         found);
}

int export_read_header(const struct export *e, const struct settings *settings, struct arena *a,
                       struct export_header *header, struct diag *d)
{
	struct reader r = {.format = "header",
	                   .place = {.file = e->file},
	                   .settings = settings,
	                   .a = a,
	                   .d = d};
	size_t nerrors = d->nerrors;
	struct json_path at = {0};
	struct draft draft;
	uint64_t offset = 0;

	*header = no_header;
	if (find_first_line(e, a, &r.text, &offset, &r.place.line) < 0) {
		export_add_fault(e, d);
		return -1;
	}
	if (!r.text.p) {
		r.place.line = 1;
		add_no_header(d, r.place,
		              e->size == 0 ? "the export is empty" : "there are only blank lines");
		return -1;
	}
	if (r.text.p[0] == '[') {
		header->is_array = true;
		add_no_header(d, r.place, "the file is one JSON array");
		return -1;
	}
	at.value = json_parse_keeping(r.text, r.place, a, d);
	if (at.value && json_find(at.value, STR("product_id")) &&
	    !json_find(at.value, STR("format"))) {
		add_no_header(d, r.place, "the first line is a record");
		return -1;
	}
	header->offset = offset;
	header->line = r.place.line;
	header->length = (uint32_t)r.text.n;
	if (!at.value)
		return -1;
	json_add_duplicates(at.value, r.text, r.place, a, d);
	if (at.value->kind != JSON_OBJECT) {
		add_no_header(d, r.place, "the first line is not an object");
		return -1;
	}
	reader_read_object(&r, &at, &header_format, &draft);
	draft.header.offset = offset;
	draft.header.line = r.place.line;
	draft.header.length = (uint32_t)r.text.n;
	*header = draft.header;
	return d->nerrors == nerrors ? 0 : -1;
}
