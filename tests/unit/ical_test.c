#include "base/attr.h"
#include "base/utf8.h"
#include "check.h"
#include "text/ical.h"

static void test_text(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	        {"", "X:\r\n"},
	        {"plain: \"quoted\"", "X:plain: \"quoted\"\r\n"},
	        {"a,b;c\\d", "X:a\\,b\\;c\\\\d\r\n"},
	        {"one\ntwo\r\nthree\ttabbed", "X:one\\ntwo\\nthree\ttabbed\r\n"},
	        {"no\x01\x7f\xc2\x85 controls", "X:no controls\r\n"},
	        {"\xe2\x98\x85"
	         "3",
	         "X:\xe2\x98\x85"
	         "3\r\n"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		ical_add_text(&b, "X", STR(""), str_from(rows[i].text));
		CHECK_STR(buf_str(&b), str_from(rows[i].expected));
	}
	buf_clear(&b);
	ical_add_text(&b, "SUMMARY", STR("ja"), STR("x"));
	ical_add_line(&b, STR("URL:https://fuda.example/\r\nBEGIN:VEVENT"));
	ical_add_date(&b, "DTSTART", date_join((struct date_parts){2028, 4, 1}));
	ical_add_instant(&b, "DTSTAMP", date_join((struct date_parts){994, 12, 31}));
	CHECK_STR(buf_str(&b), STR("SUMMARY;LANGUAGE=ja:x\r\n"
	                           "URL:https://fuda.example/BEGIN:VEVENT\r\n"
	                           "DTSTART;VALUE=DATE:20280401\r\n"
	                           "DTSTAMP:09941231T000000Z\r\n"));
	buf_release(&b);
}

/* Takes the folds out; counts what is wrong with the lines. */
static size_t unfold(struct str folded, struct buf *b)
{
	size_t nfaults = 0, start = 0;

	for (size_t i = 0; i + 1 < folded.n; i++) {
		struct str line = str_sub(folded, start, i);

		if (folded.p[i] != '\r' || folded.p[i + 1] != '\n')
			continue;
		nfaults += line.n > 75 || utf8_find_invalid(line) < line.n;
		nfaults += start > 0 && (line.n < 2 || line.p[0] != ' ');
		buf_add(b, start > 0 ? str_sub(line, 1, line.n) : line);
		start = i + 2;
	}
	return nfaults + (start != folded.n);
}

/* A line of every length, of characters of every length. */
static void test_folds(void)
{
	static const char *const characters[] = {"a", ",", "\xc3\xa9", "\xe3\x81\x82",
	                                         "\xf0\x9f\x8f\xb7"};
	struct buf text, folded, unfolded, expected;
	size_t nfaults = 0;

	buf_init(&text);
	buf_init(&folded);
	buf_init(&unfolded);
	buf_init(&expected);
	for (size_t c = 0; c < COUNT_OF(characters); c++) {
		buf_clear(&text);
		buf_clear(&expected);
		buf_add(&expected, STR("X:"));
		for (size_t n = 0; n < 250; n++) {
			buf_clear(&folded);
			buf_clear(&unfolded);
			ical_add_text(&folded, "X", STR(""), buf_str(&text));
			nfaults += unfold(buf_str(&folded), &unfolded);
			nfaults += !str_is_equal(buf_str(&unfolded), buf_str(&expected));
			buf_add(&text, str_from(characters[c]));
			buf_add(&expected, str_from(c == 1 ? "\\," : characters[c]));
		}
	}
	CHECK(nfaults == 0);
	buf_clear(&folded);
	buf_clear(&text);
	for (size_t i = 0; i < 73; i++)
		buf_add_byte(&text, 'a');
	ical_add_text(&folded, "X", STR(""), buf_str(&text));
	CHECK(folded.n == 77); /* 75 octets need no fold */
	buf_release(&text);
	buf_release(&folded);
	buf_release(&unfolded);
	buf_release(&expected);
}

int main(void)
{
	test_text();
	test_folds();
	return check_report();
}
