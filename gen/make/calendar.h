/*
 * Calendars of the terms that end within a year: of all products, of a category, of an applicant,
 * in each language.
 *
 * iCalendar (RFC 5545). In an applicant's an event is the last valid day of a product's label as
 * known on the site's day; its UID is the product's for ever, so that an extension moves it in the
 * calendar of whoever subscribed. In the others an event is a day: nobody reads thousands.
 */
#ifndef MAKE_CALENDAR_H
#define MAKE_CALENDAR_H

#include "base/buf.h"
#include "publish/output.h"
#include "site/lists.h"
#include "view/page.h"
#include <stdbool.h>

/* Adds the calendar of a list that has one, in the page's language. */
void calendar_add(struct output_stream *s, const struct page *p, const struct list *list);

#endif
