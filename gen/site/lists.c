#include "site/lists.h"
#include "base/buf.h"
#include "base/pool.h"
#include "site/order.h"
#include "site/view.h"
#include <assert.h>
#include <stdlib.h>

const uint32_t lists_ending_days[LISTS_NENDING] = {30, 90, 180};

/* Something to be sorted: first by rank, then by key, then by number. */
struct sortable {
	uint32_t rank, number;
	size_t key; /* offset of the key in a buffer */
	size_t key_length;
	const struct buf *keys;
};

static int compare_sortables(const void *left, const void *right)
{
	const struct sortable *l = left, *r = right;
	int order;

	if (l->rank != r->rank)
		return l->rank < r->rank ? -1 : 1;
	order = str_compare((struct str){l->keys->p + l->key, l->key_length},
	                    (struct str){r->keys->p + r->key, r->key_length});
	if (order != 0)
		return order;
	return l->number < r->number ? -1 : l->number > r->number;
}

enum order_script lists_script(const struct site *site, unsigned language)
{
	return str_is_equal(site->words.language[language].tag, STR("ja")) ? ORDER_JAPANESE
	                                                                   : ORDER_LATIN;
}

static struct sortable *make_sortables(size_t n)
{
	struct sortable *items = calloc(n + 1, sizeof(*items));

	if (!items)
		out_of_memory();
	return items;
}

static void add_key(struct sortable *item, struct buf *keys, struct str text, struct str kana,
                    enum order_script script)
{
	item->keys = keys;
	item->key = keys->n;
	order_add_key(keys, text, kana, script);
	item->key_length = keys->n - item->key;
}

/* The manufacturers in the order of a language. */
static uint32_t *sort_makers(const struct site *site, unsigned language, struct arena *a)
{
	const struct survey *survey = site->survey;
	size_t n = survey->nmanufacturers;
	struct sortable *items = make_sortables(n);
	uint32_t *order = arena_array(a, n, sizeof(*order));
	struct buf keys;

	buf_init(&keys);
	for (uint32_t i = 0; i < n; i++) {
		const struct text *name = &survey->manufacturers[i].name;
		bool is_translated = text_language(name, language) == language;

		items[i].number = i;
		add_key(&items[i], &keys, text_in(name, language),
		        is_translated && language > 0 ? STR_NONE : name->kana,
		        lists_script(site, language));
	}
	qsort(items, n, sizeof(*items), compare_sortables);
	for (size_t i = 0; i < n; i++)
		order[i] = items[i].number;
	free(items);
	buf_release(&keys);
	return order;
}

/* The issued rows in the order of a language: by manufacturer, the undisclosed ones last, then by
 * model; then by product id, the order in which they stand. */
static uint32_t *sort_rows(const struct site *site, unsigned language, const uint32_t *makers)
{
	const struct survey *survey = site->survey;
	struct sortable *items = make_sortables(survey->nissued);
	uint32_t *ranks = calloc(survey->nmanufacturers + 1, sizeof(*ranks));
	uint32_t *order = calloc(survey->nissued + 1, sizeof(*order));
	size_t n = 0;
	struct buf keys;

	if (!ranks || !order)
		out_of_memory();
	for (uint32_t i = 0; i < survey->nmanufacturers; i++)
		ranks[makers[i]] = i;
	buf_init(&keys);
	for (uint32_t i = 0; i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];

		if (row->status == STATUS_NOT_ISSUED)
			continue;
		items[n].number = i;
		items[n].rank = row->manufacturer < survey->nmanufacturers
		                        ? ranks[row->manufacturer]
		                        : row->manufacturer;
		add_key(&items[n++], &keys, row->model, STR_NONE, lists_script(site, language));
	}
	assert(n == survey->nissued);
	qsort(items, n, sizeof(*items), compare_sortables);
	for (size_t i = 0; i < n; i++)
		order[i] = items[i].number;
	free(items);
	free(ranks);
	buf_release(&keys);
	return order;
}

