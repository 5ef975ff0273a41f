#include "make/calendar.h"
#include "site/endings.h"
#include "site/feed.h"
#include "site/path.h"
#include "site/shapes.h"
#include "text/ical.h"
#include "view/view.h"
#include <stdlib.h>

struct ending {
	date_days day;
	uint32_t row;
};

static int compare_endings(const void *left, const void *right)
{
	const struct ending *l = left, *r = right;

	if (l->day != r->day)
		return l->day < r->day ? -1 : 1;
	return l->row < r->row ? -1 : l->row > r->row;
}

/* Products that the event of a day names. */
#define NAMED 3

/* What an event says besides its day. */
struct vevent {
	struct str id;   /* its UID, but for the host */
	struct str page; /* its page, below the language's root */
	struct value summary, description;
};

/* It rises with the stamp (RFC 5545, 3.8.7.4), and is 0 before 2000. */
static long sequence(date_days stamp)
{
	return stamp > DATE_2000 ? (long)stamp - DATE_2000 : 0;
}

/* A text with its language. */
static void add_text(struct buf *b, const struct page *p, const char *name, struct value text)
{
	ical_add_text(b, name, text.lang ? str_from(text.lang) : p->words->tag, value_str(text));
}

static void add_event(struct buf *b, const struct page *p, const struct vevent *event,
                      date_days stamp, date_days day)
{
	const struct site *site = p->site;

	ical_add_line(b, STR("BEGIN:VEVENT"));
	ical_add_line(b, ARENA_JOIN(p->arena, STR("UID:"),
	                            str_sub(site->base_path, 1, site->base_path.n), event->id,
	                            STR("@"), feed_host(site)));
	ical_add_instant(b, "DTSTAMP", stamp);
	ical_add_line(b, arena_printf(p->arena, "SEQUENCE:%ld", sequence(stamp)));
	ical_add_date(b, "DTSTART", day);
	add_text(b, p, "SUMMARY", event->summary);
	add_text(b, p, "DESCRIPTION", event->description);
	ical_add_line(b, ARENA_JOIN(p->arena, STR("URL:"), site->settings->base_url,
	                            site_prefix(site, p->language), event->page));
	ical_add_line(b, STR("TRANSP:TRANSPARENT"));
	ical_add_line(b, STR("END:VEVENT"));
}

/* The event of a product's label, of which `v` are the values. */
static struct vevent product_event(const struct page *p, const struct row *row,
                                   const struct value *v)
{
	return (struct vevent){
	        .id = ARENA_JOIN(p->arena, STR("P/"), row_id(row), STR("/end/"), row_label(row)),
	        .page = path_product(p->arena, row_id(row)),
	        .summary = words_run(p->words->calendar_summary, v, p->arena),
	        .description = words_run(p->words->calendar_description, v, p->arena),
	};
}

/* The event of a day on which several labels end. */
static struct vevent day_event(const struct page *p, const struct list *list, date_days day,
                               size_t nproducts, const struct value *rows, size_t nrows)
{
	struct value *v = page_values(p, DAY_OF_ENDS_NFIELDS);
	char text[DATE_TEXT];

	v[DAY_OF_ENDS_END] = page_date(p, day);
	v[DAY_OF_ENDS_COUNT] = page_number(p, nproducts);
	v[DAY_OF_ENDS_ROWS] = value_list(rows, nrows);
	if (nproducts > nrows)
		v[DAY_OF_ENDS_MORE] = page_number(p, nproducts - nrows);
	date_format(day, text);
	return (struct vevent){
	        .id = ARENA_JOIN(p->arena, list->path, ((struct str){text, DATE_TEXT})),
	        .page = list->path,
	        .summary = words_run(p->words->calendar_day_summary, v, p->arena),
	        .description = words_run(p->words->calendar_day_description, v, p->arena),
	};
}

