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

/* Whether the row is in the calendars of its lists. */
bool endings_has(const struct site *site, const struct row *row);

/* Where the calendar of a list stands below a language's root, in the arena: "calendar/ending.ics",
 * "calendar/category-ID.ics", "calendar/applicant-HASH.ics"; none for lists of other kinds, and for
 * a category without an event. An applicant's stays when it is empty: pages of products lead to it.
 */
struct str endings_calendar_path(const struct site *site, const struct list *list, struct arena *a);

#endif
