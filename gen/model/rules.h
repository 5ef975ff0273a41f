/*
 * The status of a label and of a product on a day (domain, section 4).
 *
 * Pure: the answer depends on the label, the criteria, the switches and the day t, a calendar day
 * in Asia/Tokyo, and on nothing dated after t (next_change excepted, which looks ahead). Labels
 * must have been read without error: see record.h. Safe in any thread.
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

/* Of a label that is not issued yet, everything but status and next_change is none. */
struct standing {
	enum status status;
	enum reason reason; /* REASON_NONE for not_issued, valid, revoked */
	date_days end;      /* valid: the last valid day as known on t; ended by its term: the last
	                       valid day; ended by an event: the day of the event; else DATE_NONE */
	date_days displayed_on; /* domain, 4.3: the date of the last extension, else acquired_on */
	date_days first_end;    /* last day of the first term */
	unsigned nextensions;   /* how many times the term was extended, as known on t */
	bool is_under_review;  /* valid, route A or B: of what is known of a change that affects the
	                          evaluation, the latest leaves it open (on one day, the later in the
	                          array): the change or an impact report was reported, or the report
	                          was rejected, and neither acceptance nor re-evaluation followed */
	date_days next_change; /* the first day after t on which any of this, or a note of
	                          domain 4.3 on the label (ending soon, superseded, grace period,
	                          review), could be otherwise by the rules and by what the export
	                          and the criteria already say, or DATE_MAX. May be early, never
	                          late: all is constant from t to the day before */
};

/* How an answer came about: called with one line of plain English a step, in order. */
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

/* Whether the note "ending soon" stands on day t: the label is valid and at most ending_soon_days
 * lie between t and its last valid day (0: on that day alone). */
bool rules_is_ending_soon(const struct rules *rules, const struct standing *standing, date_days t);

/* The day to show as the end: the last valid day of what ends by its term, also where the setting
 * last_day_valid is off and the rules' end is the day after; the day of the event of what an event
 * ended. */
date_days rules_last_day(const struct rules *rules, enum status status, enum reason reason,
                         date_days end);

/* "valid", "no_report" and so on, as in the data; "" for REASON_NONE. */
const char *rules_status_name(enum status status);
const char *rules_reason_name(enum reason reason);

#endif
