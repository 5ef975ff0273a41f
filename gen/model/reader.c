#include "model/reader.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "text/markdown.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#define QUOTE_MAX 60

static struct place find_place(const struct reader *r, const struct json_path *at)
{
	struct place place = r->place;
	const struct json_path *near = at;

	place.pointer = json_format_pointer(at, r->a);
	if (place.line > 0)
		return place;
	/* A missing key stands on no line: its object does. */
	while (!near->value && near->parent)
		near = near->parent;
	place.line = near->value ? json_line(r->text, near->value->offset) : 1;
	return place;
}

void reader_add(struct reader *r, const struct json_path *at, enum diag_code code,
                const char *format, ...)
{
	va_list values;
	struct str text;

	va_start(values, format);
	text = arena_vprintf(r->a, format, values);
	va_end(values);
	diag_add(r->d, code, find_place(r, at), "%s", text.p);
}

const char *reader_cut(struct reader *r, struct str s)
{
	size_t n = s.n;

	if (n > QUOTE_MAX)
		for (n = QUOTE_MAX; n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80;)
			n--;
	return arena_printf(r->a, "%.*s%s", (int)n, s.p, n < s.n ? "..." : "").p;
}

const char *reader_quote(struct reader *r, struct str s)
{
	return arena_printf(r->a, "\"%s\"", reader_cut(r, s)).p;
}

const char *reader_describe(struct reader *r, const struct json *value)
{
	if (value->kind == JSON_NUMBER)
		return arena_printf(r->a, "the number %s", reader_cut(r, value->text)).p;
	if (value->kind == JSON_STRING)
		return arena_printf(r->a, "the string %s", reader_quote(r, value->text)).p;
	return json_kind_name(value->kind);
}

struct json_path reader_member(const struct json_path *object, struct str key)
{
	const struct json *value = json_find(object->value, key);

	return (struct json_path){.parent = object, .key = key, .value = value};
}

struct json_path reader_element(const struct json_path *array, size_t index)
{
	const struct json *value = array->value ? array->value->child : NULL;

	for (size_t i = 0; value && i < index; i++)
		value = value->next;
	return (struct json_path){.parent = array, .index = index, .value = value};
}

bool reader_is_kind(struct reader *r, const struct json_path *at, enum json_kind kind)
{
	if (at->value->kind == kind)
		return true;
	/* A text in another's place may be a name that is withheld. */
	reader_add(r, at, DIAG_TYPE, "is %s, expected %s",
	           kind == JSON_NUMBER || at->value->kind == JSON_NUMBER
	                   ? reader_describe(r, at->value)
	                   : json_kind_name(at->value->kind),
	           json_kind_name(kind));
	return false;
}

/* Strings that the format does not know are not shown, but must not be hiding anything either. */
static void check_unknown_value(struct reader *r, const struct json_path *at)
{
	struct json_path below = {.parent = at};

	for (const struct json *child = at->value->child; child; child = child->next) {
		below.key = child->key;
		below.value = child;
		check_unknown_value(r, &below);
		below.index++;
	}
	if (at->value->kind == JSON_STRING)
		reader_check_characters(r, at, at->value->text, READER_MARKDOWN);
}

void reader_add_unknown(struct reader *r, const struct json_path *at, struct str hint)
{
	struct str pattern = json_format_pattern(at, r->a);
	struct str once = arena_printf(r->a, "%s %.*s", r->format, STR_ARG(pattern));

	diag_add_once(r->d, DIAG_KEY_UNKNOWN, find_place(r, at), once,
	              "key %s is unknown, its value is not used%.*s", reader_quote(r, at->key),
	              STR_ARG(hint));
	check_unknown_value(r, at);
}

/* Bytes with which a forbidden character can begin. */
static const bool is_suspect[256] = {
        [0x00 ... 0x1f] = true, [0x7f] = true, [0xc2] = true,          [0xd8] = true,
        [0xe2] = true,          [0xef] = true, [0xf0 ... 0xf4] = true,
};

