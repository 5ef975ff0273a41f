/* The level of a label or a criteria version, and the category that goes with it. */
#ifndef MODEL_LEVEL_H
#define MODEL_LEVEL_H

#include "model/reader.h"

/* Reads an int, 1 to 4. */
reader_function level_read;

/*
 * The index of the category that an object names by its key "category", CRITERIA_NONE where it
 * names none or there are faults, which are added: level 1 has none, levels 2 to 4 have one that is
 * in categories.json. `level` is 0 if it could not be read, `category` none if there is none or it
 * could not be read; then only what is certain is said.
 */
uint32_t level_find_category(struct reader *r, const struct json_path *object, int level,
                             struct str category);

#endif
