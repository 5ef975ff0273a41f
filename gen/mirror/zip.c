#include "mirror/zip.h"
#include "base/fs.h"
#include "publish/encode.h"
#include <assert.h>
#include <errno.h>

/* Bytes are written in pieces of this size. */
#define PIECE ((size_t)1 << 20)

/* What the fields of the first format can hold; this value itself says "see zip64". */
#define NUMBER_MAX 0xffffffffu
#define COUNT_MAX  0xffffu

#define UTF8_NAMES    0x0800
#define DEFLATED      8
#define VERSION       20
#define VERSION_ZIP64 45
#define MADE_BY_UNIX  (3 << 8)
#define REGULAR_FILE  (0100644u << 16)
#define ZIP64_FIELD   1

static void add_bytes(struct buf *b, uint64_t number, size_t nbytes)
{
	for (size_t i = 0; i < nbytes; i++)
		buf_add_byte(b, (char)(number >> (8 * i)));
}

static void add16(struct buf *b, uint64_t number)
{
	add_bytes(b, number, 2);
}

static void add32(struct buf *b, uint64_t number)
{
	add_bytes(b, number, 4);
}

static void add64(struct buf *b, uint64_t number)
{
	add_bytes(b, number, 8);
}

static void add_capped(struct buf *b, uint64_t number)
{
	add32(b, number < NUMBER_MAX ? number : NUMBER_MAX);
}

void zip_init(struct zip *z, int fd, date_days day)
{
	struct date_parts parts = date_split(day);

	if (parts.year < 1980)
		parts = (struct date_parts){1980, 1, 1};
	if (parts.year > 2107)
		parts = (struct date_parts){2107, 12, 31};
	*z = (struct zip){.fd = fd};
	z->day = (uint16_t)((parts.year - 1980) << 9 | parts.month << 5 | parts.day);
	buf_init(&z->waiting);
	buf_init(&z->directory);
}

void zip_release(struct zip *z)
{
	buf_release(&z->waiting);
	buf_release(&z->directory);
}

/* Writes what waits. After a failure it is dropped: the archive is lost anyway. */
static void flush(struct zip *z)
{
	if (z->error == 0 && fs_write(z->fd, buf_str(&z->waiting)) < 0)
		z->error = errno;
	z->at += z->waiting.n;
	buf_clear(&z->waiting);
}

static void flush_if_long(struct zip *z)
{
	if (z->waiting.n >= PIECE)
		flush(z);
}

/* One entry, as both of its headers say it. */
struct header {
	struct str path;
	uint64_t packed, size, offset;
	uint32_t crc;
	bool is_deflated;
};

/* From "flags" to "uncompressed size", which stand in both headers in the same order. */
static void add_middle(struct buf *b, const struct zip *z, const struct header *h)
{
	add16(b, UTF8_NAMES);
	add16(b, h->is_deflated ? DEFLATED : 0);
	add16(b, 0);
	add16(b, z->day);
	add32(b, h->crc);
}

/* The header before an entry. If one of its two sizes needs zip64, both must stand there (4.5.3).
 */
static void add_local_header(struct buf *b, const struct zip *z, const struct header *h)
{
	bool is_large = h->size >= NUMBER_MAX || h->packed >= NUMBER_MAX;

	buf_add(b, STR("PK\3\4"));
	add16(b, is_large ? VERSION_ZIP64 : VERSION);
	add_middle(b, z, h);
	add32(b, is_large ? NUMBER_MAX : h->packed);
	add32(b, is_large ? NUMBER_MAX : h->size);
	add16(b, h->path.n);
	add16(b, is_large ? 20 : 0);
	buf_add(b, h->path);
	if (is_large) {
		add16(b, ZIP64_FIELD);
		add16(b, 16);
		add64(b, h->size);
		add64(b, h->packed);
	}
}

