#include "model/scanner.h"
#include "base/utf8.h"
#include <endian.h>

#define NODES_STEP    32 /* nodes taken from the arena at once */
#define MEMBERS_SMALL 32 /* up to here an object's keys are compared one by one */

static int scan_value(struct scanner *s, struct json **value);

static struct json *take_node(struct scanner *s)
{
	if (s->nnodes == 0) {
		s->nodes = arena_array(s->a, NODES_STEP, sizeof(*s->nodes));
		s->nnodes = NODES_STEP;
	}
	s->nnodes--;
	return s->nodes++;
}

static void skip_space(struct scanner *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
		s->p++;
}

/* Moves behind the byte if it is next. */
static bool skip_byte(struct scanner *s, char byte)
{
	if (s->p == s->end || *s->p != byte)
		return false;
	s->p++;
	return true;
}

static int scan_word(struct scanner *s, struct str word)
{
	if ((size_t)(s->end - s->p) < word.n || memcmp(s->p, word.p, word.n) != 0)
		return -1;
	s->p += word.n;
	return 0;
}

static size_t skip_digits(struct scanner *s)
{
	const char *from = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return (size_t)(s->p - from);
}

static int scan_number(struct scanner *s, struct str *text)
{
	const char *from = s->p;

	skip_byte(s, '-');
	if (!skip_byte(s, '0') && skip_digits(s) == 0)
		return -1;
	if (skip_byte(s, '.') && skip_digits(s) == 0)
		return -1;
	if (skip_byte(s, 'e') || skip_byte(s, 'E')) {
		if (!skip_byte(s, '-'))
			skip_byte(s, '+');
		if (skip_digits(s) == 0)
			return -1;
	}
	*text = (struct str){from, (size_t)(s->p - from)};
	return 0;
}

