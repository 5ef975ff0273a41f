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
	const struct manifest
	        *files; /* its list, by which a lost file is known; NULL: none is lost */
	bool is_before; /* what the rows know to be as it was published is so in this site */
};

/* Whether the export withholds a manufacturer's name that label.json of the product tells in that
 * site, or may tell: where it cannot be read, it is taken to. */
bool withholding_is_new(const struct survey *survey, const struct withholding_site *site);

/* Whether the export withholds any. */
bool withholding_is_any(const struct survey *survey);

#endif
