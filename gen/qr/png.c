/*
 * A PNG writer for small symbols (PNG: RFC 2083; deflate: RFC 1951; zlib: RFC 1950).
 *
 * At 8 pixels a module and one bit a pixel a module is one byte, 00 or ff, and each row of modules
 * is the same line of pixels eight times. So a compressor has nothing to search for: a line's
 * modules are literals, and all between them and those of the next row (the rest of the line, seven
 * copies, the beginning of the next line) repeats what stands one line before. Hence one block with
 * a code made for two literals and a few lengths, and an Adler-32 that is computed, not summed up.
 *
 * libdeflate on the same lines: 28 us and 374 bytes at its fastest, 59 us and 264 bytes at level 6,
 * against 4 us and 260 bytes here (25 modules a side, one thread). Each product has one such
 * picture, so the lesser of the two would make a build from nothing 2.4 % slower on ext4 and 5 % in
 * memory. libpng is behind qr_add_png for larger symbols, and the tests compare the two.
 */
#include "qr/codec.h"
#include <assert.h>

#define MATCH_MIN  3
#define MATCH_MAX  258
#define NLENGTHS   29  /* codes of lengths, 257 to 285 */
#define NRARE      8   /* codes of 7 bits */
#define END        256 /* code of the end of the block */
#define ADLER_BASE 65521

struct bits {
	unsigned char *p;
	uint64_t pending; /* the lowest `npending` bits, fewer than 8 between calls */
	unsigned npending;
};

/* Appends the lowest n bits, n at most 48, the lowest first; the bits above are 0. */
static void bits_add(struct bits *bits, uint64_t value, unsigned n)
{
	bits->pending |= value << bits->npending;
	bits->npending += n;
	while (bits->npending >= 8) {
		*bits->p++ = (unsigned char)bits->pending;
		bits->pending >>= 8;
		bits->npending -= 8;
	}
}

/* RFC 1951, 3.2.5: the code of a length, from 0, with its extra bits. */
struct length {
	unsigned code, extra, nextra;
};

static struct length length_code(unsigned length)
{
	static const unsigned short first[NLENGTHS] = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
	                                               15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
	                                               67, 83, 99, 115, 131, 163, 195, 227, 258};
	unsigned code = 0;

	while (code + 1 < NLENGTHS && first[code + 1] <= length)
		code++;
	return (struct length){code, length - first[code],
	                       code < 8 || code == NLENGTHS - 1 ? 0 : code / 4 - 1};
}

/* The parts of the picture, in bytes, that are one match each. All end in ff. */
enum part {
	ABOVE_FIRST, /* of the quiet zone above, the rest of its first line: at distance 1 */
	ABOVE_REST,  /* then all up to the modules of the first row, from here on at a line's
	                distance */
	BETWEEN,     /* from the modules of a row to those of the next */
	LAST,        /* from the modules of the last row to the quiet zone below */
	BELOW_FIRST, /* what is white there and was not in the line before: at distance 1 */
	BELOW_REST,
	NPARTS
};

/* The code of a picture. An ff is 0, a 00 is 10, the longest match 110, the last piece of BETWEEN
 * 1110; all else is rare and 1111 and three bits, which eight symbols fill. Distances are 1 and a
 * line, one bit each. */
struct code {
	unsigned line; /* bytes a line of pixels: the filter's, then one a module */
	unsigned length[NPARTS];
	unsigned row_end; /* code of the last piece of BETWEEN */
	unsigned char
	        rare[NLENGTHS]; /* numbers of rare lengths, from 1; 0, the end, is not a length */
};

static bool has_own_code(const struct code *c, unsigned code)
{
	return code == c->row_end || code == NLENGTHS - 1;
}

