#include "coverage.h"
#include "base/nearest.h"
#include "model/country.h"
#include "model/json.h"
#include "site/strings.h"
#include "site/wording.h"
#include "text/text_file.h"

/* Whether somebody asked for the word in any language. */
static bool is_used(const struct words *words, struct str key)
{
	for (unsigned i = 0; i < words->nlanguages; i++) {
		uint32_t at = map_find(&words->language[i].keys, key);

		if (at != MAP_NONE && words->language[i].is_used[at])
			return true;
	}
	return false;
}

/* Whether any language has something to translate there. */
static bool has_words(const struct words *words, struct str key)
{
	for (unsigned i = 0; i < words->nlanguages; i++)
		if (wording_has_words(words_own(&words->language[i], key)))
			return true;
	return false;
}

static bool is_copied(const struct words *words, unsigned language, struct str key)
{
	struct str own = words_own(&words->language[language], key);

	for (unsigned i = 0; wording_has_words(own) && i < language; i++)
		if (str_is_equal(words_own(&words->language[i], key), own))
			return true;
	return false;
}

/* Whether no language before has the key in its map: there it is counted. */
static bool is_first(const struct words *words, unsigned language, struct str key, bool is_country)
{
	for (unsigned i = 0; i < language; i++) {
		const struct language_words *other = &words->language[i];

		if (map_find(is_country ? &other->countries : &other->keys, key) != MAP_NONE)
			return false;
	}
	return true;
}

static void count_words(struct share *share, const struct words *words, unsigned language)
{
	for (unsigned i = 0; i < words->nlanguages; i++) {
		const struct map *map = &words->language[i].keys;

		for (size_t k = 0; k < map->nslots; k++) {
			struct str key = map->slots[k].key;

			if (!key.p || !is_first(words, i, key, false) || !is_used(words, key) ||
			    !has_words(words, key))
				continue;
			share->nall++;
			share->nown += words_own(&words->language[language], key).p != NULL;
			share->ncopied += is_copied(words, language, key);
		}
	}
}

/* Many countries have one name in several languages: that is no copy. */
static void count_countries(struct share *share, const struct words *words, unsigned language)
{
	const struct map *own = &words->language[language].countries;

	for (unsigned i = 0; i < words->nlanguages; i++) {
		const struct map *map = &words->language[i].countries;

		for (size_t k = 0; k < map->nslots; k++)
			if (map->slots[k].key.p && country_is_valid(map->slots[k].key))
				share->nall += is_first(words, i, map->slots[k].key, true);
	}
	for (size_t k = 0; k < own->nslots; k++)
		share->nown += own->slots[k].key.p && country_is_valid(own->slots[k].key);
}

static struct str page_file(const struct language_words *words, struct str page, struct arena *a)
{
	return arena_printf(a, "content/%.*s/%.*s.md", STR_ARG(words->tag), STR_ARG(page));
}

/* The text of a language's page; none if it has none. */
static struct str load_page(const struct layers *layers, const struct language_words *words,
                            struct str page, struct arena *a)
{
	struct str text, file = page_file(words, page, a);
	struct diag unsaid;
	bool is_loaded;

	if (!layers_have(layers, file, a))
		return STR_NONE;
	diag_init(&unsaid);
	is_loaded = text_file_load(layers_find(layers, file, a), &text, a, &unsaid) == 0;
	diag_release(&unsaid);
	return is_loaded ? text : STR_NONE;
}

static void count_pages(struct share *share, const struct site *site, const struct layers *layers,
                        unsigned language, struct arena *a)
{
	const struct language_words *words = site->words.language;

	share->nall = site->layouts.nprose;
	for (size_t i = 0; i < share->nall; i++) {
		struct str page = site->layouts.prose[i].name;
		struct str own = load_page(layers, &words[language], page, a);
		bool is_copy = false;

		for (unsigned k = 0; own.p && k < language; k++)
			is_copy |= str_is_equal(load_page(layers, &words[k], page, a), own);
		share->nown += own.p != NULL;
		share->ncopied += is_copy;
	}
}

void coverage_count(struct coverage *coverage, const struct site *site, const struct layers *layers,
                    unsigned language, struct arena *a)
{
	*coverage = (struct coverage){0};
	snprintf(coverage->tag, sizeof(coverage->tag), "%.*s",
	         STR_ARG(site->words.language[language].tag));
	count_words(&coverage->words, &site->words, language);
	count_countries(&coverage->countries, &site->words, language);
	count_pages(&coverage->pages, site, layers, language, a);
}

static bool is_whole(const struct share *share)
{
	return share->nown == share->nall && share->ncopied == 0;
}

static void print_share(const struct share *share, const char *what, FILE *out)
{
	fprintf(out, "%zu of %zu %s", share->nown, share->nall, what);
	if (share->ncopied > 0)
		fprintf(out, " (%zu as in another language)", share->ncopied);
}

void coverage_print(const struct coverage *coverage, FILE *out)
{
	if (is_whole(&coverage->words) && is_whole(&coverage->countries) &&
	    is_whole(&coverage->pages))
		return;
	fprintf(out, "%s: ", coverage->tag);
	print_share(&coverage->words, "words", out);
	fputs(", ", out);
	print_share(&coverage->countries, "countries", out);
	fputs(", ", out);
	print_share(&coverage->pages, "pages", out);
	fputc('\n', out);
}

/* The used word that is nearest to one that is not. */
static struct str word_hint(const struct words *words, struct str key, struct arena *a)
{
	struct nearest nearest;

