#include "base/array.h"
#include "check.h"
#include <stdlib.h>

/* Grows an array from nothing past several doublings: what is in it stays. */
static void check_growth(struct arena *a)
{
	unsigned *items = NULL;
	size_t n = 0, room = 0, moves = 0, nright = 0;
	bool is_tight = true;

	while (n < 10000) {
		const unsigned *before = items;

		ARRAY_GROW(a, items, n, room);
		moves += items != before;
		is_tight &= room > n && room < 2 * n + 128;
		items[n] = (unsigned)n * 7;
		n++;
	}
	for (size_t i = 0; i < n; i++)
		nright += items[i] == (unsigned)i * 7;
	CHECK(nright == n);
	CHECK(is_tight);
	CHECK(moves < 16);
	if (!a)
		free(items);
}

int main(void)
{
	struct arena a;

	arena_init(&a, 4096);
	check_growth(&a);
	arena_release(&a);
	check_growth(NULL);
	return check_report();
}
