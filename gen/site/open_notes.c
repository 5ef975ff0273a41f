#include "site/open_notes.h"

static bool is_open(const struct feeds *feeds, const struct feed_entry *entry)
{
	return entry->kind == FEED_NOTE &&
	       feeds->site->survey->rows[entry->index].notes[entry->note].is_open;
}

const struct feed_entry *open_notes_entry(const struct open_notes *notes, size_t number)
{
	return &notes->feeds->entries[notes->entries[number]];
}

/* Chosen by the note alone, so the same ones whatever else changes. */
static unsigned long long hash_note(const struct open_notes *notes, size_t number, struct arena *a)
{
	return str_hash(feed_tag(notes->feeds, open_notes_entry(notes, number), a));
}

static void find_notes(struct open_notes *notes, struct arena *a)
{
	const struct feeds *feeds = notes->feeds;

	for (size_t i = 0; i < feeds->nentries; i++)
		notes->nentries += is_open(feeds, &feeds->entries[i]);
	notes->entries = arena_array(a, notes->nentries, sizeof(*notes->entries));
	notes->nentries = 0;
	for (size_t i = feeds->nentries; i-- > 0;)
		if (is_open(feeds, &feeds->entries[i]))
			notes->entries[notes->nentries++] = (uint32_t)i;
}

/* Where the page begins that ends before note `to`: with a note whose hash says that a page begins
 * with it, but not before a quarter of a page, nor after a whole one. What would leave less than a
 * quarter for the first page belongs to it. */
static uint32_t find_page_start(const struct open_notes *notes, uint32_t to, struct arena *scratch)
{
	uint32_t most = (uint32_t)notes->feeds->site->settings->rows_per_page;

	if (to <= most + most / 4)
		return 0;
	for (uint32_t n = most / 4; n < most; n++) {
		arena_clear(scratch);
		if (hash_note(notes, to - n, scratch) % (most / 2) == 0)
			return to - n;
	}
	return to - most;
}

/* From the oldest page to the newest; `starts` then is in the order of the pages. */
static void cut_pages(struct open_notes *notes, struct arena *a)
{
	size_t least = (size_t)notes->feeds->site->settings->rows_per_page / 4;
	uint32_t to = (uint32_t)notes->nentries;
	struct arena scratch;

	arena_init(&scratch, 4096);
	notes->starts = arena_array(a, notes->nentries / least + 2, sizeof(*notes->starts));
	notes->starts[0] = to;
	do {
		to = find_page_start(notes, to, &scratch);
		notes->starts[++notes->npages] = to;
	} while (to > 0);
	for (size_t i = 0, k = notes->npages; i < k; i++, k--) {
		uint32_t start = notes->starts[i];

		notes->starts[i] = notes->starts[k];
		notes->starts[k] = start;
	}
	arena_release(&scratch);
}

void open_notes_plan(struct open_notes *notes, const struct feeds *feeds, struct arena *a)
{
	*notes = (struct open_notes){.feeds = feeds};
	find_notes(notes, a);
	cut_pages(notes, a);
}

struct str open_notes_path(const struct open_notes *notes, size_t page, struct arena *a)
{
	const struct str root = str_from(fixed_pages[FIXED_OPEN_NOTES].path);
	date_days day;

	if (page == 0)
		return root;
	day = open_notes_entry(notes, notes->starts[page])->date;
	return arena_printf(a, "%.*sfrom-%s-%016llx/", STR_ARG(root), date_text(a, day).p,
	                    hash_note(notes, notes->starts[page], a));
}
