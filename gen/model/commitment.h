/*
 * The operator's promise: content/commitment.jsonl, what stays of the registry, in versions.
 *
 * One JSON object a line, a version: {"version": string, "date": date, "addresses": Markdown,
 * "successor": Markdown, "announcement": Markdown, "change": text?}, each later than the one
 * before. The last whose day has come is in force; those before it are the log of changes. Nothing
 * of it is published while there is none.
 */
#ifndef MODEL_COMMITMENT_H
#define MODEL_COMMITMENT_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/settings.h"
#include "model/text.h"

struct promise {
	struct str version;
	date_days date;           /* in force from */
	struct text addresses;    /* for how long the address of a product leads to its page */
	struct text successor;    /* who takes over */
	struct text announcement; /* what may change, and how that is announced */
	struct text change;       /* what is other than in the version before */
};

struct commitment {
	const struct promise *versions; /* the oldest first */
	size_t nversions;               /* of which the last is in force; 0: nothing is promised */
};

/* Reads the file into the arena; one that does not exist promises nothing. -1 if it added an error.
 */
MUST_CHECK int commitment_load(struct commitment *c, struct str file,
                               const struct settings *settings, date_days as_of, struct arena *a,
                               struct diag *d);

#endif
