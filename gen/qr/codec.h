/*
 * Inside of the QR code: how a text is cut into segments, and the two encoders and PNG writers
 * behind qr.h. For gen/site/qr*.c and the tests that compare the two.
 */
#ifndef QR_CODEC_H
#define QR_CODEC_H

#include "qr/qr.h"

enum qr_mode {
	QR_NUMERIC,      /* digits: 3 in 10 bits */
	QR_ALPHANUMERIC, /* digits, A-Z, space and $%*+-./: 2 in 11 bits */
	QR_BYTE,         /* anything: 8 bits each */
	QR_NMODES
};

struct qr_segment {
	enum qr_mode mode;
	struct str text;
};

/* A text in segments, no two neighbours of one mode; the views are into the text. */
struct qr_split {
	unsigned version; /* the smallest that holds it at level M: 1..26 */
	size_t nbits;     /* of all segments with their headers */
	size_t nsegments;
	struct qr_segment segments[QR_TEXT_MAX];
};

/* Cuts the text so that it takes the fewest bits, and with them the smallest version. (The cut of
 * libqrencode's own QRcode_encodeString is greedy: never smaller, now and then a version larger.)
 * The text is not empty and not longer than QR_TEXT_MAX. */
void qr_split(struct qr_split *split, struct str text);

/* Bytes of data of a symbol of level M, without error correction (ISO/IEC 18004, table 7). */
unsigned qr_capacity(unsigned version);

/* Bits of a segment's count of characters (table 3). */
unsigned qr_count_bits(enum qr_mode mode, unsigned version);

/* The value of a character in alphanumeric mode (table 5), or -1. */
int qr_alphanumeric_value(char c);

#define QR_FAST_VERSION_MAX 10 /* rows of up to 57 modules: one word with room to shift */
#define QR_FAST_WIDTH_MAX   57

/* A symbol without format, before a mask is on it. Which modules no mask touches is symmetrical to
 * the diagonal, so these words are rows and columns. */
struct qr_plain {
	unsigned width;
	uint64_t row[QR_FAST_WIDTH_MAX], column[QR_FAST_WIDTH_MAX];
	uint64_t fixed[QR_FAST_WIDTH_MAX];
};

/* Makes the symbol with the mask that libqrencode would choose, and the format that tells it. */
void qr_mask(struct qr *q, const struct qr_plain *plain);

/* The encoder for versions up to QR_FAST_VERSION_MAX. */
void qr_encode_fast(struct qr *q, const struct qr_split *split);

/* The same by libqrencode, any version. Without memory the program ends. */
void qr_encode_library(struct qr *q, const struct qr_split *split);

/* The PNG writer for symbols up to QR_FAST_WIDTH_MAX. */
void qr_add_png_fast(struct buf *b, const struct qr *q);

/* The same by libpng, any size. Without memory the program ends. */
void qr_add_png_library(struct buf *b, const struct qr *q);

#endif
