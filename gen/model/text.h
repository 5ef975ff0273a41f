/*
 * Text in the site's languages.
 *
 * The first language is the default: every text has it, the others fall back to it and then carry
 * its lang attribute. Languages are data: a third one is a folder and a setting.
 */
#ifndef MODEL_TEXT_H
#define MODEL_TEXT_H

#include "base/buf.h"
#include "base/str.h"

#define LANGUAGES_MAX 8

struct languages {
	unsigned n;
	struct str code[LANGUAGES_MAX]; /* BCP 47 tags, as in the keys of a text: "ja", "en" */
};

struct text {
	struct str in[LANGUAGES_MAX]; /* by index of the language; none where not given */
	struct str kana;              /* the reading, for sorting; only of names */
};

/* The language that a reader of `language` gets: itself, or 0 where the text does not have it. */
static inline unsigned text_language(const struct text *text, unsigned language)
{
	return text->in[language].n > 0 ? language : 0;
}

static inline struct str text_in(const struct text *text, unsigned language)
{
	return text->in[text_language(text, language)];
}

/* Appends a member (base/json_writer.h): an object with a string a language of the site, without
 * the reading. */
void text_add_json(struct buf *b, const char *key, const struct text *text,
                   const struct languages *languages);

#endif
