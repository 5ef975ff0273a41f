#include "site/endings.h"
#include "site/path.h"
#include "site/shapes.h"
#include "text/order.h"
#include "view/view.h"
#include <assert.h>

#define LATEST 10 /* newest entries on the home page */

void view_set_row(const struct page *p, const struct row *row, struct value *v)
{
	const struct survey *survey = p->site->survey;

	v[ROW_ID] = value_text(row_id(row));
	v[ROW_HREF] = value_text(page_href(p, path_product(p->arena, row_id(row))));
	v[ROW_NAME] = page_phrase_packed(p, row->texts, ROW_TEXT_NAME);
	v[ROW_MODEL] = value_text(row_model(row));
	if (row->nmodels > 1)
		v[ROW_NMODELS_MORE] = page_number(p, row->nmodels - 1);
	if (row->manufacturer < survey->nmanufacturers)
		v[ROW_MANUFACTURER] =
		        page_phrase(p, &survey->manufacturers[row->manufacturer].name);
	v[ROW_IS_MANUFACTURER_WITHHELD] = value_flag(row->manufacturer == SURVEY_WITHHELD);
	v[ROW_IS_MANUFACTURER_NOT_STATED] = value_flag(row->manufacturer == SURVEY_NOT_STATED);
	v[ROW_LEVEL] = page_number(p, (uint64_t)row->level);
	v[ROW_LEVEL_NAME] = p->words->level_name[row->level];
	v[ROW_LEVEL_SPOKEN] = p->words->level_spoken[row->level];
	v[ROW_STATUS] = value_text(str_from(rules_status_name(row->status)));
	v[ROW_STATUS_NAME] = p->words->status_name[row->status];
	v[ROW_IS_VALID] = value_flag(row->status == STATUS_VALID);
	v[ROW_IS_PENDING] = value_flag(row->status == STATUS_PENDING);
	v[ROW_IS_LAPSED] = value_flag(row->status == STATUS_LAPSED);
	v[ROW_IS_REVOKED] = value_flag(row->status == STATUS_REVOKED);
	v[ROW_IS_ENDED_BY_TERM] = value_flag(rules_is_end_of_term(row->reason));
	v[ROW_END] = page_date(p, row_shown_end(row, &p->site->rules));
	v[ROW_DISPLAYED_ON] = page_date(p, row->displayed_on);
	if (row->category != CRITERIA_NONE)
		v[ROW_CATEGORY] =
		        page_phrase(p, &p->site->criteria->categories[row->category].name);
	v[ROW_HAS_OPEN_NOTE] = value_flag(row->has_open_note);
	v[ROW_IS_SUPPORT_ENDED] = value_flag(row->support == SUPPORT_ENDED);
	v[ROW_HAS_MANUFACTURER] = v[ROW_HAS_LEVEL] = v[ROW_HAS_STATUS] = value_flag(true);
}

/* Whether the heading of a list says the status of all that is in it. */
static bool is_of_status(const struct list *list)
{
	return list->kind == LIST_STATUS || list->kind == LIST_CRITERIA ||
	       list->kind == LIST_ENDING;
}

/* The rows of a page of a list, without what its heading says. */
static struct value list_rows(const struct page *p, const struct list *list, uint32_t from,
                              uint32_t to)
{
	size_t n = to - from;
	struct value *items = page_values(p, n * ROW_NFIELDS);
	const struct row **rows = arena_array(p->arena, n, sizeof(*rows));

	for (size_t i = 0; i < n; i++)
		rows[i] = &p->site->survey->rows[list->in[p->language].rows[from + i]];
	row_expect(rows, n);
	for (size_t i = 0; i < n; i++) {
		struct value *v = items + i * ROW_NFIELDS;

		view_set_row(p, rows[i], v);
		v[ROW_HAS_MANUFACTURER] = value_flag(list->kind != LIST_MAKER);
		v[ROW_HAS_LEVEL] = value_flag(list->kind != LIST_LEVEL);
		v[ROW_HAS_STATUS] = value_flag(!is_of_status(list));
	}
	return value_list(items, n);
}

