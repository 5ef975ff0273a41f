#include "publish/encode.h"
#include "base/arena.h"
#include <assert.h>
#include <brotli/encode.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

/* Where the curve of size over time bends, for pages of some ten kilobytes. */
#define GZIP_LEVEL 9
/* For what a first build compresses whole: a fifth of the time for a fifteenth more bytes. */
#define MEMBER_LEVEL   5
#define LARGE_LEVEL    6
#define DEFLATE_RATIO  1032 /* no text is so many times as long as what it is deflated to */
#define BROTLI_QUALITY 9
#define BROTLI_WINDOW  18

/* What stands before each block that the library asks for. */
struct encoder_block {
	struct encoder_block *next; /* among those that wait */
	size_t size;
};

void encoder_init(struct encoder *e)
{
	e->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
	if (!e->gzip)
		out_of_memory();
	e->members = NULL; /* few need these */
	e->large = NULL;
	e->reader = NULL;
	e->blocks = NULL;
}

void encoder_release(struct encoder *e)
{
	libdeflate_free_compressor(e->gzip);
	libdeflate_free_compressor(e->members);
	libdeflate_free_compressor(e->large);
	libdeflate_free_decompressor(e->reader);
	while (e->blocks) {
		struct encoder_block *block = e->blocks;

		e->blocks = block->next;
		free(block);
	}
}

struct str encoder_suffix(unsigned kind)
{
	return kind == 0 ? STR(".br") : STR(".gz");
}

bool encoder_is_text(struct str path)
{
	static const char *const suffixes[] = {".html", ".svg", ".json",   ".js",
	                                       ".css",  ".xml", ".txt",    ".jsonl",
	                                       ".csv",  ".ics", ".jsonld", ".atom"};

	/* What is signed stands alone: nothing would answer for its copies. */
	if (str_is_equal(path, STR("MANIFEST.json")))
		return false;
	for (size_t i = 0; i < COUNT_OF(suffixes); i++)
		if (str_has_suffix(path, str_from(suffixes[i])))
			return true;
	return false;
}

bool encoder_is_copy(struct str path)
{
	for (unsigned kind = 0; kind < ENCODE_NKINDS; kind++) {
		struct str suffix = encoder_suffix(kind);

		if (str_has_suffix(path, suffix) &&
		    encoder_is_text(str_sub(path, 0, path.n - suffix.n)))
			return true;
	}
	return false;
}

/* One of the formats that the library has for the same compression. */
struct packing {
	size_t (*bound)(struct libdeflate_compressor *compressor, size_t n);
	size_t (*compress)(struct libdeflate_compressor *compressor, const void *in, size_t n,
	                   void *out, size_t room);
};

static const struct packing gzip = {libdeflate_gzip_compress_bound, libdeflate_gzip_compress};
static const struct packing deflate = {libdeflate_deflate_compress_bound,
                                       libdeflate_deflate_compress};

static void add_packed(struct libdeflate_compressor *compressor, const struct packing *packing,
                       struct str bytes, struct buf *b)
{
	size_t most = packing->bound(compressor, bytes.n);
	size_t n = packing->compress(compressor, bytes.p, bytes.n, buf_reserve(b, most), most);

	if (n == 0)
		out_of_memory();
	b->n += n;
}

/* Blocks are kept for the next file: the library asks for some megabytes anew for each, and a page
 * that the kernel must clear is dearer than its compression. */
static void *take_block(void *context, size_t size)
{
	struct encoder *e = context;
	struct encoder_block *block;
	size_t room = 64;

	/* Of few sizes, so that few blocks serve all files. */
	while (room < size)
		room *= 2;
	for (struct encoder_block **at = &e->blocks; *at; at = &(*at)->next) {
		if ((*at)->size != room)
			continue;
		block = *at;
		*at = block->next;
		return block + 1;
	}
	block = malloc(sizeof(*block) + room);
	if (!block)
		out_of_memory();
	block->size = room;
	return block + 1;
}

static void give_block(void *context, void *memory)
{
	struct encoder *e = context;
	struct encoder_block *block = memory;

	if (!memory)
		return;
	block--;
	block->next = e->blocks;
	e->blocks = block;
}

