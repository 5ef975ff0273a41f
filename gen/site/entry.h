/*
 * A product's record read once more, for who makes pages or data of it.
 */
#ifndef SITE_ENTRY_H
#define SITE_ENTRY_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "site/site.h"
#include "view/view.h"

/* Fills id, retired, product, head and standing of the entry of a page, by its number among
 * site->pages; the rest stays empty. `record` holds the bytes of the record and `a` the product:
 * both must outlive the entry. -1 with a diagnostic if the export cannot be read any more. */
MUST_CHECK int entry_read(struct entry *entry, const struct site *site, size_t number,
                          struct buf *record, struct arena *a, struct diag *d);

/* Fills the rest: label.json, which a page names by its hash, and the code of the address. `data`
 * and `address` get the bytes and must outlive the entry. */
void entry_complete(struct entry *entry, const struct site *site, struct sha256_context *sha,
                    struct buf *data, struct buf *address);

#endif
