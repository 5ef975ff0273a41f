/*
 * An encoder for small symbols that are rows of one word each. What libqrencode spends most on, the
 * weighing of the eight masks module by module, is done here on whole rows and columns, two masks
 * at a time. Names and numbers of tables are those of ISO/IEC 18004; where its text leaves a choice
 * in the weighing, libqrencode's is taken, so that both make the same symbol.
 */
#include "qr/codec.h"
#include <assert.h>

#define CODEWORDS_MAX 346 /* of version 10 */
#define DATA_MAX      216
#define ECC_WORDS     4 /* of 8 bytes, for up to 26 bytes of error correction a block */

/* Table 9: how the data of level M is cut into blocks: `nshort` of `length`, then `nlong` of one
 * byte more, each with `ecc` bytes of error correction. */
struct blocks {
	unsigned char ecc, nshort, length, nlong;
};

static const struct blocks block_table[QR_FAST_VERSION_MAX + 1] = {
        {0, 0, 0, 0},   {10, 1, 16, 0}, {16, 1, 28, 0}, {26, 1, 44, 0},
        {18, 2, 32, 0}, {24, 2, 43, 0}, {16, 4, 27, 0}, {18, 4, 31, 0},
        {22, 2, 38, 2}, {22, 3, 36, 2}, {26, 4, 43, 1},
};

/* Annex A: the generator polynomials, without the leading 1. */
static const unsigned char generator_10[] = {216, 194, 159, 111, 199, 94, 95, 113, 157, 193};
static const unsigned char generator_16[] = {59,  13, 104, 189, 68, 209, 30, 8,
                                             163, 65, 41,  229, 98, 50,  36, 59};
static const unsigned char generator_18[] = {239, 251, 183, 113, 149, 175, 199, 215, 240,
                                             220, 73,  82,  173, 75,  32,  67,  217, 146};
static const unsigned char generator_22[] = {89,  179, 131, 176, 182, 244, 19,  189, 69, 40,  28,
                                             137, 29,  123, 67,  253, 86,  218, 230, 26, 145, 245};
static const unsigned char generator_24[] = {122, 118, 169, 70,  178, 237, 216, 102,
                                             115, 150, 229, 73,  130, 72,  61,  43,
                                             206, 1,   237, 247, 127, 217, 144, 117};
static const unsigned char generator_26[] = {246, 51,  183, 4,   136, 98,  199, 152, 77,
                                             56,  206, 24,  145, 40,  209, 117, 233, 42,
                                             135, 68,  70,  144, 146, 77,  43,  94};

static const unsigned char *find_generator(unsigned ecc)
{
	switch (ecc) {
	case 10: return generator_10;
	case 16: return generator_16;
	case 18: return generator_18;
	case 22: return generator_22;
	case 24: return generator_24;
	default: assert(ecc == 26); return generator_26;
	}
}

struct bits {
	unsigned char bytes[DATA_MAX];
	size_t nbytes;
	uint32_t pending; /* the lowest `npending` bits, fewer than 8 */
	unsigned npending;
};

/* Appends the lowest n bits of the value, n at most 16. */
static void bits_add(struct bits *bits, unsigned value, unsigned n)
{
	bits->pending = bits->pending << n | value;
	bits->npending += n;
	while (bits->npending >= 8) {
		bits->npending -= 8;
		bits->bytes[bits->nbytes++] = (unsigned char)(bits->pending >> bits->npending);
	}
}

