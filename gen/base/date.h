/*
 * Calendar days, without clock, zone or locale.
 *
 * A date is the number of days since 1970-01-01 in the proleptic Gregorian calendar, so that days
 * compare and subtract as numbers. Years 0001 to 9999. The rules of the calendar stand in
 * fuda-status(5).
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

typedef int32_t date_days;

#define DATE_NONE INT32_MIN /* no date; earlier than every date */
#define DATE_MAX  INT32_MAX /* later than every date */

/* 2000-01-01, from which days are counted in what is published. */
#define DATE_2000 10957

/* Length of "YYYY-MM-DD". */
#define DATE_TEXT 10

struct date_parts {
	int year, month, day;
};

/* Reads exactly YYYY-MM-DD, a day that exists. -1 otherwise, *date unchanged. */
MUST_CHECK int date_parse(struct str s, date_days *date);

/* Writes the ten characters of YYYY-MM-DD, no NUL. The date must be a real one. */
void date_format(date_days date, char text[DATE_TEXT]);

/* The same as a text in the arena, NUL-terminated; none of DATE_NONE. */
struct str date_text(struct arena *a, date_days date);

/* What lies after the year 9999 counts as its last day, what lies before the year 1 as its first.
 */
struct date_parts date_split(date_days date);
date_days date_join(struct date_parts parts);

/* The same month and day n years on; 29 February becomes 28 February where the year has none.
 * Always counted from the date given, so add to the origin, never to a date that was moved. Past
 * the year 9999 there is no date: then it is the last day of that year. */
date_days date_add_years(date_days origin, int n);

/* Today in Asia/Tokyo (UTC+9, no summer time), from the system clock. The only clock we read. */
date_days date_today_tokyo(void);

/* The instant of an RFC 3339 timestamp, in seconds since 1970-01-01T00:00:00Z; -1 if it is none. */
MUST_CHECK int date_parse_instant(struct str s, int64_t *seconds);

/* The day in Asia/Tokyo of an RFC 3339 timestamp; -1 if it is none. */
MUST_CHECK int date_parse_timestamp(struct str s, date_days *date);

#endif
