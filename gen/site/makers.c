#include "site/makers.h"
#include "site/lists.h"

static enum order_initial initial_of(const struct site *site, uint32_t maker, unsigned language)
{
	const struct text *name = &site->survey->manufacturers[maker].name;

	return order_initial(text_in(name, &site->settings->languages, language), name->kana,
	                     lists_script(site, language));
}

static void gather(struct maker_index *index, const struct site *site, const struct lists *lists,
                   unsigned language, struct arena *a)
{
	size_t n = site->survey->nmanufacturers;

	index->makers = arena_array(a, n, sizeof(*index->makers));
	for (size_t i = 0; i < n; i++) {
		uint32_t maker = lists->makers[language][i];

		if (lists->lists[lists->first[LIST_MAKER] + maker].nrows > 0)
			index->makers[index->nmakers++] = maker;
	}
	index->is_short = index->nmakers <= MAKERS_PER_PAGE;
}

void makers_plan(struct maker_index *index, const struct site *site, const struct lists *lists,
                 unsigned language, struct arena *a)
{
	struct maker_page *page = NULL;

	*index = (struct maker_index){0};
	gather(index, site, lists, language, a);
	index->pages = arena_array(a, ORDER_NINITIALS + index->nmakers / MAKERS_PER_PAGE,
	                           sizeof(*index->pages));
	for (uint32_t i = 0; i < index->nmakers; i++) {
		enum order_initial initial = initial_of(site, index->makers[i], language);
		bool is_next = page && page->initial == initial;

		if (!is_next || i - page->from == MAKERS_PER_PAGE) {
			uint32_t number = is_next ? page->number + 1 : 0;

			page = index->pages + index->npages++;
			*page = (struct maker_page){
			        .initial = initial, .from = i, .number = number};
		}
		page->to = i + 1;
	}
}

size_t makers_nfiles(const struct maker_index *index)
{
	return index->is_short ? 0 : index->npages;
}

struct str makers_page_path(const struct maker_page *page, struct arena *a)
{
	struct str first = ARENA_JOIN(a, STR("products/makers-"),
	                              str_from(order_initial_name(page->initial)), STR("/"));

	if (page->number == 0)
		return first;
	return ARENA_JOIN(a, first, arena_number(a, page->number + 1), STR("/"));
}
