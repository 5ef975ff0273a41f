/*
 * Reads the files of words of a language: strings.json by its dotted keys, glossary.json by the
 * names of its terms, countries.json by their codes.
 *
 * A term of the glossary is found like a string: its name as "term.KEY", what it means as
 * "means.KEY". A string that names one, {{t.term.KEY}}, has the name in its place from the start,
 * so that also those that are no layouts can.
 *
 * A language that others stand in for need not have the files. What words.h looks up by a key is
 * looked up here.
 */
#ifndef SITE_STRINGS_H
#define SITE_STRINGS_H

#include "model/json.h"
#include "site/words.h"

/* Reads a file that is an object into the arena; NULL, with a diagnostic, if that cannot be. */
const struct json *strings_load_json(struct str path, struct arena *a, struct diag *d);

/* Adds TYPE for a value that is not of the kind that `what` names in a sentence. */
void strings_add_type(const struct json_path *at, struct str file, const char *what,
                      struct arena *a, struct diag *d);

/* Appends the word that is nearest to one that is missing, if any is near. */
void strings_add_hint(const struct language_words *words, struct str key, struct buf *b);

/* The keys of search.json; others are not used. The first so many hold lists of lists of texts, the
 * others lists of texts. */
#define STRINGS_NSEARCH 17
#define STRINGS_NLISTS  4
/* From here on: what stands beside a number, in a list of products or a question. */
#define STRINGS_BESIDE 10
extern const char *const strings_search[STRINGS_NSEARCH];

/* Which of them it is, STRINGS_NSEARCH if none. */
size_t strings_find_search(struct str key);

/* Of the layers, an object has the members of the operator's file, and those of the installed one
 * that this does not have; a list is taken whole. Fills words->keys, texts, glossary, countries and
 * country_names, and the names of the files. One that cannot be read is a diagnostic, and its words
 * are missing. */
void strings_load(struct language_words *words, const struct layers *layers, struct arena *a,
                  struct diag *d);

/* When those of all languages have been loaded: completes a language that others stand in for with
 * their texts that have nothing to translate, such as "{{t.term.valid}} {{end.iso}}". */
void strings_complete(struct language_words *words, struct arena *a);

/* When all are complete: puts the terms in that the strings name. */
void strings_put_terms(struct language_words *words, struct arena *a, struct diag *d);

/* Adds LAYER_OLD for each file of the operator's that replaces most of the installed one, as a
 * whole copy does: what was renewed beneath it would not be seen. */
void strings_check_copies(const struct layers *layers, struct str tag, struct arena *a,
                          struct diag *d);

#endif
