/* What operating systems leave on a medium that was looked at. */
#ifndef SIGN_LEFTOVER_H
#define SIGN_LEFTOVER_H

#include "base/arena.h"
#include <stdbool.h>

/* Whether a path of a copy, which is a regular file, is such a file: of a name that a system gives,
 * and beginning as its files do. None is what a browser would show as a page. `folder` is the
 * copy's; one that cannot be read is none. */
bool leftover_is(int folder, struct str path);

/* The table by which that is found, for the check in the browser: a script that sets
 * window.fudaLeftovers to an array of [pattern, head in hexadecimal digits, what must not occur].
 */
struct str leftover_script(struct arena *a);

#endif
