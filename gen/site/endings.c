#include "site/endings.h"
#include "site/path.h"

/* The first day of the month of a day, or of a later month. */
static date_days month_begin(date_days day, int later)
{
	struct date_parts parts = date_split(day);
	int month = parts.month - 1 + later;

	return date_join((struct date_parts){parts.year + month / 12, month % 12 + 1, 1});
}

struct endings_days endings_days(date_days as_of)
{
	return (struct endings_days){month_begin(as_of, 0), month_begin(as_of, 13)};
}

bool endings_has(const struct site *site, struct endings_days days, const struct row *row)
{
	date_days end = row_shown_end(row, &site->rules);

	if (row->status != STATUS_VALID && !rules_is_end_of_term(row->reason))
		return false;
	return end >= days.from && end < days.to;
}

/* A row whose label changes has a later day. */
date_days endings_latest(const struct site *site, const struct list *list)
{
	date_days latest = DATE_NONE;

	for (size_t i = 0; i < list->nrows; i++) {
		date_days stamp =
		        row_last_day(&site->survey->rows[list->in[0].rows[i]], &site->rules);

		latest = i == 0 || stamp > latest ? stamp : latest;
	}
	return latest;
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
		return site->calendar_paths[list->code];
	case LIST_CATEGORY:
		/* The name of the list without the slash at its end. */
		name = str_sub(list->path, lists.n, list->path.n - 1);
		return ARENA_JOIN(a, STR("calendar/"), name, STR(".ics"));
	default: return STR_NONE;
	}
}
