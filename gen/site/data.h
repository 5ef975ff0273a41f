/*
 * label.json: a product's page as data (format label/1, described in fuda(5)).
 *
 * The same facts as the page, in all languages; what the page must not show is not in it.
 */
#ifndef SITE_DATA_H
#define SITE_DATA_H

#include "base/buf.h"
#include "site/site.h"
#include "site/view.h"

/* Appends the JSON of a product, with a line end. */
void data_add_product(struct buf *b, const struct site *site, const struct entry *entry);

/* The same of a product of which only the retired entry is left. */
void data_add_retired(struct buf *b, const struct site *site, const struct entry *entry);

#endif
