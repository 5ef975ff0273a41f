#include "base/date.h"
#include "check.h"
#include <stdlib.h>
#include <time.h>

static date_days date_of(const char *text)
{
	date_days date = DATE_NONE;

	CHECK(date_parse(str_from(text), &date) == 0);
	return date;
}

static void check_text(date_days date, const char *expected)
{
	char text[DATE_TEXT];
	struct arena a;

	date_format(date, text);
	CHECK_STR(((struct str){text, DATE_TEXT}), str_from(expected));
	arena_init(&a, 64);
	CHECK_STR(str_from(date_text(&a, date).p), str_from(expected));
	CHECK(!date_text(&a, DATE_NONE).p);
	arena_release(&a);
}

/* Every day of 1900 to 2100, beside a calendar that only counts, and the C library's. */
static void test_all_days(void)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	date_days date = date_of("1900-01-01");
	int nwrong = 0;

	for (int year = 1900; year <= 2100; year++) {
		for (int month = 1; month <= 12; month++) {
			bool is_leap = year % 4 == 0 && (year % 100 != 0 || year == 2000);
			int last = month == 2 && is_leap ? 29 : days[month - 1];

			for (int day = 1; day <= last; day++, date++) {
				struct date_parts parts = date_split(date);
				struct tm tm = {.tm_year = year - 1900,
				                .tm_mon = month - 1,
				                .tm_mday = day};
				char text[DATE_TEXT];
				date_days again = DATE_NONE;

				date_format(date, text);
				if (parts.year != year || parts.month != month ||
				    parts.day != day || date_join(parts) != date ||
				    date_parse((struct str){text, DATE_TEXT}, &again) < 0 ||
				    again != date || timegm(&tm) != (time_t)date * 86400)
					nwrong++;
			}
		}
	}
	CHECK(nwrong == 0);
	CHECK(date == date_of("2101-01-01"));
}

static void test_format(void)
{
	check_text(0, "1970-01-01");
	check_text(-1, "1969-12-31");
	check_text(date_of("0001-01-01"), "0001-01-01");
	check_text(date_of("9999-12-31"), "9999-12-31");
	CHECK(date_of("0001-01-01") == -719162);
	CHECK(date_of("9999-12-31") == 2932896);
	CHECK(DATE_NONE < date_of("0001-01-01"));
	CHECK(DATE_MAX > date_of("9999-12-31"));
}

static void test_no_dates(void)
{
	static const struct str rows[] = {
	        STR(""),           STR("2026"),        STR("2027-02-29"),    STR("1900-02-29"),
	        STR("2100-02-29"), STR("2026-02-30"),  STR("2026-04-31"),    STR("2026-13-01"),
	        STR("2026-00-10"), STR("2026-01-00"),  STR("2026-01-32"),    STR("0000-01-01"),
	        STR("2026-1-01"),  STR("2026-01-1"),   STR("2026/01/01"),    STR("20260101"),
	        STR("2026-01-0a"), STR("+026-01-01"),  STR("-026-01-01"),    STR(" 026-01-01"),
	        STR("2026-0x-01"), STR("2026-01-01 "), STR(" 2026-01-01"),   STR("2026-01-01\0"),
	        STR("2026-01:01"), STR("12026-01-01"), STR("2026-01-01T00"), STR_NONE,
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		date_days date = 4711;

		if (!CHECK(date_parse(rows[i], &date) == -1 && date == 4711))
			fprintf(stderr, "  read as a date: %.*s\n", STR_ARG(rows[i]));
	}
	check_text(date_of("2000-02-29"), "2000-02-29");
	check_text(date_of("2028-02-29"), "2028-02-29");
	check_text(date_of("9999-12-31"), "9999-12-31");
	check_text(date_of("9999-12-31") + 1, "9999-12-31");
	check_text(DATE_MAX, "9999-12-31");
}

