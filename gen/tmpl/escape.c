#include "tmpl/escape.h"
#include "base/attr.h"
#include "base/utf8.h"
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
typedef uint64_t halves __attribute__((vector_size(16)));

/* Marks the bytes of a block that are not copied as they are. */
typedef block marking(block b);

/* & and ' are alike but for a bit, and so are < and >. */
static inline block mark_html(block b)
{
	return (block)(((b | 1) == '\'') | ((b | 2) == '>') | (b == '"'));
}

static inline bool is_any(block marks)
{
	halves h = (halves)marks;

	return (h[0] | h[1]) != 0;
}

static inline bool copy_block(char *to, const char *from, marking *mark)
{
	block b;

	memcpy(&b, from, sizeof(b));
	if (is_any(mark(b)))
		return false;
	memcpy(to, &b, sizeof(b));
	return true;
}

/* Copies n bytes, `size` at least and twice that at most, by the first and the last of them. */
static inline bool copy_ends(char *to, const char *from, size_t n, size_t size, marking *mark)
{
	uint64_t first = UINT64_MAX, last = UINT64_MAX;

	memcpy(&first, from, size);
	memcpy(&last, from + n - size, size);
	if (is_any(mark((block)(halves){first, last})))
		return false;
	memcpy(to, &first, size);
	memcpy(to + n - size, &last, size);
	return true;
}

static inline bool copy_short(char *to, const char *from, size_t n, marking *mark)
{
	if (n >= 8)
		return copy_ends(to, from, n, 8, mark);
	if (n >= 4)
		return copy_ends(to, from, n, 4, mark);
	if (n >= 2)
		return copy_ends(to, from, n, 2, mark);
	return n == 0 || copy_ends(to, from, 1, 1, mark);
}

/* Copies the text as far as blocks go in which nothing is marked; what is left, less than a block,
 * by one that begins in what was copied already. Returns how many bytes that were. */
static inline size_t copy_plain(char *to, struct str s, marking *mark)
{
	size_t n = 0;

	if (s.n < sizeof(block))
		return copy_short(to, s.p, s.n, mark) ? s.n : 0;
	for (; s.n - n >= sizeof(block); n += sizeof(block))
		if (!copy_block(to + n, s.p + n, mark))
			return n;
	if (!copy_block(to + s.n - sizeof(block), s.p + s.n - sizeof(block), mark))
		return n;
	return s.n;
}

/* A text in whose first block something is escaped. Not inline, so that the others pay nothing for
 * it. */
static __attribute__((noinline)) char *escape_marked(char *to, struct str s)
{
	size_t n = 0;

	while (n < s.n) {
		uint8_t entity = entity_of[(uint8_t)s.p[n++]];

		if (entity == 0) {
			*to++ = s.p[n - 1];
			continue;
		}
		to = add(to, entities[entity]);
		s = str_sub(s, n, s.n);
		n = copy_plain(to, s, mark_html);
		to += n;
	}
	return to;
}

char *escape_html(char *to, struct str s)
{
	size_t n = copy_plain(to, s, mark_html);

	return n == s.n ? to + n : escape_marked(to + n, str_sub(s, n, s.n));
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

/* Bytes that browsers drop, or read as others. */
static inline block mark_odd(block b)
{
	return (block)((b <= ' ') | (b == 0x7f) | (b == '\\'));
}

static inline block mark_url(block b)
{
	return mark_odd(b) | mark_html(b);
}

static bool has_odd_byte(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '\\')
			return true;
	return false;
}

/* Whether an address begins as one may; nearly all are of these two kinds. */
static bool has_good_begin(struct str s)
{
	size_t n = 0;

	if (str_has_prefix(s, STR("../")) || str_has_prefix(s, STR("https://")))
		return true;
	while (n < s.n && s.p[n] != ':' && s.p[n] != '/' && s.p[n] != '?' && s.p[n] != '#')
		n++;
	if (n < s.n && s.p[n] == ':' && !has_good_scheme(s, n))
		return false;
	return !str_has_prefix(s, STR("//"));
}

static char *escape_url(char *to, struct str s)
{
	size_t n;

	if (!has_good_begin(s))
		return add(to, STR("#"));
	n = copy_plain(to, s, mark_url);
	if (n < s.n && has_odd_byte(s))
		return add(to, STR("#"));
	return escape_html(to + n, str_sub(s, n, s.n));
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

static inline block mark_json(block b)
{
	return (block)((b < 0x20) | (b == '"') | (b == '\\') | ((b | 2) == '>') | (b == '&') |
	               (b == UTF8_LINE_END_FIRST));
}

/* Writes the first character of a text, or a byte of it, and returns how many bytes of it that
 * were. */
static size_t add_json(char **to, struct str s)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t c = (uint8_t)s.p[0];

	if (c == '"' || c == '\\') {
		*(*to)++ = '\\';
	} else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
		*to = add(*to, STR("\\u00"));
		*(*to)++ = digits[c >> 4];
		*(*to)++ = digits[c & 15];
		return 1;
	} else if (utf8_has_line_end(s, 0)) {
		/* They end a line in old JavaScript. */
		*to = add(*to, (uint8_t)s.p[2] == 0xa8 ? STR("\\u2028") : STR("\\u2029"));
		return UTF8_LINE_END_LENGTH;
	}
	*(*to)++ = s.p[0];
	return 1;
}

static char *escape_json(char *to, struct str s)
{
	while (s.n > 0) {
		size_t n = copy_plain(to, s, mark_json);

		to += n;
		for (size_t until = n + sizeof(block); n < s.n && n < until;)
			n += add_json(&to, str_sub(s, n, s.n));
		s = str_sub(s, n, s.n);
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
