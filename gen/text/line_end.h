/*
 * Where lines end in headings, names, table heads, buttons and cards: between phrases.
 *
 * The style sheet lets such texts end a line nowhere else (word-break: keep-all). What says where
 * is <wbr>: it is not copied with the text, as U+200B would be, nor found in it by a search.
 */
#ifndef TEXT_LINE_END_H
#define TEXT_LINE_END_H

#include "base/buf.h"
#include "text/phrases.h"

#define LINE_END_MARK "<wbr>"

/* Sets the bits of the bytes before which a line may end, and clears all others: where a phrase
 * begins, beside punctuation and the form of a company, and within a long phrase between words of
 * two scripts; but neither at a space, where it may end anyhow, nor within a number and its unit or
 * a date, nor before or behind what must not begin or end a line, nor behind the first kanji of a
 * word, nor so that one character or two are left for the last one. A thread remembers what it
 * found last. */
void line_end_find(const struct phrases *p, struct str text, uint64_t ends[PHRASES_NWORDS]);

/* Appends HTML with the marks in the text of its headings, table heads, captions and summaries. */
void line_end_add_html(struct buf *b, struct str html, const struct phrases *p);

#endif
