#include "site/wording.h"
#include "base/fs.h"
#include "base/utf8.h"
#include "model/json.h"
#include "site/strings.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)1 << 24)

/* A phrase of the glossary. Where several begin at one place of a text, the longest counts; what it
 * covers is not looked at again. */
struct phrase {
	struct str text;
	struct str instead; /* of a wrong name: the right one */
	bool is_innocent, is_claim;
	bool is_beginning;   /* "guarant*": of a longer word, too */
	struct phrase *next; /* with the same first byte */
};

struct wording {
	const struct language_words *words;
	const struct layers *layers;
	struct phrase *first[256];
	struct arena *arena;
	struct diag *diag;
};

static unsigned char lower(char c)
{
	return (unsigned char)str_lower(c);
}

static bool is_letter(char c)
{
	return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Adds a phrase, as `kind` says what it is. One of no characters stands everywhere and says
 * nothing. */
static void add_phrase(struct wording *w, struct str text, struct phrase kind)
{
	struct phrase *phrase;

	kind.is_beginning = str_has_suffix(text, STR("*"));
	text.n -= kind.is_beginning;
	if (text.n == 0)
		return;
	phrase = arena_array(w->arena, 1, sizeof(*phrase));
	*phrase = kind;
	phrase->text = text;
	phrase->next = w->first[lower(text.p[0])];
	w->first[lower(text.p[0])] = phrase;
}

static void add_all(struct wording *w, const struct json *list, struct phrase kind)
{
	for (const struct json *j = list ? list->child : NULL; j; j = j->next)
		add_phrase(w, j->text, kind);
}

/* A right name, and the wrong ones for it. */
static void add_name(struct wording *w, struct str name, const struct json *wrong)
{
	add_all(w, wrong, (struct phrase){.instead = name});
	add_phrase(w, name, (struct phrase){.is_innocent = true});
}

static void wording_init(struct wording *w, const struct language_words *words, struct arena *a,
                         struct diag *d)
{
	const struct json *terms = json_find(words->glossary, STR("terms"));
	const struct json *spellings = json_find(words->glossary, STR("spellings"));

	*w = (struct wording){.words = words, .arena = a, .diag = d};
	for (const struct json *j = terms ? terms->child : NULL; j; j = j->next) {
		const struct json *name = json_find(j, STR("name"));

		if (name)
			add_name(w, name->text, json_find(j, STR("not")));
	}
	for (const struct json *j = spellings ? spellings->child : NULL; j; j = j->next)
		add_name(w, j->key, j);
	add_all(w, json_find(words->glossary, STR("claims")), (struct phrase){.is_claim = true});
	add_all(w, json_find(words->glossary, STR("innocent")),
	        (struct phrase){.is_innocent = true});
}

/* Whether the phrase stands at `at`; Latin ones as whole words, whatever their case. */
static bool is_at(const struct phrase *phrase, struct str text, size_t at)
{
	size_t end = at + phrase->text.n;

	if (end > text.n)
		return false;
	for (size_t i = 0; i < phrase->text.n; i++)
		if (lower(text.p[at + i]) != lower(phrase->text.p[i]))
			return false;
	if (is_letter(text.p[at]) && at > 0 && is_letter(text.p[at - 1]))
		return false;
	return phrase->is_beginning || end == text.n || !is_letter(text.p[end - 1]) ||
	       !is_letter(text.p[end]);
}

static const struct phrase *find_longest(const struct wording *w, struct str text, size_t at)
{
	const struct phrase *longest = NULL;

	for (const struct phrase *p = w->first[lower(text.p[at])]; p; p = p->next)
		if ((!longest || p->text.n > longest->text.n) && is_at(p, text, at))
			longest = p;
	return longest;
}

static void add_finding(const struct wording *w, const struct phrase *phrase, struct str text,
                        size_t at, struct place place)
{
	struct str found = str_sub(text, at, at + phrase->text.n);

	while (phrase->is_beginning && at + found.n < text.n && is_letter(text.p[at + found.n]))
		found.n++;
	if (phrase->is_claim)
		diag_add(w->diag, DIAG_WORDING_CLAIM, place,
		         "\"%.*s\": nobody may claim this for a label (or list the phrase as "
		         "innocent in glossary.json)",
		         STR_ARG(found));
	else
		diag_add(w->diag, DIAG_WORDING_NAME, place, "\"%.*s\": the glossary says \"%.*s\"",
		         STR_ARG(found), STR_ARG(phrase->instead));
}

/* Where a tag of HTML or of a layout that begins at `at` ends, or `at` where none begins. */
static size_t find_tag_end(struct str text, size_t at)
{
	struct str rest = str_sub(text, at, text.n);
	bool is_layout = str_has_prefix(rest, STR("{{"));
	size_t end;

	if (!is_layout && (rest.p[0] != '<' || rest.n < 2 ||
	                   !(is_letter(rest.p[1]) || rest.p[1] == '/' || rest.p[1] == '!')))
		return at;
	end = is_layout ? str_find(rest, STR("}}")) + 2 : str_find_byte(rest, '>') + 1;
	return at + (end < rest.n ? end : rest.n);
}

/* Behind the opening quote of the next attribute of a tag that is read out, or the end. */
static size_t find_spoken(struct str tag, size_t from)
{
	static const char *const names[] = {"alt=\"", "aria-label=\"", "placeholder=\"",
	                                    "title=\""};
	size_t nearest = tag.n;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		size_t at = from + str_find(str_sub(tag, from, tag.n), str_from(names[i]));

		if (at < tag.n && at + strlen(names[i]) < nearest)
			nearest = at + strlen(names[i]);
	}
	return nearest;
}

