#include "site/shapes.h"
#include "view/view.h"
#include <assert.h>

static void set_codes(const struct page *p, const struct row_note *note, struct value *v)
{
	const char *at = row_note_codes(note, p->site->words.nlanguages);
	struct value *cve;
	uint32_t n;

	v[NOTE_JVN] = value_text(packed_next(&at));
	n = packed_next_number(&at);
	cve = page_values(p, n);
	for (uint32_t i = 0; i < n; i++)
		cve[i] = value_text(packed_next(&at));
	v[NOTE_CVE] = value_list(cve, n);
}

struct value view_row_note(const struct page *p, const struct row_note *note)
{
	struct value *v = page_values(p, NOTE_NFIELDS);

	v[NOTE_DATE] = page_date(p, note->date);
	v[NOTE_TITLE] = page_phrase_packed(p, note->title, 0);
	v[NOTE_SEVERITY] = p->words->severity_name[note->severity];
	v[NOTE_SEVERITY_CODE] = value_text(str_from(record_severity_name(note->severity)));
	v[NOTE_IS_OPEN] = value_flag(note->is_open);
	set_codes(p, note, v);
	return value_object(v);
}

static void set_note(const struct page *p, const struct feed_entry *entry, struct value *v)
{
	const struct row *row = &p->site->survey->rows[entry->index];
	struct value *product = page_values(p, ROW_NFIELDS);

	view_set_row(p, row, product);
	v[OPEN_NOTE_NOTE] = view_row_note(p, &row->notes[entry->note]);
	v[OPEN_NOTE_PRODUCT] = value_object(product);
}

static struct value href_of(const struct page *p, const struct open_notes *notes, size_t number)
{
	return value_text(page_href(p, open_notes_path(notes, number, p->arena)));
}

static struct value day_of(const struct page *p, const struct open_notes *notes, size_t note)
{
	return words_date(p->words, open_notes_entry(notes, note)->date, p->arena);
}

static void set_link(const struct page *p, const void *of, size_t number, struct value *v)
{
	const struct open_notes *notes = of;

	v[PAGE_LINK_HREF] = href_of(p, notes, number);
	v[PAGE_LINK_FIRST] = day_of(p, notes, notes->starts[number]);
	v[PAGE_LINK_LAST] = day_of(p, notes, notes->starts[number + 1] - 1);
}

static_assert(OPEN_NOTES_NEXT_HREF - OPEN_NOTES_HAS_PAGES == SERIES_NEXT_HREF,
              "the fields of a series stand together");

/* What a further page is called: after the day of its first note. */
static struct value title_of(const struct page *p, const struct open_notes *notes, size_t number)
{
	struct value *title = page_values(p, TITLE_NFIELDS);

	if (number == 0)
		return p->words->fixed_title[FIXED_OPEN_NOTES];
	title[TITLE_HEADING] = p->words->fixed_title[FIXED_OPEN_NOTES];
	title[TITLE_FIRST] = day_of(p, notes, notes->starts[number]);
	return words_run(p->words->list_page_title, title, p->arena);
}

const struct value *view_open_notes(const struct page *p, const struct open_notes *notes,
                                    size_t number)
{
	uint32_t from = notes->starts[number], to = notes->starts[number + 1];
	struct value *v = page_values(p, OPEN_NOTES_NFIELDS);
	struct value *items = page_values(p, (size_t)(to - from) * OPEN_NOTE_NFIELDS);
	struct value *range = page_values(p, PAGE_LINK_NFIELDS);
	const struct page_series series = {notes, notes->npages, set_link};
	const struct crumb crumbs[] = {
	        {p->words->home_name, STR("")},
	        {p->words->fixed_title[FIXED_OPEN_NOTES], open_notes_path(notes, 0, p->arena)},
	};

	page_set_frame(p, v, title_of(p, notes, number),
	               p->words->fixed_description[FIXED_OPEN_NOTES], crumbs, number > 0 ? 2 : 1);
	for (uint32_t i = from; i < to; i++)
		set_note(p, open_notes_entry(notes, i),
		         items + (size_t)(i - from) * OPEN_NOTE_NFIELDS);
	v[OPEN_NOTES_NOTES] = value_list(items, to - from);
	page_set_series(p, &series, number, &v[OPEN_NOTES_HAS_PAGES]);
	if (number == 0) {
		v[OPEN_NOTES_TOTAL] = page_number(p, notes->nentries);
		return v;
	}
	set_link(p, notes, number, range);
	v[OPEN_NOTES_RANGE] = value_object(range);
	return v;
}

const struct value *view_security(const struct page *p, const struct page_sources *from)
{
	return view_open_notes(p, from->notes, 0);
}
