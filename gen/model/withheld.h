/*
 * The name of a manufacturer that is withheld, and whether a text has it in any spelling.
 *
 * Names and texts are folded for identity and company forms are left out (identity.h, company.h). A
 * name of fewer than three characters is not looked for: it stands in any text. A name in kanji and
 * kana of fewer than five must end where a run of one script ends; letters and digits must be whole
 * words.
 */
#ifndef MODEL_WITHHELD_H
#define MODEL_WITHHELD_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/json.h"
#include <stdbool.h>

struct withheld_name {
	struct str core;   /* folded */
	struct str script; /* a byte for each of core: its enum identity_script */
	size_t ncharacters;
	size_t nbreaks; /* places inside where a space or mark stood */
};

struct withheld {
	struct withheld_name *names; /* of each language, and the reading */
	size_t nnames;
};

/* Takes the strings of an object, the name as the record has it. */
void withheld_read(struct withheld *w, const struct json *name, struct arena *a);

/* Whether one of the names stands in the text, also percent-encoded. */
bool withheld_is_in(const struct withheld *w, struct str text);

/* Whether the text, a name itself, is one of the names. */
bool withheld_is_name(const struct withheld *w, struct str text);

#endif
