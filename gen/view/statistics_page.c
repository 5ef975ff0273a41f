#include "site/shapes.h"
#include "view/view.h"

/* A table being made: series across, rows down. */
struct table {
	const struct page *page;
	struct str id;
	struct value caption, corner;
	const struct value *series;
	size_t nseries;
	const struct value *rows, *ticks; /* ticks: the rows as a chart says them below columns */
	size_t nrows;
	const uint32_t *numbers; /* row by row */
	bool is_bars;            /* rows are names, not time */
	bool is_plain;           /* numbers alone, no chart */
};

/* Charts are as wide as a phone, in the units of the viewBox, so that their words can be read
 * there. */
#define CHART_UNITS 340
#define WORDS_MAX   4 /* below columns, before every nth is left out */

/* Columns: time from left to right. */
#define COLUMNS_HEIGHT 230
#define PLOT_LEFT      40
#define PLOT_RIGHT     336
#define PLOT_TOP       10
#define PLOT_BOTTOM    196

/* Bars: one below the other, each under its name. */
#define BAR_STEP 46
#define BAR_TOP  20 /* below the top of its step */
#define BAR_H    16
#define BAR_MOST 280 /* the longest; behind it stands the number */

static struct value coordinate(const struct page *p, double x)
{
	return value_text(arena_printf(p->arena, "%.1f", x));
}

static uint32_t sum_of_row(const struct table *t, size_t row)
{
	uint32_t sum = 0;

	for (size_t k = 0; k < t->nseries; k++)
		sum += t->numbers[row * t->nseries + k];
	return sum;
}

/* Where columns stand side by side: they need not be parts of a whole. */
static uint32_t largest_number(const struct table *t)
{
	uint32_t most = 1;

	for (size_t i = 0; i < t->nrows * t->nseries; i++)
		most = t->numbers[i] > most ? t->numbers[i] : most;
	return most;
}

static uint32_t largest_row(const struct table *t)
{
	uint32_t most = 1;

	for (size_t i = 0; i < t->nrows; i++)
		most = sum_of_row(t, i) > most ? sum_of_row(t, i) : most;
	return most;
}

/* The smallest of 1, 2, 5, 10, 20, ... of which four reach `most`. */
static uint32_t tick_step(uint32_t most)
{
	static const uint32_t leads[] = {1, 2, 5};

	for (uint32_t power = 1;; power *= 10)
		for (size_t i = 0; i < COUNT_OF(leads); i++)
			if (leads[i] * power * 4 >= most)
				return leads[i] * power;
}

static void set_bar(const struct page *p, struct value *v, double x, double y, double width,
                    double height, size_t series)
{
	v[BAR_X] = coordinate(p, x);
	v[BAR_Y] = coordinate(p, y);
	v[BAR_WIDTH] = coordinate(p, width);
	v[BAR_HEIGHT] = coordinate(p, height);
	v[BAR_SERIES] = page_number(p, series + 1);
}

static void set_tick(const struct page *p, struct value *v, double x, double y, struct value text)
{
	v[TICK_X] = coordinate(p, x);
	v[TICK_Y] = coordinate(p, y);
	v[TICK_TEXT] = text;
}

static void set_columns(const struct table *t, struct value *v)
{
	const struct page *p = t->page;
	uint32_t tick = tick_step(largest_number(t));
	double scale = (PLOT_BOTTOM - PLOT_TOP) / (4.0 * tick);
	double step = (double)(PLOT_RIGHT - PLOT_LEFT) / (double)t->nrows;
	double thick = step * 0.8 / (double)t->nseries;
	size_t every = (t->nrows + WORDS_MAX - 1) / WORDS_MAX, nbars = 0, nwords = 0;
	struct value *bars = page_values(p, t->nrows * t->nseries * BAR_NFIELDS);
	struct value *words = page_values(p, t->nrows * TICK_NFIELDS);
	struct value *ticks = page_values(p, 5 * TICK_NFIELDS);

	for (size_t i = 0; i < t->nrows; i++) {
		for (size_t k = 0; k < t->nseries; k++) {
			double height = t->numbers[i * t->nseries + k] * scale;

			if (height > 0)
				set_bar(p, bars + nbars++ * BAR_NFIELDS,
				        PLOT_LEFT + step * ((double)i + 0.1) + thick * (double)k,
				        PLOT_BOTTOM - height, thick, height, k);
		}
		if (i % every == 0)
			set_tick(p, words + nwords++ * TICK_NFIELDS,
			         PLOT_LEFT + step * ((double)i + 0.5), PLOT_BOTTOM + 18,
			         t->ticks[i]);
	}
	for (uint32_t i = 0; i <= 4; i++)
		set_tick(p, ticks + i * TICK_NFIELDS, PLOT_LEFT - 6, PLOT_BOTTOM - i * tick * scale,
		         page_number(p, (uint64_t)i * tick));
	v[CHART_HEIGHT] = page_number(p, COLUMNS_HEIGHT);
	v[CHART_BARS] = value_list(bars, nbars);
	v[CHART_X_TICKS] = value_list(words, nwords);
	v[CHART_Y_TICKS] = value_list(ticks, 5);
}

