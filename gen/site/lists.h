/*
 * The lists of products: which there are, in which order, cut into pages.
 *
 * Each language has its own order. Pages are cut at products chosen by their ids, not by counting,
 * so that a product that comes moves boundaries near it alone; a page is named after the product it
 * begins with. Everything is in the build arena and const once planned.
 */
#ifndef SITE_LISTS_H
#define SITE_LISTS_H

#include "base/arena.h"
#include "model/survey.h"
#include "site/makers.h"
#include "site/site.h"
#include "text/order.h"
#include <stdint.h>

/* One list in one language. */
struct list_order {
	uint32_t *rows;   /* indexes into survey.rows; languages may share it */
	uint32_t *starts; /* entries of rows: where each page begins, and where the last ends */
	uint32_t *by_row; /* the pages of a list with several, by the row they begin with */
	size_t npages; /* at least 1, an empty list has an empty page; but 0 of a criteria version
	                  without a page, and of applicants */
};

struct list {
	enum list_kind kind;
	uint32_t code;
	struct str path; /* of its first page, below the language's root */
	size_t nrows;
	struct list_order *in; /* by language; of applicants only the first has rows */
};

struct lists {
	struct list *lists;
	size_t nlists;
	/* Lists of a kind: from first[kind] to before first[kind + 1]. */
	size_t first[LIST_NKINDS + 1];
	uint32_t *makers[LANGUAGES_MAX]; /* manufacturers in the order of each language */
	struct maker_index maker_index[LANGUAGES_MAX];
};

/* Plans all lists. Sorts by manufacturer, in each language's own order, then by model; lists of
 * which every product leaves or enters with its end, by that (lists_is_by_end). */
void lists_plan(struct lists *lists, const struct site *site, unsigned nworkers, struct arena *a);

/* Whether a list is in the order of the ends: by status, by criteria, and what ends soon. So the
 * products that turn on a day stand together in it, and few of its pages change. */
bool lists_is_by_end(const struct list *list);

/* How texts of a language are sorted. */
enum order_script lists_script(const struct site *site, unsigned language);

/* Where a page stands, below the language's root. In the arena, or as long as the lists. */
struct str lists_page_path(const struct site *site, const struct list *list, unsigned language,
                           size_t page, struct arena *a);

/* The page of the list in another language that begins with the same product, or its first. */
size_t lists_find_twin(const struct list *list, unsigned language, size_t page, unsigned other);

#endif
