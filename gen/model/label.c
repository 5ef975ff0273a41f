#include "model/label.h"
#include "model/field.h"
#include "model/level.h"
#include "model/limits.h"
#include "model/rules.h"
#include <stdlib.h>

#define WORD(NAME, word) word,
static const char *const route_names[] = {RECORD_ROUTES(WORD)};
static const char *const evaluator_names[] = {RECORD_EVALUATORS(WORD)};
static const char *const event_names[] = {RECORD_EVENTS(WORD)};
#undef WORD
_Static_assert(sizeof(enum route) == sizeof(unsigned), "a word is read as its number");

const char *record_route_name(enum route route)
{
	return route_names[route];
}

const char *record_event_name(enum event_kind kind)
{
	return event_names[kind];
}

const char *record_evaluator_name(enum evaluator_kind kind)
{
	return evaluator_names[kind];
}

static const struct words routes = {route_names, COUNT_OF(route_names), DIAG_VALUE_UNKNOWN};
static const struct words evaluators = {evaluator_names, COUNT_OF(evaluator_names),
                                        DIAG_VALUE_UNKNOWN};
static const struct words events = {event_names, COUNT_OF(event_names), DIAG_EVENT_UNKNOWN};

static const struct member na_item_members[] = {
        {MEMBER("item", REQUIRED, field_read_string, struct na_item, id)},
        {MEMBER("reason", OPTIONAL, field_read_text, struct na_item, reason),
         .most = LIMIT_MARKDOWN},
};

static const struct format na_item_format = {
        .members = na_item_members,
        .nmembers = COUNT_OF(na_item_members),
        .size = sizeof(struct na_item),
};

static const struct member recognition_members[] = {
        {MEMBER("scheme", REQUIRED, field_read_string, struct recognition, scheme)},
        {MEMBER("items", PRESENT, field_read_strings, struct recognition, items),
         .count = offsetof(struct recognition, nitems), .element = field_read_criteria_id},
};

static const struct format recognition_format = {
        .members = recognition_members,
        .nmembers = COUNT_OF(recognition_members),
        .size = sizeof(struct recognition),
};

static const struct member event_members[] = {
        {MEMBER("date", REQUIRED, field_read_date, struct event, date)},
        {MEMBER("kind", REQUIRED, field_read_word, struct event, kind), .words = &events},
        {MEMBER("affects", OPTIONAL, field_read_flag, struct event, affects)},
};

static const struct format event_format = {
        .members = event_members,
        .nmembers = COUNT_OF(event_members),
        .size = sizeof(struct event),
        .blank = &(const struct event){.date = DATE_NONE},
};

static void read_applicant_name(struct reader *r, const struct json_path *at,
                                const struct member *member, void *object)
{
	r->is_applicant = true;
	field_read_name(r, at, member, object);
	r->is_applicant = false;
}

static const struct member applicant_members[] = {
        {MEMBER("name", REQUIRED, read_applicant_name, struct label, applicant)},
        {MEMBER("corporate_number", OPTIONAL, field_read_string, struct label, corporate_number)},
};

static const struct format applicant_format = {
        .members = applicant_members,
        .nmembers = COUNT_OF(applicant_members),
};

static const struct member evaluator_members[] = {
        {MEMBER("kind", REQUIRED, field_read_word, struct label, evaluator), .words = &evaluators},
        {MEMBER("name", OPTIONAL, field_read_text, struct label, evaluator_name)},
};

static const struct format evaluator_format = {
        .members = evaluator_members,
        .nmembers = COUNT_OF(evaluator_members),
};

/* Only the string: what it names is looked up when the level is known. */
static void read_category(struct reader *r, const struct json_path *at, const struct member *member,
                          void *object)
{
	(void)member;
	(void)object;
	field_parse_string(r, at, READER_LINE);
}

static void read_criteria(struct reader *r, const struct json_path *at, const struct member *member,
                          void *object)
{
	struct str id = field_parse_string(r, at, READER_LINE);
	struct label *label = object;

	(void)member;
	if (!id.p)
		return;
	label->criteria = criteria_find_version(r->criteria, id);
	if (label->criteria == CRITERIA_NONE && !r->criteria->lacks_versions)
		reader_add(r, at, DIAG_CRITERIA_UNKNOWN, "%s is not in the criteria folder%.*s",
		           reader_quote(r, id),
		           STR_ARG(criteria_hint_version(r->criteria, id, r->a)));
}

