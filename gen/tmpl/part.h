/*
 * A part: the text of a layout, a partial or a string, cut into tags and lines of literal text.
 *
 * Tokens are views into the text. Sections and the like point to their end, so a reader can skip
 * them; whitespace around tags that stand alone on their lines is already gone, as the Mustache
 * specification (1.4) asks. A part is const once it is scanned; it lives in the arena.
 */
#ifndef TMPL_PART_H
#define TMPL_PART_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

enum token_kind {
	TOKEN_TEXT, /* literal text of at most one line; also what is left of a comment: nothing */
	TOKEN_NAME, /* {{name}} */
	TOKEN_RAW,  /* {{{name}}} and {{&name}} */
	TOKEN_SECTION,  /* {{#name}} */
	TOKEN_INVERTED, /* {{^name}} */
	TOKEN_PARTIAL,  /* {{>name}} */
	TOKEN_PARENT,   /* {{<name}} */
	TOKEN_BLOCK,    /* {{$name}} */
	TOKEN_END,      /* {{/name}} */
};

struct token {
	enum token_kind kind;
	bool is_first; /* of its line */
	bool is_alone; /* on its line but for whitespace, and for tags of the same parent */
	uint32_t end;  /* of what it opens: the index of its TOKEN_END; of an end: what opened it */
	struct str text;   /* the literal text, or the name */
	struct str margin; /* of a tag that is alone: the whitespace before it */
	const char *at;    /* where it begins, for messages */
};

struct part {
	struct str name, file, text;
	uint32_t first_line; /* line of the file on which the text begins, from 1 */
	bool is_string;      /* a text of strings.json, whose lines are not known */
	const char *lang;    /* of a string in another language than the layout's, or NULL */
	struct token *tokens;
	uint32_t ntokens;
};

/* Fills in the tokens of a part whose other fields are set. Adds LAYOUT_SYNTAX for every fault
 * and then returns -1; the tokens must not be used. */
MUST_CHECK int part_scan(struct part *part, struct arena *a, struct diag *d);

/* Whether a token asks for the path of a static file, {{asset "NAME"}}; gives its name. */
bool part_is_asset(const struct token *token, struct str *name);

/* Drops the whitespace around tags that are alone on their lines. Called by part_scan. */
void part_trim_lines(struct part *part);

/* The whitespace with which the content of a block begins: that of its first line, where the tag
 * that opens it is alone, else that before the tag. */
struct str part_find_margin(const struct part *part, uint32_t block);

/* Spaces and tabs at the beginning of the text. */
size_t part_count_blanks(struct str text);

/* Adds a fault at a byte of the part's text, once however often the part is used. */
void part_fault(const struct part *part, const char *at, struct diag *d, enum diag_code code,
                const char *format, ...) PRINTF_LIKE(5, 6);

#endif
