#include "site/shapes.h"
#include "view/view.h"

static void set_maker(const struct page *p, const struct lists *lists, uint32_t maker,
                      struct value *v)
{
	const struct list *list = &lists->lists[lists->first[LIST_MAKER] + maker];

	v[MAKER_NAME] = page_phrase(p, &p->site->survey->manufacturers[maker].name);
	v[MAKER_COUNT] = page_number(p, list->nrows);
	v[MAKER_HREF] = value_text(page_href(p, list->path));
}

static struct value entries(const struct page *p, const struct lists *lists,
                            const struct maker_page *page)
{
	const uint32_t *makers = lists->maker_index[p->language].makers;
	size_t n = page->to - page->from;
	struct value *items = page_values(p, n * MAKER_NFIELDS);

	for (size_t i = 0; i < n; i++)
		set_maker(p, lists, makers[page->from + i], items + i * MAKER_NFIELDS);
	return value_list(items, n);
}

/* How many manufacturers an initial has, from its first page on. */
static size_t count_of_initial(const struct maker_index *index, const struct maker_page *first)
{
	const struct maker_page *last = first, *end = index->pages + index->npages;

	while (last + 1 < end && last[1].initial == first->initial)
		last++;
	return last->to - first->from;
}

static void set_initial(const struct page *p, const struct lists *lists,
                        const struct maker_page *page, int current, size_t number, struct value *v)
{
	const struct maker_index *index = &lists->maker_index[p->language];

	v[INITIAL_INITIAL] = p->words->initials[page->initial];
	v[INITIAL_ANCHOR] = page_number(p, number);
	v[INITIAL_COUNT] = page_number(p, count_of_initial(index, page));
	v[INITIAL_IS_CURRENT] = value_flag((int)page->initial == current);
	v[INITIAL_HAS_ENTRIES] = value_flag(index->is_short);
	if (index->is_short) {
		v[INITIAL_ENTRIES] = entries(p, lists, page);
		v[INITIAL_HREF] = value_text(arena_printf(p->arena, "#m-%zu", number));
	} else {
		v[INITIAL_HREF] = value_text(page_href(p, makers_page_path(page, p->arena)));
	}
}

struct value view_initials(const struct page *p, const struct lists *lists, int current)
{
	const struct maker_index *index = &lists->maker_index[p->language];
	struct value *items = page_values(p, index->npages * INITIAL_NFIELDS);
	size_t n = 0;

	for (size_t i = 0; i < index->npages; i++)
		if (index->pages[i].number == 0) {
			set_initial(p, lists, &index->pages[i], current, n + 1,
			            items + n * INITIAL_NFIELDS);
			n++;
		}
	return value_list(items, n);
}

/* The title of a further page says with whom it begins. */
static struct value title_of(const struct page *p, const struct lists *lists,
                             const struct maker_page *page, struct value *title)
{
	uint32_t first = lists->maker_index[p->language].makers[page->from];
	const struct text *name = &p->site->survey->manufacturers[first].name;

	title[TITLE_FIRST] = page_text(p, name);
	return words_run(page->number > 0 ? p->words->list_page_title : p->words->list_title, title,
	                 p->arena);
}

static void set_neighbour(const struct page *p, const struct maker_page *page,
                          const struct maker_page *other, struct value *v)
{
	if (other->initial == page->initial)
		*v = value_text(page_href(p, makers_page_path(other, p->arena)));
}

const struct value *view_makers_page(const struct page *p, const struct lists *lists, size_t number)
{
	const struct maker_index *index = &lists->maker_index[p->language];
	const struct maker_page *page = &index->pages[number];
	struct value *v = page_values(p, MAKERS_NFIELDS);
	struct value *title = page_values(p, TITLE_NFIELDS);
	struct value heading;
	const struct crumb crumbs[] = {
	        {p->words->home_name, STR("")},
	        {p->words->products_name, STR("products/")},
	};

	title[TITLE_NAME] = p->words->initials[page->initial];
	heading = words_run(p->words->list_heading[LIST_MAKER], title, p->arena);
	title[TITLE_HEADING] = heading;
	page_set_frame(p, v, title_of(p, lists, page, title),
	               words_run(p->words->makers_description, title, p->arena), crumbs, 2);
	v[MAKERS_HEADING] = heading;
	v[MAKERS_ENTRIES] = entries(p, lists, page);
	v[MAKERS_INITIALS] = view_initials(p, lists, (int)page->initial);
	if (number > 0)
		set_neighbour(p, page, page - 1, &v[MAKERS_PREVIOUS_HREF]);
	if (number + 1 < index->npages)
		set_neighbour(p, page, page + 1, &v[MAKERS_NEXT_HREF]);
	v[MAKERS_HAS_PAGES] = value_flag(v[MAKERS_PREVIOUS_HREF].n + v[MAKERS_NEXT_HREF].n > 0);
	return v;
}
