#include "base/map.h"
#include "check.h"

static void test_few(void)
{
	struct arena a;
	struct map m;

	arena_init(&a, 1 << 12);
	map_init(&m, &a);
	CHECK(map_find(&m, STR("a")) == MAP_NONE);
	CHECK(map_add(&m, STR("a"), 7) == MAP_NONE);
	CHECK(map_find(&m, STR("a")) == 7);
	CHECK(map_add(&m, STR("a"), 8) == 7);
	CHECK(map_find(&m, STR("a")) == 7);
	CHECK(map_find(&m, STR("b")) == MAP_NONE);
	CHECK(m.nkeys == 1);

	/* Keys are bytes: an empty one, one with a NUL, a prefix of another. */
	CHECK(map_add(&m, STR(""), 0) == MAP_NONE);
	CHECK(map_add(&m, STR("a\0b"), 1) == MAP_NONE);
	CHECK(map_add(&m, STR("a\0c"), 2) == MAP_NONE);
	CHECK(map_add(&m, STR("aa"), 3) == MAP_NONE);
	CHECK(map_find(&m, STR("")) == 0);
	CHECK(map_find(&m, STR("a\0b")) == 1);
	CHECK(map_find(&m, STR("a\0c")) == 2);
	CHECK(map_find(&m, STR("aa")) == 3);
	CHECK(map_find(&m, STR("a\0")) == MAP_NONE);
	CHECK(m.nkeys == 5);
	arena_release(&a);
}

static void test_many(void)
{
	enum { NKEYS = 100000 };
	struct arena a;
	struct map m;
	struct str keys[8];
	uint32_t nwrong = 0;

	arena_init(&a, 1 << 16);
	map_init(&m, &a);
	for (uint32_t i = 0; i < NKEYS; i++)
		nwrong += map_add(&m, arena_printf(&a, "%08X", (unsigned)i), i) != MAP_NONE;
	CHECK(nwrong == 0);
	CHECK(m.nkeys == NKEYS);
	for (uint32_t i = 0; i < 2 * NKEYS; i++) {
		char key[9];

		snprintf(key, sizeof(key), "%08X", (unsigned)i);
		nwrong += map_find(&m, str_from(key)) != (i < NKEYS ? i : MAP_NONE);
		if (i < NKEYS)
			nwrong += map_add(&m, str_from(key), 5) != i;
	}
	CHECK(nwrong == 0);
	CHECK(m.nkeys == NKEYS);
	CHECK(m.nslots >= 2 * NKEYS && (m.nslots & (m.nslots - 1)) == 0);

	/* Keys that differ in one letter only, in every place of a long text. */
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		char text[] = "aaaaaaaa";

		text[i] = 'b';
		keys[i] = arena_copy(&a, str_from(text));
		CHECK(map_add(&m, keys[i], (uint32_t)i) == MAP_NONE);
	}
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		CHECK(map_find(&m, keys[i]) == i);
	arena_release(&a);
}

int main(void)
{
	test_few();
	test_many();
	return check_report();
}
