#include "model/retired.h"
#include "model/field.h"
#include "model/jsonl.h"
#include "model/limits.h"
#include <stdlib.h>

#define FORMAT "retired"

static const struct member members[] = {
        {MEMBER("product_id", REQUIRED, field_read_product_id, struct retired_entry, product_id)},
        {MEMBER("date", REQUIRED, field_read_date, struct retired_entry, date)},
        {MEMBER("note", OPTIONAL, field_read_text, struct retired_entry, note),
         .most = LIMIT_MARKDOWN},
};

static const struct format format = {
        .members = members,
        .nmembers = COUNT_OF(members),
        .size = sizeof(struct retired_entry),
};

static int compare_entries(const void *left, const void *right)
{
	const struct retired_entry *l = left, *r = right;

	return str_compare(l->product_id, r->product_id);
}

static void check_duplicates(const struct retired *retired, struct str file, struct diag *d)
{
	for (size_t i = 1; i < retired->nentries; i++) {
		struct str id = retired->entries[i].product_id;
		struct place place = {.file = file, .id = id, .pointer = STR("/product_id")};

		if (id.n > 0 && str_is_equal(id, retired->entries[i - 1].product_id))
			diag_add(d, DIAG_PRODUCT_DUPLICATE, place, "\"%.*s\" is retired twice",
			         STR_ARG(id));
	}
}

int retired_load(struct retired *retired, const char *path, const struct settings *settings,
                 struct arena *a, struct diag *d)
{
	size_t nerrors = d->nerrors;
	void *entries;
	size_t n;

	*retired = (struct retired){0};
	if (jsonl_load(path, FORMAT, &format, settings, a, d, &entries, &n) < 0)
		return -1;
	*retired = (struct retired){entries, n};
	if (retired->nentries > 0)
		qsort(retired->entries, retired->nentries, sizeof(*retired->entries),
		      compare_entries);
	check_duplicates(retired, str_from(path), d);
	return d->nerrors > nerrors ? -1 : 0;
}

const struct retired_entry *retired_find(const struct retired *retired, struct str id)
{
	const struct retired_entry key = {.product_id = id};

	return retired->nentries > 0 ? bsearch(&key, retired->entries, retired->nentries,
	                                       sizeof(key), compare_entries)
	                             : NULL;
}

date_days retired_find_day(const struct retired *retired, struct str id, date_days as_of)
{
	const struct retired_entry *entry = retired ? retired_find(retired, id) : NULL;

	return entry && entry->date <= as_of ? entry->date : as_of;
}
