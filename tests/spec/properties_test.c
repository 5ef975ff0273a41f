/*
 * What must hold for every label, whatever its events: random labels lived through day by day.
 *
 *   properties_test [SEED [LABELS]]
 *
 * Nearly every date lies on or beside a whole number of years after the acquisition, so that ties,
 * leap days and the edges of windows are common. The first failure of a label prints the label.
 */
#include "../unit/check.h"
#include "model/rules.h"
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#define NVERSIONS_MAX 5
#define NEVENTS_MAX   12
#define NLABELS_MAX   4
#define NDAYS         (10 * 366)

static uint64_t state;

static unsigned below(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % n;
}

static bool chance(unsigned percent)
{
	return below(100) < percent;
}

struct world {
	struct criteria_version versions[NVERSIONS_MAX];
	struct criteria criteria;
	struct settings settings;
	struct rules rules;
	struct event events[NLABELS_MAX][NEVENTS_MAX];
	struct label labels[NLABELS_MAX];
	struct product product;
};

static const char *const origins[] = {
        "2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28", "2026-02-28", "2023-12-31",
        "2024-04-01", "2028-02-29", "2026-02-28", "2024-02-29", "2096-02-29", "2098-02-28",
};

static date_days pick_origin(void)
{
	date_days date;

	if (date_parse(str_from(origins[below(COUNT_OF(origins))]), &date) < 0)
		abort();
	return date;
}

static date_days near_years(date_days origin, unsigned max_years)
{
	static const int beside[] = {-1, 0, 0, 0, 1, 1, -30, 40};

	if (chance(15))
		return origin + (date_days)below(max_years * 365);
	return date_add_years(origin, (int)below(max_years + 1)) + beside[below(COUNT_OF(beside))];
}

static date_days later_of(date_days one, date_days other)
{
	return one > other ? one : other;
}

static void make_version(struct world *w, uint32_t i, date_days origin)
{
	static const struct str ids[NVERSIONS_MAX] = {STR("1.0"), STR("2.0"), STR("3.0"),
	                                              STR("4.0"), STR("5.0")};
	struct criteria_version *version = &w->versions[i];

	*version = (struct criteria_version){
	        .id = ids[i],
	        .family = STR("F"),
	        .category = CRITERIA_NONE,
	        .published_on = i == 0 ? origin - 400 : near_years(origin, 5) - 200 * chance(50),
	        .revision = i == 0       ? REVISION_FIRST
	                    : chance(75) ? REVISION_MAJOR
	                                 : REVISION_MINOR,
	        .replaces = i == 0       ? CRITERIA_NONE
	                    : chance(70) ? i - 1
	                                 : below(i),
	        .grace_ends_on = DATE_NONE,
	};
	if (i > 0 && chance(85))
		version->grace_ends_on = later_of(version->published_on, near_years(origin, 7));
}

/* An event after `after`, of a kind that is likely to matter on the route. */
static struct event make_event(enum route route, date_days origin, date_days after)
{
	static const enum event_kind reports[] = {
	        [ROUTE_SELF] = EVENT_EXTENSION_GRANTED,
	        [ROUTE_A] = EVENT_REPORT_UNCHANGED,
	        [ROUTE_B] = EVENT_REASSESSMENT_PASSED,
	};
	static const enum event_kind ends[] = {
	        EVENT_WITHDRAWN,
	        EVENT_REVOKED,
	        EVENT_SPEC_CHANGE_REPORTED,
	        EVENT_REEVALUATION_NONCONFORM,
	};
	struct event event = {
	        .date = later_of(later_of(near_years(origin, 8), origin), after + 1),
	        .kind = below(EVENT_NKINDS),
	        .affects = chance(60),
	};

	if (chance(55))
		event.kind = reports[route];
	else if (chance(40))
		event.kind = EVENT_REAPPLICATION_PLANNED + below(3);
	else if (chance(50))
		event.kind = ends[below(COUNT_OF(ends))];
	return event;
}

