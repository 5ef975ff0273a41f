/*
 * What a character does to the eye: whether it is seen, and whether it stands on another.
 */
#ifndef TEXT_GLYPH_H
#define TEXT_GLYPH_H

#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

/* None of what is asked below: most characters of names, told at a glance. */
static inline bool glyph_is_plain(uint32_t c)
{
	return (c > 0x20 && c < 0x7f) || (c >= 0x30a0 && c <= 0x30ff) ||
	       (c >= 0x4e00 && c <= 0x9fff);
}

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
