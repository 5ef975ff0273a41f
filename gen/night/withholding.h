/*
 * Names that are withheld from now on: what told them before must not stay beside the new site.
 */
#ifndef NIGHT_WITHHOLDING_H
#define NIGHT_WITHHOLDING_H

#include "model/survey.h"
#include "publish/manifest.h"

/* Which site the export is held against. */
struct withholding_site {
	int folder;
	struct str mark; /* what stands in a label.json that tells the name */
	const struct manifest
	        *files; /* its list, or NULL: then nothing in it is lost or replaced */
	bool is_kept;   /* what the rows know to be as it was published is so in this site */
};

/* Whether the export withholds a manufacturer's name that label.json of the product told in that
 * site, or may have: where it cannot be read, or is not the listed one any more, it is taken to. */
bool withholding_is_new(const struct survey *survey, const struct withholding_site *site);

#endif