static void set_bars(const struct table *t, struct value *v)
{
	const struct page *p = t->page;
	double scale = (double)BAR_MOST / largest_row(t);
	struct value *bars = page_values(p, t->nrows * t->nseries * BAR_NFIELDS);
	struct value *words = page_values(p, 2 * t->nrows * TICK_NFIELDS);
	size_t nbars = 0, nwords = 0;

	for (size_t i = 0; i < t->nrows; i++) {
		double x = 0, y = (double)i * BAR_STEP;

		for (size_t k = 0; k < t->nseries; k++) {
			double width = t->numbers[i * t->nseries + k] * scale;

			if (width > 0)
				set_bar(p, bars + nbars++ * BAR_NFIELDS, x, y + BAR_TOP, width,
				        BAR_H, k);
			x += width;
		}
		set_tick(p, words + nwords++ * TICK_NFIELDS, 0, y + BAR_TOP - 5, t->rows[i]);
		set_tick(p, words + nwords++ * TICK_NFIELDS, x + 6, y + BAR_TOP + BAR_H - 3,
		         page_number(p, sum_of_row(t, i)));
	}
	v[CHART_HEIGHT] = page_number(p, t->nrows * BAR_STEP);
	v[CHART_BARS] = value_list(bars, nbars);
	v[CHART_X_TICKS] = value_list(words, nwords);
}

static struct value make_chart(const struct table *t)
{
	struct value *v = page_values(t->page, CHART_NFIELDS);

	v[CHART_WIDTH] = page_number(t->page, CHART_UNITS);
	v[CHART_PLOT_LEFT] = page_number(t->page, PLOT_LEFT);
	v[CHART_PLOT_RIGHT] = page_number(t->page, PLOT_RIGHT);
	v[CHART_IS_BARS] = value_flag(t->is_bars);
	if (t->is_bars)
		set_bars(t, v);
	else
		set_columns(t, v);
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
		series[k * SERIES_NFIELDS + SERIES_NAME] = t->series[k];
	}
	for (size_t i = 0; i < t->nrows * t->nseries; i++)
		cells[i] = page_number(p, t->numbers[i]);
	for (size_t i = 0; i < t->nrows; i++) {
		rows[i * TABLE_ROW_NFIELDS + TABLE_ROW_NAME] = t->rows[i];
		rows[i * TABLE_ROW_NFIELDS + TABLE_ROW_CELLS] =
		        value_list(cells + i * t->nseries, t->nseries);
	}
	v[TABLE_ID] = value_text(t->id);
	v[TABLE_CAPTION] = t->caption;
	v[TABLE_CORNER] = t->corner;
	v[TABLE_SERIES] = value_list(series, t->nseries);
	v[TABLE_ROWS] = value_list(rows, t->nrows);
	v[TABLE_CHART] = t->is_plain ? value_object(NULL) : make_chart(t);
}

#define NSTATUSES (STATUS_NVALUES - STATUS_VALID)

