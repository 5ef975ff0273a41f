/* Unicode text as UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing past U+10FFFF). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

/* Offset of the first byte that is not part of a well-formed character, or s.n if all are. */
size_t utf8_find_invalid(struct str s);

/* The character at *at, which is moved behind it. The text must be valid and *at within it. */
static inline uint32_t utf8_next(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;

	if (p[0] < 0x80) {
		*at += 1;
		return p[0];
	}
	if (p[0] < 0xe0) {
		*at += 2;
		return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	}
	if (p[0] < 0xf0) {
		*at += 3;
		return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	}
	*at += 4;
	return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
	       (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

/* Appends a character; `c` must be a Unicode scalar value. */
void utf8_add(struct buf *b, uint32_t c);

/* A control character: U+0000-001F, U+007F-009F. */
static inline bool utf8_is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* A character with the property Bidi_Control, which can make text read other than it is stored. */
static inline bool utf8_is_bidi_control(uint32_t c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* A code point that is never a character: U+FDD0-FDEF and the last two of each plane. */
static inline bool utf8_is_noncharacter(uint32_t c)
{
	return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* A character that ends a line and is no control character: U+2028, U+2029. */
static inline bool utf8_is_line_end(uint32_t c)
{
	return c == 0x2028 || c == 0x2029;
}

/* The first byte of such a character, and of others, and how many it has. */
#define UTF8_LINE_END_FIRST  0xe2
#define UTF8_LINE_END_LENGTH 3

/* Whether such a character stands at `at`. */
static inline bool utf8_has_line_end(struct str s, size_t at)
{
	return s.n - at >= UTF8_LINE_END_LENGTH && (unsigned char)s.p[at] == UTF8_LINE_END_FIRST &&
	       (unsigned char)s.p[at + 1] == 0x80 && ((unsigned char)s.p[at + 2] | 1) == 0xa9;
}

/* The character that ends before `at`, or 0 at the beginning of the text. */
uint32_t utf8_before(struct str s, size_t at);

#endif
