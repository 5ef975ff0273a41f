/*
 * Emphasis and line ends in text without spaces between words, for markdown.c.
 *
 * CommonMark lets `*` open or close by the spaces and punctuation beside it, as Latin text has
 * them: in これは**「重要」**です nothing is emphasized, because a bracket stands on one side and a
 * letter, without a space, on the other. Here a mark goes between the asterisks and such
 * punctuation where a wide character stands beside them; a parser takes it for a letter, and it is
 * taken out of what the parser returns.
 */
#ifndef TEXT_EMPHASIS_H
#define TEXT_EMPHASIS_H

#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

/* U+FDD0, a noncharacter: no checked text has it. */
#define EMPHASIS_MARK "\xef\xb7\x90"

/* Appends the text with a mark wherever one is needed; false, and appends nothing, where none is.
 */
bool emphasis_add_marked(struct buf *b, struct str text);

/* Takes the marks out of a text that ends in NUL, in place. */
void emphasis_remove_marks(char *text);

/* Whether a line end beside this character and another such gives no space: ideographs, kana, wide
 * punctuation and forms; not Hangul, which has spaces. */
bool emphasis_is_wide(uint32_t c);

#endif
