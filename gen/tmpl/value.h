/*
 * What a layout can show: values, and the shapes that say which there are.
 *
 * A shape is a constant table of names and types; a value of that shape is an array with one entry
 * a field, in the order of the table. So the compiler turns a name into an index, and rendering
 * never compares a name. Values live in a page arena and are const while a page is rendered.
 */
#ifndef TMPL_VALUE_H
#define TMPL_VALUE_H

#include "base/str.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type {
	FIELD_TEXT, /* text to be escaped for its place; a section on it is shown unless it is empty
	             */
	FIELD_MARKUP, /* markup of our own making, for {{{name}}} alone; likewise */
	FIELD_FLAG,   /* for sections alone */
	FIELD_OBJECT, /* a value of `shape`, or absent */
	FIELD_LIST,   /* values of `shape`; or texts, shown by {{.}}, where shape is NULL */
};

struct shape;

struct field {
	const char *name;
	enum field_type type;
	const struct shape *shape; /* of an object or of a list's items */
	const char *meaning;       /* for the manual: one line */
};

struct shape {
	const char *name;
	const struct field *fields;
	size_t nfields;
};

struct value {
	union {
		const char *text; /* TEXT, MARKUP: n bytes */
		const struct value
		        *items; /* OBJECT: nfields values, n == 1, or n == 0 if absent;
		                   LIST: n items of nfields values (of 1, without a shape) */
	};
	size_t n;         /* FLAG: 0 or 1 */
	const char *lang; /* TEXT: the tag of its language where that is not the page's, or NULL */
};

static inline struct value value_text(struct str s)
{
	return (struct value){.text = s.p, .n = s.n};
}

/* A text of another language than the page's; `lang` may be NULL. */
static inline struct value value_text_in(struct str s, const char *lang)
{
	return (struct value){.text = s.p, .n = s.n, .lang = lang};
}

/* The text of a TEXT. */
static inline struct str value_str(struct value text)
{
	return (struct str){text.text, text.n};
}

static inline struct value value_flag(bool flag)
{
	return (struct value){.text = NULL, .n = flag};
}

static inline struct value value_object(const struct value *fields)
{
	return (struct value){.items = fields, .n = fields != NULL};
}

static inline struct value value_list(const struct value *items, size_t nitems)
{
	return (struct value){.items = items, .n = nitems};
}

#endif
