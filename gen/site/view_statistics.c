#include "site/shapes.h"
#include "site/view.h"

/* A table being made: series across, rows down. */
struct table {
	const struct page *page;
	struct str id, caption, corner;
	const struct str *series;
	size_t nseries;
	const struct str *rows;
	size_t nrows;
	const uint32_t *numbers; /* row by row */
};

/* The plot of a chart, in the units of its viewBox: legible at 320 px. */
#define CHART_W      640
#define CHART_H      260
#define PLOT_LEFT    56
#define PLOT_RIGHT   632
#define PLOT_TOP     12
#define PLOT_BOTTOM  220
#define LABELS_MAX   12 /* words below the plot before every nth is left out */

/* The smallest of 1, 2, 5, 10, 20, ... such that four steps reach `most`. */
static uint32_t tick_step(uint32_t most)
{
	static const uint32_t leads[] = {1, 2, 5};

	for (uint32_t power = 1;; power *= 10)
		for (size_t i = 0; i < COUNT_OF(leads); i++)
			if (leads[i] * power * 4 >= most)
				return leads[i] * power;
}

static struct value coordinate(const struct page *p, double x)
{
	return value_text(arena_printf(p->arena, "%.1f", x));
}

/* The largest sum of a row: series are stacked. */
static uint32_t largest_row(const struct table *t)
{
	uint32_t most = 1;

	for (size_t i = 0; i < t->nrows; i++) {
		uint32_t sum = 0;

		for (size_t k = 0; k < t->nseries; k++)
			sum += t->numbers[i * t->nseries + k];
		most = sum > most ? sum : most;
	}
	return most;
}

static struct value make_bars(const struct table *t, double scale, double step)
{
	const struct page *p = t->page;
	struct value *items = page_values(p, t->nrows * t->nseries * BAR_NFIELDS);
	size_t n = 0;

	for (size_t i = 0; i < t->nrows; i++) {
		double y = PLOT_BOTTOM;

		for (size_t k = 0; k < t->nseries; k++) {
			uint32_t number = t->numbers[i * t->nseries + k];
			struct value *v = items + n * BAR_NFIELDS;

			if (number == 0)
				continue;
			y -= number * scale;
			v[BAR_X] = coordinate(p, PLOT_LEFT + step * ((double)i + 0.15));
			v[BAR_Y] = coordinate(p, y);
			v[BAR_WIDTH] = coordinate(p, step * 0.7);
			v[BAR_HEIGHT] = coordinate(p, number * scale);
			v[BAR_SERIES] = page_number(p, k + 1);
			n++;
		}
	}
	return value_list(items, n);
}

static struct value make_y_ticks(const struct page *p, uint32_t step, double scale)
{
	struct value *items = page_values(p, 5 * TICK_NFIELDS);

	for (uint32_t i = 0; i <= 4; i++) {
		struct value *v = items + i * TICK_NFIELDS;

		v[TICK_X] = page_number(p, PLOT_LEFT - 8);
		v[TICK_Y] = coordinate(p, PLOT_BOTTOM - i * step * scale);
		v[TICK_TEXT] = page_number(p, (uint64_t)i * step);
	}
	return value_list(items, 5);
}

static struct value make_x_ticks(const struct table *t, double step)
{
	const struct page *p = t->page;
	size_t every = (t->nrows + LABELS_MAX - 1) / LABELS_MAX;
	struct value *items = page_values(p, t->nrows * TICK_NFIELDS);
	size_t n = 0;

	for (size_t i = 0; i < t->nrows; i += every) {
		struct value *v = items + n++ * TICK_NFIELDS;

		v[TICK_X] = coordinate(p, PLOT_LEFT + step * ((double)i + 0.5));
		v[TICK_Y] = page_number(p, PLOT_BOTTOM + 20);
		v[TICK_TEXT] = value_text(t->rows[i]);
	}
	return value_list(items, n);
}

static struct value make_chart(const struct table *t)
{
	const struct page *p = t->page;
	struct value *v = page_values(p, CHART_NFIELDS);
	uint32_t tick = tick_step(largest_row(t));
	double scale = (PLOT_BOTTOM - PLOT_TOP) / (4.0 * tick);
	double step = (double)(PLOT_RIGHT - PLOT_LEFT) / (double)t->nrows;

