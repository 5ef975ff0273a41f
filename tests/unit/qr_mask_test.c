/* The choice of a mask, against the standard's words written down module by module. */
#include "base/attr.h"
#include "check.h"
#include "qr/codec.h"
#include <stdlib.h>

static bool grid[QR_FAST_WIDTH_MAX][QR_FAST_WIDTH_MAX];

static unsigned below(unsigned limit)
{
	static uint64_t state = 5;

	state = state * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(state >> 33) % limit;
}

static bool has_mask(unsigned mask, unsigned x, unsigned y)
{
	switch (mask) {
	case 0: return (x + y) % 2 == 0;
	case 1: return y % 2 == 0;
	case 2: return x % 3 == 0;
	case 3: return (x + y) % 3 == 0;
	case 4: return (y / 2 + x / 3) % 2 == 0;
	case 5: return x * y % 2 + x * y % 3 == 0;
	case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
	default: return (x * y % 3 + (x + y) % 2) % 2 == 0;
	}
}

/* Where the bit i of a format stands, twice: 0 on the left and above, 1 on the right and below. */
static void format_place(unsigned i, unsigned copy, unsigned width, unsigned *x, unsigned *y)
{
	static const unsigned near[] = {0, 1, 2, 3, 4, 5, 7, 8, 7, 5, 4, 3, 2, 1, 0};

	if (copy == 0) {
		*x = i < 8 ? 8 : near[i];
		*y = i < 8 ? near[i] : 8;
	} else {
		*x = i < 8 ? width - 1 - i : 8;
		*y = i < 8 ? 8 : width - 15 + i;
	}
}

static unsigned format_of(unsigned mask)
{
	unsigned rest = mask << 10; /* level M is 0 */

	for (int i = 14; i >= 10; i--)
		if (rest >> i & 1)
			rest ^= 0x537u << (i - 10);
	return (mask << 10 | rest) ^ 0x5412;
}

static bool module(unsigned i, unsigned k, bool is_column)
{
	return is_column ? grid[k][i] : grid[i][k];
}

/* A line as lengths of runs, light and dark in turn, the first light and perhaps of no length. */
static unsigned find_runs(unsigned line, bool is_column, unsigned width, unsigned *runs)
{
	unsigned n = 1;

	runs[0] = 0;
	for (unsigned k = 0; k < width; k++) {
		if (module(line, k, is_column) != (n % 2 == 0))
			runs[n++] = 0;
		runs[n - 1]++;
	}
	return n;
}

/* Runs of five and more, and finder patterns of any size; light ends nowhere at the edges. */
static unsigned weigh_line(unsigned line, bool is_column, unsigned width)
{
	unsigned runs[QR_FAST_WIDTH_MAX + 1], weight = 0;
	unsigned n = find_runs(line, is_column, width, runs);

	for (unsigned i = 0; i < n; i++) {
		unsigned f = runs[i] / 3;
		bool has_left, has_right;

		if (runs[i] >= 5)
			weight += runs[i] - 2;
		if (i % 2 == 0 || i < 3 || i + 2 >= n || runs[i] % 3 != 0 || runs[i - 2] != f ||
		    runs[i - 1] != f || runs[i + 1] != f || runs[i + 2] != f)
			continue;
		has_left = i == 3 || runs[i - 3] >= 4 * f;
		has_right = i + 4 >= n || runs[i + 3] >= 4 * f;
		if (has_left || has_right)
			weight += 40;
	}
	return weight;
}

static unsigned weigh_grid(unsigned width)
{
	unsigned weight = 0, ndark = 0, percent;

	for (unsigned y = 0; y < width; y++) {
		weight += weigh_line(y, false, width) + weigh_line(y, true, width);
		for (unsigned x = 0; x < width; x++) {
			ndark += grid[y][x];
			if (x > 0 && y > 0 && grid[y][x] == grid[y][x - 1] &&
			    grid[y][x] == grid[y - 1][x] && grid[y][x] == grid[y - 1][x - 1])
				weight += 3;
		}
	}
	percent = (200 * ndark + width * width) / (width * width) / 2;
	return weight + (percent < 50 ? 50 - percent : percent - 50) / 5 * 10;
}

