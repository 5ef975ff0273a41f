/*
 * Widths of text in the badge, estimated without fonts.
 *
 * Which font a reader has nobody knows; the layout gives the estimate as textLength, so that the
 * reader's font is fitted to it. The widths are means of wide and narrow sans-serif faces, regular
 * and bold: such a font differs by a tenth at most.
 */
#ifndef VIEW_BADGE_H
#define VIEW_BADGE_H

#include "base/str.h"

#define BADGE_FONT_SIZE 13 /* pixels an em, as in layouts/badge.svg.mustache */

/* Width of a text in pixels at BADGE_FONT_SIZE, rounded up. The text is UTF-8, valid, of one line.
 */
unsigned badge_measure(struct str text);

#endif
