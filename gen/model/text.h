/*
 * Text in the site's languages.
 *
 * The first language is the default: every text has it. In another one that lacks a text those of
 * its chain stand in, the default at the end, and it then carries their lang attribute. Languages
 * are data: a third one is a folder and a setting.
 */
#ifndef MODEL_TEXT_H
#define MODEL_TEXT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"

struct json;

#define LANGUAGES_MAX 8

/* What stands in for a language where it lacks something, the nearest first, the default language
 * among them; of one that stands for itself alone, nothing: it then lacks no word. */
struct language_chain {
	unsigned n;
	unsigned language[LANGUAGES_MAX];
};

struct languages {
	unsigned n;
	struct str code[LANGUAGES_MAX]; /* BCP 47 tags, as in the keys of a text: "ja", "en" */
	struct language_chain chain[LANGUAGES_MAX];
};

/* Whether it has the form of a BCP 47 tag that begins with a language of two or three letters; it
 * is the name of a folder, too, and no folder of the program has such a one. */
bool language_is_tag(struct str code);

/* Whether tags are one, as they are when case is ignored. */
bool language_is_same(struct str code, struct str other);

/* Reads the setting "languages"; they stand for themselves alone. -1 if it is none; *fault is the
 * element that is wrong, or NULL. */
MUST_CHECK int languages_parse(struct languages *languages, const struct json *value,
                               const struct json **fault);

/* Reads the setting "language_fallback": the chain of each of the languages. -1 likewise; *fault
 * may be a member, too. */
MUST_CHECK int languages_parse_chains(const struct languages *languages, const struct json *value,
                                      struct language_chain *chains, const struct json **fault);

struct text {
	struct str in[LANGUAGES_MAX]; /* by index of the language; none where not given */
	struct str kana;              /* the reading, for sorting; only of names */
};

/* The language that a reader of `language` gets: itself, or what stands in for it. */
static inline unsigned text_language(const struct text *text, const struct languages *languages,
                                     unsigned language)
{
	const struct language_chain *chain = &languages->chain[language];

	if (text->in[language].n > 0)
		return language;
	for (unsigned i = 0; i < chain->n; i++)
		if (text->in[chain->language[i]].n > 0)
			return chain->language[i];
	return 0;
}

static inline struct str text_in(const struct text *text, const struct languages *languages,
                                 unsigned language)
{
	return text->in[text_language(text, languages, language)];
}

/* Appends a member (base/json_writer.h): an object with a string a language of the site, without
 * the reading. */
void text_add_json(struct buf *b, const char *key, const struct text *text,
                   const struct languages *languages);

#endif
