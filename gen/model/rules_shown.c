/* What is shown of a standing, and what else of a product hangs on the day: see rules.h. */
#include "model/rules.h"

#define NAME(NAME, word) [STATUS_##NAME] = word,
static const char *const status_names[STATUS_NVALUES] = {[STATUS_NOT_ISSUED] = "not_issued",
                                                         RULES_STATUSES(NAME)};
#undef NAME

#define NAME(NAME, word, kind, rank) [REASON_##NAME] = word,
static const char *const reason_names[REASON_NVALUES] = {[REASON_NONE] = "", RULES_REASONS(NAME)};
#undef NAME

const char *rules_status_name(enum status status)
{
	return status_names[status];
}

const char *rules_reason_name(enum reason reason)
{
	return reason_names[reason];
}

const char *rules_support_name(enum support support)
{
	static const char *const names[SUPPORT_NVALUES] = {
	        [SUPPORT_NOT_STATED] = "not_stated",
	        [SUPPORT_UNDECLARED] = "undeclared",
	        [SUPPORT_SUPPORTED] = "supported",
	        [SUPPORT_ENDED] = "ended",
	};

	return names[support];
}

/* A term that ended can leave a label pending, an event cannot. */
#define PENDING_TERM(reason) {STATUS_PENDING, reason},
#define PENDING_EVENT(reason)
#define PENDING(NAME, word, kind, rank) PENDING_##kind(REASON_##NAME)
#define LAPSED(NAME, word, kind, rank)  {STATUS_LAPSED, REASON_##NAME},
const struct rules_answer rules_answers[] = {
        {STATUS_VALID, REASON_NONE},
        RULES_REASONS(PENDING) RULES_REASONS(LAPSED){STATUS_REVOKED, REASON_NONE},
};
const size_t rules_nanswers = COUNT_OF(rules_answers);
#undef PENDING
#undef LAPSED

bool rules_is_end_of_term(enum reason reason)
{
#define IS_TERM                      true
#define IS_EVENT                     false
#define KIND(NAME, word, kind, rank) [REASON_##NAME] = IS_##kind,
	static const bool is_end_of_term[REASON_NVALUES] = {RULES_REASONS(KIND)};
#undef KIND
#undef IS_TERM
#undef IS_EVENT

	return is_end_of_term[reason];
}

date_days rules_shown_end(const struct rules *rules, const struct standing *standing)
{
	bool is_term = standing->status == STATUS_VALID || rules_is_end_of_term(standing->reason);

	return is_term && !rules->settings->last_day_valid ? standing->end - 1 : standing->end;
}

date_days rules_ended_on(const struct rules *rules, const struct standing *standing)
{
	return rules_shown_end(rules, standing) + rules_is_end_of_term(standing->reason);
}

date_days rules_recognitions_end(const struct rules *rules, const struct standing *standing)
{
	return standing->status == STATUS_VALID ? DATE_NONE : rules_shown_end(rules, standing);
}

struct rules_notes rules_note_label(const struct rules *rules, const struct label *label,
                                    const struct standing *standing, date_days t)
{
	struct rules_notes notes = {
	        .grace_end = DATE_NONE, .grace_over = DATE_NONE, .grace_by = CRITERIA_NONE};
	date_days grace_end;

	if (standing->status != STATUS_VALID)
		return notes;
	notes.is_ending_soon =
	        rules_shown_end(rules, standing) - t <= rules->settings->ending_soon_days;
	notes.is_superseded = criteria_is_superseded(rules->criteria, label->criteria, t);
	notes.is_under_review = standing->is_under_review;
	grace_end = rules_find_grace_end(rules, label, t, &notes.grace_by);
	if (grace_end >= t)
		notes.grace_end = grace_end;
	else
		notes.grace_over = grace_end;
	return notes;
}

const struct label *rules_next_beside(const struct rules *rules, const struct product *product,
                                      const struct label *head, const struct label *after,
                                      date_days t, struct standing *standing)
{
	const struct label *label = after ? after + 1 : product->labels;

	for (; label < product->labels + product->nlabels; label++) {
		if (label == head)
			continue;
		*standing = rules_judge_label(rules, label, t, NULL);
		if (standing->status == STATUS_VALID)
			return label;
	}
	return NULL;
}

bool rules_is_known(const struct security_note *note, date_days t)
{
	return note->date <= t;
}

enum support rules_find_support(const struct product *product, date_days t)
{
	if (product->support_until == DATE_NONE)
		return product->is_support_undeclared ? SUPPORT_UNDECLARED : SUPPORT_NOT_STATED;
	return t <= product->support_until ? SUPPORT_SUPPORTED : SUPPORT_ENDED;
}
