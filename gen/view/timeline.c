#include "site/shapes.h"
#include "view/view.h"

/*
 * Of a label only displayed_on and the end are shown (domain, 5.2), so the line begins at the one
 * and what may come after the other has no date: the axis ends some time after the last day that is
 * shown.
 */
#define WIDTH     320
#define AXIS_DAYS 400 /* no whole years: no day of the axis is a checkpoint to come */

struct timeline {
	const struct page *page;
	date_days from, to;
	struct value *spans, *marks;
	size_t nspans, nmarks;
};

/* A length of so many days along the axis, to a tenth. */
static struct value length(const struct timeline *t, date_days days)
{
	unsigned all = (unsigned)(t->to - t->from);
	unsigned tenths = ((unsigned)days * 10 * WIDTH + all / 2) / all;
	struct arena *a = t->page->arena;

	return value_text(ARENA_JOIN(a, arena_number(a, tenths / 10), STR("."),
	                             arena_number(a, tenths % 10)));
}

static void add_span(struct timeline *t, const char *kind, enum timeline_word word, date_days first,
                     date_days last)
{
	struct value *v = t->spans + t->nspans * SPAN_NFIELDS;

	first = first < t->from ? t->from : first;
	last = last > t->to ? t->to : last;
	if (last <= first)
		return;
	v[SPAN_X] = length(t, first - t->from);
	v[SPAN_WIDTH] = length(t, last - first);
	v[SPAN_KIND] = value_text(str_from(kind));
	v[SPAN_WORDS] = value_text(t->page->words->timeline[word]);
	t->nspans++;
}

static void add_mark(struct timeline *t, const char *kind, enum timeline_word word, date_days day)
{
	struct value *v = t->marks + t->nmarks++ * MARK_NFIELDS;

	v[MARK_X] = length(t, day - t->from);
	v[MARK_DATE] = page_date(t->page, day);
	v[MARK_KIND] = value_text(str_from(kind));
	v[MARK_WORDS] = value_text(t->page->words->timeline[word]);
}

static void timeline_init(struct timeline *t, const struct page *p, date_days from, date_days to)
{
	*t = (struct timeline){
	        .page = p,
	        .from = from,
	        .to = to,
	        .spans = page_values(p, 3 * SPAN_NFIELDS),
	        .marks = page_values(p, 3 * MARK_NFIELDS),
	};
}

static struct value timeline_value(const struct timeline *t)
{
	struct value *v = page_values(t->page, TIMELINE_NFIELDS);

	v[TIMELINE_WIDTH] = page_number(t->page, WIDTH);
	v[TIMELINE_FROM] = page_date(t->page, t->from);
	v[TIMELINE_DAYS] = page_number(t->page, (uint64_t)(t->to - t->from));
	v[TIMELINE_SPANS] = value_list(t->spans, t->nspans);
	v[TIMELINE_MARKS] = value_list(t->marks, t->nmarks);
	return value_object(v);
}

/* Whether the term can go on behind its end: by a report on route A, by a reassessment on B. */
static bool can_be_extended(const struct page *p, const struct label *label,
                            const struct standing *standing, date_days grace_end)
{
	if (standing->status != STATUS_VALID || label->route == ROUTE_SELF)
		return false;
	if (grace_end != DATE_NONE && standing->end > grace_end)
		return false;
	if (p->site->settings->shorter_term_final && label->valid_until != DATE_NONE &&
	    label->valid_until < date_add_years(label->acquired_on, 2))
		return false;
	return label->route == ROUTE_B || standing->end < date_add_years(label->acquired_on, 5);
}

/* The day on which the grace period began that ends on grace_end, for the line. */
static void add_grace(struct timeline *t, const struct label *label, date_days grace_end)
{
	const struct criteria *criteria = t->page->site->criteria;
	uint32_t by = CRITERIA_NONE;

	if (grace_end == DATE_NONE || grace_end < t->from || grace_end > t->to ||
	    label->route == ROUTE_SELF)
		return;
	if (criteria_grace_end(criteria, label->criteria, t->page->site->as_of, &by) == DATE_NONE)
		return;
	add_span(t, "grace", TIMELINE_GRACE, criteria->versions[by].published_on, grace_end);
	add_mark(t, "grace", TIMELINE_GRACE_END, grace_end);
}

struct value view_timeline(const struct page *p, const struct label *label,
                           const struct standing *standing)
{
	date_days grace_end =
	        criteria_grace_end(p->site->criteria, label->criteria, p->site->as_of, NULL);
	bool is_valid = standing->status == STATUS_VALID;
	struct timeline t;

	/* An event can end a label on the day on which it was issued: there is nothing to draw. */
	if (standing->end <= standing->displayed_on)
		return value_object(NULL);
	timeline_init(&t, p, standing->displayed_on, standing->end + AXIS_DAYS);
	add_span(&t, "term", TIMELINE_TERM, standing->displayed_on, standing->end);
	add_mark(&t, "begin", TIMELINE_BEGIN, standing->displayed_on);
	if (can_be_extended(p, label, standing, grace_end)) {
		add_span(&t, "extension", TIMELINE_EXTENSION, standing->end, t.to);
		add_mark(&t, "checkpoint",
		         label->route == ROUTE_A ? TIMELINE_CHECKPOINT_A : TIMELINE_CHECKPOINT_B,
		         standing->end);
	} else {
		add_mark(&t, "end", is_valid ? TIMELINE_END : TIMELINE_ENDED, standing->end);
	}
	add_grace(&t, label, grace_end);
	return timeline_value(&t);
}

struct value view_grace_timeline(const struct page *p, const struct criteria_version *version)
{
	struct timeline t;

	if (version->grace_ends_on == DATE_NONE || version->grace_ends_on <= version->published_on)
		return value_object(NULL);
	timeline_init(&t, p, version->published_on, version->grace_ends_on + AXIS_DAYS);
	add_span(&t, "grace", TIMELINE_GRACE, version->published_on, version->grace_ends_on);
	add_mark(&t, "begin", TIMELINE_PUBLISHED, version->published_on);
	if (version->effective_on > t.from && version->effective_on < t.to &&
	    version->effective_on != version->grace_ends_on)
		add_mark(&t, "checkpoint", TIMELINE_EFFECTIVE, version->effective_on);
	add_mark(&t, "grace", TIMELINE_GRACE_END, version->grace_ends_on);
	return timeline_value(&t);
}