/* Adds one event for the products whose labels end on one day. */
static void add_day(struct buf *b, const struct page *p, const struct list *list, date_days latest,
                    const struct ending *endings, size_t n)
{
	const struct row *rows = p->site->survey->rows;
	size_t nnamed = n < NAMED ? n : NAMED;
	struct value *v = page_values(p, nnamed * ROW_NFIELDS);
	/* What the event of a label says is still true when the label has ended. */
	date_days stamp = n == 1 ? rows[endings[0].row].displayed_on : latest;
	struct vevent event;

	for (size_t i = 0; i < nnamed; i++)
		view_set_row(p, &rows[endings[i].row], v + i * ROW_NFIELDS);
	event = n == 1 ? product_event(p, &rows[endings[0].row], v)
	               : day_event(p, list, endings[0].day, n, v, nnamed);
	add_event(b, p, &event, stamp, endings[0].day);
}

/* How many of the endings from the first on are one event: of an applicant each is one. */
static size_t count_together(const struct list *list, const struct ending *endings, size_t n)
{
	size_t same = 1;

	while (list->kind != LIST_APPLICANT && same < n && endings[same].day == endings[0].day)
		same++;
	return same;
}

/* What the calendar is called: after its category or applicant. */
static struct value calendar_name(const struct page *p, const struct list *list)
{
	const struct site *site = p->site;
	struct value *v = page_values(p, TITLE_NFIELDS);

	if (list->kind == LIST_CATEGORY)
		v[TITLE_NAME] = page_text(p, &site->criteria->categories[list->code].name);
	else if (list->kind == LIST_APPLICANT)
		v[TITLE_NAME] = page_text(p, &site->survey->applicants[list->code].name);
	return words_run(p->words->calendar_name[list->kind], v, p->arena);
}

static void add_head(struct buf *b, const struct page *p, const struct list *list)
{
	/* A calendar must have a component (RFC 5545, 3.6), also one without events: this one,
	 * which besides says whose days they are. */
	static const char *const zone[] = {
	        "BEGIN:VTIMEZONE",    "TZID:Asia/Tokyo",
	        "BEGIN:STANDARD",     "DTSTART:19700101T000000",
	        "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900",
	        "TZNAME:JST",         "END:STANDARD",
	        "END:VTIMEZONE",
	};
	struct value name = calendar_name(p, list);

	ical_add_line(b, STR("BEGIN:VCALENDAR"));
	ical_add_line(b, STR("VERSION:2.0"));
	ical_add_line(b, STR("PRODID:-//fuda//label registry//EN"));
	ical_add_line(b, STR("CALSCALE:GREGORIAN"));
	add_text(b, p, "NAME", name);
	ical_add_text(b, "X-WR-CALNAME", STR(""), value_str(name));
	add_text(b, p, "DESCRIPTION", page_text(p, &p->site->settings->site_name));
	ical_add_line(b, STR("X-WR-TIMEZONE:Asia/Tokyo"));
	ical_add_line(b, STR("REFRESH-INTERVAL;VALUE=DURATION:P1D"));
	ical_add_line(b, arena_printf(p->arena, "SOURCE;VALUE=URI:%.*s",
	                              STR_ARG(page_url(p, p->language))));
	for (size_t i = 0; i < COUNT_OF(zone); i++)
		ical_add_line(b, str_from(zone[i]));
}

void calendar_add(struct output_stream *s, const struct page *p, const struct list *list)
{
	const struct survey *survey = p->site->survey;
	struct ending *endings = arena_array(p->arena, list->nrows, sizeof(*endings));
	const uint32_t *rows = list->in[0].rows;
	const struct endings_days days = endings_days(p->site->as_of);
	date_days latest = endings_latest(p->site, list);
	size_t n = 0, together;
	struct page event_page = *p;
	struct arena scratch; /* of one event: of all there may be more than memory */

	for (size_t i = 0; i < list->nrows; i++)
		if (endings_has(p->site, days, &survey->rows[rows[i]]))
			endings[n++] = (struct ending){
			        row_shown_end(&survey->rows[rows[i]], &p->site->rules), rows[i]};
	if (n > 0)
		qsort(endings, n, sizeof(*endings), compare_endings);
	add_head(s->b, p, list);
	arena_init(&scratch, 1 << 14);
	event_page.arena = &scratch;
	for (size_t i = 0; i < n; i += together) {
		arena_clear(&scratch);
		together = count_together(list, endings + i, n - i);
		add_day(s->b, &event_page, list, latest, endings + i, together);
		output_drain_stream(s);
	}
	arena_release(&scratch);
	ical_add_line(s->b, STR("END:VCALENDAR"));
}
