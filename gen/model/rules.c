#include "model/rules.h"
#include "model/explain.h"

/*
 * Read this beside fuda-status(5): the rules follow in their order, each under its number. What
 * hangs on the answer is in rules_shown.c.
 */

/* One label being judged. */
struct judging {
	const struct rules *rules;
	const struct label *label;
	const struct rules_trace *trace;
	date_days known; /* what is dated later does not count: t, or the day the label was ended */
};

/* The terms of a label as far as they are known. */
struct terms {
	date_days first_end;
	date_days end;      /* of the last term */
	enum reason reason; /* for which it ends there, unless an event does so before */
	date_days displayed_on;
	unsigned nextensions;
	bool is_open; /* a report in the last window would extend it */
};

/* Rule 1: the first term ends on valid_until, else two years from acquisition. */
date_days rules_first_end(const struct label *label)
{
	return label->valid_until != DATE_NONE
	               ? label->valid_until
	               : date_add_years(label->acquired_on, RULES_TERM_YEARS);
}

/* Rule 3: a shorter first term is final on every route. */
static bool is_final(const struct judging *j, date_days first_end)
{
	return j->rules->settings->shorter_term_final &&
	       first_end < date_add_years(j->label->acquired_on, RULES_TERM_YEARS);
}

/* Rules 2, 4 and 5: how a term goes on to the next one. */
struct route_rule {
	int number;
	enum event_kind report;   /* the event in a term that extends it */
	enum reason missing;      /* the reason of the end without one */
	int years;                /* of each further term; 0: the switch self_extension_years */
	unsigned nextensions_max; /* after so many the label ends, reason cap; 0: no cap */
	bool has_checkpoints;     /* the end of a term is checked against the grace end */
};

static const struct route_rule route_rules[] = {
        [ROUTE_SELF] = {2, EVENT_EXTENSION_GRANTED, REASON_EXPIRY, 0, 0, false},
        [ROUTE_A] = {4, EVENT_REPORT_UNCHANGED, REASON_NO_REPORT, 1, 3, true},
        [ROUTE_B] = {5, EVENT_REASSESSMENT_PASSED, REASON_NO_REASSESSMENT, 2, 0, true},
};

/* The first known event of a kind within a window, both ends inside, or NULL. */
static const struct event *find_report(const struct judging *j, enum event_kind kind,
                                       const struct explain_window *window)
{
	const struct event *first = NULL;

	for (size_t i = 0; i < j->label->nevents; i++) {
		const struct event *event = &j->label->events[i];

		if (event->kind == kind && event->date >= window->from &&
		    event->date <= window->to && event->date <= j->known &&
		    (!first || event->date < first->date))
			first = event;
	}
	return first;
}

date_days rules_find_grace_end(const struct rules *rules, const struct label *label, date_days t,
                               uint32_t *by)
{
	return route_rules[label->route].has_checkpoints
	               ? criteria_grace_end(rules->criteria, label->criteria, t, by)
	               : DATE_NONE;
}

/* Rule 6: the end of the grace period, as known, or DATE_NONE. */
static date_days find_grace_end(const struct judging *j)
{
	uint32_t by = CRITERIA_NONE;
	date_days grace_end = rules_find_grace_end(j->rules, j->label, j->known, &by);

	if (grace_end != DATE_NONE)
		explain_grace_end(j->trace, grace_end, j->rules->criteria->versions[by].id);
	return grace_end;
}

/* Rules 1 to 6: term after term, to the first one that nothing known extends. */
static struct terms follow_terms(const struct judging *j)
{
	const struct label *label = j->label;
	const struct route_rule *rule = &route_rules[label->route];
	int years = rule->years > 0 ? rule->years : (int)j->rules->settings->self_extension_years;
	date_days first_end = rules_first_end(label), grace_end;
	struct terms terms = {first_end, first_end, rule->missing, label->acquired_on, 0, false};
	struct explain_window window = {rule->number, label->route, label->acquired_on, first_end};
	bool is_only = is_final(j, first_end);