/* Heads by level and status. */
static void set_levels(const struct page *p, struct value *v)
{
	uint32_t *numbers =
	        arena_array(p->arena, (size_t)CRITERIA_LEVELS * NSTATUSES, sizeof(*numbers));
	const struct table t = {
	        .page = p,
	        .id = STR("levels"),
	        .caption = p->words->statistics_caption[STATISTICS_LEVELS],
	        .corner = p->words->statistics_corner[STATISTICS_LEVELS],
	        .series = p->words->status_name + STATUS_VALID,
	        .nseries = NSTATUSES,
	        .rows = p->words->level_name + 1,
	        .nrows = CRITERIA_LEVELS,
	        .numbers = numbers,
	        .is_bars = true,
	};

	for (size_t i = 0; i < p->site->survey->nrows; i++) {
		const struct row *row = &p->site->survey->rows[i];

		if (row_is_listed(row))
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
	struct value *names = arena_array(p->arena, n, sizeof(*names));
	const struct table t = {
	        .page = p,
	        .id = STR("categories"),
	        .caption = p->words->statistics_caption[STATISTICS_CATEGORIES],
	        .corner = p->words->statistics_corner[STATISTICS_CATEGORIES],
	        .series = p->words->status_name + STATUS_VALID,
	        .nseries = NSTATUSES,
	        .rows = names,
	        .nrows = n,
	        .numbers = numbers,
	        .is_bars = true,
	};

	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		names[i] = page_text(p, &criteria->categories[i].name);
	for (size_t i = 0; i < p->site->survey->nrows; i++) {
		const struct row *row = &p->site->survey->rows[i];

		if (row_is_listed(row) && row->category != CRITERIA_NONE)
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

/* A time that is not over: it says so in the language of the words for that. */
static struct value running(const struct page *p, struct str time)
{
	struct value words = p->words->statistics_running;

	return value_text_in(ARENA_JOIN(p->arena, time, STR(" "), value_str(words)), words.lang);
}

/* The month of the site's day is not over: its numbers may still grow. */
static struct value month_name(const struct page *p, int month)
{
	struct str text = month_text(p, month);

	return month == month_number(p->site->as_of) ? running(p, text) : value_text(text);
}

/* Adds a month table of `nmonths` from `first`, with one series a column of `numbers`. */
static void set_months(const struct page *p, enum statistics_table which, struct str id,
                       const struct value *series, size_t nseries, int first, size_t nmonths,
                       const uint32_t *numbers, struct value *v)
{
	struct value *names = arena_array(p->arena, nmonths, sizeof(*names));
	struct value *ticks = arena_array(p->arena, nmonths, sizeof(*ticks));
	const struct table t = {
	        .page = p,
	        .id = id,
	        .caption = p->words->statistics_caption[which],
	        .corner = p->words->statistics_corner[which],
	        .series = series,
	        .nseries = nseries,
	        .rows = names,
	        .ticks = ticks,
	        .nrows = nmonths,
	        .numbers = numbers,
	};

	for (size_t i = 0; i < nmonths; i++) {
		names[i] = month_name(p, first + (int)i);
		ticks[i] = value_text(month_text(p, first + (int)i));
	}
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

		if (!row_is_listed(row))
			continue;
		back = last - month_number(row->displayed_on);
		if (back >= 0 && back < PAST_MONTHS)
			numbers[(PAST_MONTHS - 1 - back) * 2]++;
		if (row->status == STATUS_VALID)
			continue;
		back = last - month_number(row_shown_end(row, &p->site->rules));
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

		if (!row_is_listed(row) || row->status != STATUS_VALID)
			continue;
		ahead = month_number(row_shown_end(row, &p->site->rules)) - first;
		if (ahead >= 0 && ahead < COMING_MONTHS)
			numbers[ahead]++;
	}
	set_months(p, STATISTICS_COMING, STR("coming"), p->words->statistics_coming, 1, first,
	           COMING_MONTHS, numbers, v);
}

#define QUARTERS 8

/* Why labels ended: by reason, and revoked ones by their status behind the reasons. */
#define NCAUSES (REASON_NVALUES + 1)

static unsigned row_cause(const struct row *row)
{
	return row->status == STATUS_REVOKED ? REASON_NVALUES : (unsigned)row->reason;
}

static struct value cause_name(const struct page *p, unsigned cause)
{
	return cause == REASON_NVALUES ? p->words->status_name[STATUS_REVOKED]
	                               : p->words->reason_name[cause];
}

/* Labels that ended, [quarter][cause][level - 1], by the days that pages show; the last quarter is
 * that of the site's day. */
struct ended {
	uint32_t numbers[QUARTERS][NCAUSES][CRITERIA_LEVELS];
};

static void count_ended(const struct page *p, struct ended *ended)
{
	int last = month_number(p->site->as_of) / 3;

	for (size_t i = 0; i < p->site->survey->nrows; i++) {
		const struct row *row = &p->site->survey->rows[i];
		int back;

		if (!row_is_listed(row) || row->status == STATUS_VALID)
			continue;
		back = last - month_number(row_shown_end(row, &p->site->rules)) / 3;
		if (back >= 0 && back < QUARTERS)
			ended->numbers[QUARTERS - 1 - back][row_cause(row)][row->level - 1]++;
	}
}

/* Fills a row of a quarter's table: a number a level, then their sum. */
static void add_cause(const uint32_t levels[CRITERIA_LEVELS], uint32_t *sums, uint32_t *row)
{
	for (size_t k = 0; k < CRITERIA_LEVELS; k++) {
		row[k] = levels[k];
		row[CRITERIA_LEVELS] += levels[k];
		sums[k] += levels[k];
		sums[CRITERIA_LEVELS] += levels[k];
	}
}

/* The table of a quarter: all that ended, then each cause that occurred, by level. */
static void set_quarter(const struct page *p, const uint32_t causes[NCAUSES][CRITERIA_LEVELS],
                        int quarter, struct value *v)
{
	uint32_t *numbers =
	        arena_array(p->arena, (NCAUSES + 1) * (CRITERIA_LEVELS + 1), sizeof(*numbers));
	struct value *rows = arena_array(p->arena, NCAUSES + 1, sizeof(*rows));
	struct value *series = arena_array(p->arena, CRITERIA_LEVELS + 1, sizeof(*series));
	struct str months;
	struct table t = {
	        .page = p,
	        .corner = p->words->statistics_reason,
	        .series = series,
	        .nseries = CRITERIA_LEVELS + 1,
	        .rows = rows,
	        .nrows = 1,
	        .numbers = numbers,
	        .is_plain = true,
	};

	for (unsigned k = 0; k < CRITERIA_LEVELS; k++)
		series[k] = p->words->level_name[k + 1];
	series[CRITERIA_LEVELS] = rows[0] = p->words->statistics_total;
	for (unsigned cause = 0; cause < NCAUSES; cause++) {
		uint32_t *row = numbers + t.nrows * (CRITERIA_LEVELS + 1);

		add_cause(causes[cause], numbers, row);
		if (row[CRITERIA_LEVELS] > 0)
			rows[t.nrows++] = cause_name(p, cause);
	}
	t.id = arena_printf(p->arena, "ended-%d-q%d", quarter / 4, quarter % 4 + 1);
	months = ARENA_JOIN(p->arena, month_text(p, quarter * 3), STR(" \xe2\x80\x93 "),
	                    month_text(p, quarter * 3 + 2));
	t.caption = quarter == month_number(p->site->as_of) / 3 ? running(p, months)
	                                                        : value_text(months);
	set_table(&t, v);
}

/* The quarter of the site's day first. */
static struct value quarters(const struct page *p)
{
	struct ended *ended = arena_alloc(p->arena, sizeof(*ended));
	struct value *items = page_values(p, QUARTERS * TABLE_NFIELDS);
	int last = month_number(p->site->as_of) / 3;

	count_ended(p, ended);
	items[TABLE_IS_RUNNING] = value_flag(true);
	for (int i = 0; i < QUARTERS; i++)
		set_quarter(p, (const uint32_t(*)[CRITERIA_LEVELS])ended->numbers[QUARTERS - 1 - i],
		            last - i, items + i * TABLE_NFIELDS);
	return value_list(items, QUARTERS);
}

const struct value *view_statistics(const struct page *p, const struct page_sources *from)
{
	struct value *v = page_values(p, STATISTICS_NFIELDS);
	struct value *tables = page_values(p, STATISTICS_NTABLES * TABLE_NFIELDS);
	size_t n = 0;

	(void)from;
	set_levels(p, tables + n++ * TABLE_NFIELDS);
	n += set_categories(p, tables + n * TABLE_NFIELDS);
	set_past(p, tables + n++ * TABLE_NFIELDS);
	set_coming(p, tables + n++ * TABLE_NFIELDS);
	page_set_fixed_frame(p, v, FIXED_STATISTICS);
	v[STATISTICS_QUARTERS] = quarters(p);
	v[STATISTICS_TABLES] = value_list(tables, n);
	return v;
}
