/*
 * JSON (RFC 8259) as a tree in an arena.
 *
 * One reader for everything we read: records, criteria versions, settings, strings. Strings without
 * escapes are views of the text, so the text must live as long as the tree. A tree is const once
 * read and may be shared by threads.
 *
 * Why not jansson, which is linked for its messages (syntax.h): its values do not know where they
 * stand in the text, so no fault could be told with its place; of two members with one key it keeps
 * one or stops at the first, where we report each; it copies every string and every value is an
 * allocation of its own. Parsing 10,000 records of 1.5 kB, one thread, takes 2 us a record here and
 * 27 us with jansson 2.14, of about 90 us that a product takes in a build; tests/bench/read_export
 * is that yardstick.
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

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_kind kind;
	uint32_t nchildren;       /* of an array or object */
	uint32_t offset;          /* of the value's first byte in the text */
	bool may_repeat;          /* it, or a value within it, may have a key twice */
	struct str key;           /* decoded, of a member of an object; else none */
	struct str text;          /* JSON_STRING: decoded; JSON_NUMBER: as written */
	const struct json *child; /* first element or member, or NULL */
	const struct json *next;  /* the one after this in its parent, or NULL */
};

/* Where a value stands: a chain on the stack, from the value up to the document. */
struct json_path {
	const struct json_path *parent; /* NULL: the document itself */
	struct str key;                 /* of a member; none: an element of an array */
	size_t index;                   /* of an element */
	const struct json *value;       /* NULL where there is none, as of a missing key */
};

/* Nesting deeper than this is refused. */
#define JSON_DEPTH_MAX 64

/*
 * Reads one JSON text of at most 4 GiB. `place` says where it stands (its pointer is ignored); with
 * place.line == 0 the text is a whole file and diagnostics carry the line of the fault in it, else
 * the text is that one line. Adds ENCODING, JSON_SYNTAX (at most one, then returns NULL) and
 * KEY_DUPLICATE (each, with its pointer; the first value stands and the tree is returned, with all
 * members still in it). A text behind a byte order mark is read all the same.
 */
MUST_CHECK const struct json *json_parse(struct str text, struct place place, struct arena *a,
                                         struct diag *d);

/* As json_parse, but says nothing of duplicate keys: for callers that learn the place from the tree
 * itself and then call json_add_duplicates. */
MUST_CHECK const struct json *json_parse_keeping(struct str text, struct place place,
                                                 struct arena *a, struct diag *d);

/* Adds a KEY_DUPLICATE for every member whose key stands in its object before, in the order of the
 * text. n log n in the members of an object. */
void json_add_duplicates(const struct json *tree, struct str text, struct place place,
                         struct arena *a, struct diag *d);

/* The member of an object, or NULL where it is absent, null, or `object` is none. */
const struct json *json_find(const struct json *object, struct str key);

/* An object with the members of `over`, and those of `under` that it does not have; where both have
 * an object, those are joined in the same way. If one is no object, `over` it is. In the arena. */
const struct json *json_lay_over(const struct json *over, const struct json *under,
                                 struct arena *a);

/* The line, from 1, on which an offset of a text stands. */
uint32_t json_line(struct str text, uint32_t offset);

/* Reads an integer written without fraction or exponent, within [low, high]; -1 if it is none. */
MUST_CHECK int json_parse_integer(const struct json *value, long low, long high, long *number);

/* The path as an RFC 6901 pointer, in the arena. */
struct str json_format_pointer(const struct json_path *path, struct arena *a);

/* The same with every index as "*": one text for all elements of an array. */
struct str json_format_pattern(const struct json_path *path, struct arena *a);

/* "an object", "a string": the kind in words, for messages. */
const char *json_kind_name(enum json_kind kind);

/* Whether it is an empty string, or a text whose languages all have one: nothing is said. */
bool json_is_empty(const struct json *value);

#endif
