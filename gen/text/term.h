/*
 * The keys under which search finds a text (fuda-search(5)).
 *
 * A text is folded for search (fold.h) and then has characters of three kinds: those of words
 * (letters and digits), CJK characters, each a word's beginning, and all others, which only
 * separate. A term that someone types matches a text if it stands in it, separators left out, from
 * the beginning of a word on. Keys lead to every text that a term can match; to some that it does
 * not, so whoever looks up a key holds the term against the text.
 *
 * static/search/terms.js cuts texts and terms by the same rules; tests/search/ compares the two.
 */
#ifndef TEXT_TERM_H
#define TEXT_TERM_H

#include "base/buf.h"
#include "base/str.h"
#include <stdint.h>

/* Characters of a key at most: what a longer word has behind them is not in its key. */
#define TERM_KEY_CHARACTERS 16

enum term_class {
	TERM_SEPARATOR,
	TERM_LETTER,
	TERM_DIGIT, /* 0 to 9 */
	TERM_CJK,
};

/* Begins and ends keys that are not words: a separator, so that no word has it. */
#define TERM_MARK "."

/* What a folded character is. */
enum term_class term_classify(uint32_t c);

enum term_kind {
	TERM_NAME,  /* words begin behind separators; digits behind a letter begin one */
	TERM_MODEL, /* the same, and it has a key of its whole */
	TERM_ID,    /* has one word, which begins at its beginning */
};

/* Memory for cutting, kept from text to text. One a worker. */
struct term_cutter {
	struct buf folded, word, places;
};

void term_init(struct term_cutter *cutter);
void term_release(struct term_cutter *cutter);

/* Calls `add` with each key of the text; a key may come twice. Keys are views, good until the next
 * call. A key is one of these: a word from a beginning to its end; two CJK characters one behind
 * the other; a CJK character behind which none stands; behind a mark, a CJK character and a letter
 * or digit, in either order, one behind the other. But for names also the whole text, of which as
 * many characters count as of a word, and a mark; the word that is as long is left out. */
void term_cut(struct term_cutter *cutter, struct str text, enum term_kind kind,
              void (*add)(void *context, struct str key), void *context);

/* The text folded, without its separators: how a number is compared. Good until the next call. */
struct str term_code(struct term_cutter *cutter, struct str text);

#endif
