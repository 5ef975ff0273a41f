#include "base/json_writer.h"
#include "check.h"
#include "model/json.h"
#include <limits.h>

static struct arena a;
static struct diag d;

static const struct json *parse(struct str text)
{
	return json_parse(text, (struct place){.line = 1}, &a, &d);
}

/* Whether a text is JSON, all by RFC 8259; what fuzzing compares with jansson, shown here. */
static const struct {
	const char *text;
	bool is_json;
} texts[] = {
        {"{}", true},
        {" [ ] ", true},
        {"\t\r\nnull\n", true},
        {"\"\"", true},
        {"0", true},
        {"-0", true},
        {"-1.5e+10", true},
        {"1E5", true},
        {"123456789012345678901234567890", true},
        {"{\"a\":[1,{\"b\":null}],\"c\":true}", true},
        {"\"\\u0000\\ud83d\\ude00\\/\"", true},
        {"", false},
        {" ", false},
        {"{", false},
        {"[1,]", false},
        {"[,1]", false},
        {"[1 2]", false},
        {"{\"a\":1,}", false},
        {"{\"a\" 1}", false},
        {"{a:1}", false},
        {"{1:1}", false},
        {"{\"a\":}", false},
        {"'a'", false},
        {"01", false},
        {"-", false},
        {"+1", false},
        {"1.", false},
        {".5", false},
        {"1e", false},
        {"1e+", false},
        {"0x10", false},
        {"nul", false},
        {"nulll", false},
        {"True", false},
        {"NaN", false},
        {"[] []", false},
        {"\"a", false},
        {"\"\\", false},
        {"\"\\\"", false},
        {"\"\\x41\"", false},
        {"\"\\u12\"", false},
        {"\"\\u12g4\"", false},
        {"\"\\ud83d\"", false},
        {"\"\\ud83d\\u0041\"", false},
        {"\"\\ude00\"", false},
        {"\"a\tb\"", false},
        {"\"a\nb\"", false},
        {"//c\n1", false},
        {"[1]]", false},
        {"\v1", false},
};

static void test_grammar(void)
{
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		size_t nerrors = d.nerrors;
		bool is_json = parse(str_from(texts[i].text)) != NULL;

		if (!CHECK(is_json == texts[i].is_json))
			fprintf(stderr, "  text: %s\n", texts[i].text);
		CHECK(d.nerrors - nerrors == !is_json);
	}
}

static void test_strings(void)
{
	static const struct {
		const char *text;
		struct str decoded;
	} rows[] = {
	        {"\"\"", {"", 0}},
	        {"\"plain\"", {"plain", 5}},
	        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", {"\"\\/\b\f\n\r\t", 8}},
	        {"\"\\u0041\\u00e9\\u3042\\ud83d\\ude00\"",
	         {"A\xc3\xa9\xe3\x81\x82\xf0\x9f\x98\x80", 10}},
	        {"\"x\\u0000y\"", {"x\0y", 3}},
	        {"\"\\uD83D\\uDE00\\uffff\"", {"\xf0\x9f\x98\x80\xef\xbf\xbf", 7}},
	        {"\"\xe6\x97\xa5\xe6\x9c\xac\"", {"\xe6\x97\xa5\xe6\x9c\xac", 6}},
	        {"\"0123456\\n89abcdef0123456789\"", {"0123456\n89abcdef0123456789", 26}},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct json *value = parse(str_from(rows[i].text));

		if (CHECK(value && value->kind == JSON_STRING))
			CHECK_STR(value->text, rows[i].decoded);
	}
}

static void test_tree(void)
{
	const struct json *tree = parse(STR(" {\"a\": [1, \"x\"], \"n\": null, \"\": {}}"));
	const struct json *list = json_find(tree, STR("a"));

	CHECK(tree && tree->kind == JSON_OBJECT && tree->nchildren == 3 && tree->offset == 1);
	CHECK(!tree->may_repeat);
	CHECK(list && list->kind == JSON_ARRAY && list->nchildren == 2 && list->offset == 7);
	CHECK_STR(list->key, STR("a"));
	CHECK(list->child->kind == JSON_NUMBER && !list->child->key.p);
	CHECK_STR(list->child->text, STR("1"));
	CHECK_STR(list->child->next->text, STR("x"));
	CHECK(!list->child->next->next);
	CHECK(!json_find(tree, STR("n")));
	CHECK(!json_find(tree, STR("b")));
	CHECK(json_find(tree, STR("")) != NULL);
	CHECK(!json_find(list, STR("a")));
	CHECK(!json_find(NULL, STR("a")));
}

