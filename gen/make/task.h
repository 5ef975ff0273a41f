/*
 * The files that are collected, as tasks: how each is made, and of what.
 */
#ifndef MAKE_TASK_H
#define MAKE_TASK_H

#include "base/arena.h"
#include "base/buf.h"
#include "data/open_data.h"
#include "make/sitemap.h"
#include "publish/output.h"
#include "site/feed.h"
#include "site/lists.h"
#include "site/open_notes.h"
#include "view/page.h"
#include "view/view.h"
#include <stdint.h>

struct collection;

/* One file: how it is made, and of what. Which of the members say it depends on `make`. */
struct task {
	void (*make)(const struct collection *c, const struct task *task, struct arena *a,
	             struct buf *b, struct str *path);
	const struct keyed *keyed; /* for files of many records, of which there are many; or NULL */
	unsigned language;
	uint32_t number; /* of the fixed page, list, version, prose page, asset, sitemap, feed */
	uint32_t page;   /* of the list; part of the feed, or LATEST; the kind of asset */
};

/* How to find out that a file would be the same as before, which takes far less than making it. */
struct keyed {
	void (*begin)(const struct collection *c, const struct task *task, struct arena *a,
	              struct page *p);
	void (*add_key)(const struct collection *c, const struct task *task, const struct page *p,
	                struct buf *b);
	/* Makes the file where `make` is NULL: there may be more of it than memory. */
	void (*stream)(const struct collection *c, const struct task *task, struct arena *a,
	               struct output_stream *s, struct str *path);
};

/* The page or document of the latest changes, which is not a part of a feed. */
#define LATEST UINT32_MAX

struct collection {
	const struct site *site;
	const struct lists *lists;
	struct feeds feeds;
	struct open_notes notes;
	struct page_sources sources; /* these again, for pages at fixed addresses */
	const struct open_data *data;
	struct sitemap *sitemap;
	struct buf tasks; /* an array of struct task */
	struct worker *workers;
	uint64_t *made; /* one a task; none where the task is not keyed */
};

/* Makes the page of a layout and says where it goes. */
void task_run_layout(const struct page *p, enum layout layout, const struct value *values,
                     struct buf *b, struct str *path);

void task_add(struct collection *c, struct task task);

/* Adds what people follow, in a language: changes and their feeds, open security
 * notes, calendars, how browsers search.
 */
void subscription_add_tasks(struct collection *c, unsigned language, struct arena *a);

#endif
