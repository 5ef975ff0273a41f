#include "site/feed.h"
#include "site/path.h"
#include <stdlib.h>

const char *feed_kind_name(enum feed_kind kind)
{
	static const char *const names[FEED_NKINDS] = {
	        [FEED_REVOKED] = "revoked",   [FEED_ENDED] = "ended",
	        [FEED_NOTE] = "note",         [FEED_PUBLISHED] = "published",
	        [FEED_EXTENDED] = "extended", [FEED_ISSUED] = "issued",
	        [FEED_RETIRED] = "retired",
	};

	return names[kind];
}

struct str feed_host(const struct site *site)
{
	return str_before(site->host, ':');
}

static struct str entry_key(const struct feeds *feeds, const struct feed_entry *entry,
                            struct arena *a)
{
	const struct site *site = feeds->site;
	enum feed_kind kind = entry->kind;
	const struct row *row;
	const struct row_note *note;

	if (kind == FEED_PUBLISHED)
		return arena_printf(a, "criteria/%.*s/%s",
		                    STR_ARG(site->criteria->versions[entry->index].id),
		                    feed_kind_name(kind));
	if (kind == FEED_RETIRED)
		return arena_printf(a, "P/%.*s/%s",
		                    STR_ARG(site->retired->entries[entry->index].product_id),
		                    feed_kind_name(kind));
	row = &site->survey->rows[entry->index];
	if (kind != FEED_NOTE)
		return ARENA_JOIN(a, STR("P/"), row_id(row), STR("/"),
		                  str_from(feed_kind_name(kind)));
	note = &row->notes[entry->note];
	if (note->number == 1)
		return arena_printf(a, "P/%.*s/%s-%016llx", STR_ARG(row_id(row)),
		                    feed_kind_name(kind), str_hash(packed_get(note->title, 0)));
	return arena_printf(a, "P/%.*s/%s-%016llx-%u", STR_ARG(row_id(row)), feed_kind_name(kind),
	                    str_hash(packed_get(note->title, 0)), (unsigned)note->number);
}

struct str feed_tag(const struct feeds *feeds, const struct feed_entry *entry, struct arena *a)
{
	const struct site *site = feeds->site;
	struct str below = str_sub(site->base_path, 1, site->base_path.n);
	struct str key = entry_key(feeds, entry, a);

	return ARENA_JOIN(a, STR("tag:"), feed_host(site), STR(","), date_text(a, entry->date),
	                  STR(":"), below, key);
}

struct str feed_path(const struct feed *feed, struct arena *a)
{
	return arena_printf(a, "changes/%.*s.atom", STR_ARG(feed->name));
}

struct str feed_part_path(const struct feed *feed, size_t part, struct arena *a)
{
	struct str name = feed->parts[part].name;

	if (feed->scope == FEED_ALL)
		return arena_printf(a, "changes/%.*s.atom", STR_ARG(name));
	return arena_printf(a, "changes/%.*s/%.*s.atom", STR_ARG(feed->name), STR_ARG(name));
}

struct str feed_page_path(const struct feed_part *part, struct arena *a)
{
	return arena_printf(a, "changes/%.*s/", STR_ARG(part->name));
}

const struct feed_entry *feed_entry(const struct feeds *feeds, const struct feed *feed,
                                    uint32_t number)
{
	return &feeds->entries[feed->entries ? feed->entries[number] : number];
}

size_t feed_latest_from(const struct feed *feed)
{
	return feed->nentries > FEED_PART_MAX ? feed->nentries - FEED_PART_MAX : 0;
}

bool feed_begins_month(const struct feed *feed, size_t part)
{
	return feed->parts[part].name.n == strlen("YYYY-MM");
}

size_t feed_month_end(const struct feed *feed, size_t part)
{
	for (part++; part < feed->nparts && !feed_begins_month(feed, part);)
		part++;
	return part;
}

static void add_entry(struct feeds *feeds, date_days date, enum feed_kind kind, size_t index,
                      size_t note)
{
	/* A criteria version may be in the folder before it is published. */
	if (date > feeds->site->as_of)
		return;
	feeds->entries[feeds->nentries++] = (struct feed_entry){
	        .date = date,
	        .index = (uint32_t)index,
	        .kind = kind,
	        .note = (uint32_t)note & ((1u << 29) - 1),
	};
}

