#include "base/arena.h"
#include "base/radix.h"
#include "check.h"
#include <stdlib.h>

static uint64_t state = 88172645463325252ULL;

static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* By key, then by where it stood before, which is `value`. */
static int compare_items(const void *left, const void *right)
{
	const struct radix_item *l = left, *r = right;

	if (l->key != r->key)
		return l->key < r->key ? -1 : 1;
	return (l->value > r->value) - (l->value < r->value);
}

static void test_sort(size_t n, uint64_t mask)
{
	struct radix_item *items = calloc(n + 1, sizeof(*items));
	struct radix_item *room = calloc(n + 1, sizeof(*room));
	struct radix_item *expected = calloc(n + 1, sizeof(*expected));

	if (!items || !room || !expected)
		out_of_memory();
	for (size_t i = 0; i < n; i++)
		items[i] = (struct radix_item){draw() & mask, (uint32_t)i, (uint32_t)draw()};
	memcpy(expected, items, n * sizeof(*items));
	qsort(expected, n, sizeof(*expected), compare_items);
	radix_sort(items, room, n);
	CHECK(memcmp(items, expected, n * sizeof(*items)) == 0);
	free(items);
	free(room);
	free(expected);
}

int main(void)
{
	static const size_t sizes[] = {0, 1, 2, 3, 255, 256, 257, 20000};
	static const uint64_t masks[] = {
	        0,    1,          0xff00,        0xff000000000000ff, 0x8000000000000000,
	        0xff, UINT64_MAX, 0x303030303030};

	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		for (size_t k = 0; k < COUNT_OF(masks); k++)
			test_sort(sizes[i], masks[k]);
	CHECK(radix_head(STR("")) == 0);
	CHECK(radix_head(STR("ABCDEFGHIJ")) == 0x4142434445464748);
	CHECK(radix_head(STR("\xe6")) == 0xe600000000000000);
	CHECK(radix_head(STR("AB")) < radix_head(STR("ABC")));
	return check_report();
}