/* What a list is called: its name alone ("★3"), as a heading, and as an explanation. */
struct list_words {
	struct value name, heading, explanation;
};

static struct value list_name(const struct page *p, const struct list *list)
{
	const struct site *site = p->site;

	switch (list->kind) {
	case LIST_LEVEL: return p->words->level_name[list->code];
	case LIST_STATUS: return p->words->status_name[list->code];
	case LIST_CATEGORY: return page_text(p, &site->criteria->categories[list->code].name);
	case LIST_MAKER: return page_text(p, &site->survey->manufacturers[list->code].name);
	case LIST_CRITERIA: return value_text(site->criteria->versions[list->code].id);
	case LIST_ENDING: return page_number(p, list->code);
	default: return value_text(STR(""));
	}
}

static struct list_words list_words(const struct page *p, const struct list *list)
{
	struct value *v = page_values(p, TITLE_NFIELDS);
	struct list_words words = {.name = list_name(p, list)};

	v[TITLE_NAME] = words.name;
	v[TITLE_LEVEL_NAME] = words.name;
	v[TITLE_ID] = words.name;
	words.heading = words_run(p->words->list_heading[list->kind], v, p->arena);
	words.explanation = p->words->list_explanation[list->kind];
	return words;
}

static struct value href_of(const struct page *p, const struct list *list, size_t number)
{
	return value_text(
	        page_href(p, lists_page_path(p->site, list, p->language, number, p->arena)));
}

/* The entry of a list by which a page that begins or ends with it is called. */
static struct value entry_name(const struct page *p, const struct list *list, size_t entry)
{
	const struct row *row = &p->site->survey->rows[list->in[p->language].rows[entry]];

	if (!lists_is_by_end(list))
		return value_text(row_model(row));
	return words_date(p->words, row_shown_end(row, &p->site->rules), p->arena);
}

static void set_page_link(const struct page *p, const void *of, size_t number, struct value *v)
{
	const struct list *list = of;
	const uint32_t *starts = list->in[p->language].starts;

	v[PAGE_LINK_HREF] = href_of(p, list, number);
	v[PAGE_LINK_FIRST] = entry_name(p, list, starts[number]);
	v[PAGE_LINK_LAST] = entry_name(p, list, starts[number + 1] - 1);
}

static_assert(LIST_PAGE_NEXT_HREF - LIST_PAGE_HAS_PAGES == SERIES_NEXT_HREF,
              "the fields of a series stand together");

/* What changes with the list and not with the rows of a page: on its first page alone. */
static void set_list(const struct page *p, const struct list *list, struct value *v)
{
	struct str calendar = endings_calendar_path(p->site, list, p->arena);
	struct str name = str_sub(list->path, strlen("products/"), list->path.n - 1);

	v[LIST_PAGE_TOTAL] = page_number(p, list->nrows);
	if (list->kind == LIST_LEVEL || list->kind == LIST_CATEGORY)
		v[LIST_PAGE_FEED_HREF] = value_text(
		        page_href(p, arena_printf(p->arena, "changes/%.*s.atom", STR_ARG(name))));
	if (calendar.n > 0)
		v[LIST_PAGE_CALENDAR_HREF] = value_text(page_href(p, calendar));
}

/* Where in the list a further page is, by its own rows. */
static void set_range(const struct page *p, const struct list *list, size_t number, struct value *v)
{
	struct value *link = page_values(p, PAGE_LINK_NFIELDS);

	set_page_link(p, list, number, link);
	v[LIST_PAGE_RANGE] = value_object(link);
}

