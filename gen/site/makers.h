/*
 * The index of manufacturers that have products: by initial, and where there are many, cut into
 * pages.
 *
 * With few of them all stand on products/; with more, each initial has pages of its own.
 */
#ifndef SITE_MAKERS_H
#define SITE_MAKERS_H

#include "base/arena.h"
#include "text/order.h"
#include <stdint.h>

/* As many as one page has. */
#define MAKERS_PER_PAGE 100

/* Manufacturers of one initial that stand on one page. */
struct maker_page {
	enum order_initial initial;
	uint32_t from, to; /* entries of makers */
	uint32_t number;   /* among the pages of its initial, from 0 */
};

struct maker_index {
	uint32_t *makers; /* those with products, in the order of the language */
	size_t nmakers;
	struct maker_page *pages; /* in a short index one an initial, and none is a file */
	size_t npages;
	bool is_short; /* all stand on products/ */
};

struct lists;
struct site;

/* The index of a language, of lists->makers and the numbers of products. */
void makers_plan(struct maker_index *index, const struct site *site, const struct lists *lists,
                 unsigned language, struct arena *a);

/* How many pages besides products/ there are. */
size_t makers_nfiles(const struct maker_index *index);

/* Where a page stands, below the language's root. */
struct str makers_page_path(const struct maker_page *page, struct arena *a);

#endif