static void bits_add_segment(struct bits *bits, const struct qr_segment *segment, unsigned version)
{
	static const unsigned indicators[QR_NMODES] = {1, 2, 4};
	static const unsigned digits_bits[] = {0, 4, 7, 10};
	const char *p = segment->text.p;
	size_t n = segment->text.n;

	bits_add(bits, indicators[segment->mode], 4);
	bits_add(bits, (unsigned)n, qr_count_bits(segment->mode, version));
	if (segment->mode == QR_BYTE) {
		for (size_t i = 0; i < n; i++)
			bits_add(bits, (unsigned char)p[i], 8);
	} else if (segment->mode == QR_ALPHANUMERIC) {
		for (size_t i = 0; i + 1 < n; i += 2)
			bits_add(bits,
			         (unsigned)(qr_alphanumeric_value(p[i]) * 45 +
			                    qr_alphanumeric_value(p[i + 1])),
			         11);
		if (n % 2 == 1)
			bits_add(bits, (unsigned)qr_alphanumeric_value(p[n - 1]), 6);
	} else {
		for (size_t i = 0; i < n; i += 3) {
			size_t ndigits = n - i < 3 ? n - i : 3;
			unsigned value = 0;

			for (size_t k = 0; k < ndigits; k++)
				value = value * 10 + (unsigned)(p[i + k] - '0');
			bits_add(bits, value, digits_bits[ndigits]);
		}
	}
}

/* 7.4.9 and 7.4.10: up to four bits to end the data, bits to fill the byte, bytes to fill the rest.
 */
static void bits_fill(struct bits *bits, size_t capacity)
{
	size_t left = capacity * 8 - (bits->nbytes * 8 + bits->npending);

	bits_add(bits, 0, left < 4 ? (unsigned)left : 4);
	if (bits->npending > 0)
		bits_add(bits, 0, 8 - bits->npending);
	for (unsigned pad = 0xec; bits->nbytes < capacity; pad ^= 0xec ^ 0x11)
		bits->bytes[bits->nbytes++] = (unsigned char)pad;
}

/* A polynomial of up to 32 coefficients, the highest power in the lowest byte. */
struct poly {
	uint64_t word[ECC_WORDS];
};

/* Times 2 in GF(256) with 0x11d, eight coefficients at once. */
static uint64_t twice(uint64_t bytes)
{
	uint64_t high = bytes >> 7 & 0x0101010101010101;

	return (bytes << 1 & 0xfefefefefefefefe) ^ high * 0x1d;
}

/* The generator times each value of a low and of a high half of a byte. */
struct multiples {
	struct poly low[16], high[16];
};

static void find_multiples(struct multiples *m, unsigned ecc)
{
	struct poly power = {{0}};

	memcpy(&power, find_generator(ecc), ecc);
	for (unsigned half = 0; half < 2; half++) {
		struct poly *table = half == 0 ? m->low : m->high;

		memset(&table[0], 0, sizeof(table[0]));
		for (unsigned value = 1; value < 16; value++) {
			unsigned rest = value & (value - 1);

			if (rest == 0)
				table[value] = power;
			for (int i = 0; i < ECC_WORDS; i++) {
				if (rest == 0)
					power.word[i] = twice(power.word[i]);
				else
					table[value].word[i] =
					        table[rest].word[i] ^ table[value ^ rest].word[i];
			}
		}
	}
}

/* The remainder of the data, as a polynomial, divided by the generator. */
static void find_ecc(const struct multiples *m, const unsigned char *data, size_t n,
                     unsigned char *ecc, unsigned necc)
{
	struct poly r = {{0}};

	for (size_t k = 0; k < n; k++) {
		unsigned factor = (unsigned)(r.word[0] & 0xff) ^ data[k];
		const uint64_t *low = m->low[factor & 15].word, *high = m->high[factor >> 4].word;

		for (int i = 0; i < ECC_WORDS; i++) {
			uint64_t next = i + 1 < ECC_WORDS ? r.word[i + 1] << 56 : 0;

			r.word[i] = (r.word[i] >> 8 | next) ^ low[i] ^ high[i];
		}
	}
	memcpy(ecc, &r, necc);
}

