#include "tmpl/escape.h"
#include "base/attr.h"
#include "text/line_end.h"
#include <stdbool.h>
#include <stdint.h>

static const struct str entities[] = {
        {NULL, 0}, {"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}, {"&quot;", 6}, {"&#39;", 5},
};

static const uint8_t entity_of[256] = {
        ['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5,
};

static char *add(char *to, struct str s)
{
	memcpy(to, s.p, s.n);
	return to + s.n;
}

static char *escape_none(char *to, struct str s)
{
	if (s.n > 0)
		memcpy(to, s.p, s.n);
	return to + s.n;
}

/* Sixteen bytes at once: most of what is shown has nothing to escape. */
typedef uint8_t block __attribute__((vector_size(16)));

static inline bool is_any(block marks)
{
	uint64_t halves[2];

	memcpy(halves, &marks, sizeof(halves));
	return (halves[0] | halves[1]) != 0;
}

/* Copies so many bytes, a block at most, if nothing in them is escaped. */
static inline bool copy_plain(char *to, const char *from, size_t n)
{
	block b = {0};

	memcpy(&b, from, n);
	if (is_any((b == '&') | (b == '<') | (b == '>') | (b == '"') | (b == '\'')))
		return false;
	memcpy(to, &b, n);
	return true;
}

/* Copies what is left, less than a block: by a block that begins in what stands before it and was
 * copied already, or by two halves. */
static inline bool copy_rest(char *to, const char *from, size_t n, bool is_behind_block)
{
	enum { HALF = sizeof(block) / 2 };

	if (is_behind_block)
		return copy_plain(to + n - sizeof(block), from + n - sizeof(block), sizeof(block));
	return n >= HALF && copy_plain(to, from, HALF) &&
	       copy_plain(to + n - HALF, from + n - HALF, HALF);
}

char *escape_html(char *to, struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end) {
		const char *from = p;
		uint8_t entity;

		while ((size_t)(end - p) >= sizeof(block) && copy_plain(to, p, sizeof(block))) {
			to += sizeof(block);
			p += sizeof(block);
		}
		if ((size_t)(end - p) < sizeof(block) &&
		    copy_rest(to, p, (size_t)(end - p), p > from))
			return to + (end - p);
		while (p < end && (entity = entity_of[(uint8_t)*p]) == 0)
			*to++ = *p++;
		if (p < end) {
			to = add(to, entities[entity]);
			p++;
		}
	}
	return to;
}

static bool has_wide(struct str s)
{
	size_t i = 0;

	for (block b; i + sizeof(b) <= s.n; i += sizeof(b)) {
		memcpy(&b, s.p + i, sizeof(b));
		if (is_any(b & 0x80))
			return true;
	}
	for (; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80)
			return true;
	return false;
}

/* A mark stands beside a wide character, of three bytes or four: ESCAPE_GROWTH has room for it. */
char *escape_phrases(char *to, struct str s, const struct phrases *phrases)
{
	uint64_t ends[PHRASES_NWORDS];
	size_t from = 0;

	if (!phrases || s.n > PHRASES_LENGTH_MAX || !has_wide(s))
		return escape_html(to, s);
	line_end_find(phrases, s, ends);
	for (size_t i = 0; i <= s.n / 64 && i < PHRASES_NWORDS; i++)
		for (; ends[i] != 0; ends[i] &= ends[i] - 1) {
			size_t at = 64 * i + (unsigned)__builtin_ctzll(ends[i]);

			to = add(escape_html(to, str_sub(s, from, at)), STR(LINE_END_MARK));
			from = at;
		}
	return escape_html(to, str_sub(s, from, s.n));
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `lower` is in lower case. */
static bool is_equal_caseless(struct str s, struct str lower)
{
	if (s.n != lower.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((is_letter(s.p[i]) ? s.p[i] | 0x20 : s.p[i]) != lower.p[i])
			return false;
	return true;
}

static bool has_good_scheme(struct str s, size_t colon)
{
	struct str scheme = str_sub(s, 0, colon);
	struct str rest = str_sub(s, colon + 1, s.n);

	if (is_equal_caseless(scheme, STR("http")) || is_equal_caseless(scheme, STR("https")))
		return str_has_prefix(rest, STR("//"));
	return is_equal_caseless(scheme, STR("mailto")) || is_equal_caseless(scheme, STR("tel"));
}

/* Whether a byte is one that browsers drop, or read as another. */
static bool has_odd_byte(struct str s)
{
	size_t i = 0;

	for (block b; i + sizeof(b) <= s.n; i += sizeof(b)) {
		memcpy(&b, s.p + i, sizeof(b));
		if (is_any((b <= ' ') | (b == 0x7f) | (b == '\\')))
			return true;
	}
	for (; i < s.n; i++)
		if ((uint8_t)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '\\')
			return true;
	return false;
}

static bool is_address(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != ':' && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#')
		n++;
	if (n < s.n && s.p[n] == ':' && !has_good_scheme(s, n))
		return false;
	return !str_has_prefix(s, STR("//")) && !has_odd_byte(s);
}

static char *escape_url(char *to, struct str s)
{
	return is_address(s) ? escape_html(to, s) : add(to, STR("#"));
}

enum {
	UNRESERVED = 1, /* RFC 3986, 2.3 */
	SLASH = 2,
	CONTACT = 4, /* what addresses of mail and telephones are made of */
};

static const uint8_t url_class[256] = {
        ['A' ... 'Z'] = UNRESERVED,
        ['a' ... 'z'] = UNRESERVED,
        ['0' ... '9'] = UNRESERVED,
        ['-'] = UNRESERVED,
        ['.'] = UNRESERVED,
        ['_'] = UNRESERVED,
        ['~'] = UNRESERVED,
        ['/'] = SLASH,
        ['@'] = CONTACT,
        ['+'] = CONTACT,
};

/* Percent-encodes what is not of the classes `kept`. */
static inline char *encode(char *to, struct str s, uint8_t kept)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];

		if (url_class[c] & kept) {
			*to++ = s.p[i];
		} else {
			*to++ = '%';
			*to++ = digits[c >> 4];
			*to++ = digits[c & 15];
		}
	}
	return to;
}

