/*
 * Terms that end in the months from that of the site's day to the same of the next year: what
 * calendars hold, and where they stand.
 *
 * A term that has ended stays until its month is over: so a calendar changes when a label does, and
 * when a month begins, but not because a day has passed.
 */
#ifndef SITE_ENDINGS_H
#define SITE_ENDINGS_H

#include "site/lists.h"
#include <stdbool.h>

/* The days of the ends that calendars hold: from the first to before the other. */
struct endings_days {
	date_days from, to;
};

struct endings_days endings_days(date_days as_of);

/* Whether the row is in the calendars of its lists, which hold the ends of these days. */
bool endings_has(const struct site *site, struct endings_days days, const struct row *row);

/* The latest day on which a label of a list changed, by the dates that may be shown: displayed_on,
 * or the end of a label that has ended. It is when an event of several labels was last changed: one
 * that leaves a day leaves it by a later date. DATE_NONE of an empty list. */
date_days endings_latest(const struct site *site, const struct list *list);

/* Where the calendar of a list stands below a language's root, in the arena: "calendar/ending.ics",
 * "calendar/category-ID.ics", "calendar/applicant-HASH.ics"; none for lists of other kinds.
 * A category's is there as long as the category, an applicant's as long as pages of products lead
 * to it, also without an event. */
struct str endings_calendar_path(const struct site *site, const struct list *list, struct arena *a);

#endif