/* 7.6: first bytes of all blocks, second bytes, ...; then the same of their error correction. */
static size_t interleave(unsigned char *out, const unsigned char *data, const struct blocks *t)
{
	enum { BLOCKS_MAX = 5 };
	const unsigned char *block[BLOCKS_MAX];
	unsigned char ecc[BLOCKS_MAX][ECC_WORDS * 8];
	unsigned nblocks = t->nshort + t->nlong;
	struct multiples multiples;
	size_t n = 0;

	find_multiples(&multiples, t->ecc);
	for (unsigned i = 0; i < nblocks; i++) {
		size_t length = t->length + (i >= t->nshort);

		block[i] = data;
		find_ecc(&multiples, data, length, ecc[i], t->ecc);
		data += length;
	}
	for (size_t k = 0; k <= t->length; k++)
		for (unsigned i = k < t->length ? 0 : t->nshort; i < nblocks; i++)
			out[n++] = block[i][k];
	for (size_t k = 0; k < t->ecc; k++)
		for (unsigned i = 0; i < nblocks; i++)
			out[n++] = ecc[i][k];
	return n;
}

/* The modules that carry no data are drawn as rows. All but one are symmetrical to the diagonal, so
 * the same words serve as columns. */
static void draw_square(struct qr_plain *plain, unsigned x, unsigned y, const unsigned char *rows,
                        unsigned size)
{
	uint64_t all = ((uint64_t)1 << size) - 1;

	for (unsigned i = 0; i < size; i++) {
		plain->fixed[y + i] |= all << x;
		plain->row[y + i] &= ~(all << x);
		plain->row[y + i] |= (uint64_t)rows[i] << x;
	}
}

static void draw_version(struct qr_plain *plain, unsigned version)
{
	static const unsigned codes[] = {0x07c94, 0x085bc, 0x09a99, 0x0a4d3}; /* of 7 to 10 */
	unsigned code = codes[version - 7], at = plain->width - 11;

	for (unsigned i = 0; i < 6; i++) {
		plain->fixed[i] |= (uint64_t)7 << at;
		plain->row[i] |= (uint64_t)(code >> 3 * i & 7) << at;
	}
	for (unsigned i = 0; i < 18; i++) {
		plain->fixed[at + i % 3] |= (uint64_t)1 << i / 3;
		plain->row[at + i % 3] |= (uint64_t)(code >> i & 1) << i / 3;
	}
}

static void draw_frame(struct qr_plain *plain, unsigned version)
{
	static const unsigned char finder[] = {0x7f, 0x41, 0x5d, 0x5d, 0x5d, 0x41, 0x7f};
	static const unsigned char alignment[] = {0x1f, 0x11, 0x15, 0x11, 0x1f};
	static const unsigned char middle[] = {22, 24, 26, 28}; /* table E.1, of 7 to 10 */
	unsigned width = version * 4 + 17, end = width - 8;
	uint64_t line = ((uint64_t)1 << width) - 1;

	plain->width = width;
	for (unsigned i = 0; i < width; i++) {
		plain->fixed[i] = 1 << 6; /* the timing pattern */
		if (i < 9 || i >= end)
			plain->fixed[i] |= 0x1ff; /* the finders with what stands around them */
		if (i < 9)
			plain->fixed[i] |= (uint64_t)0xff << end;
		plain->row[i] = (~i & 1) << 6;
	}
	plain->fixed[6] = line;
	plain->row[6] = 0x5555555555555555 & line;
	draw_square(plain, 0, 0, finder, sizeof(finder));
	draw_square(plain, width - 7, 0, finder, sizeof(finder));
	draw_square(plain, 0, width - 7, finder, sizeof(finder));
	plain->row[7] &= ~(uint64_t)0x40;
	if (version >= 2)
		draw_square(plain, width - 9, width - 9, alignment, sizeof(alignment));
	if (version >= 7) {
		unsigned at = middle[version - 7] - 2;

		draw_square(plain, at, 4, alignment, sizeof(alignment));
		draw_square(plain, 4, at, alignment, sizeof(alignment));
		draw_square(plain, at, at, alignment, sizeof(alignment));
		draw_square(plain, at, width - 9, alignment, sizeof(alignment));
		draw_square(plain, width - 9, at, alignment, sizeof(alignment));
		draw_version(plain, version);
	}
}

