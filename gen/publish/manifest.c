#include "publish/manifest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCK ((size_t)1 << 20)

void manifest_add_line(struct buf *b, const char hash[SHA256_HEX], struct str path)
{
	char *p = buf_reserve(b, MANIFEST_LINE(path.n));

	memcpy(p, hash, SHA256_HEX);
	memcpy(p + SHA256_HEX, "  ", 2);
	memcpy(p + SHA256_HEX + 2, path.p, path.n);
	p[SHA256_HEX + 2 + path.n] = '\n';
	b->n += MANIFEST_LINE(path.n);
}

int manifest_take_line(struct str *text, struct manifest_line *line)
{
	while (text->n > 0) {
		size_t end = str_find_byte(*text, '\n');
		struct str whole = str_sub(*text, 0, end);

		*text = str_sub(*text, end < text->n ? end + 1 : end, text->n);
		if (whole.n <= SHA256_HEX + 2 || whole.p[SHA256_HEX] != ' ')
			continue;
		line->hash = str_sub(whole, 0, SHA256_HEX);
		line->path = str_sub(whole, SHA256_HEX + 2, whole.n);
		return 0;
	}
	return -1;
}

struct str manifest_product_id(struct str path)
{
	struct str rest = path;

	if (!str_has_prefix(rest, STR("P/"))) {
		size_t slash = str_find_byte(rest, '/');

		if (slash == rest.n)
			return STR_NONE;
		rest = str_sub(rest, slash + 1, rest.n);
		if (!str_has_prefix(rest, STR("P/")))
			return STR_NONE;
	}
	rest = str_sub(rest, 2, rest.n);
	return str_sub(rest, 0, str_find_byte(rest, '/'));
}

/* What goes along while a manifest is read line by line. */
struct reading {
	struct manifest *m;
	const struct pages *pages;
	size_t chunk_size;
	struct arena *arena;
	struct buf last;   /* product of the line before */
	struct buf others; /* an array of struct manifest_file */
	size_t at;         /* first new id not before that product */
	size_t nmissing_room;
};

static int parse_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void manifest_parse_hash(const char text[SHA256_HEX], unsigned char hash[SHA256_BYTES])
{
	for (size_t i = 0; i < SHA256_BYTES; i++) {
		int high = parse_digit(text[2 * i]), low = parse_digit(text[2 * i + 1]);

		if (high < 0 || low < 0) {
			memset(hash, 0, SHA256_BYTES);
			return;
		}
		hash[i] = (unsigned char)(high << 4 | low);
	}
}

static void add_other(struct reading *r, struct manifest_line line)
{
	struct manifest_file file = {.path = arena_copy(r->arena, line.path).p};

	manifest_parse_hash(line.hash.p, file.hash);
	buf_add(&r->others, (struct str){(const char *)&file, sizeof(file)});
}

static int compare_files(const void *left, const void *right)
{
	const struct manifest_file *l = left, *r = right;

	return strcmp(l->path, r->path);
}

void manifest_sort(struct manifest_file *files, size_t nfiles)
{
	if (nfiles > 0)
		qsort(files, nfiles, sizeof(*files), compare_files);
}

static int compare_path(const void *key, const void *file)
{
	const struct str *path = key;
	const char *other = ((const struct manifest_file *)file)->path;
	int order = strncmp(path->p, other, path->n);

	return order != 0 ? order : other[path->n] == '\0' ? 0 : -1;
}

const struct manifest_file *manifest_find(const struct manifest_file *files, size_t nfiles,
                                          struct str path)
{
	return nfiles > 0 ? bsearch(&path, files, nfiles, sizeof(*files), compare_path) : NULL;
}

/* Keeps the others, which as a rule are sorted already. */
static void keep_others(struct reading *r)
{
	struct manifest *m = r->m;
	bool is_sorted = true;

	m->others = (struct manifest_file *)(void *)r->others.p;
	m->nothers = r->others.n / sizeof(*m->others);
	for (size_t i = 1; i < m->nothers && is_sorted; i++)
		is_sorted = compare_files(&m->others[i - 1], &m->others[i]) <= 0;
	if (!is_sorted)
		manifest_sort(m->others, m->nothers);
}

