/*
 * Which entries follow from a row, in which order, and how feeds are cut into parts.
 *
 * What stands in the documents is tested by tests/site/feeds.mjs.
 */
#include "base/attr.h"
#include "check.h"
#include "site/feed.h"
#include <stdlib.h>

static struct arena a;
static struct settings settings = {.last_day_valid = true};
static struct criteria criteria;
static struct survey survey;
static struct retired retired;
static struct site site;
static struct feeds feeds;

static date_days day(const char *text)
{
	date_days date = DATE_NONE;

	if (date_parse(str_from(text), &date) < 0)
		abort();
	return date;
}

static void plan(struct row *rows, size_t nrows, const char *as_of)
{
	survey = (struct survey){.rows = rows, .nrows = nrows};
	site = (struct site){
	        .settings = &settings,
	        .rules = {.settings = &settings},
	        .criteria = &criteria,
	        .survey = &survey,
	        .retired = &retired,
	        .as_of = day(as_of),
	        .host = STR("fuda.example:8080"),
	        .base_path = STR("/labels/"),
	};
	for (size_t i = 0; i < nrows; i++)
		survey.nissued += rows[i].status != STATUS_NOT_ISSUED;
	feeds_plan(&feeds, &site, &a);
}

/* The feed of a level, of the category with an index, or of all. */
static const struct feed *find_feed(enum feed_scope scope, uint32_t code)
{
	for (size_t i = 0; i < feeds.nfeeds; i++)
		if (feeds.feeds[i].scope == scope && feeds.feeds[i].code == code)
			return &feeds.feeds[i];
	abort();
}

/* All tags of a feed behind the path, the newest first, a blank between them. */
static struct str tags(enum feed_scope scope, uint32_t code)
{
	const struct str head = STR("tag:fuda.example,");
	const struct feed *feed = find_feed(scope, code);
	struct str text = STR("");

	for (size_t i = feed->nentries; i-- > 0;) {
		struct str tag = feed_tag(&feeds, feed_entry(&feeds, feed, (uint32_t)i), &a);

		if (!CHECK(str_has_prefix(tag, head)))
			return STR("");
		text = arena_printf(&a, "%.*s%s%.*s", STR_ARG(text), text.n > 0 ? " " : "",
		                    STR_ARG(str_sub(tag, head.n, tag.n)));
	}
	return text;
}

/* One packed text. */
static const char *pack(const char *text)
{
	struct str packed;
	struct buf b;

	buf_init(&b);
	packed_add(&b, str_from(text));
	packed = arena_copy(&a, buf_str(&b));
	buf_release(&b);
	return packed.p;
}

static struct row row(const char *id, enum status status, enum reason reason,
                      const char *displayed_on, const char *end)
{
	return (struct row){
	        .texts = pack(id),
	        .status = status,
	        .reason = reason,
	        .displayed_on = day(displayed_on),
	        .end = day(end),
	        .level = 1,
	        .category = CRITERIA_NONE,
	};
}