	v[CHART_WIDTH] = page_number(p, CHART_W);
	v[CHART_HEIGHT] = page_number(p, CHART_H);
	v[CHART_PLOT_LEFT] = page_number(p, PLOT_LEFT);
	v[CHART_PLOT_RIGHT] = page_number(p, PLOT_RIGHT);
	v[CHART_BARS] = make_bars(t, scale, step);
	v[CHART_X_TICKS] = make_x_ticks(t, step);
	v[CHART_Y_TICKS] = make_y_ticks(p, tick, scale);
	return value_object(v);
}

static void set_table(const struct table *t, struct value *v)
{
	const struct page *p = t->page;
	struct value *series = page_values(p, t->nseries * SERIES_NFIELDS);
	struct value *rows = page_values(p, t->nrows * TABLE_ROW_NFIELDS);
	struct value *cells = page_values(p, t->nrows * t->nseries);

	for (size_t k = 0; k < t->nseries; k++) {
		series[k * SERIES_NFIELDS + SERIES_NUMBER] = page_number(p, k + 1);
		series[k * SERIES_NFIELDS + SERIES_NAME] = value_text(t->series[k]);
	}
	for (size_t i = 0; i < t->nrows * t->nseries; i++)
		cells[i] = page_number(p, t->numbers[i]);
	for (size_t i = 0; i < t->nrows; i++) {
		rows[i * TABLE_ROW_NFIELDS + TABLE_ROW_NAME] = value_text(t->rows[i]);
		rows[i * TABLE_ROW_NFIELDS + TABLE_ROW_CELLS] =
		        value_list(cells + i * t->nseries, t->nseries);
	}
	v[TABLE_ID] = value_text(t->id);
	v[TABLE_CAPTION] = value_text(t->caption);
	v[TABLE_CORNER] = value_text(t->corner);
	v[TABLE_SERIES] = value_list(series, t->nseries);
	v[TABLE_ROWS] = value_list(rows, t->nrows);
	v[TABLE_CHART] = make_chart(t);
}

#define NSTATUSES (STATUS_NVALUES - STATUS_VALID)
#define NLEVELS   4

/* Heads by level and status. */
static void set_levels(const struct page *p, struct value *v)
{
	uint32_t *numbers = arena_array(p->arena, (size_t)NLEVELS * NSTATUSES, sizeof(*numbers));
	const struct table t = {
	        .page = p,
	        .id = STR("levels"),
	        .caption = p->words->statistics_caption[STATISTICS_LEVELS],
	        .corner = p->words->statistics_corner[STATISTICS_LEVELS],
	        .series = p->words->status_short + STATUS_VALID,
	        .nseries = NSTATUSES,
	        .rows = p->words->level_name + 1,
	        .nrows = NLEVELS,
	        .numbers = numbers,
	};

	for (size_t i = 0; i < p->site->survey->nrows; i++) {
		const struct row *row = &p->site->survey->rows[i];

		if (row->status != STATUS_NOT_ISSUED)
			numbers[(row->level - 1) * NSTATUSES + (int)row->status - STATUS_VALID]++;
	}
	set_table(&t, v);
}

/* Heads by category and status, where there are categories. */
static size_t set_categories(const struct page *p, struct value *v)
{
	const struct criteria *criteria = p->site->criteria;
	size_t n = criteria->ncategories;
	uint32_t *numbers = arena_array(p->arena, n * NSTATUSES, sizeof(*numbers));
	struct str *names = arena_array(p->arena, n, sizeof(*names));
	const struct table t = {
	        .page = p,
	        .id = STR("categories"),
	        .caption = p->words->statistics_caption[STATISTICS_CATEGORIES],
	        .corner = p->words->statistics_corner[STATISTICS_CATEGORIES],
	        .series = p->words->status_short + STATUS_VALID,
	        .nseries = NSTATUSES,
	        .rows = names,
	        .nrows = n,
	        .numbers = numbers,
	};

	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		names[i] = text_in(&criteria->categories[i].name, p->language);
	for (size_t i = 0; i < p->site->survey->nrows; i++) {
		const struct row *row = &p->site->survey->rows[i];

		if (row->status != STATUS_NOT_ISSUED && row->category != CRITERIA_NONE)
			numbers[row->category * NSTATUSES + row->status - STATUS_VALID]++;
	}
	set_table(&t, v);
	return 1;
}

