#include "base/json_writer.h"
#include "model/details.h"
#include "model/json.h"
#include "search/posting.h"
#include "search/stages.h"
#include "view/page.h"
#include "view/view.h"
#include <assert.h>

/* The columns of numbers of a file of products, in this order. */
enum column {
	COLUMN_LEVEL,
	COLUMN_STATUS,
	COLUMN_REASON,
	COLUMN_DISPLAYED_ON,
	COLUMN_END,       /* days from the number of displayed_on, plus 1 */
	COLUMN_CATEGORY,  /* 0: none; else its index plus 1 */
	COLUMN_CRITERIA,  /* index of the version */
	COLUMN_EVALUATOR, /* its kind */
	COLUMN_ROUTE,
	COLUMN_SUPPORT, /* 0: not stated, 1: declared as undeclared; else a date plus 1 */
	COLUMN_OPEN_NOTE,
	COLUMN_MANUFACTURER, /* 0: not stated, 1: withheld; else its place in the file plus 2 */
	COLUMN_NAMED,        /* 0: no name of the evaluator; else its place in the file plus 1 */
	NCOLUMNS
};

/* Texts that several products of a file share, each once. */
struct shared_texts {
	struct text texts[SEARCH_LITE_MAX];
	size_t ntexts;
};

/* A file of products being made. */
struct results {
	const struct search *search;
	struct search_worker *w;
	struct arena *arena; /* of this file */
	uint32_t number;     /* of the product at hand */
	size_t index;        /* of it in the file */
	struct shared_texts makers, evaluators;
	/* The manufacturer of the last product that has one, and which pairs its keys are. */
	uint32_t manufacturer, reading;
	size_t maker_from, maker_to;
	struct buf ids, labels, models, also, names[LANGUAGES_MAX + 1], columns[NCOLUMNS];
};

static void take_key(void *context, struct str key)
{
	const struct results *results = context;

	spill_add(&results->w->pairs, key, results->number);
}

static void add_keys(struct results *results, struct str text, enum term_kind kind)
{
	term_cut(&results->w->cutter, text, kind, take_key, results);
}

static void add_text_keys(struct results *results, const struct text *text)
{
	for (unsigned i = 0; i < results->search->site->words.nlanguages; i++)
		if (text->in[i].n > 0)
			add_keys(results, text->in[i], TERM_NAME);
	if (text->kana.n > 0)
		add_keys(results, text->kana, TERM_NAME);
}

/* A key for filters: '#', which no key of a text has, a letter and a code. */
static void add_filter_key(struct results *results, char letter, struct str code)
{
	char key[2 + SEARCH_CODE_MAX] = {'#', letter};

	assert(code.n <= SEARCH_CODE_MAX);
	memcpy(key + 2, code.p, code.n);
	take_key(results, (struct str){key, 2 + code.n});
}

static void add_filter_number(struct results *results, char letter, uint32_t number)
{
	add_filter_key(results, letter, arena_number(results->arena, number));
}

static void add_filter_keys(struct results *results, const struct row *row)
{
	char day[DATE_TEXT], latest[2 + DATE_TEXT + 1];

	add_filter_number(results, 's', row->status);
	if (row->category != CRITERIA_NONE)
		add_filter_number(results, 'c', row->category);
	add_filter_number(results, 'e', row->evaluator);
	add_filter_number(results, 'v', results->search->criteria[row->criteria]);
	if (row->status == STATUS_VALID) {
		date_format(row_shown_end(row, &results->search->site->rules), day);
		add_filter_key(results, 'u', (struct str){day, sizeof("YYYY-MM") - 1});
	}
	/* No filter, but the order in which many products are shown. */
	if (row->displayed_on != DATE_NONE) {
		date_format(row->displayed_on, day);
		snprintf(latest, sizeof(latest), "%d-%.*s", row->level, DATE_TEXT, day);
		add_filter_key(results, 'd', str_from(latest));
	}
}

static void separate(struct buf *b, char mark)
{
	if (b->n > 0)
		buf_add_byte(b, mark);
}

