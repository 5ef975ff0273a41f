/*
 * Words that a name should not hold, as "certified".
 *
 * Names are long and claims are rare, so all words are looked for in one walk over the name.
 */
#ifndef MODEL_CLAIMS_H
#define MODEL_CLAIMS_H

#include "base/str.h"

struct claims {
	struct str *words; /* sorted */
	size_t from[257];  /* by the first byte of words, where they begin */
};

/* Takes the words, none of them empty and their ASCII letters small, and sorts them. */
void claims_init(struct claims *claims, struct str *words, size_t n);

/* The first word that stands in the text, a Latin one not within another word and whatever the case
 * of its letters; STR_NONE if none does. */
struct str claims_find(const struct claims *claims, struct str text);

#endif
