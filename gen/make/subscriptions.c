#include "make/calendar.h"
#include "make/key.h"
#include "make/task.h"
#include "site/endings.h"
#include "view/view.h"

static void begin_changes_part(const struct collection *c, const struct task *task, struct arena *a,
                               struct page *p)
{
	page_init(p, c->site, task->language,
	          feed_page_path(&c->feeds.feeds[0].parts[task->page], a), a);
}

static void make_changes_part(const struct collection *c, const struct task *task, struct arena *a,
                              struct buf *b, struct str *path)
{
	struct page p;

	begin_changes_part(c, task, a, &p);
	task_run_layout(&p, LAYOUT_CHANGES, view_changes_part(&p, &c->feeds, task->page), b, path);
}

static void add_changes_part_key(const struct collection *c, const struct task *task,
                                 const struct page *p, struct buf *b)
{
	(void)p;
	key_add_changes_part(b, &c->feeds, task->page);
}

static const struct keyed keyed_changes_part = {begin_changes_part, add_changes_part_key, NULL};

static void begin_open_notes(const struct collection *c, const struct task *task, struct arena *a,
                             struct page *p)
{
	page_init(p, c->site, task->language, open_notes_path(&c->notes, task->page, a), a);
}

static void make_open_notes(const struct collection *c, const struct task *task, struct arena *a,
                            struct buf *b, struct str *path)
{
	struct page p;

	begin_open_notes(c, task, a, &p);
	task_run_layout(&p, LAYOUT_OPEN_NOTES, view_open_notes(&p, &c->notes, task->page), b, path);
}

static void add_open_notes_key(const struct collection *c, const struct task *task,
                               const struct page *p, struct buf *b)
{
	key_add_open_notes(b, p, &c->notes, task->page);
}

static const struct keyed keyed_open_notes = {begin_open_notes, add_open_notes_key, NULL};

static void begin_feed(const struct collection *c, const struct task *task, struct arena *a,
                       struct page *p)
{
	const struct feed *feed = &c->feeds.feeds[task->number];

	page_init(p, c->site, task->language,
	          task->page == LATEST ? feed_path(feed, a) : feed_part_path(feed, task->page, a),
	          a);
}

static void make_feed(const struct collection *c, const struct task *task, struct arena *a,
                      struct buf *b, struct str *path)
{
	const struct feed *feed = &c->feeds.feeds[task->number];
	struct page p;

	begin_feed(c, task, a, &p);
	task_run_layout(&p, LAYOUT_FEED,
	                task->page == LATEST ? view_atom_latest(&p, &c->feeds, feed)
	                                     : view_atom_part(&p, &c->feeds, feed, task->page),
	                b, path);
}

static void add_feed_key(const struct collection *c, const struct task *task, const struct page *p,
                         struct buf *b)
{
	const struct feed *feed = &c->feeds.feeds[task->number];

	(void)p;
	key_add_feed_part(b, &c->feeds, feed, task->page == LATEST ? feed->nparts : task->page);
}

static const struct keyed keyed_feed = {begin_feed, add_feed_key, NULL};

/* The calendar of a list: `number` is the list. */
static void begin_calendar(const struct collection *c, const struct task *task, struct arena *a,
                           struct page *p)
{
	page_init(p, c->site, task->language,
	          endings_calendar_path(c->site, &c->lists->lists[task->number], a), a);
}

static void stream_calendar(const struct collection *c, const struct task *task, struct arena *a,
                            struct output_stream *s, struct str *path)
{
	struct page p;

	begin_calendar(c, task, a, &p);
	calendar_add(s, &p, &c->lists->lists[task->number]);
	*path = page_file(&p);
}

static void add_calendar_key(const struct collection *c, const struct task *task,
                             const struct page *p, struct buf *b)
{
	(void)p;
	key_add_calendar(b, c->site, &c->lists->lists[task->number]);
}

static const struct keyed keyed_calendar = {begin_calendar, add_calendar_key, stream_calendar};

/* How a browser asks the search page (OpenSearch 1.1), whose address the layout has. */
static void make_search_description(const struct collection *c, const struct task *task,
                                    struct arena *a, struct buf *b, struct str *path)
{
	struct page p, file;

	page_init(&p, c->site, task->language, STR("search/"), a);
	page_init(&file, c->site, task->language, STR("opensearch.xml"), a);
	tmpl_run(page_layout(&p, LAYOUT_OPENSEARCH), view_search(&p, &c->sources), b);
	*path = page_file(&file);
}

static void make_corrections_feed(const struct collection *c, const struct task *task,
                                  struct arena *a, struct buf *b, struct str *path)
{
	struct page p;

	page_init(&p, c->site, task->language, STR("corrections/feed.atom"), a);
	task_run_layout(&p, LAYOUT_CORRECTIONS_FEED, view_corrections(&p, &c->sources), b, path);
}

/* Months of changes, feeds, corrections, further pages of open security notes, calendars, how
 * browsers search. The last part of a feed is in no archive: it still grows. */
void subscription_add_tasks(struct collection *c, unsigned language, struct arena *a)
{
	for (uint32_t i = 0; i < c->feeds.feeds[0].nparts; i++)
		task_add(c, (struct task){make_changes_part, &keyed_changes_part, language, 0, i});
	for (uint32_t i = 1; i < c->notes.npages; i++)
		task_add(c, (struct task){make_open_notes, &keyed_open_notes, language, 0, i});
	if (c->site->links == LINKS_LITE)
		return; /* they are of use on the web alone */
	task_add(c, (struct task){make_search_description, NULL, language, 0, 0});
	task_add(c, (struct task){make_corrections_feed, NULL, language, 0, 0});
	for (uint32_t i = 0; i < c->feeds.nfeeds; i++) {
		task_add(c, (struct task){make_feed, &keyed_feed, language, i, LATEST});
		for (uint32_t k = 0; k + 1 < c->feeds.feeds[i].nparts; k++)
			task_add(c, (struct task){make_feed, &keyed_feed, language, i, k});
	}
	for (uint32_t i = 0; i < c->lists->nlists; i++)
		if (endings_calendar_path(c->site, &c->lists->lists[i], a).n > 0)
			task_add(c, (struct task){NULL, &keyed_calendar, language, i, 0});
}