static void make_label(struct world *w, unsigned i, date_days origin)
{
	static const struct str ids[NLABELS_MAX] = {STR("a"), STR("B"), STR("a.1"), STR("0")};
	struct label *label = &w->labels[i];
	date_days two_years = date_add_years(origin, 2);

	*label = (struct label){
	        .id = ids[i],
	        .level = 1 + (int)below(4),
	        .category = CRITERIA_NONE,
	        .criteria = below((unsigned)w->criteria.nversions),
	        .acquired_on = origin,
	        .valid_until = DATE_NONE,
	        .events = w->events[i],
	        .nevents = below(NEVENTS_MAX + 1),
	};
	label->route = label->level <= 2 ? ROUTE_SELF : chance(50) ? ROUTE_A : ROUTE_B;
	if (chance(15))
		label->valid_until = two_years;
	else if (chance(15))
		label->valid_until = two_years - 1 - (date_days)below(chance(50) ? 3 : 700);
	else if (date_split(two_years + 1).day == 29 && date_split(two_years + 1).month == 2)
		label->valid_until = two_years + 1;
	for (size_t k = 0; k < label->nevents; k++) {
		label->events[k] = make_event(label->route, origin, DATE_NONE);
		if (k > 0 && chance(25))
			label->events[k].date = label->events[below((unsigned)k)].date;
	}
}

static void make_world(struct world *w)
{
	date_days origin = pick_origin();
	unsigned nlabels = 1 + below(NLABELS_MAX);

	*w = (struct world){0};
	w->settings.last_day_valid = chance(70);
	w->settings.shorter_term_final = chance(60);
	w->settings.self_extension_years = (long)below(3);
	w->settings.ending_soon_days = (long)below(3) * 45;
	w->criteria.versions = w->versions;
	w->criteria.nversions = 1 + below(NVERSIONS_MAX);
	for (uint32_t i = 0; i < w->criteria.nversions; i++)
		make_version(w, i, origin);
	criteria_link(&w->criteria);
	for (unsigned i = 0; i < nlabels; i++)
		make_label(w, i, chance(60) ? origin : origin + (date_days)below(1500));
	w->rules = (struct rules){&w->criteria, &w->settings};
	w->product = (struct product){.id = STR("TEST"), .labels = w->labels, .nlabels = nlabels};
}

static const char *on(date_days date, char text[DATE_TEXT + 1])
{
	if (date == DATE_NONE)
		return "none";
	date_format(date, text);
	text[DATE_TEXT] = '\0';
	return text;
}

static void print_label(const struct world *w, const struct label *label, date_days t)
{
	char one[DATE_TEXT + 1], two[DATE_TEXT + 1], three[DATE_TEXT + 1];

	fprintf(stderr,
	        "  on %s: route %s, criteria %.*s, acquired %s, until %s; switches %d %ld %d\n",
	        on(t, one), record_route_name(label->route),
	        STR_ARG(w->versions[label->criteria].id), on(label->acquired_on, two),
	        on(label->valid_until, three), w->settings.last_day_valid,
	        w->settings.self_extension_years, w->settings.shorter_term_final);
	for (size_t i = 0; i < label->nevents; i++)
		fprintf(stderr, "    %s %s%s\n", on(label->events[i].date, one),
		        record_event_name(label->events[i].kind),
		        label->events[i].affects ? ", affects" : "");
	for (size_t i = 0; i < w->criteria.nversions; i++)
		fprintf(stderr,
		        "    version %.*s, revision %d, replaces %d, published %s, grace %s\n",
		        STR_ARG(w->versions[i].id), (int)w->versions[i].revision,
		        (int)w->versions[i].replaces, on(w->versions[i].published_on, one),
		        on(w->versions[i].grace_ends_on, two));
}

/* Says what failed once a label, so that a broken rule does not print ten thousand lines. */
#define HOLDS(condition) holds(w, label, t, (condition), __LINE__, #condition)

static const struct label *last_failed;

