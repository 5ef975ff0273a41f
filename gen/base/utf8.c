#include "base/utf8.h"

/* How long the character is that begins with `first`, and the range of its second byte; 0 if no
 * character begins so. The ranges are table 3-7 of the Unicode Standard. */
static size_t sequence_length(unsigned char first, unsigned char *low, unsigned char *high)
{
	*low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	*high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* Length of the run of ASCII at `at`, eight bytes at a time. */
static size_t skip_ascii(struct str s, size_t at)
{
	while (s.n - at >= 8) {
		uint64_t word;

		memcpy(&word, s.p + at, 8);
		if (word & 0x8080808080808080ULL)
			break;
		at += 8;
	}
	while (at < s.n && (unsigned char)s.p[at] < 0x80)
		at++;
	return at;
}

size_t utf8_find_invalid(struct str s)
{
	size_t at = 0;

	while ((at = skip_ascii(s, at)) < s.n) {
		const unsigned char *p = (const unsigned char *)s.p + at;
		unsigned char low, high;
		size_t n = sequence_length(p[0], &low, &high);

		if (n == 0 || n > s.n - at || p[1] < low || p[1] > high)
			return at;
		for (size_t i = 2; i < n; i++)
			if ((p[i] & 0xc0) != 0x80)
				return at;
		at += n;
	}
	return s.n;
}

void utf8_add(struct buf *b, uint32_t c)
{
	char *p;

	if (c < 0x80) {
		buf_add_byte(b, (char)c);
		return;
	}
	p = buf_reserve(b, 4);
	if (c < 0x800) {
		p[0] = (char)(0xc0 | c >> 6);
		p[1] = (char)(0x80 | (c & 0x3f));
		b->n += 2;
	} else if (c < 0x10000) {
		p[0] = (char)(0xe0 | c >> 12);
		p[1] = (char)(0x80 | (c >> 6 & 0x3f));
		p[2] = (char)(0x80 | (c & 0x3f));
		b->n += 3;
	} else {
		p[0] = (char)(0xf0 | c >> 18);
		p[1] = (char)(0x80 | (c >> 12 & 0x3f));
		p[2] = (char)(0x80 | (c >> 6 & 0x3f));
		p[3] = (char)(0x80 | (c & 0x3f));
		b->n += 4;
	}
}

uint32_t utf8_before(struct str s, size_t at)
{
	if (at == 0)
		return 0;
	at--;
	while (at > 0 && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return utf8_next(s, &at);
}
