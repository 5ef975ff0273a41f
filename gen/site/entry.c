#include "site/entry.h"
#include <assert.h>

static void add_also(struct entry *entry, const struct site *site, struct arena *a)
{
	const struct product *product = entry->product;
	const struct label *label = NULL;
	struct standing standing;

	if (product->nlabels == 1)
		return;
	entry->also = arena_array(a, product->nlabels - 1, sizeof(*entry->also));
	while ((label = rules_next_beside(&site->rules, product, entry->head, label, entry->day,
	                                  &standing)))
		entry->also[entry->nalso++] = (struct entry_label){label, standing};
}

static void add_notes(struct entry *entry, struct arena *a)
{
	const struct product *product = entry->product;

	entry->notes = arena_array(a, product->nnotes, sizeof(*entry->notes));
	for (size_t i = 0; i < product->nnotes; i++)
		if (rules_is_known(&product->notes[i], entry->day))
			entry->notes[entry->nnotes++] = &product->notes[i];
}

int entry_read(struct entry *entry, const struct site *site, size_t number, struct buf *record,
               struct arena *a, struct diag *d)
{
	const struct product_page *page = &site->pages.pages[number];
	struct product *product;

	*entry = (struct entry){.id = pages_id(&site->pages, number), .day = site->as_of};
	if (page->retired != PAGES_NONE) {
		entry->retired = &site->retired->entries[page->retired];
		entry->day = entry->retired->date;
	}
	if (page->row == PAGES_NONE)
		return 0;
	product = arena_alloc(a, sizeof(*product));
	buf_clear(record);
	if (survey_read(site->survey, &site->survey->rows[page->row], &site->rules, record, a,
	                product, d) < 0)
		return -1;
	entry->head = rules_find_head(&site->rules, product, entry->day, &entry->standing, NULL);
	assert(entry->head);
	entry->product = product;
	entry->row = &site->survey->rows[page->row];
	entry->answers = arena_array(a, site->words.nlanguages, sizeof(const struct value *));
	add_also(entry, site, a);
	add_notes(entry, a);
	return 0;
}
