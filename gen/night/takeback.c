#include "night/takeback.h"
#include "base/array.h"
#include "model/rules.h"
#include <stdlib.h>

/* What is taken back, a text each; the same text as often as it is. */
struct taken {
	struct arena *arena;
	struct str *texts;
	size_t n, room;
};

static void add(struct taken *taken, struct str text)
{
	ARRAY_GROW(taken->arena, taken->texts, taken->n, taken->room);
	taken->texts[taken->n++] = text;
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
		p[n++] = str_lower((char)c);
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

/* Moves the text on to the value of the next key of this name; false where there is none. */
static bool find_value(struct str *text, struct str key)
{
	size_t found = str_find(*text, key);

	if (found == text->n)
		return false;
	*text = str_sub(*text, found + key.n, text->n);
	return true;
}

/* Whether the event around a place may say that a change affects the label: it says so with
 * anything but false, or is cut off. */
static bool may_affect(struct str text, size_t at)
{
	struct str event = surroundings(text, at);

	if (event.p + event.n == text.p + text.n)
		return true;
	while (find_value(&event, STR("\"affects\":")))
		if (!str_has_prefix(event, STR("false")) && !str_has_prefix(event, STR("null")))
			return true;
	return false;
}

static void add_words(struct taken *taken, struct str text, enum event_kind kind, bool is_readable)
{
	struct str word = arena_printf(taken->arena, "\"%s\"", record_event_name(kind));
	size_t at = 0, found;

	while ((found = str_find(str_sub(text, at, text.n), word)) < text.n - at) {
		at += found;
		if (rules_can_end(kind, may_affect(text, at)))
			add(taken, is_readable ? word : surroundings(text, at));
		at += word.n;
	}
}

static void add_withheld(struct taken *taken, struct str text)
{
	const struct str word = STR("\"disclosed\":");

	while (find_value(&text, word))
		if (!str_has_prefix(text, STR("true")) && !str_has_prefix(text, STR("null")))
			add(taken, word);
}

/* Whose name it is that is not to be shown. */
static void add_withheld_of(struct taken *taken, const struct json *tree, struct str key)
{
	const struct json *of = json_find(tree, key);
	const struct json *disclosed = of ? json_find(of, STR("disclosed")) : NULL;

	if (disclosed && disclosed->kind != JSON_TRUE)
		add(taken, key);
}

static struct str text_of(const struct json *object, struct str key)
{
	const struct json *value = json_find(object, key);

	return value && value->kind == JSON_STRING ? value->text : STR("");
}

static bool can_end(const struct json *event)
{
	const struct json *affects = json_find(event, STR("affects"));
	bool is_so = affects && affects->kind != JSON_FALSE && affects->kind != JSON_NULL;
	struct str kind = text_of(event, STR("kind"));

	for (unsigned i = 0; i < EVENT_NKINDS; i++)
		if (str_is_equal(kind, str_from(record_event_name(i))))
			return rules_can_end(i, is_so);
	return true; /* it may be one that is misspelt */
}

static void add_events(struct taken *taken, const struct json *label)
{
	const struct json *events = json_find(label, STR("events"));

	for (const struct json *e = events ? events->child : NULL; e; e = e->next)
		if (can_end(e))
			add(taken, arena_printf(taken->arena, "%.*s\n%.*s\n%.*s",
			                        STR_ARG(text_of(label, STR("label_id"))),
			                        STR_ARG(text_of(e, STR("kind"))),
			                        STR_ARG(text_of(e, STR("date")))));
}

/* All that a record takes back, sorted; of a record without a tree by its text alone. */
static struct taken collect(struct str text, const struct json *tree, struct arena *a)
{
	struct taken taken = {.arena = a};
	const struct json *labels = tree ? json_find(tree, STR("labels")) : NULL;

	text = normalize(text, a);
	for (unsigned kind = 0; kind < EVENT_NKINDS; kind++)
		if (rules_can_end(kind, true))
			add_words(&taken, text, kind, tree != NULL);
	add_withheld(&taken, text);
	if (tree) {
		add_withheld_of(&taken, tree, STR("manufacturer"));
		add_withheld_of(&taken, tree, STR("origin"));
	}
	for (const struct json *label = labels ? labels->child : NULL; label; label = label->next)
		add_events(&taken, label);
	str_sort(taken.texts, taken.n);
	return taken;
}

bool takeback_is_new(struct str text, const struct json *tree, struct str other,
                     const struct json *other_tree, struct arena *a)
{
	struct taken taken = collect(text, tree, a);
	struct taken others = collect(other, tree ? other_tree : NULL, a);
	size_t at = 0;

	for (size_t i = 0; i < taken.n; i++) {
		while (at < others.n && str_compare(others.texts[at], taken.texts[i]) < 0)
			at++;
		if (at == others.n || !str_is_equal(others.texts[at], taken.texts[i]))
			return true;
		at++;
	}
	return false;
}
