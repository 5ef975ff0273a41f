/*
 * The status of a label and of a product on a day, and all that hangs on it: fuda-status(5).
 * Pages, data, feeds and search ask here and decide nothing of this themselves.
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

/*
 * Every status that is published, and every reason for which a label ends, in tables: the constant,
 * the word of the data; of a reason whether it ends a term (TERM: a label can then be pending) or
 * is an event (EVENT), and its rank, for of two ends on one day the lower rank stands. Words,
 * columns, search and layouts are made from these, so a new reason is a row here, its rule in
 * rules.c, and its words.
 */
#define RULES_STATUSES(STATUS)                                                                     \
	STATUS(VALID, "valid")                                                                     \
	STATUS(PENDING, "pending")                                                                 \
	STATUS(LAPSED, "lapsed")                                                                   \
	STATUS(REVOKED, "revoked")

#define RULES_REASONS(REASON)                                                                      \
	REASON(EXPIRY, "expiry", TERM, 3)                                                          \
	REASON(CRITERIA, "criteria", TERM, 3)                                                      \
	REASON(NO_REPORT, "no_report", TERM, 3)                                                    \
	REASON(NO_REASSESSMENT, "no_reassessment", TERM, 3)                                        \
	REASON(CAP, "cap", TERM, 3)                                                                \
	REASON(SPEC_CHANGE, "spec_change", EVENT, 1)                                               \
	REASON(NONCONFORMITY, "nonconformity", EVENT, 2)                                           \
	REASON(WITHDRAWN, "withdrawn", EVENT, 0)

#define RULES_STATUS(NAME, word)             STATUS_##NAME,
#define RULES_REASON(NAME, word, kind, rank) REASON_##NAME,
enum status { STATUS_NOT_ISSUED, RULES_STATUSES(RULES_STATUS) STATUS_NVALUES };
enum reason { REASON_NONE, RULES_REASONS(RULES_REASON) REASON_NVALUES };
#undef RULES_STATUS
#undef RULES_REASON

/* The words of each table as a regular expression: "valid|pending|lapsed|revoked". */
#define RULES_OR_STATUS(NAME, word)             "|" word
#define RULES_OR_REASON(NAME, word, kind, rank) "|" word
#define RULES_STATUS_PATTERN                    (&RULES_STATUSES(RULES_OR_STATUS)[1])
#define RULES_REASON_PATTERN                    (&RULES_REASONS(RULES_OR_REASON)[1])

/* Each status that is published, with every reason that can lead to it. */
struct rules_answer {
	enum status status;
	enum reason reason;
};

extern const struct rules_answer rules_answers[];
extern const size_t rules_nanswers;

/* Of a label that is not issued yet, everything but status and next_change is none. */
struct standing {
	enum status status;
	enum reason reason; /* REASON_NONE for not_issued, valid, revoked */
	date_days end;      /* valid: the last valid day as known on t; ended by its term: the last
	                       valid day; ended by an event: the day of the event; else DATE_NONE.
	                       Not to be shown: rules_shown_end is */
	date_days displayed_on; /* the date of the last extension, else acquired_on */
	date_days first_end;    /* last day of the first term */
	unsigned nextensions;   /* how many times the term was extended, as known on t */
	bool is_extensible;     /* valid, and an event until `end` would still extend the term */
	bool is_under_review;  /* valid, route A or B: of what is known of a change that affects the
	                          evaluation, the latest leaves it open (on one day, the later in the
	                          array): the change or an impact report was reported, or the report
	                          was rejected, and neither acceptance nor re-evaluation followed */
	date_days next_change; /* the first day after t on which any of this, or a note on the label
	                          (ending soon, superseded, grace period, review), could be
	                          otherwise by the rules and by what the export and the criteria
	                          already say, or DATE_MAX. May be early, never late: all is
	                          constant from t to the day before */
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

/* A first term has so many years, unless it was granted for less. */
#define RULES_TERM_YEARS 2

/* Last day of the first term as it was granted. */
date_days rules_first_end(const struct label *label);

/* The standing of one label on day t. `trace` may be NULL. */
struct standing rules_judge_label(const struct rules *rules, const struct label *label, date_days t,
                                  const struct rules_trace *trace);

/*
 * The head of a product on day t: the label that page, badge, lists and data show. *standing gets
 * its standing, or that of not_issued. Returns NULL where no label is issued yet.
 * standing->next_change covers all labels of the product, its security notes and its support.
 */
const struct label *rules_find_head(const struct rules *rules, const struct product *product,
                                    date_days t, struct standing *standing,
                                    const struct rules_trace *trace);

/*
 * The labels that are shown beside the head: those that are valid. Of others nothing is shown.
 * Returns the first one behind `after` in the record, or behind none with NULL, and its standing;
 * NULL if there is no further one.
 */
const struct label *rules_next_beside(const struct rules *rules, const struct product *product,
                                      const struct label *head, const struct label *after,
                                      date_days t, struct standing *standing);

/* Whether an event of this kind ends a label, or revokes it, on one route at least. */
bool rules_can_end(enum event_kind kind, bool affects);

/* Whether it was the end of a term that ended the label, not an event. */
bool rules_is_end_of_term(enum reason reason);

/* The day to show as the end: the last valid day of what ends with its term, also where the setting
 * last_day_valid is off and standing->end is the day after; the day of the event of what an event
 * ended. */
date_days rules_shown_end(const struct rules *rules, const struct standing *standing);

/* The first day on which a label that has ended was not valid any more. */
date_days rules_ended_on(const struct rules *rules, const struct standing *standing);

/* Recognitions count while the label is valid: the day to show as their end, or DATE_NONE while
 * they count. */
date_days rules_recognitions_end(const struct rules *rules, const struct standing *standing);

/* The last day of the grace period that bears on the label, as known on t, also when that day is
 * past; *by, if not NULL, gets the index of the version that set it. DATE_NONE where there is none,
 * and on route self, which has no checkpoints. */
date_days rules_find_grace_end(const struct rules *rules, const struct label *label, date_days t,
                               uint32_t *by);

/* The notes on a label, never statuses: all none unless it is valid. */
struct rules_notes {
	bool is_ending_soon; /* at most ending_soon_days lie between t and its last valid day */
	bool is_superseded;  /* a later version of its criteria is published */
	bool is_under_review;
	date_days grace_end;  /* of the grace period that runs on t, or DATE_NONE */
	date_days grace_over; /* of one that has ended, so that the label is not extended; or
	                         DATE_NONE */
	uint32_t grace_by;    /* index of the version that set it */
};

struct rules_notes rules_note_label(const struct rules *rules, const struct label *label,
                                    const struct standing *standing, date_days t);

/* Whether a security note is known, and so shown, on day t. */
bool rules_is_known(const struct security_note *note, date_days t);

/* Whether updates go on on day t. It never changes the status. */
enum support { SUPPORT_NOT_STATED, SUPPORT_UNDECLARED, SUPPORT_SUPPORTED, SUPPORT_ENDED };
#define SUPPORT_NVALUES 4

enum support rules_find_support(const struct product *product, date_days t);

/* "valid", "no_report", "supported" and so on, as in the data; "" for REASON_NONE. */
const char *rules_status_name(enum status status);
const char *rules_reason_name(enum reason reason);
const char *rules_support_name(enum support support);

#endif
