#include "site/shapes.h"
#include "view/view.h"

/*
 * Of a label only displayed_on and the end are shown, so the line begins at the one and what may
 * come after the other has no date: the axis ends some time after the last day that is shown.
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
	v[SPAN_WORDS] = t->page->words->timeline[word];
	t->nspans++;
}

/* A mark has a shape and a name of its own. */
struct mark_kind {
	const char *name, *shape;
};

static const struct mark_kind mark_begin = {"begin", "M0-7a7 7 0 1 0 .01 0z"},
                              mark_checkpoint = {"checkpoint", "M0-8L8 0 0 8-8 0z"},
                              mark_end = {"end", "M-3-9h6V9h-6z"},
                              mark_grace = {"grace", "M0-8L8 6H-8z"};

static void add_mark(struct timeline *t, const struct mark_kind *kind, enum timeline_word word,
                     date_days day)
{
	struct value *v = t->marks + t->nmarks++ * MARK_NFIELDS;

	v[MARK_X] = length(t, day - t->from);
	v[MARK_DATE] = page_date(t->page, day);
	v[MARK_KIND] = value_text(str_from(kind->name));
	v[MARK_SHAPE] = value_text(str_from(kind->shape));
	v[MARK_WORDS] = t->page->words->timeline[word];
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

#define YEARS_MOST 8 /* that are legible beside each other */

/* The years that begin along the line, or every nth of them. */
static struct value years(const struct timeline *t)
{
	int first = date_split(t->from).year + 1, last = date_split(t->to).year;
	int step = (last - first) / YEARS_MOST + 1;
	struct value *items = page_values(t->page, (size_t)(last - first + 1) * TICK_YEAR_NFIELDS);
	size_t n = 0;

	for (int year = first; year <= last; year += step) {
		struct value *v = items + n++ * TICK_YEAR_NFIELDS;

		v[TICK_YEAR_X] = length(t, date_join((struct date_parts){year, 1, 1}) - t->from);
		v[TICK_YEAR_YEAR] = page_number(t->page, (uint64_t)year);
	}
	return value_list(items, n);
}

static struct value timeline_value(const struct timeline *t)
{
	struct value *v = page_values(t->page, TIMELINE_NFIELDS);

	v[TIMELINE_WIDTH] = page_number(t->page, WIDTH);
	v[TIMELINE_FROM] = page_date(t->page, t->from);
	v[TIMELINE_DAYS] = page_number(t->page, (uint64_t)(t->to - t->from));
	v[TIMELINE_YEARS] = years(t);
	v[TIMELINE_SPANS] = value_list(t->spans, t->nspans);
	v[TIMELINE_HAS_KEY] = value_flag(t->nspans > 1);
	v[TIMELINE_MARKS] = value_list(t->marks, t->nmarks);
	return value_object(v);
}

/* The day on which the grace period began that ends on grace_end, for the line. */
static void add_grace(struct timeline *t, const struct entry *entry)
{
	const struct site *site = t->page->site;
	uint32_t by = CRITERIA_NONE;
	date_days grace_end = rules_find_grace_end(&site->rules, entry->head, entry->day, &by);

	if (grace_end == DATE_NONE || grace_end < t->from || grace_end > t->to)
		return;
	add_span(t, "grace", TIMELINE_GRACE, site->criteria->versions[by].published_on, grace_end);
	add_mark(t, &mark_grace, TIMELINE_GRACE_END, grace_end);
}

struct value view_timeline(const struct page *p, const struct entry *entry)
{
	static const enum timeline_word extensions[] = {
	        [ROUTE_SELF] = TIMELINE_EXTENSION_SELF,
	        [ROUTE_A] = TIMELINE_EXTENSION,
	        [ROUTE_B] = TIMELINE_EXTENSION,
	};
	static const enum timeline_word checkpoints[] = {
	        [ROUTE_SELF] = TIMELINE_CHECKPOINT_SELF,
	        [ROUTE_A] = TIMELINE_CHECKPOINT_A,
	        [ROUTE_B] = TIMELINE_CHECKPOINT_B,
	};
	const struct standing *standing = &entry->standing;
	date_days end = rules_shown_end(&p->site->rules, standing);
	struct timeline t;

	/* An event can end a label on the day on which it was issued: there is nothing to draw. */
	if (end <= standing->displayed_on)
		return value_object(NULL);
	timeline_init(&t, p, standing->displayed_on, end + AXIS_DAYS);
	add_span(&t, "term", TIMELINE_TERM, standing->displayed_on, end);
	add_mark(&t, &mark_begin, TIMELINE_BEGIN, standing->displayed_on);
	if (standing->is_extensible) {
		add_span(&t, "extension", extensions[entry->head->route], end, t.to);
		add_mark(&t, &mark_checkpoint, checkpoints[entry->head->route], end);
	} else {
		bool is_term =
		        standing->status == STATUS_VALID || rules_is_end_of_term(standing->reason);

		add_mark(&t, &mark_end, is_term ? TIMELINE_END : TIMELINE_ENDED, end);
	}
	add_grace(&t, entry);
	return timeline_value(&t);
}

struct value view_grace_timeline(const struct page *p, const struct criteria_version *version)
{
	struct timeline t;

	if (version->grace_ends_on == DATE_NONE || version->grace_ends_on <= version->published_on)
		return value_object(NULL);
	timeline_init(&t, p, version->published_on, version->grace_ends_on + AXIS_DAYS);
	add_span(&t, "grace", TIMELINE_GRACE, version->published_on, version->grace_ends_on);
	add_mark(&t, &mark_begin, TIMELINE_PUBLISHED, version->published_on);
	if (version->effective_on > t.from && version->effective_on < t.to &&
	    version->effective_on != version->grace_ends_on)
		add_mark(&t, &mark_checkpoint, TIMELINE_EFFECTIVE, version->effective_on);
	add_mark(&t, &mark_grace, TIMELINE_GRACE_END, version->grace_ends_on);
	return timeline_value(&t);
}
