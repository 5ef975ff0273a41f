#include "night/takeback.h"
#include "base/array.h"
#include <stdlib.h>

/* What is taken back, a text each; the same text as often as it is. */
struct claims {
	struct arena *arena;
	struct str *texts;
	size_t n, room;
};

static void add(struct claims *claims, struct str text)
{
	ARRAY_GROW(claims->arena, claims->texts, claims->n, claims->room);
	claims->texts[claims->n++] = text;
}

/* The ASCII character that a \u00XX at the beginning of the text gives, or -1. */
static int escaped_character(struct str text)
{
	int high, low;

	if (text.n < 6 || !str_has_prefix(text, STR("\\u00")))
		return -1;
	high = str_hex_digit(text.p[4]);
	low = str_hex_digit(text.p[5]);
	return high < 0 || high > 7 || low < 0 ? -1 : high << 4 | low;
}

/* The text without white space, in small letters, with ASCII as itself: one spelling of what JSON
 * may write in several. */
static struct str normalize(struct str text, struct arena *a)
{
	char *p = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t at = 0; at < text.n; at++) {
		int c = escaped_character(str_sub(text, at, text.n));

		if (c >= 0)
			at += 5;
		else
			c = (unsigned char)text.p[at];
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
			continue;
		p[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	return (struct str){p, n};
}

/* The object around a place, from its brace to the next one, or as much of it as there is. */
static struct str surroundings(struct str text, size_t at)
{
	size_t from = at;

	while (from > 0 && text.p[from] != '{')
		from--;
	return str_sub(text, from, at + str_find_byte(str_sub(text, at, text.n), '}'));
}

static void add_words(struct claims *claims, struct str text, struct str word, bool is_readable)
{
	size_t at = 0, found;

	while ((found = str_find(str_sub(text, at, text.n), word)) < text.n - at) {
		at += found;
		add(claims, is_readable ? word : surroundings(text, at));
		at += word.n;
	}
}

static void add_withheld(struct claims *claims, struct str text)
{
	const struct str word = STR("\"disclosed\":");
	size_t at = 0, found;

	while ((found = str_find(str_sub(text, at, text.n), word)) < text.n - at) {
		struct str rest;

		at += found + word.n;
		rest = str_sub(text, at, text.n);
		if (!str_has_prefix(rest, STR("true")) && !str_has_prefix(rest, STR("null")))
			add(claims, word);
	}
}

/* Whose name it is that is not to be shown. */
static void add_withheld_of(struct claims *claims, const struct json *tree, struct str key)
{
	const struct json *of = json_find(tree, key);
	const struct json *disclosed = of ? json_find(of, STR("disclosed")) : NULL;

	if (disclosed && disclosed->kind != JSON_TRUE)
		add(claims, key);
}

static struct str text_of(const struct json *object, struct str key)
{
	const struct json *value = json_find(object, key);

	return value && value->kind == JSON_STRING ? value->text : STR("");
}

static void add_events(struct claims *claims, const struct json *label)
{
	const struct json *events = json_find(label, STR("events"));

	for (const struct json *e = events ? events->child : NULL; e; e = e->next) {
		struct str kind = text_of(e, STR("kind"));

		if (str_is_equal(kind, STR("revoked")) || str_is_equal(kind, STR("withdrawn")))
			add(claims, arena_printf(claims->arena, "%.*s\n%.*s\n%.*s",
			                         STR_ARG(text_of(label, STR("label_id"))),
			                         STR_ARG(kind), STR_ARG(text_of(e, STR("date")))));
	}
}

/* All claims of a record, sorted; of a record without a tree by its text alone. */
static struct claims collect(struct str text, const struct json *tree, struct arena *a)
{
	struct claims claims = {.arena = a};
	const struct json *labels = tree ? json_find(tree, STR("labels")) : NULL;

	text = normalize(text, a);
	add_words(&claims, text, STR("\"revoked\""), tree != NULL);
	add_words(&claims, text, STR("\"withdrawn\""), tree != NULL);
	add_withheld(&claims, text);
	if (tree) {
		add_withheld_of(&claims, tree, STR("manufacturer"));
		add_withheld_of(&claims, tree, STR("origin"));
	}
	for (const struct json *label = labels ? labels->child : NULL; label; label = label->next)
		add_events(&claims, label);
	str_sort(claims.texts, claims.n);
	return claims;
}

bool takeback_is_new(struct str text, const struct json *tree, struct str other,
                     const struct json *other_tree, struct arena *a)
{
	struct claims claims = collect(text, tree, a);
	struct claims others = collect(other, tree ? other_tree : NULL, a);
	size_t at = 0;

	for (size_t i = 0; i < claims.n; i++) {
		while (at < others.n && str_compare(others.texts[at], claims.texts[i]) < 0)
			at++;
		if (at == others.n || !str_is_equal(others.texts[at], claims.texts[i]))
			return true;
		at++;
	}
	return false;
}
