/*
 * Names of companies without the words that say which form the company has.
 *
 * "(株)さくら電機", "株式会社さくら電機" and "さくら電機" have one core, as "Sakura Co., Ltd." and
 * "SAKURA" have: folded for identity (identity.h), forms left out at both ends.
 */
#ifndef TEXT_COMPANY_H
#define TEXT_COMPANY_H

#include "base/buf.h"
#include "base/str.h"

/* Appends the core of a name; nothing if the name is nothing but its form. */
void company_add_core(struct buf *b, struct str name);

/* Appends the text with its abbreviated forms written out: ㈱ and (株) as 株式会社. */
void company_add_expanded(struct buf *b, struct str text);

/* How many bytes a Japanese form has that begins at `at` of a folded text; 0 where none does. */
size_t company_form_length(struct str folded, size_t at);

#endif
