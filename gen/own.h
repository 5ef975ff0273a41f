/*
 * The operator's own site folder: made, listed, added to, compared with the installed one.
 */
#ifndef OWN_H
#define OWN_H

#include "base/attr.h"
#include "base/diag.h"
#include "site/layers.h"
#include <stdio.h>

/* Makes the folder layers->own, which must not be there or be empty, with settings to be filled in.
 */
MUST_CHECK int own_make(const struct layers *layers, struct diag *d);

/* Prints a line for each file of the site: what it is to the layers, and its name. */
MUST_CHECK int own_list(const struct layers *layers, FILE *out, struct diag *d);

/* Takes an installed file into the operator's folder, and keeps its original. */
MUST_CHECK int own_copy(const struct layers *layers, const char *name, struct diag *d);

/* Prints what was changed in each copy, and beneath it since it was taken, as `diff -u` does; and
 * each word and setting that is another. */
MUST_CHECK int own_diff(const struct layers *layers, FILE *out, struct diag *d);

#endif
