/*
 * Retired entries: content/retired.jsonl, products whose pages stay though the export lost them.
 *
 * One JSON object a line: {"product_id": string, "date": date, "note": text?}. The list only grows:
 * a page that was published once is published for ever.
 */
#ifndef MODEL_RETIRED_H
#define MODEL_RETIRED_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/settings.h"
#include "model/text.h"

struct retired_entry {
	struct str product_id;
	date_days date;
	struct text note;
};

struct retired {
	struct retired_entry *entries; /* sorted by product_id */
	size_t nentries;
};

/* The entry of a product, or NULL. */
const struct retired_entry *retired_find(const struct retired *retired, struct str id);

/* The day of which a product is told: that on which it was retired, if it has come by `as_of`, else
 * `as_of`. `retired` may be NULL. */
date_days retired_find_day(const struct retired *retired, struct str id, date_days as_of);

/* Reads the file into the arena; one that does not exist has no entries. Every fault is added; -1
 * if there was an error. */
MUST_CHECK int retired_load(struct retired *retired, const char *path,
                            const struct settings *settings, struct arena *a, struct diag *d);

#endif