/* Of what is retired, what happened until then: its row is of that day. */
static void add_row(struct feeds *feeds, size_t index)
{
	const struct row *row = &feeds->site->survey->rows[index];
	struct standing standing = row_standing(row);

	add_entry(feeds, row->displayed_on, row->is_extended ? FEED_EXTENDED : FEED_ISSUED, index,
	          0);
	if (row->status == STATUS_REVOKED)
		add_entry(feeds, row->end, FEED_REVOKED, index, 0);
	else if (row->status != STATUS_VALID)
		add_entry(feeds, rules_shown_end(&feeds->site->rules, &standing), FEED_ENDED, index,
		          0);
	for (size_t i = 0; i < row->nnotes; i++)
		add_entry(feeds, row->notes[i].date, FEED_NOTE, index, i);
}

/* Descending: what is shown first among the entries of a day stands last among them. */
static int compare_down(uint32_t left, uint32_t right)
{
	return (left < right) - (left > right);
}

static int compare_entries(const void *left, const void *right)
{
	const struct feed_entry *l = left, *r = right;

	if (l->date != r->date)
		return l->date < r->date ? -1 : 1;
	if (l->kind != r->kind)
		return compare_down(l->kind, r->kind);
	if (l->index != r->index)
		return compare_down(l->index, r->index);
	return compare_down(l->note, r->note);
}

static void add_entries(struct feeds *feeds, struct arena *a)
{
	const struct survey *survey = feeds->site->survey;
	const struct criteria *criteria = feeds->site->criteria;
	const struct retired *retired = feeds->site->retired;
	size_t most = criteria->nversions + retired->nentries;

	for (size_t i = 0; i < survey->nrows; i++)
		if (row_is_issued(&survey->rows[i]))
			most += 1 + (survey->rows[i].status != STATUS_VALID) +
			        survey->rows[i].nnotes;
	feeds->entries = arena_array(a, most, sizeof(*feeds->entries));
	for (size_t i = 0; i < survey->nrows; i++)
		if (row_is_issued(&survey->rows[i]))
			add_row(feeds, i);
	for (size_t i = 0; i < criteria->nversions; i++)
		add_entry(feeds, criteria->versions[i].published_on, FEED_PUBLISHED, i, 0);
	for (size_t i = 0; i < retired->nentries; i++)
		add_entry(feeds, retired->entries[i].date, FEED_RETIRED, i, 0);
	if (feeds->nentries > 0)
		qsort(feeds->entries, feeds->nentries, sizeof(*feeds->entries), compare_entries);
}

static void name_feeds(struct feeds *feeds, struct arena *a)
{
	const struct criteria *criteria = feeds->site->criteria;

	feeds->feeds =
	        arena_array(a, 1 + CRITERIA_LEVELS + criteria->ncategories, sizeof(*feeds->feeds));
	feeds->feeds[feeds->nfeeds++] = (struct feed){.name = STR("feed")};
	for (uint32_t i = 1; i <= CRITERIA_LEVELS; i++)
		feeds->feeds[feeds->nfeeds++] =
		        (struct feed){.scope = FEED_LEVEL,
		                      .code = i,
		                      .name = arena_printf(a, "level-%u", (unsigned)i)};
	for (uint32_t i = 0; i < criteria->ncategories; i++)
		feeds->feeds[feeds->nfeeds++] = (struct feed){
		        .scope = FEED_CATEGORY,
		        .code = i,
		        .name = arena_printf(a, "category-%.*s",
		                             STR_ARG(criteria->categories[i].id)),
		};
}

/* The feeds that an entry stands in besides that of all changes. Returns how many: its level, its
 * category. What is retired has neither: its record may be gone. */
static size_t find_feeds(const struct feeds *feeds, const struct feed_entry *entry,
                         struct feed *in[FEED_NSCOPES])
{
	const struct site *site = feeds->site;
	uint32_t category;
	size_t n = 0;
	int level;

	if (entry->kind == FEED_RETIRED)
		return n;
	if (entry->kind == FEED_PUBLISHED) {
		level = site->criteria->versions[entry->index].level;
		category = site->criteria->versions[entry->index].category;
	} else {
		level = site->survey->rows[entry->index].level;
		category = site->survey->rows[entry->index].category;
	}
	in[n++] = &feeds->feeds[level];
	if (category != CRITERIA_NONE)
		in[n++] = &feeds->feeds[1 + CRITERIA_LEVELS + category];
	return n;
}

