#include "base/radix.h"
#include <string.h>

#define NBYTES  8
#define NVALUES 256

static size_t byte_of(uint64_t key, unsigned byte)
{
	return (size_t)(key >> (8 * byte)) & (NVALUES - 1);
}

/* How often each value stands in each byte. */
static void count_values(const struct radix_item *items, size_t n, size_t counts[NBYTES][NVALUES])
{
	memset(counts, 0, sizeof(counts[0]) * NBYTES);
	for (size_t i = 0; i < n; i++)
		for (unsigned byte = 0; byte < NBYTES; byte++)
			counts[byte][byte_of(items[i].key, byte)]++;
}

/* Moves the items to where they stand in the order of one byte. */
static void move_items(const struct radix_item *from, struct radix_item *to, size_t n,
                       unsigned byte, const size_t counts[NVALUES])
{
	size_t places[NVALUES], place = 0;

	for (size_t i = 0; i < NVALUES; i++) {
		places[i] = place;
		place += counts[i];
	}
	for (size_t i = 0; i < n; i++)
		to[places[byte_of(from[i].key, byte)]++] = from[i];
}

void radix_sort(struct radix_item *items, struct radix_item *room, size_t n)
{
	size_t counts[NBYTES][NVALUES];
	struct radix_item *from = items, *to = room;

	if (n < 2)
		return;
	count_values(items, n, counts);
	for (unsigned byte = 0; byte < NBYTES; byte++) {
		struct radix_item *swap = from;

		/* All have the same. */
		if (counts[byte][byte_of(items[0].key, byte)] == n)
			continue;
		move_items(from, to, n, byte, counts[byte]);
		from = to;
		to = swap;
	}
	if (from != items)
		memcpy(items, from, n * sizeof(*items));
}
