/*
 * Names that are the same to people are the same bytes.
 *
 * identity_add_character folds what is only spelling: width (NFKC), case, katakana and hiragana,
 * and leaves out spaces, punctuation, symbols and what is not seen: "ＡＣＭＥ－電機", "Acme 電機"
 * and "acme電機" are one. Other letters stay other letters: no diacritic is dropped, no small kana
 * made large.
 *
 * identity_add_skeleton folds what is taken for something else, as UTS 39 has it, for finding names
 * that were made to deceive: "Аcme" with a Cyrillic А, "ＩCOM" with an l, カ and 力. Katakana and
 * hiragana stay apart.
 *
 * The texts become decomposed (NFKD), so that it does not matter how marks were written. Both are
 * for comparing, never for display. The table is made from Unicode's data (identity_table.py), of
 * the version IDENTITY_UNICODE; text must be valid UTF-8. Safe in any thread.
 */
#ifndef TEXT_IDENTITY_H
#define TEXT_IDENTITY_H

#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

/* Appends what one character becomes, nothing if it is left out. */
void identity_add_character(struct buf *b, uint32_t c);

/* Appends what a text is taken for. */
void identity_add_skeleton(struct buf *b, struct str text);

/* Scripts as far as bounds of words need them. */
enum identity_script {
	IDENTITY_NONE,  /* not a letter: it ends a word */
	IDENTITY_MARK,  /* goes on what stands before, in any script: marks and the long vowel */
	IDENTITY_LATIN, /* and Greek, Cyrillic and all others that put spaces between words */
	IDENTITY_DIGIT,
	IDENTITY_HIRAGANA,
	IDENTITY_KATAKANA,
	IDENTITY_HAN,
};

/* Of a character as it was written. */
enum identity_script identity_classify(uint32_t c);

#endif