const struct value *view_list_page(const struct page *p, const struct list *list, size_t number)
{
	const struct list_order *in = &list->in[p->language];
	uint32_t from = in->starts[number], to = in->starts[number + 1];
	struct value *v = page_values(p, LIST_PAGE_NFIELDS);
	struct value *title = page_values(p, TITLE_NFIELDS);
	struct list_words words = list_words(p, list);
	const struct page_series series = {list, in->npages, set_page_link};
	const struct crumb crumbs[] = {
	        {p->words->home_name, STR("")},
	        {p->words->products_name, STR("products/")},
	        {words.heading, list->path},
	};

	title[TITLE_HEADING] = words.heading;
	if (number > 0)
		title[TITLE_FIRST] = entry_name(p, list, from);
	page_set_frame(p, v,
	               words_run(number > 0 ? p->words->list_page_title : p->words->list_title,
	                         title, p->arena),
	               words_run(p->words->list_description, title, p->arena), crumbs,
	               number > 0 ? 3 : 2);
	v[LIST_PAGE_HEADING] = words.heading;
	v[LIST_PAGE_EXPLANATION] = words.explanation;
	v[LIST_PAGE_ROWS] = list_rows(p, list, from, to);
	v[LIST_PAGE_HAS_MANUFACTURERS] = value_flag(list->kind != LIST_MAKER);
	v[LIST_PAGE_HAS_LEVELS] = value_flag(list->kind != LIST_LEVEL);
	v[LIST_PAGE_HAS_STATUSES] = value_flag(!is_of_status(list));
	page_set_series(p, &series, number, &v[LIST_PAGE_HAS_PAGES]);
	if (number == 0)
		set_list(p, list, v);
	else
		set_range(p, list, number, v);
	return v;
}

/* The lists of a kind with their numbers. */
static struct value counts_of_kind(const struct page *p, const struct lists *lists,
                                   enum list_kind kind)
{
	size_t n = lists->first[kind + 1] - lists->first[kind];
	struct value *items = page_values(p, n * COUNT_NFIELDS);
	size_t nitems = 0;

	for (size_t i = 0; i < n; i++) {
		const struct list *list = &lists->lists[lists->first[kind] + i];
		struct list_words words = list_words(p, list);
		struct value *v = items + nitems * COUNT_NFIELDS;

		v[COUNT_NAME] = kind == LIST_ENDING ? words.heading : words.name;
		v[COUNT_COUNT] = page_number(p, list->nrows);
		v[COUNT_HREF] = value_text(page_href(p, list->path));
		v[COUNT_CODE] =
		        kind == LIST_STATUS
		                ? value_text(str_from(rules_status_name((enum status)list->code)))
		                : page_number(p, list->code);
		nitems++;
	}
	return value_list(items, nitems);
}

struct value view_reasons(const struct page *p)
{
	struct value *items = page_values(p, REASON_NVALUES * REASON_NFIELDS);
	size_t n = 0;

	for (size_t i = REASON_NONE + 1; i < REASON_NVALUES; i++) {
		struct value *v = items + n++ * REASON_NFIELDS;

		v[REASON_CODE] = value_text(str_from(rules_reason_name((enum reason)i)));
		v[REASON_NAME] = p->words->reason_name[i];
		v[REASON_IS_EVENT] = value_flag(!rules_is_end_of_term((enum reason)i));
	}
	return value_list(items, n);
}

/* Values of shape browse, with the frame of a page that leads to all lists. */
static const struct value *view_lists(const struct page *p, const struct lists *lists,
                                      enum fixed_page page)
{
	struct value *v = page_values(p, BROWSE_NFIELDS);

	page_set_fixed_frame(p, v, page);
	v[BROWSE_TOTAL] = page_number(p, p->site->survey->nlisted);
	v[BROWSE_ALL_HREF] = value_text(page_href(p, lists->lists[lists->first[LIST_ALL]].path));
	v[BROWSE_BY_LEVEL] = counts_of_kind(p, lists, LIST_LEVEL);
	v[BROWSE_BY_STATUS] = counts_of_kind(p, lists, LIST_STATUS);
	v[BROWSE_BY_CATEGORY] = counts_of_kind(p, lists, LIST_CATEGORY);
	v[BROWSE_BY_ENDING] = counts_of_kind(p, lists, LIST_ENDING);
	v[BROWSE_BY_MANUFACTURER] = view_initials(p, lists, -1);
	v[BROWSE_REASONS] = view_reasons(p);
	return v;
}

const struct value *view_browse(const struct page *p, const struct page_sources *from)
{
	return view_lists(p, from->lists, FIXED_BROWSE);
}

