/*
 * label.json: a product's page as data (format label/1, described in fuda-published(5)).
 *
 * The same facts as the page, in all languages; what the page must not show is not in it.
 */
#ifndef DATA_LABEL_JSON_H
#define DATA_LABEL_JSON_H

#include "base/buf.h"
#include "site/site.h"
#include "view/view.h"

/* How it begins, up to the product's id: a line of open data is known by it. */
#define LABEL_JSON_HEAD "{\"format\":\"label/1\",\"product_id\":\""

/* What stands in it of a manufacturer whose name is told; in a text the quotation marks would be
 * escaped. */
#define LABEL_JSON_MAKER "\"manufacturer\":{\"disclosed\":true"

/* Appends the JSON of an entry, with a line end; of one that is retired and has no record to show
 * only what is known of it. */
void label_json_add(struct buf *b, const struct site *site, const struct entry *entry);

#endif
