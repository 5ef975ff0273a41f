/*
 * The lists of products: which there are, in which order, cut into pages.
 *
 * Each language has its own order (experience, section 6). Pages are cut at products chosen by
 * their ids, not by counting, so that a new product moves no page boundary but its own; a page is
 * named after the product it begins with. Everything is in the build arena and const once planned.
 */
#ifndef SITE_LISTS_H
#define SITE_LISTS_H

#include "base/arena.h"
#include "base/map.h"
#include "model/survey.h"
#include "site/order.h"
#include "site/site.h"
#include <stdint.h>

struct list_page {
	uint32_t from, to; /* entries of the list's rows */
	struct str path;   /* below the language's root */
};

/* One list in one language. */
struct list_order {
	uint32_t *rows; /* indexes into survey.rows */
	struct list_page *pages;
	size_t npages; /* at least 1, an empty list has an empty page; but 0 of a criteria version
	                  without a page, and of applicants */
	struct map page_by_path; /* -> index into pages; of lists with several */
};

struct list {
	enum list_kind kind;
	uint32_t code;
	struct str path; /* of its first page */
	size_t nrows;
	struct list_order in[LANGUAGES_MAX];
};

struct lists {
	struct list *lists;
	size_t nlists;
	size_t first[LIST_NKINDS +
	             1]; /* lists of a kind: from first[kind] to before first[kind + 1] */
	uint32_t *makers[LANGUAGES_MAX]; /* manufacturers in the order of each language */
};

/* The days of the lists of terms that end soon. */
#define LISTS_NENDING 3
extern const uint32_t lists_ending_days[LISTS_NENDING];

/* Plans all lists. Sorts by manufacturer, then name and model, in each language's own order. */
void lists_plan(struct lists *lists, const struct site *site, unsigned nworkers, struct arena *a);

/* How texts of a language are sorted. */
enum order_script lists_script(const struct site *site, unsigned language);

/* The page of the list in another language that begins with the same product, or its first. */
const struct list_page *lists_find_twin(const struct list *list, const struct list_page *page,
                                        unsigned other);

#endif
