/*
 * iCalendar (RFC 5545) as text: content lines, each ended by CRLF and folded.
 *
 * No line has more than 75 octets without its CRLF; where one is longer it is folded, never inside
 * a character (3.1). Texts must be valid UTF-8. Safe in any thread.
 */
#ifndef TEXT_ICAL_H
#define TEXT_ICAL_H

#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"

/* A line as it is: "BEGIN:VEVENT", "URL:https://...". Line ends in it are left out. */
void ical_add_line(struct buf *b, struct str text);

/* A property whose value is of type TEXT (3.3.11), escaped: backslash, semicolon, comma, line end.
 * Control characters that a text cannot have are left out. `language`, if not empty, becomes its
 * parameter. */
void ical_add_text(struct buf *b, const char *name, struct str language, struct str text);

/* A property whose value is a day (3.3.4): "DTSTART;VALUE=DATE:20280401". */
void ical_add_date(struct buf *b, const char *name, date_days date);

/* A property whose value is the instant at which that day begins in UTC (3.3.5):
 * "DTSTAMP:20260401T000000Z". */
void ical_add_instant(struct buf *b, const char *name, date_days date);

#endif
