/*
 * Texts in the ways in which people may write them, for full text that is not folded itself.
 *
 * SQLite compares characters as they are. So beside a text stand its folded forms (fold.h): a
 * search for ガスセンサー or がすせんさー finds ｶﾞｽｾﾝｻｰ; and a table of characters, so that whoever
 * asks can fold what is asked for, and then ルーター finds ルータ.
 */
#ifndef DATA_SPELLING_H
#define DATA_SPELLING_H

#include "base/buf.h"
#include "base/str.h"
#include "model/text.h"

/* Appends the text folded, the same in katakana, and as search compares it; " | " behind each. */
void spelling_add(struct buf *b, struct str text);

/* Appends these of a text in each language that it has, and of its reading. */
void spelling_add_text(struct buf *b, const struct text *text, unsigned nlanguages);

/* Calls `add` with each character that search takes for another, and what for. The texts are good
 * until the call returns. */
void spelling_each(void (*add)(void *context, struct str character, struct str becomes),
                   void *context);

#endif
