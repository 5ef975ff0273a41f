#include "model/shelf.h"
#include <stdlib.h>

/* Products in a shelf: about forty-five. With 130 of 90,753 turned, shelves of fifty have half the
 * bytes to write of shelves of a hundred, and a twelfth more files. They are of nearly one size,
 * because a large one is written as often as it has products: with the same number of shelves from
 * 12 products on, a third more bytes. A product that comes or goes changes 1.07 shelves. */
#define LEAST 30
#define MEAN  16 /* beyond these */
#define MOST  200

static bool begins_shelf(struct str id)
{
	uint64_t hash = str_hash(id);

	/* The low bits of FNV-1a follow the last characters closely. */
	return (hash ^ hash >> 32) % MEAN == 0;
}

static size_t find_end(const struct pages *pages, size_t from)
{
	size_t end = from + LEAST;

	while (end < pages->npages && end < from + MOST && !begins_shelf(pages_id(pages, end)))
		end++;
	return end < pages->npages ? end : pages->npages;
}

void shelf_cut(struct pages *pages, struct arena *a)
{
	size_t from = 0;

	pages->shelves = arena_array(a, pages->npages / LEAST + 1, sizeof(*pages->shelves));
	pages->nshelves = 0;
	do {
		struct shelf *shelf = &pages->shelves[pages->nshelves++];

		*shelf = (struct shelf){from, find_end(pages, from)};
		from = shelf->to;
	} while (from < pages->npages);
}

struct str shelf_id(const struct pages *pages, const struct shelf *shelf)
{
	return shelf->to > shelf->from ? pages_id(pages, shelf->from) : STR_NONE;
}

void shelf_keep_shard(struct pages *pages, unsigned shard, unsigned nshards)
{
	size_t n = 0;

	for (size_t i = 0; i < pages->nshelves; i++)
		if (str_hash(shelf_id(pages, &pages->shelves[i])) % nshards == shard - 1)
			pages->shelves[n++] = pages->shelves[i];
	pages->nshelves = n;
}

static int compare_shelves(const void *left, const void *right)
{
	const struct shelf *l = left, *r = right;

	return (l->from > r->from) - (l->from < r->from);
}

void shelf_keep_only(struct pages *pages, const size_t *numbers, size_t n, struct arena *a)
{
	size_t nshelves = 0;

	pages->shelves = arena_array(a, n, sizeof(*pages->shelves));
	for (size_t i = 0; i < n; i++)
		pages->shelves[i] = (struct shelf){numbers[i], numbers[i] + 1};
	qsort(pages->shelves, n, sizeof(*pages->shelves), compare_shelves);
	for (size_t i = 0; i < n; i++) /* one may be named twice */
		if (nshelves == 0 || pages->shelves[nshelves - 1].from != pages->shelves[i].from)
			pages->shelves[nshelves++] = pages->shelves[i];
	pages->nshelves = nshelves;
}

/* The last of the shelves that begin at a page or before it. */
static size_t find_before(const struct pages *pages, size_t page)
{
	size_t low = 0, high = pages->nshelves;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (pages->shelves[middle].from <= page)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t shelf_find(const struct pages *pages, struct str id)
{
	size_t page = pages_find(pages, id), number;

	if (page == PAGES_NONE || pages->nshelves == 0)
		return PAGES_NONE;
	number = find_before(pages, page);
	return page >= pages->shelves[number].from && page < pages->shelves[number].to ? number
	                                                                               : PAGES_NONE;
}
