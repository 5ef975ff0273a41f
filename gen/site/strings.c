#include "site/strings.h"
#include "base/text_file.h"
#include "model/json.h"
#include <errno.h>

/* Reads a whole JSON file into the arena; NULL, with a diagnostic, if it cannot be read. */
static const struct json *load_json(struct str path, struct arena *a, struct diag *d)
{
	struct place place = {.file = path};
	size_t nerrors = d->nerrors;
	struct str text;

	if (text_file_load(path, &text, a, d) < 0) {
		diag_add_system(d, DIAG_FILE_READ, path.p, "cannot read", errno);
		return NULL;
	}
	return d->nerrors > nerrors ? NULL : json_parse(text, place, a, d);
}

static size_t count_strings(const struct json *object)
{
	size_t n = 0;

	for (const struct json *j = object->child; j; j = j->next)
		n += j->kind == JSON_OBJECT ? count_strings(j) : 1;
	return n;
}

/* Enters every string below `object` under its dotted key. */
static void add_strings(struct language_words *words, const struct json *object, struct str prefix,
                        struct arena *a)
{
	for (const struct json *j = object->child; j; j = j->next) {
		struct str key = prefix.n > 0 ? arena_printf(a, "%.*s.%.*s", STR_ARG(prefix),
		                                             STR_ARG(j->key))
		                              : j->key;

		if (j->kind == JSON_OBJECT) {
			add_strings(words, j, key, a);
		} else if (j->kind == JSON_STRING) {
			words->texts[words->ntexts] = j->text;
			map_add(&words->keys, key, (uint32_t)words->ntexts++);
		}
	}
}

static void add_term(struct language_words *words, const struct json *term, const char *part,
                     const char *prefix, struct arena *a)
{
	const struct json *text = json_find(term, str_from(part));

	if (!text || text->kind != JSON_STRING)
		return;
	words->texts[words->ntexts] = text->text;
	map_add(&words->keys, arena_printf(a, "%s.%.*s", prefix, STR_ARG(term->key)),
	        (uint32_t)words->ntexts++);
}

/* A text with the terms that it names put in. */
static struct str put_terms(const struct language_words *words, struct str text, struct arena *a,
                            struct diag *d)
{
	const struct str open = STR("{{t.term."), close = STR("}}");
	size_t at = str_find(text, open), end;
	struct buf b;

	if (at == text.n)
		return text;
	buf_init(&b);
	for (; at < text.n; at = str_find(text, open)) {
		end = at + str_find(str_sub(text, at, text.n), close);
		buf_add(&b, str_sub(text, 0, at));
		buf_add(&b, words_require(words, str_sub(text, at + strlen("{{t."), end), d));
		text = str_sub(text, end < text.n ? end + close.n : end, text.n);
	}
	buf_add(&b, text);
	text = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return text;
}

static void load_strings(struct language_words *words, struct arena *a, struct diag *d)
{
	const struct json *json = load_json(words->strings_file, a, d);
	const struct json *terms;

	words->strings = json;
	words->glossary = load_json(words->glossary_file, a, d);
	words->has_faults = !json || !words->glossary;
	terms = json_find(words->glossary, STR("terms"));
	map_init(&words->keys, a);
	words->texts = arena_array(
	        a, (json ? count_strings(json) : 0) + (terms ? count_strings(terms) : 0),
	        sizeof(*words->texts));
	if (json)
		add_strings(words, json, STR_NONE, a);
	for (const struct json *term = terms ? terms->child : NULL; term; term = term->next) {
		add_term(words, term, "name", "term", a);
		add_term(words, term, "means", "means", a);
	}
	for (size_t i = 0; i < words->ntexts; i++)
		words->texts[i] = put_terms(words, words->texts[i], a, d);
}

static void load_countries(struct language_words *words, struct arena *a, struct diag *d)
{
	const struct json *json = load_json(words->countries_file, a, d);
	uint32_t n = 0;

	map_init(&words->countries, a);
	if (!json)
		return;
	words->country_names = arena_array(a, count_strings(json), sizeof(*words->country_names));
	for (const struct json *j = json->child; j; j = j->next) {
		words->country_names[n] = j->text;
		map_add(&words->countries, j->key, n++);
	}
}

/* Whether the lists below, as deep as that, hold texts alone; says where one does not. */
static bool check_lists(const struct language_words *words, const struct json *list, unsigned depth,
                        struct json_path path, struct arena *a, struct diag *d)
{
	struct place place = {.file = words->search_file};
	enum json_kind kind = depth > 0 ? JSON_ARRAY : JSON_STRING;
	bool is_good = true;
	size_t i = 0;

	for (const struct json *j = list->child; j; j = j->next) {
		struct json_path at = {&path, j->key, i++, j};

		if (j->kind != kind) {
			place.pointer = json_format_pointer(&at, a);
			diag_add(d, DIAG_TYPE, place, "is %s, expected %s", json_kind_name(j->kind),
			         json_kind_name(kind));
			is_good = false;
		} else if (depth > 0) {
			is_good = check_lists(words, j, depth - 1, at, a, d) && is_good;
		}
	}
	return is_good;
}

/* Of the words that people type: lists of texts, and lists of lists of texts where several are the
 * same. */
static void load_search(struct language_words *words, struct arena *a, struct diag *d)
{
	const struct json *json = load_json(words->search_file, a, d);
	static const struct json nothing = {.kind = JSON_OBJECT};
	struct json_path whole = {.value = json};
	bool is_good = json && json->kind == JSON_OBJECT;

	if (json && !is_good)
		diag_add(d, DIAG_TYPE,
		         (struct place){.file = words->search_file, .pointer = STR("")},
		         "is %s, expected an object", json_kind_name(json->kind));
	for (const struct json *j = is_good ? json->child : NULL; j; j = j->next) {
		struct json_path at = {&whole, j->key, 0, j};
		bool has_lists =
		        str_is_equal(j->key, STR("same")) || str_is_equal(j->key, STR("endings"));
		struct place place = {.file = words->search_file};

		if (j->kind == JSON_ARRAY) {
			is_good = check_lists(words, j, has_lists, at, a, d) && is_good;
			continue;
		}
		place.pointer = json_format_pointer(&at, a);
		diag_add(d, DIAG_TYPE, place, "is %s, expected an array", json_kind_name(j->kind));
		is_good = false;
	}
	words->search = is_good ? json : &nothing;
}

void strings_load(struct language_words *words, struct arena *a, struct diag *d)
{
	load_strings(words, a, d);
	load_countries(words, a, d);
	load_search(words, a, d);
}