/* A property is known by its line. It counts once, however often it is looked at. */
static struct {
	bool is_seen, is_broken;
} properties[1024];

static void holds(const struct world *w, const struct label *label, date_days t, bool is_true,
                  int line, const char *what)
{
	assert((size_t)line < COUNT_OF(properties));
	properties[line].is_seen = true;
	if (is_true)
		return;
	properties[line].is_broken = true;
	if (last_failed == label)
		return;
	last_failed = label;
	fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, line, what);
	print_label(w, label, t);
}

static bool is_same(const struct standing *one, const struct standing *other)
{
	return one->status == other->status && one->reason == other->reason &&
	       one->end == other->end && one->displayed_on == other->displayed_on &&
	       one->first_end == other->first_end && one->nextensions == other->nextensions &&
	       one->is_under_review == other->is_under_review &&
	       one->is_extensible == other->is_extensible;
}

/* Everything that a page can say of a label on a day; of one not yet issued there is no page. */
struct view_of_day {
	struct standing standing;
	bool is_ending_soon, is_superseded, is_grace_running, is_grace_over;
};

static struct view_of_day look(const struct world *w, const struct label *label, date_days t)
{
	struct view_of_day view = {.standing = rules_judge_label(&w->rules, label, t, NULL)};
	date_days grace_end;

	if (view.standing.status == STATUS_NOT_ISSUED)
		return view;
	grace_end = criteria_grace_end(&w->criteria, label->criteria, t, NULL);
	view.is_superseded = criteria_is_superseded(&w->criteria, label->criteria, t);
	view.is_grace_running = grace_end != DATE_NONE && t <= grace_end;
	view.is_grace_over = grace_end != DATE_NONE && t > grace_end;
	view.is_ending_soon = rules_note_label(&w->rules, label, &view.standing, t).is_ending_soon;
	return view;
}

static bool is_same_view(const struct view_of_day *one, const struct view_of_day *other)
{
	return is_same(&one->standing, &other->standing) &&
	       one->is_ending_soon == other->is_ending_soon &&
	       one->is_superseded == other->is_superseded &&
	       one->is_grace_running == other->is_grace_running &&
	       one->is_grace_over == other->is_grace_over;
}

static bool is_by_term(enum reason reason)
{
	return reason != REASON_NONE && reason < REASON_SPEC_CHANGE;
}

static bool is_whole_years_after(date_days origin, date_days day)
{
	return day == date_add_years(origin, date_split(day).year - date_split(origin).year);
}

/* What holds on a day by itself. */
static void check_day(const struct world *w, const struct label *label, date_days t,
                      const struct standing *s)
{
	date_days last_day = s->end;
	bool is_term = s->status == STATUS_VALID || is_by_term(s->reason);

	HOLDS((s->status == STATUS_NOT_ISSUED) == (t < label->acquired_on));
	HOLDS(s->next_change > t);
	if (s->status == STATUS_NOT_ISSUED) {
		HOLDS(s->end == DATE_NONE && s->displayed_on == DATE_NONE);
		return;
	}
	if (!w->settings.last_day_valid)
		last_day--;
	HOLDS((s->reason == REASON_NONE) ==
	      (s->status == STATUS_VALID || s->status == STATUS_REVOKED));
	HOLDS(s->status != STATUS_VALID || t <= last_day);
	HOLDS(!is_by_term(s->reason) || t > last_day);
	HOLDS(is_term || (s->end <= t && s->end >= label->acquired_on));
	HOLDS(!is_term || s->end == s->first_end ||
	      is_whole_years_after(label->acquired_on, s->end));
	HOLDS(s->status != STATUS_PENDING || is_by_term(s->reason));
	HOLDS(!s->is_under_review || (s->status == STATUS_VALID && label->route != ROUTE_SELF));
	HOLDS(!s->is_extensible || s->status == STATUS_VALID);
	HOLDS(rules_shown_end(&w->rules, s) == (is_term ? last_day : s->end));
	HOLDS(s->status == STATUS_VALID || rules_ended_on(&w->rules, s) <= t);
	HOLDS(s->displayed_on <= t && s->displayed_on >= label->acquired_on);
	HOLDS(s->nextensions > 0 || s->displayed_on == label->acquired_on);
	HOLDS(label->route != ROUTE_A || s->nextensions <= 3);
	HOLDS((s->reason == REASON_CAP) <= (label->route == ROUTE_A && s->nextensions == 3));
	HOLDS(!w->settings.shorter_term_final || s->nextensions == 0 ||
	      s->first_end >= date_add_years(label->acquired_on, 2));
}

