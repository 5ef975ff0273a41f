/*
 * What pages are made with, besides the records: program, settings, words, layouts, criteria.
 *
 * One hash of it all. A build whose recipe is that of the previous build makes the same page from
 * the same record as long as the rules turn on no day between the two, so it need not make it
 * again. The part that comes with the program has a hash of its own: a new version of it must not
 * change what is published unless somebody has looked.
 */
#ifndef NIGHT_RECIPE_H
#define NIGHT_RECIPE_H

#include "base/attr.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "model/settings.h"
#include "site/layers.h"

struct recipe_hashes {
	char all[SHA256_HEX];       /* zeroes: unknown */
	char installed[SHA256_HEX]; /* what of it comes with the program; zeroes: nothing does */
};

struct recipe_request {
	struct layers layers;
	const char *criteria_folder;
	const char *const *overrides; /* of settings, as on the command line */
	size_t noverrides;
	unsigned links; /* enum link_style */
	bool is_precompressing;
};

/* Hashes the program itself and every file that a build reads besides the export. To be called
 * before they are read: a file that is changed in between then makes the next build differ. Returns
 * -1, with a system diagnostic, if a file cannot be read. */
MUST_CHECK int recipe_hash(const struct recipe_request *request, struct recipe_hashes *hashes,
                           struct diag *d);

/* Adds to the hash of all what pages are made with and no file says. */
void recipe_add(struct recipe_hashes *hashes, bool fact);

#endif
