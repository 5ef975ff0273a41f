#include "publish/seen.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "publish/edition.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PREFIX     "seen-"
#define UNFINISHED "seen.new"
#define INDEX_MAX  ((size_t)1 << 26)

/* What the file begins with. Its numbers are as this machine writes them: elsewhere it is unknown.
 */
struct head {
	char format[16];
	uint64_t order, round;
	uint64_t index, nbytes;           /* where the index is */
	unsigned char hash[SHA256_BYTES]; /* of the index */
};

#define FORMAT "fuda-seen/1\n"
#define ORDER  UINT64_C(0x0102030405060708)

/* Mixes a number in (the finalizer of MurmurHash3). */
static uint64_t mix(uint64_t all, uint64_t number)
{
	all = (all ^ number) * UINT64_C(0xff51afd7ed558ccd);
	all = (all ^ all >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return all ^ all >> 33;
}

uint64_t seen_number(const struct stat *st)
{
	uint64_t number = mix(mix(mix(1, (uint64_t)st->st_size), (uint64_t)st->st_mtim.tv_sec),
	                      (uint64_t)st->st_mtim.tv_nsec);

	if (!S_ISREG(st->st_mode) || !(st->st_mode & S_IRUSR))
		return SEEN_NOTHING;
	return number != SEEN_NOTHING ? number : 1;
}

/* ---- reading ---- */

static int read_at(int fd, void *room, size_t n, uint64_t offset)
{
	return fs_read_at(fd, offset, room, n) == (ssize_t)n ? 0 : -1;
}

static int compare_parts(const void *left, const void *right)
{
	return str_compare(((const struct seen_part *)left)->path,
	                   ((const struct seen_part *)right)->path);
}

/* Takes a line "OFFSET NUMBER PATH" of the index. */
static void take_part(struct seen *s, const char *line, struct arena *a)
{
	struct seen_part *part = &s->parts[s->nparts];
	unsigned long long offset;
	size_t nfiles;
	int at = 0;

	if (sscanf(line, "%llu %zu %n", &offset, &nfiles, &at) != 2 || at == 0)
		return;
	*part = (struct seen_part){arena_copy(a, str_from(line + at)), offset, nfiles};
	s->nparts++;
}

static void read_index(struct seen *s, char *text, size_t n, struct arena *a)
{
	size_t nlines = 0;

	for (size_t i = 0; i < n; i++)
		nlines += text[i] == '\n';
	s->parts = arena_array(a, nlines + 1, sizeof(*s->parts));
	for (char *line = text, *end; (end = memchr(line, '\n', (size_t)(text + n - line)));
	     line = end + 1) {
		*end = '\0';
		take_part(s, line, a);
	}
	if (s->nparts > 0)
		qsort(s->parts, s->nparts, sizeof(*s->parts), compare_parts);
}

/* Returns whether the file is one of ours, and whole as far as its index goes. */
static bool read_head(struct seen *s, struct arena *a)
{
	unsigned char hash[SHA256_BYTES];
	struct head head;
	struct buf b;
	bool is_whole;

	if (read_at(s->fd, &head, sizeof(head), 0) < 0 ||
	    strncmp(head.format, FORMAT, sizeof(head.format)) != 0 || head.order != ORDER ||
	    head.nbytes > INDEX_MAX)
		return false;
	buf_init(&b);
	is_whole = read_at(s->fd, buf_reserve(&b, head.nbytes + 1), head.nbytes, head.index) == 0;
	b.n = is_whole ? head.nbytes : 0;
	sha256_hash_once(buf_str(&b), hash);
	is_whole = is_whole && memcmp(hash, head.hash, sizeof(hash)) == 0;
	if (is_whole)
		read_index(s, b.p, b.n, a);
	buf_release(&b);
	s->round = (unsigned long)head.round;
	return is_whole;
}

void seen_load(struct seen *s, int folder, const char *hash, struct arena *a)
{
	char name[EDITION_RECORD];

	*s = (struct seen){0};
	edition_name_record(name, PREFIX, hash);
	s->fd = fs_open_regular(folder, name);
	if (s->fd >= 0 && !read_head(s, a))
		seen_release(s);
}

void seen_release(struct seen *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	s->nparts = 0;
}

static const struct seen_part *find_part(const struct seen *s, struct str path)
{
	const struct seen_part key = {.path = path};

	return s->nparts > 0 ? bsearch(&key, s->parts, s->nparts, sizeof(key), compare_parts)
	                     : NULL;
}

bool seen_has_part(const struct seen *s, struct str part)
{
	const struct seen_part *found = find_part(s, part);

	return found && found->nfiles > 0;
}

void seen_read(const struct seen *s, struct str part, size_t from, size_t n, uint64_t *numbers)
{
	const struct seen_part *found = find_part(s, part);

	if (found && from + n <= found->nfiles &&
	    read_at(s->fd, numbers, n * sizeof(*numbers),
	            found->offset + from * sizeof(*numbers)) == 0)
		return;
	memset(numbers, 0, n * sizeof(*numbers));
}

/* ---- writing ---- */

int seen_begin(struct seen_file *f, int folder)
{
	f->folder = folder;
	atomic_init(&f->size, sizeof(struct head));
	f->fd = openat(folder, UNFINISHED, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return f->fd < 0 ? -1 : 0;
}

int seen_add(struct seen_file *f, const uint64_t *numbers, size_t n, uint64_t *offset)
{
	struct str bytes = {(const char *)numbers, n * sizeof(*numbers)};

	*offset = atomic_fetch_add(&f->size, bytes.n);
	return fs_write_at(f->fd, bytes, *offset);
}

static int write_index(struct seen_file *f, unsigned long round, struct str index)
{
	struct head head = {.format = FORMAT,
	                    .order = ORDER,
	                    .round = round,
	                    .index = atomic_load(&f->size),
	                    .nbytes = index.n};

	sha256_hash_once(index, head.hash);
	if (fs_write_at(f->fd, index, head.index) < 0)
		return -1;
	return fs_write_at(f->fd, (struct str){(const char *)&head, sizeof(head)}, 0);
}

int seen_finish(struct seen_file *f, unsigned long round, const struct seen_part *parts,
                size_t nparts, const char *hash)
{
	struct buf b;
	int status, fd = f->fd;

	buf_init(&b);
	for (size_t i = 0; i < nparts; i++)
		buf_printf(&b, "%llu %zu %.*s\n", (unsigned long long)parts[i].offset,
		           parts[i].nfiles, STR_ARG(parts[i].path));
	status = write_index(f, round, buf_str(&b));
	buf_release(&b);
	f->fd = -1;
	if (close(fd) < 0 || status < 0)
		return -1;
	return edition_put_record(f->folder, UNFINISHED, PREFIX, hash);
}

void seen_release_file(struct seen_file *f)
{
	if (f->fd < 0)
		return;
	close(f->fd);
	f->fd = -1;
	unlinkat(f->folder, UNFINISHED, 0);
}

int seen_remove_others(int folder, const char *const *hashes, size_t nhashes)
{
	return edition_remove_records(folder, PREFIX, hashes, nhashes);
}
