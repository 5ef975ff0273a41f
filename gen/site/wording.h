/*
 * Checks the words of the site against its own glossary: things called by a name that they must not
 * have, and what nobody may claim for a label. Both are warnings, in the prose pages, the strings
 * and the layouts of each language.
 */
#ifndef SITE_WORDING_H
#define SITE_WORDING_H

#include "base/arena.h"
#include "base/diag.h"
#include "site/words.h"

/* Adds WORDING_NAME and WORDING_CLAIM for what it finds in the layers whose words are loaded. Text
 * in tags of layouts and of HTML does not count, but for attributes that are read out. */
void wording_check(const struct words *words, const struct layers *layers, struct arena *a,
                   struct diag *d);

/* Adds TYPE for what in glossary.json is not of its kind. */
void wording_check_glossary(const struct language_words *words, struct arena *a, struct diag *d);

/* Reads phrases.json: a language in which lines end between phrases has a model of them. */
void wording_load_phrases(struct language_words *words, const struct layers *layers,
                          struct arena *a, struct diag *d);

/* Whether a text, without its tags, has something to translate: two letters or more. */
bool wording_has_words(struct str text);

#endif
