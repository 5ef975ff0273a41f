/*
 * The template of label artwork, an SVG file that an operator draws: whether the page that fills it
 * can rely on it. fuda-site(5), LABEL ARTWORK, says what a template may have.
 *
 * What is filled in the browser is saved and printed by others, so a template has shapes and text
 * alone: no script, no style sheet, no link, and paints that can be made black or white.
 */
#ifndef TEXT_ARTWORK_H
#define TEXT_ARTWORK_H

#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"
#include <stdbool.h>

/* Adds CONTENT_INVALID for all that is wrong, each with its line, and returns -1 if there was any.
 * *is_sample gets whether the template marks itself as one that no real registry may use. */
MUST_CHECK int artwork_check(struct str svg, struct str file, bool *is_sample, struct diag *d);

#endif
