/* The order of rows: by product_id in byte order. */
#ifndef MODEL_SURVEY_SORT_H
#define MODEL_SURVEY_SORT_H

#include "model/survey.h"

/* Sorts the rows by id, and those with the same id, which is a fault, by where they stand. */
void survey_sort_rows(struct row *rows, size_t n);

#endif
