#include "qr/codec.h"
#include <string.h>

/* The unit edges between dark and light that no outline has used yet, by their upper or left end:
 * those across in rows, those down in columns. */
struct edges {
	uint64_t across[QR_WIDTH_MAX + 1][QR_WORDS];
	uint64_t down[QR_WIDTH_MAX + 1][QR_WORDS];
};

static void set_down(struct edges *e, unsigned y, unsigned word, uint64_t down)
{
	for (; down; down &= down - 1)
		e->down[64 * word + (unsigned)__builtin_ctzll(down)][y / 64] |= (uint64_t)1
		                                                                << y % 64;
}

static void find_edges(struct edges *e, const struct qr *q)
{
	static const uint64_t none[QR_WORDS];

	memset(e->down, 0, sizeof(e->down));
	for (unsigned y = 0; y <= q->width; y++) {
		const uint64_t *row = y < q->width ? q->row[y] : none;
		const uint64_t *above = y > 0 ? q->row[y - 1] : none;
		uint64_t carry = 0;

		for (unsigned i = 0; i < QR_WORDS; i++) {
			e->across[y][i] = row[i] ^ above[i];
			set_down(e, y, i, row[i] ^ (row[i] << 1 | carry));
			carry = row[i] >> 63;
		}
	}
}

/* A path being written: steps, each an axis and a number of up to three digits. The sign is written
 * in any case: no processor guesses whether it stays. */
static char *add_step(char *p, char command, int by)
{
	unsigned n = (unsigned)(by < 0 ? -by : by);

	*p++ = command;
	*p = '-';
	p += by < 0;
	if (n >= 100)
		*p++ = (char)('0' + n / 100);
	if (n >= 10)
		*p++ = (char)('0' + n / 10 % 10);
	*p++ = (char)('0' + n % 10);
	return p;
}

static bool take(uint64_t *line, int at)
{
	uint64_t bit = (uint64_t)1 << (at & 63);

	if (at < 0 || !(line[at / 64] & bit))
		return false;
	line[at / 64] ^= bit;
	return true;
}

/* The same as follow, edge by edge: long lines, of codes that no usual address has. */
static int follow_long(uint64_t *line, int from)
{
	int n = 0;

	while (take(line, from + n))
		n++;
	if (n == 0)
		while (take(line, from + n - 1))
			n--;
	return n;
}

/* How far the edges of a row or column go on from a place, ahead or else back; 0 if there is none.
 * They are used up. Which way is random, so both are counted. */
static inline int follow(uint64_t *line, int from)
{
	int ahead, back, length;

	if (from > 63 || line[0] >> 63)
		return follow_long(line, from);
	ahead = __builtin_ctzll(~(line[0] >> from));
	back = __builtin_clzll(~(line[0] << 1 << (63 - from)));
	length = ahead ? ahead : back;
	line[0] &= ~((((uint64_t)1 << length) - 1) << (ahead ? from : from - back));
	return ahead ? ahead : -back;
}

/* Each corner of the lattice has an even number of edges, so a walk that goes straight on as far as
 * it can, and turns only where it must, ends where it began. It may cross itself there: a fill by
 * evenodd does not mind. */
static char *add_outline(char *p, struct edges *e, int x, int y)
{
	char *before = p;
	int n;

	while ((n = follow(e->across[y], x)) != 0) {
		before = p;
		p = add_step(p, 'h', n);
		x += n;
		n = follow(e->down[x], y);
		if (n == 0)
			break;
		before = p;
		p = add_step(p, 'v', n);
		y += n;
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
