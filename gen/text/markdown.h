/*
 * Markdown to HTML: CommonMark 0.30 by libcmark, but that in text with wide characters asterisks
 * emphasize also beside brackets and full stops, and that a line end between two wide characters
 * shows as nothing (emphasis.h).
 *
 * Text is UTF-8, valid, as the readers leave it. All calls are safe from several threads at once.
 * Nothing in Markdown is an error: any text has an HTML.
 */
#ifndef TEXT_MARKDOWN_H
#define TEXT_MARKDOWN_H

#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>

/* Longer texts, and texts nested deeper, are not rendered but shown as the plain text they are:
 * nobody writes them by hand, and parsing and browsers may take long over them. */
#define MARKDOWN_LENGTH_MAX  16384 /* bytes */
#define MARKDOWN_NESTING_MAX 24 /* nodes inside each other, a list and its item counting as two */

/* Appends the HTML of a text from outside, which may be hostile. The elements are p, ul, ol, li,
 * em, strong, code, pre, blockquote, a, br and hr, the attributes href and rel of links and start
 * of lists; no id, no class.
 *
 *   raw HTML        the text it is, so that "<support>" does not vanish from a sentence
 *   images          their alternative text
 *   links           only to http:, https: and mailto:, rel="nofollow noopener ugc", without title;
 *                   any other link is its text
 *   headings        a paragraph in strong: the outline of the page is ours
 *   info of code    nothing
 */
void markdown_add_untrusted(struct buf *b, struct str text);

/* The same HTML for the commonest text, one line without a character that means anything in
 * Markdown, without parsing (0.2 us instead of 1.4; a text with some Markdown takes 5); returns
 * false, and appends nothing, if the text is not such a one. markdown_add_untrusted uses it; apart
 * for the test that compares the two. */
bool markdown_add_plain(struct buf *b, struct str text);

/* Without the above. For the test that compares the two. */
void markdown_add_parsed(struct buf *b, struct str text);

/* Appends the HTML of our own prose: raw HTML, any link and images stay as written. */
void markdown_add_trusted(struct buf *b, struct str text);

/* Appends the words of a text without their marks, a line a paragraph or item: what a reader sees,
 * for comparison with another text. Not HTML. */
void markdown_add_words(struct buf *b, struct str text);

/* The version of the library that parses: another one may write other HTML. */
const char *markdown_version(void);

#endif