static void test_add_years(void)
{
	static const struct {
		const char *origin;
		int n;
		const char *sum;
	} rows[] = {
	        {"2024-02-29", 0, "2024-02-29"}, {"2024-02-29", 1, "2025-02-28"},
	        {"2024-02-29", 2, "2026-02-28"}, {"2024-02-29", 4, "2028-02-29"},
	        {"2024-02-29", 5, "2029-02-28"}, {"2026-02-28", 2, "2028-02-28"},
	        {"2024-03-01", 1, "2025-03-01"}, {"2024-12-31", 2, "2026-12-31"},
	        {"2023-01-01", 5, "2028-01-01"}, {"2096-02-29", 4, "2100-02-28"},
	        {"2096-02-29", 8, "2104-02-29"}, {"2000-02-29", -100, "1900-02-28"},
	        {"2026-05-31", 4, "2030-05-31"}, {"2024-02-29", -4, "2020-02-29"},
	        {"9997-05-31", 2, "9999-05-31"}, {"9998-05-31", 2, "9999-12-31"},
	        {"9999-12-31", 5, "9999-12-31"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_text(date_add_years(date_of(rows[i].origin), rows[i].n), rows[i].sum);
}

/* The same month and day, save 29 February in a year that has none; order is kept. */
static void test_add_years_to_all_days(void)
{
	date_days first = date_of("1990-01-01"), last = date_of("2060-12-31");
	int nwrong = 0;

	for (date_days date = first; date <= last; date++) {
		struct date_parts from = date_split(date);

		for (int n = 0; n <= 10; n++) {
			struct date_parts to = date_split(date_add_years(date, n));
			bool is_same = to.day == from.day && to.month == from.month;
			bool is_28th = from.month == 2 && from.day == 29 && to.month == 2 &&
			               to.day == 28 && to.year % 4 != 0;

			nwrong += to.year != from.year + n || !(is_same || is_28th) ||
			          date_add_years(date, n) > date_add_years(date + 1, n);
		}
	}
	CHECK(nwrong == 0);
}

static void test_timestamps(void)
{
	static const struct {
		const char *text, *day; /* no day: no timestamp */
	} rows[] = {
	        {"2026-11-22T23:30:00+09:00", "2026-11-22"},
	        {"2026-11-22T23:59:59+09:00", "2026-11-22"},
	        {"2026-11-22T14:59:59Z", "2026-11-22"},
	        {"2026-11-22T15:00:00Z", "2026-11-23"},
	        {"2026-11-22t15:00:00z", "2026-11-23"},
	        {"2026-11-22T14:59:59.999999999Z", "2026-11-22"},
	        {"2026-11-22T00:00:00+14:00", "2026-11-21"},
	        {"2026-11-22T00:00:00-12:00", "2026-11-22"},
	        {"2026-11-22T03:00:00-12:00", "2026-11-23"},
	        {"2026-11-22T12:00:00+00:30", "2026-11-22"},
	        {"2026-11-22T15:29:59+00:30", "2026-11-22"},
	        {"2026-11-22T15:30:00+00:30", "2026-11-23"},
	        {"2026-12-31T15:00:00Z", "2027-01-01"},
	        {"2028-02-28T15:00:00Z", "2028-02-29"},
	        {"2027-02-28T15:00:00.0Z", "2027-03-01"},
	        {"1969-12-31T14:59:59Z", "1969-12-31"},
	        {"1969-12-31T15:00:00Z", "1970-01-01"},
	        {"2016-12-31T23:59:60Z", "2017-01-01"},
	        {"2026-11-22", NULL},
	        {"2026-11-22T23:30:00", NULL},
	        {"2026-11-22T23:30:00.5", NULL},
	        {"2026-11-22T23:30:00.Z", NULL},
	        {"2026-11-22T23:30:00.", NULL},
	        {"2026-11-22T23:30Z", NULL},
	        {"2026-11-22 23:30:00Z", NULL},
	        {"2026-11-22T24:00:00Z", NULL},
	        {"2026-11-22T23:60:00Z", NULL},
	        {"2026-11-22T23:59:61Z", NULL},
	        {"2026-11-22T23:30:00+9:00", NULL},
	        {"2026-11-22T23:30:00+0900", NULL},
	        {"2026-11-22T23:30:00+09:0", NULL},
	        {"2026-11-22T23:30:00+24:00", NULL},
	        {"2026-11-22T23:30:00+09:60", NULL},
	        {"2026-11-22T23:30:00 09:00", NULL},
	        {"2026-11-22T23:30:00Z ", NULL},
	        {"2026-11-22T23:30:00+09:00Z", NULL},
	        {"2026-11-22T23-30-00Z", NULL},
	        {"2026-11-22T2a:30:00Z", NULL},
	        {"2026-02-29T23:30:00Z", NULL},
	        {"", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		date_days date = 4711;
		int status = date_parse_timestamp(str_from(rows[i].text), &date);
		bool is_right = rows[i].day ? status == 0 && date == date_of(rows[i].day)
		                            : status == -1 && date == 4711;

		if (!CHECK(is_right))
			fprintf(stderr, "  timestamp: %s\n", rows[i].text);
	}
}

/* Whatever zone the machine is in. */
static void test_today(void)
{
	static const char *zones[] = {"UTC", "JST-9", "HST10", "NZST-12"};

	for (size_t i = 0; i < COUNT_OF(zones); i++) {
		date_days today, before = (date_days)((time(NULL) + 32400) / 86400);

		setenv("TZ", zones[i], 1);
		tzset();
		today = date_today_tokyo();
		CHECK(today == before || today == (date_days)((time(NULL) + 32400) / 86400));
	}
}

/* Days that a sum has left the calendar with are the nearest in it. */
static void test_ends(void)
{
	static const struct {
		date_days date;
		const char *day;
	} rows[] = {
	        {DATE_NONE, "0001-01-01"}, {-800000, "0001-01-01"}, {-719163, "0001-01-01"},
	        {-719161, "0001-01-02"},   {2932897, "9999-12-31"}, {DATE_MAX, "9999-12-31"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct date_parts parts = date_split(rows[i].date);

		CHECK(date_join(parts) == date_of(rows[i].day));
	}
}

int main(void)
{
	test_ends();
	test_all_days();
	test_format();
	test_no_dates();
	test_add_years();
	test_add_years_to_all_days();
	test_timestamps();
	test_today();
	return check_report();
}