	nearest_init(&nearest, key);
	for (unsigned i = 0; i < words->nlanguages; i++) {
		const struct map *map = &words->language[i].keys;

		for (size_t k = 0; k < map->nslots; k++)
			if (map->slots[k].key.p && is_used(words, map->slots[k].key))
				nearest_consider(&nearest, key, map->slots[k].key);
	}
	return nearest_hint(&nearest, a);
}

/* Checks the words below an object, whose keys begin with `prefix`. */
static void check_words(const struct words *words, const struct json *object, struct str prefix,
                        struct str file, struct arena *a, struct diag *d)
{
	for (const struct json *j = object ? object->child : NULL; j; j = j->next) {
		struct str key = ARENA_JOIN(a, prefix, j->key);

		if (j->kind == JSON_OBJECT)
			check_words(words, j, ARENA_JOIN(a, key, STR(".")), file, a, d);
		else if (j->kind == JSON_STRING && !is_used(words, key))
			diag_add(d, DIAG_WORDS_UNUSED, (struct place){.file = file},
			         "nothing uses the word \"%.*s\"%.*s", STR_ARG(key),
			         STR_ARG(word_hint(words, key, a)));
	}
}

static bool has_elsewhere(const struct words *words, unsigned language, struct str key)
{
	for (unsigned i = 0; i < words->nlanguages; i++)
		if (i != language && map_find(&words->language[i].keys, key) != MAP_NONE)
			return true;
	return false;
}

/* A term may say only what a thing is not called; so one is told of that is near to another. */
static void check_terms(const struct words *words, unsigned language, struct arena *a,
                        struct diag *d)
{
	const struct language_words *own = &words->language[language];
	const struct json *terms = json_find(own->own_glossary, STR("terms"));

	for (const struct json *j = terms ? terms->child : NULL; j; j = j->next) {
		struct str key = ARENA_JOIN(a, STR("term."), j->key), hint;

		if (is_used(words, key) || has_elsewhere(words, language, key))
			continue;
		hint = word_hint(words, key, a);
		if (hint.n > 0)
			diag_add(d, DIAG_WORDS_UNUSED, (struct place){.file = own->glossary_file},
			         "nothing uses \"%.*s\"%.*s", STR_ARG(key), STR_ARG(hint));
	}
}

static void check_countries(const struct language_words *words, struct diag *d)
{
	for (size_t i = 0; i < words->countries.nslots; i++) {
		struct str code = words->countries.slots[i].key;

		if (code.p && !country_is_valid(code))
			diag_add(d, DIAG_WORDS_UNUSED,
			         (struct place){.file = words->countries_file},
			         "\"%.*s\" is not the code of a country", STR_ARG(code));
	}
}

static void check_search(const struct language_words *words, struct arena *a, struct diag *d)
{
	for (const struct json *j = words->search->child; j; j = j->next) {
		struct nearest nearest;

		if (strings_find_search(j->key) < STRINGS_NSEARCH)
			continue;
		nearest_init(&nearest, j->key);
		for (size_t i = 0; i < STRINGS_NSEARCH; i++)
			nearest_consider(&nearest, j->key, str_from(strings_search[i]));
		diag_add(d, DIAG_WORDS_UNUSED, (struct place){.file = words->search_file},
		         "nothing uses \"%.*s\"%.*s", STR_ARG(j->key),
		         STR_ARG(nearest_hint(&nearest, a)));
	}
}

static bool is_page(const struct site *site, struct str name)
{
	for (size_t i = 0; i < site->layouts.nprose; i++)
		if (str_is_equal(site->layouts.prose[i].name, name))
			return true;
	return false;
}

/* The files in a language's folder that are neither words nor a page of the site. */
static void check_files(const struct site *site, const struct layers *layers,
                        const struct language_words *words, struct arena *a, struct diag *d)
{
	const struct layers own = {.own = layers->own};
	struct str folder = arena_printf(a, "content/%.*s", STR_ARG(words->tag)), *names;
	size_t nnames;

	if (layers_list(&own, folder.p, a, &names, &nnames) < 0)
		return;
	for (size_t i = 0; i < nnames; i++) {
		struct str page = str_has_suffix(names[i], STR(".md"))
		                          ? str_sub(names[i], 0, names[i].n - strlen(".md"))
		                          : STR_NONE;
		struct nearest nearest;
		bool is_known = page.p && is_page(site, page);

		nearest_init(&nearest, names[i]);
		for (size_t k = 0; k < LAYERS_NWORDS; k++) {
			is_known |= str_is_equal(names[i], str_from(layers_words[k]));
			nearest_consider(&nearest, names[i], str_from(layers_words[k]));
		}
		for (size_t k = 0; k < site->layouts.nprose; k++)
			nearest_consider(
			        &nearest, names[i],
			        arena_printf(a, "%.*s.md", STR_ARG(site->layouts.prose[k].name)));
		if (!is_known)
			diag_add(d, DIAG_WORDS_UNUSED,
			         (struct place){.file = layers_find(
			                                &own,
			                                ARENA_JOIN(a, folder, STR("/"), names[i]),
			                                a)},
			         "is not published: %s%.*s",
			         page.p ? "the default language has no page of this name"
			                : "the folder of a language has no such file",
			         STR_ARG(nearest_hint(&nearest, a)));
	}
}

void coverage_check(const struct site *site, const struct layers *layers, unsigned language,
                    struct arena *a, struct diag *d)
{
	const struct language_words *words = &site->words.language[language];

	check_words(&site->words, words->own_strings, STR(""), words->strings_file, a, d);
	check_terms(&site->words, language, a, d);
	check_countries(words, d);
	check_search(words, a, d);
	check_files(site, layers, words, a, d);
}
