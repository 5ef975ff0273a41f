/*
 * JSON (RFC 8259) as a tree in an arena.
 *
 * One reader for everything we read: records, criteria versions, settings, strings. Strings without
 * escapes are views of the text, so the text must live as long as the tree. A tree is const once
 * read and may be shared by threads.
 */
#ifndef MODEL_JSON_H
#define MODEL_JSON_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	enum json_kind kind;
	uint32_t nchildren;         /* of an array or object */
	uint32_t offset;            /* of the value's first byte in the text */
	struct str key;             /* decoded, of a member of an object; else none */
	struct str text;            /* JSON_STRING: decoded; JSON_NUMBER: as written */
	const struct json *child;   /* first element or member, or NULL */
	const struct json *next;    /* the one after this in its parent, or NULL */
};

/* Nesting deeper than this is refused. */
#define JSON_DEPTH_MAX 64

/*
 * Reads one JSON text of at most 4 GiB. `place` says where it stands (its pointer is ignored); with
 * place.line == 0 the text is a whole file and diagnostics carry the line of the fault in it, else
 * the text is that one line. Adds ENCODING, JSON_SYNTAX (at most one, then returns NULL) and
 * KEY_DUPLICATE (each, with its pointer; the first value stands and the tree is returned).
 */
MUST_CHECK const struct json *json_parse(struct str text, struct place place, struct arena *a,
                                         struct diag *d);

/* The member of an object, or NULL where it is absent, null, or `object` is none. */
const struct json *json_find(const struct json *object, struct str key);

/* The line, from 1, on which an offset of a text stands. */
uint32_t json_line(struct str text, uint32_t offset);

/* Reads an integer written without fraction or exponent, within [low, high]; -1 if it is none. */
MUST_CHECK int json_integer(const struct json *value, long low, long high, long *number);

/* Appends the text as a JSON string with its quotes; `<`, `>`, `&` and U+2028/9 as \u escapes, so
 * that it is harmless inside a script element too. */
void json_add_string(struct buf *b, struct str s);

#endif
