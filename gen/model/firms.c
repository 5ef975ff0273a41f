#include "model/firms.h"
#include <stdlib.h>

static int compare_names(const void *left, const void *right)
{
	const struct harvest_name *l = *(struct harvest_name *const *)left;
	const struct harvest_name *r = *(struct harvest_name *const *)right;
	int order = 0;

	for (unsigned i = 0; i < LANGUAGES_MAX && order == 0; i++)
		order = str_compare(l->name.in[i], r->name.in[i]);
	return order;
}

/* One firm of all that workers have of the name, numbered in the order of names. Sorts `names` and
 * returns how many firms there are. */
static size_t join_names(struct harvest_name **names, size_t n, struct firm *firms)
{
	size_t nfirms = 0;

	if (n > 0)
		qsort(names, n, sizeof(struct harvest_name *), compare_names);
	for (size_t i = 0, end; i < n; i = end) {
		struct harvest_name all = *names[i];

		for (end = i + 1; end < n && compare_names(&names[i], &names[end]) == 0; end++)
			harvest_join_names(&all, names[end]);
		for (size_t j = i; j < end; j++)
			names[j]->number = (uint32_t)nfirms;
		if (all.has_readings)
			all.name.kana = STR_NONE;
		firms[nfirms++] = (struct firm){.name = all.name, .nproducts = all.nproducts};
	}
	return nfirms;
}

struct firm *firms_join(const struct harvest_names *const *harvests, size_t nharvests,
                        size_t *nfirms, struct arena *a)
{
	struct harvest_name **names;
	struct firm *firms;
	size_t n = 0;

	for (size_t i = 0; i < nharvests; i++)
		n += harvest_count_names(harvests[i]);
	names = arena_array(a, n, sizeof(struct harvest_name *));
	firms = arena_array(a, n, sizeof(*firms));
	n = 0;
	for (size_t i = 0; i < nharvests; i++)
		for (size_t j = 0; j < harvest_count_names(harvests[i]); j++)
			names[n++] = &harvest_list_names(harvests[i])[j];
	*nfirms = join_names(names, n, firms);
	return firms;
}