static bool is_dots(struct str segment)
{
	return str_is_equal(segment, STR(".")) || str_is_equal(segment, STR(".."));
}

static bool is_downward_path(struct str s)
{
	while (s.n > 0) {
		struct str segment = str_cut(&s, '/');

		if (segment.n == 0 || is_dots(segment))
			return false;
	}
	return true;
}

static char *escape_url_path(char *to, struct str s)
{
	return is_downward_path(s) ? encode(to, s, UNRESERVED | SLASH) : to;
}

static char *escape_url_segment(char *to, struct str s)
{
	return is_dots(s) ? to : encode(to, s, UNRESERVED);
}

static char *escape_url_query(char *to, struct str s)
{
	return encode(to, s, UNRESERVED);
}

static char *escape_url_contact(char *to, struct str s)
{
	return encode(to, s, UNRESERVED | CONTACT);
}

static char *escape_json(char *to, struct str s)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];

		if (c == '"' || c == '\\') {
			*to++ = '\\';
			*to++ = s.p[i];
		} else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
			to = add(to, STR("\\u00"));
			*to++ = digits[c >> 4];
			*to++ = digits[c & 15];
		} else if (c == 0xe2 && i + 2 < s.n && (uint8_t)s.p[i + 1] == 0x80 &&
		           ((uint8_t)s.p[i + 2] & 0xfe) == 0xa8) {
			/* U+2028 and U+2029 end a line in old JavaScript. */
			to = add(to, (uint8_t)s.p[i + 2] == 0xa8 ? STR("\\u2028") : STR("\\u2029"));
			i += 2;
		} else {
			*to++ = s.p[i];
		}
	}
	return to;
}

char *(*const escapes[ESCAPE_NKINDS])(char *, struct str) = {
        [ESCAPE_NONE] = escape_none,
        [ESCAPE_HTML] = escape_html,
        [ESCAPE_URL] = escape_url,
        [ESCAPE_URL_PATH] = escape_url_path,
        [ESCAPE_URL_SEGMENT] = escape_url_segment,
        [ESCAPE_URL_QUERY] = escape_url_query,
        [ESCAPE_URL_CONTACT] = escape_url_contact,
        [ESCAPE_PHRASES] = escape_html,
        [ESCAPE_JSON] = escape_json,
};
