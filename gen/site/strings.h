/*
 * Reads the files of words of a language: strings.json by its dotted keys, glossary.json by the
 * names of its terms, countries.json by their codes.
 *
 * A term of the glossary is found like a string: its name as "term.KEY", what it means as
 * "means.KEY". A string that names one, {{t.term.KEY}}, has the name in its place from the start,
 * so that also those that are no layouts can.
 */
#ifndef SITE_STRINGS_H
#define SITE_STRINGS_H

#include "site/words.h"

/* Fills words->keys, texts, glossary, countries and country_names from the files that words names.
 * One that cannot be read is a diagnostic, and its words are missing. */
void strings_load(struct language_words *words, struct arena *a, struct diag *d);

#endif
