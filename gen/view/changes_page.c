#include "site/path.h"
#include "site/shapes.h"
#include "view/view.h"

/* The absolute address of a page of this language. */
static struct value url_of(const struct page *p, struct str path)
{
	return value_text(ARENA_JOIN(p->arena, p->site->settings->base_url,
	                             site_prefix(p->site, p->language), path));
}

static void set_level(const struct page *p, int level, struct value *v)
{
	v[ENTRY_LEVEL] = page_number(p, (uint64_t)level);
	v[ENTRY_LEVEL_NAME] = p->words->level_name[level];
	v[ENTRY_LEVEL_SPOKEN] = p->words->level_spoken[level];
}

static void set_end(const struct page *p, const struct row *row, struct value *v)
{
	v[ENTRY_REASON_NAME] = p->words->reason_name[row->reason];
	v[ENTRY_IS_ENDED_BY_TERM] = value_flag(rules_is_end_of_term(row->reason));
	v[ENTRY_IS_PENDING] = value_flag(row->status == STATUS_PENDING);
	if (row->status == STATUS_PENDING)
		v[ENTRY_KIND_NAME] = p->words->status_name[STATUS_PENDING];
}

/* The row of an entry that is of a product. */
static const struct row *row_of(const struct page *p, const struct feed_entry *entry)
{
	bool is_product = entry->kind != FEED_PUBLISHED && entry->kind != FEED_RETIRED;

	return is_product ? &p->site->survey->rows[entry->index] : NULL;
}

static void set_product(const struct page *p, const struct feed_entry *entry, struct value *v)
{
	const struct row *row = row_of(p, entry);
	struct value *product = page_values(p, ROW_NFIELDS);

	view_set_row(p, row, product);
	v[ENTRY_PRODUCT] = value_object(product);
	if (entry->kind == FEED_ENDED)
		set_end(p, row, v);
	if (entry->kind == FEED_NOTE)
		v[ENTRY_NOTE] = view_row_note(p, &row->notes[entry->note]);
	set_level(p, row->level, v);
}

static void set_entry(const struct page *p, const struct feeds *feeds,
                      const struct feed_entry *entry, struct value *v)
{
	const struct criteria_version *version = NULL;
	struct str path;

	v[ENTRY_KIND_NAME] = p->words->change_name[entry->kind];
	if (entry->kind == FEED_PUBLISHED) {
		version = &p->site->criteria->versions[entry->index];
		path = path_criteria(p->arena, version->id);
		v[ENTRY_CRITERIA] = view_criteria_link(p, version);
		set_level(p, version->level, v);
	} else if (entry->kind == FEED_RETIRED) {
		struct str id = p->site->retired->entries[entry->index].product_id;

		path = path_product(p->arena, id);
		v[ENTRY_RETIRED_ID] = value_text(id);
	} else {
		path = path_product(p->arena, row_id(row_of(p, entry)));
		set_product(p, entry, v);
	}
	v[ENTRY_ID] = value_text(feed_tag(feeds, entry, p->arena));
	v[ENTRY_DATE] = page_date(p, entry->date);
	v[ENTRY_KIND] = value_text(str_from(feed_kind_name(entry->kind)));
	v[ENTRY_IS_ENDED] = value_flag(entry->kind == FEED_ENDED);
	v[ENTRY_IS_REVOKED] = value_flag(entry->kind == FEED_REVOKED);
	v[ENTRY_HREF] = value_text(page_href(p, path));
	v[ENTRY_URL] = url_of(p, path);
}

static void expect_rows(const struct page *p, const struct feeds *feeds, const struct feed *feed,
                        size_t from, size_t to)
{
	const struct row **rows = arena_array(p->arena, to - from, sizeof(*rows));
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		rows[n] = row_of(p, feed_entry(feeds, feed, (uint32_t)i));
		n += rows[n] != NULL;
	}
	row_expect(rows, n);
}

/* Entries from `from` to before `to` of a feed, the newest first. */
static struct value entries_of(const struct page *p, const struct feeds *feeds,
                               const struct feed *feed, size_t from, size_t to)
{
	struct value *items = page_values(p, (to - from) * ENTRY_NFIELDS);

	expect_rows(p, feeds, feed, from, to);
	for (size_t i = from; i < to; i++)
		set_entry(p, feeds, feed_entry(feeds, feed, (uint32_t)i),
		          items + (to - 1 - i) * ENTRY_NFIELDS);
	return value_list(items, to - from);
}