/* As deep as JSON_DEPTH_MAX and no deeper. */
static void test_depth(void)
{
	char text[2 * JSON_DEPTH_MAX + 2];

	for (size_t depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		CHECK((parse((struct str){text, 2 * depth}) != NULL) == (depth <= JSON_DEPTH_MAX));
	}
	CHECK(strstr(d.items[d.nitems - 1].text.p, "nested") != NULL);
	/* jansson passes over this NUL, we don't. */
	CHECK(!parse((struct str){"2\0", 2}));
	CHECK(strstr(d.items[d.nitems - 1].text.p, "at byte 2") != NULL);
}

/* What is said, where: of a text that is a line, and of one that is a file. */
static void test_places(void)
{
	static const struct {
		const char *text;
		uint32_t line; /* of the text; 0: a file */
		enum diag_code code;
		uint32_t at;
		const char *pointer;
	} rows[] = {
	        {"{\"a\":1,\"a\":2}", 7, DIAG_KEY_DUPLICATE, 7, "/a"},
	        {"{\"a\":1,\n\"b\":[{},\n{\"x/~\":1,\n\"x/~\":2}]}", 0, DIAG_KEY_DUPLICATE, 4,
	         "/b/1/x~1~0"},
	        {"{\"a\":1\n,}", 0, DIAG_JSON_SYNTAX, 2, ""},
	        {"{\"a\":\"\xff\"}", 3, DIAG_ENCODING, 3, ""},
	        {"\n\n\xc0\x80", 0, DIAG_ENCODING, 3, ""},
	        {"\xef\xbb\xbf{}", 0, DIAG_ENCODING, 1, ""},
	        {"\xef\xbb\xbf\n{", 0, DIAG_JSON_SYNTAX, 2, ""},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place = {.file = STR("f"), .line = rows[i].line};
		const struct diag_item *item;

		(void)!json_parse(str_from(rows[i].text), place, &a, &d);
		item = &d.items[d.nitems - 1];
		CHECK(item->code == rows[i].code);
		CHECK(item->line == rows[i].at);
		CHECK_STR(item->pointer, str_from(rows[i].pointer));
	}
}

/* Every repetition is named once, in the order of the text; the first value stands. */
static void test_duplicates(void)
{
	size_t n = d.nitems;
	const struct json *tree = parse(STR("{\"a\":1,\"b\":{\"z\":1,\"z\":2},\"a\":2,\"a\":3}"));

	CHECK(d.nitems == n + 3);
	CHECK_STR(d.items[n].pointer, STR("/a"));
	CHECK_STR(d.items[n + 1].pointer, STR("/a"));
	CHECK_STR(d.items[n + 2].pointer, STR("/b/z"));
	CHECK_STR(json_find(tree, STR("a"))->text, STR("1"));
}

/* A hundred thousand keys in one object take no time to compare. */
static void test_many_keys(void)
{
	struct buf b;
	size_t n = d.nitems;

	buf_init(&b);
	for (unsigned i = 0; i < 100000; i++)
		buf_printf(&b, "%c\"k%u\":0", i == 0 ? '{' : ',', i == 99999 ? 12345 : i);
	buf_add(&b, STR("}"));
	CHECK(parse(buf_str(&b)) != NULL);
	CHECK(d.nitems == n + 1);
	CHECK_STR(d.items[d.nitems - 1].pointer, STR("/k12345"));
	buf_release(&b);
}

static void test_integers(void)
{
	static const struct {
		const char *text;
		long low, high;
		int status;
		long number;
	} rows[] = {
	        {"0", 0, 10, 0, 0},
	        {"-0", 0, 10, 0, 0},
	        {"10", 0, 10, 0, 10},
	        {"11", 0, 10, -1, 0},
	        {"-1", 0, 10, -1, 0},
	        {"-7", -10, 10, 0, -7},
	        {"1.0", 0, 10, -1, 0},
	        {"1e1", 0, 10, -1, 0},
	        {"\"1\"", 0, 10, -1, 0},
	        {"9223372036854775807", LONG_MIN, LONG_MAX, 0, LONG_MAX},
	        {"-9223372036854775808", LONG_MIN, LONG_MAX, 0, LONG_MIN},
	        {"9223372036854775808", LONG_MIN, LONG_MAX, -1, 0},
	        {"-9223372036854775809", LONG_MIN, LONG_MAX, -1, 0},
	        {"99999999999999999999999", LONG_MIN, LONG_MAX, -1, 0},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		long number = 0;
		int status = json_parse_integer(parse(str_from(rows[i].text)), rows[i].low,
		                                rows[i].high, &number);

		CHECK(status == rows[i].status);
		CHECK(number == rows[i].number);
	}
}

