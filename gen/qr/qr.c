#include "qr/qr.h"
#include "base/arena.h"
#include "qr/codec.h"
#include <assert.h>
#include <png.h>
#include <qrencode.h>
#include <setjmp.h>
#include <stdlib.h>

int qr_encode(struct qr *q, struct str text)
{
	struct qr_split split;

	if (text.n == 0 || text.n > QR_TEXT_MAX)
		return -1;
	qr_split(&split, text);
	if (split.version <= QR_FAST_VERSION_MAX)
		qr_encode_fast(q, &split);
	else
		qr_encode_library(q, &split);
	return 0;
}

void qr_encode_library(struct qr *q, const struct qr_split *split)
{
	static const QRencodeMode modes[QR_NMODES] = {QR_MODE_NUM, QR_MODE_AN, QR_MODE_8};
	QRinput *input = QRinput_new2((int)split->version, QR_ECLEVEL_M);
	QRcode *code;

	if (!input)
		out_of_memory();
	for (size_t i = 0; i < split->nsegments; i++) {
		const struct qr_segment *segment = &split->segments[i];

		if (QRinput_append(input, modes[segment->mode], (int)segment->text.n,
		                   (const unsigned char *)segment->text.p) < 0)
			out_of_memory();
	}
	code = QRcode_encodeInput(input);
	if (!code)
		out_of_memory();
	assert(code->version == (int)split->version);
	q->width = (unsigned)code->width;
	for (unsigned y = 0; y < q->width; y++) {
		memset(q->row[y], 0, sizeof(q->row[y]));
		for (unsigned x = 0; x < q->width; x++)
			q->row[y][x / 64] |= (uint64_t)(code->data[y * q->width + x] & 1)
			                     << (x % 64);
	}
	QRcode_free(code);
	QRinput_free(input);
}

static void png_append(png_structp png, png_bytep bytes, size_t n)
{
	buf_add(png_get_io_ptr(png), (struct str){(const char *)bytes, n});
}

static void png_flush_nothing(png_structp png)
{
	(void)png;
}

/* A picture of a few kilobytes that repeats itself from line to line: the smallest window holds
 * some lines, and most of what zlib's usual set-up costs is clearing tables for 32 kB (the address
 * of bench/qr_equal: 93 us and 331 bytes so, 190 us and 363 bytes as it comes). Level 9 is slower
 * and no smaller; an allocator of our own for the memory of zlib and libpng gained nothing. */
static void png_set_up(png_structp png, png_infop info, unsigned side)
{
	png_set_IHDR(png, info, side, side, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
	             PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
	png_set_compression_level(png, 6);
	png_set_compression_window_bits(png, 9);
	png_set_compression_mem_level(png, 2);
}

void qr_add_png_library(struct buf *b, const struct qr *q)
{
	unsigned size = qr_size(q);
	unsigned char row[QR_WIDTH_MAX + 2 * QR_QUIET];
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png ? png_create_info_struct(png) : NULL;

	if (!png || !info)
		out_of_memory();
	if (setjmp(png_jmpbuf(png)))
		out_of_memory(); /* nothing else can fail: the image is ours, the buffer grows */
	png_set_write_fn(png, b, png_append, png_flush_nothing);
	png_set_up(png, info, size * QR_SCALE);
	png_write_info(png, info);
	for (unsigned y = 0; y < size; y++) {
		memset(row, 0xff, sizeof(row));
		if (y >= QR_QUIET && y - QR_QUIET < q->width)
			for (unsigned x = 0; x < q->width; x++)
				if (qr_is_dark(q, x, y - QR_QUIET))
					row[QR_QUIET + x] = 0;
		for (unsigned i = 0; i < QR_SCALE; i++)
			png_write_row(png, row);
	}
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
}

void qr_add_png(struct buf *b, const struct qr *q)
{
	if (q->width <= QR_FAST_WIDTH_MAX)
		qr_add_png_fast(b, q);
	else
		qr_add_png_library(b, q);
}