/* Appends a text in each language, and its reading, as a JSON array; 0 where it has none. */
static void add_text(const struct results *results, struct buf *b, const struct text *text)
{
	unsigned n = results->search->site->words.nlanguages;
	struct str all[LANGUAGES_MAX + 1];

	memcpy(all, text->in, n * sizeof(*all));
	all[n++] = text->kana;
	while (n > 1 && all[n - 1].n == 0)
		n--;
	json_open(b, NULL, '[');
	for (unsigned i = 0; i < n; i++) {
		json_add_key(b, NULL);
		if (all[i].n > 0)
			json_add_quoted(b, all[i]);
		else
			buf_add_byte(b, '0');
	}
	buf_add_byte(b, ']');
}

/* The place of a text among those of the file. */
static size_t share_text(struct results *results, struct shared_texts *shared,
                         const struct text *text)
{
	unsigned n = results->search->site->words.nlanguages;

	for (size_t i = 0; i < shared->ntexts; i++) {
		unsigned k = 0;

		while (k < n && str_is_equal(shared->texts[i].in[k], text->in[k]))
			k++;
		if (k == n && str_is_equal(shared->texts[i].kana, text->kana))
			return i;
	}
	for (unsigned k = 0; k < n; k++)
		shared->texts[shared->ntexts].in[k] = arena_copy(results->arena, text->in[k]);
	shared->texts[shared->ntexts].kana = arena_copy(results->arena, text->kana);
	return shared->ntexts++;
}

static void add_column(struct results *results, enum column column, uint64_t number)
{
	posting_add_number(&results->columns[column], number);
}

/* Days from 2000-01-01 as 1; 0 is no date, or one before. */
static uint64_t day_number(date_days date)
{
	return date < DATE_2000 ? 0 : (uint64_t)(date - DATE_2000) + 1;
}

/* 0 where no end is shown. */
static uint64_t end_number(date_days end, date_days displayed_on)
{
	uint64_t number = day_number(end);

	return end < displayed_on || number == 0 ? 0 : number - day_number(displayed_on) + 1;
}

/* The manufacturer's name as the product's own record has it. */
static struct text maker_name(const struct results *results, const struct row *row)
{
	const struct survey *survey = results->search->site->survey;
	struct text name = survey->manufacturers[row->manufacturer].name;

	name.kana = row_reading(row, survey->manufacturers);
	return name;
}

static void add_columns(struct results *results, const struct row *row,
                        const struct details *details)
{
	const struct survey *survey = results->search->site->survey;
	const struct text maker = row->manufacturer < survey->nmanufacturers
	                                  ? maker_name(results, row)
	                                  : (struct text){0};
	date_days end = row_shown_end(row, &results->search->site->rules);

	add_column(results, COLUMN_LEVEL, (uint64_t)row->level);
	add_column(results, COLUMN_STATUS, row->status);
	add_column(results, COLUMN_REASON, row->reason);
	add_column(results, COLUMN_DISPLAYED_ON, day_number(row->displayed_on));
	add_column(results, COLUMN_END, end_number(end, row->displayed_on));
	add_column(results, COLUMN_CATEGORY,
	           row->category == CRITERIA_NONE ? 0 : (uint64_t)row->category + 1);
	add_column(results, COLUMN_CRITERIA, results->search->criteria[row->criteria]);
	add_column(results, COLUMN_EVALUATOR, row->evaluator);
	add_column(results, COLUMN_ROUTE, details->route);
	add_column(results, COLUMN_SUPPORT,
	           details->is_support_undeclared           ? 1
	           : day_number(details->support_until) > 0 ? day_number(details->support_until) + 1
	                                                    : 0);
	add_column(results, COLUMN_OPEN_NOTE, row->has_open_note);
	add_column(results, COLUMN_MANUFACTURER,
	           row->manufacturer == SURVEY_NOT_STATED ? 0
	           : row->manufacturer == SURVEY_WITHHELD
	                   ? 1
	                   : share_text(results, &results->makers, &maker) + 2);
	add_column(results, COLUMN_NAMED,
	           details->evaluator.in[0].n == 0
	                   ? 0
	                   : share_text(results, &results->evaluators, &details->evaluator) + 1);
}