	explain_first_term(j->trace, label, first_end, is_only);
	if (is_only) {
		terms.reason = REASON_EXPIRY;
		return terms;
	}
	if (years == 0) {
		explain_only_term(j->trace, &window);
		return terms;
	}
	grace_end = find_grace_end(j);
	for (;;) {
		const struct event *report;

		if (rule->nextensions_max > 0 && terms.nextensions == rule->nextensions_max) {
			terms.reason = REASON_CAP;
			explain_cap(j->trace, &window);
			return terms;
		}
		if (grace_end != DATE_NONE && terms.end > grace_end) {
			terms.reason = REASON_CRITERIA;
			explain_criteria(j->trace, &window, grace_end);
			return terms;
		}
		report = find_report(j, rule->report, &window);
		if (!report) {
			terms.is_open = true;
			explain_not_extended(j->trace, &window, rule->report, rule->missing);
			return terms;
		}
		terms.nextensions++;
		terms.end = date_add_years(label->acquired_on,
		                           RULES_TERM_YEARS + (int)terms.nextensions * years);
		terms.displayed_on = report->date;
		explain_extended(j->trace, &window, report, terms.end);
		window.from = window.to + 1;
		window.to = terms.end;
	}
}

/* Rules 7 and 8: the reason for which an event ends the label on its day, or REASON_NONE. Revoking
 * is none of these: it does so whatever else is true. */
static enum reason ends_for(const struct label *label, const struct event *event)
{
	bool is_self = label->route == ROUTE_SELF;

	switch (event->kind) {
	case EVENT_WITHDRAWN: return REASON_WITHDRAWN;
	case EVENT_SPEC_CHANGE_REPORTED:
		return is_self && event->affects ? REASON_SPEC_CHANGE : REASON_NONE;
	case EVENT_REEVALUATION_NONCONFORM: return is_self ? REASON_NONE : REASON_NONCONFORMITY;
	case EVENT_EXTENSION_GRANTED:
	case EVENT_REPORT_UNCHANGED:
	case EVENT_REASSESSMENT_PASSED:
	case EVENT_REASSESSMENT_FAILED:
	case EVENT_IMPACT_REPORT_SUBMITTED:
	case EVENT_IMPACT_REPORT_ACCEPTED:
	case EVENT_IMPACT_REPORT_REJECTED:
	case EVENT_REEVALUATION_CONFORM:
	case EVENT_REAPPLICATION_PLANNED:
	case EVENT_REAPPLICATION_FILED:
	case EVENT_REAPPLICATION_DROPPED:
	case EVENT_REVOKED:
	case EVENT_NKINDS: return REASON_NONE;
	}
	return REASON_NONE;
}

bool rules_can_end(enum event_kind kind, bool affects)
{
	const struct event event = {.kind = kind, .affects = affects};

	for (unsigned route = 0; route < ROUTE_NVALUES; route++)
		if (ends_for(&(struct label){.route = route}, &event) != REASON_NONE)
			return true;
	return kind == EVENT_REVOKED;
}

/* Rule 9: of two ends on one day the lower rank stands. */
static int rank_of(enum reason reason)
{
#define RANK(NAME, word, kind, rank) [REASON_##NAME] = rank,
	static const int ranks[REASON_NVALUES] = {RULES_REASONS(RANK)};
#undef RANK

	return ranks[reason];
}

/* Rules 7 to 9: the first known event that ends the label, or NULL. */
static const struct event *find_ending(const struct label *label, date_days t)
{
	const struct event *first = NULL;

	for (size_t i = 0; i < label->nevents; i++) {
		const struct event *event = &label->events[i];
		enum reason reason = ends_for(label, event);

		if (reason == REASON_NONE || event->date > t)
			continue;
		if (!first || event->date < first->date ||
		    (event->date == first->date &&
		     rank_of(reason) < rank_of(ends_for(label, first))))
			first = event;
	}
	return first;
}

/* Rule 8: the first known day on which the label was revoked, or DATE_MAX. */
static date_days find_revoked(const struct label *label, date_days t)
{
	date_days first = DATE_MAX;

	for (size_t i = 0; i < label->nevents; i++) {
		const struct event *event = &label->events[i];

		if (event->kind == EVENT_REVOKED && event->date <= t && event->date < first)
			first = event->date;
	}
	return first;
}

