/*
 * JSON being written: members of objects and elements of arrays, in order.
 *
 * Each goes behind a comma unless it is the first of its object or array; an element has the key
 * NULL. A member that would be an empty text or no date is left out, so that a reader meets no null
 * but where null says something: there the names of the functions end in _or_null. An element
 * always stands, for the others are told by their place. What has no function here, such as a
 * number with three decimals, is appended behind json_add_key.
 */
#ifndef BASE_JSON_WRITER_H
#define BASE_JSON_WRITER_H

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include <stdbool.h>

/* Appends the text as a JSON string with its quotes; `<`, `>`, `&` and U+2028/9 as \u escapes, so
 * that it is harmless inside a script element too. The text must be valid UTF-8. */
void json_add_quoted(struct buf *b, struct str s);

/* The comma and the key; what follows is the caller's. */
void json_add_key(struct buf *b, const char *key);

/* The same with a key that comes from a file. */
void json_add_key_text(struct buf *b, struct str key);

/* The comma and the end of the line: the next member or element begins a line. */
void json_begin_line(struct buf *b);

void json_add_string(struct buf *b, const char *key, struct str text);
void json_add_strings(struct buf *b, const char *key, const struct str *texts, size_t ntexts);
void json_add_date(struct buf *b, const char *key, date_days date);
void json_add_string_or_null(struct buf *b, const char *key, struct str text);
void json_add_date_or_null(struct buf *b, const char *key, date_days date);
void json_add_number(struct buf *b, const char *key, uint64_t number);
void json_add_flag(struct buf *b, const char *key, bool flag);

/* Begins an object or an array with `bracket`; whoever began it ends it. */
void json_open(struct buf *b, const char *key, char bracket);

#endif
