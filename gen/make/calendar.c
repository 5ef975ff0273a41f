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

static void add_event(struct buf *b, const struct page *p, const struct row *row)
{
	const struct site *site = p->site;
	struct str tag = p->words->tag;
	struct value *v = page_values(p, ROW_NFIELDS);

	view_set_row(p, row, v);
	ical_add_line(b, STR("BEGIN:VEVENT"));
	ical_add_line(b, ARENA_JOIN(p->arena, STR("UID:"),
	                            str_sub(site->base_path, 1, site->base_path.n), STR("P/"),
	                            row_id(row), STR("/end@"), feed_host(site)));
	ical_add_instant(b, "DTSTAMP", row->displayed_on);
	ical_add_date(b, "DTSTART", row_shown_end(row, &site->rules));
	ical_add_text(b, "SUMMARY", tag, words_run(p->words->calendar_summary, v, p->arena));
	ical_add_text(b, "DESCRIPTION", tag,
	              words_run(p->words->calendar_description, v, p->arena));
	ical_add_line(b, ARENA_JOIN(p->arena, STR("URL:"), site->settings->base_url,
	                            site_prefix(site, p->language),
	                            path_product(p->arena, row_id(row))));
	ical_add_line(b, STR("TRANSP:TRANSPARENT"));
	ical_add_line(b, STR("END:VEVENT"));
}

/* What the calendar is called: after its category or applicant. */
static struct str calendar_name(const struct page *p, const struct list *list)
{
	const struct site *site = p->site;
	struct value *v = page_values(p, TITLE_NFIELDS);

	if (list->kind == LIST_CATEGORY)
		v[TITLE_NAME] = value_text(
		        text_in(&site->criteria->categories[list->code].name, p->language));
	else if (list->kind == LIST_APPLICANT)
		v[TITLE_NAME] = value_text(
		        text_in(&site->survey->applicants[list->code].name, p->language));
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
	struct str tag = p->words->tag;
	struct str name = calendar_name(p, list);

	ical_add_line(b, STR("BEGIN:VCALENDAR"));
	ical_add_line(b, STR("VERSION:2.0"));
	ical_add_line(b, STR("PRODID:-//fuda//label registry//EN"));
	ical_add_line(b, STR("CALSCALE:GREGORIAN"));
	ical_add_text(b, "NAME", tag, name);
	ical_add_text(b, "X-WR-CALNAME", STR(""), name);
	ical_add_text(b, "DESCRIPTION", tag, text_in(&p->site->settings->site_name, p->language));
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
	struct ending *events = arena_array(p->arena, list->nrows, sizeof(*events));
	const uint32_t *rows = list->in[0].rows;
	size_t n = 0;
	struct page event_page = *p;
	struct arena scratch; /* of one event: of all there may be more than memory */

	for (size_t i = 0; i < list->nrows; i++)
		if (endings_has(p->site, &survey->rows[rows[i]]))
			events[n++] = (struct ending){
			        row_shown_end(&survey->rows[rows[i]], &p->site->rules), rows[i]};
	if (n > 0)
		qsort(events, n, sizeof(*events), compare_endings);
	add_head(s->b, p, list);
	arena_init(&scratch, 1 << 14);
	event_page.arena = &scratch;
	for (size_t i = 0; i < n; i++) {
		arena_clear(&scratch);
		add_event(s->b, &event_page, &survey->rows[events[i].row]);
		output_drain_stream(s);
	}
	arena_release(&scratch);
	ical_add_line(s->b, STR("END:VCALENDAR"));
}
