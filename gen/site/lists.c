#include "site/lists.h"
#include "base/buf.h"
#include "base/pool.h"
#include "site/path.h"
#include "text/order.h"
#include <assert.h>
#include <stdlib.h>

/* The days of the lists of terms that end soon. */
static const uint32_t ending_days[] = {30, 90, 180};

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
		bool is_translated =
		        text_language(name, &site->settings->languages, language) == language;

		items[i].number = i;
		add_key(&items[i], &keys, text_in(name, &site->settings->languages, language),
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

/* The listed rows by manufacturer, in the order of survey.manufacturers and the undisclosed ones
 * last. Those of each stand in the same order in every language. */
struct groups {
	const struct site *site;
	uint32_t *rows;
	size_t *starts; /* where each begins, and the last ends */
	size_t n;
};

static size_t find_group(const struct survey *survey, const struct row *row)
{
	if (row->manufacturer < survey->nmanufacturers)
		return row->manufacturer;
	return survey->nmanufacturers + (row->manufacturer == SURVEY_NOT_STATED);
}

/* Sorts the rows of a manufacturer by model; then by product id, the order in which they stand. */
static void sort_group(void *context, unsigned worker, size_t number)
{
	const struct groups *groups = context;
	uint32_t *rows = groups->rows + groups->starts[number];
	size_t n = groups->starts[number + 1] - groups->starts[number];
	struct sortable *items = make_sortables(n);
	struct buf keys;

	(void)worker;
	buf_init(&keys);
	for (size_t i = 0; i < n; i++) {
		items[i].number = rows[i];
		add_key(&items[i], &keys, row_model(&groups->site->survey->rows[rows[i]]), STR_NONE,
		        ORDER_LATIN);
	}
	qsort(items, n, sizeof(*items), compare_sortables);
	for (size_t i = 0; i < n; i++)
		rows[i] = items[i].number;
	free(items);
	buf_release(&keys);
}

static void fill_groups(struct groups *groups, const struct site *site, unsigned nworkers,
                        struct arena *a)
{
	const struct survey *survey = site->survey;
	size_t n = survey->nmanufacturers + 2;

	*groups = (struct groups){.site = site, .n = n};
	groups->rows = arena_array(a, survey->nlisted, sizeof(*groups->rows));
	groups->starts = arena_array(a, n + 2, sizeof(*groups->starts));
	/* Counted two places up, then moved up while they are filled. */
	for (size_t i = 0; i < survey->nrows; i++)
		if (row_is_listed(&survey->rows[i]))
			groups->starts[find_group(survey, &survey->rows[i]) + 2]++;
	for (size_t i = 2; i <= n; i++)
		groups->starts[i] += groups->starts[i - 1];
	for (uint32_t i = 0; i < survey->nrows; i++)
		if (row_is_listed(&survey->rows[i]))
			groups->rows[groups->starts[find_group(survey, &survey->rows[i]) + 1]++] =
			        i;
	pool_run(nworkers, n, sort_group, groups);
}

/* All rows in the order of a language: by manufacturer, then as they stand in its group. */
static uint32_t *order_rows(const struct groups *groups, const uint32_t *makers, struct arena *a)
{
	size_t nmakers = groups->n - 2, n = 0;
	uint32_t *order = arena_array(a, groups->starts[groups->n], sizeof(*order));

	for (size_t i = 0; i < groups->n; i++) {
		size_t group = i < nmakers ? makers[i] : i;

		for (size_t k = groups->starts[group]; k < groups->starts[group + 1]; k++)
			order[n++] = groups->rows[k];
	}
	return order;
}

/* Calls `visit` for each list that a row stands in, but those of all and of its manufacturer. */
static void visit_lists(const struct lists *lists, const struct site *site, uint32_t number,
                        void (*visit)(struct list *list, void *context, uint32_t number),
                        void *context)
{
	const struct row *row = &site->survey->rows[number];
	struct list *all = lists->lists;
	long days = (long)row_shown_end(row, &site->rules) - site->as_of;

	visit(&all[lists->first[LIST_LEVEL] + (size_t)row->level - 1], context, number);
	visit(&all[lists->first[LIST_STATUS] + row->status - STATUS_VALID], context, number);
	if (row->category != CRITERIA_NONE)
		visit(&all[lists->first[LIST_CATEGORY] + row->category], context, number);
	visit(&all[lists->first[LIST_APPLICANT] + row->applicant], context, number);
	if (row->status != STATUS_VALID)
		return;
	visit(&all[lists->first[LIST_CRITERIA] + row->criteria], context, number);
	for (size_t i = 0; i < COUNT_OF(ending_days); i++)
		if (days <= (long)ending_days[i])
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

	if (filling->language == 0 || list->kind != LIST_APPLICANT)
		list->in[filling->language].rows[filling->nfilled[list - filling->lists]++] =
		        number;
}

static struct str list_path(const struct site *site, enum list_kind kind, uint32_t code,
                            struct arena *a)
{
	const struct criteria *criteria = site->criteria;

	switch (kind) {
	case LIST_LEVEL: return arena_printf(a, "products/level-%u/", (unsigned)code);
	case LIST_STATUS:
		return arena_printf(a, "products/status-%s/", rules_status_name((enum status)code));
	case LIST_CATEGORY: return path_category(a, criteria->categories[code].id);
	case LIST_MAKER: return site->manufacturer_paths[code];
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
	        [LIST_LEVEL] = CRITERIA_LEVELS,
	        [LIST_STATUS] = STATUS_NVALUES - STATUS_VALID,
	        [LIST_CATEGORY] = site->criteria->ncategories,
	        [LIST_MAKER] = site->survey->nmanufacturers,
	        [LIST_CRITERIA] = site->criteria->nversions,
	        [LIST_ENDING] = COUNT_OF(ending_days),
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
			             : kind == LIST_ENDING ? ending_days[i]
			                                   : i;
			list->path = list_path(site, list->kind, list->code, a);
			list->in = arena_array(a, site->words.nlanguages, sizeof(*list->in));
		}
	}
}

