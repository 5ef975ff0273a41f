/*
 * A key of each row: all that other pages can show of a product, as one number.
 *
 * What is not in the row or in the names of its firms no list, feed or calendar shows, so two rows
 * with one key look the same there. 64 bits of SHA-256; the same on machines of one byte order.
 */
#ifndef MODEL_SURVEY_KEY_H
#define MODEL_SURVEY_KEY_H

#include "base/sha256.h"
#include "model/survey.h"

/* Sets the key of every row. `shas` has one a worker. */
void survey_key_rows(struct survey *survey, unsigned nlanguages, struct sha256_context *const *shas,
                     unsigned nworkers);

#endif