static struct value month_name(const struct page *p, date_days date)
{
	struct date_parts parts = date_split(date);
	struct value *v = page_values(p, DATE_PARTS_NFIELDS);

	v[DATE_PARTS_YEAR] = page_number(p, (uint64_t)parts.year);
	v[DATE_PARTS_MONTH] = page_number(p, (uint64_t)parts.month);
	v[DATE_PARTS_MONTH_NAME] = p->words->month_name[parts.month];
	v[DATE_PARTS_IS_FIRST] = value_flag(false);
	return words_run(p->words->year_month, v, p->arena);
}

static date_days first_day(const struct feeds *feeds, const struct feed *feed, size_t part)
{
	return feed_entry(feeds, feed, feed->parts[part].from)->date;
}

static void set_month(const struct page *p, const struct feeds *feeds, const struct feed *feed,
                      size_t part, struct value *v)
{
	size_t end = feed_month_end(feed, part);

	v[MONTH_NAME] = month_name(p, first_day(feeds, feed, part));
	v[MONTH_HREF] = value_text(page_href(p, feed_page_path(&feed->parts[part], p->arena)));
	v[MONTH_COUNT] = page_number(p, feed->parts[end - 1].to - feed->parts[part].from);
}

/* All months, the newest first, gathered by year. */
static struct value years_of(const struct page *p, const struct feeds *feeds,
                             const struct feed *feed)
{
	struct value *months = page_values(p, feed->nparts * MONTH_NFIELDS);
	struct value *years = page_values(p, feed->nparts * YEAR_NFIELDS);
	size_t nmonths = 0, nyears = 0, from = 0;
	int last = 0;

	for (size_t part = feed->nparts; part-- > 0;) {
		int year = date_split(first_day(feeds, feed, part)).year;
		struct value *v;

		if (!feed_begins_month(feed, part))
			continue;
		if (nyears == 0 || year != last) {
			years[nyears++ * YEAR_NFIELDS + YEAR_YEAR] = page_number(p, (uint64_t)year);
			from = nmonths;
			last = year;
		}
		set_month(p, feeds, feed, part, months + nmonths++ * MONTH_NFIELDS);
		v = years + (nyears - 1) * YEAR_NFIELDS;
		v[YEAR_MONTHS] = value_list(months + from * MONTH_NFIELDS, nmonths - from);
	}
	return value_list(years, nyears);
}

/* What a feed is called: after its level or category. */
static struct value feed_name(const struct page *p, const struct feed *feed)
{
	struct value *v = page_values(p, TITLE_NFIELDS);

	if (feed->scope == FEED_LEVEL)
		v[TITLE_LEVEL_NAME] = p->words->level_name[feed->code];
	if (feed->scope == FEED_CATEGORY)
		v[TITLE_NAME] = page_text(p, &p->site->criteria->categories[feed->code].name);
	return words_run(p->words->feed_title[feed->scope], v, p->arena);
}

static struct value feed_links(const struct page *p, const struct feeds *feeds)
{
	struct value *items = page_values(p, feeds->nfeeds * LINK_NFIELDS);

	for (size_t i = 1; i < feeds->nfeeds; i++) {
		struct value *v = items + (i - 1) * LINK_NFIELDS;

		v[LINK_NAME] = feed_name(p, &feeds->feeds[i]);
		v[LINK_HREF] = value_text(page_href(p, feed_path(&feeds->feeds[i], p->arena)));
	}
	return value_list(items, feeds->nfeeds - 1);
}

const struct value *view_changes(const struct page *p, const struct page_sources *from)
{
	const struct feeds *feeds = from->feeds;
	const struct feed *all = &feeds->feeds[0];
	struct value *v = page_values(p, CHANGES_PAGE_NFIELDS);

	page_set_fixed_frame(p, v, FIXED_CHANGES);
	v[CHANGES_PAGE_IS_LATEST] = value_flag(true);
	v[CHANGES_PAGE_ENTRIES] = entries_of(p, feeds, all, feed_latest_from(all), all->nentries);
	v[CHANGES_PAGE_YEARS] = years_of(p, feeds, all);
	v[CHANGES_PAGE_FEEDS] = feed_links(p, feeds);
	return v;
}

static struct value date_words(const struct page *p, date_days date)
{
	return words_date(p->words, date, p->arena);
}