static void code_init(struct code *c, unsigned line)
{
	unsigned quiet = QR_QUIET * QR_SCALE - 1; /* lines of the quiet zone but the first */
	bool is_rare[NLENGTHS] = {false};
	unsigned nrare = 0;

	*c = (struct code){.line = line};
	c->length[ABOVE_FIRST] = line - 2; /* but the filter's byte and an ff */
	c->length[ABOVE_REST] = quiet * line + 1 + QR_QUIET;
	c->length[BETWEEN] = QR_QUIET + (QR_SCALE - 1) * line + 1 + QR_QUIET;
	c->length[LAST] = c->length[BETWEEN];
	c->length[BELOW_FIRST] = line - 1 - QR_QUIET;
	c->length[BELOW_REST] = quiet * line;
	c->row_end = length_code(c->length[BETWEEN] % MATCH_MAX).code;
	for (int part = 0; part < NPARTS; part++) {
		unsigned rest = c->length[part] % MATCH_MAX;

		if (rest >= MATCH_MIN)
			is_rare[length_code(rest).code] = true;
	}
	for (unsigned code = 0; code < NLENGTHS; code++)
		nrare += is_rare[code] && !has_own_code(c, code);
	for (unsigned code = 0; code < NLENGTHS; code++) {
		if (has_own_code(c, code))
			continue;
		if (!is_rare[code] && nrare < NRARE - 1) {
			is_rare[code] = true; /* nothing needs it, but a code must be complete */
			nrare++;
		}
	}
	nrare = 0;
	for (unsigned code = 0; code < NLENGTHS; code++)
		if (is_rare[code] && !has_own_code(c, code))
			c->rare[code] = (unsigned char)++nrare;
	assert(nrare == NRARE - 1);
}

/* Codes are written their highest bit first. */
static unsigned mirror_3(unsigned code)
{
	return (code >> 2 & 1) | (code & 2) | (code & 1) << 2;
}

static void add_rare(struct bits *bits, unsigned number)
{
	bits_add(bits, 0xf | mirror_3(number) << 4, 7);
}

static unsigned floor_log2(unsigned n)
{
	return 31 - (unsigned)__builtin_clz(n);
}

/* Distance 1 is code 0; from 5 on a code has its number's highest two bits, the others follow. */
static unsigned distance_code(unsigned distance)
{
	unsigned log = floor_log2(distance - 1);

	return 2 * log + ((distance - 1) >> (log - 1) & 1);
}

static void add_piece(struct bits *bits, const struct code *c, unsigned n, unsigned distance)
{
	struct length length = length_code(n);

	if (length.code == NLENGTHS - 1)
		bits_add(bits, 3, 3);
	else if (length.code == c->row_end)
		bits_add(bits, 7, 4);
	else
		add_rare(bits, c->rare[length.code]);
	bits_add(bits, length.extra, length.nextra);
	bits_add(bits, distance > 1, 1);
	if (distance > 1) {
		unsigned nextra = floor_log2(distance - 1) - 1;

		bits_add(bits, (distance - 1) & ((1u << nextra) - 1), nextra);
	}
}

static void add_part(struct bits *bits, const struct code *c, enum part part)
{
	unsigned distance = part == ABOVE_FIRST || part == BELOW_FIRST ? 1 : c->line;
	unsigned n = c->length[part];

	for (; n >= MATCH_MAX; n -= MATCH_MAX)
		add_piece(bits, c, MATCH_MAX, distance);
	if (n >= MATCH_MIN)
		add_piece(bits, c, n, distance);
	else
		bits_add(bits, 0, n); /* as many ff */
}

/* 3.2.7: the lengths of codes, themselves in a code of 3 bits for each of these. */
static void add_code_length(struct bits *bits, unsigned symbol)
{
	static const signed char number[] = {0,  1,  2,  3,  4,  -1, -1, 5, -1, -1,
	                                     -1, -1, -1, -1, -1, -1, -1, 6, 7};

	assert(symbol < COUNT_OF(number) && number[symbol] >= 0);
	bits_add(bits, mirror_3((unsigned)number[symbol]), 3);
}

static void add_zeroes(struct bits *bits, unsigned n)
{
	while (n > 0) {
		unsigned some = n < 138 ? n : 138;

		if (some >= 11) {
			add_code_length(bits, 18);
			bits_add(bits, some - 11, 7);
		} else if (some >= 3) {
			add_code_length(bits, 17);
			bits_add(bits, some - 3, 3);
		} else {
			add_code_length(bits, 0);
			some = 1;
		}
		n -= some;
	}
}

