#include "model/explain.h"
#include <stdarg.h>
#include <stdio.h>

/* A label id of 64 characters and five dates fit; what does not is cut. */
#define LINE_MAX_BYTES 512

struct date_text {
	char p[DATE_TEXT + 1];
};

static struct date_text on(date_days date)
{
	struct date_text text = {{0}};

	date_format(date, text.p);
	return text;
}

static void add_step(const struct rules_trace *trace, const char *format, ...) PRINTF_LIKE(2, 3);

static void add_step(const struct rules_trace *trace, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	va_list values;
	int n;

	va_start(values, format);
	n = vsnprintf(line, sizeof(line), format, values);
	va_end(values);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(line))
		n = (int)sizeof(line) - 1;
	trace->step(trace->context, (struct str){line, (size_t)n});
}

/* "checkpoint", but on route self, where nothing is checked, "end of the term". */
static const char *end_word(const struct explain_window *window)
{
	return window->route == ROUTE_SELF ? "end of the term" : "checkpoint";
}

void explain_label(const struct rules_trace *trace, const struct label *label, date_days t)
{
	if (!trace)
		return;
	add_step(trace, "label %.*s: level %d, route %s, acquired on %s, judged on %s",
	         STR_ARG(label->id), label->level, record_route_name(label->route),
	         on(label->acquired_on).p, on(t).p);
}

void explain_first_term(const struct rules_trace *trace, const struct label *label,
                        date_days first_end, bool is_final)
{
	if (!trace)
		return;
	add_step(trace, "rule 1: the first term ends on %s, %s", on(first_end).p,
	         label->valid_until != DATE_NONE ? "the valid_until that was applied for"
	                                         : "two years after acquisition");
	if (is_final)
		add_step(trace,
		         "rule 3: that is shorter than two years, so it is final: not extended on "
		         "any route, ends with reason expiry");
}

void explain_grace_end(const struct rules_trace *trace, date_days grace_end, struct str revision)
{
	if (!trace)
		return;
	add_step(trace, "rule 6: the major revision %.*s ends the grace period on %s",
	         STR_ARG(revision), on(grace_end).p);
}

void explain_extended(const struct rules_trace *trace, const struct explain_window *window,
                      const struct event *report, date_days end)
{
	if (!trace)
		return;
	add_step(trace,
	         "rule %d, route %s: %s %s: %s of %s stands in the window %s..%s: extended to %s",
	         window->rule, record_route_name(window->route), end_word(window), on(window->to).p,
	         record_event_name(report->kind), on(report->date).p, on(window->from).p,
	         on(window->to).p, on(end).p);
}

void explain_not_extended(const struct rules_trace *trace, const struct explain_window *window,
                          enum event_kind report, enum reason reason)
{
	if (!trace)
		return;
	add_step(trace,
	         "rule %d, route %s: %s %s: no %s is known in the window %s..%s: ends there, %s",
	         window->rule, record_route_name(window->route), end_word(window), on(window->to).p,
	         record_event_name(report), on(window->from).p, on(window->to).p,
	         rules_reason_name(reason));
}

void explain_criteria(const struct rules_trace *trace, const struct explain_window *window,
                      date_days grace_end)
{
	if (!trace)
		return;
	add_step(trace,
	         "rule %d, route %s: %s %s: after the end of the grace period on %s: ends there, "
	         "reported or not, %s",
	         window->rule, record_route_name(window->route), end_word(window), on(window->to).p,
	         on(grace_end).p, rules_reason_name(REASON_CRITERIA));
}

void explain_only_term(const struct rules_trace *trace, const struct explain_window *window)
{
	if (!trace)
		return;
	add_step(trace, "rule %d, route %s: the first term is all there is: ends on %s, %s",
	         window->rule, record_route_name(window->route), on(window->to).p,
	         rules_reason_name(REASON_EXPIRY));
}

void explain_cap(const struct rules_trace *trace, const struct explain_window *window)
{
	if (!trace)
		return;
	add_step(trace, "rule %d, route %s: %s is the hard end, no checkpoint: ends there, %s",
	         window->rule, record_route_name(window->route), on(window->to).p,
	         rules_reason_name(REASON_CAP));
}

void explain_ending(const struct rules_trace *trace, const struct event *event, enum reason reason,
                    date_days term_end)
{
	const char *name = record_event_name(event->kind);
	int rule = reason == REASON_WITHDRAWN ? 8 : 7;

	if (!trace)
		return;
	if (event->date <= term_end)
		add_step(trace,
		         "rule %d: %s of %s ends the label on that day, %s; later reports do not "
		         "count",
		         rule, name, on(event->date).p, rules_reason_name(reason));
	else
		add_step(trace,
		         "rule 9: %s of %s comes after the label ended on %s: changes nothing",
		         name, on(event->date).p, on(term_end).p);
}

void explain_revoked(const struct rules_trace *trace, date_days date)
{
	if (!trace)
		return;
	add_step(trace, "rule 8: revoked on %s: revoked from that day on, whatever else is true",
	         on(date).p);
}

void explain_pending(const struct rules_trace *trace, const struct event *last)
{
	if (!trace)
		return;
	if (!last)
		add_step(trace, "rule 10: the term is over, and no re-application is known");
	else
		add_step(trace,
		         "rule 10: the term is over, and the latest known of a re-application is "
		         "%s of "
		         "%s",
		         record_event_name(last->kind), on(last->date).p);
}

void explain_review(const struct rules_trace *trace, const struct event *last)
{
	if (!trace)
		return;
	add_step(trace, "rule 7: a change is under review since %s of %s; the label stays valid",
	         record_event_name(last->kind), on(last->date).p);
}

void explain_standing(const struct rules_trace *trace, const struct standing *standing, date_days t)
{
	if (!trace)
		return;
	if (standing->status == STATUS_NOT_ISSUED)
		add_step(trace, "not acquired yet on %s: not_issued", on(t).p);
	else if (standing->reason == REASON_NONE)
		add_step(trace, "so on %s: %s, end %s, displayed_on %s", on(t).p,
		         rules_status_name(standing->status), on(standing->end).p,
		         on(standing->displayed_on).p);
	else
		add_step(trace, "so on %s: %s, %s, end %s, displayed_on %s", on(t).p,
		         rules_status_name(standing->status), rules_reason_name(standing->reason),
		         on(standing->end).p, on(standing->displayed_on).p);
}

void explain_head(const struct rules_trace *trace, const struct label *head,
                  const struct standing *standing)
{
	if (!trace)
		return;
	if (!head)
		add_step(trace, "no label is issued yet: not_issued, no page");
	else if (standing->status == STATUS_VALID)
		add_step(trace,
		         "the product shows %.*s: of the valid labels the highest level, "
		         "then "
		         "the one acquired last, then the greatest label_id",
		         STR_ARG(head->id));
	else
		add_step(trace,
		         "the product shows %.*s: none is valid, so the one acquired last, "
		         "then "
		         "the highest level, then the greatest label_id",
		         STR_ARG(head->id));
}