/* The pages of the month that begins with this part, if there are several. */
static struct value part_links(const struct page *p, const struct feeds *feeds,
                               const struct feed *feed, size_t part)
{
	size_t n = feed_month_end(feed, part) - part;
	struct value *items = page_values(p, n * PAGE_LINK_NFIELDS);

	if (!feed_begins_month(feed, part) || n == 1)
		return value_list(NULL, 0);
	for (size_t i = 0; i < n; i++) {
		const struct feed_part *of = &feed->parts[part + i];
		struct value *v = items + i * PAGE_LINK_NFIELDS;

		v[PAGE_LINK_HREF] = value_text(page_href(p, feed_page_path(of, p->arena)));
		v[PAGE_LINK_FIRST] = date_words(p, feed_entry(feeds, feed, of->from)->date);
		v[PAGE_LINK_LAST] = date_words(p, feed_entry(feeds, feed, of->to - 1)->date);
		v[PAGE_LINK_IS_CURRENT] = value_flag(i == 0);
	}
	return value_list(items, n);
}

static struct value part_href(const struct page *p, const struct feed *feed, size_t part)
{
	return value_text(page_href(p, feed_page_path(&feed->parts[part], p->arena)));
}

const struct value *view_changes_part(const struct page *p, const struct feeds *feeds, size_t part)
{
	const struct feed *all = &feeds->feeds[0];
	struct value *v = page_values(p, CHANGES_PAGE_NFIELDS);
	struct value *title = page_values(p, TITLE_NFIELDS);
	const struct crumb crumbs[] = {
	        {p->words->home_name, STR("")},
	        {p->words->changes_name, STR("changes/")},
	};

	title[TITLE_NAME] = month_name(p, first_day(feeds, all, part));
	if (!feed_begins_month(all, part))
		title[TITLE_FIRST] = date_words(p, first_day(feeds, all, part));
	page_set_frame(p, v, words_run(p->words->changes_month_title, title, p->arena),
	               words_run(p->words->changes_month_description, title, p->arena), crumbs,
	               COUNT_OF(crumbs));
	v[CHANGES_PAGE_ENTRIES] =
	        entries_of(p, feeds, all, all->parts[part].from, all->parts[part].to);
	v[CHANGES_PAGE_PARTS] = part_links(p, feeds, all, part);
	v[CHANGES_PAGE_HAS_PARTS] = value_flag(v[CHANGES_PAGE_PARTS].n > 0);
	if (part > 0)
		v[CHANGES_PAGE_PREVIOUS_HREF] = part_href(p, all, part - 1);
	v[CHANGES_PAGE_NEXT_HREF] = part + 1 < all->nparts
	                                    ? part_href(p, all, part + 1)
	                                    : value_text(page_href(p, STR("changes/")));
	return v;
}

/* A document of a feed with the entries from `from` to before `to`. */
static struct value *atom_values(const struct page *p, const struct feeds *feeds,
                                 const struct feed *feed, size_t from, size_t to)
{
	struct value *v = page_values(p, ATOM_NFIELDS);
	/* A feed without entries must have a date all the same, and one that never changes. */
	date_days updated = to > from ? feed_entry(feeds, feed, (uint32_t)to - 1)->date : 0;

	page_set_frame(p, v, feed_name(p, feed), p->words->fixed_description[FIXED_CHANGES], NULL,
	               0);
	v[ATOM_UPDATED] = value_text(date_text(p->arena, updated));
	v[ATOM_ENTRIES] = entries_of(p, feeds, feed, from, to);
	v[ATOM_URL] = url_of(p, feed_path(feed, p->arena));
	v[ATOM_PAGE_URL] = url_of(p, STR("changes/"));
	return v;
}

static struct value part_url(const struct page *p, const struct feed *feed, size_t part)
{
	return url_of(p, feed_part_path(feed, part, p->arena));
}

const struct value *view_atom_latest(const struct page *p, const struct feeds *feeds,
                                     const struct feed *feed)
{
	struct value *v = atom_values(p, feeds, feed, feed_latest_from(feed), feed->nentries);

	if (feed->nparts > 1)
		v[ATOM_PREVIOUS_URL] = part_url(p, feed, feed->nparts - 2);
	return v;
}

const struct value *view_atom_part(const struct page *p, const struct feeds *feeds,
                                   const struct feed *feed, size_t part)
{
	struct value *v = atom_values(p, feeds, feed, feed->parts[part].from, feed->parts[part].to);

	v[ATOM_IS_ARCHIVED] = value_flag(true);
	if (part > 0)
		v[ATOM_PREVIOUS_URL] = part_url(p, feed, part - 1);
	if (part + 2 < feed->nparts)
		v[ATOM_NEXT_URL] = part_url(p, feed, part + 1);
	return v;
}
