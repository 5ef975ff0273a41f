/* Countries: the officially assigned alpha-2 codes of ISO 3166-1. */
#ifndef MODEL_COUNTRY_H
#define MODEL_COUNTRY_H

#include "base/str.h"
#include <stdbool.h>

/* Whether the text is one of the 249 codes, in capitals. */
bool country_is_valid(struct str code);

#endif
