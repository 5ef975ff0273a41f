/*
 * The open security notes of all products, cut into pages, the newest first.
 *
 * The notes are those of the feed of all changes whose state is open, so none after the site's day
 * and none of a product that is not issued. Pages are cut at notes chosen by their keys, counted
 * from the oldest: a new note changes the first page alone. A page is named after the note it
 * begins with. Everything is in the build arena and const once planned.
 */
#ifndef SITE_OPEN_NOTES_H
#define SITE_OPEN_NOTES_H

#include "base/arena.h"
#include "site/feed.h"
#include <stdint.h>

struct open_notes {
	const struct feeds *feeds;
	uint32_t *entries; /* indexes into feeds.entries, the newest first */
	size_t nentries;
	uint32_t *starts; /* entries: where each page begins, and where the last ends */
	size_t npages;    /* at least 1 */
};

void open_notes_plan(struct open_notes *notes, const struct feeds *feeds, struct arena *a);

/* A note, as an entry of the feed. */
const struct feed_entry *open_notes_entry(const struct open_notes *notes, size_t number);

/* Where a page stands, below the language's root: "security/", and of a further page
 * "security/from-2026-11-17-HASH/". In the arena. */
struct str open_notes_path(const struct open_notes *notes, size_t page, struct arena *a);

#endif