static bool is_published_on(const struct world *w, date_days t)
{
	for (size_t i = 0; i < w->criteria.nversions; i++) {
		if (w->versions[i].published_on == t)
			return true;
	}
	return false;
}

/* What holds from one day to the next. */
static void check_night(const struct world *w, const struct label *label, date_days t,
                        const struct standing *before, const struct standing *s)
{
	if (before->status == STATUS_NOT_ISSUED)
		return;
	HOLDS(s->status != STATUS_VALID || before->status == STATUS_VALID);
	if (before->status == STATUS_REVOKED)
		HOLDS(s->status == STATUS_REVOKED && s->end == before->end);
	if (before->status == STATUS_VALID && s->status == STATUS_VALID)
		HOLDS(s->end >= before->end || is_published_on(w, t));
	if (before->status != STATUS_VALID) {
		HOLDS(s->displayed_on == before->displayed_on);
		HOLDS(s->status == STATUS_REVOKED ||
		      (s->end == before->end && s->reason == before->reason));
	}
}

/* A life, with the promise of next_change held against what comes. */
static void check_life(const struct world *w, const struct label *label)
{
	date_days t = label->acquired_on - 3, last = t + NDAYS;
	struct view_of_day view = look(w, label, t);
	date_days promised = view.standing.next_change;

	check_day(w, label, t, &view.standing);
	for (t++; t <= last; t++) {
		struct view_of_day next = look(w, label, t);

		HOLDS(t >= promised || is_same_view(&view, &next));
		check_day(w, label, t, &next.standing);
		check_night(w, label, t, &view.standing, &next.standing);
		promised = later_of(promised, next.standing.next_change);
		view = next;
	}
}

/* What is dated after t, changed at random. */
static void change_future(struct world *w, struct label *label, date_days t)
{
	for (size_t i = 0; i < label->nevents; i++) {
		if (label->events[i].date > t)
			label->events[i] = make_event(label->route, label->acquired_on, t);
	}
	for (size_t i = 0; i < w->criteria.nversions; i++) {
		struct criteria_version *version = &w->versions[i];

		if (version->published_on <= t)
			continue;
		version->published_on = t + 1 + (date_days)below(500);
		version->revision = REVISION_MAJOR;
		version->grace_ends_on = version->published_on + (date_days)below(500);
	}
}

static void check_future(const struct world *w, const struct label *label, date_days t)
{
	struct standing here = rules_judge_label(&w->rules, label, t, NULL), there;
	struct world other = *w;
	struct event events[NEVENTS_MAX];
	struct label changed = *label;

	memcpy(events, label->events, label->nevents * sizeof(*events));
	changed.events = events;
	other.criteria.versions = other.versions;
	other.rules.criteria = &other.criteria;
	change_future(&other, &changed, t);
	there = rules_judge_label(&other.rules, &changed, t, NULL);
	HOLDS(is_same(&here, &there));
}

/* Kinds of which the later in the array stands, on one day. */
static int tie_group(enum event_kind kind)
{
	switch (kind) {
	case EVENT_REAPPLICATION_PLANNED:
	case EVENT_REAPPLICATION_FILED:
	case EVENT_REAPPLICATION_DROPPED: return 1;
	case EVENT_SPEC_CHANGE_REPORTED:
	case EVENT_IMPACT_REPORT_SUBMITTED:
	case EVENT_IMPACT_REPORT_ACCEPTED:
	case EVENT_IMPACT_REPORT_REJECTED:
	case EVENT_REEVALUATION_CONFORM:
	case EVENT_REEVALUATION_NONCONFORM: return 2;
	default: return 0;
	}
}