static void add_brotli(struct encoder *e, struct str bytes, struct buf *b)
{
	BrotliEncoderState *state = BrotliEncoderCreateInstance(take_block, give_block, e);
	size_t n = BrotliEncoderMaxCompressedSize(bytes.n), left = bytes.n, room = n;
	const uint8_t *in = (const uint8_t *)bytes.p;
	uint8_t *out = (uint8_t *)buf_reserve(b, n);

	if (!state)
		out_of_memory();
	BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, BROTLI_QUALITY);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_LGWIN, BROTLI_WINDOW);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_SIZE_HINT, (uint32_t)bytes.n);
	if (!BrotliEncoderCompressStream(state, BROTLI_OPERATION_FINISH, &left, &in, &room, &out,
	                                 NULL) ||
	    !BrotliEncoderIsFinished(state))
		out_of_memory();
	BrotliEncoderDestroyInstance(state);
	b->n += n - room;
}

void encoder_add(struct encoder *e, unsigned kind, struct str bytes, struct buf *b)
{
	if (kind == 0)
		add_brotli(e, bytes, b);
	else
		add_packed(e->gzip, &gzip, bytes, b);
}

void encoder_add_deflate(struct encoder *e, struct str bytes, struct buf *b)
{
	add_packed(e->gzip, &deflate, bytes, b);
}

/* Few encoders need more than one. */
static struct libdeflate_compressor *demand(struct libdeflate_compressor **compressor, int level)
{
	if (!*compressor)
		*compressor = libdeflate_alloc_compressor(level);
	if (!*compressor)
		out_of_memory();
	return *compressor;
}

void encoder_add_large(struct encoder *e, struct str bytes, struct buf *b)
{
	add_packed(demand(&e->large, LARGE_LEVEL), &gzip, bytes, b);
}

/* Least significant byte first. */
static void add_number(struct buf *b, uint32_t number, unsigned nbytes)
{
	for (unsigned i = 0; i < nbytes; i++)
		buf_add_byte(b, (char)(number >> 8 * i));
}

static uint32_t read_number(const char *at)
{
	const unsigned char *p = (const unsigned char *)at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

void encoder_add_member(struct encoder *e, struct str bytes, struct buf *b)
{
	size_t from = b->n, n;

	/* Deflated, with an extra field, without a time, of an unknown system. */
	buf_add(b, (struct str){"\x1f\x8b\x08\x04\0\0\0\0\0\xff", 10});
	add_number(b, (uint32_t)(ENCODE_MEMBER_HEAD - 12), 2);
	buf_add(b, STR(ENCODE_MEMBER_ID));
	add_number(b, 4, 2);
	add_number(b, 0, 4); /* its length, which is not known yet */
	assert(b->n == from + ENCODE_MEMBER_HEAD);
	add_packed(demand(&e->members, MEMBER_LEVEL), &deflate, bytes, b);
	add_number(b, encoder_crc32(0, bytes), 4);
	add_number(b, (uint32_t)bytes.n, 4);
	n = b->n - from;
	for (unsigned i = 0; i < 4; i++)
		b->p[from + ENCODE_MEMBER_HEAD - 4 + i] = (char)(n >> 8 * i);
}

uint32_t encoder_member_bytes(struct str head)
{
	/* Behind the time and the system: the length of the extra field, the subfield's id and
	 * length. */
	static const char begin[] = "\x1f\x8b\x08\x04", field[] = "\x08\0" ENCODE_MEMBER_ID "\x04";

	if (head.n < ENCODE_MEMBER_HEAD || memcmp(head.p, begin, 4) != 0 ||
	    memcmp(head.p + 10, field, sizeof(field)) != 0)
		return 0;
	return read_number(head.p + ENCODE_MEMBER_HEAD - 4);
}

int encoder_read_members(struct encoder *e, struct str file, struct buf *b)
{
	if (!e->reader)
		e->reader = libdeflate_alloc_decompressor();
	if (!e->reader)
		out_of_memory();
	while (file.n > 0) {
		size_t length = encoder_member_bytes(file), n;

		if (length < ENCODE_MEMBER_HEAD + 8 || length > file.n)
			return -1;
		n = read_number(file.p + length - 4);
		if (n / DEFLATE_RATIO > length ||
		    libdeflate_gzip_decompress(e->reader, file.p, length, buf_reserve(b, n + 1), n,
		                               NULL) != LIBDEFLATE_SUCCESS)
			return -1;
		b->n += n;
		file = str_sub(file, length, file.n);
	}
	return 0;
}

uint32_t encoder_crc32(uint32_t crc, struct str bytes)
{
	return libdeflate_crc32(crc, bytes.p, bytes.n);
}
