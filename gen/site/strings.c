#include "site/strings.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "site/wording.h"
#include "text/text_file.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

const struct language_words *words_source(const struct language_words *words, struct str key)
{
	if (map_find(&words->keys, key) != MAP_NONE)
		return words;
	for (unsigned i = 0; i < words->nchain; i++)
		if (map_find(&words->chain[i]->keys, key) != MAP_NONE)
			return words->chain[i];
	return NULL;
}

const struct language_words *words_use(const struct language_words *words, struct str key)
{
	const struct language_words *source = words_source(words, key);

	if (source)
		source->is_used[map_find(&source->keys, key)] = true;
	return source;
}

struct value words_get(const struct language_words *words, struct str key)
{
	const struct language_words *source = words_source(words, key);

	if (!source)
		return value_text(STR_NONE);
	return value_text_in(source->texts[map_find(&source->keys, key)],
	                     words_lang(words, source));
}

struct str words_own(const struct language_words *words, struct str key)
{
	struct value text = words_get(words, key);

	return text.lang ? STR_NONE : value_str(text);
}

int words_find(const struct language_words *words, struct str key, struct str *text)
{
	const struct language_words *source = words_source(words, key);

	if (!source && !words->has_faults)
		return -1;
	*text = source ? source->texts[map_find(&source->keys, key)] : STR("");
	return 0;
}

struct str words_file(const struct language_words *words, struct str key)
{
	const struct json *j = words->own_strings;

	if (words->strings_below.n == 0 || map_find(&words->keys, key) == MAP_NONE)
		return words->strings_file;
	while (j && key.n > 0) {
		size_t dot = str_find_byte(key, '.');

		j = json_find(j, str_sub(key, 0, dot));
		key = str_sub(key, dot < key.n ? dot + 1 : dot, key.n);
	}
	return j ? words->strings_file : words->strings_below;
}

const char *const strings_search[STRINGS_NSEARCH] = {
        "same",    "endings",       "numerals",        "syllables", "between",
        "level",   "level_or_more", "barcode",         "number",    "left_out",
        "unit",    "beside",        "between_numbers", "other",     "included",
        "heading", "ditto"};

void strings_add_type(const struct json_path *at, struct str file, const char *what,
                      struct arena *a, struct diag *d)
{
	struct place place = {.file = file, .pointer = json_format_pointer(at, a)};

	diag_add(d, DIAG_TYPE, place, "is %s, expected %s", json_kind_name(at->value->kind), what);
}

const struct json *strings_load_json(struct str path, struct arena *a, struct diag *d)
{
	size_t nerrors = d->nerrors;
	struct json_path whole = {0};
	struct str text;

	if (text_file_load(path, &text, a, d) < 0) {
		diag_add_system(d, DIAG_FILE_READ, path.p, "cannot read", errno);
		return NULL;
	}
	if (d->nerrors > nerrors)
		return NULL;
	whole.value = json_parse(text, (struct place){.file = path}, a, d);
	if (!whole.value || whole.value->kind == JSON_OBJECT)
		return whole.value;
	strings_add_type(&whole, path, "an object", a, d);
	return NULL;
}

static const struct json nothing = {.kind = JSON_OBJECT};

/* A file of words of the first layer, and of the one beneath it. */
struct layered {
	struct str path, below; /* the paths; below: none if it is not there */
	const struct json *own; /* what the first layer has, or NULL */
	const struct json *all; /* of both, or NULL if one cannot be read */
};

static bool is_there(struct str path)
{
	return faccessat(AT_FDCWD, path.p, F_OK, 0) == 0;
}

static struct layered load_layered(const struct layers *layers, struct str tag, const char *name,
                                   bool may_lack, struct arena *a, struct diag *d)
{
	struct layered file = {.path = arena_printf(a, "%s/content/%.*s/%s.json", layers->own,
	                                            STR_ARG(tag), name)};
	const struct json *beneath;

	if (layers->installed)
		file.below = arena_printf(a, "%s/content/%.*s/%s.json", layers->installed,
		                          STR_ARG(tag), name);
	if (file.below.n == 0 || !is_there(file.below)) {
		file.below = STR_NONE;
		file.own = may_lack && !is_there(file.path) ? &nothing
		                                            : strings_load_json(file.path, a, d);
		file.all = file.own;
		return file;
	}
	beneath = strings_load_json(file.below, a, d);
	if (!is_there(file.path)) {
		file.all = beneath;
		return file;
	}
	file.own = strings_load_json(file.path, a, d);
	if (file.own && beneath)
		file.all = json_lay_over(file.own, beneath, a);
	return file;
}

