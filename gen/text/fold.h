/*
 * Folding: what makes texts that people take for the same be the same bytes.
 *
 * Full-width and half-width forms (NFKC), upper and lower case, katakana and hiragana, diacritics
 * of Latin, Greek and Cyrillic letters, hyphens, dashes and spaces of all kinds: "ＷＲ－１２００",
 * "WR‐1200" and "wr-1200" fold to "wr-1200", "ﾈｯﾄﾜｰｸ" and "ネットワーク" to "ねっとわーく". Voiced
 * marks, small kana and the long vowel mark stay: they make other words.
 *
 * What is taken for the same stands in fold.txt. fold_table.mjs makes of it the table here and
 * static/search/fold.js, which the search page runs, for the version of Unicode that it states.
 * Folding what is folded changes nothing. For searching and sorting, never for display.
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

/* The same with spaces kept, and of what people write in several ways one form: without long vowel
 * marks, small kana as large ones, ヴァ as バ, ヅ as ズ, 髙 as 高, 﨑 as 崎. For searching alone.
 */
void fold_add_alike(struct buf *b, struct str text);

#endif
