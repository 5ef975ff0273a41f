#include "base/date.h"
#include <time.h>

#define FIRST_DAY     (-719162) /* 0001-01-01 */
#define LAST_YEAR     9999
#define LAST_DAY      2932896 /* its 31 December */
#define DAYS_OF_ERA   146097  /* days in 400 years */
#define EPOCH_OFFSET  719468  /* days from 0000-03-01 to 1970-01-01 */
#define TOKYO_SECONDS (9 * 60 * 60)
#define DAY_SECONDS   (24 * 60 * 60)

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Howard Hinnant's "days from civil": years counted from March, so that the leap day is last. */
date_days date_join(struct date_parts parts)
{
	int year = parts.year - (parts.month <= 2);
	int era = year / 400;
	int year_of_era = year - era * 400;
	int day_of_year =
	        (153 * (parts.month + (parts.month > 2 ? -3 : 9)) + 2) / 5 + parts.day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * DAYS_OF_ERA + day_of_era - EPOCH_OFFSET;
}

struct date_parts date_split(date_days date)
{
	int days = (date < FIRST_DAY  ? FIRST_DAY
	            : date < LAST_DAY ? date
	                              : LAST_DAY) +
	           EPOCH_OFFSET;
	int era = days / DAYS_OF_ERA;
	int day_of_era = days - era * DAYS_OF_ERA;
	int year_of_era =
	        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int from_march = (5 * day_of_year + 2) / 153;
	int month = from_march + (from_march < 10 ? 3 : -9);

	return (struct date_parts){
	        .year = year_of_era + era * 400 + (month <= 2),
	        .month = month,
	        .day = day_of_year - (153 * from_march + 2) / 5 + 1,
	};
}

/* The value of `n` decimal digits, or -1 where one is not a digit. */
static int parse_digits(const char *p, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		value = value * 10 + (p[i] - '0');
	}
	return value;
}

int date_parse(struct str s, date_days *date)
{
	struct date_parts parts;

	if (s.n != DATE_TEXT || s.p[4] != '-' || s.p[7] != '-')
		return -1;
	parts.year = parse_digits(s.p, 4);
	parts.month = parse_digits(s.p + 5, 2);
	parts.day = parse_digits(s.p + 8, 2);
	if (parts.year < 1 || parts.month < 1 || parts.month > 12 || parts.day < 1 ||
	    parts.day > days_of_month(parts.year, parts.month))
		return -1;
	*date = date_join(parts);
	return 0;
}

static void format_digits(int value, char *p, int n)
{
	while (n-- > 0) {
		p[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

void date_format(date_days date, char text[DATE_TEXT])
{
	struct date_parts parts = date_split(date);

	format_digits(parts.year, text, 4);
	text[4] = '-';
	format_digits(parts.month, text + 5, 2);
	text[7] = '-';
	format_digits(parts.day, text + 8, 2);
}

struct str date_text(struct arena *a, date_days date)
{
	char *text;

	if (date == DATE_NONE)
		return STR_NONE;
	text = arena_alloc(a, DATE_TEXT + 1);
	date_format(date, text);
	return (struct str){text, DATE_TEXT};
}

date_days date_add_years(date_days origin, int n)
{
	struct date_parts parts = date_split(origin);

	if (parts.year + n > LAST_YEAR)
		return date_join((struct date_parts){LAST_YEAR, 12, 31});
	parts.year += n;
	if (parts.day > days_of_month(parts.year, parts.month))
		parts.day = days_of_month(parts.year, parts.month);
	return date_join(parts);
}

static date_days day_of_seconds(long long seconds)
{
	long long days = seconds / DAY_SECONDS;

	if (seconds % DAY_SECONDS < 0)
		days--;
	return (date_days)days;
}

date_days date_today_tokyo(void)
{
	return day_of_seconds((long long)time(NULL) + TOKYO_SECONDS);
}

/* Reads "HH:MM" as seconds, or -1. */
static int parse_hours_minutes(const char *p)
{
	int hours = parse_digits(p, 2);
	int minutes = parse_digits(p + 3, 2);

	if (p[2] != ':' || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return -1;
	return (hours * 60 + minutes) * 60;
}

int date_parse_instant(struct str s, int64_t *instant)
{
	int time_of_day, seconds, offset = 0;
	size_t at = 19;
	date_days day;

	if (s.n < 20 || date_parse(str_sub(s, 0, DATE_TEXT), &day) < 0 ||
	    (s.p[10] != 'T' && s.p[10] != 't') || s.p[16] != ':')
		return -1;
	time_of_day = parse_hours_minutes(s.p + 11);
	seconds = parse_digits(s.p + 17, 2);
	if (time_of_day < 0 || seconds < 0 || seconds > 60)
		return -1;
	if (s.p[at] == '.') {
		size_t first = ++at;

		while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
			at++;
		if (at == first)
			return -1;
	}
	if (s.n - at == 6 && (s.p[at] == '+' || s.p[at] == '-')) {
		offset = parse_hours_minutes(s.p + at + 1);
		if (offset < 0)
			return -1;
		if (s.p[at] == '-')
			offset = -offset;
	} else if (s.n - at != 1 || (s.p[at] != 'Z' && s.p[at] != 'z')) {
		return -1;
	}
	*instant = (int64_t)day * DAY_SECONDS + time_of_day + seconds - offset;
	return 0;
}

int date_parse_timestamp(struct str s, date_days *date)
{
	int64_t instant;

	if (date_parse_instant(s, &instant) < 0)
		return -1;
	*date = day_of_seconds(instant + TOKYO_SECONDS);
	return 0;
}