const struct value *view_search(const struct page *p, const struct page_sources *from)
{
	return view_lists(p, from->lists, FIXED_SEARCH);
}

const struct value *view_check(const struct page *p, const struct page_sources *from)
{
	return view_lists(p, from->lists, FIXED_CHECK);
}

static const struct value *home_counts(const struct page *p, const struct lists *lists)
{
	const struct survey *survey = p->site->survey;
	const struct list *by_status = &lists->lists[lists->first[LIST_STATUS]];
	struct value *v = page_values(p, COUNTS_NFIELDS);
	uint64_t nmodels = 0, nmakers = 0;

	for (size_t i = 0; i < survey->nrows; i++)
		if (row_is_listed(&survey->rows[i]))
			nmodels += survey->rows[i].nmodels;
	for (size_t i = lists->first[LIST_MAKER]; i < lists->first[LIST_MAKER + 1]; i++)
		nmakers += lists->lists[i].nrows > 0;
	v[COUNTS_PRODUCTS] = page_number(p, survey->nlisted);
	v[COUNTS_VALID] = page_number(p, by_status[0].nrows);
	v[COUNTS_PENDING] = page_number(p, by_status[STATUS_PENDING - STATUS_VALID].nrows);
	v[COUNTS_LAPSED] = page_number(p, by_status[STATUS_LAPSED - STATUS_VALID].nrows);
	v[COUNTS_REVOKED] = page_number(p, by_status[STATUS_REVOKED - STATUS_VALID].nrows);
	v[COUNTS_MANUFACTURERS] = page_number(p, nmakers);
	v[COUNTS_MODELS] = page_number(p, nmodels);
	return v;
}

static struct value home_levels(const struct page *p, const struct lists *lists)
{
	struct value *items = page_values(p, (size_t)CRITERIA_LEVELS * LEVEL_NFIELDS);

	for (uint32_t level = 1; level <= CRITERIA_LEVELS; level++) {
		const struct list *list = &lists->lists[lists->first[LIST_LEVEL] + level - 1];
		struct value *v = items + (level - 1) * LEVEL_NFIELDS;

		v[LEVEL_LEVEL] = page_number(p, level);
		v[LEVEL_NAME] = p->words->level_name[level];
		v[LEVEL_SPOKEN] = p->words->level_spoken[level];
		v[LEVEL_MEANING] = p->words->level_meaning[level];
		v[LEVEL_COUNT] = page_number(p, list->nrows);
		v[LEVEL_HREF] = value_text(page_href(p, list->path));
	}
	return value_list(items, CRITERIA_LEVELS);
}

/* Whether a row stands before another among the latest: by displayed_on, then by id. */
static bool is_later(const struct row *row, const struct row *other)
{
	if (row->displayed_on != other->displayed_on)
		return row->displayed_on > other->displayed_on;
	return str_compare(row_id(row), row_id(other)) < 0;
}

static struct value home_latest(const struct page *p)
{
	const struct survey *survey = p->site->survey;
	const struct row *latest[LATEST];
	struct value *items = page_values(p, LATEST * ROW_NFIELDS);
	size_t n = 0;

	for (size_t i = 0; i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];
		size_t at = n;

		if (!row_is_listed(row))
			continue;
		while (at > 0 && is_later(row, latest[at - 1]))
			at--;
		if (at == LATEST)
			continue;
		n += n < LATEST;
		memmove(latest + at + 1, latest + at, (n - at - 1) * sizeof(*latest));
		latest[at] = row;
	}
	for (size_t i = 0; i < n; i++)
		view_set_row(p, latest[i], items + i * ROW_NFIELDS);
	return value_list(items, n);
}

const struct value *view_home(const struct page *p, const struct page_sources *from)
{
	struct value *v = page_values(p, HOME_NFIELDS);

	page_set_fixed_frame(p, v, FIXED_HOME);
	v[HOME_COUNTS] = value_object(home_counts(p, from->lists));
	v[HOME_LEVELS] = home_levels(p, from->lists);
	v[HOME_LATEST] = home_latest(p);
	return v;
}
