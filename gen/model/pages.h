/*
 * Which products have a page: those with a label, and those that have been retired.
 *
 * In the order of their ids, which is that of the manifest and of the work. In the build arena,
 * const once planned.
 */
#ifndef MODEL_PAGES_H
#define MODEL_PAGES_H

#include "base/arena.h"
#include "model/retired.h"
#include "model/survey.h"
#include <stdbool.h>
#include <stdint.h>

#define PAGES_NONE UINT32_MAX

struct product_page {
	uint32_t row; /* index into survey.rows, or PAGES_NONE: retired, and not in the export */
	uint32_t retired; /* index into retired.entries, or PAGES_NONE */
};

/* A stretch of pages (shelf.h): from `from` to before `to`. */
struct shelf {
	size_t from, to;
};

struct pages {
	const struct survey *survey;
	const struct retired *retired;
	struct product_page *pages;
	size_t npages;
	struct shelf *shelves; /* all, or those of a shard or a preview */
	size_t nshelves;
};

/* Notes at the rows of the export which entries are retired on its day. */
void pages_mark_retired(struct survey *survey, const struct retired *retired);

/* Finds them, and cuts them into shelves. */
void pages_plan(struct pages *pages, const struct survey *survey, const struct retired *retired,
                struct arena *a);

/* Whether nothing of a product can have changed since what is published. What is retired is seldom,
 * and made anew. */
bool pages_is_kept(const struct pages *pages, size_t number);

/* The product id of a page. */
struct str pages_id(const struct pages *pages, size_t number);

/* The page of a product, or PAGES_NONE. */
size_t pages_find(const struct pages *pages, struct str id);

#endif