/* What is written is harmless in a script element, and is read back as it was. */
static void test_write(void)
{
	static const struct {
		struct str s, written;
	} rows[] = {
	        {{"", 0}, {"\"\"", 2}},
	        {{"a/b'c", 5}, {"\"a/b'c\"", 7}},
	        {{"\"\\\b\f\n\r\t", 7}, {"\"\\\"\\\\\\b\\f\\n\\r\\t\"", 16}},
	        {{"\0\x1f\x7f", 3}, {"\"\\u0000\\u001f\x7f\"", 15}},
	        {{"</script>&", 10}, {"\"\\u003c/script\\u003e\\u0026\"", 27}},
	        {{"\xe2\x80\xa8\xe2\x80\xa9\xe3\x81\x82", 9},
	         {"\"\\u2028\\u2029\xe3\x81\x82\"", 17}},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct json *value;

		buf_clear(&b);
		json_add_quoted(&b, rows[i].s);
		CHECK_STR(buf_str(&b), rows[i].written);
		value = parse(buf_str(&b));
		CHECK(value && str_is_equal(value->text, rows[i].s));
	}
	buf_release(&b);
}

static void test_paths(void)
{
	struct json_path document = {0};
	struct json_path list = {.parent = &document, .key = STR("a/b")};
	struct json_path element = {.parent = &list, .index = 12};
	struct json_path member = {.parent = &element, .key = STR("~")};

	CHECK_STR(json_format_pointer(&document, &a), STR(""));
	CHECK_STR(json_format_pointer(&member, &a), STR("/a~1b/12/~0"));
	CHECK_STR(json_format_pattern(&member, &a), STR("/a~1b/*/~0"));
	CHECK(json_line(STR("a\nb\n"), 0) == 1);
	CHECK(json_line(STR("a\nb\n"), 1) == 1);
	CHECK(json_line(STR("a\nb\n"), 2) == 2);
	CHECK(json_line(STR("a\nb\n"), 99) == 3);
}

/* Members that say nothing are left out, elements stand, null is said where it is asked for. */
static void test_writer(void)
{
	static const struct str two[] = {STR("a"), STR("")};
	struct buf b;

	buf_init(&b);
	buf_add_byte(&b, '{');
	json_add_string(&b, "text", STR("x\"y"));
	json_add_string(&b, "nothing", STR(""));
	json_add_date(&b, "never", DATE_NONE);
	json_begin_line(&b);
	json_add_string_or_null(&b, "absent", STR_NONE);
	json_add_string_or_null(&b, "there", STR("z"));
	json_add_date_or_null(&b, "no_day", DATE_NONE);
	json_add_date_or_null(&b, "day", 0);
	json_open(&b, "list", '[');
	json_begin_line(&b);
	json_add_string(&b, NULL, STR("b"));
	json_add_string(&b, NULL, STR(""));
	json_begin_line(&b);
	json_add_number(&b, NULL, 7);
	buf_add_byte(&b, ']');
	json_add_strings(&b, "strings", two, COUNT_OF(two));
	json_add_strings(&b, "none", two, 0);
	json_add_flag(&b, "flag", true);
	buf_add_byte(&b, '}');
	CHECK_STR(buf_str(&b), STR("{\"text\":\"x\\\"y\",\n\"absent\":null,\"there\":\"z\","
	                           "\"no_day\":null,\"day\":\"1970-01-01\","
	                           "\"list\":[\n\"b\",\"\",\n7],\"strings\":[\"a\",\"\"],"
	                           "\"flag\":true}"));
	buf_release(&b);
}

int main(void)
{
	arena_init(&a, 1 << 12);
	diag_init(&d);
	test_grammar();
	test_strings();
	test_tree();
	test_depth();
	test_places();
	test_duplicates();
	test_many_keys();
	test_integers();
	test_write();
	test_paths();
	diag_release(&d);
	arena_release(&a);
	test_writer();
	return check_report();
}
