/*
 * What the database of SQLite begins with, as SQL: its tables, with a column a language where they
 * hold texts, and those of the open data in the table of products.
 */
#ifndef DATA_SQLITE_SCHEMA_H
#define DATA_SQLITE_SCHEMA_H

#include "base/arena.h"
#include "base/buf.h"
#include "site/site.h"

/* Appends the statements; `a` is for what is needed meanwhile. */
void sqlite_add_schema(struct buf *sql, const struct site *site, struct arena *a);

#endif
