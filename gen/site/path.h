/*
 * Where pages stand, below a language's root: addresses that are made from what a page is about.
 *
 * All results are in the arena. Product ids, category ids and ids of criteria versions stand in
 * addresses as they are. Names, which hold any character, stand there as 32 hexadecimal digits of
 * the SHA-256 of what they are in all languages: of so many nobody makes two names with one hash.
 */
#ifndef SITE_PATH_H
#define SITE_PATH_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"
#include "model/text.h"
#include "site/shapes_fixed.h"

/* Which sites have a fixed page. */
enum fixed_when { FIXED_ALWAYS, FIXED_IN_LITE_MIRROR, FIXED_IF_PROMISED };

struct fixed_page_row {
	const char *name; /* of its words */
	const char *path; /* "statistics/"; "" for the home page */
	enum fixed_when when;
};

/* By enum fixed_page. */
extern const struct fixed_page_row fixed_pages[FIXED_NPAGES];

/* Finds the fixed page at the top of a site in the folder of a name; -1 if none is there. */
MUST_CHECK int fixed_page_find(struct str folder, enum fixed_page *page);

struct str path_product(struct arena *a, struct str product_id);   /* P/<id>/ */
struct str path_criteria(struct arena *a, struct str version_id);  /* criteria/<id>/ */
struct str path_category(struct arena *a, struct str category_id); /* products/category-<id>/ */
struct str path_manufacturer(struct arena *a, const struct text *name); /* products/maker-<hash>/ */
struct str path_applicant_calendar(struct arena *a,
                                   const struct text *name); /* calendar/applicant-<hash>.ics */

#endif
