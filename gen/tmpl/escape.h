/*
 * Escapes: how a text is written so that it stays text in its place.
 *
 * Each function writes at `to`, where ESCAPE_GROWTH * n bytes must be free, and returns the end of
 * what it wrote. Texts are UTF-8; they are never cut inside a character.
 */
#ifndef TMPL_ESCAPE_H
#define TMPL_ESCAPE_H

#include "base/str.h"
#include "text/phrases.h"

enum escape {
	ESCAPE_NONE, /* as it is: markup of our own making, plain text */
	ESCAPE_HTML, /* text of an element, quoted attribute: & < > " ' */

	/* The beginning of an address: kept, with ESCAPE_HTML, if it is relative or its scheme is
	 * http, https, mailto or tel; else "#" stands for it. Blanks, control characters,
	 * backslashes and a leading "//" are refused as well: browsers read them in ways of their
	 * own. */
	ESCAPE_URL,
	/* More of a path, directly behind a name that began the address: percent-encoded (RFC 3986)
	 * but for "/". Left out where it has an empty, "." or ".." segment or begins with "/": it
	 * can lead only down from where the address began. */
	ESCAPE_URL_PATH,
	/* One piece of a path that the layout has begun: all but unreserved characters
	 * percent-encoded, so "/" too; left out where it is "." or "..". */
	ESCAPE_URL_SEGMENT,
	ESCAPE_URL_QUERY,   /* behind "?" or "#": all but unreserved characters percent-encoded */
	ESCAPE_URL_CONTACT, /* behind "mailto:" or "tel:": the same, but "@" and "+" are kept */

	/* As ESCAPE_HTML, with marks where a line may end: a heading, a table head, a button or the
	 * like in a language that has phrases. */
	ESCAPE_PHRASES,

	ESCAPE_JSON, /* inside the quotes of a JSON string in a script element (RFC 8259) */
	ESCAPE_NKINDS
};

#define ESCAPE_GROWTH 6 /* bytes written for a byte, at most */

/* Escapes by kind; of ESCAPE_PHRASES without the phrases. */
extern char *(*const escapes[ESCAPE_NKINDS])(char *to, struct str s);

char *escape_html(char *to, struct str s);
/* Of a language that has some; NULL: as escape_html. */
char *escape_phrases(char *to, struct str s, const struct phrases *phrases);

/* With any escape. */
static inline char *escape_as(enum escape kind, char *to, struct str s,
                              const struct phrases *phrases)
{
	if (kind == ESCAPE_PHRASES)
		return escape_phrases(to, s, phrases);
	return kind == ESCAPE_HTML ? escape_html(to, s) : escapes[kind](to, s);
}

#endif
