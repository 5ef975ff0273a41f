/*
 * The words in which the rules explain an answer: `fuda status --explain`.
 *
 * One function a kind of step, so that rules.c reads as rules. Each does nothing without a trace,
 * else calls it once with one line of plain English, without a line end, good during the call only.
 */
#ifndef MODEL_EXPLAIN_H
#define MODEL_EXPLAIN_H

#include "model/rules.h"

/* Where a report extends a term: from day to day, both inside; the last is the checkpoint, or on
 * route self the end of the term. */
struct explain_window {
	int rule; /* its number in fuda-status(5) */
	enum route route;
	date_days from, to;
};

void explain_label(const struct rules_trace *trace, const struct label *label, date_days t);

/* Rules 1 and 3: how the first term ends; `is_final`: it is shorter and so the only one. */
void explain_first_term(const struct rules_trace *trace, const struct label *label,
                        date_days first_end, bool is_final);

/* Rules 2, 4, 5, 6: what happens at the end of a term. */
void explain_grace_end(const struct rules_trace *trace, date_days grace_end, struct str revision);
void explain_extended(const struct rules_trace *trace, const struct explain_window *window,
                      const struct event *report, date_days end);
void explain_not_extended(const struct rules_trace *trace, const struct explain_window *window,
                          enum event_kind report, enum reason reason);
void explain_criteria(const struct rules_trace *trace, const struct explain_window *window,
                      date_days grace_end);
void explain_only_term(const struct rules_trace *trace, const struct explain_window *window);
void explain_cap(const struct rules_trace *trace, const struct explain_window *window);

/* Rules 7 to 9: an event that ends the label, or comes too late to do so. */
void explain_ending(const struct rules_trace *trace, const struct event *event, enum reason reason,
                    date_days term_end);
void explain_revoked(const struct rules_trace *trace, date_days date);

/* Rule 10: the last word on a re-application, or NULL without any. */
void explain_pending(const struct rules_trace *trace, const struct event *last);
void explain_review(const struct rules_trace *trace, const struct event *last);

/* The result of one label. */
void explain_standing(const struct rules_trace *trace, const struct standing *standing,
                      date_days t);

/* The choice of the head; NULL where no label is issued. */
void explain_head(const struct rules_trace *trace, const struct label *head,
                  const struct standing *standing);

#endif
