#include "base/attr.h"
#include "check.h"
#include "model/answer.h"
#include "model/rules.h"
#include <stdlib.h>

/*
 * What the status cases of tests/spec cannot say: heads, notes, next_change, the words of a trace,
 * the line of an answer.
 */

static struct criteria_version versions[] = {
        {.id = STR("S3-1.0"),
         .family = STR("S3"),
         .category = CRITERIA_NONE,
         .replaces = CRITERIA_NONE},
        {.id = STR("S3-2.0"),
         .family = STR("S3"),
         .category = CRITERIA_NONE,
         .revision = REVISION_MAJOR,
         .replaces = 0},
        {.id = STR("S4-1.0"),
         .family = STR("S4"),
         .category = CRITERIA_NONE,
         .replaces = CRITERIA_NONE},
        {.id = STR("S4-2.0"),
         .family = STR("S4"),
         .category = CRITERIA_NONE,
         .revision = REVISION_MINOR,
         .replaces = 2},
};
static struct criteria criteria = {.versions = versions, .nversions = COUNT_OF(versions)};
static struct settings settings = {
        .last_day_valid = true,
        .shorter_term_final = true,
        .ending_soon_days = 90,
};
static const struct rules rules = {&criteria, &settings};

static date_days day(const char *text)
{
	date_days date = DATE_NONE;

	if (text && date_parse(str_from(text), &date) < 0)
		abort();
	return date;
}

static void set_up(void)
{
	versions[0].published_on = versions[2].published_on = day("2020-01-01");
	versions[1].published_on = day("2026-05-01");
	versions[1].grace_ends_on = day("2028-09-30");
	versions[3].published_on = day("2027-07-07");
	versions[0].grace_ends_on = versions[2].grace_ends_on = DATE_NONE;
	versions[3].grace_ends_on = DATE_NONE;
}

static void check_day(date_days actual, const char *expected, const char *of)
{
	if (!CHECK(actual == (expected ? day(expected) : DATE_MAX)))
		fprintf(stderr, "  %s: expected %s\n", of, expected ? expected : "never");
}

/* One label of two years, or withdrawn on a day. */
struct short_label {
	const char *id;
	int level;
	const char *acquired_on, *withdrawn_on;
};

static void test_head(void)
{
	static const struct {
		const char *why, *t, *head;
		struct short_label labels[3];
	} rows[] = {
	        {"none issued", "2026-03-31", NULL, {{"A", 1, "2026-04-01", NULL}}},
	        {"issued today", "2026-04-01", "A", {{"A", 1, "2026-04-01", NULL}}},
	        {"the valid one, though older and lower",
	         "2027-01-01",
	         "A",
	         {{"A", 1, "2026-04-01", NULL}, {"B", 2, "2026-05-01", "2026-06-01"}}},
	        {"a later one that is not issued yet",
	         "2026-04-30",
	         "A",
	         {{"A", 1, "2026-04-01", NULL}, {"B", 2, "2026-05-01", NULL}}},
	        {"both valid: the level before the day",
	         "2026-06-01",
	         "A",
	         {{"B", 1, "2026-05-01", NULL}, {"A", 2, "2026-04-01", NULL}}},
	        {"both valid, one level: the later",
	         "2026-06-01",
	         "A",
	         {{"A", 2, "2026-05-01", NULL}, {"B", 2, "2026-04-01", NULL}}},
	        {"both valid, one level and day: the greater id",
	         "2026-06-01",
	         "a",
	         {{"Z", 2, "2026-05-01", NULL},
	          {"a", 2, "2026-05-01", NULL},
	          {"B", 2, "2026-05-01", NULL}}},
	        {"a longer id is greater than its beginning",
	         "2026-06-01",
	         "A.1",
	         {{"A.1", 2, "2026-05-01", NULL}, {"A", 2, "2026-05-01", NULL}}},
	        {"none valid: the later, though lower",
	         "2030-01-01",
	         "A",
	         {{"B", 2, "2026-04-01", NULL}, {"A", 1, "2026-05-01", NULL}}},
	        {"none valid, one day: the higher level",
	         "2030-01-01",
	         "A",
	         {{"A", 2, "2026-05-01", NULL}, {"B", 1, "2026-05-01", NULL}}},
	        {"none valid, one day and level: the greater id",
	         "2030-01-01",
	         "B",
	         {{"A", 2, "2026-05-01", NULL}, {"B", 2, "2026-05-01", "2026-06-01"}}},
	        {"none valid: the last acquired, not the last to end",
	         "2028-06-01",
	         "B",
	         {{"A", 1, "2026-04-01", NULL}, {"B", 1, "2026-04-02", "2026-04-02"}}},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct event events[3] = {0};
		struct label labels[3] = {0};
		struct product product = {.id = STR("TEST"), .labels = labels};
		const struct label *head;
		struct standing standing;

		for (size_t k = 0; k < 3 && rows[i].labels[k].id; k++) {
			const struct short_label *label = &rows[i].labels[k];

			events[k] =
			        (struct event){day(label->withdrawn_on), EVENT_WITHDRAWN, false};
			labels[k] = (struct label){
			        .id = str_from(label->id),
			        .level = label->level,
			        .acquired_on = day(label->acquired_on),
			        .valid_until = DATE_NONE,
			        .events = &events[k],
			        .nevents = label->withdrawn_on ? 1 : 0,
			};
			product.nlabels++;
		}
		head = rules_find_head(&rules, &product, day(rows[i].t), &standing, NULL);
		if (!CHECK(rows[i].head ? head && str_is_equal(head->id, str_from(rows[i].head))
		                        : !head && standing.status == STATUS_NOT_ISSUED))
			fprintf(stderr, "  %s\n", rows[i].why);
	}
}

