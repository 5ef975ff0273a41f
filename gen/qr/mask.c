/*
 * The choice of the mask (ISO/IEC 18004, 7.8), in which libqrencode spends most of its time module
 * by module. Here it is done on whole rows and columns, two masks at a time: what the standard
 * counts is the number of bits in some combination of shifted words. Where its text leaves a
 * choice, libqrencode's is taken, so that both choose the same.
 */
#include "qr/codec.h"
#include <assert.h>

#define NMASKS 8
#define NPAIRS (NMASKS / 2)

/* The words of two masks side by side. */
typedef uint64_t pair __attribute__((vector_size(16)));

/* The masks of table 10, which repeat every 6 columns and every 12 rows. */
#define ACROSS(one, other)                                                                         \
	{                                                                                          \
		(one) * 0x1041041041041041u, (other)*0x1041041041041041u                           \
	}
#define DOWN(one, other)                                                                           \
	{                                                                                          \
		(one) * 0x1001001001001001u, (other)*0x1001001001001001u                           \
	}

/* clang-format off */
static const pair mask_rows[NPAIRS][12] = {
	{ACROSS(0x15, 0x3f), ACROSS(0x2a, 0x00), ACROSS(0x15, 0x3f), ACROSS(0x2a, 0x00),
	 ACROSS(0x15, 0x3f), ACROSS(0x2a, 0x00), ACROSS(0x15, 0x3f), ACROSS(0x2a, 0x00),
	 ACROSS(0x15, 0x3f), ACROSS(0x2a, 0x00), ACROSS(0x15, 0x3f), ACROSS(0x2a, 0x00)},
	{ACROSS(0x09, 0x09), ACROSS(0x09, 0x24), ACROSS(0x09, 0x12), ACROSS(0x09, 0x09),
	 ACROSS(0x09, 0x24), ACROSS(0x09, 0x12), ACROSS(0x09, 0x09), ACROSS(0x09, 0x24),
	 ACROSS(0x09, 0x12), ACROSS(0x09, 0x09), ACROSS(0x09, 0x24), ACROSS(0x09, 0x12)},
	{ACROSS(0x07, 0x3f), ACROSS(0x07, 0x01), ACROSS(0x38, 0x09), ACROSS(0x38, 0x15),
	 ACROSS(0x07, 0x09), ACROSS(0x07, 0x01), ACROSS(0x38, 0x3f), ACROSS(0x38, 0x01),
	 ACROSS(0x07, 0x09), ACROSS(0x07, 0x15), ACROSS(0x38, 0x09), ACROSS(0x38, 0x01)},
	{ACROSS(0x3f, 0x15), ACROSS(0x07, 0x38), ACROSS(0x1b, 0x31), ACROSS(0x15, 0x2a),
	 ACROSS(0x2d, 0x07), ACROSS(0x31, 0x0e), ACROSS(0x3f, 0x15), ACROSS(0x07, 0x38),
	 ACROSS(0x1b, 0x31), ACROSS(0x15, 0x2a), ACROSS(0x2d, 0x07), ACROSS(0x31, 0x0e)},
};
static const pair mask_columns[NPAIRS][6] = {
	{DOWN(0x555, 0x555), DOWN(0xaaa, 0x555), DOWN(0x555, 0x555),
	 DOWN(0xaaa, 0x555), DOWN(0x555, 0x555), DOWN(0xaaa, 0x555)},
	{DOWN(0xfff, 0x249), DOWN(0x000, 0x924), DOWN(0x000, 0x492),
	 DOWN(0xfff, 0x249), DOWN(0x000, 0x924), DOWN(0x000, 0x492)},
	{DOWN(0x333, 0xfff), DOWN(0x333, 0x041), DOWN(0x333, 0x249),
	 DOWN(0xccc, 0x555), DOWN(0xccc, 0x249), DOWN(0xccc, 0x041)},
	{DOWN(0xfff, 0x555), DOWN(0x1c7, 0xe38), DOWN(0x6db, 0xc71),
	 DOWN(0x555, 0xaaa), DOWN(0xb6d, 0x1c7), DOWN(0xc71, 0x38e)},
};
/* clang-format on */

/* Table C.1: level M and the mask, with their check bits, as they are placed. */
static const unsigned formats[NMASKS] = {0x5412, 0x5125, 0x5e7c, 0x5b4b,
                                         0x45f9, 0x40ce, 0x4f97, 0x4aa0};

