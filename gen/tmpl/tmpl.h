/*
 * Layouts: Mustache 1.4 (core, with parents and blocks), compiled, escaped by place.
 *
 * A layout is compiled once, against the shape of its page kind, to a flat array of instructions
 * with partials and parents resolved; rendering is one loop that allocates nothing but the output.
 * The compiler follows the markup and chooses the escape of each name from where it stands; a name
 * that the shape does not have, or that stands where no escape makes it safe, is an error with
 * file, line and column, also in a section that is never shown.
 *
 * A text in another language than the page's says so where markup may stand: in the text of an
 * element it is put in one with that `lang`.
 *
 * A compiled layout is const and may be shared by threads. The dialect is described in
 * fuda-layout(5).
 */
#ifndef TMPL_TMPL_H
#define TMPL_TMPL_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "text/phrases.h"
#include "tmpl/value.h"

struct tmpl;

enum tmpl_dialect {
	TMPL_HTML, /* HTML, and SVG or XML written alike: every name escaped by its place */
	TMPL_TEXT, /* plain text: nothing escaped (robots.txt, snippets of strings) */
	TMPL_SPEC, /* as the Mustache specification has it, for its tests: {{name}} escaped as in
	              HTML text, {{{name}}} not at all, and what does not exist is empty */
};

/* Where texts come from. The functions are called while compiling only. */
struct tmpl_source {
	/* The text of the layout or partial called `name`, and the file to name in diagnostics.
	 * Returns -1 if there is none. The text must live until tmpl_compile returns. */
	int (*find)(void *context, struct str name, struct str *text, struct str *file);
	/* The words for {{t.key}}: text that stands in the layout as if written there, which may
	 * have tags of its own, is escaped by its place and checked in its place. *lang, which is
	 * NULL, may be set to the tag of its language where that is not the layout's. Returns -1 if
	 * there is none, and may append to `why` which was perhaps meant (STRING_MISSING is then
	 * reported). NULL: there are no strings. */
	int (*find_string)(void *context, struct str key, struct str *text, struct str *file,
	                   const char **lang, struct buf *why);
	/* The path of a static file, {{asset "NAME"}}. Returns -1 and appends to `why` what is
	 * wrong. NULL: there are none. */
	int (*find_asset)(void *context, struct str name, struct str *path, struct buf *why);
	void *context;
	const char *lang; /* what tmpl_lang says of the layout */
	/* The layouts are words themselves, to be told of by their keys. */
	bool is_words;
	/* The layouts are whole pages or files: each element ends where it should, and there is no
	 * script, style sheet or style attribute in them, which the site's Content-Security-Policy
	 * blocks. */
	bool is_page;
	/* Of the language, where it has some: in text of elements that hold a phrase and no
	 * paragraph, lines end between phrases. */
	const struct phrases *phrases;
	/* What shows nothing is left out: line breaks and indentation behind tags of blocks, and
	 * end tags that HTML does not need. */
	bool is_lean;
	/* The line of its file on which the layout given to tmpl_compile begins, where that is not
	 * 1: the body of a page that has front matter. */
	uint32_t first_line;
};

/* Compiles the layout `name` of the source against a shape. Returns NULL if it added an error; all
 * that are found are added. Instructions and their texts stand in the arena. */
MUST_CHECK const struct tmpl *tmpl_compile(struct str name, const struct tmpl_source *source,
                                           enum tmpl_dialect dialect, const struct shape *shape,
                                           struct arena *a, struct diag *d);

/* The language that the source gave it; NULL: that of the page. */
const char *tmpl_lang(const struct tmpl *tmpl);

/* Renders behind what the buffer holds. `root` is an array of the shape's values. */
void tmpl_run(const struct tmpl *tmpl, const struct value *root, struct buf *b);

#endif