/* Calls `visit` for each list that a row stands in. */
static void visit_lists(const struct lists *lists, const struct site *site, uint32_t number,
                        void (*visit)(struct list *list, void *context, uint32_t number),
                        void *context)
{
	const struct row *row = &site->survey->rows[number];
	struct list *all = lists->lists;
	long days = (long)row->end - site->as_of;

	visit(&all[lists->first[LIST_ALL]], context, number);
	visit(&all[lists->first[LIST_LEVEL] + (size_t)row->level - 1], context, number);
	visit(&all[lists->first[LIST_STATUS] + row->status - STATUS_VALID], context, number);
	if (row->category != CRITERIA_NONE)
		visit(&all[lists->first[LIST_CATEGORY] + row->category], context, number);
	if (row->manufacturer < site->survey->nmanufacturers)
		visit(&all[lists->first[LIST_MAKER] + row->manufacturer], context, number);
	visit(&all[lists->first[LIST_APPLICANT] + row->applicant], context, number);
	if (row->status != STATUS_VALID)
		return;
	visit(&all[lists->first[LIST_CRITERIA] + row->criteria], context, number);
	for (size_t i = 0; i < LISTS_NENDING; i++)
		if (days <= (long)lists_ending_days[i])
			visit(&all[lists->first[LIST_ENDING] + i], context, number);
}

static void count_row(struct list *list, void *context, uint32_t number)
{
	(void)context;
	(void)number;
	list->nrows++;
}

struct filling {
	unsigned language;
	size_t *nfilled; /* by list */
	const struct list *lists;
};

static void add_row(struct list *list, void *context, uint32_t number)
{
	const struct filling *filling = context;

	list->in[filling->language].rows[filling->nfilled[list - filling->lists]++] = number;
}

static struct str list_path(const struct site *site, enum list_kind kind, uint32_t code,
                            struct arena *a)
{
	const struct criteria *criteria = site->criteria;

	switch (kind) {
	case LIST_LEVEL: return arena_printf(a, "products/level-%u/", (unsigned)code);
	case LIST_STATUS:
		return arena_printf(a, "products/status-%s/", rules_status_name((enum status)code));
	case LIST_CATEGORY: return view_category_path(a, criteria->categories[code].id);
	case LIST_MAKER:
		return view_manufacturer_path(a, site->survey->manufacturers[code].name.in[0]);
	case LIST_CRITERIA:
		return arena_printf(a, "products/criteria-%.*s/",
		                    STR_ARG(criteria->versions[code].id));
	case LIST_ENDING: return arena_printf(a, "products/ending-%u/", (unsigned)code);
	case LIST_APPLICANT: return STR(""); /* it has no page */
	default: return STR("products/all/");
	}
}

/* Names all lists: each kind once a code. */
static void name_lists(struct lists *lists, const struct site *site, struct arena *a)
{
	const size_t ncodes[LIST_NKINDS] = {
	        [LIST_ALL] = 1,
	        [LIST_LEVEL] = 4,
	        [LIST_STATUS] = STATUS_NVALUES - STATUS_VALID,
	        [LIST_CATEGORY] = site->criteria->ncategories,
	        [LIST_MAKER] = site->survey->nmanufacturers,
	        [LIST_CRITERIA] = site->criteria->nversions,
	        [LIST_ENDING] = LISTS_NENDING,
	        [LIST_APPLICANT] = site->survey->napplicants,
	};

	for (size_t kind = 0; kind < LIST_NKINDS; kind++)
		lists->first[kind + 1] = lists->first[kind] + ncodes[kind];
	lists->nlists = lists->first[LIST_NKINDS];
	lists->lists = arena_array(a, lists->nlists, sizeof(*lists->lists));
	for (size_t kind = 0; kind < LIST_NKINDS; kind++) {
		for (uint32_t i = 0; i < ncodes[kind]; i++) {
			struct list *list = &lists->lists[lists->first[kind] + i];

			list->kind = (enum list_kind)kind;
			list->code = kind == LIST_LEVEL    ? i + 1
			             : kind == LIST_STATUS ? i + STATUS_VALID
			             : kind == LIST_ENDING ? lists_ending_days[i]
			                                   : i;
			list->path = list_path(site, list->kind, list->code, a);
		}
	}
}

/* Terms that end soon stand in the order of their ends; within a day as everywhere. */
static void sort_by_end(const struct site *site, struct list *list, unsigned language)
{
	struct sortable *items = make_sortables(list->nrows);
	uint32_t *rows = list->in[language].rows;
	const struct buf none = {.p = (char[]){0}};

	for (uint32_t i = 0; i < list->nrows; i++)
		items[i] = (struct sortable){
		        .rank = (uint32_t)(site->survey->rows[rows[i]].end - site->as_of),
		        .number = i,
		        .keys = &none,
		};
	qsort(items, list->nrows, sizeof(*items), compare_sortables);
	for (size_t i = 0; i < list->nrows; i++)
		items[i].rank = rows[items[i].number];
	for (size_t i = 0; i < list->nrows; i++)
		rows[i] = items[i].rank;
	free(items);
}