static size_t count_strings(const struct json *object)
{
	size_t n = 0;

	for (const struct json *j = object->child; j; j = j->next)
		n += j->kind == JSON_OBJECT ? count_strings(j) : 1;
	return n;
}

/* Says that a text is none, or where it has what neither XML nor a terminal has a place for. Marks
 * of direction are no fault here: a language may need them. */
static void check_string(const struct language_words *words, struct str key,
                         const struct json *value, struct diag *d)
{
	struct place place = {.file = words_file(words, key)};

	if (value->kind != JSON_STRING) {
		diag_add(d, DIAG_TYPE, place, "the text of \"%.*s\" is %s, expected a string",
		         STR_ARG(key), json_kind_name(value->kind));
		return;
	}
	for (size_t at = 0; at < value->text.n;) {
		uint32_t c = utf8_next(value->text, &at);

		if (c == '\n' || c == '\t' || (!utf8_is_control(c) && !utf8_is_noncharacter(c)))
			continue;
		diag_add(d, DIAG_TEXT_CHARACTER, place, "the text of \"%.*s\" has the %s U+%04X",
		         STR_ARG(key), utf8_is_control(c) ? "control character" : "noncharacter",
		         (unsigned)c);
		return;
	}
}

/* Enters every string below `object` under its dotted key. */
static void add_strings(struct language_words *words, const struct json *object, struct str prefix,
                        struct arena *a, struct diag *d)
{
	for (const struct json *j = object->child; j; j = j->next) {
		struct str key = prefix.n > 0 ? arena_printf(a, "%.*s.%.*s", STR_ARG(prefix),
		                                             STR_ARG(j->key))
		                              : j->key;

		if (j->kind == JSON_OBJECT) {
			add_strings(words, j, key, a, d);
		} else if (j->kind != JSON_NULL) {
			words->texts[words->ntexts] = j->kind == JSON_STRING ? j->text : STR("");
			map_add(&words->keys, key, (uint32_t)words->ntexts++);
			check_string(words, key, j, d);
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

void strings_add_hint(const struct language_words *words, struct str key, struct buf *b)
{
	struct nearest nearest;

	nearest_init(&nearest, key);
	for (size_t i = 0; i < words->keys.nslots; i++)
		if (words->keys.slots[i].key.p)
			nearest_consider(&nearest, key, words->keys.slots[i].key);
	nearest_format(&nearest, b);
}

/* Says that a text names a term that there is not. */
static void add_term_missing(const struct language_words *words, struct str key, struct str term,
                             struct arena *a, struct diag *d)
{
	struct nearest nearest;

	if (words->has_faults)
		return;
	nearest_init(&nearest, term);
	for (size_t i = 0; i < words->keys.nslots; i++)
		if (str_has_prefix(words->keys.slots[i].key, STR("term.")))
			nearest_consider(&nearest, term, words->keys.slots[i].key);
	diag_add(d, DIAG_STRING_MISSING, (struct place){.file = words_file(words, key)},
	         "the text of \"%.*s\" names \"%.*s\", which glossary.json does not have%.*s",
	         STR_ARG(key), STR_ARG(term), STR_ARG(nearest_hint(&nearest, a)));
}

/* The text of a key with the terms that it names put in. */
static struct str put_terms(const struct language_words *words, struct str key, struct str text,
                            struct arena *a, struct diag *d)
{
	const struct str open = STR("{{t.term."), close = STR("}}");
	size_t at = str_find(text, open), end;
	struct buf b;

	if (at == text.n)
		return text;
	buf_init(&b);
	for (; at < text.n; at = str_find(text, open)) {
		struct str term;

		end = at + str_find(str_sub(text, at, text.n), close);
		term = str_sub(text, at + strlen("{{t."), end);
		buf_add(&b, str_sub(text, 0, at));
		if (words_use(words, term))
			buf_add(&b, value_str(words_get(words, term)));
		else
			add_term_missing(words, key, term, a, d);
		text = str_sub(text, end < text.n ? end + close.n : end, text.n);
	}
	buf_add(&b, text);
	text = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return text;
}

static void load_strings(struct language_words *words, const struct layers *layers, struct arena *a,
                         struct diag *d)
{
	struct layered strings =
	        load_layered(layers, words->tag, "strings", words->nchain > 0, a, d);
	struct layered glossary =
	        load_layered(layers, words->tag, "glossary", words->nchain > 0, a, d);
	const struct json *json = strings.all;
	const struct json *terms;

	words->strings_file = strings.path;
	words->strings_below = strings.below;
	words->own_strings = strings.own;
	words->strings = json;
	words->glossary_file = glossary.path;
	words->glossary = glossary.all;
	words->own_glossary = glossary.own;
	words->has_faults = !json || !words->glossary;
	terms = json_find(words->glossary, STR("terms"));
	map_init(&words->keys, a);
	words->texts = arena_array(
	        a, (json ? count_strings(json) : 0) + (terms ? count_strings(terms) : 0),
	        sizeof(*words->texts));
	if (json)
		add_strings(words, json, STR_NONE, a, d);
	for (const struct json *term = terms ? terms->child : NULL; term; term = term->next) {
		add_term(words, term, "name", "term", a);
		add_term(words, term, "means", "means", a);
	}
}

/* Whether a text, as it stands in its file, has nothing to translate: signs, single letters, names
 * of values and of words that the language has. */
static bool is_for_all(const struct language_words *words, struct str text)
{
	const struct str open = STR("{{t.");

	if (wording_has_words(text))
		return false;
	for (size_t at = str_find(text, open); at < text.n; at = str_find(text, open)) {
		text = str_sub(text, at + open.n, text.n);
		if (map_find(&words->keys, str_before(text, '}')) == MAP_NONE)
			return false;
	}
	return true;
}

/* Whether a language that stands in before the one at `place` has a word. */
static bool is_in_nearer(const struct language_words *words, unsigned place, struct str key)
{
	for (unsigned i = 0; i < place; i++)
		if (map_find(&words->chain[i]->keys, key) != MAP_NONE)
			return true;
	return false;
}

/* Takes from a language that stands in what has nothing to translate and no nearer one has. */
static void take_from(struct language_words *words, unsigned place, struct arena *a)
{
	const struct language_words *other = words->chain[place];
	struct str *texts = arena_array(a, words->ntexts + other->ntexts, sizeof(*texts));

	for (size_t i = 0; i < words->ntexts; i++)
		texts[i] = words->texts[i];
	words->texts = texts;
	for (size_t i = 0; i < other->keys.nslots; i++) {
		const struct map_slot *slot = &other->keys.slots[i];

		if (slot->key.n == 0 || map_find(&words->keys, slot->key) != MAP_NONE ||
		    is_in_nearer(words, place, slot->key) ||
		    !is_for_all(words, other->texts[slot->value]))
			continue;
		words->texts[words->ntexts] = other->texts[slot->value];
		map_add(&words->keys, slot->key, (uint32_t)words->ntexts++);
	}
}

void strings_complete(struct language_words *words, struct arena *a)
{
	for (unsigned i = 0; i < words->nchain; i++)
		take_from(words, i, a);
	words->is_used = arena_array(a, words->ntexts, sizeof(*words->is_used));
}

void strings_put_terms(struct language_words *words, struct arena *a, struct diag *d)
{
	for (size_t i = 0; i < words->keys.nslots; i++) {
		const struct map_slot *slot = &words->keys.slots[i];

		if (slot->key.p)
			words->texts[slot->value] =
			        put_terms(words, slot->key, words->texts[slot->value], a, d);
	}
}

static void load_countries(struct language_words *words, const struct layers *layers,
                           struct arena *a, struct diag *d)
{
	struct layered countries =
	        load_layered(layers, words->tag, "countries", words->nchain > 0, a, d);
	const struct json *json = countries.all;
	struct json_path whole = {.value = json};
	uint32_t n = 0;

	words->countries_file = countries.path;
	map_init(&words->countries, a);
	if (!json)
		return;
	words->country_names = arena_array(a, count_strings(json), sizeof(*words->country_names));
	for (const struct json *j = json->child; j; j = j->next) {
		struct json_path at = {&whole, j->key, 0, j};

		if (j->kind != JSON_STRING) {
			strings_add_type(&at, words->countries_file, "a string", a, d);
			continue;
		}
		words->country_names[n] = j->text;
		map_add(&words->countries, j->key, n++);
	}
}

/* Whether the lists below, as deep as that, hold texts alone; says where one does not. */
static bool check_lists(const struct language_words *words, const struct json *list, unsigned depth,
                        struct json_path path, struct arena *a, struct diag *d)
{
	enum json_kind kind = depth > 0 ? JSON_ARRAY : JSON_STRING;
	bool is_good = true;
	size_t i = 0;

	for (const struct json *j = list->child; j; j = j->next) {
		struct json_path at = {&path, j->key, i++, j};

		if (j->kind != kind) {
			strings_add_type(&at, words->search_file, json_kind_name(kind), a, d);
			is_good = false;
		} else if (depth > 0) {
			is_good = check_lists(words, j, depth - 1, at, a, d) && is_good;
		}
	}
	return is_good;
}

size_t strings_find_search(struct str key)
{
	size_t i = 0;

	while (i < STRINGS_NSEARCH && !str_is_equal(key, str_from(strings_search[i])))
		i++;
	return i;
}

static void load_search(struct language_words *words, const struct layers *layers, struct arena *a,
                        struct diag *d)
{
	struct layered search = load_layered(layers, words->tag, "search", words->nchain > 0, a, d);
	const struct json *json = search.all;
	struct json_path whole = {.value = json};
	bool is_good = json != NULL;

	words->search_file = search.path;
	for (const struct json *j = json ? json->child : NULL; j; j = j->next) {
		struct json_path at = {&whole, j->key, 0, j};
		size_t key = strings_find_search(j->key);

		if (key == STRINGS_NSEARCH)
			continue;
		if (j->kind == JSON_ARRAY) {
			is_good = check_lists(words, j, key < STRINGS_NLISTS, at, a, d) && is_good;
			continue;
		}
		strings_add_type(&at, words->search_file, json_kind_name(JSON_ARRAY), a, d);
		is_good = false;
	}
	words->search = is_good ? json : &nothing;
}

void strings_load(struct language_words *words, const struct layers *layers, struct arena *a,
                  struct diag *d)
{
	load_strings(words, layers, a, d);
	load_countries(words, layers, a, d);
	load_search(words, layers, a, d);
}

/* How many members of the one, lists and texts, the other has too. */
static size_t count_shared(const struct json *one, const struct json *other)
{
	size_t n = 0;

	for (const struct json *j = one->child; j; j = j->next) {
		const struct json *twin = json_find(other, j->key);

		if (twin && j->kind == JSON_OBJECT)
			n += count_shared(j, twin);
		else if (twin)
			n++;
	}
	return n;
}

void strings_check_copies(const struct layers *layers, struct str tag, struct arena *a,
                          struct diag *d)
{
	static const char *const names[] = {"strings", "glossary", "countries", "search"};
	const struct layers beneath = {.own = layers->installed};
	struct diag said; /* by strings_load before */

	diag_init(&said);
	for (size_t i = 0; layers->installed && i < COUNT_OF(names); i++) {
		struct layered file = load_layered(layers, tag, names[i], true, a, &said);
		struct layered installed;
		size_t nshared, nall;

		if (!file.own || file.below.n == 0)
			continue;
		installed = load_layered(&beneath, tag, names[i], true, a, &said);
		if (!installed.all)
			continue;
		nshared = count_shared(file.own, installed.all);
		nall = count_shared(installed.all, installed.all);
		if (nshared > nall / 2)
			diag_add(
			        d, DIAG_LAYER_OLD, (struct place){.file = file.path},
			        "replaces %zu of %zu installed values, as a copy of the whole file "
			        "does: keep only what you changed, which fuda site --diff shows",
			        nshared, nall);
	}
	diag_release(&said);
}
