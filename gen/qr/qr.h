/*
 * The QR code of a product's fixed address (ISO/IEC 18004), as modules, as an outline for SVG and
 * as a PNG.
 *
 * The address is fixed for ever, so its code is made once in a product's life and the bytes depend
 * on nothing but the address. All calls are safe from several threads at once. Error correction is
 * always M, the version the smallest that holds the text, the quiet zone of 4 modules always inside
 * the picture.
 *
 * There are two ways to each half of the work, and both give the same. Modules come from qr_fast.c
 * and qr_mask.c for versions 1 to 10, up to 57 modules a side, in 5 us for an address of 39
 * characters, and from libqrencode for larger ones, which would take 45 us in the same run. PNGs of
 * up to 57 modules a side come from qr_png.c, 3 us and 324 bytes, larger ones from libpng, 93 us
 * and 331 bytes as it is set up here, 190 us and 363 bytes as it comes. unit/qr_test and
 * bench/qr_equal compare them, module by module and pixel by pixel. No address of a usual length
 * needs the larger ones.
 */
#ifndef QR_QR_H
#define QR_QR_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

#define QR_QUIET     4    /* modules of white on each side */
#define QR_SCALE     8    /* pixels a module in the PNG */
#define QR_TEXT_MAX  1024 /* bytes; no address of ours comes near it */
#define QR_WIDTH_MAX 121  /* modules a side of version 26, which holds any text of QR_TEXT_MAX */
#define QR_WORDS     2    /* words a row */

/* A symbol without its quiet zone. Bit x % 64 of row[y][x / 64] is the module x of row y, 1 is
 * dark; bits past `width` are 0. */
struct qr {
	unsigned width; /* modules a side: 21, 25, ... QR_WIDTH_MAX */
	uint64_t row[QR_WIDTH_MAX][QR_WORDS];
};

static inline bool qr_is_dark(const struct qr *q, unsigned x, unsigned y)
{
	return q->row[y][x / 64] >> (x % 64) & 1;
}

/* Appends the text that the code of a product carries: base_url with its host in upper case, "P/",
 * the id and "/", as HTTPS://... would be but with the scheme left in lower case, since scanners
 * that do not know "HTTPS:" exist. Upper case fits alphanumeric mode, and case does not matter in a
 * host (RFC 3986, 6.2.2.1). A path in base_url stays as it is: there case matters. `base_url` is
 * absolute and ends in '/'; `id` is [0-9A-Z]{4,32}. */
void qr_add_address(struct buf *b, struct str base_url, struct str id);

/* Makes the smallest symbol that holds the text, at level M. Returns -1 if the text is empty or
 * longer than QR_TEXT_MAX. */
MUST_CHECK int qr_encode(struct qr *q, struct str text);

/* Modules a side of the picture, quiet zone included: the width and height of its viewBox. */
static inline unsigned qr_size(const struct qr *q)
{
	return q->width + 2 * QR_QUIET;
}

/* Appends the outlines of the dark areas as path data of SVG, for fill-rule evenodd, in modules of
 * a picture of qr_size: "M4 4h7v7h-7z...". Outlines, not strokes and not one rectangle a run: they
 * scale in any drawing program without seams or thin lines, and are a third of the bytes. */
void qr_add_path(struct buf *b, const struct qr *q);

/* Appends a PNG, 1 bit of grey a pixel, QR_SCALE pixels a module, quiet zone included. */
void qr_add_png(struct buf *b, const struct qr *q);

#endif