enum {
	LABEL_ID,
	LEVEL,
	CATEGORY,
	CRITERIA,
	NA_ITEMS,
	ACQUIRED_ON,
	VALID_UNTIL,
	ROUTE,
	APPLICANT,
	EVALUATOR,
	RECOGNITIONS,
	EVENTS,
};

static const struct member label_members[] = {
        [LABEL_ID] = {MEMBER("label_id", REQUIRED, field_read_label_id, struct label, id)},
        [LEVEL] = {MEMBER("level", REQUIRED, level_read, struct label, level)},
        [CATEGORY] = {MEMBER("category", OPTIONAL, read_category, struct label, category)},
        [CRITERIA] = {MEMBER("criteria", REQUIRED, read_criteria, struct label, criteria)},
        [NA_ITEMS] = {MEMBER("na_items", OPTIONAL, field_read_list, struct label, na_items),
                      .count = offsetof(struct label, nna_items), .format = &na_item_format},
        [ACQUIRED_ON] = {MEMBER("acquired_on", REQUIRED, field_read_date, struct label,
                                acquired_on)},
        [VALID_UNTIL] = {MEMBER("valid_until", OPTIONAL, field_read_date, struct label,
                                valid_until)},
        [ROUTE] = {MEMBER("route", REQUIRED, field_read_word, struct label, route),
                   .words = &routes},
        [APPLICANT] = {MEMBER_OF_WHOLE("applicant", REQUIRED, field_read_object),
                       .format = &applicant_format},
        [EVALUATOR] = {MEMBER_OF_WHOLE("evaluator", REQUIRED, field_read_object),
                       .format = &evaluator_format},
        [RECOGNITIONS] = {MEMBER("recognitions", OPTIONAL, field_read_list, struct label,
                                 recognitions),
                          .count = offsetof(struct label, nrecognitions),
                          .format = &recognition_format},
        [EVENTS] = {MEMBER("events", OPTIONAL, field_read_list, struct label, events),
                    .count = offsetof(struct label, nevents), .format = &event_format,
                    .most = LIMIT_EVENTS},
};

static void check_category(struct reader *r, const struct json_path *at, uint64_t right,
                           struct label *label)
{
	struct str category = STR_NONE;

	if (reader_is_right(right, CATEGORY))
		category = json_find(at->value, STR("category"))->text;
	label->category = level_find_category(r, at, label->level, category);
}

static void check_route(struct reader *r, const struct json_path *at, const struct label *label)
{
	struct json_path route = reader_member(at, STR("route"));

	if ((label->level <= 2) != (label->route == ROUTE_SELF))
		reader_add(r, &route, DIAG_ROUTE_LEVEL, "is \"%s\", but level %d needs %s",
		           route_names[label->route], label->level,
		           label->level <= 2 ? "\"self\"" : "\"A\" or \"B\"");
}

static void check_items(struct reader *r, const struct json_path *at,
                        const struct criteria_version *version, struct label *label)
{
	struct json_path list = reader_member(at, STR("na_items"));
	struct json_path element = {.parent = &list};

	element.value = list.value ? list.value->child : NULL;
	for (size_t i = 0; i < label->nna_items; i++) {
		struct na_item *na = &label->na_items[i];
		struct json_path item = reader_member(&element, STR("item"));

		if (na->id.p)
			na->item = criteria_find_item(version, na->id);
		if (na->id.p && !na->item)
			reader_add(r, &item, DIAG_ITEM_UNKNOWN, "%s is not an item of %.*s",
			           reader_quote(r, na->id), STR_ARG(version->id));
		element.value = element.value->next;
		element.index++;
	}
}

/* The label against its criteria version. A version of level 1 has no category to compare with:
 * that the levels differ says it all. */
static void check_version(struct reader *r, const struct json_path *at, struct label *label)
{
	const struct criteria_version *version = &r->criteria->versions[label->criteria];
	struct json_path level = reader_member(at, STR("level"));
	struct json_path category = reader_member(at, STR("category"));

	if (label->level != 0 && label->level != version->level)
		reader_add(r, &level, DIAG_LEVEL_CRITERIA, "is %d, but %.*s is of level %d",
		           label->level, STR_ARG(version->id), version->level);
	if (label->category != CRITERIA_NONE && version->category != CRITERIA_NONE &&
	    label->category != version->category)
		reader_add(r, &category, DIAG_CATEGORY_CRITERIA,
		           "is \"%.*s\", but %.*s is of \"%.*s\"",
		           STR_ARG(r->criteria->categories[label->category].id),
		           STR_ARG(version->id),
		           STR_ARG(r->criteria->categories[version->category].id));
	check_items(r, at, version, label);
}