bool lists_is_by_end(const struct list *list)
{
	return list->kind == LIST_ENDING || list->kind == LIST_STATUS ||
	       list->kind == LIST_CRITERIA;
}

/* What is to end: the nearest first. What has ended: the latest first. */
static uint32_t end_rank(const struct site *site, const struct row *row)
{
	date_days end = row_shown_end(row, &site->rules);
	uint32_t rank = (uint32_t)end ^ 1u << 31; /* in the order of the days */

	return row->status == STATUS_VALID ? rank : ~rank;
}

/* Puts a list into the order of the ends; within a day as everywhere. */
static void sort_by_end(const struct site *site, struct list *list, unsigned language)
{
	struct sortable *items = make_sortables(list->nrows);
	uint32_t *rows = list->in[language].rows;
	const struct buf none = {.p = (char[]){0}};

	for (uint32_t i = 0; i < list->nrows; i++)
		items[i] = (struct sortable){
		        .rank = end_rank(site, &site->survey->rows[rows[i]]),
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

/* A page has at least so many rows of what it may have at most, but the last one. Beyond that one
 * id in so many begins a page. So pages have about half, and nearly the same number: a large one is
 * written as often as it has rows, and many small ones take longer to make. */
static size_t least_rows(size_t most)
{
	return most * 2 / 5;
}

static size_t one_in(size_t most)
{
	return (most + 7) / 8;
}

/* Where the page that begins at `from` ends: before a product whose id says that a page begins with
 * it. */
static uint32_t find_page_end(const struct site *site, const struct list *list,
                              const uint32_t *rows, uint32_t from)
{
	size_t most = (size_t)site->settings->rows_per_page;

	if (list->nrows <= most)
		return (uint32_t)list->nrows;
	for (size_t i = from + least_rows(most); i < list->nrows && i < from + most; i++)
		if (str_hash(row_id(&site->survey->rows[rows[i]])) % one_in(most) == 0)
			return (uint32_t)i;
	return from + most < list->nrows ? from + (uint32_t)most : (uint32_t)list->nrows;
}

static int compare_pages(const void *left, const void *right, void *context)
{
	const struct list_order *in = context;
	uint32_t l = in->rows[in->starts[*(const uint32_t *)left]];
	uint32_t r = in->rows[in->starts[*(const uint32_t *)right]];

	return (l > r) - (l < r);
}

/* `starts` is scratch, with room for the starts of any list. */
static void cut_pages(const struct site *site, struct list *list, unsigned language,
                      uint32_t *starts, struct arena *a)
{
	struct list_order *in = &list->in[language];

	do {
		starts[in->npages + 1] = find_page_end(site, list, in->rows, starts[in->npages]);
		in->npages++;
	} while (starts[in->npages] < list->nrows);
	in->starts = arena_array(a, in->npages + 1, sizeof(*in->starts));
	memcpy(in->starts, starts, (in->npages + 1) * sizeof(*in->starts));
	if (in->npages == 1)
		return;
	in->by_row = arena_array(a, in->npages, sizeof(*in->by_row));
	for (uint32_t i = 0; i < in->npages; i++)
		in->by_row[i] = i;
	qsort_r(in->by_row, in->npages, sizeof(*in->by_row), compare_pages, in);
}

static bool has_pages(const struct site *site, const struct list *list)
{
	if (list->kind == LIST_CRITERIA)
		return site->has_criteria_page[list->code];
	return list->kind != LIST_APPLICANT;
}

struct planning {
	struct lists *lists;
	const struct site *site;
	struct groups groups;
	struct arena arenas[LANGUAGES_MAX]; /* by language */
};

/* Where the rows of a list will be. Those of a manufacturer stand in their group. */
static uint32_t *place_rows(const struct planning *planning, const struct list *list,
                            unsigned language, uint32_t *all, struct arena *a)
{
	const struct groups *groups = &planning->groups;

	if (list->kind == LIST_ALL)
		return all;
	if (list->kind == LIST_MAKER)
		return groups->rows + groups->starts[list->code];
	if (list->kind == LIST_APPLICANT && language > 0)
		return NULL;
	return arena_array(a, list->nrows, sizeof(uint32_t));
}

static void plan_language(void *context, unsigned worker, size_t number)
{
	struct planning *planning = context;
	struct lists *lists = planning->lists;
	const struct site *site = planning->site;
	unsigned language = (unsigned)number;
	struct arena *a = &planning->arenas[language];
	struct filling filling = {.language = language, .lists = lists->lists};
	size_t most = site->survey->nlisted / least_rows((size_t)site->settings->rows_per_page) + 2;
	uint32_t *order, *starts = calloc(most, sizeof(*starts));

	(void)worker;
	lists->makers[language] = sort_makers(site, language, a);
	makers_plan(&lists->maker_index[language], site, lists, language, a);
	order = order_rows(&planning->groups, lists->makers[language], a);
	for (size_t i = 0; i < lists->nlists; i++)
		lists->lists[i].in[language].rows =
		        place_rows(planning, &lists->lists[i], language, order, a);
	filling.nfilled = calloc(lists->nlists, sizeof(*filling.nfilled));
	if (!filling.nfilled || !starts)
		out_of_memory();
	for (size_t i = 0; i < site->survey->nlisted; i++)
		visit_lists(lists, site, order[i], add_row, &filling);
	free(filling.nfilled);
	for (size_t i = 0; i < lists->nlists; i++) {
		struct list *list = &lists->lists[i];

		if (lists_is_by_end(list))
			sort_by_end(site, list, language);
		if (has_pages(site, list))
			cut_pages(site, list, language, starts, a);
	}
	free(starts);
}

/* How many rows each list has. */
static void count_rows(const struct planning *planning)
{
	struct lists *lists = planning->lists;
	const struct survey *survey = planning->site->survey;
	const size_t *starts = planning->groups.starts;

	lists->lists[lists->first[LIST_ALL]].nrows = survey->nlisted;
	for (size_t i = 0; i < survey->nmanufacturers; i++)
		lists->lists[lists->first[LIST_MAKER] + i].nrows = starts[i + 1] - starts[i];
	for (uint32_t i = 0; i < survey->nrows; i++)
		if (row_is_listed(&survey->rows[i]))
			visit_lists(lists, planning->site, i, count_row, NULL);
}

void lists_plan(struct lists *lists, const struct site *site, unsigned nworkers, struct arena *a)
{
	struct planning planning = {.lists = lists, .site = site};

	*lists = (struct lists){0};
	name_lists(lists, site, a);
	fill_groups(&planning.groups, site, nworkers, a);
	count_rows(&planning);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		arena_init(&planning.arenas[i], 1 << 18);
	pool_run(nworkers, site->words.nlanguages, plan_language, &planning);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		arena_adopt(a, &planning.arenas[i]);
}

struct str lists_page_path(const struct site *site, const struct list *list, unsigned language,
                           size_t page, struct arena *a)
{
	const struct list_order *in = &list->in[language];

	if (page == 0)
		return list->path;
	return ARENA_JOIN(a, list->path, STR("from-"),
	                  row_id(&site->survey->rows[in->rows[in->starts[page]]]), STR("/"));
}

size_t lists_find_twin(const struct list *list, unsigned language, size_t page, unsigned other)
{
	const struct list_order *from = &list->in[language], *in = &list->in[other];
	uint32_t row;
	size_t low = 0, high = in->npages;

	if (page == 0 || in->npages == 1)
		return 0;
	row = from->rows[from->starts[page]];
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (in->rows[in->starts[in->by_row[middle]]] < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low < in->npages && in->rows[in->starts[in->by_row[low]]] == row ? in->by_row[low]
	                                                                        : 0;
}
