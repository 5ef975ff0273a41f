/* What operating systems leave on a medium that was looked at. */
#ifndef SIGN_LEFTOVER_H
#define SIGN_LEFTOVER_H

#include "base/str.h"
#include <stdbool.h>

/* Whether a path of a copy is such a file, or stands in such a folder. */
bool leftover_is(struct str path);

#endif