/* The latest valid_until: two years on; and of a 28 February the 29th where that year has one. */
static date_days find_latest_end(date_days acquired_on)
{
	date_days end = date_add_years(acquired_on, RULES_TERM_YEARS);
	struct date_parts from = date_split(acquired_on), after = date_split(end + 1);

	return from.month == 2 && from.day == 28 && after.month == 2 ? end + 1 : end;
}

static void check_term(struct reader *r, const struct json_path *at, const struct label *label)
{
	struct json_path until = reader_member(at, STR("valid_until"));
	date_days latest = find_latest_end(label->acquired_on);

	if (label->valid_until < label->acquired_on)
		reader_add(r, &until, DIAG_TERM_ORDER, "%s is before %s, the day of acquired_on",
		           date_text(r->a, label->valid_until).p,
		           date_text(r->a, label->acquired_on).p);
	else if (label->valid_until > latest)
		reader_add(r, &until, DIAG_TERM_LENGTH,
		           "%s is more than 2 years after %s, expected %s or before",
		           date_text(r->a, label->valid_until).p,
		           date_text(r->a, label->acquired_on).p, date_text(r->a, latest).p);
}

static void check_events(struct reader *r, const struct json_path *at, const struct label *label)
{
	struct json_path list = reader_member(at, STR("events"));
	struct json_path element = {.parent = &list};

	element.value = list.value ? list.value->child : NULL;
	for (size_t i = 0; i < label->nevents; i++) {
		struct json_path date = reader_member(&element, STR("date"));
		date_days day = label->events[i].date;

		if (day != DATE_NONE && day < label->acquired_on)
			reader_add(r, &date, DIAG_EVENT_EARLY,
			           "%s is before %s, the day of acquired_on",
			           date_text(r->a, day).p, date_text(r->a, label->acquired_on).p);
		element.value = element.value->next;
		element.index++;
	}
}

/* Only compares what could be read: a fault is said once, where it is. */
static void check_label(struct reader *r, const struct json_path *at, uint64_t right, void *object)
{
	struct label *label = object;

	check_category(r, at, right, label);
	if (label->level != 0 && reader_is_right(right, ROUTE))
		check_route(r, at, label);
	if (label->criteria != CRITERIA_NONE && !r->criteria->versions[label->criteria].has_faults)
		check_version(r, at, label);
	if (label->acquired_on != DATE_NONE && label->valid_until != DATE_NONE)
		check_term(r, at, label);
	if (label->acquired_on != DATE_NONE)
		check_events(r, at, label);
}

static const struct label blank = {
        .category = CRITERIA_NONE,
        .criteria = CRITERIA_NONE,
        .acquired_on = DATE_NONE,
        .valid_until = DATE_NONE,
};

const struct format label_format = {
        .members = label_members,
        .nmembers = COUNT_OF(label_members),
        .size = sizeof(struct label),
        .blank = &blank,
        .check = check_label,
};

/* By level, day of acquisition, place in the record. */
static int compare_terms(const void *left, const void *right)
{
	const struct label *l = *(const struct label *const *)left;
	const struct label *r = *(const struct label *const *)right;

	if (l->level != r->level)
		return l->level < r->level ? -1 : 1;
	if (l->acquired_on != r->acquired_on)
		return l->acquired_on < r->acquired_on ? -1 : 1;
	return (l > r) - (l < r);
}

void label_check_overlaps(struct reader *r, const struct json_path *list,
                          const struct label *labels, size_t nlabels)
{
	const struct label **terms = arena_array(r->a, nlabels, sizeof(*terms));
	const struct label *longest = NULL;
	size_t n = 0;

	for (size_t i = 0; i < nlabels; i++)
		if (labels[i].level != 0 && labels[i].acquired_on != DATE_NONE)
			terms[n++] = &labels[i];
	if (n > 1)
		qsort(terms, n, sizeof(*terms), compare_terms);
	for (size_t i = 0; i < n; i++) {
		const struct label *label = terms[i];

		if (longest && longest->level == label->level &&
		    label->acquired_on <= rules_first_end(longest)) {
			struct json_path at = {.parent = list, .index = (size_t)(label - labels)};

			reader_add(r, &at, DIAG_LABELS_OVERLAP,
			           "its term overlaps that of label %zu of this product, also of "
			           "level %d",
			           (size_t)(longest - labels), label->level);
		}
		if (!longest || longest->level != label->level ||
		    rules_first_end(label) > rules_first_end(longest))
			longest = label;
	}
}
