/*
 * JSON being written: members of objects and elements of arrays, in order.
 *
 * Each goes behind a comma unless it is the first of its object or array; an element has the key
 * NULL. Absent texts and dates are left out, so that a reader meets no null but where null says
 * something.
 */
#ifndef BASE_JSON_WRITER_H
#define BASE_JSON_WRITER_H

#include "base/buf.h"
#include "base/date.h"
#include "model/text.h"
#include <stdbool.h>

/* The comma and the key; what follows is the caller's. */
void member_add_key(struct buf *b, const char *key);

void member_add_string(struct buf *b, const char *key, struct str text);
void member_add_strings(struct buf *b, const char *key, const struct str *texts, size_t ntexts);
void member_add_date(struct buf *b, const char *key, date_days date);
void member_add_number(struct buf *b, const char *key, uint64_t number);
void member_add_flag(struct buf *b, const char *key, bool flag);

/* An object with a string a language of the site, without the reading. */
void member_add_text(struct buf *b, const char *key, const struct text *text,
                     const struct languages *languages);

/* Begins an object or an array with `bracket`; whoever began it ends it. */
void member_open(struct buf *b, const char *key, char bracket);

#endif