static void add_models(struct results *results, const struct row *row,
                       const struct details *details)
{
	struct buf *b = &results->w->data;
	const char *next = details->models;
	struct str model = row_model(row);

	buf_clear(b);
	for (uint32_t i = 0; i < row->nmodels; i++) {
		if (i > 0)
			model = packed_next(&next);
		separate(b, '\n');
		buf_add(b, model);
		add_keys(results, model, TERM_MODEL);
	}
	json_add_string(&results->models, NULL, buf_str(b));
}

/* The other labels that are valid: [index, label id, level, end]. */
static void add_also(struct results *results, const struct details *details)
{
	const char *next = details->also;

	for (uint32_t i = 0; i < details->nalso; i++) {
		struct details_label label = details_next_label(&next);

		json_open(&results->also, NULL, '[');
		json_add_number(&results->also, NULL, results->index);
		json_add_string(&results->also, NULL, label.id);
		json_add_number(&results->also, NULL, (uint64_t)label.level);
		json_add_number(&results->also, NULL, day_number(label.end));
		buf_add_byte(&results->also, ']');
		add_keys(results, label.id, TERM_ID);
	}
}

/* The name in a language, or as the last one its reading. */
static void add_name(struct results *results, struct str name, unsigned language)
{
	struct buf *b = &results->names[language];

	json_add_key(b, NULL);
	if (name.n == 0) {
		buf_add_byte(b, '0');
		return;
	}
	json_add_quoted(b, name);
	add_keys(results, name, TERM_NAME);
}

/* Barcodes and the codes of security notes, in their own files: one that is another only by zeroes
 * before it is the same. */
static void add_number_keys(struct results *results, const struct details *details)
{
	const char *next = details->gtins;
	struct term_cutter *cutter = &results->w->cutter;

	for (uint32_t i = 0; i < details->ngtins; i++) {
		struct str gtin = packed_next(&next);

		while (gtin.n > 0 && *gtin.p == '0')
			gtin = str_sub(gtin, 1, gtin.n);
		if (gtin.n > 0)
			add_filter_key(results, SEARCH_GTIN, gtin);
	}
	for (uint32_t i = 0; i < details->ncodes; i++) {
		struct str code = term_code(cutter, packed_next(&next));

		if (code.n > 0 && code.n <= SEARCH_CODE_MAX)
			add_filter_key(results, SEARCH_NOTE, code);
	}
}

/* Products of one manufacturer stand together, so its name is as a rule the one before. */
static void add_maker_keys(struct results *results, const struct row *row)
{
	struct spill_pairs *pairs = &results->w->pairs;
	struct text maker;

	if (row->manufacturer >= results->search->site->survey->nmanufacturers)
		return;
	if (results->maker_to > 0 && row->manufacturer == results->manufacturer &&
	    row->reading == results->reading) {
		spill_add_again(pairs, results->maker_from, results->maker_to, results->number);
		return;
	}
	maker = maker_name(results, row);
	results->manufacturer = row->manufacturer;
	results->reading = row->reading;
	results->maker_from = spill_count(pairs);
	add_text_keys(results, &maker);
	results->maker_to = spill_count(pairs);
}

static void add_product(struct results *results, uint32_t number)
{
	const struct site *site = results->search->site;
	const struct row *row = search_row(results->search, number);
	struct details details;

	details_read(&details, row, site->words.nlanguages);
	results->number = number;
	separate(&results->ids, ' ');
	buf_add(&results->ids, row_id(row));
	add_keys(results, row_id(row), TERM_ID);
	separate(&results->labels, ' ');
	buf_add(&results->labels, row_label(row));
	add_keys(results, row_label(row), TERM_ID);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		add_name(results, row_name(row, i), i);
	add_name(results, details.kana, site->words.nlanguages);
	add_columns(results, row, &details);
	add_models(results, row, &details);
	add_also(results, &details);
	add_maker_keys(results, row);
	add_filter_keys(results, row);
	add_number_keys(results, &details);
	results->index++;
}