/* What one row tells. */
static void test_rows(void)
{
	static const struct {
		enum status status;
		enum reason reason;
		bool is_extended, is_last_day_over;
		const char *expected;
	} rows[] = {
	        {STATUS_NOT_ISSUED, REASON_NONE, false, false, ""},
	        {STATUS_VALID, REASON_NONE, false, false, "2025-03-31:labels/P/AAAA/issued"},
	        {STATUS_VALID, REASON_NONE, true, false, "2025-03-31:labels/P/AAAA/extended"},
	        {STATUS_LAPSED, REASON_EXPIRY, false, false,
	         "2026-02-28:labels/P/AAAA/ended 2025-03-31:labels/P/AAAA/issued"},
	        {STATUS_PENDING, REASON_CAP, true, false,
	         "2026-02-28:labels/P/AAAA/ended 2025-03-31:labels/P/AAAA/extended"},
	        {STATUS_LAPSED, REASON_CRITERIA, false, true,
	         "2026-02-27:labels/P/AAAA/ended 2025-03-31:labels/P/AAAA/issued"},
	        {STATUS_LAPSED, REASON_WITHDRAWN, false, false,
	         "2026-02-28:labels/P/AAAA/ended 2025-03-31:labels/P/AAAA/issued"},
	        {STATUS_LAPSED, REASON_NONCONFORMITY, false, true,
	         "2026-02-28:labels/P/AAAA/ended 2025-03-31:labels/P/AAAA/issued"},
	        {STATUS_REVOKED, REASON_NONE, false, false,
	         "2026-02-28:labels/P/AAAA/revoked 2025-03-31:labels/P/AAAA/issued"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct row r =
		        row("AAAA", rows[i].status, rows[i].reason, "2025-03-31", "2026-02-28");

		r.is_extended = rows[i].is_extended;
		settings.last_day_valid = !rows[i].is_last_day_over;
		plan(&r, 1, "2026-11-22");
		CHECK_STR(tags(FEED_ALL, 0), str_from(rows[i].expected));
	}
	settings.last_day_valid = true;
}

/* Levels, categories, notes, criteria versions; the order within a day. */
static void test_feeds(void)
{
	struct row_note notes[] = {
	        {.date = day("2026-05-01"), .number = 1, .title = pack("one")},
	        {.date = day("2026-05-01"), .number = 2, .title = pack("one")},
	        {.date = day("2026-05-01"), .number = 1, .title = pack("two")},
	};
	struct category categories[] = {{.id = STR("router")}, {.id = STR("camera")}};
	struct criteria_version versions[] = {
	        {.id = STR("S1"),
	         .level = 1,
	         .category = CRITERIA_NONE,
	         .published_on = day("2026-05-01")},
	        {.id = STR("S3"), .level = 3, .category = 1, .published_on = day("2026-05-02")},
	        {.id = STR("S9"), .level = 3, .category = 1, .published_on = day("2026-05-03")},
	};
	struct row rows[] = {
	        row("AAAA", STATUS_VALID, REASON_NONE, "2026-05-01", "2028-05-01"),
	        row("BBBB", STATUS_REVOKED, REASON_NONE, "2026-04-30", "2026-05-01"),
	        row("CCCC", STATUS_VALID, REASON_NONE, "2026-05-01", "2028-05-01"),
	};

	criteria = (struct criteria){
	        .versions = versions,
	        .nversions = COUNT_OF(versions),
	        .categories = categories,
	        .ncategories = COUNT_OF(categories),
	};
	rows[1].level = 3;
	rows[1].category = 1;
	rows[2].notes = notes;
	rows[2].nnotes = COUNT_OF(notes);
	plan(rows, COUNT_OF(rows), "2026-05-02");
	CHECK(feeds.nfeeds == 7 && feeds.nentries == 9);
	CHECK_STR(tags(FEED_LEVEL, 1),
	          STR("2026-05-01:labels/P/CCCC/note-1a08aa1921ca5caf "
	              "2026-05-01:labels/P/CCCC/note-1a08aa1921ca5caf-2 "
	              "2026-05-01:labels/P/CCCC/note-5714d319447c9709 "
	              "2026-05-01:labels/criteria/S1/published "
	              "2026-05-01:labels/P/AAAA/issued 2026-05-01:labels/P/CCCC/issued"));
	CHECK_STR(tags(FEED_LEVEL, 3), STR("2026-05-02:labels/criteria/S3/published "
	                                   "2026-05-01:labels/P/BBBB/revoked "
	                                   "2026-04-30:labels/P/BBBB/issued"));
	CHECK_STR(tags(FEED_CATEGORY, 1), tags(FEED_LEVEL, 3));
	CHECK_STR(tags(FEED_CATEGORY, 0), STR(""));
	CHECK(find_feed(FEED_CATEGORY, 0)->nparts == 0);
	CHECK_STR(feed_path(find_feed(FEED_ALL, 0), &a), STR("changes/feed.atom"));
	CHECK_STR(feed_path(find_feed(FEED_LEVEL, 4), &a), STR("changes/level-4.atom"));
	CHECK(feeds.feeds[0].nparts == 2);
	CHECK_STR(feed_part_path(&feeds.feeds[0], 1, &a), STR("changes/2026-05.atom"));
	CHECK_STR(feed_part_path(find_feed(FEED_CATEGORY, 1), 0, &a),
	          STR("changes/category-camera/2026-04.atom"));
	CHECK_STR(feed_page_path(&feeds.feeds[0].parts[0], &a), STR("changes/2026-04/"));
	criteria = (struct criteria){0};
}

#define NROWS 5000

/* Rows of two months, without the row of a number. */
static void plan_months(struct row *rows, size_t without)
{
	size_t n = 0;

	for (size_t i = 0; i < NROWS; i++) {
		char date[24], id[16];

		if (i == without)
			continue;
		snprintf(date, sizeof(date), "2026-%02u-%02u", (unsigned)(i * 2 / NROWS + 1),
		         (unsigned)(i % 28 + 1));
		snprintf(id, sizeof(id), "P%06u", (unsigned)i);
		rows[n] = row("", STATUS_VALID, REASON_NONE, date, "2028-01-01");
		rows[n++].texts = pack(id);
	}
	plan(rows, n, "2026-11-22");
}

/* Every entry is in one part, in order; no part is too long or of two months. */
static void check_parts(const struct feed *feed)
{
	uint32_t at = 0;
	size_t nfaults = 0;

	for (size_t i = 0; i < feed->nparts; i++) {
		const struct feed_part *part = &feed->parts[i];
		struct date_parts first, last;

		nfaults += part->from != at || part->to <= at || part->to - at > FEED_PART_MAX;
		first = date_split(feed_entry(&feeds, feed, part->from)->date);
		last = date_split(feed_entry(&feeds, feed, part->to - 1)->date);
		nfaults += first.month != last.month;
		for (size_t k = 0; k < i; k++)
			nfaults += str_is_equal(feed->parts[k].name, part->name);
		at = part->to;
	}
	CHECK(nfaults == 0 && at == feed->nentries);
}

static void test_parts(void)
{
	struct row *rows = calloc(NROWS, sizeof(*rows));
	struct feed_part *before;
	size_t nbefore, ndifferent = 0, nmonths = 0;

	if (!rows)
		abort();
	plan_months(rows, NROWS);
	check_parts(&feeds.feeds[0]);
	before = feeds.feeds[0].parts;
	nbefore = feeds.feeds[0].nparts;
	CHECK(nbefore >= NROWS / FEED_PART_MAX && nbefore <= NROWS / (FEED_PART_MAX / 4));
	for (size_t i = 0; i < nbefore; i++)
		nmonths += before[i].name.n == strlen("2026-01");
	CHECK(nmonths == 2);

	/* A product less, at the beginning of a month: parts before and behind keep their names. */
	plan_months(rows, 28);
	check_parts(&feeds.feeds[0]);
	for (size_t i = 0; i < nbefore; i++) {
		bool is_there = false;

		for (size_t k = 0; k < feeds.feeds[0].nparts; k++)
			is_there = is_there ||
			           str_is_equal(before[i].name, feeds.feeds[0].parts[k].name);
		ndifferent += !is_there;
	}
	CHECK(ndifferent <= 3);
	free(rows);
}

int main(void)
{
	arena_init(&a, 1 << 16);
	test_rows();
	test_feeds();
	test_parts();
	arena_release(&a);
	return check_report();
}
