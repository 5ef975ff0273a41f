#include "site/entry.h"
#include <assert.h>

int entry_read(struct entry *entry, const struct site *site, size_t number, struct buf *record,
               struct arena *a, struct diag *d)
{
	const struct product_page *page = &site->pages.pages[number];
	struct product *product;

	*entry = (struct entry){.id = pages_id(&site->pages, number)};
	if (page->retired != PAGES_NONE)
		entry->retired = &site->retired->entries[page->retired];
	if (page->row == PAGES_NONE)
		return 0;
	product = arena_alloc(a, sizeof(*product));
	buf_clear(record);
	if (survey_read(site->survey, &site->survey->rows[page->row], &site->rules, record, a,
	                product, d) < 0)
		return -1;
	entry->product = product;
	entry->head = rules_find_head(&site->rules, product, site->as_of, &entry->standing, NULL);
	assert(entry->head);
	return 0;
}
