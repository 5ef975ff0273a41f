#include "site/encode.h"
#include "base/arena.h"
#include <brotli/encode.h>
#include <libdeflate.h>

/* Where the curve of size over time bends, for pages of some ten kilobytes. */
#define GZIP_LEVEL     9
#define BROTLI_QUALITY 9
#define BROTLI_WINDOW  18

void encoder_init(struct encoder *e)
{
	e->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
	if (!e->gzip)
		out_of_memory();
}

void encoder_release(struct encoder *e)
{
	libdeflate_free_compressor(e->gzip);
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

static void add_gzip(struct encoder *e, struct str bytes, struct buf *b)
{
	size_t most = libdeflate_gzip_compress_bound(e->gzip, bytes.n);
	char *room = buf_reserve(b, most);
	size_t n = libdeflate_gzip_compress(e->gzip, bytes.p, bytes.n, room, most);

	if (n == 0)
		out_of_memory();
	b->n += n;
}

static void add_brotli(struct str bytes, struct buf *b)
{
	size_t n = BrotliEncoderMaxCompressedSize(bytes.n);
	char *room = buf_reserve(b, n);

	if (!BrotliEncoderCompress(BROTLI_QUALITY, BROTLI_WINDOW, BROTLI_MODE_TEXT, bytes.n,
	                           (const uint8_t *)bytes.p, &n, (uint8_t *)room))
		out_of_memory();
	b->n += n;
}

void encoder_add(struct encoder *e, unsigned kind, struct str bytes, struct buf *b)
{
	if (kind == 0)
		add_brotli(bytes, b);
	else
		add_gzip(e, bytes, b);
}

void encoder_add_deflate(struct encoder *e, struct str bytes, struct buf *b)
{
	size_t most = libdeflate_deflate_compress_bound(e->gzip, bytes.n);
	char *room = buf_reserve(b, most);
	size_t n = libdeflate_deflate_compress(e->gzip, bytes.p, bytes.n, room, most);

	if (n == 0)
		out_of_memory();
	b->n += n;
}

uint32_t encoder_crc32(uint32_t crc, struct str bytes)
{
	return libdeflate_crc32(crc, bytes.p, bytes.n);
}
