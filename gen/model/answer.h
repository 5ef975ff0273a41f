/*
 * The answer for one product as one line of JSON: what `fuda status` prints.
 */
#ifndef MODEL_ANSWER_H
#define MODEL_ANSWER_H

#include "base/buf.h"
#include "model/record.h"
#include "model/rules.h"
#include "model/survey.h"
#include <stdio.h>

/*
 * Appends {"product_id":…,"label_id":…,"level":…,"status":…,"reason":…,"end":…,"displayed_on":…}
 * and a line feed, keys in exactly this order, null where there is no reason or no end; or, with
 * head == NULL (no label issued yet), {"product_id":…,"status":"not_issued"}. The end is that of
 * the rules, standing->end: with the setting last_day_valid off a term ends a day later than pages
 * show.
 */
void answer_add_json(struct buf *b, struct str product_id, const struct label *head,
                     const struct standing *standing);

/* Writes the answers for all rows to `out`, a line each, in the byte order of their ids. Stops
 * where `out` fails, which ferror(3) tells. */
void answer_print_rows(const struct survey *survey, FILE *out);

#endif
