#include "model/pages.h"
#include "model/shelf.h"

struct str pages_id(const struct pages *pages, size_t number)
{
	const struct product_page *page = &pages->pages[number];

	return page->row != PAGES_NONE ? row_id(&pages->survey->rows[page->row])
	                               : pages->retired->entries[page->retired].product_id;
}

void pages_mark_retired(struct survey *survey, const struct retired *retired)
{
	for (size_t i = 0; i < retired->nentries; i++) {
		const struct retired_entry *entry = &retired->entries[i];
		const struct row *row = survey_find(survey, entry->product_id);

		if (!row || !row_is_listed(row) || entry->date > survey->as_of)
			continue;
		survey->rows[row - survey->rows].is_retired = true;
		survey->nlisted--;
	}
}

void pages_plan(struct pages *pages, const struct survey *survey, const struct retired *retired,
                struct arena *a)
{
	size_t row = 0, entry = 0;

	*pages = (struct pages){.survey = survey, .retired = retired};
	pages->pages = arena_array(a, survey->nissued + retired->nentries, sizeof(*pages->pages));
	while (row < survey->nrows || entry < retired->nentries) {
		struct product_page page = {PAGES_NONE, PAGES_NONE};
		int order = row == survey->nrows ? 1
		            : entry == retired->nentries
		                    ? -1
		                    : str_compare(row_id(&survey->rows[row]),
		                                  retired->entries[entry].product_id);

		if (order <= 0 && survey->rows[row].status != STATUS_NOT_ISSUED)
			page.row = (uint32_t)row;
		/* It is retired when the day has come; until then the export has to have it. */
		if (order >= 0 && retired->entries[entry].date <= survey->as_of)
			page.retired = (uint32_t)entry;
		row += order <= 0;
		entry += order >= 0;
		if (page.row != PAGES_NONE || page.retired != PAGES_NONE)
			pages->pages[pages->npages++] = page;
	}
	shelf_cut(pages, a);
}

bool pages_is_kept(const struct pages *pages, size_t number)
{
	const struct product_page *page = &pages->pages[number];

	return page->row != PAGES_NONE && page->retired == PAGES_NONE &&
	       pages->survey->rows[page->row].is_kept;
}

size_t pages_find(const struct pages *pages, struct str id)
{
	size_t low = 0, high = pages->npages;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(pages_id(pages, middle), id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < pages->npages && str_is_equal(pages_id(pages, low), id) ? low : PAGES_NONE;
}
