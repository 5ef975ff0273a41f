/* Labels in a record of the export: their format and the rules between their fields, as in
 * fuda-export(5).
 */
#ifndef MODEL_LABEL_H
#define MODEL_LABEL_H

#include "model/reader.h"
#include "model/record.h"

/* Reads a struct label. */
extern const struct format label_format;

/* Says of every label whose first term overlaps that of an earlier one at its level which one that
 * is. `list` is the array of the record. n log n in the labels. */
void label_check_overlaps(struct reader *r, const struct json_path *list,
                          const struct label *labels, size_t nlabels);

#endif
