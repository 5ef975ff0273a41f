/* Global Trade Item Numbers (GS1 General Specifications): GTIN-8, -12, -13 and -14. */
#ifndef MODEL_GTIN_H
#define MODEL_GTIN_H

#include "base/str.h"

/* What is wrong with the number, in words for a message, or NULL. */
const char *gtin_find_fault(struct str s);

#endif