/* A product begins at `offset`: notes where chunks begin, and whether the new build has it. */
static void begin_product(struct reading *r, struct str id, uint64_t offset)
{
	struct manifest *m = r->m;

	while (r->at < r->pages->npages && str_compare(pages_id(r->pages, r->at), id) < 0) {
		r->at++;
		if (r->at % r->chunk_size == 0 && r->at < r->pages->npages)
			m->starts[r->at / r->chunk_size] = offset;
	}
	if (r->at < r->pages->npages && str_is_equal(pages_id(r->pages, r->at), id))
		return;
	m->missing = arena_grow(r->arena, m->missing, m->nmissing, &r->nmissing_room,
	                        sizeof(*m->missing));
	m->missing[m->nmissing++] = arena_copy(r->arena, id);
}

static void read_line(struct reading *r, struct manifest_line line, uint64_t offset, uint64_t end)
{
	struct str id = manifest_product_id(line.path);

	if (id.n == 0) {
		add_other(r, line);
		return;
	}
	r->m->starts[r->m->nchunks] = end;
	if (str_is_equal(id, buf_str(&r->last)))
		return;
	buf_clear(&r->last);
	buf_add(&r->last, id);
	begin_product(r, id, offset);
}

static int read_lines(struct reading *r)
{
	struct buf b;
	uint64_t offset = 0; /* of the first byte in the buffer */
	ssize_t n;

	buf_init(&b);
	while ((n = pread(r->m->fd, buf_reserve(&b, BLOCK), BLOCK, (off_t)(offset + b.n))) > 0) {
		struct str rest, whole;
		struct manifest_line line;

		b.n += (size_t)n;
		whole = buf_str(&b);
		while (whole.n > 0 && whole.p[whole.n - 1] != '\n')
			whole.n--;
		rest = whole;
		for (;;) {
			uint64_t from = offset + (size_t)(rest.p - whole.p);

			if (manifest_take_line(&rest, &line) < 0)
				break;
			read_line(r, line, from, offset + (size_t)(rest.p - whole.p));
		}
		memmove(b.p, b.p + whole.n, b.n - whole.n);
		b.n -= whole.n;
		offset += whole.n;
	}
	buf_release(&b);
	return n < 0 ? -1 : 0;
}

int manifest_load(struct manifest *m, int folder, const char *name, const struct pages *pages,
                  size_t chunk_size, struct arena *a)
{
	struct reading r = {.m = m, .pages = pages, .chunk_size = chunk_size, .arena = a};
	int status;

	*m = (struct manifest){.fd = openat(folder, name, O_RDONLY | O_CLOEXEC)};
	m->nchunks = (pages->npages + chunk_size - 1) / chunk_size;
	m->starts = arena_array(a, m->nchunks + 2, sizeof(*m->starts));
	if (m->fd < 0)
		return errno == ENOENT ? 0 : -1;
	buf_init(&r.last);
	buf_init(&r.others);
	status = read_lines(&r);
	keep_others(&r);
	buf_release(&r.last);
	if (status < 0)
		return -1;
	/* Chunks behind the last product published are empty. */
	while (++r.at < pages->npages + chunk_size)
		if (r.at % chunk_size == 0 && r.at / chunk_size < m->nchunks)
			m->starts[r.at / chunk_size] = m->starts[m->nchunks];
	return 0;
}

void manifest_release(struct manifest *m)
{
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
	free(m->others);
	m->others = NULL;
	m->nothers = 0;
}

int manifest_read_chunk(const struct manifest *m, size_t chunk, struct buf *b)
{
	uint64_t at = m->starts[chunk], end = m->starts[chunk + 1];

	if (m->fd < 0)
		return 0;
	while (at < end) {
		ssize_t n = pread(m->fd, buf_reserve(b, (size_t)(end - at)), (size_t)(end - at),
		                  (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n == 0 ? EIO : errno;
			return -1;
		}
		b->n += (size_t)n;
		at += (uint64_t)n;
	}
	return 0;
}
