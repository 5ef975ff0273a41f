#include "model/criteria.h"
#include "base/nearest.h"
#include "base/sha256.h"

uint32_t criteria_find_version(const struct criteria *criteria, struct str id)
{
	return map_find(&criteria->version_by_id, id);
}

uint32_t criteria_find_category(const struct criteria *criteria, struct str id)
{
	return map_find(&criteria->category_by_id, id);
}

_Static_assert(CRITERIA_NONE == MAP_NONE, "what the maps do not find is none");

const struct criteria_item *criteria_find_item(const struct criteria_version *version,
                                               struct str id)
{
	for (size_t i = 0; i < version->nitems; i++)
		if (str_is_equal(version->items[i].id, id))
			return &version->items[i];
	return NULL;
}

void criteria_link(struct criteria *criteria)
{
	struct criteria_version *versions = criteria->versions;

	for (size_t i = 0; i < criteria->nversions; i++)
		versions[i].first_revision = versions[i].next_revision = CRITERIA_NONE;
	for (uint32_t i = (uint32_t)criteria->nversions; i-- > 0;) {
		uint32_t replaced = versions[i].replaces;

		if (replaced == CRITERIA_NONE)
			continue;
		versions[i].next_revision = versions[replaced].first_revision;
		versions[replaced].first_revision = i;
	}
}

/* The version behind `at` among all that come after `version`, which is the first `at`, by
 * following `replaces` backwards; CRITERIA_NONE at the end. There are no circles: the loader has
 * cut them. */
static uint32_t next_later(const struct criteria *criteria, uint32_t version, uint32_t at)
{
	const struct criteria_version *versions = criteria->versions;

	if (versions[at].first_revision != CRITERIA_NONE)
		return versions[at].first_revision;
	for (; at != version; at = versions[at].replaces)
		if (versions[at].next_revision != CRITERIA_NONE)
			return versions[at].next_revision;
	return CRITERIA_NONE;
}

static bool is_of_family(const struct criteria *criteria, uint32_t one, uint32_t other)
{
	return str_is_equal(criteria->versions[one].family, criteria->versions[other].family);
}

date_days criteria_grace_end(const struct criteria *criteria, uint32_t version, date_days t,
                             uint32_t *by)
{
	date_days end = DATE_NONE;
	uint32_t first = CRITERIA_NONE;

	for (uint32_t i = version; (i = next_later(criteria, version, i)) != CRITERIA_NONE;) {
		const struct criteria_version *revision = &criteria->versions[i];

		if (revision->revision != REVISION_MAJOR || revision->grace_ends_on == DATE_NONE ||
		    revision->published_on > t || !is_of_family(criteria, i, version))
			continue;
		/* Of two that end on one day, the one that stands first. */
		if (end != DATE_NONE && (revision->grace_ends_on > end ||
		                         (revision->grace_ends_on == end && i > first)))
			continue;
		end = revision->grace_ends_on;
		first = i;
	}
	if (by && end != DATE_NONE)
		*by = first;
	return end;
}

bool criteria_is_superseded(const struct criteria *criteria, uint32_t version, date_days t)
{
	for (uint32_t i = version; (i = next_later(criteria, version, i)) != CRITERIA_NONE;)
		if (criteria->versions[i].published_on <= t && is_of_family(criteria, i, version))
			return true;
	return false;
}

struct str criteria_hash(const struct criteria_version *version, struct arena *a)
{
	struct sha256_context *sha = sha256_open();
	unsigned char hash[SHA256_BYTES];
	char *text = arena_alloc(a, SHA256_HEX);

	sha256_hash(sha, version->source, hash);
	sha256_close(sha);
	sha256_format(hash, text);
	return (struct str){text, SHA256_HEX};
}

struct str criteria_hint_version(const struct criteria *criteria, struct str id, struct arena *a)
{
	struct nearest nearest;

	nearest_init(&nearest, id);
	for (size_t i = 0; i < criteria->nversions; i++)
		nearest_consider(&nearest, id, criteria->versions[i].id);
	return nearest_hint(&nearest, a);
}

struct str criteria_hint_category(const struct criteria *criteria, struct str id, struct arena *a)
{
	struct nearest nearest;

	nearest_init(&nearest, id);
	for (size_t i = 0; i < criteria->ncategories; i++)
		nearest_consider(&nearest, id, criteria->categories[i].id);
	return nearest_hint(&nearest, a);
}
