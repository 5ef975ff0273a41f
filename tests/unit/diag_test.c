#include "base/attr.h"
#include "base/diag.h"
#include "base/map.h"
#include "check.h"
#include <errno.h>
#include <stdlib.h>

static void check_printed(const struct diag *d, struct str expected)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	diag_print(d, out);
	fclose(out);
	CHECK_STR(((struct str){text, n}), expected);
	free(text);
}

static struct place at(const char *file, uint32_t line)
{
	return (struct place){.file = str_from(file), .line = line};
}

static void test_line(void)
{
	static const struct {
		struct place place;
		enum diag_code code;
		const char *line;
	} rows[] = {
	        {{STR("labels.jsonl"), 812, STR("7K3MQ2RD"), STR("/labels/0/valid_until")},
	         DIAG_DATE_INVALID,
	         "labels.jsonl:812: 7K3MQ2RD: /labels/0/valid_until: text [date-invalid]\n"},
	        {{STR("a"), 3, STR_NONE, STR("/product_id")},
	         DIAG_ID_INVALID,
	         "a:3: -: /product_id: text [id-invalid]\n"},
	        {{STR("a"), 3, STR("X"), STR("")}, DIAG_TYPE, "a:3: X: : text [type]\n"},
	        {{STR("a"), 3, STR("X"), STR_NONE}, DIAG_TYPE, "a:3: X: text [type]\n"},
	        {{STR("a"), 3, STR_NONE, STR_NONE}, DIAG_LINE_BLANK, "a:3: text [line-blank]\n"},
	        {{STR("a"), 0, STR_NONE, STR_NONE}, DIAG_FILE_READ, "a: text [file-read]\n"},
	        {{STR_NONE, 0, STR_NONE, STR_NONE},
	         DIAG_SETTING_UNKNOWN,
	         "text [setting-unknown]\n"},
	        {{STR("a"), 9, STR("X"), STR("/b")},
	         DIAG_KEY_UNKNOWN,
	         "a:9: X: /b: warning: text [key-unknown]\n"},
	        {{STR("a"), UINT32_MAX, STR_NONE, STR_NONE},
	         DIAG_HEADER,
	         "a:4294967295: text [header]\n"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct diag d;

		diag_init(&d);
		diag_add(&d, rows[i].code, rows[i].place, "%s", "text");
		diag_sort(&d);
		check_printed(&d, str_from(rows[i].line));
		diag_release(&d);
	}
}

/* A terminal must not obey what a record says, nor a line break forge a line. */
static void test_escapes(void)
{
	static const struct {
		struct str text, shown;
	} rows[] = {
	        {STR("a\nb\tc\r"), STR("a\\u000ab\\u0009c\\u000d")},
	        {STR("\x1b[31mred\x7f"), STR("\\u001b[31mred\\u007f")},
	        {STR("\xc2\x9b"), STR("\\u009b")},
	        {STR("a\xe2\x80\xae"
	             "b"),
	         STR("a\\u202eb")},
	        {STR("\xd8\x9c\xe2\x81\xa6"), STR("\\u061c\\u2066")},
	        {STR("札 é"), STR("札 é")},
	        {STR("札\xff\n"), STR("\\xe6\\x9c\\xad\\xff\\x0a")}, /* not UTF-8: byte by byte */
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena a;
		struct diag d;
		struct place place = {rows[i].text, 1, rows[i].text, rows[i].text};

		arena_init(&a, 1024);
		diag_init(&d);
		diag_add(&d, DIAG_TYPE, place, "%.*s", STR_ARG(rows[i].text));
		check_printed(&d, arena_printf(&a, "%.*s:1: %.*s: %.*s: %.*s [type]\n",
		                               STR_ARG(rows[i].shown), STR_ARG(rows[i].shown),
		                               STR_ARG(rows[i].shown), STR_ARG(rows[i].shown)));
		diag_release(&d);
		arena_release(&a);
	}
}

/* By file in the order of naming, then line, then as added. */
static void test_sort(void)
{
	struct diag d;

	diag_init(&d);
	CHECK(diag_rank_file(&d, STR("z")) == 0);
	CHECK(diag_rank_file(&d, STR("a")) == 1);
	CHECK(diag_rank_file(&d, STR("z")) == 0);
	diag_add(&d, DIAG_TYPE, at("m", 1), "m1");
	diag_add(&d, DIAG_TYPE, at("a", 10), "a10 first");
	diag_add(&d, DIAG_TYPE, at("z", 3), "z3");
	diag_add(&d, DIAG_TYPE, at("a", 9), "a9");
	diag_add(&d, DIAG_KEY_UNKNOWN, at("a", 10), "a10 second");
	diag_add(&d, DIAG_FILE_READ, at("z", 0), "z");
	diag_add(&d, DIAG_DATE_INVALID, at("a", 10), "a10 third");
	diag_sort(&d);
	check_printed(&d, STR("z: z [file-read]\n"
	                      "z:3: z3 [type]\n"
	                      "a:9: a9 [type]\n"
	                      "a:10: a10 first [type]\n"
	                      "a:10: warning: a10 second [key-unknown]\n"
	                      "a:10: a10 third [date-invalid]\n"
	                      "m:1: m1 [type]\n"));
	CHECK(d.nwarnings == 1 && d.nerrors == 5 && d.nsystem == 1);
	diag_release(&d);
}

static void test_sort_is_stable(void)
{
	enum { N = 3000 };
	struct diag d;
	size_t nwrong = 0;

	diag_init(&d);
	for (unsigned i = 0; i < N; i++)
		diag_add(&d, DIAG_TYPE, at("a", 1 + i * 7919 % 10), "%u", i);
	diag_sort(&d);
	diag_sort(&d);
	CHECK(d.nitems == N && d.nerrors == N);
	for (size_t i = 1; i < d.nitems; i++) {
		const struct diag_item *l = &d.items[i - 1], *r = &d.items[i];

		nwrong += l->line > r->line ||
		          (l->line == r->line && atoi(l->text.p) >= atoi(r->text.p));
	}
	CHECK(nwrong == 0);
	diag_release(&d);
}

static void test_once(void)
{
	struct diag d;

	diag_init(&d);
	diag_add_once(&d, DIAG_KEY_UNKNOWN, at("a", 7), STR("colour"), "colour at 7");
	diag_add_once(&d, DIAG_KEY_UNKNOWN, at("a", 3), STR("colour"), "colour at 3");
	diag_add_once(&d, DIAG_KEY_UNKNOWN, at("a", 5), STR("size"), "size at 5");
	diag_add_once(&d, DIAG_TYPE, at("a", 8), STR("colour"), "another code");
	diag_add(&d, DIAG_KEY_UNKNOWN, at("a", 9), "colour");
	diag_add(&d, DIAG_KEY_UNKNOWN, at("a", 9), "colour");
	CHECK(d.nwarnings == 5 && d.nerrors == 1);
	diag_sort(&d);
	CHECK(d.nwarnings == 4 && d.nerrors == 1 && d.nitems == 5);
	check_printed(&d, STR("a:3: warning: colour at 3 [key-unknown]\n"
	                      "a:5: warning: size at 5 [key-unknown]\n"
	                      "a:8: another code [type]\n"
	                      "a:9: warning: colour [key-unknown]\n"
	                      "a:9: warning: colour [key-unknown]\n"));
	diag_release(&d);
}

/* Three lists, as of workers, merged in either order: the same messages. Lists are gone before the
 * merged one is printed. */
static void test_merge(void)
{
	static const size_t orders[][3] = {{0, 1, 2}, {2, 0, 1}};

	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		struct diag all, parts[3];

		diag_init(&all);
		diag_rank_file(&all, STR("labels.jsonl"));
		for (size_t j = 0; j < 3; j++) {
			diag_init(&parts[j]);
			diag_add_once(&parts[j], DIAG_KEY_UNKNOWN, at("labels.jsonl", 2), STR("k"),
			              "in part %zu", j);
			diag_add(&parts[j], DIAG_TYPE, at("labels.jsonl", 1), "error of %zu", j);
		}
		diag_add(&parts[1], DIAG_FILE_READ, at("labels.jsonl", 0), "no line to move");
		diag_add(&parts[1], DIAG_FILE_READ, at("other", 0), "of another file");
		for (size_t j = 0; j < 3; j++) {
			diag_merge(&all, &parts[orders[i][j]], (uint32_t)(100 * orders[i][j]));
			diag_release(&parts[orders[i][j]]);
		}
		diag_sort(&all);
		check_printed(&all, STR("labels.jsonl: no line to move [file-read]\n"
		                        "labels.jsonl:1: error of 0 [type]\n"
		                        "labels.jsonl:2: warning: in part 0 [key-unknown]\n"
		                        "labels.jsonl:101: error of 1 [type]\n"
		                        "labels.jsonl:201: error of 2 [type]\n"
		                        "other: of another file [file-read]\n"));
		CHECK(all.nwarnings == 1 && all.nerrors == 3 && all.nsystem == 2);
		diag_release(&all);
	}
}

