#include "site/endings.h"
#include "site/path.h"

/* The first day of the month of a day, or of a later month. */
static date_days month_begin(date_days day, int later)
{
	struct date_parts parts = date_split(day);
	int month = parts.month - 1 + later;

	return date_join((struct date_parts){parts.year + month / 12, month % 12 + 1, 1});
}

bool endings_has(const struct site *site, const struct row *row)
{
	date_days end = row_shown_end(row, &site->rules);

	if (row->status != STATUS_VALID && !rules_is_end_of_term(row->reason))
		return false;
	return end >= month_begin(site->as_of, 0) && end < month_begin(site->as_of, 13);
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