/* The latest known event for which `is_one` holds, of two on one day the later in the array. */
static const struct event *find_latest(const struct label *label, date_days t,
                                       bool (*is_one)(const struct event *event))
{
	const struct event *latest = NULL;

	for (size_t i = 0; i < label->nevents; i++) {
		const struct event *event = &label->events[i];

		if (is_one(event) && event->date <= t && (!latest || event->date >= latest->date))
			latest = event;
	}
	return latest;
}

static bool is_of_reapplication(const struct event *event)
{
	return event->kind == EVENT_REAPPLICATION_PLANNED ||
	       event->kind == EVENT_REAPPLICATION_FILED ||
	       event->kind == EVENT_REAPPLICATION_DROPPED;
}

/* Rule 10: whether a label that ended with its term waits for a new one. */
static bool is_pending(const struct judging *j, date_days t)
{
	const struct event *last = find_latest(j->label, t, is_of_reapplication);

	explain_pending(j->trace, last);
	return last && last->kind != EVENT_REAPPLICATION_DROPPED;
}

static bool is_of_review(const struct event *event)
{
	switch (event->kind) {
	case EVENT_SPEC_CHANGE_REPORTED: return event->affects;
	case EVENT_IMPACT_REPORT_SUBMITTED:
	case EVENT_IMPACT_REPORT_ACCEPTED:
	case EVENT_IMPACT_REPORT_REJECTED:
	case EVENT_REEVALUATION_CONFORM:
	case EVENT_REEVALUATION_NONCONFORM: return true;
	default: return false;
	}
}

/* A note, not a status: a rejected impact report leads to a re-evaluation, so it leaves it open. */
static bool is_under_review(const struct judging *j, date_days t)
{
	const struct event *last;

	if (j->label->route == ROUTE_SELF)
		return false;
	last = find_latest(j->label, t, is_of_review);
	if (!last || (last->kind != EVENT_SPEC_CHANGE_REPORTED &&
	              last->kind != EVENT_IMPACT_REPORT_SUBMITTED &&
	              last->kind != EVENT_IMPACT_REPORT_REJECTED))
		return false;
	explain_review(j->trace, last);
	return true;
}

static void take_earlier(date_days *next, date_days day, date_days t)
{
	if (day > t && day < *next)
		*next = day;
}

/* Every day after t that the rules could turn on; more than needed does no harm. */
static date_days find_next_change(const struct rules *rules, const struct label *label,
                                  const struct standing *standing, date_days t)
{
	const struct criteria *criteria = rules->criteria;
	const struct settings *settings = rules->settings;
	struct str family = criteria->versions[label->criteria].family;
	date_days next = DATE_MAX;

	if (standing->status == STATUS_NOT_ISSUED)
		return label->acquired_on;
	if (standing->status == STATUS_VALID) {
		take_earlier(&next, standing->end + (settings->last_day_valid ? 1 : 0), t);
		take_earlier(&next,
		             rules_shown_end(rules, standing) -
		                     (date_days)settings->ending_soon_days,
		             t);
	}
	for (size_t i = 0; i < label->nevents; i++)
		take_earlier(&next, label->events[i].date, t);
	for (size_t i = 0; i < criteria->nversions; i++) {
		const struct criteria_version *version = &criteria->versions[i];

		if (!str_is_equal(version->family, family))
			continue;
		take_earlier(&next, version->published_on, t);
		if (version->grace_ends_on != DATE_NONE)
			take_earlier(&next, version->grace_ends_on + 1, t);
	}
	return next;
}

static struct standing not_issued(void)
{
	return (struct standing){
	        .status = STATUS_NOT_ISSUED,
	        .end = DATE_NONE,
	        .displayed_on = DATE_NONE,
	        .first_end = DATE_NONE,
	        .next_change = DATE_MAX,
	};
}

/* What follows from the terms, the event that ended the label (or NULL) and the day it was revoked
 * (or DATE_MAX). */