static void test_status(void)
{
	struct diag d;

	diag_init(&d);
	diag_sort(&d);
	check_printed(&d, STR(""));
	CHECK(diag_status(&d) == 0);
	diag_add(&d, DIAG_EXPORT_OLD, at("a", 0), "old");
	CHECK(diag_status(&d) == 0);
	diag_add(&d, DIAG_TYPE, at("a", 1), "wrong");
	CHECK(diag_status(&d) == 1);
	diag_add_system(&d, DIAG_FILE_READ, "b", "cannot open", ENOENT);
	CHECK(diag_status(&d) == 2);
	diag_sort(&d);
	CHECK(diag_status(&d) == 2);
	check_printed(&d, STR("a: warning: old [export-old]\n"
	                      "a:1: wrong [type]\n"
	                      "b: cannot open: No such file or directory [file-read]\n"));
	diag_release(&d);
}

/* Names are unique, in kebab case, and each code says what it means. */
static void test_codes(void)
{
	struct arena a;
	struct map names;

	arena_init(&a, 1 << 12);
	map_init(&names, &a);
	for (uint32_t i = 0; i < DIAG_NCODES; i++) {
		struct str name = str_from(diag_code_name((enum diag_code)i));
		struct str meaning = str_from(diag_code_meaning((enum diag_code)i));

		CHECK(name.n > 0 && strspn(name.p, "abcdefghijklmnopqrstuvwxyz-") == name.n);
		CHECK(map_add(&names, name, i) == MAP_NONE);
		CHECK(meaning.n > 0 && !str_has_suffix(meaning, STR(".")));
	}
	CHECK(diag_code_level(DIAG_KEY_UNKNOWN) == DIAG_WARNING);
	CHECK(diag_code_level(DIAG_TYPE) == DIAG_ERROR);
	CHECK(diag_code_level(DIAG_FILE_WRITE) == DIAG_SYSTEM);
	arena_release(&a);
}

int main(void)
{
	test_line();
	test_escapes();
	test_sort();
	test_sort_is_stable();
	test_once();
	test_merge();
	test_status();
	test_codes();
	return check_report();
}
