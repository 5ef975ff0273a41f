/*
 * Criteria versions and product categories: a folder of criteria/1 files, fuda-criteria(5).
 *
 * Loaded once into the build arena, then const and shared by all workers. Versions are sorted by id
 * and numbered by their place in that order; categories keep the order of categories.json.
 */
#ifndef MODEL_CRITERIA_H
#define MODEL_CRITERIA_H

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/map.h"
#include "model/settings.h"
#include "model/text.h"
#include <stdint.h>

#define CRITERIA_NONE UINT32_MAX

/* Levels are numbered from 1 to this. */
#define CRITERIA_LEVELS 4

struct criteria_ref {
	struct str standard, clause;
};

struct criteria_item {
	struct str id;
	struct text title, text; /* text: Markdown */
	struct criteria_ref *refs;
	size_t nrefs;
	struct str since; /* the version number that brought it */
};

enum criteria_revision { REVISION_FIRST, REVISION_MINOR, REVISION_MAJOR, REVISION_NVALUES };

struct criteria_version {
	struct str id, family, version;
	int level;
	uint32_t category; /* index, or CRITERIA_NONE */
	struct text title;
	date_days published_on, effective_on;
	enum criteria_revision revision;
	uint32_t replaces;       /* index of the version before, or CRITERIA_NONE */
	uint32_t first_revision; /* the first of those that replace it, or CRITERIA_NONE; set, as
	                            the next one, by criteria_link */
	uint32_t next_revision;  /* the next one that replaces the same, or CRITERIA_NONE */
	date_days grace_ends_on; /* last day of the grace period given to the one replaced, or
	                            DATE_NONE */
	struct criteria_item *items;
	size_t nitems;
	struct str source; /* the text of its file */
	bool has_faults;   /* its file has errors: labels are not judged by it */
};

struct category {
	struct str id;
	struct text name;
};

struct criteria {
	struct criteria_version *versions;
	size_t nversions;
	struct category *categories;
	size_t ncategories;
	struct map version_by_id, category_by_id;
	/* A file could not be read, or an id in it not: what is not found here may stand there, so
	 * nobody is told that it is unknown. */
	bool lacks_versions, lacks_categories;
	bool has_faults; /* criteria_load returned -1: no record counts as read without an error */
};

/* Reads all *.json of the folder. Returns -1 if it added an error; what could be read stands in
 * `criteria` all the same, so that the export can be checked against it in the same run. */
MUST_CHECK int criteria_load(struct criteria *criteria, const char *folder,
                             const struct settings *settings, struct arena *a, struct diag *d);

/* Leads from each version to those that replace it. For whoever makes `criteria` without
 * criteria_load; `replaces` runs in no circle. */
void criteria_link(struct criteria *criteria);

/* Index of the version or category, or CRITERIA_NONE. */
uint32_t criteria_find_version(const struct criteria *criteria, struct str id);
uint32_t criteria_find_category(const struct criteria *criteria, struct str id);

/* What to say of an id that none has: which was perhaps meant, if one is near. */
struct str criteria_hint_version(const struct criteria *criteria, struct str id, struct arena *a);
struct str criteria_hint_category(const struct criteria *criteria, struct str id, struct arena *a);

/* The item of a version, or NULL. */
const struct criteria_item *criteria_find_item(const struct criteria_version *version,
                                               struct str id);

/*
 * The grace end of labels on a version, as known on day t (rule 6 of fuda-status(5)): the earliest
 * grace_ends_on among the major revisions of its family that are later than it, by following
 * `replaces` backwards, and were published on or before t. DATE_NONE where there is none.
 * *by, if not NULL, gets the index of the revision that set it.
 */
date_days criteria_grace_end(const struct criteria *criteria, uint32_t version, date_days t,
                             uint32_t *by);

/* Whether a later version of the family was published on or before t. */
bool criteria_is_superseded(const struct criteria *criteria, uint32_t version, date_days t);

/* The word of the format: "first", "minor", "major". */
const char *criteria_revision_name(enum criteria_revision revision);

/* Hexadecimal SHA-256 of a version's file, in the arena. */
struct str criteria_hash(const struct criteria_version *version, struct arena *a);

#endif
