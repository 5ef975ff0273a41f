#include "model/survey_sort.h"
#include "base/radix.h"
#include <stdlib.h>

static int compare_rows(const void *left, const void *right)
{
	const struct row *l = left, *r = right;
	int order = str_compare(row_id(l), row_id(r));

	return order != 0 ? order : (l->offset > r->offset) - (l->offset < r->offset);
}

/* Moves the rows to where the items say that they belong. */
static void place_rows(struct row *rows, struct radix_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct row first = rows[i];
		size_t at = i, next;

		while ((next = items[at].value) != i) {
			rows[at] = rows[next];
			items[at].value = (uint32_t)at;
			at = next;
		}
		rows[at] = first;
		items[at].value = (uint32_t)at;
	}
}

void survey_sort_rows(struct row *rows, size_t n)
{
	struct radix_item *items = calloc(n + 1, 2 * sizeof(*items));

	if (!items)
		out_of_memory();
	for (size_t i = 0; i < n; i++)
		items[i] = (struct radix_item){radix_head(row_id(&rows[i])), (uint32_t)i, 0};
	radix_sort(items, items + n, n);
	place_rows(rows, items, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && items[end].key == items[i].key;)
			end++;
		if (end - i > 1)
			qsort(rows + i, end - i, sizeof(*rows), compare_rows);
	}
	free(items);
}
