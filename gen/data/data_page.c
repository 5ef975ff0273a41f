#include "data/column.h"
#include "site/shapes.h"
#include "view/view.h"

static struct value columns(const struct page *p)
{
	struct column_place *places;
	struct value *items;
	size_t n;

	column_list(p->site, p->arena, &places, &n);
	items = page_values(p, n * DATA_COLUMN_NFIELDS);
	for (size_t i = 0; i < n; i++) {
		struct value *v = items + i * DATA_COLUMN_NFIELDS;

		v[DATA_COLUMN_NAME] = value_text(column_name(p->site, places[i], p->arena));
		v[DATA_COLUMN_MEANING] = column_meaning(p->words, places[i].column);
	}
	return value_list(items, n);
}

static struct value schemas(const struct page *p)
{
	struct value *items = page_values(p, p->site->assets.of[ASSET_SCHEMA].n);

	for (size_t i = 0; i < p->site->assets.of[ASSET_SCHEMA].n; i++)
		items[i] = value_text(p->site->assets.of[ASSET_SCHEMA].items[i].name);
	return value_list(items, p->site->assets.of[ASSET_SCHEMA].n);
}

void view_set_data(const struct page *p, struct value *v)
{
	v[PROSE_PAGE_COLUMNS] = columns(p);
	v[PROSE_PAGE_SCHEMAS] = schemas(p);
}
