/*
 * One record of the export as a product with its labels, checked: "label-export/1" in
 * fuda-export(5).
 *
 * Everything points into the arena and into the text of the record, which must both outlive it:
 * a product lives as long as a page. A product read without an error obeys every rule of the
 * format, so no caller checks again.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/criteria.h"
#include "model/product_facts.h"
#include "model/settings.h"
#include "model/text.h"
#include <stdbool.h>

/* Every route, kind of evaluator and kind of event: the constant, and the word of the format. */
#define RECORD_ROUTES(ROUTE) ROUTE(SELF, "self") ROUTE(A, "A") ROUTE(B, "B")

#define RECORD_EVALUATORS(EVALUATOR)                                                               \
	EVALUATOR(SELF, "self")                                                                    \
	EVALUATOR(ASSESSMENT_BODY, "assessment_body")                                              \
	EVALUATOR(EVALUATION_BODY, "evaluation_body")

#define RECORD_EVENTS(EVENT)                                                                       \
	EVENT(EXTENSION_GRANTED, "extension_granted")                                              \
	EVENT(REPORT_UNCHANGED, "report_unchanged")                                                \
	EVENT(REASSESSMENT_PASSED, "reassessment_passed")                                          \
	EVENT(REASSESSMENT_FAILED, "reassessment_failed")                                          \
	EVENT(SPEC_CHANGE_REPORTED, "spec_change_reported")                                        \
	EVENT(IMPACT_REPORT_SUBMITTED, "impact_report_submitted")                                  \
	EVENT(IMPACT_REPORT_ACCEPTED, "impact_report_accepted")                                    \
	EVENT(IMPACT_REPORT_REJECTED, "impact_report_rejected")                                    \
	EVENT(REEVALUATION_CONFORM, "reevaluation_conform")                                        \
	EVENT(REEVALUATION_NONCONFORM, "reevaluation_nonconform")                                  \
	EVENT(REAPPLICATION_PLANNED, "reapplication_planned")                                      \
	EVENT(REAPPLICATION_FILED, "reapplication_filed")                                          \
	EVENT(REAPPLICATION_DROPPED, "reapplication_dropped")                                      \
	EVENT(WITHDRAWN, "withdrawn")                                                              \
	EVENT(REVOKED, "revoked")

#define RECORD_ROUTE(NAME, word)     ROUTE_##NAME,
#define RECORD_EVALUATOR(NAME, word) EVALUATOR_##NAME,
#define RECORD_EVENT(NAME, word)     EVENT_##NAME,
enum route { RECORD_ROUTES(RECORD_ROUTE) ROUTE_NVALUES };
enum evaluator_kind { RECORD_EVALUATORS(RECORD_EVALUATOR) EVALUATOR_NKINDS };
enum event_kind { RECORD_EVENTS(RECORD_EVENT) EVENT_NKINDS };
#undef RECORD_ROUTE
#undef RECORD_EVALUATOR
#undef RECORD_EVENT

/* The words of a table as a regular expression: "self|A|B". */
#define RECORD_OR_WORD(NAME, word) "|" word
#define RECORD_ROUTE_PATTERN       (&RECORD_ROUTES(RECORD_OR_WORD)[1])
#define RECORD_EVALUATOR_PATTERN   (&RECORD_EVALUATORS(RECORD_OR_WORD)[1])

enum severity {
	SEVERITY_NONE,
	SEVERITY_LOW,
	SEVERITY_MEDIUM,
	SEVERITY_HIGH,
	SEVERITY_CRITICAL,
	SEVERITY_NVALUES
};

struct event {
	date_days date;
	enum event_kind kind;
	bool affects;
};

struct model {
	struct str number;
	struct text note;
};

struct certification {
	struct str scheme, number, url;
};

struct security_note {
	date_days date;
	struct text title;
	struct str url;
	struct str *cve;
	size_t ncve;
	struct str jvn;
	enum severity severity;
	bool is_open;
};

struct na_item {
	struct str id;                    /* as the export has it */
	const struct criteria_item *item; /* NULL only in a record with errors */
	struct text reason;
};

struct recognition {
	struct str scheme;
	struct str *items;
	size_t nitems;
};

struct label {
	struct str id;
	int level;         /* 1..4 */
	uint32_t category; /* index, or CRITERIA_NONE for level 1 */
	uint32_t criteria; /* index of the criteria version */
	struct na_item *na_items;
	size_t nna_items;
	date_days acquired_on; /* the origin of every term; never shown as such */
	date_days valid_until; /* last day of the first term as given, or DATE_NONE */
	enum route route;
	struct text applicant;
	struct str corporate_number;
	enum evaluator_kind evaluator;
	struct text evaluator_name;
	struct recognition *recognitions;
	size_t nrecognitions;
	struct event *events; /* in the order of the export */
	size_t nevents;
};

/* clang-format off */
#define PRODUCT_FACT(context, NAME, member, kind, meaning) struct str member;
/* clang-format on */
struct product {
	struct str id;
	struct text name;
	struct model *models;
	size_t nmodels;
	struct str *gtins;
	size_t ngtins;
	bool has_manufacturer, is_manufacturer_disclosed;
	struct text manufacturer; /* none, unless disclosed: a withheld name does not leave the
	                             reader */
	bool has_origin, is_origin_disclosed;
	struct str country;  /* ISO 3166-1 alpha-2; none, unless disclosed */
	struct text summary; /* Markdown */
	struct text contact_name;
	struct str contact_email, contact_url, contact_tel;
	struct certification *certifications;
	size_t ncertifications;
	date_days support_until;    /* or DATE_NONE */
	bool is_support_undeclared; /* "undeclared" was said, as against nothing said */
	struct security_note *notes;
	size_t nnotes;
	struct text procurement_notes; /* Markdown */
	struct label *labels;
	size_t nlabels;
	PRODUCT_FACTS(PRODUCT_FACT, )
};

/*
 * Reads one line of the export. Adds every fault it finds, each with `file`, `line`, the product_id
 * and its JSON pointer. Returns -1 if it added an error, or if the criteria have faults; then
 * `product` holds what could be read. Faults between records (an id used twice) are the survey's.
 *
 * WITHHELD_IN_TEXT stands at every public text that has the name of a withheld manufacturer in any
 * spelling (withheld.h), unless settings->reviewed has the text. LABELS_OVERLAP compares first
 * terms as they were granted, acquired_on to valid_until or two years on, whatever extended or
 * ended them, and stands at the later label.
 */
MUST_CHECK int record_parse(struct product *product, struct str text, struct str file,
                            uint32_t line, const struct criteria *criteria,
                            const struct settings *settings, struct arena *a, struct diag *d);

/* Reads the bytes of a line once more in which record_parse found no error: those that it read, by
 * their hash. Nothing is looked for that was not found then. -1 if they are others after all. */
MUST_CHECK int record_parse_again(struct product *product, struct str text,
                                  const struct criteria *criteria, const struct settings *settings,
                                  struct arena *a);

/* The word of the format for a value: "A", "self", "revoked", "assessment_body", "high". */
const char *record_route_name(enum route route);
const char *record_event_name(enum event_kind kind);
const char *record_evaluator_name(enum evaluator_kind kind);
const char *record_severity_name(enum severity severity); /* "" for SEVERITY_NONE */

#endif