static void check_order(const struct world *w, const struct label *label, date_days t)
{
	struct standing here = rules_judge_label(&w->rules, label, t, NULL), there;
	struct event events[NEVENTS_MAX];
	struct label changed = *label;

	memcpy(events, label->events, label->nevents * sizeof(*events));
	changed.events = events;
	for (unsigned n = 0; label->nevents > 1 && n < 60; n++) {
		struct event *event = &events[below((unsigned)label->nevents - 1)], first = *event;
		bool is_tied = event[1].date == first.date && tie_group(first.kind) > 0 &&
		               tie_group(first.kind) == tie_group(event[1].kind);

		if (!is_tied) {
			*event = event[1];
			event[1] = first;
		}
	}
	there = rules_judge_label(&w->rules, &changed, t, NULL);
	HOLDS(is_same(&here, &there) && here.next_change == there.next_change);
}

/* Events that say nothing to the route leave all as it is. */
static void check_void_events(const struct world *w, const struct label *label, date_days t)
{
	static const enum event_kind kinds[][2] = {
	        [ROUTE_SELF] = {EVENT_REPORT_UNCHANGED, EVENT_REEVALUATION_NONCONFORM},
	        [ROUTE_A] = {EVENT_EXTENSION_GRANTED, EVENT_REASSESSMENT_PASSED},
	        [ROUTE_B] = {EVENT_REPORT_UNCHANGED, EVENT_REASSESSMENT_FAILED},
	};
	struct standing here = rules_judge_label(&w->rules, label, t, NULL), there;
	struct event events[NEVENTS_MAX + 2];
	struct label changed = *label;

	memcpy(events, label->events, label->nevents * sizeof(*events));
	changed.events = events;
	for (int i = 0; i < 2; i++) {
		struct event event = make_event(label->route, label->acquired_on, DATE_NONE);

		event.kind = kinds[label->route][i];
		events[changed.nevents++] = event;
	}
	there = rules_judge_label(&w->rules, &changed, t, NULL);
	HOLDS(is_same(&here, &there));
}

/* What is said to be extensible is extended by a report on its last day, and nothing else is; where
 * nothing that is there already comes between. */
static void check_extension(const struct world *w, const struct label *label, date_days t)
{
	static const enum event_kind kinds[] = {
	        [ROUTE_SELF] = EVENT_EXTENSION_GRANTED,
	        [ROUTE_A] = EVENT_REPORT_UNCHANGED,
	        [ROUTE_B] = EVENT_REASSESSMENT_PASSED,
	};
	struct standing here = rules_judge_label(&w->rules, label, t, NULL), there;
	struct event events[NEVENTS_MAX + 1];
	struct label changed = *label;

	for (size_t i = 0; i < label->nevents; i++)
		if (label->events[i].date > t && label->events[i].date <= here.end)
			return;
	for (size_t i = 0; i < w->criteria.nversions; i++)
		if (w->versions[i].published_on > t && w->versions[i].published_on <= here.end)
			return;
	if (here.status != STATUS_VALID)
		return;
	memcpy(events, label->events, label->nevents * sizeof(*events));
	changed.events = events;
	events[changed.nevents++] = (struct event){here.end, kinds[label->route], false};
	there = rules_judge_label(&w->rules, &changed, here.end, NULL);
	HOLDS(here.is_extensible == (there.end > here.end));
}

/* Route self knows no criteria. */
static void check_criteria(const struct world *w, const struct label *label, date_days t)
{
	struct standing here = rules_judge_label(&w->rules, label, t, NULL), there;
	struct criteria criteria = w->criteria;
	struct criteria_version only = w->criteria.versions[0];
	struct rules rules = {&criteria, &w->settings};
	struct label changed = *label;

	if (label->route != ROUTE_SELF)
		return;
	only.first_revision = CRITERIA_NONE;
	criteria.versions = &only;
	criteria.nversions = 1;
	changed.criteria = 0;
	there = rules_judge_label(&rules, &changed, t, NULL);
	HOLDS(is_same(&here, &there));
}

