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

/* To which day a label of 2026-04-01 on a route runs, and whether it can run on from there. */
static void test_extensible(void)
{
	static const struct {
		const char *why, *t;
		enum route route;
		enum event_kind kind;
		const char *valid_until;
		const char *reports[4];
		unsigned self_years;
		bool is_revised, is_extensible;
	} rows[] = {
	        {"self: the first term is all", "2026-05-01", ROUTE_SELF, .is_extensible = false},
	        {"self, where it can be extended", "2026-05-01", ROUTE_SELF, .self_years = 2,
	         .is_extensible = true},
	        {"self, extended, and again", "2028-06-01", ROUTE_SELF, EVENT_EXTENSION_GRANTED,
	         .reports = {"2028-03-01"}, .self_years = 2, .is_extensible = true},
	        {"self, over", "2028-04-02", ROUTE_SELF, .self_years = 2},
	        {"self, a shorter term", "2026-05-01", ROUTE_SELF, .valid_until = "2027-04-01",
	         .self_years = 2},
	        {"A: the first term", "2026-05-01", ROUTE_A, .is_extensible = true},
	        {"A: on its last day", "2028-04-01", ROUTE_A, .is_extensible = true},
	        {"A: the day after", "2028-04-02", ROUTE_A, .is_extensible = false},
	        {"A: a shorter term", "2026-05-01", ROUTE_A, .valid_until = "2028-03-31"},
	        {"A: two years, said so", "2026-05-01", ROUTE_A, .valid_until = "2028-04-01",
	         .is_extensible = true},
	        {"A: to three years", "2028-05-01", ROUTE_A, EVENT_REPORT_UNCHANGED,
	         .reports = {"2028-03-01"}, .is_extensible = true},
	        {"A: to four years", "2029-05-01", ROUTE_A, EVENT_REPORT_UNCHANGED,
	         .reports = {"2028-03-01", "2029-03-01"}, .is_extensible = true},
	        {"A: to five years, the cap", "2030-05-01", ROUTE_A, EVENT_REPORT_UNCHANGED,
	         .reports = {"2028-03-01", "2029-03-01", "2030-03-01"}},
	        {"A: revised, the grace period is over before the checkpoint", "2026-05-01",
	         ROUTE_A, .is_revised = true},
	        {"B: to eight years", "2032-05-01", ROUTE_B, EVENT_REASSESSMENT_PASSED,
	         .reports = {"2028-03-01", "2030-03-01", "2032-03-01"}, .is_extensible = true},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct event events[4];
		struct label label = {
		        .id = STR("A"),
		        .acquired_on = day("2026-04-01"),
		        .valid_until = day(rows[i].valid_until),
		        .route = rows[i].route,
		        .criteria = 1,
		        .events = events,
		};

		for (size_t k = 0; k < 4 && rows[i].reports[k]; k++)
			events[label.nevents++] = event_on(rows[i].reports[k], rows[i].kind);
		settings.self_extension_years = rows[i].self_years;
		if (rows[i].is_revised) {
			label.criteria = 0;
			versions[1].grace_ends_on = day("2028-03-31");
		}
		if (!CHECK(rules_judge_label(&rules, &label, day(rows[i].t), NULL).is_extensible ==
		           rows[i].is_extensible))
			fprintf(stderr, "  %s\n", rows[i].why);
	}
	settings.self_extension_years = 0;
	set_up();
}

