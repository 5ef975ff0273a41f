/*
 * Calendars of the terms that end within twelve months: of all products, of a category, of an
 * applicant, in each language.
 *
 * iCalendar (RFC 5545). An event is the last valid day of a product's label as known on the site's
 * day. Its UID is the product's for ever, so that an extension moves it in the calendar of whoever
 * subscribed.
 */
#ifndef MAKE_CALENDAR_H
#define MAKE_CALENDAR_H

#include "base/buf.h"
#include "publish/output.h"
#include "site/lists.h"
#include "view/page.h"
#include <stdbool.h>

/* Where the calendar of a list stands below a language's root, in the arena: "calendar/ending.ics",
 * "calendar/category-ID.ics", "calendar/applicant-HASH.ics"; none for lists of other kinds, and for
 * a category without an event. An applicant's stays when it is empty: pages of products lead to it.
 */
struct str calendar_path(const struct site *site, const struct list *list, struct arena *a);

/* The same for an applicant. */
struct str calendar_applicant_path(const struct text *applicant, struct arena *a);

/* Whether the row has an event in the calendars of its lists. */
bool calendar_has_event(const struct site *site, const struct row *row);

/* Adds the calendar of a list that has one, in the page's language. */
void calendar_add(struct output_stream *s, const struct page *p, const struct list *list);

#endif
