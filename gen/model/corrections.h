/*
 * Corrections: content/corrections.jsonl, what the registry showed wrongly and since when it is
 * mended.
 *
 * One JSON object a line: {"date": date, "product_id": string?, "text": text}, the day being the
 * one from which on the registry shows it correctly. The list only grows: a correction that was
 * published is published for ever, and the gate correction-gone asks. One of a day to come is not
 * shown yet, nor one of a product without a page.
 */
#ifndef MODEL_CORRECTIONS_H
#define MODEL_CORRECTIONS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/settings.h"
#include "model/text.h"

struct retired;
struct survey;
struct withheld;

/* Where those that are shown are published, in the same form. */
#define CORRECTIONS_PATH "data/corrections.jsonl"

#define CORRECTION_KEY 16 /* hexadecimal digits */

struct correction {
	date_days date;
	struct str product_id; /* none: of the registry as a whole */
	struct text text;
	uint32_t line;
	char key[CORRECTION_KEY]; /* of what it says: its name for ever */
};

struct corrections {
	struct str file;
	struct correction *all; /* as in the file */
	size_t nall;
	const struct correction **shown; /* the newest first */
	size_t nshown;
	const struct correction **of_products; /* of those: by product, the newest first */
	size_t nof_products;
};

/* Reads the file into the arena; one that does not exist has none. Nothing is shown yet. -1 if it
 * added an error. */
MUST_CHECK int corrections_load(struct corrections *c, struct str file,
                                const struct settings *settings, struct arena *a, struct diag *d);

/* Finds those that are shown on the day of the survey. One of a product that nobody knows is an
 * error; with the setting sample it is left out, so that the sample's stand beside any export. */
MUST_CHECK int corrections_plan(struct corrections *c, const struct survey *survey,
                                const struct retired *retired, const struct settings *settings,
                                struct arena *a, struct diag *d);

/* Those of a product that are shown, the newest first. */
const struct correction **corrections_of(const struct corrections *c, struct str product_id,
                                         size_t *n);

/* Adds WITHHELD_IN_TEXT for each of a product that has the withheld name of its manufacturer. */
void corrections_check_withheld(const struct corrections *c, struct str product_id,
                                const struct withheld *withheld, const struct languages *languages,
                                struct diag *d);

/* Appends those that are shown, as they are published: in the form of the file, the newest first.
 */
void corrections_add(struct buf *b, const struct corrections *c, const struct languages *languages);

#endif