/* The same for the directory, in which only the numbers that need it stand in the zip64 field. */
static void add_directory_entry(struct zip *z, const struct header *h)
{
	const uint64_t numbers[] = {h->size, h->packed, h->offset};
	struct buf *b = &z->directory;
	size_t nlarge = 0;

	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		nlarge += numbers[i] >= NUMBER_MAX;
	buf_add(b, STR("PK\1\2"));
	add16(b, MADE_BY_UNIX | VERSION_ZIP64);
	add16(b, nlarge > 0 ? VERSION_ZIP64 : VERSION);
	add_middle(b, z, h);
	add_capped(b, h->packed);
	add_capped(b, h->size);
	add16(b, h->path.n);
	add16(b, nlarge > 0 ? 4 + 8 * nlarge : 0);
	add16(b, 0); /* no comment */
	add16(b, 0); /* disk */
	add16(b, 0); /* internal attributes */
	add32(b, REGULAR_FILE);
	add_capped(b, h->offset);
	buf_add(b, h->path);
	if (nlarge == 0)
		return;
	add16(b, ZIP64_FIELD);
	add16(b, 8 * nlarge);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (numbers[i] >= NUMBER_MAX)
			add64(b, numbers[i]);
}

void zip_add(struct zip *z, const struct zip_entry *entry)
{
	const struct header h = {
	        .path = entry->path,
	        .packed = entry->bytes.n,
	        .size = entry->size,
	        .offset = z->at + z->waiting.n,
	        .crc = entry->crc,
	        .is_deflated = entry->is_deflated,
	};

	assert(entry->path.n > 0 && entry->path.n <= COUNT_MAX);
	add_local_header(&z->waiting, z, &h);
	buf_add(&z->waiting, entry->bytes);
	add_directory_entry(z, &h);
	z->nentries++;
	flush_if_long(z);
}

/* Copies so many bytes of the file and takes their CRC; -1 with errno set if they are not there. */
static int copy_bytes(struct zip *z, int file, uint64_t size, uint32_t *crc)
{
	for (uint64_t done = 0; done < size; done += PIECE) {
		size_t n = size - done < PIECE ? (size_t)(size - done) : PIECE;
		char *room = buf_reserve(&z->waiting, n);
		ssize_t got = fs_read_at(file, done, room, n);

		errno = got < 0 ? errno : EBUSY;
		if (got != (ssize_t)n)
			return -1;
		*crc = encoder_crc32(*crc, (struct str){room, n});
		z->waiting.n += n;
		flush_if_long(z);
	}
	return 0;
}

/* The CRC stands before the bytes it is taken from: the header is written again, in its place. */
void zip_add_file(struct zip *z, struct str path, int file, uint64_t size)
{
	struct header h = {.path = path, .packed = size, .size = size};
	struct buf header;

	flush(z);
	h.offset = z->at;
	buf_init(&header);
	add_local_header(&z->waiting, z, &h);
	if (copy_bytes(z, file, size, &h.crc) < 0 && z->error == 0)
		z->error = errno;
	flush(z);
	add_local_header(&header, z, &h);
	if (z->error == 0 && fs_write_at(z->fd, buf_str(&header), h.offset) < 0)
		z->error = errno;
	buf_release(&header);
	add_directory_entry(z, &h);
	z->nentries++;
}

static void add_zip64_end(struct zip *z, uint64_t start, uint64_t size)
{
	struct buf *b = &z->waiting;

	buf_add(b, STR("PK\6\6"));
	add64(b, 44); /* bytes of this record from here on */
	add16(b, MADE_BY_UNIX | VERSION_ZIP64);
	add16(b, VERSION_ZIP64);
	add32(b, 0);
	add32(b, 0);
	add64(b, z->nentries);
	add64(b, z->nentries);
	add64(b, size);
	add64(b, start);
	buf_add(b, STR("PK\6\7"));
	add32(b, 0);
	add64(b, start + size);
	add32(b, 1);
}

int zip_finish(struct zip *z)
{
	struct buf *b = &z->waiting;
	uint64_t size = z->directory.n, start;

	flush(z);
	start = z->at;
	buf_release(b);
	*b = z->directory;
	buf_init(&z->directory);
	if (z->nentries >= COUNT_MAX || start >= NUMBER_MAX || size >= NUMBER_MAX)
		add_zip64_end(z, start, size);
	buf_add(b, STR("PK\5\6"));
	add16(b, 0);
	add16(b, 0);
	add16(b, z->nentries < COUNT_MAX ? z->nentries : COUNT_MAX);
	add16(b, z->nentries < COUNT_MAX ? z->nentries : COUNT_MAX);
	add_capped(b, size);
	add_capped(b, start);
	add16(b, 0); /* no comment */
	flush(z);
	errno = z->error;
	return z->error == 0 ? 0 : -1;
}
