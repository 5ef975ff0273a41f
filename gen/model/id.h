/* The ids of the formats and their grammars, as in fuda-export(5) and fuda-criteria(5). */
#ifndef MODEL_ID_H
#define MODEL_ID_H

#include "base/str.h"
#include <stdbool.h>

enum id_kind {
	ID_PRODUCT,  /* product_id: in addresses and QR codes, fixed for ever */
	ID_LABEL,    /* label_id: printed on the label */
	ID_CRITERIA, /* a criteria version, a family, an item, a category: names of files and
	                folders */
};

/* Whether the text is inside the grammar of its kind. */
bool id_is_valid(enum id_kind kind, struct str s);

/* Whether Windows keeps the name for a device: CON, PRN, AUX, NUL, COM0-9, LPT0-9, in any case,
 * also with an extension. A folder of that name could not be unpacked there. */
bool id_is_reserved(struct str s);

/* The same as patterns, but for a dot at the end and names that are reserved. */
#define ID_PRODUCT_PATTERN  "[0-9A-Z]{4,32}"
#define ID_LABEL_PATTERN    "[0-9A-Za-z][0-9A-Za-z._/\\-]{0,63}"
#define ID_CRITERIA_PATTERN "[0-9A-Za-z][0-9A-Za-z._-]{0,63}"

/* The grammar in words, for messages: "4 to 32 of 0-9 A-Z". */
const char *id_grammar(enum id_kind kind);

#endif