/* A month as a number that counts on over the years. */
static int month_number(date_days date)
{
	struct date_parts parts = date_split(date);

	return parts.year * 12 + parts.month - 1;
}

static struct str month_text(const struct page *p, int month)
{
	return arena_printf(p->arena, "%d-%02d", month / 12, month % 12 + 1);
}

/* Adds a month table of `nmonths` from `first`, with one series a column of `numbers`. */
static void set_months(const struct page *p, enum statistics_table which, struct str id,
                       const struct str *series, size_t nseries, int first, size_t nmonths,
                       const uint32_t *numbers, struct value *v)
{
	struct str *names = arena_array(p->arena, nmonths, sizeof(*names));
	const struct table t = {
	        .page = p,
	        .id = id,
	        .caption = p->words->statistics_caption[which],
	        .corner = p->words->statistics_corner[which],
	        .series = series,
	        .nseries = nseries,
	        .rows = names,
	        .nrows = nmonths,
	        .numbers = numbers,
	};

	for (size_t i = 0; i < nmonths; i++)
		names[i] = month_text(p, first + (int)i);
	set_table(&t, v);
}

#define PAST_MONTHS   24
#define COMING_MONTHS 24

/* Labels issued or extended, and ended, in the past months: by the days that pages show. */
static void set_past(const struct page *p, struct value *v)
{
	int last = month_number(p->site->as_of);
	uint32_t *numbers = arena_array(p->arena, (size_t)PAST_MONTHS * 2, sizeof(*numbers));

	for (size_t i = 0; i < p->site->survey->nrows; i++) {
		const struct row *row = &p->site->survey->rows[i];
		int back;

		if (row->status == STATUS_NOT_ISSUED)
			continue;
		back = last - month_number(row->displayed_on);
		if (back >= 0 && back < PAST_MONTHS)
			numbers[(PAST_MONTHS - 1 - back) * 2]++;
		if (row->status == STATUS_VALID)
			continue;
		back = last - month_number(row->end);
		if (back >= 0 && back < PAST_MONTHS)
			numbers[(PAST_MONTHS - 1 - back) * 2 + 1]++;
	}
	set_months(p, STATISTICS_PAST, STR("past"), p->words->statistics_past, 2,
	           last - PAST_MONTHS + 1, PAST_MONTHS, numbers, v);
}

/* Terms of valid labels that end in the coming months. */
static void set_coming(const struct page *p, struct value *v)
{
	int first = month_number(p->site->as_of);
	uint32_t *numbers = arena_array(p->arena, COMING_MONTHS, sizeof(*numbers));

	for (size_t i = 0; i < p->site->survey->nrows; i++) {
		const struct row *row = &p->site->survey->rows[i];
		int ahead;

		if (row->status != STATUS_VALID)
			continue;
		ahead = month_number(row->end) - first;
		if (ahead >= 0 && ahead < COMING_MONTHS)
			numbers[ahead]++;
	}
	set_months(p, STATISTICS_COMING, STR("coming"), p->words->statistics_coming, 1, first,
	           COMING_MONTHS, numbers, v);
}

const struct value *view_statistics(const struct page *p)
{
	struct value *v = page_values(p, STATISTICS_NFIELDS);
	struct value *tables = page_values(p, STATISTICS_NTABLES * TABLE_NFIELDS);
	const struct crumb crumbs[] = {{p->words->home_name, STR("")}};
	size_t n = 0;

	set_levels(p, tables + n++ * TABLE_NFIELDS);
	n += set_categories(p, tables + n * TABLE_NFIELDS);
	set_past(p, tables + n++ * TABLE_NFIELDS);
	set_coming(p, tables + n++ * TABLE_NFIELDS);
	page_set_frame(p, v, p->words->statistics_title, p->words->statistics_description, crumbs,
	               1);
	v[STATISTICS_TABLES] = value_list(tables, n);
	return v;
}