static void add_code(struct bits *bits, const struct code *c)
{
	/* 1 where the order of 3.2.7 names one of 0 1 2 3 4 7 17 18: their codes have 3 bits */
	static const unsigned char is_used[] = {0, 1, 1, 1, 0, 1, 0, 0, 0,
	                                        0, 0, 1, 0, 1, 0, 1, 0, 1};
	unsigned far = distance_code(c->line), nzeroes = 0;

	bits_add(bits, 1 | 2 << 1, 3); /* the last block, with a code of its own */
	bits_add(bits, END + 1 + NLENGTHS - 257, 5);
	bits_add(bits, far, 5);
	bits_add(bits, sizeof(is_used) - 4, 4);
	for (size_t i = 0; i < sizeof(is_used); i++)
		bits_add(bits, is_used[i] * 3u, 3);
	add_code_length(bits, 2); /* 00 */
	add_zeroes(bits, 254);
	add_code_length(bits, 1); /* ff */
	add_code_length(bits, 7); /* the end */
	for (unsigned code = 0; code < NLENGTHS; code++) {
		unsigned n = code == c->row_end     ? 4
		             : code == NLENGTHS - 1 ? 3
		             : c->rare[code]        ? 7
		                                    : 0;

		if (n == 0) {
			nzeroes++;
			continue;
		}
		add_zeroes(bits, nzeroes);
		add_code_length(bits, n);
		nzeroes = 0;
	}
	add_code_length(bits, 1);
	add_zeroes(bits, far - 1);
	add_code_length(bits, 1);
}

/* RFC 1950, 8.2, without the remainders until the end: sums stay below 2^40 here. */
struct adler {
	uint64_t sum, sums;
};

/* QR_SCALE lines that are the same: `ones` bytes of ff, the places of which, counted from behind
 * the end of the line, add up to `places`. */
static void adler_add_lines(struct adler *a, unsigned line, unsigned ones, unsigned places)
{
	const unsigned n = QR_SCALE;

	a->sums += n * line * a->sum + 255 * (uint64_t)(n * places + n * (n - 1) / 2 * line * ones);
	a->sum += 255 * n * ones;
}

/* The literals of four modules, the first in the lowest bit; how many are dark, and the sum of
 * their places. */
struct four {
	unsigned char literals, nbits, ndark, places;
};

#define BIT(value, i) ((value) >> (i)&1)
#define NDARK(v, n)                                                                                \
	(((n) > 0 ? BIT(v, 0) : 0) + ((n) > 1 ? BIT(v, 1) : 0) + ((n) > 2 ? BIT(v, 2) : 0) +       \
	 ((n) > 3 ? BIT(v, 3) : 0))
#define LITERAL(v, i) (BIT(v, i) << ((i) + NDARK(v, i)))
#define FOUR(v)                                                                                    \
	{                                                                                          \
		LITERAL(v, 0) | LITERAL(v, 1) | LITERAL(v, 2) | LITERAL(v, 3), 4 + NDARK(v, 4),    \
		        NDARK(v, 4), BIT(v, 1) + 2 * BIT(v, 2) + 3 * BIT(v, 3)                     \
	}

static const struct four fours[16] = {
        FOUR(0), FOUR(1), FOUR(2),  FOUR(3),  FOUR(4),  FOUR(5),  FOUR(6),  FOUR(7),
        FOUR(8), FOUR(9), FOUR(10), FOUR(11), FOUR(12), FOUR(13), FOUR(14), FOUR(15),
};

static void add_modules(struct bits *bits, uint64_t row, unsigned width, struct adler *a)
{
	unsigned line = width + 2 * QR_QUIET + 1, ndark = 0, dark_at = 0;

	for (unsigned x = 0; x < width; x += 4) {
		struct four four = fours[row >> x & 15];
		unsigned extra =
		        width - x < 4 ? 4 - (width - x) : 0; /* behind the row, and light */

		bits_add(bits, four.literals, four.nbits - extra);
		ndark += four.ndark;
		dark_at += four.places + x * four.ndark;
	}
	/* as if all were light, less what is dark: module x stands line - 1 - QR_QUIET - x before
	 * the end */
	adler_add_lines(a, line, line - 1 - ndark,
	                line * (line - 1) / 2 - (ndark * (line - 1 - QR_QUIET) - dark_at));
}

static void add_u32(unsigned char **p, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*(*p)++ = (unsigned char)(value >> shift);
}