static void test_shown(void)
{
	static const struct {
		enum status status;
		enum reason reason;
		bool last_day_valid;
		const char *shown, *ended_on, *recognitions_end;
	} rows[] = {
	        {STATUS_VALID, REASON_NONE, true, "2028-04-01", NULL, NULL},
	        {STATUS_VALID, REASON_NONE, false, "2028-03-31", NULL, NULL},
	        {STATUS_PENDING, REASON_EXPIRY, true, "2028-04-01", "2028-04-02", "2028-04-01"},
	        {STATUS_LAPSED, REASON_CAP, true, "2028-04-01", "2028-04-02", "2028-04-01"},
	        {STATUS_LAPSED, REASON_CRITERIA, false, "2028-03-31", "2028-04-01", "2028-03-31"},
	        {STATUS_LAPSED, REASON_SPEC_CHANGE, true, "2028-04-01", "2028-04-01", "2028-04-01"},
	        {STATUS_LAPSED, REASON_WITHDRAWN, false, "2028-04-01", "2028-04-01", "2028-04-01"},
	        {STATUS_REVOKED, REASON_NONE, false, "2028-04-01", "2028-04-01", "2028-04-01"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct standing standing = {.status = rows[i].status,
		                                  .reason = rows[i].reason,
		                                  .end = day("2028-04-01")};

		settings.last_day_valid = rows[i].last_day_valid;
		CHECK(rules_shown_end(&rules, &standing) == day(rows[i].shown));
		CHECK(!rows[i].ended_on ||
		      rules_ended_on(&rules, &standing) == day(rows[i].ended_on));
		CHECK(rules_recognitions_end(&rules, &standing) == day(rows[i].recognitions_end));
	}
	settings.last_day_valid = true;
}

/* The answers there are: no status or reason without one, and none that cannot be. */
static void test_answers(void)
{
	bool has[STATUS_NVALUES][REASON_NVALUES] = {0};

	for (size_t i = 0; i < rules_nanswers; i++) {
		const struct rules_answer *answer = &rules_answers[i];

		CHECK(!has[answer->status][answer->reason]);
		has[answer->status][answer->reason] = true;
	}
	CHECK(rules_nanswers == 15);
	CHECK(has[STATUS_VALID][REASON_NONE] && has[STATUS_REVOKED][REASON_NONE]);
	for (size_t i = REASON_NONE + 1; i < REASON_NVALUES; i++) {
		CHECK(has[STATUS_LAPSED][i]);
		CHECK(has[STATUS_PENDING][i] == rules_is_end_of_term((enum reason)i));
	}
	CHECK_STR(str_from(RULES_STATUS_PATTERN), STR("valid|pending|lapsed|revoked"));
	CHECK_STR(str_from(RULES_REASON_PATTERN),
	          STR("expiry|criteria|no_report|no_reassessment|cap|spec_change|nonconformity|"
	              "withdrawn"));
}

static void test_beside(void)
{
	struct event events[] = {event_on("2026-06-01", EVENT_WITHDRAWN)};
	struct label labels[] = {
	        {.id = STR("A"), .level = 1, .acquired_on = day("2026-04-01")},
	        {.id = STR("B"), .level = 3, .acquired_on = day("2026-04-01")},
	        {.id = STR("C"),
	         .level = 2,
	         .acquired_on = day("2026-04-01"),
	         .events = events,
	         .nevents = 1},
	        {.id = STR("D"), .level = 1, .acquired_on = day("2026-05-01")},
	        {.id = STR("E"), .level = 1, .acquired_on = day("2026-07-01")},
	};
	struct product product = {.labels = labels, .nlabels = COUNT_OF(labels)};
	struct standing standing;
	date_days t = day("2026-06-15");
	const struct label *head, *label = NULL;

	for (size_t i = 0; i < COUNT_OF(labels); i++)
		labels[i].valid_until = DATE_NONE;
	head = rules_find_head(&rules, &product, t, &standing, NULL);
	CHECK(head == &labels[1]);
	label = rules_next_beside(&rules, &product, head, NULL, t, &standing);
	CHECK(label == &labels[0] && standing.end == day("2028-04-01"));
	label = rules_next_beside(&rules, &product, head, label, t, &standing);
	CHECK(label == &labels[3] && standing.end == day("2028-05-01"));
	CHECK(!rules_next_beside(&rules, &product, head, label, t, &standing));
}

/* Support, security notes, and the days on which they turn. */
static void test_product_days(void)
{
	struct security_note notes[] = {{.date = day("2026-08-01")}, {.date = day("2026-09-01")}};
	struct label label = {
	        .id = STR("A"), .acquired_on = day("2026-04-01"), .valid_until = DATE_NONE};
	struct product product = {.labels = &label,
	                          .nlabels = 1,
	                          .notes = notes,
	                          .nnotes = COUNT_OF(notes),
	                          .support_until = DATE_NONE};
	struct standing standing;

	CHECK(rules_find_support(&product, 0) == SUPPORT_NOT_STATED);
	product.is_support_undeclared = true;
	CHECK(rules_find_support(&product, 0) == SUPPORT_UNDECLARED);
	product.is_support_undeclared = false;
	product.support_until = day("2026-08-15");
	CHECK(rules_find_support(&product, day("2026-08-15")) == SUPPORT_SUPPORTED);
	CHECK(rules_find_support(&product, day("2026-08-16")) == SUPPORT_ENDED);
	CHECK_STR(str_from(rules_support_name(SUPPORT_ENDED)), STR("ended"));
	CHECK(!rules_is_known(&notes[0], day("2026-07-31")));
	CHECK(rules_is_known(&notes[0], day("2026-08-01")));
	rules_find_head(&rules, &product, day("2026-07-31"), &standing, NULL);
	check_day(standing.next_change, "2026-08-01", "a note");
	rules_find_head(&rules, &product, day("2026-08-01"), &standing, NULL);
	check_day(standing.next_change, "2026-08-16", "support is over");
	rules_find_head(&rules, &product, day("2026-08-16"), &standing, NULL);
	check_day(standing.next_change, "2026-09-01", "another note");
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
		CHECK(rules_note_label(&rules, &label, &standing, t).is_ending_soon ==
		      rows[i].is_ending_soon);
	}
	settings.last_day_valid = false;
	check_day(rules_judge_label(&rules, &label, day("2029-01-01"), NULL).next_change,
	          "2029-04-01", "last_day_valid off");
	settings.last_day_valid = true;
}

/* A grace period is noted on its last day, and as one that has ended after it. */
static void test_grace_note(void)
{
	static const struct {
		const char *t, *end, *over;
	} rows[] = {
	        {"2026-04-30", NULL, NULL},
	        {"2026-05-01", "2028-09-30", NULL},
	        {"2028-09-30", "2028-09-30", NULL},
	        {"2028-10-01", NULL, "2028-09-30"},
	};
	struct event events[] = {event_on("2026-09-09", EVENT_REPORT_UNCHANGED)};
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
		struct rules_notes notes;

		CHECK(standing.status == STATUS_VALID);
		notes = rules_note_label(&rules, &label, &standing, t);
		CHECK(notes.grace_end == day(rows[i].end));
		CHECK(notes.grace_over == day(rows[i].over));
	}
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
	criteria_link(&criteria);
	set_up();
	test_head();
	test_review();
	test_extensible();
	test_shown();
	test_answers();
	test_beside();
	test_product_days();
	test_next_change();
	test_grace_note();
	test_trace();
	test_answer();
	return check_report();
}