/* The eight bytes at a bit of the stream, the first bit the highest; the last 7 may be missing. */
static uint64_t bits_at(const unsigned char *bytes, size_t bit)
{
	uint64_t word = 0;

	for (size_t i = 0; i < 8; i++)
		word = word << 8 | bytes[bit / 8 + i];
	return word << bit % 8;
}

/* 7.7.3: two columns at a time from the right, the first upwards, the next downwards, each bit to
 * the next module that is free. Without a branch, as which are free is hard to guess for a
 * processor. Behind the bytes stand as many zeroes as are read past them. */
static void place(uint64_t column[], const struct qr_plain *plain, const unsigned char *bytes)
{
	enum { ROWS = 28 }; /* for which the bits of one word are enough */
	size_t bit = 0;
	bool is_upward = true;

	column[6] = 0;
	for (int x = (int)plain->width - 1; x > 0; x -= 2, is_upward = !is_upward) {
		uint64_t right = 0, left = 0;

		if (x == 6)
			x = 5; /* the column of the timing pattern */
		for (unsigned start = 0; start < plain->width; start += ROWS) {
			uint64_t stream = bits_at(bytes, bit);

			for (unsigned i = start; i < start + ROWS && i < plain->width; i++) {
				unsigned y = is_upward ? plain->width - 1 - i : i;
				unsigned free_right = ~plain->fixed[x] >> y & 1;
				unsigned free_left = ~plain->fixed[x - 1] >> y & 1;

				right |= (stream >> 63 & free_right) << y;
				stream <<= free_right;
				left |= (stream >> 63 & free_left) << y;
				stream <<= free_left;
				bit += free_right + free_left;
			}
		}
		column[x] = right;
		column[x - 1] = left;
	}
}

/* Mirrors a square of 64 by 64 bits, or its first 32 by 32 if there is nothing in the rest, at its
 * diagonal: halves, quarters, ... change places. */
static void transpose(uint64_t line[64], unsigned size)
{
	uint64_t mask = size > 32 ? 0x00000000ffffffff : 0x0000ffff0000ffff;

	for (unsigned j = size > 32 ? 32 : 16; j > 0; j >>= 1, mask ^= mask << j) {
		for (unsigned k = 0; k < size; k = (k + j + 1) & ~j) {
			uint64_t moved = (line[k] >> j ^ line[k + j]) & mask;

			line[k] ^= moved << j;
			line[k + j] ^= moved;
		}
	}
}

void qr_encode_fast(struct qr *q, const struct qr_split *split)
{
	unsigned version = split->version, width;
	uint64_t data[64];
	unsigned char codewords[CODEWORDS_MAX + 8];
	struct bits bits = {.nbytes = 0};
	struct qr_plain plain;
	size_t n;

	assert(version <= QR_FAST_VERSION_MAX);
	for (size_t i = 0; i < split->nsegments; i++)
		bits_add_segment(&bits, &split->segments[i], version);
	bits_fill(&bits, qr_capacity(version));
	n = interleave(codewords, bits.bytes, &block_table[version]);
	memset(codewords + n, 0, 8);
	draw_frame(&plain, version);
	width = plain.width;
	place(data, &plain, codewords);
	memset(data + width, 0, (64 - width) * sizeof(*data));
	for (unsigned i = 0; i < width; i++)
		plain.column[i] = plain.row[i] | data[i];
	transpose(data, width > 32 ? 64 : 32);
	for (unsigned i = 0; i < width; i++)
		plain.row[i] |= data[i];
	plain.row[width - 8] |= 1 << 8; /* the one that is not symmetrical */
	plain.column[8] |= (uint64_t)1 << (width - 8);
	qr_mask(q, &plain);
}
