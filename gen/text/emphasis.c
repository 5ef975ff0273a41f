#include "text/emphasis.h"
#include "base/attr.h"
#include "base/utf8.h"
#include <string.h>

struct range {
	uint32_t first, last;
};

static bool is_in(uint32_t c, const struct range *ranges, size_t nranges)
{
	for (size_t i = 0; i < nranges; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

bool emphasis_is_wide(uint32_t c)
{
	static const struct range ranges[] = {
	        {0x2e80, 0x2fff}, /* radicals, description of ideographs */
	        {0x3000, 0x303e}, /* CJK punctuation */
	        {0x3041, 0x312f}, /* kana, bopomofo */
	        {0x3190, 0xa4cf}, /* to the ideographs and Yi */
	        {0xf900, 0xfaff},   {0xfe30, 0xfe4f},   {0xff01, 0xffa0},
	        {0x1b000, 0x1b2ff}, {0x1f200, 0x1f2ff}, {0x20000, 0x3fffd},
	};

	return c >= 0x2e80 && is_in(c, ranges, COUNT_OF(ranges));
}

/* Hangul has spaces between words, but none before the particles that follow an emphasis. */
static bool is_east_asian(uint32_t c)
{
	return emphasis_is_wide(c) || (c >= 0x1100 && c <= 0x11ff) || (c >= 0xac00 && c <= 0xd7a3);
}

/* A mark beside a character that CommonMark does not take for punctuation changes nothing, so the
 * ranges may hold a few of those. */
static bool is_punctuation(uint32_t c)
{
	static const struct range ranges[] = {
	        {'!', '/'},       {':', '@'},       {'[', '`'},       {'{', '~'},
	        {0xa1, 0xbf},     {0x2010, 0x2027}, {0x2030, 0x205e}, {0x3001, 0x3003},
	        {0x3008, 0x301f}, {0x3030, 0x3030}, {0x303d, 0x303d}, {0x30a0, 0x30a0},
	        {0x30fb, 0x30fb}, {0xfe30, 0xfe6f}, {0xff01, 0xff0f}, {0xff1a, 0xff20},
	        {0xff3b, 0xff40}, {0xff5b, 0xff65},
	};

	return is_in(c, ranges, COUNT_OF(ranges));
}

static bool is_space(uint32_t c)
{
	return c == 0 || c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	       c == 0x205f;
}

static bool is_letter(uint32_t c)
{
	return !is_space(c) && !is_punctuation(c);
}

/* Whether a backslash takes its meaning from the character at `at`. */
static bool is_escaped(struct str text, size_t at)
{
	size_t from = at;

	while (from > 0 && text.p[from - 1] == '\\')
		from--;
	return (at - from) % 2 == 1;
}

bool emphasis_add_marked(struct buf *b, struct str text)
{
	size_t start = b->n, done = 0, at = 0;

	while (at < text.n) {
		size_t from, next;
		uint32_t before, after;

		at += str_find_byte(str_sub(text, at, text.n), '*');
		from = at;
		if (from < text.n && is_escaped(text, from))
			from = ++at;
		while (at < text.n && text.p[at] == '*')
			at++;
		next = at;
		before = utf8_before(text, from);
		after = at < text.n ? utf8_next(text, &next) : 0;
		if (at == from || (!is_east_asian(before) && !is_east_asian(after)))
			continue;
		if (is_letter(before) && is_punctuation(after))
			next = at;
		else if (is_punctuation(before) && is_letter(after))
			next = from;
		else
			continue;
		buf_add(b, str_sub(text, done, next));
		buf_add(b, STR(EMPHASIS_MARK));
		done = next;
	}
	if (done == 0 && b->n == start)
		return false;
	buf_add(b, str_sub(text, done, text.n));
	return true;
}

void emphasis_remove_marks(char *text)
{
	const size_t n = strlen(EMPHASIS_MARK);
	char *from = strstr(text, EMPHASIS_MARK), *to = from;

	if (!from)
		return;
	while (*from)
		if (strncmp(from, EMPHASIS_MARK, n) == 0)
			from += n;
		else
			*to++ = *from++;
	*to = '\0';
}
