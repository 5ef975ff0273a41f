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

/* The same, and names of one firm by their readings. */
static int compare_readings(const void *left, const void *right)
{
	const struct harvest_name *l = *(struct harvest_name *const *)left;
	const struct harvest_name *r = *(struct harvest_name *const *)right;
	int order = compare_names(left, right);

	return order != 0 ? order : str_compare(l->name.kana, r->name.kana);
}

/* The firm of names that differ at most in their readings, which are sorted by them. */
static struct firm join_firm(struct harvest_name *const *names, size_t n, uint32_t number,
                             struct arena *a)
{
	struct firm firm = {.name = names[0]->name,
	                    .readings = arena_array(a, n, sizeof(struct str))};

	for (size_t i = 0; i < n; i++) {
		struct str kana = names[i]->name.kana;

		firm.nproducts += names[i]->nproducts;
		names[i]->number = number;
		if (kana.n == 0)
			continue;
		if (firm.nreadings == 0 || !str_is_equal(firm.readings[firm.nreadings - 1], kana))
			firm.readings[firm.nreadings++] = kana;
		names[i]->reading = firm.nreadings;
	}
	firm.name.kana = firm.nreadings == 1 ? firm.readings[0] : STR_NONE;
	return firm;
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
	if (n > 0)
		qsort(names, n, sizeof(struct harvest_name *), compare_readings);
	*nfirms = 0;
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && compare_names(&names[i], &names[end]) == 0;)
			end++;
		firms[*nfirms] = join_firm(names + i, end - i, (uint32_t)*nfirms, a);
		++*nfirms;
	}
	return firms;
}
