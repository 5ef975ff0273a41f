/*
 * What the operator promises, with what the program itself writes: addresses, keys of label.json
 * and columns, from the tables and the schema that make them.
 */
#ifndef DATA_COMMITMENT_PAGE_H
#define DATA_COMMITMENT_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "site/site.h"

#define COMMITMENT_PATH "data/commitment.json"

/* Appends the promise in force as data (format commitment/1, described in fuda-published(5)). */
void commitment_add(struct buf *b, const struct site *site, struct arena *a);

#endif
