/*
 * The answers of a product's page in plain words, or in a language that the site does not have: a
 * file of content/plain/, named by the tag of its language. fuda-site(5), PLAIN WORDS, has the
 * format.
 */
#ifndef MODEL_PLAIN_H
#define MODEL_PLAIN_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/rules.h"

/* What stands in a sentence for its day. */
#define PLAIN_DAY "{{date}}"

/* A sentence for each status and reason, as the file has it. */
struct plain_sentences {
	struct str of[STATUS_NVALUES][REASON_NVALUES], of_retired;
};

struct plain {
	struct str tag, file;
	struct str schema, name, source, date, unreviewed;
	bool is_right_to_left;
	struct str reviewer; /* none: nobody has reviewed it */
	date_days reviewed_on;
	struct str *months, *days; /* their names, of all or of none */
	size_t nmonths, ndays;
	struct plain_sentences sentences;
};

/* Reads the file. Each sentence that is missing, or does not name its day, is an error with the key
 * and the file; texts with readings, [characters|reading], have them whole, whatever is filled in.
 * Returns -1 if it added an error. */
MUST_CHECK int plain_load(struct plain *words, struct str tag, struct str file,
                          const struct settings *settings, struct arena *a, struct diag *d);

#endif