static struct event event_on(const char *date, enum event_kind kind)
{
	return (struct event){day(date), kind, true};
}

static void test_review(void)
{
	struct event events[] = {
	        event_on("2026-06-01", EVENT_SPEC_CHANGE_REPORTED),
	        event_on("2026-07-01", EVENT_IMPACT_REPORT_SUBMITTED),
	        event_on("2026-08-01", EVENT_IMPACT_REPORT_REJECTED),
	        event_on("2026-09-01", EVENT_REEVALUATION_CONFORM),
	        event_on("2026-10-01", EVENT_IMPACT_REPORT_SUBMITTED),
	        event_on("2026-10-01", EVENT_IMPACT_REPORT_ACCEPTED),
	        event_on("2026-11-01", EVENT_IMPACT_REPORT_ACCEPTED),
	        event_on("2026-11-01", EVENT_IMPACT_REPORT_SUBMITTED),
	        event_on("2026-12-01", EVENT_REEVALUATION_NONCONFORM),
	};
	static const struct {
		const char *t;
		bool is_open;
	} rows[] = {
	        {"2026-05-31", false}, {"2026-06-01", true},  {"2026-07-15", true},
	        {"2026-08-15", true},  {"2026-09-01", false}, {"2026-10-01", false},
	        {"2026-11-01", true},  {"2026-12-01", false},
	};
	struct label label = {
	        .id = STR("A"),
	        .level = 3,
	        .acquired_on = day("2026-04-01"),
	        .valid_until = DATE_NONE,
	        .route = ROUTE_A,
	        .events = events,
	        .nevents = COUNT_OF(events),
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		date_days t = day(rows[i].t);

		if (!CHECK(rules_judge_label(&rules, &label, t, NULL).is_under_review ==
		           rows[i].is_open))
			fprintf(stderr, "  on %s\n", rows[i].t);
	}
	label.nevents = 2;
	CHECK(rules_judge_label(&rules, &label, day("2028-04-01"), NULL).is_under_review);
	CHECK(!rules_judge_label(&rules, &label, day("2028-04-02"), NULL).is_under_review);
	label.nevents = 1;
	events[0].affects = false;
	CHECK(!rules_judge_label(&rules, &label, day("2026-06-01"), NULL).is_under_review);
	events[0].kind = EVENT_IMPACT_REPORT_SUBMITTED;
	label.route = ROUTE_SELF;
	CHECK(!rules_judge_label(&rules, &label, day("2026-06-01"), NULL).is_under_review);
}

static void test_next_change(void)
{
	struct event events[] = {event_on("2026-09-09", EVENT_REPORT_UNCHANGED)};
	static const struct {
		const char *t, *next;
		bool is_ending_soon;
	} rows[] = {
	        {"2026-03-31", "2026-04-01", false}, /* acquired */
	        {"2026-04-01", "2026-05-01", false}, /* a revision is published */
	        {"2026-05-01", "2026-09-09", false}, /* an event */
	        {"2026-09-09", "2028-10-01", false}, /* the grace period is over */
	        {"2028-10-01", "2029-01-01", false}, /* 90 days before the end */
	        {"2029-01-01", "2029-04-02", true},  /* the day after the last */
	        {"2029-04-01", "2029-04-02", true},  {"2029-04-02", NULL, false},
	};
	struct label label = {
	        .id = STR("A"),
	        .level = 3,
	        .acquired_on = day("2026-04-01"),
	        .valid_until = DATE_NONE,
	        .route = ROUTE_A,
	        .events = events,
	        .nevents = COUNT_OF(events),
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		date_days t = day(rows[i].t);
		struct standing standing = rules_judge_label(&rules, &label, t, NULL);

		check_day(standing.next_change, rows[i].next, rows[i].t);
		CHECK(rules_is_ending_soon(&rules, &standing, t) == rows[i].is_ending_soon);
	}
	settings.last_day_valid = false;
	check_day(rules_judge_label(&rules, &label, day("2029-01-01"), NULL).next_change,
	          "2029-04-01", "last_day_valid off");
	settings.last_day_valid = true;
}

static void add_line(void *context, struct str line)
{
	buf_add(context, line);
	buf_add_byte(context, '\n');
}

static void check_trace(struct label *label, const char *t, const char *expected)
{
	struct product product = {.id = STR("TEST"), .labels = label, .nlabels = 1};
	struct standing standing;
	struct buf b;
	struct rules_trace trace = {add_line, &b};

	buf_init(&b);
	rules_find_head(&rules, &product, day(t), &standing, &trace);
	CHECK_STR(buf_str(&b), str_from(expected));
	buf_release(&b);
}

