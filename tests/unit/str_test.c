#include "base/attr.h"
#include "check.h"

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void test_compare(void)
{
	static const struct {
		struct str s, other;
		int order;
	} rows[] = {
	        {STR(""), STR(""), 0},
	        {STR_NONE, STR(""), 0},
	        {STR_NONE, STR_NONE, 0},
	        {STR(""), STR("a"), -1},
	        {STR("a"), STR("a"), 0},
	        {STR("a"), STR("b"), -1},
	        {STR("ab"), STR("abc"), -1},
	        {STR("abd"), STR("abc"), 1},
	        {STR("Z"), STR("a"), -1},
	        {STR("a\0a"), STR("a\0b"), -1},
	        {STR("\xe3\x81\x82"), STR("z"), 1}, /* bytes are unsigned */
	        {STR("\xff"), STR("\x7f"), 1},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CHECK(sign(str_compare(rows[i].s, rows[i].other)) == rows[i].order);
		CHECK(sign(str_compare(rows[i].other, rows[i].s)) == -rows[i].order);
		CHECK(str_is_equal(rows[i].s, rows[i].other) == (rows[i].order == 0));
	}
}

static void test_affixes(void)
{
	static const struct {
		struct str s, affix;
		bool is_prefix, is_suffix;
	} rows[] = {
	        {STR("https://a"), STR("https://"), true, false},
	        {STR("labels.jsonl"), STR(".jsonl"), false, true},
	        {STR("aba"), STR("a"), true, true},
	        {STR("aba"), STR("aba"), true, true},
	        {STR("aba"), STR("xaba"), false, false},
	        {STR("aba"), STR(""), true, true},
	        {STR(""), STR(""), true, true},
	        {STR(""), STR("a"), false, false},
	        {STR_NONE, STR("a"), false, false},
	        {STR_NONE, STR(""), true, true},
	        {STR("a"), STR_NONE, true, true},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CHECK(str_has_prefix(rows[i].s, rows[i].affix) == rows[i].is_prefix);
		CHECK(str_has_suffix(rows[i].s, rows[i].affix) == rows[i].is_suffix);
	}
}

static void test_find(void)
{
	static const struct {
		struct str s, part;
		size_t at;
	} rows[] = {
	        {STR("abcabc"), STR("abc"), 0}, {STR("abcabc"), STR("ca"), 2},
	        {STR("abcabc"), STR("c"), 2},   {STR("abcabc"), STR("cb"), 6},
	        {STR("abc"), STR("abcd"), 3},   {STR("abc"), STR(""), 0},
	        {STR(""), STR("a"), 0},         {STR_NONE, STR("a"), 0},
	        {STR("aaab"), STR("aab"), 1},   {STR("a\0b"), STR("\0b"), 1},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CHECK(str_find(rows[i].s, rows[i].part) == rows[i].at);
		if (rows[i].part.n == 1)
			CHECK(str_find_byte(rows[i].s, rows[i].part.p[0]) == rows[i].at);
	}
	CHECK_STR(str_sub(STR("abcdef"), 2, 4), STR("cd"));
	CHECK_STR(str_sub(STR("abcdef"), 6, 6), STR(""));
	CHECK_STR(str_from("abc"), STR("abc"));
}

static void test_cut(void)
{
	static const struct {
		struct str s, first, rest, last;
	} rows[] = {
	        {STR("a/b/c"), STR("a"), STR("b/c"), STR("c")},
	        {STR("abc"), STR("abc"), STR(""), STR("abc")},
	        {STR("/b"), STR(""), STR("b"), STR("b")},
	        {STR("a/"), STR("a"), STR(""), STR("")},
	        {STR("/"), STR(""), STR(""), STR("")},
	        {STR(""), STR(""), STR(""), STR("")},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str rest = rows[i].s;

		CHECK_STR(str_before(rest, '/'), rows[i].first);
		CHECK_STR(str_behind_last(rest, '/'), rows[i].last);
		CHECK_STR(str_cut(&rest, '/'), rows[i].first);
		CHECK_STR(rest, rows[i].rest);
	}
}

/* The vectors of the FNV reference. */
static void test_hash(void)
{
	CHECK(str_hash(STR("")) == 0xcbf29ce484222325ULL);
	CHECK(str_hash(STR_NONE) == 0xcbf29ce484222325ULL);
	CHECK(str_hash(STR("a")) == 0xaf63dc4c8601ec8cULL);
	CHECK(str_hash(STR("foobar")) == 0x85944171f73967e8ULL);
	CHECK(str_hash(STR("\xff")) == 0xaf64724c8602eb6eULL);
}

static void test_distance(void)
{
	static const char long_text[65] = {'a'};
	static const struct {
		struct str s, other;
		size_t distance;
	} rows[] = {
	        {STR(""), STR(""), 0},
	        {STR(""), STR("abc"), 3},
	        {STR("abc"), STR("abc"), 0},
	        {STR("kitten"), STR("sitting"), 3},
	        {STR("flaw"), STR("lawn"), 2},
	        {STR("--exprot"), STR("--export"), 2},
	        {STR("manufacturer"), STR("manufacturers"), 1},
	        {STR("abc"), STR("xyz"), 3},
	        {{long_text, 64}, {long_text, 64}, 0},
	        {{long_text, 64}, STR(""), 64},
	        {{long_text, 65}, {long_text, 65}, 64},
	        {{long_text, 65}, STR("a"), 64},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CHECK(str_distance(rows[i].s, rows[i].other) == rows[i].distance);
		CHECK(str_distance(rows[i].other, rows[i].s) == rows[i].distance);
	}
}

int main(void)
{
	test_compare();
	test_affixes();
	test_find();
	test_cut();
	test_hash();
	test_distance();
	return check_report();
}