/* Whether a label that is shown before another obeys fuda-status(5); written pair by pair. */
static bool is_before(const struct label *label, bool is_valid, const struct label *other,
                      bool is_other_valid)
{
	if (is_valid != is_other_valid)
		return is_valid;
	if (is_valid && label->level != other->level)
		return label->level > other->level;
	if (label->acquired_on != other->acquired_on)
		return label->acquired_on > other->acquired_on;
	if (label->level != other->level)
		return label->level > other->level;
	return str_compare(label->id, other->id) > 0;
}

static void check_head(const struct world *w, date_days t)
{
	const struct label *label = w->labels;
	struct standing standing, there;
	const struct label *head = rules_find_head(&w->rules, &w->product, t, &standing, NULL);
	struct world other = *w;
	const struct label *other_head;

	HOLDS(!head == (standing.status == STATUS_NOT_ISSUED));
	for (size_t i = 0; i < w->product.nlabels; i++) {
		struct standing own = rules_judge_label(&w->rules, &w->labels[i], t, NULL);

		HOLDS(standing.next_change <= own.next_change);
		HOLDS(own.status == STATUS_NOT_ISSUED || head);
		if (head == &w->labels[i])
			HOLDS(is_same(&own, &standing));
		else if (head && own.status != STATUS_NOT_ISSUED)
			HOLDS(is_before(head, standing.status == STATUS_VALID, &w->labels[i],
			                own.status == STATUS_VALID));
	}
	for (size_t i = 0; i < w->product.nlabels; i++)
		other.labels[i] = w->labels[w->product.nlabels - 1 - i];
	other.product.labels = other.labels;
	other_head = rules_find_head(&w->rules, &other.product, t, &there, NULL);
	HOLDS(!head == !other_head && (!head || str_is_equal(head->id, other_head->id)));
	HOLDS(is_same(&standing, &there) && standing.next_change == there.next_change);
}

static void check_head_life(const struct world *w)
{
	const struct label *label = w->labels, *head = NULL;
	date_days t = label->acquired_on - 3, last = t + NDAYS, promised = DATE_NONE;
	struct standing standing = {0};

	for (; t <= last; t++) {
		struct standing next;
		const struct label *next_head =
		        rules_find_head(&w->rules, &w->product, t, &next, NULL);

		HOLDS(t >= promised || (head == next_head && is_same(&standing, &next)));
		promised = later_of(promised, next.next_change);
		head = next_head;
		standing = next;
	}
}

static void count_properties(void)
{
	for (size_t i = 0; i < COUNT_OF(properties); i++) {
		check_npassed += properties[i].is_seen && !properties[i].is_broken;
		check_nfailed += properties[i].is_broken;
	}
}

int main(int argc, char **argv)
{
	unsigned long seed = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	unsigned long nworlds = argc > 2 ? strtoul(argv[2], NULL, 10) : 150;
	static struct world world;
	const struct world *w = &world;

	state = seed * 0x9e3779b97f4a7c15u + 1;
	for (unsigned long n = 0; n < nworlds; n++) {
		make_world(&world);
		last_failed = NULL;
		for (size_t i = 0; i < w->product.nlabels; i++) {
			const struct label *label = &w->labels[i];

			check_life(w, label);
			for (int k = 0; k < 40; k++) {
				date_days t =
				        near_years(label->acquired_on, 8) + (date_days)below(3);

				check_future(w, label, t);
				check_order(w, label, t);
				check_void_events(w, label, t);
				check_criteria(w, label, t);
				check_extension(w, label, t);
				check_head(w, t);
			}
		}
		check_head_life(w);
	}
	count_properties();
	return check_report();
}
