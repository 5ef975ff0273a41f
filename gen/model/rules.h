/*
 * The status of a label and of a product on a day (domain, section 4).
 *
 * Pure: the answer depends on the label, the criteria, the switches and the day t, a calendar day in
 * Asia/Tokyo, and on nothing dated after t. Safe in any thread.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "model/criteria.h"
#include "model/record.h"
#include "model/settings.h"

enum status { STATUS_NOT_ISSUED, STATUS_VALID, STATUS_PENDING, STATUS_LAPSED, STATUS_REVOKED };
#define STATUS_NVALUES 5

enum reason {
	REASON_NONE,
	REASON_EXPIRY,
	REASON_CRITERIA,
	REASON_NO_REPORT,
	REASON_NO_REASSESSMENT,
	REASON_CAP,
	REASON_SPEC_CHANGE,
	REASON_NONCONFORMITY,
	REASON_WITHDRAWN,
};
#define REASON_NVALUES 9

struct standing {
	enum status status;
	enum reason reason;      /* REASON_NONE for not_issued, valid, revoked */
	date_days end;           /* valid: the last valid day as known on t; ended by its term: the last
	                            valid day; ended by an event: the day of the event; else DATE_NONE */
	date_days displayed_on;  /* domain, 4.3: the date of the last extension, else acquired_on */
	date_days first_end;     /* last day of the first term */
	unsigned nextensions;    /* how many times the term was extended, as known on t */
	bool is_under_review;    /* A and B: a change is being examined (notes of domain, 4.3) */
	date_days next_change;   /* the first day after t on which any of this could be otherwise by the
	                            rules and by what the export and the criteria already say, or
	                            DATE_MAX */
};

/* Facts of the rules that are needed beyond them, for example to explain one: called with one line
 * of plain English a step, in order. */
struct rules_trace {
	void (*step)(void *context, struct str line);
	void *context;
};

struct rules {
	const struct criteria *criteria;
	const struct settings *settings;
};

/* The standing of one label on day t. `trace` may be NULL. */
struct standing rules_judge_label(const struct rules *rules, const struct label *label, date_days t,
                                  const struct rules_trace *trace);

/*
 * The head of a product on day t (domain, 4.3): the label that page, badge, lists and data show.
 * *standing gets its standing, or that of not_issued. Returns NULL where no label is issued yet.
 * standing->next_change covers all labels of the product.
 */
const struct label *rules_find_head(const struct rules *rules, const struct product *product,
                                    date_days t, struct standing *standing,
                                    const struct rules_trace *trace);

/* "valid", "no_report" and so on, as in the data; "" for REASON_NONE. */
const char *rules_status_name(enum status status);
const char *rules_reason_name(enum reason reason);

#endif
