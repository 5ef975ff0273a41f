#include "qr/codec.h"

/* The unit edges between dark and light that no outline has used yet, by their upper or left end.
 * Room for one more row and column than there are modules. */
struct edges {
	uint64_t across[QR_WIDTH_MAX + 1][QR_WORDS];
	uint64_t down[QR_WIDTH_MAX + 1][QR_WORDS];
};

static bool take(uint64_t lines[][QR_WORDS], int x, int y)
{
	uint64_t bit, *word;

	if (x < 0 || y < 0)
		return false;
	bit = (uint64_t)1 << (x % 64);
	word = &lines[y][x / 64];
	if (!(*word & bit))
		return false;
	*word &= ~bit;
	return true;
}

static void find_edges(struct edges *e, const struct qr *q)
{
	static const uint64_t none[QR_WORDS];

	for (unsigned y = 0; y <= q->width; y++) {
		const uint64_t *row = y < q->width ? q->row[y] : none;
		const uint64_t *above = y > 0 ? q->row[y - 1] : none;
		uint64_t carry = 0;

		for (unsigned i = 0; i < QR_WORDS; i++) {
			e->across[y][i] = row[i] ^ above[i];
			e->down[y][i] = row[i] ^ (row[i] << 1 | carry);
			carry = row[i] >> 63;
		}
	}
}

/* A path being written: steps, each an axis and a number of up to three digits. */
static char *add_step(char *p, char command, int by)
{
	unsigned n = (unsigned)(by < 0 ? -by : by);

	*p++ = command;
	if (by < 0)
		*p++ = '-';
	if (n >= 100)
		*p++ = (char)('0' + n / 100);
	if (n >= 10)
		*p++ = (char)('0' + n / 10 % 10);
	*p++ = (char)('0' + n % 10);
	return p;
}

/* The end of the line of edges that begins at (x, y), along an axis and either way; the same place
 * if there is none. The edges are used up. */
static int follow(struct edges *e, char axis, int x, int y)
{
	uint64_t(*lines)[QR_WORDS] = axis == 'h' ? e->across : e->down;
	int dx = axis == 'h', dy = axis == 'v', n = 0;

	while (take(lines, x + n * dx, y + n * dy))
		n++;
	if (n == 0)
		while (take(lines, x + (n - 1) * dx, y + (n - 1) * dy))
			n--;
	return n;
}

/* Each corner of the lattice has an even number of edges, so a walk that goes straight on as far as
 * it can, and turns only where it must, ends where it began. It may cross itself there: a fill by
 * evenodd does not mind. */
static char *add_outline(char *p, struct edges *e, int x, int y)
{
	char axis = 'h', *before = p;
	int n;

	while ((n = follow(e, axis, x, y)) != 0) {
		before = p;
		p = add_step(p, axis, n);
		x += axis == 'h' ? n : 0;
		y += axis == 'v' ? n : 0;
		axis = axis == 'h' ? 'v' : 'h';
	}
	p = before; /* z draws the last line, back to where the walk began */
	*p++ = 'z';
	return p;
}

void qr_add_path(struct buf *b, const struct qr *q)
{
	enum { PER_EDGE = 5, PER_OUTLINE = 12 };
	size_t nedges = 2 * (size_t)q->width * (q->width + 1);
	char *start = buf_reserve(b, nedges * PER_EDGE + nedges / 4 * PER_OUTLINE), *p = start;
	struct edges e;
	int last_x = -QR_QUIET, last_y = -QR_QUIET;

	find_edges(&e, q);
	for (int y = 0; y < (int)q->width; y++) {
		for (int i = 0; i < QR_WORDS; i++) {
			while (e.across[y][i]) {
				int x = i * 64 + __builtin_ctzll(e.across[y][i]);

				p = add_step(p, 'm', x - last_x);
				p = add_step(p, ' ', y - last_y);
				p = add_outline(p, &e, x, y);
				last_x = x;
				last_y = y;
			}
		}
	}
	*start = 'M'; /* some readers know no relative move at the start */
	b->n += (size_t)(p - start);
}