/* Row 8 and column 8 of a format (figure 25); both have the module where they cross. */
static uint64_t format_column(unsigned format, unsigned width)
{
	return (format & 0x3f) | (uint64_t)(format >> 6 & 3) << 7 |
	       (uint64_t)(format >> 8) << (width - 7);
}

static uint64_t format_row(unsigned format, unsigned width)
{
	uint64_t row = 0;

	for (unsigned i = 0; i < 6; i++)
		row |= (uint64_t)(format >> (14 - i) & 1) << i;
	row |= (uint64_t)(format >> 8 & 1) << 7 | (uint64_t)(format >> 7 & 1) << 8;
	for (unsigned i = 0; i < 8; i++)
		row |= (uint64_t)(format >> i & 1) << (width - 1 - i);
	return row;
}

/* A symbol under two masks, by rows and by columns. */
struct symbols {
	unsigned width;
	pair row[QR_FAST_WIDTH_MAX], column[QR_FAST_WIDTH_MAX];
};

static void apply_masks(struct symbols *s, const struct qr_plain *plain, unsigned mask)
{
	unsigned width = plain->width;
	uint64_t line = ((uint64_t)1 << width) - 1;
	pair down = {format_column(formats[mask], width), format_column(formats[mask + 1], width)};
	pair across = {format_row(formats[mask], width), format_row(formats[mask + 1], width)};

	assert(width > 8);
	s->width = width;
	for (unsigned i = 0; i < width; i++) {
		uint64_t is_data = line & ~plain->fixed[i];

		pair row = (mask_rows[mask / 2][i % 12] & is_data) ^ plain->row[i];
		pair column = (mask_columns[mask / 2][i % 6] & is_data) ^ plain->column[i];

		s->row[i] = row | (down >> i & 1) << 8;
		s->column[i] = column | (across >> i & 1) << 8;
	}
	s->row[8] |= across;
	s->column[8] |= down;
}

/* Bits set in each four of a word, in these four; in each byte, of what is at most 15 in each four.
 */
static pair count_in_fours(pair words)
{
	words -= words >> 1 & 0x5555555555555555;
	return (words & 0x3333333333333333) + (words >> 2 & 0x3333333333333333);
}

static pair fours_to_bytes(pair fours)
{
	return (fours & 0x0f0f0f0f0f0f0f0f) + (fours >> 4 & 0x0f0f0f0f0f0f0f0f);
}

/* Adds up the eight bytes of each word. */
static pair add_bytes(pair bytes)
{
	bytes = (bytes & 0x00ff00ff00ff00ff) + (bytes >> 8 & 0x00ff00ff00ff00ff);
	bytes += bytes >> 16;
	bytes += bytes >> 32;
	return bytes & 0xffff;
}

/* Where a finder pattern enlarged f times, f 2 or more, may stand in the lines: the bits two before
 * its dark middle of 3f. Few are, and each run of dark modules has one at most. For f = 2 all pairs
 * of modules are looked at; for more, 3 light and 9 dark and 3 equal ones. */
static pair find_enlarged(pair line)
{
	pair dark = line & line >> 1, light = ~(line | line >> 1);
	pair start = light & dark >> 2 & dark >> 4 & dark >> 6;
	pair twofold = start & light >> 8 & dark >> 10 & dark << 2;
	pair more = start & dark >> 8 & dark >> 9 & ~(line << 1);

	return twofold | (more & ~((line ^ line >> 1) | (line ^ line >> 2)) >> 11);
}

/* Dark f, light f, dark 3f, light f, dark f, with 4f of light on one side at least, for each of the
 * places found. */
static unsigned count_enlarged(uint64_t line, uint64_t places)
{
	unsigned found = 0;

	for (; places; places &= places - 1) {
		unsigned middle = (unsigned)__builtin_ctzll(places) + 2;
		unsigned run = (unsigned)__builtin_ctzll(~(line >> middle)), f = run / 3;
		uint64_t ones = ((uint64_t)1 << f) - 1, before, after;

		if (run % 3 != 0 || middle < 2 * f || middle + 5 * f > QR_FAST_WIDTH_MAX)
			continue;
		if ((line >> (middle - 2 * f) & ((ones << f) | ones)) != ones ||
		    (line >> middle >> run & ((ones << f) | ones)) != ones << f)
			continue;
		before = middle == 2 * f ? 0 : line << (64 - (middle - 2 * f)); /* nearest on top */
		after = line >> middle >> 5 * f;
		if (before >> 63 || (after & 1))
			continue;
		found += before >> (64 - 4 * f) == 0 || (after & (((uint64_t)1 << 4 * f) - 1)) == 0;
	}
	return found;
}

