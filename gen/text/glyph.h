/*
 * What a character does to the eye: whether it is seen, and whether it stands on another.
 */
#ifndef TEXT_GLYPH_H
#define TEXT_GLYPH_H

#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

/* A space of any width. */
bool glyph_is_space(uint32_t c);

/* Neither a space nor seen: format characters, fillers, joiners. Selectors of variants, which
 * choose a form of what stands before them, are not among them. */
bool glyph_is_invisible(uint32_t c);

/* Stands on the character before it: marks of Latin, Greek, Cyrillic, kana, and for symbols. */
bool glyph_is_mark(uint32_t c);

/* Whether any character of a text, which is valid UTF-8, is seen. */
bool glyph_has_visible(struct str text);

#endif