static void check_text(const struct wording *w, struct str text, struct place place);

static void check_tag(const struct wording *w, struct str tag, struct place place)
{
	for (size_t at = find_spoken(tag, 0); at < tag.n; at = find_spoken(tag, at))
		check_text(w, str_before(str_sub(tag, at, tag.n), '"'), place);
}

/* A text that begins on the line of `place`, where that has one. */
static void check_text(const struct wording *w, struct str text, struct place place)
{
	for (size_t at = 0; at < text.n;) {
		const struct phrase *phrase;
		size_t end = find_tag_end(text, at);

		if (end > at) {
			if (text.p[at] == '<')
				check_tag(w, str_sub(text, at, end), place);
			for (; at < end; at++)
				place.line += place.line > 0 && text.p[at] == '\n';
			continue;
		}
		phrase = find_longest(w, text, at);
		if (phrase && !phrase->is_innocent)
			add_finding(w, phrase, text, at, place);
		place.line += place.line > 0 && text.p[at] == '\n';
		at += phrase ? phrase->text.n : 1;
	}
}

static void check_file(const struct wording *w, struct str path)
{
	struct buf b;

	buf_init(&b);
	if (fs_load(AT_FDCWD, path.p, FILE_LIMIT, &b) < 0)
		diag_add_system(w->diag, DIAG_FILE_READ, path.p, "cannot read", errno);
	else
		check_text(w, buf_str(&b), (struct place){.file = path, .line = 1});
	buf_release(&b);
}

/* Whether nobody reads the strings there: what people may type is no wording of ours. */
static bool is_unread(const struct wording *w, struct str pointer)
{
	const struct json *list = json_find(w->words->glossary, STR("unread"));

	for (const struct json *j = list ? list->child : NULL; j; j = j->next)
		if (str_is_equal(j->text, pointer))
			return true;
	return false;
}

/* The strings file that has the text of a pointer. */
static struct str file_of(const struct language_words *words, struct str pointer)
{
	const struct json *j = words->own_strings;

	while (j && pointer.n > 0) {
		struct str key = str_sub(pointer, 1, pointer.n);

		key.n = str_find_byte(key, '/');
		j = json_find(j, key);
		pointer = str_sub(pointer, key.n + 1, pointer.n);
	}
	return j || words->strings_below.n == 0 ? words->strings_file : words->strings_below;
}

/* All strings below `object`, each with its pointer. */
static void check_strings(const struct wording *w, const struct json *object, struct str pointer)
{
	for (const struct json *j = object ? object->child : NULL; j; j = j->next) {
		struct str at = ARENA_JOIN(w->arena, pointer, STR("/"), j->key);

		if (j->kind == JSON_STRING)
			check_text(w, j->text,
			           (struct place){.file = file_of(w->words, at), .pointer = at});
		else if (j->kind == JSON_OBJECT && !is_unread(w, at))
			check_strings(w, j, at);
	}
}

/* What stands in a folder with names that end like this; one that is not there has nothing. */
static void check_folder(const struct wording *w, const char *folder, struct str ending)
{
	struct str *names;
	size_t nnames;

	if (layers_list(w->layers, folder, w->arena, &names, &nnames) < 0)
		return;
	for (size_t i = 0; i < nnames; i++)
		if (str_has_suffix(names[i], ending))
			check_file(w,
			           layers_find(w->layers,
			                       arena_printf(w->arena, "%s/%s", folder, names[i].p),
			                       w->arena));
}