/* Finder patterns in a line, as the bits where they begin: dark 1, light 1, dark 3, light 1, dark
 * 1, with light of 4 on one side at least. Outside the symbol all is light, as the shifts bring it.
 */
static pair find_finders(pair line)
{
	pair left = line << 1, right = line >> 7;
	pair body = line & line >> 2 & line >> 3 & line >> 4 & line >> 6;
	pair gaps = left | line >> 1 | line >> 5 | right;
	pair far_left = line << 2 | line << 3 | line << 4;
	pair far_right = right >> 1 | right >> 2 | right >> 3;

	return body & ~gaps & ~(far_left & far_right);
}

static void weigh_enlarged(pair line, unsigned weight[2])
{
	pair places = find_enlarged(line);

	if (__builtin_expect((places[0] | places[1]) != 0, 0))
		for (int k = 0; k < 2; k++)
			weight[k] += 40 * count_enlarged(line[k], places[k]);
}

/* What 7.8.3.1 wants of the pairs of equal neighbours in a line: 3 for five equal modules, 1 for
 * each more, which is one for each five in a row and two more for each run that has such fives. At
 * most 6 in fours. */
static pair weigh_runs(pair same)
{
	pair fives = same & same >> 1;
	pair starts;

	fives &= fives >> 2;
	starts = fives & ~(fives << 1);
	return count_in_fours(fives) + (count_in_fours(starts) << 1);
}

/* 7.8.3.1 to 7.8.3.4: how unlike an even mixture the symbols of two masks are. */
static void weigh(const struct symbols *s, unsigned weight[2])
{
	enum { LINES = 8 }; /* at a time, so that sums of bytes fit a byte */
	unsigned width = s->width, area = width * width;
	uint64_t neighbours = ((uint64_t)1 << (width - 1)) - 1;
	pair total = {0}, ndark = {0}, same_above = {0};

	weight[0] = weight[1] = 0;
	for (unsigned start = 0; start < width; start += LINES) {
		pair runs = {0}, blocks = {0}, finders = {0}, dark = {0};

		for (unsigned i = start; i < start + LINES && i < width; i++) {
			pair row = s->row[i], column = s->column[i];
			pair same = ~(row ^ row >> 1) & neighbours;
			pair same_down = ~(column ^ column >> 1) & neighbours;

			runs += fours_to_bytes(weigh_runs(same) + weigh_runs(same_down));
			if (i > 0)
				blocks += fours_to_bytes(
				        count_in_fours(same & same_above & ~(row ^ s->row[i - 1])));
			same_above = same;
			finders += fours_to_bytes(count_in_fours(find_finders(row)) +
			                          count_in_fours(find_finders(column)));
			dark += fours_to_bytes(count_in_fours(row));
			weigh_enlarged(row, weight);
			weigh_enlarged(column, weight);
		}
		total += add_bytes(runs) + add_bytes(blocks) * 3 + add_bytes(finders) * 40;
		ndark += add_bytes(dark);
	}
	for (int k = 0; k < 2; k++) {
		int percent = (int)((200 * (unsigned)ndark[k] + area) / area / 2);
		int off = percent < 50 ? 50 - percent : percent - 50;

		weight[k] += (unsigned)total[k] + (unsigned)(off / 5 * 10);
	}
}

/* The lightest symbol wins; of equals that of the first mask. */
void qr_mask(struct qr *q, const struct qr_plain *plain)
{
	unsigned best = UINT32_MAX;

	q->width = plain->width;
	for (unsigned mask = 0; mask < NMASKS; mask += 2) {
		struct symbols s;
		unsigned weight[2];

		apply_masks(&s, plain, mask);
		weigh(&s, weight);
		for (int k = 0; k < 2; k++) {
			if (weight[k] >= best)
				continue;
			best = weight[k];
			for (unsigned y = 0; y < plain->width; y++) {
				memset(q->row[y], 0, sizeof(q->row[y]));
				q->row[y][0] = s.row[y][k];
			}
		}
	}
}