/* The CRC of RFC 2083, 3.4, a byte at a time; it is linear, so bits make up bytes. */
#define CRC_BIT(n, bit, value) ((n) & (bit) ? value##u : 0u)
#define CRC(n)                                                                                     \
	(CRC_BIT(n, 1, 0x77073096) ^ CRC_BIT(n, 2, 0xee0e612c) ^ CRC_BIT(n, 4, 0x076dc419) ^       \
	 CRC_BIT(n, 8, 0x0edb8832) ^ CRC_BIT(n, 16, 0x1db71064) ^ CRC_BIT(n, 32, 0x3b6e20c8) ^     \
	 CRC_BIT(n, 64, 0x76dc4190) ^ CRC_BIT(n, 128, 0xedb88320))
#define CRC_4(n)  CRC(n), CRC((n) + 1), CRC((n) + 2), CRC((n) + 3)
#define CRC_16(n) CRC_4(n), CRC_4((n) + 4), CRC_4((n) + 8), CRC_4((n) + 12)
#define CRC_64(n) CRC_16(n), CRC_16((n) + 16), CRC_16((n) + 32), CRC_16((n) + 48)

static const uint32_t crc_table[256] = {CRC_64(0), CRC_64(64), CRC_64(128), CRC_64(192)};

static uint32_t crc(const unsigned char *p, const unsigned char *end)
{
	uint32_t c = 0xffffffff;

	while (p < end)
		c = crc_table[(c ^ *p++) & 0xff] ^ c >> 8;
	return ~c;
}

/* Where the data of a chunk begins; chunk_end sets its length and its CRC. */
static unsigned char *chunk_start(unsigned char *p, const char *type)
{
	memset(p, 0, 4);
	memcpy(p + 4, type, 4);
	return p + 8;
}

static unsigned char *chunk_end(unsigned char *start, unsigned char *end)
{
	unsigned char *length = start - 8;

	add_u32(&length, (uint32_t)(end - start));
	add_u32(&end, crc(start - 4, end));
	return end;
}

static unsigned char *add_pixels(unsigned char *p, const struct qr *q)
{
	unsigned line = q->width + 2 * QR_QUIET + 1;
	struct bits bits = {.p = p};
	struct adler adler = {1, 0};
	struct code code;

	code_init(&code, line);
	bits_add(&bits, 0x0178, 16); /* deflate, 32 kB, no dictionary */
	add_code(&bits, &code);
	bits_add(&bits, 1, 2); /* no filter */
	bits_add(&bits, 0, 1);
	add_part(&bits, &code, ABOVE_FIRST);
	add_part(&bits, &code, ABOVE_REST);
	for (int i = 0; i < QR_QUIET; i++)
		adler_add_lines(&adler, line, line - 1, line * (line - 1) / 2);
	for (unsigned y = 0; y < q->width; y++) {
		add_modules(&bits, q->row[y][0], q->width, &adler);
		add_part(&bits, &code, y + 1 < q->width ? BETWEEN : LAST);
	}
	add_part(&bits, &code, BELOW_FIRST);
	add_part(&bits, &code, BELOW_REST);
	for (int i = 0; i < QR_QUIET; i++)
		adler_add_lines(&adler, line, line - 1, line * (line - 1) / 2);
	add_rare(&bits, 0);
	bits_add(&bits, 0, 7 - (bits.npending + 7) % 8); /* to the end of the byte */
	add_u32(&bits.p, (uint32_t)(adler.sums % ADLER_BASE << 16 | adler.sum % ADLER_BASE));
	return bits.p;
}

void qr_add_png_fast(struct buf *b, const struct qr *q)
{
	/* two bits a module, a few bytes a row, the code, and the chunks around it */
	size_t room = q->width * q->width / 4 + q->width * 12 + 256;
	unsigned char *start = (unsigned char *)buf_reserve(b, room), *p = start, *data;
	uint32_t side = qr_size(q) * QR_SCALE;

	assert(q->width <= QR_FAST_WIDTH_MAX);
	memcpy(p, "\x89PNG\r\n\x1a\n", 8);
	data = p = chunk_start(p + 8, "IHDR");
	add_u32(&p, side);
	add_u32(&p, side);
	memcpy(p, "\1\0\0\0\0", 5); /* 1 bit of grey, deflate, no interlace */
	p = chunk_end(data, p + 5);
	data = chunk_start(p, "IDAT");
	p = chunk_end(data, add_pixels(data, q));
	data = chunk_start(p, "IEND");
	p = chunk_end(data, data);
	assert((size_t)(p - start) <= room);
	b->n += (size_t)(p - start);
}
