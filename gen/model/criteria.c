#include "model/criteria.h"
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

/* Whether the version is reached from a later one of its family by following `replaces` backwards.
 * There are no circles: the loader has cut them. */
static bool is_later(const struct criteria *criteria, uint32_t later, uint32_t version)
{
	const struct criteria_version *versions = criteria->versions;

	if (!str_is_equal(versions[later].family, versions[version].family))
		return false;
	for (uint32_t i = versions[later].replaces; i != CRITERIA_NONE; i = versions[i].replaces)
		if (i == version)
			return true;
	return false;
}

date_days criteria_grace_end(const struct criteria *criteria, uint32_t version, date_days t,
                             uint32_t *by)
{
	date_days end = DATE_NONE;

	for (uint32_t i = 0; i < criteria->nversions; i++) {
		const struct criteria_version *revision = &criteria->versions[i];

		if (revision->revision != REVISION_MAJOR || revision->grace_ends_on == DATE_NONE ||
		    revision->published_on > t)
			continue;
		if ((end != DATE_NONE && revision->grace_ends_on >= end) ||
		    !is_later(criteria, i, version))
			continue;
		end = revision->grace_ends_on;
		if (by)
			*by = i;
	}
	return end;
}

bool criteria_is_superseded(const struct criteria *criteria, uint32_t version, date_days t)
{
	for (uint32_t i = 0; i < criteria->nversions; i++)
		if (criteria->versions[i].published_on <= t && is_later(criteria, i, version))
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
