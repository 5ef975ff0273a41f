#include "base/attr.h"
#include "base/json_writer.h"
#include "check.h"

/* A string: every escape, and what is none. */
static void test_quoted(void)
{
	static const struct {
		struct str text;
		const char *quoted;
	} rows[] = {
	        {STR(""), "\"\""},
	        {STR("名前 /a'"), "\"名前 /a'\""},
	        {STR("a\"b\\c"), "\"a\\\"b\\\\c\""},
	        {STR("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
	        {STR("\0\x1f\x7f"), "\"\\u0000\\u001f\x7f\""},
	        {STR("</script>&"), "\"\\u003c/script\\u003e\\u0026\""},
	        /* The ends of lines of JavaScript, and what stands beside them. */
	        {STR("\u2027\u2028\u2029\u202f"), "\"\u2027\\u2028\\u2029\u202f\""},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		json_add_quoted(&b, rows[i].text);
		CHECK_STR(buf_str(&b), str_from(rows[i].quoted));
	}
	buf_release(&b);
}

/* Commas stand between members and elements, lines have theirs before the line feed; what is empty
 * is left out, or null. */
static void test_members(void)
{
	static const struct str texts[] = {STR("x"), STR("")};
	struct buf b;

	buf_init(&b);
	json_open(&b, NULL, '{');
	json_add_string(&b, "a", STR("1"));
	json_add_string(&b, "left_out", STR(""));
	json_add_string_or_null(&b, "b", STR(""));
	json_add_date(&b, "left_out", DATE_NONE);
	json_add_date_or_null(&b, "c", DATE_NONE);
	json_add_date(&b, "d", 0);
	json_add_flag(&b, "e", false);
	json_add_number(&b, "f", UINT64_MAX);
	json_add_strings(&b, "left_out", texts, 0);
	json_add_strings(&b, "g", texts, COUNT_OF(texts));
	json_open(&b, "h", '[');
	json_begin_line(&b);
	json_open(&b, NULL, '{');
	json_add_key_text(&b, STR("\"&"));
	buf_add(&b, STR("1}"));
	json_begin_line(&b);
	json_add_string(&b, NULL, STR(""));
	buf_add(&b, STR("]}"));
	CHECK_STR(buf_str(&b), STR("{\"a\":\"1\",\"b\":null,\"c\":null,\"d\":\"1970-01-01\","
	                           "\"e\":false,\"f\":18446744073709551615,\"g\":[\"x\",\"\"],"
	                           "\"h\":[\n{\"\\\"\\u0026\":1},\n\"\"]}"));
	buf_release(&b);
}

int main(void)
{
	test_quoted();
	test_members();
	return check_report();
}