static void add_shared(const struct results *results, struct buf *b, const char *key,
                       const struct shared_texts *shared)
{
	json_open(b, key, '[');
	for (size_t i = 0; i < shared->ntexts; i++)
		add_text(results, b, &shared->texts[i]);
	buf_add_byte(b, ']');
}

/* An array whose elements were written one behind the other, as what else was read of a product. */
static void add_array(struct buf *b, const char *key, const struct buf *elements)
{
	json_open(b, key, '[');
	buf_add(b, buf_str(elements));
	buf_add_byte(b, ']');
}

static void format_products(const struct results *results, struct buf *b)
{
	buf_clear(b);
	buf_add_byte(b, '{');
	json_add_string(b, "id", buf_str(&results->ids));
	json_add_string(b, "label", buf_str(&results->labels));
	json_open(b, "name", '[');
	for (unsigned i = 0; i <= results->search->site->words.nlanguages; i++)
		add_array(b, NULL, &results->names[i]);
	buf_add_byte(b, ']');
	add_array(b, "models", &results->models);
	json_open(b, "column", '[');
	for (size_t i = 0; i < NCOLUMNS; i++)
		json_add_string(b, NULL, buf_str(&results->columns[i]));
	buf_add_byte(b, ']');
	add_shared(results, b, "maker", &results->makers);
	add_shared(results, b, "evaluator", &results->evaluators);
	if (results->also.n > 0)
		add_array(b, "also", &results->also);
	buf_add_byte(b, '}');
}

static void release_results(struct results *results)
{
	arena_release(results->arena);
	buf_release(&results->ids);
	buf_release(&results->labels);
	buf_release(&results->models);
	buf_release(&results->also);
	for (size_t i = 0; i <= LANGUAGES_MAX; i++)
		buf_release(&results->names[i]);
	for (size_t i = 0; i < NCOLUMNS; i++)
		buf_release(&results->columns[i]);
}

/* A firm's name with all readings that records have of it, a space between them. */
static struct text all_readings(const struct results *results, const struct firm *firm)
{
	struct text name = firm->name;

	for (uint32_t i = 0; firm->nreadings > 1 && i < firm->nreadings; i++)
		name.kana = ARENA_JOIN(results->arena, name.kana, i > 0 ? STR(" ") : STR(""),
		                       firm->readings[i]);
	return name;
}

/* Manufacturers: their names, and the hash that the addresses of their lists end in. */
static void format_makers(struct results *results, uint32_t from, uint32_t to, struct buf *b)
{
	const struct search *search = results->search;

	buf_clear(b);
	buf_add_byte(b, '{');
	json_open(b, "maker", '[');
	for (uint32_t i = from; i < to; i++) {
		const struct text name = all_readings(
		        results, &search->site->survey
		                          ->manufacturers[search->makers[i - search->nproducts]]);

		results->number = i;
		add_text_keys(results, &name);
		add_text(results, b, &name);
	}
	buf_add_byte(b, ']');
	json_open(b, "path", '[');
	for (uint32_t i = from; i < to; i++) {
		const struct lists *lists = search->lists;
		const struct list *list = &lists->lists[lists->first[LIST_MAKER] +
		                                        search->makers[i - search->nproducts]];

		json_add_string(b, NULL, list->path);
		json_add_number(b, NULL, list->nrows);
	}
	buf_add(b, STR("]}"));
}

struct search_name search_add_results(struct search *search, struct search_worker *w, uint32_t from,
                                      uint32_t to)
{
	struct arena arena;
	struct results results = {.search = search, .w = w, .arena = &arena};
	bool is_product = from < search->nproducts;

	arena_init(&arena, 4096);
	assert(to - from <= SEARCH_LITE_MAX);
	for (uint32_t i = from; i < to && is_product; i++)
		add_product(&results, i);
	if (is_product)
		format_products(&results, &w->data);
	else
		format_makers(&results, from, to, &w->data);
	release_results(&results);
	return search_add_file(search, w, is_product ? SEARCH_RESULTS : SEARCH_MAKERS,
	                       buf_str(&w->data));
}
