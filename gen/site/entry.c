#include "site/entry.h"
#include "data/label_json.h"
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

void entry_complete(struct entry *entry, const struct site *site, struct sha256_context *sha,
                    struct buf *data, struct buf *address)
{
	unsigned char hash[SHA256_BYTES];

	buf_clear(data);
	data_add(data, site, entry);
	entry->data = buf_str(data);
	sha256_hash(sha, entry->data, hash);
	sha256_format(hash, entry->data_hash);
	buf_clear(address);
	qr_add_address(address, site->settings->base_url, entry->id);
	entry->address = buf_str(address);
	if (qr_encode(&entry->qr, entry->address) < 0)
		assert(!"settings_load keeps base URLs short enough for a code");
}
