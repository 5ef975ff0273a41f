/*
 * Our scanner beside jansson: both take or both refuse a text, and the trees are equal.
 *
 * Known differences, each left out below: jansson refuses numbers beyond a long or a double, keys
 * with NUL, and nesting beyond 2048 levels, and it passes over some NUL bytes; we keep numbers as
 * they are written and refuse nesting beyond JSON_DEPTH_MAX. Of a key that stands twice jansson
 * keeps the last value, we the first.
 */
#include <jansson.h>

/* Both libraries name the kinds of values alike. */
#define JSON_NULL   FUDA_NULL
#define JSON_FALSE  FUDA_FALSE
#define JSON_TRUE   FUDA_TRUE
#define JSON_NUMBER FUDA_NUMBER
#define JSON_STRING FUDA_STRING
#define JSON_ARRAY  FUDA_ARRAY
#define JSON_OBJECT FUDA_OBJECT
#include "base/json_writer.h"
#include "base/utf8.h"
#include "model/json.h"
#include <stdlib.h>
#undef JSON_NULL
#undef JSON_FALSE
#undef JSON_TRUE
#undef JSON_NUMBER
#undef JSON_STRING
#undef JSON_ARRAY
#undef JSON_OBJECT

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void compare(const struct json *ours, const json_t *theirs);

static void compare_numbers(struct str ours, const json_t *theirs)
{
	char text[64];

	/* Longer ones are read by neither in the same way. */
	if (ours.n >= sizeof(text))
		return;
	memcpy(text, ours.p, ours.n);
	text[ours.n] = '\0';
	if (json_is_integer(theirs))
		require(strtoll(text, NULL, 10) == json_integer_value(theirs));
	else
		require(strtod(text, NULL) == json_real_value(theirs));
}

static void compare_members(const struct json *ours, const json_t *theirs)
{
	require(ours->nchildren == json_object_size(theirs));
	for (const struct json *member = ours->child; member; member = member->next)
		compare(member, json_object_getn(theirs, member->key.p, member->key.n));
}

static void compare_elements(const struct json *ours, const json_t *theirs)
{
	size_t i = 0;

	require(ours->nchildren == json_array_size(theirs));
	for (const struct json *element = ours->child; element; element = element->next)
		compare(element, json_array_get(theirs, i++));
}

static void compare(const struct json *ours, const json_t *theirs)
{
	require(theirs != NULL);
	switch (ours->kind) {
	case FUDA_NULL: require(json_is_null(theirs)); break;
	case FUDA_FALSE: require(json_is_false(theirs)); break;
	case FUDA_TRUE: require(json_is_true(theirs)); break;
	case FUDA_NUMBER: compare_numbers(ours->text, theirs); break;
	case FUDA_STRING:
		require(str_is_equal(ours->text, (struct str){json_string_value(theirs),
		                                              json_string_length(theirs)}));
		break;
	case FUDA_ARRAY: compare_elements(ours, theirs); break;
	case FUDA_OBJECT: compare_members(ours, theirs); break;
	}
}

/* Whether a value is one that jansson cannot hold. */
static bool has_difference(const struct json *value)
{
	if (value->kind == FUDA_NUMBER && value->text.n > 15)
		return true;
	if (value->kind == FUDA_NUMBER && (str_find_byte(value->text, 'e') < value->text.n ||
	                                   str_find_byte(value->text, 'E') < value->text.n))
		return true;
	if (value->key.p && str_find_byte(value->key, '\0') < value->key.n)
		return true;
	for (const struct json *child = value->child; child; child = child->next)
		if (has_difference(child))
			return true;
	return false;
}

/* What is written is read back as it was. */
static void check_string(struct str s, struct arena *a, struct diag *d)
{
	const struct json *again;
	struct buf b;

	buf_init(&b);
	json_add_quoted(&b, s);
	again = json_parse(buf_str(&b), (struct place){.line = 1}, a, d);
	require(again && str_is_equal(again->text, s));
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	const struct json *ours;
	json_t *theirs;
	struct arena a;
	struct diag d;

	/* Not UTF-8, or behind a byte order mark: settled before scanning. */
	if (utf8_find_invalid(text) < size || str_has_prefix(text, STR("\xef\xbb\xbf")))
		return 0;
	arena_init(&a, 1 << 12);
	diag_init(&d);
	ours = json_parse(text, (struct place){.line = size % 2}, &a, &d);
	theirs = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	if (ours && theirs && d.nitems == 0)
		compare(ours, theirs);
	else if (ours && !theirs)
		require(has_difference(ours));
	else if (!ours && theirs)
		require(strstr(d.items[0].text.p, "nested deeper") ||
		        str_find_byte(text, '\0') < size);
	json_decref(theirs);
	check_string(text, &a, &d);
	diag_release(&d);
	arena_release(&a);
	return 0;
}
