/*
 * Folding: what makes texts that people take for the same be the same bytes.
 *
 * Full-width and half-width forms (NFKC), upper and lower case, katakana and hiragana, diacritics
 * of Latin, Greek and Cyrillic letters, hyphens, dashes and spaces of all kinds: "ＷＲ－１２００",
 * "WR‐1200" and "wr-1200" fold to "wr-1200", "ﾈｯﾄﾜｰｸ" and "ネットワーク" to "ねっとわーく". Voiced
 * marks, small kana and the long vowel mark stay: they make other words.
 *
 * The definition is static/fold.js, which the search page runs; the table here is made from it
 * (fold_table.mjs) for the whole BMP. Characters beyond it stay as they are. Folding what is folded
 * changes nothing. For searching and sorting, never for display.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"
#include "base/str.h"

enum fold_spaces {
	FOLD_KEEP_SPACES, /* a run of spaces is one " ", none at the ends */
	FOLD_DROP_SPACES,
};

/* Appends the folded text. `text` is UTF-8, valid; so is what is appended. */
void fold_add(struct buf *b, struct str text, enum fold_spaces spaces);

#endif
