#include "base/arena.h"
#include "check.h"
#include "scratch.h"
#include "text/text_file.h"
#include <errno.h>

static void test_load(void)
{
	static const struct {
		const char *bytes, *expected;
		uint32_t line; /* of the fault; 0: none */
	} rows[] = {
	        {"", "", 0},
	        {"a\nb\n", "a\nb\n", 0},
	        {"a\r\nb\r\n", "a\nb\n", 0},
	        {"a\rb\r", "a\rb\r", 0},
	        {"\xef\xbb\xbf"
	         "a",
	         "", 1},
	        {"a\r\nb\xff\n", "", 2},
	        {"\xff", "", 1},
	};
	struct arena a;

	arena_init(&a, 4096);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str path = str_from(scratch_write(&a, "text", str_from(rows[i].bytes)));
		struct str text;
		struct diag d;

		diag_init(&d);
		/* However often it is read, a fault is told once. */
		for (int k = 0; k < 2; k++) {
			CHECK(text_file_load(path, &text, &a, &d) == 0);
			CHECK_STR(text, str_from(rows[i].expected));
		}
		diag_sort(&d);
		CHECK(d.nitems == (rows[i].line > 0));
		if (d.nitems > 0)
			CHECK(d.items[0].code == DIAG_ENCODING && d.items[0].line == rows[i].line);
		diag_release(&d);
	}
	arena_release(&a);
}

static void test_missing(void)
{
	struct arena a;
	struct str text;
	struct diag d;

	arena_init(&a, 4096);
	diag_init(&d);
	CHECK(text_file_load(STR("no-such-file"), &text, &a, &d) == -1 && errno == ENOENT);
	CHECK(d.nitems == 0);
	diag_release(&d);
	arena_release(&a);
}

int main(void)
{
	scratch_open();
	test_load();
	test_missing();
	scratch_close();
	return check_report();
}