static void make_grid(const struct qr_plain *plain, unsigned mask)
{
	for (unsigned y = 0; y < plain->width; y++)
		for (unsigned x = 0; x < plain->width; x++)
			grid[y][x] = (plain->row[y] >> x & 1) ^
			             (has_mask(mask, x, y) && !(plain->fixed[y] >> x & 1));
	for (unsigned i = 0; i < 15; i++) {
		for (unsigned copy = 0; copy < 2; copy++) {
			unsigned x, y;

			format_place(i, copy, plain->width, &x, &y);
			grid[y][x] = format_of(mask) >> i & 1;
		}
	}
}

/* Any modules, with enlarged finder patterns put where a mask will show them. */
static void make_plain(struct qr_plain *plain, unsigned width)
{
	unsigned nplants = below(12), density = 2 + below(3);

	memset(plain, 0, sizeof(*plain));
	plain->width = width;
	for (unsigned y = 0; y < width; y++)
		for (unsigned x = 0; x < width; x++)
			plain->row[y] |= (uint64_t)(below(density) == 0) << x;
	while (nplants-- > 0) {
		unsigned mask = below(8), f = 1 + below(width / 7), line = below(width);
		unsigned at = below(width - 7 * f + 1), from = at > 4 * f + 1 ? at - 4 * f - 1 : 0;
		bool is_column = below(2);

		for (unsigned k = from; k < at + 12 * f && k < width; k++) {
			unsigned x = is_column ? line : k, y = is_column ? k : line;
			unsigned part = k < at ? 7 : (k - at) / f;
			bool is_dark = part == 0 || (part >= 2 && part <= 4) || part == 6;

			if (k < at ? k == from : part == 10 && below(2))
				is_dark = below(2);
			plain->row[y] &= ~((uint64_t)1 << x);
			plain->row[y] |= (uint64_t)(is_dark ^ has_mask(mask, x, y)) << x;
		}
	}
	for (unsigned i = 0; i < 15; i++) {
		for (unsigned copy = 0; copy < 2; copy++) {
			unsigned x, y;

			format_place(i, copy, width, &x, &y);
			plain->row[y] &= ~((uint64_t)1 << x);
			plain->fixed[y] |= (uint64_t)1 << x;
			plain->fixed[x] |= (uint64_t)1 << y;
		}
	}
	for (unsigned i = below(30); i > 0; i--) {
		unsigned x = below(width), y = below(width);

		plain->fixed[y] |= (uint64_t)1 << x;
		plain->fixed[x] |= (uint64_t)1 << y;
	}
	for (unsigned y = 0; y < width; y++)
		for (unsigned x = 0; x < width; x++)
			plain->column[x] |= (plain->row[y] >> x & 1) << y;
}

static bool is_grid(const struct qr *q)
{
	for (unsigned y = 0; y < q->width; y++)
		for (unsigned x = 0; x < q->width; x++)
			if (qr_is_dark(q, x, y) != grid[y][x])
				return false;
	return true;
}

int main(void)
{
	for (int i = 0; i < 4000; i++) {
		unsigned width = 21 + 4 * below(10), best = 0, best_weight = UINT32_MAX;
		struct qr_plain plain;
		struct qr q;

		make_plain(&plain, width);
		for (unsigned mask = 0; mask < 8; mask++) {
			unsigned weight;

			make_grid(&plain, mask);
			weight = weigh_grid(width);
			if (weight < best_weight) {
				best_weight = weight;
				best = mask;
			}
		}
		make_grid(&plain, best);
		qr_mask(&q, &plain);
		CHECK(q.width == width && is_grid(&q));
	}
	return check_report();
}