/* The value of four hexadecimal digits, or -1. */
static int32_t parse_hex(const char *p, const char *end)
{
	int32_t value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = str_hex_digit(p[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* The character of the \u escapes at *p, which is moved behind them; -1 if they are malformed or
 * one half of a surrogate pair stands alone. */
static int32_t decode_unicode(const char **p, const char *end)
{
	int32_t high = parse_hex(*p + 2, end), low;

	if (high < 0 || (high >= 0xdc00 && high <= 0xdfff))
		return -1;
	*p += 6;
	if (high < 0xd800 || high > 0xdbff)
		return high;
	if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
		return -1;
	low = parse_hex(*p + 2, end);
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	*p += 6;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* Decodes the inside of a string that has escapes. None is shorter than what it stands for, and a
 * \u escape is longer than any character, so the buffer never outgrows its place in the arena. */
static int decode_string(struct scanner *s, struct str raw, struct str *decoded)
{
	static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *p = raw.p, *end = raw.p + raw.n, *which;
	struct buf b = {.p = arena_alloc(s->a, raw.n), .capacity = raw.n};
	int32_t c;

	while (p < end) {
		if (*p != '\\') {
			b.p[b.n++] = *p++;
		} else if (p[1] == 'u') {
			c = decode_unicode(&p, end);
			if (c < 0)
				return -1;
			utf8_add(&b, (uint32_t)c);
		} else {
			which = p[1] != '\0' ? strchr(escapes, p[1]) : NULL;
			if (!which)
				return -1;
			b.p[b.n++] = meant[which - escapes];
			p += 2;
		}
	}
	*decoded = buf_str(&b);
	return 0;
}

/* Moves to the first quote, backslash or control character, eight bytes at a time. A byte is below
 * n if subtracting n borrows from it while its own high bit is clear; borrows run upwards, so the
 * lowest mark is always a true one. */
static void skip_plain(struct scanner *s)
{
	const uint64_t ones = 0x0101010101010101ULL, highs = 0x8080808080808080ULL;

	while (s->end - s->p >= 8) {
		uint64_t word, quotes, slashes, marks;

		memcpy(&word, s->p, 8);
		word = le64toh(word);
		quotes = word ^ (ones * '"');
		slashes = word ^ (ones * '\\');
		marks = (((word - ones * 0x20) & ~word) | ((quotes - ones) & ~quotes) |
		         ((slashes - ones) & ~slashes)) &
		        highs;
		if (marks != 0) {
			s->p += __builtin_ctzll(marks) / 8;
			return;
		}
		s->p += 8;
	}
	while (s->p < s->end && *s->p != '"' && *s->p != '\\' && (unsigned char)*s->p >= 0x20)
		s->p++;
}

static int scan_string(struct scanner *s, struct str *text)
{
	const char *from;
	bool has_escapes = false;

	if (!skip_byte(s, '"'))
		return -1;
	from = s->p;
	for (;;) {
		skip_plain(s);
		if (s->p == s->end || (unsigned char)*s->p < 0x20)
			return -1;
		if (*s->p == '"')
			break;
		if (s->end - s->p < 2)
			return -1;
		has_escapes = true;
		s->p += 2;
	}
	*text = (struct str){from, (size_t)(s->p - from)};
	s->p++;
	return has_escapes ? decode_string(s, *text, text) : 0;
}

static bool has_key(const struct json *object, struct str key)
{
	for (const struct json *member = object->child; member; member = member->next)
		if (str_is_equal(member->key, key))
			return true;
	return false;
}

/* One of 64 numbers of a key: keys with different ones are different. */
static unsigned key_number(struct str key)
{
	return key.n == 0 ? 0
	                  : (unsigned)(key.n + 7U * (unsigned char)key.p[0] +
	                               13U * (unsigned char)key.p[key.n - 1]) &
	                            63;
}

static int scan_member(struct scanner *s, struct json *object, uint64_t *seen, struct json **member)
{
	struct str key;
	uint64_t bit;

	skip_space(s);
	if (scan_string(s, &key) < 0)
		return -1;
	skip_space(s);
	if (!skip_byte(s, ':') || scan_value(s, member) < 0)
		return -1;
	bit = 1ULL << key_number(key);
	if ((*seen & bit) != 0 && object->nchildren <= MEMBERS_SMALL && has_key(object, key))
		object->may_repeat = true;
	*seen |= bit;
	(*member)->key = key;
	return 0;
}

static int scan_object(struct scanner *s, struct json *object)
{
	const struct json **next = &object->child;
	uint64_t seen = 0;

	object->kind = JSON_OBJECT;
	s->p++;
	skip_space(s);
	if (skip_byte(s, '}'))
		return 0;
	do {
		struct json *member;

		if (scan_member(s, object, &seen, &member) < 0)
			return -1;
		object->may_repeat |= member->may_repeat;
		object->nchildren++;
		*next = member;
		next = &member->next;
		skip_space(s);
	} while (skip_byte(s, ','));
	object->may_repeat |= object->nchildren > MEMBERS_SMALL;
	return skip_byte(s, '}') ? 0 : -1;
}

static int scan_array(struct scanner *s, struct json *array)
{
	const struct json **next = &array->child;

	array->kind = JSON_ARRAY;
	s->p++;
	skip_space(s);
	if (skip_byte(s, ']'))
		return 0;
	do {
		struct json *element;

		if (scan_value(s, &element) < 0)
			return -1;
		array->may_repeat |= element->may_repeat;
		array->nchildren++;
		*next = element;
		next = &element->next;
		skip_space(s);
	} while (skip_byte(s, ','));
	return skip_byte(s, ']') ? 0 : -1;
}

static int scan_nested(struct scanner *s, struct json *value)
{
	int status;

	if (s->depth == JSON_DEPTH_MAX) {
		s->is_too_deep = true;
		return -1;
	}
	s->depth++;
	status = *s->p == '{' ? scan_object(s, value) : scan_array(s, value);
	s->depth--;
	return status;
}

static int scan_value(struct scanner *s, struct json **value)
{
	struct json *node;

	skip_space(s);
	if (s->p == s->end)
		return -1;
	node = take_node(s);
	node->offset = (uint32_t)(s->p - s->text);
	*value = node;
	switch (*s->p) {
	case '{':
	case '[': return scan_nested(s, node);
	case '"': node->kind = JSON_STRING; return scan_string(s, &node->text);
	case 't': node->kind = JSON_TRUE; return scan_word(s, STR("true"));
	case 'f': node->kind = JSON_FALSE; return scan_word(s, STR("false"));
	case 'n': node->kind = JSON_NULL; return scan_word(s, STR("null"));
	default: node->kind = JSON_NUMBER; return scan_number(s, &node->text);
	}
}

const struct json *scanner_parse(struct scanner *s, struct str text, struct arena *a)
{
	struct json *value;

	*s = (struct scanner){.text = text.p, .p = text.p, .end = text.p + text.n, .a = a};
	if (str_has_prefix(text, STR(SCANNER_MARK)))
		s->p += sizeof(SCANNER_MARK) - 1;
	if (scan_value(s, &value) < 0)
		return NULL;
	skip_space(s);
	return s->p == s->end ? value : NULL;
}