void wording_check_glossary(const struct language_words *words, struct arena *a, struct diag *d)
{
	static const struct {
		struct str key;
		enum json_kind kind, below;
	} parts[] = {
	        {STR("terms"), JSON_OBJECT, JSON_OBJECT},
	        {STR("spellings"), JSON_OBJECT, JSON_ARRAY},
	        {STR("claims"), JSON_ARRAY, JSON_STRING},
	        {STR("innocent"), JSON_ARRAY, JSON_STRING},
	        {STR("unread"), JSON_ARRAY, JSON_STRING},
	};
	struct json_path whole = {.value = words->glossary};

	for (size_t i = 0; words->glossary && i < COUNT_OF(parts); i++) {
		struct json_path at = {&whole, parts[i].key, 0,
		                       json_find(words->glossary, parts[i].key)};
		size_t n = 0;

		if (!at.value)
			continue;
		if (at.value->kind != parts[i].kind)
			strings_add_type(&at, words->glossary_file, json_kind_name(parts[i].kind),
			                 a, d);
		for (const struct json *j = at.value->child; j; j = j->next) {
			struct json_path below = {&at, j->key, n++, j};

			if (at.value->kind == parts[i].kind && j->kind != parts[i].below)
				strings_add_type(&below, words->glossary_file,
				                 json_kind_name(parts[i].below), a, d);
		}
	}
}

void wording_check(const struct words *words, const struct layers *layers, struct arena *a,
                   struct diag *d)
{
	for (unsigned i = 0; i < words->nlanguages; i++) {
		struct wording w;

		wording_init(&w, &words->language[i], a, d);
		w.layers = layers;
		check_strings(&w, words->language[i].strings, STR(""));
		check_folder(&w, arena_printf(a, "content/%.*s", STR_ARG(words->language[i].tag)).p,
		             STR(".md"));
		check_folder(&w, "layouts", STR(".mustache"));
		check_folder(&w, "layouts/partials", STR(".mustache"));
	}
}

/* The weights of one way in which characters stand to a place. */
static int add_weights(struct phrases *phrases, const struct json *feature, struct place place,
                       struct diag *d)
{
	for (const struct json *j = feature->child; j; j = j->next) {
		long weight;

		if (json_parse_integer(j, INT16_MIN, INT16_MAX, &weight) < 0 ||
		    phrases_add(phrases, feature->key, j->key, weight) < 0) {
			diag_add(d, DIAG_CONTENT_INVALID, place,
			         "%.*s of \"%.*s\" is no weight of a model of phrases",
			         STR_ARG(feature->key), STR_ARG(j->key));
			return -1;
		}
	}
	return 0;
}

void wording_load_phrases(struct language_words *words, const struct layers *layers,
                          struct arena *a, struct diag *d)
{
	struct str path = layers_find(
	        layers, arena_printf(a, "content/%.*s/phrases.json", STR_ARG(words->tag)), a);
	struct place place = {.file = path};
	const struct json *json = access(path.p, F_OK) == 0 ? strings_load_json(path, a, d) : NULL;
	size_t nweights = 0;
	struct phrases *phrases;

	for (const struct json *j = json ? json->child : NULL; j; j = j->next)
		nweights += j->nchildren;
	if (nweights > PHRASES_WEIGHTS_MAX)
		diag_add(d, DIAG_CONTENT_INVALID, place, "has more than %d weights",
		         PHRASES_WEIGHTS_MAX);
	if (!json || nweights > PHRASES_WEIGHTS_MAX)
		return;
	phrases = phrases_new(nweights, a);
	for (const struct json *j = json->child; j; j = j->next)
		if (add_weights(phrases, j, place, d) < 0)
			return;
	words->phrases = phrases;
}

bool wording_has_words(struct str text)
{
	size_t nletters = 0;

	for (size_t at = 0; at < text.n && nletters < 2;) {
		uint32_t c = utf8_next(text, &at);
		bool is_sign = c >= 0x2000 && c < 0x2e80; /* punctuation, symbols, stars */

		if (c == '{')
			at += str_find_byte(str_sub(text, at, text.n), '}');
		nletters += c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z' : !is_sign;
	}
	return nletters == 2;
}