static void decide(const struct judging *j, const struct event *ending, date_days revoked_on,
                   date_days t, struct standing *standing)
{
	bool is_last_day_valid = j->rules->settings->last_day_valid;
	date_days term_end = standing->end;

	if (ending)
		explain_ending(j->trace, ending, ends_for(j->label, ending), term_end);
	if (revoked_on != DATE_MAX) {
		explain_revoked(j->trace, revoked_on);
		standing->status = STATUS_REVOKED;
		standing->reason = REASON_NONE;
		standing->end = revoked_on;
	} else if (ending && ending->date <= term_end) {
		standing->status = STATUS_LAPSED;
		standing->reason = ends_for(j->label, ending);
		standing->end = ending->date;
	} else if (t > term_end || (t == term_end && !is_last_day_valid)) {
		standing->status = is_pending(j, t) ? STATUS_PENDING : STATUS_LAPSED;
	} else {
		standing->status = STATUS_VALID;
		standing->reason = REASON_NONE;
		standing->is_under_review = is_under_review(j, t);
	}
}

struct standing rules_judge_label(const struct rules *rules, const struct label *label, date_days t,
                                  const struct rules_trace *trace)
{
	struct judging j = {rules, label, trace, t};
	struct standing standing = not_issued();

	explain_label(trace, label, t);
	if (label->acquired_on <= t) {
		const struct event *ending = find_ending(label, t);
		date_days revoked_on = find_revoked(label, t);
		struct terms terms;

		if (ending && ending->date > revoked_on)
			ending = NULL;
		/* Rule 9: what is dated after the end changes nothing, so the terms are those known
		 * on that day. */
		if (ending)
			j.known = ending->date;
		else if (revoked_on < t)
			j.known = revoked_on;
		terms = follow_terms(&j);
		standing.first_end = terms.first_end;
		standing.end = terms.end;
		standing.reason = terms.reason;
		standing.displayed_on = terms.displayed_on;
		standing.nextensions = terms.nextensions;
		decide(&j, ending, revoked_on, t, &standing);
		standing.is_extensible = terms.is_open && standing.status == STATUS_VALID;
	}
	standing.next_change = find_next_change(rules, label, &standing, t);
	explain_standing(trace, &standing, t);
	return standing;
}

/* <0, 0 or >0 as a label stands behind, with or before another that is shown if neither is valid
 * (by acquisition first) or if both are (by level first). */
static int compare_labels(const struct label *label, const struct label *other, bool are_valid)
{
	int by_level = (label->level > other->level) - (label->level < other->level);
	int by_day = (label->acquired_on > other->acquired_on) -
	             (label->acquired_on < other->acquired_on);

	if (are_valid ? by_level : by_day)
		return are_valid ? by_level : by_day;
	if (are_valid ? by_day : by_level)
		return are_valid ? by_day : by_level;
	return str_compare(label->id, other->id);
}

static bool is_before(const struct label *label, const struct standing *standing,
                      const struct label *other, const struct standing *other_standing)
{
	bool is_valid = standing->status == STATUS_VALID;

	if (!other)
		return true;
	if (is_valid != (other_standing->status == STATUS_VALID))
		return is_valid;
	return compare_labels(label, other, is_valid) > 0;
}

/* The days on which what is shown besides labels turns: a note is known, support has ended. */
static void take_product_days(date_days *next, const struct product *product, date_days t)
{
	for (size_t i = 0; i < product->nnotes; i++)
		take_earlier(next, product->notes[i].date, t);
	if (product->support_until != DATE_NONE)
		take_earlier(next, product->support_until + 1, t);
}

const struct label *rules_find_head(const struct rules *rules, const struct product *product,
                                    date_days t, struct standing *standing,
                                    const struct rules_trace *trace)
{
	const struct label *head = NULL;
	date_days next_change = DATE_MAX;

	*standing = not_issued();
	for (size_t i = 0; i < product->nlabels; i++) {
		const struct label *label = &product->labels[i];
		struct standing own = rules_judge_label(rules, label, t, trace);

		take_earlier(&next_change, own.next_change, t);
		if (own.status != STATUS_NOT_ISSUED && is_before(label, &own, head, standing)) {
			head = label;
			*standing = own;
		}
	}
	if (head)
		take_product_days(&next_change, product, t);
	standing->next_change = next_change;
	explain_head(trace, head, standing);
	return head;
}