/* Where the page that begins at `from` ends: before a product whose id says that a page begins with
 * it, but not before a quarter of a page, nor after a whole one. */
static uint32_t find_page_end(const struct site *site, const struct list *list,
                              const uint32_t *rows, uint32_t from)
{
	size_t most = (size_t)site->settings->rows_per_page;

	if (list->nrows <= most)
		return (uint32_t)list->nrows;
	for (uint32_t i = from + (uint32_t)(most / 4); i < list->nrows && i < from + most; i++)
		if (str_hash(site->survey->rows[rows[i]].id) % (most / 2) == 0)
			return i;
	return from + most < list->nrows ? from + (uint32_t)most : (uint32_t)list->nrows;
}

static void cut_pages(const struct site *site, struct list *list, unsigned language,
                      struct arena *a)
{
	struct list_order *in = &list->in[language];
	size_t most = list->nrows / ((size_t)site->settings->rows_per_page / 4) + 1;
	uint32_t from = 0;

	in->pages = arena_array(a, most, sizeof(*in->pages));
	do {
		struct list_page *page = &in->pages[in->npages];

		page->from = from;
		page->to = from = find_page_end(site, list, in->rows, from);
		page->path =
		        in->npages == 0
		                ? list->path
		                : arena_printf(
		                          a, "%.*sfrom-%.*s/", STR_ARG(list->path),
		                          STR_ARG(site->survey->rows[in->rows[page->from]].id));
		in->npages++;
	} while (from < list->nrows);
	map_init(&in->page_by_path, a);
	for (size_t i = 0; i < in->npages && in->npages > 1; i++)
		map_add(&in->page_by_path, in->pages[i].path, (uint32_t)i);
}

static bool has_pages(const struct site *site, const struct list *list)
{
	if (list->kind == LIST_CRITERIA)
		return site->has_criteria_page[list->code];
	return list->kind != LIST_APPLICANT;
}

static void plan_language(struct lists *lists, const struct site *site, unsigned language,
                          struct arena *a)
{
	struct filling filling = {.language = language, .lists = lists->lists};
	uint32_t *order;

	lists->makers[language] = sort_makers(site, language, a);
	order = sort_rows(site, language, lists->makers[language]);
	for (size_t i = 0; i < lists->nlists; i++)
		lists->lists[i].in[language].rows =
		        arena_array(a, lists->lists[i].nrows, sizeof(uint32_t));
	filling.nfilled = calloc(lists->nlists, sizeof(*filling.nfilled));
	if (!filling.nfilled)
		out_of_memory();
	for (size_t i = 0; i < site->survey->nissued; i++)
		visit_lists(lists, site, order[i], add_row, &filling);
	free(filling.nfilled);
	free(order);
	for (size_t i = 0; i < lists->nlists; i++) {
		struct list *list = &lists->lists[i];

		if (list->kind == LIST_ENDING)
			sort_by_end(site, list, language);
		if (has_pages(site, list))
			cut_pages(site, list, language, a);
	}
}

struct planning {
	struct lists *lists;
	const struct site *site;
	struct arena arenas[LANGUAGES_MAX]; /* by language */
};

static void plan_job(void *context, unsigned worker, size_t language)
{
	struct planning *planning = context;

	(void)worker;
	plan_language(planning->lists, planning->site, (unsigned)language,
	              &planning->arenas[language]);
}

void lists_plan(struct lists *lists, const struct site *site, unsigned nworkers, struct arena *a)
{
	struct planning planning = {.lists = lists, .site = site};

	*lists = (struct lists){0};
	name_lists(lists, site, a);
	for (uint32_t i = 0; i < site->survey->nrows; i++)
		if (site->survey->rows[i].status != STATUS_NOT_ISSUED)
			visit_lists(lists, site, i, count_row, NULL);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		arena_init(&planning.arenas[i], 1 << 18);
	pool_run(nworkers, site->words.nlanguages, plan_job, &planning);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		arena_adopt(a, &planning.arenas[i]);
}

const struct list_page *lists_find_twin(const struct list *list, const struct list_page *page,
                                        unsigned other)
{
	const struct list_order *in = &list->in[other];
	uint32_t at = in->npages > 1 ? map_find(&in->page_by_path, page->path) : MAP_NONE;

	return &in->pages[at == MAP_NONE ? 0 : at];
}
