/*
 * The order of names in lists and indexes: keys that memcmp sorts as readers expect.
 *
 * Digits come first, then Latin letters, kana, and all else (kanji, other scripts) by code point.
 * Names are compared folded (fold.h): case, width, diacritics, katakana and hiragana do not matter,
 * nor do spaces and punctuation. A run of digits is a number: "WR-9" stands before "WR-10". Kana
 * sort as in dictionaries (JIS X 4061): small kana as large ones, a long vowel mark as the vowel it
 * lengthens, an iteration mark as what it repeats, voiced as unvoiced ones. Where names are equal
 * so far, unvoiced stands before voiced and fewer leading zeroes before more, then ー before a
 * small kana before a large one; then the bytes decide, so that only equal texts have equal keys.
 */
#ifndef TEXT_ORDER_H
#define TEXT_ORDER_H

#include "base/buf.h"
#include "base/str.h"

enum order_script {
	ORDER_JAPANESE, /* by the reading, where there is one */
	ORDER_LATIN,    /* by the text */
};

/* Appends the key of a text, whose reading is `kana` (kana, or none). Both are UTF-8, valid,
 * without NUL. Keys may follow each other: a key is never the beginning of another, so the keys of
 * a manufacturer and of a model one behind the other sort by manufacturer, then model. A key has
 * about twice the bytes of its text. */
void order_add_key(struct buf *b, struct str text, struct str kana, enum order_script script);

/* Headings of an index, in the order of the names below them. */
enum order_initial {
	ORDER_DIGIT,
	ORDER_A, /* to Z */
	ORDER_Z = ORDER_A + 25,
	ORDER_KANA_A, /* the rows of kana */
	ORDER_KANA_KA,
	ORDER_KANA_SA,
	ORDER_KANA_TA,
	ORDER_KANA_NA,
	ORDER_KANA_HA,
	ORDER_KANA_MA,
	ORDER_KANA_YA,
	ORDER_KANA_RA,
	ORDER_KANA_WA,
	ORDER_OTHER, /* kanji without a reading, other scripts, nothing but punctuation */
	ORDER_NINITIALS
};

/* The heading under which a name stands. Of two names, the one whose key is less never has the
 * later heading. In ORDER_LATIN kana and kanji are ORDER_OTHER. */
enum order_initial order_initial(struct str text, struct str kana, enum order_script script);

/* "digit", "a" to "z", "kana_a", "kana_ka" ... "kana_wa", "other": keys for the words of a
 * language. Good for ever. */
const char *order_initial_name(enum order_initial initial);

#endif
