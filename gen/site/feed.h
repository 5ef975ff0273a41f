/*
 * What changed, as feeds: all changes, those of each level, those of each category.
 *
 * An entry follows from the records and the rules alone: the issue or the last extension of a
 * product's head, its end, the security notes of issued products, the criteria versions published,
 * the entries that were retired, each on the day that its page shows and none after the site's day.
 * No history is kept, so the same input gives the same feeds, and what a page does not show
 * (earlier labels, what was known before) no feed has.
 *
 * A feed is cut into parts: at the beginning of a month, and within a month at entries chosen by
 * their keys, so that parts of the past stay as they are. The last part is the one that grows. The
 * others are its archive (RFC 5005). Everything is in the build arena and const once planned.
 */
#ifndef SITE_FEED_H
#define SITE_FEED_H

#include "base/arena.h"
#include "base/date.h"
#include "site/site.h"
#include "site/words.h"
#include <stdbool.h>
#include <stdint.h>

struct feed_entry {
	date_days date;
	uint32_t index;     /* of the row, the criteria version, or the retired entry */
	uint32_t kind : 3;  /* enum feed_kind */
	uint32_t note : 29; /* of the row */
};

/* Entries in a part, and in the document that readers poll. */
#define FEED_PART_MAX 100

struct feed_part {
	uint32_t from, to; /* entries of the feed, from the one to before the other */
	struct str name;   /* "2026-11", of a further part of the month "2026-11-from-17-HASH" */
};

struct feed {
	enum feed_scope scope;
	uint32_t code;     /* the level, the index of the category */
	struct str name;   /* "feed", "level-3", "category-router" */
	uint32_t *entries; /* indexes into feeds.entries, the oldest first; NULL: all of them */
	size_t nentries;
	struct feed_part *parts; /* the oldest first; none if there are no entries */
	size_t nparts;
};

struct feeds {
	const struct site *site;
	struct feed_entry *entries; /* the oldest first */
	size_t nentries;
	struct feed *feeds; /* all changes, the levels, the categories in their order */
	size_t nfeeds;
};

/* Plans all feeds of the site, which must outlive them. */
void feeds_plan(struct feeds *feeds, const struct site *site, struct arena *a);

/* An entry of a feed: number 0 is its oldest. */
const struct feed_entry *feed_entry(const struct feeds *feeds, const struct feed *feed,
                                    uint32_t number);

/* Where the latest entries begin, as readers poll them: those of the last part at least, since that
 * is not in the archive yet. */
size_t feed_latest_from(const struct feed *feed);

/* Whether a part is the first one of its month: its name is that of the month. */
bool feed_begins_month(const struct feed *feed, size_t part);

/* The number of the part behind the last one of the month that begins with this one. */
size_t feed_month_end(const struct feed *feed, size_t part);

/* The id of an entry as a tag URI (RFC 4151): "tag:HOST,2026-11-17:P/7K3MQ2RD/extended"; with the
 * path of the base URL before the key, if it has one. In the arena.
 *
 * The key is what the entry is, good for ever: this, "criteria/S1-1.1/published", or
 * "P/7K3MQ2RD/note-0123456789abcdef" with a hash of the title, and "-2" and so on behind it where
 * notes of one day have one title. With its date it is unique. */
struct str feed_tag(const struct feeds *feeds, const struct feed_entry *entry, struct arena *a);

/* The site's host without a port: who names things. */
struct str feed_host(const struct site *site);

/* "revoked", "ended", "note", "published", "extended", "issued", "retired". */
const char *feed_kind_name(enum feed_kind kind);

/* Paths below a language's root, in the arena: of a feed's document, of a part of its archive, of
 * the page of a part of the feed of all changes. */
struct str feed_path(const struct feed *feed, struct arena *a);
struct str feed_part_path(const struct feed *feed, size_t part, struct arena *a);
struct str feed_page_path(const struct feed_part *part, struct arena *a);

#endif
