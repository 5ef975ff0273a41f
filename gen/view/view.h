/*
 * From the registry to the layouts: products, labels and rows as values of shapes. The files of
 * this room fill the shapes of page kinds; feeds, calendars and sitemaps, which are no pages, fill
 * small shapes of their own where they are made.
 *
 * Everything is made in the page's arena, from const data; safe in any thread. What must never be
 * shown is not among the values, so no layout can show it.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/sha256.h"
#include "model/record.h"
#include "model/rules.h"
#include "model/survey.h"
#include "site/entry.h"
#include "site/feed.h"
#include "site/lists.h"
#include "site/open_notes.h"
#include "view/page.h"

/* Values of shape product_page, with the frame: the page P/<id>/ of p's language. */
const struct value *view_product_page(const struct page *p, const struct entry *entry);

/* Values of shape retired_page, with the frame: P/<id>/ of a product that the export lost. */
const struct value *view_retired_page(const struct page *p, const struct entry *entry);

/* Values of shape label of a product's head: all of them; or only level, status and answer, which
 * are the same wherever a product shows them in the page's language and are made once. */
struct value *view_label(const struct page *p, const struct entry *entry);
const struct value *view_answer(const struct page *p, const struct entry *entry);

/* An object of shape criteria_link. */
struct value view_criteria_link(const struct page *p, const struct criteria_version *version);

/* An object of shape timeline, or none: of the head's term, of a version's grace period. */
struct value view_timeline(const struct page *p, const struct entry *entry);
struct value view_grace_timeline(const struct page *p, const struct criteria_version *version);

/* The initials of manufacturers, a list of shape initial: with the manufacturers where the index is
 * short, else with the pages that have them; `current` is the initial of this page, or -1. */
struct value view_initials(const struct page *p, const struct lists *lists, int current);

/* Fills the ROW_NFIELDS values of an entry of a list. */
void view_set_row(const struct page *p, const struct row *row, struct value *v);

/* What pages at fixed addresses are made from besides the site. */
struct page_sources {
	const struct lists *lists;
	const struct feeds *feeds;
	const struct open_notes *notes;
};

/* Values of a page at a fixed address, with the frame: a function a row of the table of them. */
#define FIXED_VIEW(constant, name, layout, shape, path, when)                                      \
	const struct value *view_##name(const struct page *p, const struct page_sources *from);
FIXED_PAGES(FIXED_VIEW)

/* Values of the other page kinds, with the frame. */
const struct value *view_list_page(const struct page *p, const struct list *list, size_t number);
const struct value *view_makers_page(const struct page *p, const struct lists *lists,
                                     size_t number);
const struct value *view_criteria_page(const struct page *p, const struct lists *lists,
                                       uint32_t index);

/* Every reason for which a label ends, a list of shape reason: what scripts know of them. */
struct value view_reasons(const struct page *p);

/* Sets what the page `data` has besides other prose pages. */
void view_set_data(const struct page *p, struct value *v);

/* Values of shape changes_page: a part of all changes. */
const struct value *view_changes_part(const struct page *p, const struct feeds *feeds, size_t part);

/* The corrections of a product, a list of shape correction. */
struct value view_corrections_of(const struct page *p, struct str product_id);

/* An object of shape note, of a row's note. */
struct value view_row_note(const struct page *p, const struct row_note *note);

/* Values of shape open_notes_page: a page of the open security notes. The first, with the number 0,
 * is view_security. */
const struct value *view_open_notes(const struct page *p, const struct open_notes *notes,
                                    size_t number);

/* Values of shape atom_feed: the document that readers poll; a part of the archive. */
const struct value *view_atom_latest(const struct page *p, const struct feeds *feeds,
                                     const struct feed *feed);
const struct value *view_atom_part(const struct page *p, const struct feeds *feeds,
                                   const struct feed *feed, size_t part);

/* Values of files without a frame: badge.svg, and robots.txt and its like. */
const struct value *view_badge(const struct page *p, const struct entry *entry);
const struct value *view_retired_badge(const struct page *p, const struct entry *entry);
const struct value *view_qr(const struct page *p, const struct entry *entry);
const struct value *view_text_file(const struct site *site, struct arena *a);

/* Text as a prose object: Markdown from outside made harmless. */
struct value view_prose(const struct page *p, const struct text *markdown);

#endif
