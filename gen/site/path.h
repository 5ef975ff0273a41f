/*
 * Where pages stand, below a language's root: addresses that are made from what a page is about.
 *
 * All results are in the arena. Product ids, category ids and ids of criteria versions stand in
 * addresses as they are; names, which hold any character, as their hash.
 */
#ifndef SITE_PATH_H
#define SITE_PATH_H

#include "base/arena.h"
#include "base/str.h"
#include <stdint.h>

struct str path_product(struct arena *a, struct str product_id);   /* P/<id>/ */
struct str path_criteria(struct arena *a, struct str version_id);  /* criteria/<id>/ */
struct str path_category(struct arena *a, struct str category_id); /* products/category-<id>/ */
struct str path_manufacturer(struct arena *a, struct str name);    /* products/maker-<hash>/ */
struct str path_applicant_calendar(struct arena *a,
                                   struct str name); /* calendar/applicant-<hash>.ics */

/* Sixteen lower-case hexadecimal digits, no NUL. */
void path_format_hash(uint64_t hash, char hex[16]);

#endif
