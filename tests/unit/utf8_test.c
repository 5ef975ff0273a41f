#include "base/utf8.h"
#include "check.h"
#include <stdlib.h>

/* On a copy of exactly its length, so that AddressSanitizer sees a byte read too many. */
static size_t find_invalid(struct str s)
{
	char *copy = malloc(s.n > 0 ? s.n : 1);
	size_t at;

	if (s.n > 0)
		memcpy(copy, s.p, s.n);
	at = utf8_find_invalid((struct str){copy, s.n});
	free(copy);
	return at;
}

/* Each character there is, written and read again. */
static void test_all_characters(void)
{
	struct buf b;
	int nwrong = 0, ncontrol = 0, nbidi = 0;

	buf_init(&b);
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		size_t at = 0, n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		buf_clear(&b);
		utf8_add(&b, c);
		if (b.n != n || utf8_find_invalid(buf_str(&b)) != n ||
		    utf8_next(buf_str(&b), &at) != c || at != n)
			nwrong++;
		ncontrol += utf8_is_control(c);
		nbidi += utf8_is_bidi_control(c);
	}
	CHECK(nwrong == 0);
	CHECK(ncontrol == 65);
	CHECK(nbidi == 12);
	buf_release(&b);
}

static void test_controls(void)
{
	static const uint32_t controls[] = {0, 9, 10, 13, 0x1f, 0x7f, 0x80, 0x85, 0x9f};
	static const uint32_t bidi[] = {0x61c,  0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
	                                0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069};
	static const uint32_t neither[] = {0x20, 0x7e, 0xa0, 0xad, 0x200b, 0x200d, 0x3042, 0xfeff};

	for (size_t i = 0; i < COUNT_OF(controls); i++)
		CHECK(utf8_is_control(controls[i]) && !utf8_is_bidi_control(controls[i]));
	for (size_t i = 0; i < COUNT_OF(bidi); i++)
		CHECK(utf8_is_bidi_control(bidi[i]) && !utf8_is_control(bidi[i]));
	for (size_t i = 0; i < COUNT_OF(neither); i++)
		CHECK(!utf8_is_bidi_control(neither[i]) && !utf8_is_control(neither[i]));
}

static void test_known(void)
{
	struct buf b;

	buf_init(&b);
	utf8_add(&b, 'A');
	utf8_add(&b, 0xe9);
	utf8_add(&b, 0x672d);
	utf8_add(&b, 0x1f3f7);
	CHECK_STR(buf_str(&b), STR("A\xc3\xa9\xe6\x9c\xad\xf0\x9f\x8f\xb7"));
	CHECK(find_invalid(buf_str(&b)) == b.n);
	CHECK(find_invalid(STR("")) == 0);
	buf_release(&b);
}

/* Every class of ill-formed text (Unicode, table 3-7), behind 0 to 17 good bytes and with and
 * without something behind it: what is reported is where it begins. */
static void test_ill_formed(void)
{
	static const struct str rows[] = {
	        STR("\x80"),             /* continuation alone */
	        STR("\xbf"),             /* */
	        STR("\xc0\x80"),         /* overlong, two bytes */
	        STR("\xc1\xbf"),         /* */
	        STR("\xe0\x80\x80"),     /* overlong, three bytes */
	        STR("\xe0\x9f\xbf"),     /* */
	        STR("\xf0\x80\x80\x80"), /* overlong, four bytes */
	        STR("\xf0\x8f\xbf\xbf"), /* */
	        STR("\xed\xa0\x80"),     /* surrogates */
	        STR("\xed\xbf\xbf"),     /* */
	        STR("\xf4\x90\x80\x80"), /* past U+10FFFF */
	        STR("\xf5\x80\x80\x80"), /* */
	        STR("\xf8\x88\x80\x80\x80"),
	        STR("\xfe"),
	        STR("\xff"),
	        STR("\xc3"), /* cut */
	        STR("\xe3\x81"),
	        STR("\xe3"),
	        STR("\xf0\x9f\x8f"),
	        STR("\xf0\x9f"),
	        STR("\xf0"),
	        STR("\xc3\xc3"), /* broken by a lead byte */
	        STR("\xe3\x81\xe3"),
	        STR("\xf0\x9f\x8f\xf0"),
	};
	static const struct str good = STR("abc\xe3\x81\x82\xc3\xa9"
	                                   "defghijklm");
	static const size_t starts[] = {0, 1, 3, 6, 8, 9, 12, 15, 16, 18};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t j = 0; j < COUNT_OF(starts); j++) {
			struct buf b;

			buf_init(&b);
			buf_add(&b, str_sub(good, 0, starts[j]));
			buf_add(&b, rows[i]);
			CHECK(find_invalid(buf_str(&b)) == starts[j]);
			buf_add(&b, STR("and ten more"));
			CHECK(find_invalid(buf_str(&b)) == starts[j]);
			buf_release(&b);
		}
	}
}

/* Length of the well-formed character at p, or 0; written from RFC 3629's arithmetic, not from the
 * table of ranges that the module uses. */
static size_t decode(const unsigned char *p, size_t n)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t length = p[0] < 0x80             ? 1
	                : (p[0] & 0xe0) == 0xc0 ? 2
	                : (p[0] & 0xf0) == 0xe0 ? 3
	                : (p[0] & 0xf8) == 0xf0 ? 4
	                                        : 0;
	uint32_t c;

	if (length <= 1 || length > n)
		return length <= n ? length : 0;
	c = p[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	return c < least[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? 0 : length;
}

static size_t find_invalid_slowly(struct str s)
{
	size_t at = 0, n;

	while (at < s.n && (n = decode((const unsigned char *)s.p + at, s.n - at)) > 0)
		at += n;
	return at;
}

/* All texts of two bytes, and those of three and four at the borders of the ranges. */
static void test_short_texts(void)
{
	static const unsigned char borders[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
	                                        0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xf0, 0xff};
	int nwrong = 0;

	for (unsigned i = 0; i < 65536; i++) {
		char text[] = {(char)(i >> 8), (char)i};
		struct str s = {text, 2};

		nwrong += utf8_find_invalid(s) != find_invalid_slowly(s);
		for (size_t j = 0; j < COUNT_OF(borders); j++) {
			for (size_t k = 0; k < COUNT_OF(borders); k++) {
				char longer[] = {text[0], text[1], (char)borders[j],
				                 (char)borders[k]};

				s = (struct str){longer, sizeof(longer)};
				nwrong += utf8_find_invalid(s) != find_invalid_slowly(s);
			}
		}
	}
	CHECK(nwrong == 0);
}

int main(void)
{
	test_all_characters();
	test_controls();
	test_known();
	test_ill_formed();
	test_short_texts();
	return check_report();
}
