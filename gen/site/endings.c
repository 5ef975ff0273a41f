#include "site/endings.h"
#include "site/path.h"

bool endings_has(const struct site *site, const struct row *row)
{
	return row->status == STATUS_VALID &&
	       row_shown_end(row, &site->rules) <= date_add_years(site->as_of, 1);
}

static bool has_any(const struct site *site, const struct list *list)
{
	for (size_t i = 0; i < list->nrows; i++)
		if (endings_has(site, &site->survey->rows[list->in[0].rows[i]]))
			return true;
	return false;
}

struct str endings_calendar_path(const struct site *site, const struct list *list, struct arena *a)
{
	const struct str lists = STR("products/");
	struct str name;

	switch (list->kind) {
	case LIST_ALL: return STR("calendar/ending.ics");
	case LIST_APPLICANT:
		if (list->nrows == 0)
			return STR_NONE;
		return path_applicant_calendar(a, &site->survey->applicants[list->code].name);
	case LIST_CATEGORY:
		if (!has_any(site, list))
			return STR_NONE;
		/* The name of the list without the slash at its end. */
		name = str_sub(list->path, lists.n, list->path.n - 1);
		return ARENA_JOIN(a, STR("calendar/"), name, STR(".ics"));
	default: return STR_NONE;
	}
}