/* What a forbidden character is called; NULL for any other. */
static const char *name_forbidden(uint32_t c, enum reader_layout layout)
{
	if (layout == READER_MARKDOWN && (c == '\t' || c == '\n' || c == '\r'))
		return NULL;
	return utf8_is_control(c)        ? "control character"
	       : utf8_is_bidi_control(c) ? "bidi control character"
	       : utf8_is_noncharacter(c) ? "noncharacter"
	                                 : NULL;
}

bool reader_check_characters(struct reader *r, const struct json_path *at, struct str s,
                             enum reader_layout layout)
{
	size_t i = r->is_known ? s.n : 0;

	while (i < s.n) {
		const char *forbidden;
		uint32_t c;

		if (!is_suspect[(unsigned char)s.p[i]]) {
			i++;
			continue;
		}
		c = utf8_next(s, &i);
		forbidden = name_forbidden(c, layout);
		if (!forbidden)
			continue;
		reader_add(r, at, DIAG_TEXT_CHARACTER, "has the %s U+%04X", forbidden, (unsigned)c);
		return false;
	}
	return true;
}

bool reader_check_shown(struct reader *r, const struct json_path *at, struct str s)
{
	struct buf shown;
	bool is_right;

	/* Nothing else in Markdown makes a character that is not in the text. */
	if (r->is_known || str_find_byte(s, '&') == s.n)
		return true;
	buf_init(&shown);
	markdown_add_words(&shown, s);
	is_right = utf8_find_invalid(buf_str(&shown)) == shown.n;
	if (!is_right)
		reader_add(r, at, DIAG_TEXT_CHARACTER,
		           "has a character reference that gives no character");
	else
		is_right = reader_check_characters(r, at, buf_str(&shown), READER_MARKDOWN);
	buf_release(&shown);
	return is_right;
}

/* Number of the key in the table, or nmembers. Keys mostly come in the order of the table. */
static size_t find_member(const struct format *format, struct str key, size_t expected)
{
	for (size_t i = expected; i < format->nmembers; i++)
		if (str_is_equal(format->members[i].key, key))
			return i;
	for (size_t i = 0; i < expected; i++)
		if (str_is_equal(format->members[i].key, key))
			return i;
	return format->nmembers;
}

static void add_missing(struct reader *r, const struct json_path *at, const struct format *format,
                        uint64_t seen)
{
	for (size_t i = 0; i < format->nmembers; i++) {
		struct json_path missing = {.parent = at, .key = format->members[i].key};

		if (format->members[i].need != OPTIONAL && (seen >> i & 1) == 0)
			reader_add(r, &missing, DIAG_KEY_MISSING, "required key is missing");
	}
}

/* Of the keys of a format the one that was perhaps meant. */
static struct str find_nearest(const struct format *format, struct str key, struct arena *a)
{
	struct nearest nearest;

	nearest_init(&nearest, key);
	for (size_t i = 0; i < format->nmembers; i++)
		nearest_consider(&nearest, key, format->members[i].key);
	return nearest_hint(&nearest, a);
}

void reader_read_object(struct reader *r, const struct json_path *at, const struct format *format,
                        void *object)
{
	struct json_path below = {.parent = at};
	uint64_t seen = 0, right = 0;
	size_t expected = 0;

	assert(format->nmembers <= READER_MEMBERS_MAX);
	if (format->blank)
		memcpy(object, format->blank, format->size);
	if (!reader_is_kind(r, at, JSON_OBJECT))
		return;
	for (const struct json *value = at->value->child; value; value = value->next) {
		size_t i = find_member(format, value->key, expected);
		size_t nerrors = r->d->nerrors;

		below.key = value->key;
		below.value = value;
		if (i == format->nmembers) {
			if (value->kind != JSON_NULL)
				reader_add_unknown(r, &below,
				                   find_nearest(format, below.key, r->a));
			continue;
		}
		expected = i + 1;
		/* Of a key that stands twice the first value stands. */
		if (value->kind == JSON_NULL || (seen >> i & 1) != 0)
			continue;
		seen |= 1ULL << i;
		format->members[i].read(r, &below, &format->members[i], object);
		if (r->d->nerrors == nerrors)
			right |= 1ULL << i;
	}
	add_missing(r, at, format, seen);
	if (format->check)
		format->check(r, at, right, object);
}
