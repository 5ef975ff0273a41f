#include "model/level.h"
#include "model/field.h"

void level_read(struct reader *r, const struct json_path *at, const struct member *member,
                void *object)
{
	int *level = field_in(member, object);
	long number;

	if (!reader_is_kind(r, at, JSON_NUMBER))
		return;
	if (json_parse_integer(at->value, 1, CRITERIA_LEVELS, &number) < 0)
		reader_add(r, at, DIAG_LEVEL_INVALID, "%s is not a level, expected 1, 2, 3 or 4",
		           reader_cut(r, at->value->text));
	else
		*level = (int)number;
}

uint32_t level_find_category(struct reader *r, const struct json_path *object, int level,
                             struct str category)
{
	struct json_path at = reader_member(object, STR("category"));
	uint32_t found;

	if (level > 1 && !at.value)
		reader_add(r, &at, DIAG_CATEGORY_MISSING, "level %d needs a category", level);
	if (!category.p)
		return CRITERIA_NONE;
	if (level == 1) {
		reader_add(r, &at, DIAG_CATEGORY_FORBIDDEN, "is %s, but level 1 has no category",
		           reader_quote(r, category));
		return CRITERIA_NONE;
	}
	found = criteria_find_category(r->criteria, category);
	if (found == CRITERIA_NONE && !r->criteria->lacks_categories)
		reader_add(r, &at, DIAG_CATEGORY_UNKNOWN, "%s is not in categories.json%.*s",
		           reader_quote(r, category),
		           STR_ARG(criteria_hint_category(r->criteria, category, r->a)));
	return found;
}