static void test_trace(void)
{
	struct event events[] = {
	        event_on("2028-03-20", EVENT_REPORT_UNCHANGED),
	        event_on("2029-05-01", EVENT_REAPPLICATION_FILED),
	        event_on("2029-06-01", EVENT_WITHDRAWN),
	        event_on("2030-01-01", EVENT_REVOKED),
	};
	struct label label = {
	        .id = STR("L-1"),
	        .level = 3,
	        .acquired_on = day("2026-04-01"),
	        .valid_until = DATE_NONE,
	        .route = ROUTE_A,
	        .events = events,
	        .nevents = COUNT_OF(events),
	};

	check_trace(&label, "2026-03-31",
	            "label L-1: level 3, route A, acquired on 2026-04-01, judged on 2026-03-31\n"
	            "not acquired yet on 2026-03-31: not_issued\n"
	            "no label is issued yet: not_issued, no page\n");
	check_trace(
	        &label, "2029-06-02",
	        "label L-1: level 3, route A, acquired on 2026-04-01, judged on 2029-06-02\n"
	        "rule 1: the first term ends on 2028-04-01, two years after acquisition\n"
	        "rule 6: the major revision S3-2.0 ends the grace period on 2028-09-30\n"
	        "rule 4, route A: checkpoint 2028-04-01: report_unchanged of 2028-03-20 stands in "
	        "the window 2026-04-01..2028-04-01: extended to 2029-04-01\n"
	        "rule 4, route A: checkpoint 2029-04-01: after the end of the grace period on "
	        "2028-09-30: ends there, reported or not, criteria\n"
	        "rule 9: withdrawn of 2029-06-01 comes after the label ended on 2029-04-01: "
	        "changes nothing\n"
	        "rule 10: the term is over, and the latest known of a re-application is "
	        "reapplication_filed of 2029-05-01\n"
	        "so on 2029-06-02: pending, criteria, end 2029-04-01, displayed_on 2028-03-20\n"
	        "the product shows L-1: none is valid, so the one acquired last, then the "
	        "highest level, then the greatest label_id\n");
	label.criteria = 1;
	check_trace(
	        &label, "2030-01-01",
	        "label L-1: level 3, route A, acquired on 2026-04-01, judged on 2030-01-01\n"
	        "rule 1: the first term ends on 2028-04-01, two years after acquisition\n"
	        "rule 4, route A: checkpoint 2028-04-01: report_unchanged of 2028-03-20 stands in "
	        "the window 2026-04-01..2028-04-01: extended to 2029-04-01\n"
	        "rule 4, route A: checkpoint 2029-04-01: no report_unchanged is known in the "
	        "window 2028-04-02..2029-04-01: ends there, no_report\n"
	        "rule 9: withdrawn of 2029-06-01 comes after the label ended on 2029-04-01: "
	        "changes nothing\n"
	        "rule 8: revoked on 2030-01-01: revoked from that day on, whatever else is true\n"
	        "so on 2030-01-01: revoked, end 2030-01-01, displayed_on 2028-03-20\n"
	        "the product shows L-1: none is valid, so the one acquired last, then the "
	        "highest level, then the greatest label_id\n");
}

static void test_answer(void)
{
	const struct label label = {.id = STR("B\"1"), .level = 4};
	const struct standing valid = {
	        .status = STATUS_VALID,
	        .end = day("2028-02-29"),
	        .displayed_on = day("2024-02-29"),
	};
	const struct standing lapsed = {
	        .status = STATUS_LAPSED,
	        .reason = REASON_NO_REASSESSMENT,
	        .end = day("2028-02-29"),
	        .displayed_on = day("2024-02-29"),
	};
	const struct standing none = {.status = STATUS_NOT_ISSUED, .end = DATE_NONE};
	struct buf b;

	buf_init(&b);
	answer_add_json(&b, STR("7K3MQ2RD"), &label, &valid);
	answer_add_json(&b, STR("7K3MQ2RD"), &label, &lapsed);
	answer_add_json(&b, STR("7K3MQ2RD"), NULL, &none);
	CHECK_STR(buf_str(&b),
	          STR("{\"product_id\":\"7K3MQ2RD\",\"label_id\":\"B\\\"1\",\"level\":4,"
	              "\"status\":\"valid\",\"reason\":null,\"end\":\"2028-02-29\","
	              "\"displayed_on\":\"2024-02-29\"}\n"
	              "{\"product_id\":\"7K3MQ2RD\",\"label_id\":\"B\\\"1\",\"level\":4,"
	              "\"status\":\"lapsed\",\"reason\":\"no_reassessment\",\"end\":\"2028-02-29\","
	              "\"displayed_on\":\"2024-02-29\"}\n"
	              "{\"product_id\":\"7K3MQ2RD\",\"status\":\"not_issued\"}\n"));
	buf_release(&b);
}

int main(void)
{
	set_up();
	test_head();
	test_review();
	test_next_change();
	test_trace();
	test_answer();
	return check_report();
}
