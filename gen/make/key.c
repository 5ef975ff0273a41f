#include "make/key.h"
#include "site/endings.h"

static void add_row(struct buf *b, const struct site *site, uint32_t row)
{
	buf_add_word(b, site->survey->rows[row].key);
}

static void add_path(struct buf *b, const struct page *p, const struct list *list, size_t page)
{
	buf_add_counted(b, lists_page_path(p->site, list, p->language, page, p->arena));
}

/* The links to other pages of the list, each with the models it begins and ends with. */
static void add_page_links(struct buf *b, const struct page *p, const struct list *list)
{
	const struct list_order *in = &list->in[p->language];

	buf_add_word(b, in->npages);
	for (size_t i = 0; i < in->npages && in->npages > 1; i++) {
		add_path(b, p, list, i);
		add_row(b, p->site, in->rows[in->starts[i]]);
		add_row(b, p->site, in->rows[in->starts[i + 1] - 1]);
	}
}

void key_add_list_page(struct buf *b, const struct page *p, const struct list *list, size_t number)
{
	const struct list_order *in = &list->in[p->language];

	for (uint32_t i = in->starts[number]; i < in->starts[number + 1]; i++)
		add_row(b, p->site, in->rows[i]);
	for (unsigned i = 0; i < p->site->words.nlanguages; i++)
		buf_add_counted(b, p->twins[i]);
	if (number == 0) {
		buf_add_word(b, list->nrows);
		add_page_links(b, p, list);
		buf_add_counted(b, endings_calendar_path(p->site, list, p->arena));
		return;
	}
	add_path(b, p, list, number - 1);
	if (number + 1 < in->npages)
		add_path(b, p, list, number + 1);
}

/* The name of a part, or of none. */
static void add_part_name(struct buf *b, const struct feed *feed, size_t part)
{
	buf_add_counted(b, part < feed->nparts ? feed->parts[part].name : STR(""));
}

static void add_entries(struct buf *b, const struct feeds *feeds, const struct feed *feed,
                        size_t from, size_t to)
{
	buf_add_word(b, to - from);
	for (size_t i = from; i < to; i++) {
		const struct feed_entry *entry = feed_entry(feeds, feed, (uint32_t)i);

		buf_add_word(b, (uint64_t)entry->date);
		buf_add_word(b, entry->kind);
		buf_add_word(b, entry->note);
		if (entry->kind == FEED_PUBLISHED)
			buf_add_counted(b, feeds->site->criteria->versions[entry->index].id);
		else if (entry->kind == FEED_RETIRED)
			buf_add_counted(b, feeds->site->retired->entries[entry->index].product_id);
		else
			add_row(b, feeds->site, entry->index);
	}
}

void key_add_feed_part(struct buf *b, const struct feeds *feeds, const struct feed *feed,
                       size_t part)
{
	if (part == feed->nparts) {
		add_entries(b, feeds, feed, feed_latest_from(feed), feed->nentries);
		add_part_name(b, feed, part - 2);
		return;
	}
	add_entries(b, feeds, feed, feed->parts[part].from, feed->parts[part].to);
	add_part_name(b, feed, part - 1);
	add_part_name(b, feed, part + 2 < feed->nparts ? part + 1 : SIZE_MAX);
}

void key_add_changes_part(struct buf *b, const struct feeds *feeds, size_t part)
{
	const struct feed *all = &feeds->feeds[0];

	add_entries(b, feeds, all, all->parts[part].from, all->parts[part].to);
	add_part_name(b, all, part - 1);
	add_part_name(b, all, part + 1);
	/* The first part of a month names the others, with the days they begin and end with. */
	for (size_t i = part; i < feed_month_end(all, part); i++) {
		add_part_name(b, all, i);
		buf_add_word(b, (uint64_t)feed_entry(feeds, all, all->parts[i].from)->date);
		buf_add_word(b, (uint64_t)feed_entry(feeds, all, all->parts[i].to - 1)->date);
	}
}

/* The path has the note that a page begins with, and the first page the day it ends with. */
void key_add_open_notes(struct buf *b, const struct page *p, const struct open_notes *notes,
                        size_t number)
{
	buf_add_word(b, notes->npages > 1);
	for (uint32_t i = notes->starts[number]; i < notes->starts[number + 1]; i++) {
		buf_add_word(b, open_notes_entry(notes, i)->note);
		add_row(b, p->site, open_notes_entry(notes, i)->index);
	}
	if (number == 0) {
		buf_add_word(b, notes->nentries);
		for (size_t i = 0; i < notes->npages && notes->nentries > 0; i++) {
			const struct feed_entry *last =
			        open_notes_entry(notes, notes->starts[i + 1] - 1);

			buf_add_counted(b, open_notes_path(notes, i, p->arena));
			buf_add_word(b, (uint64_t)last->date);
		}
		return;
	}
	buf_add_counted(b, open_notes_path(notes, number - 1, p->arena));
	if (number + 1 < notes->npages)
		buf_add_counted(b, open_notes_path(notes, number + 1, p->arena));
}

void key_add_calendar(struct buf *b, const struct site *site, const struct list *list)
{
	const struct endings_days days = endings_days(site->as_of);

	buf_add_word(b, (uint64_t)endings_latest(site, list));
	for (size_t i = 0; i < list->nrows; i++)
		if (endings_has(site, days, &site->survey->rows[list->in[0].rows[i]]))
			add_row(b, site, list->in[0].rows[i]);
}