static void fill_feeds(struct feeds *feeds, struct arena *a)
{
	struct feed *in[FEED_NSCOPES];

	for (size_t i = 0; i < feeds->nentries; i++)
		for (size_t k = find_feeds(feeds, &feeds->entries[i], in); k > 0; k--)
			in[k - 1]->nentries++;
	feeds->feeds[0].nentries = feeds->nentries;
	for (size_t i = 1; i < feeds->nfeeds; i++) {
		struct feed *feed = &feeds->feeds[i];

		feed->entries = arena_array(a, feed->nentries, sizeof(*feed->entries));
		feed->nentries = 0;
	}
	for (size_t i = 0; i < feeds->nentries; i++)
		for (size_t k = find_feeds(feeds, &feeds->entries[i], in); k > 0; k--)
			in[k - 1]->entries[in[k - 1]->nentries++] = (uint32_t)i;
}

static bool is_same_month(date_days date, date_days other)
{
	struct date_parts l = date_split(date), r = date_split(other);

	return l.year == r.year && l.month == r.month;
}

/* The hashes of entries that were asked for: an entry stands in as many as three feeds. */
struct hashes {
	struct arena scratch;
	unsigned long long *of; /* by entry; 0: not found yet */
};

/* Chosen by the entry alone, so the same ones whatever else changes. */
static unsigned long long hash_entry(const struct feeds *feeds, const struct feed_entry *entry,
                                     struct hashes *hashes)
{
	unsigned long long *hash = &hashes->of[entry - feeds->entries];

	if (*hash == 0) {
		arena_clear(&hashes->scratch);
		*hash = str_hash(feed_tag(feeds, entry, &hashes->scratch));
	}
	return *hash;
}

/* Where the part that begins at `from` ends: with its month, or before an entry whose hash says
 * that a part begins with it, but not before a quarter of a part, nor after a whole one. */
static uint32_t find_part_end(const struct feeds *feeds, const struct feed *feed, uint32_t from,
                              struct hashes *hashes)
{
	date_days first = feed_entry(feeds, feed, from)->date;
	uint32_t at = from + 1;

	for (; at < feed->nentries && at < from + FEED_PART_MAX; at++) {
		const struct feed_entry *entry = feed_entry(feeds, feed, at);

		if (!is_same_month(first, entry->date))
			break;
		if (at >= from + FEED_PART_MAX / 4 &&
		    hash_entry(feeds, entry, hashes) % (FEED_PART_MAX / 2) == 0)
			break;
	}
	return at;
}

static struct str name_part(const struct feeds *feeds, const struct feed *feed, uint32_t from,
                            struct hashes *hashes, struct arena *a)
{
	const struct feed_entry *entry = feed_entry(feeds, feed, from);
	struct date_parts date = date_split(entry->date);

	if (from == 0 || !is_same_month(entry->date, feed_entry(feeds, feed, from - 1)->date))
		return arena_printf(a, "%04d-%02d", date.year, date.month);
	return arena_printf(a, "%04d-%02d-from-%02d-%016llx", date.year, date.month, date.day,
	                    hash_entry(feeds, entry, hashes));
}

/* Not more parts than this: one begins with a month, or after a quarter of a part. */
static size_t most_parts(const struct feeds *feeds, const struct feed *feed)
{
	date_days first, last;

	if (feed->nentries == 0)
		return 0;
	first = feed_entry(feeds, feed, 0)->date;
	last = feed_entry(feeds, feed, (uint32_t)feed->nentries - 1)->date;
	return (size_t)(last - first) / 28 + 2 + feed->nentries / (FEED_PART_MAX / 4);
}

static void cut_parts(const struct feeds *feeds, struct feed *feed, struct hashes *hashes,
                      struct arena *a)
{
	uint32_t from = 0;

	feed->parts = arena_array(a, most_parts(feeds, feed), sizeof(*feed->parts));
	while (from < feed->nentries) {
		uint32_t to = find_part_end(feeds, feed, from, hashes);

		feed->parts[feed->nparts++] =
		        (struct feed_part){from, to, name_part(feeds, feed, from, hashes, a)};
		from = to;
	}
}

void feeds_plan(struct feeds *feeds, const struct site *site, struct arena *a)
{
	struct hashes hashes;

	*feeds = (struct feeds){.site = site};
	add_entries(feeds, a);
	name_feeds(feeds, a);
	fill_feeds(feeds, a);
	hashes.of = calloc(feeds->nentries + 1, sizeof(*hashes.of));
	if (!hashes.of)
		out_of_memory();
	arena_init(&hashes.scratch, 4096);
	for (size_t i = 0; i < feeds->nfeeds; i++)
		cut_parts(feeds, &feeds->feeds[i], &hashes, a);
	arena_release(&hashes.scratch);
	free(hashes.of);
}
