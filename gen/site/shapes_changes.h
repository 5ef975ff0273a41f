/* Shapes of changes, feeds and open security notes; a part of site/shapes.h. */
#ifndef SITE_SHAPES_CHANGES_H
#define SITE_SHAPES_CHANGES_H

/* clang-format off */

#define SHAPE_ENTRY(FIELD) \
	FIELD(ENTRY_ID, "id", TEXT, NULL, "tag URI, the same for ever and in every feed") \
	FIELD(ENTRY_DATE, "date", OBJECT, &shape_date, "day of the change") \
	FIELD(ENTRY_KIND, "kind", TEXT, NULL, "issued, extended, ended, revoked, note, published, retired") \
	FIELD(ENTRY_KIND_NAME, "kind_name", TEXT, NULL, "the kind in words") \
	FIELD(ENTRY_IS_ENDED, "is_ended", FLAG, NULL, "a label ended") \
	FIELD(ENTRY_IS_ENDED_BY_TERM, "is_ended_by_term", FLAG, NULL, "its term ran out: the date is its last valid day") \
	FIELD(ENTRY_IS_PENDING, "is_pending", FLAG, NULL, "and a new application is planned") \
	FIELD(ENTRY_IS_REVOKED, "is_revoked", FLAG, NULL, "a label was revoked") \
	FIELD(ENTRY_HREF, "href", TEXT, NULL, "the page that it is about") \
	FIELD(ENTRY_URL, "url", TEXT, NULL, "absolute address of that page") \
	FIELD(ENTRY_LEVEL, "level", TEXT, NULL, "1 to 4; none of what was retired") \
	FIELD(ENTRY_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(ENTRY_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(ENTRY_PRODUCT, "product", OBJECT, &shape_row, "the product, unless the kind is published or retired") \
	FIELD(ENTRY_RETIRED_ID, "retired_id", TEXT, NULL, "id of a product that was retired") \
	FIELD(ENTRY_REASON_NAME, "reason_name", TEXT, NULL, "why a label ended, in words") \
	FIELD(ENTRY_NOTE, "note", OBJECT, &shape_note, "a security note, but for its url") \
	FIELD(ENTRY_CRITERIA, "criteria", OBJECT, &shape_criteria_link, "the criteria version published")

#define SHAPE_MONTH(FIELD) \
	FIELD(MONTH_NAME, "name", TEXT, NULL, "the month in words") \
	FIELD(MONTH_HREF, "href", TEXT, NULL, "its page, or the first of its pages") \
	FIELD(MONTH_COUNT, "count", TEXT, NULL, "changes in the month")

#define SHAPE_YEAR(FIELD) \
	FIELD(YEAR_YEAR, "year", TEXT, NULL, "the year") \
	FIELD(YEAR_MONTHS, "months", LIST, &shape_month, "months with changes, the newest first")

/* kind changes */
#define SHAPE_CHANGES_PAGE(FIELD) \
	FIELD(CHANGES_PAGE_IS_LATEST, "is_latest", FLAG, NULL, "the page of the latest changes; else one of a month") \
	FIELD(CHANGES_PAGE_ENTRIES, "entries", LIST, &shape_entry, "the changes, the newest first") \
	FIELD(CHANGES_PAGE_YEARS, "years", LIST, &shape_year, "all months; only on the page of the latest") \
	FIELD(CHANGES_PAGE_FEEDS, "feeds", LIST, &shape_link, "feeds by level and category; only on the page of the latest") \
	FIELD(CHANGES_PAGE_HAS_PARTS, "has_parts", FLAG, NULL, "this is the first of several pages of a month") \
	FIELD(CHANGES_PAGE_PARTS, "parts", LIST, &shape_page_link, "if so, all of them, the oldest first") \
	FIELD(CHANGES_PAGE_PREVIOUS_HREF, "previous_href", TEXT, NULL, "page of older changes") \
	FIELD(CHANGES_PAGE_NEXT_HREF, "next_href", TEXT, NULL, "page of newer changes")

/* kind feed.atom */
#define SHAPE_ATOM(FIELD) \
	FIELD(ATOM_UPDATED, "updated", TEXT, NULL, "YYYY-MM-DD of the newest entry") \
	FIELD(ATOM_ENTRIES, "entries", LIST, &shape_entry, "the changes, the newest first") \
	FIELD(ATOM_URL, "url", TEXT, NULL, "absolute address of the feed, the same for its archive") \
	FIELD(ATOM_PAGE_URL, "page_url", TEXT, NULL, "absolute address of the page of the latest changes") \
	FIELD(ATOM_IS_ARCHIVED, "is_archived", FLAG, NULL, "a document of the archive, which stays as it is") \
	FIELD(ATOM_PREVIOUS_URL, "previous_url", TEXT, NULL, "document of the archive before") \
	FIELD(ATOM_NEXT_URL, "next_url", TEXT, NULL, "document of the archive behind")

#define SHAPE_URL(FIELD) \
	FIELD(URL_LOC, "loc", TEXT, NULL, "absolute address") \
	FIELD(URL_LASTMOD, "lastmod", TEXT, NULL, "YYYY-MM-DD of what the page shows last")

/* sitemap.xml, sitemap-index.xml */
#define SHAPE_SITEMAP(FIELD) \
	FIELD(SITEMAP_URLS, "urls", LIST, &shape_url, "addresses")

/* robots.txt, security.txt, as_of.js */
#define SHAPE_TEXT_FILE(FIELD) \
	FIELD(TEXT_FILE_BASE_URL, "base_url", TEXT, NULL, "absolute address of the site, ends in /") \
	FIELD(TEXT_FILE_CONTACT_EMAIL, "contact_email", TEXT, NULL, "address for reports") \
	FIELD(TEXT_FILE_CONTACT_URL, "contact_url", TEXT, NULL, "page for reports") \
	FIELD(TEXT_FILE_EXPIRES, "expires", TEXT, NULL, "YYYY-MM-DD until when security.txt holds") \
	FIELD(TEXT_FILE_AS_OF, "as_of", TEXT, NULL, "YYYY-MM-DD, the as-of day") \
	FIELD(TEXT_FILE_LANGUAGES, "languages", TEXT, NULL, "language tags, comma separated")

/* sentences in strings.json that the view runs */
#define SHAPE_SENTENCE(FIELD) \
	FIELD(SENTENCE_END, "end", OBJECT, &shape_date, "last valid day, or day of the ending event") \
	FIELD(SENTENCE_IS_ENDED_BY_TERM, "is_ended_by_term", FLAG, NULL, "the term ran out") \
	FIELD(SENTENCE_DISPLAYED_ON, "displayed_on", OBJECT, &shape_date, "issued or last extended on") \
	FIELD(SENTENCE_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(SENTENCE_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(SENTENCE_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken")

/* words of strings.json that a script puts into a page as it ages */
#define SHAPE_AGED(FIELD) \
	FIELD(AGED_END, "end", OBJECT, &shape_date, "last valid day")

/* titles, headings and descriptions in strings.json */
#define SHAPE_TITLE(FIELD) \
	FIELD(TITLE_NAME, "name", TEXT, NULL, "name of a product, category, manufacturer or status") \
	FIELD(TITLE_MODELS, "models", TEXT, NULL, "the first model numbers") \
	FIELD(TITLE_ID, "id", TEXT, NULL, "id of a criteria version") \
	FIELD(TITLE_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(TITLE_HEADING, "heading", TEXT, NULL, "heading of a list") \
	FIELD(TITLE_FIRST, "first", TEXT, NULL, "first entry of a page of a list")

/* a day of a calendar in strings.json */
#define SHAPE_DAY_OF_ENDS(FIELD) \
	FIELD(DAY_OF_ENDS_END, "end", OBJECT, &shape_date, "last valid day") \
	FIELD(DAY_OF_ENDS_COUNT, "count", TEXT, NULL, "labels of which it is the last valid day") \
	FIELD(DAY_OF_ENDS_ROWS, "rows", LIST, &shape_row, "the first of their products") \
	FIELD(DAY_OF_ENDS_MORE, "more", TEXT, NULL, "how many more there are, if there are any")

/* date in strings.json */
#define SHAPE_DATE_PARTS(FIELD) \
	FIELD(DATE_PARTS_YEAR, "year", TEXT, NULL, "year") \
	FIELD(DATE_PARTS_MONTH, "month", TEXT, NULL, "month, 1 to 12") \
	FIELD(DATE_PARTS_DAY, "day", TEXT, NULL, "day of the month") \
	FIELD(DATE_PARTS_MONTH_NAME, "month_name", TEXT, NULL, "name of the month") \
	FIELD(DATE_PARTS_IS_FIRST, "is_first", FLAG, NULL, "the first day of the month")

#define SHAPE_CORRECTION(FIELD) \
	FIELD(CORRECTION_ID, "id", TEXT, NULL, "tag URI, the same for ever") \
	FIELD(CORRECTION_ANCHOR, "anchor", TEXT, NULL, "its anchor on the page of corrections") \
	FIELD(CORRECTION_HREF, "href", TEXT, NULL, "its address there") \
	FIELD(CORRECTION_URL, "url", TEXT, NULL, "the same, absolute") \
	FIELD(CORRECTION_DATE, "date", OBJECT, &shape_date, "since when the registry shows it correctly") \
	FIELD(CORRECTION_TEXT, "text", OBJECT, &shape_phrase, "what it showed wrongly") \
	FIELD(CORRECTION_PRODUCT_ID, "product_id", TEXT, NULL, "id of the product, if it is of one") \
	FIELD(CORRECTION_PRODUCT_HREF, "product_href", TEXT, NULL, "its page") \
	FIELD(CORRECTION_PRODUCT, "product", OBJECT, &shape_row, "the product, unless it is retired and has no record to show")

/* kind security */
#define SHAPE_OPEN_NOTE(FIELD) \
	FIELD(OPEN_NOTE_NOTE, "note", OBJECT, &shape_note, "the note, but for its url") \
	FIELD(OPEN_NOTE_PRODUCT, "product", OBJECT, &shape_row, "the product")

#define SHAPE_OPEN_NOTES_PAGE(FIELD) \
	FIELD(OPEN_NOTES_TOTAL, "total", TEXT, NULL, "how many open notes there are; on the first page") \
	FIELD(OPEN_NOTES_RANGE, "range", OBJECT, &shape_page_link, "the page itself, unless it is the first") \
	FIELD(OPEN_NOTES_NOTES, "notes", LIST, &shape_open_note, "the notes of this page, the newest first") \
	FIELD(OPEN_NOTES_HAS_PAGES, "has_pages", FLAG, NULL, "there are several pages") \
	FIELD(OPEN_NOTES_PAGES, "pages", LIST, &shape_page_link, "on the first page: the pages, of many every nth") \
	FIELD(OPEN_NOTES_FIRST_HREF, "first_href", TEXT, NULL, "first page") \
	FIELD(OPEN_NOTES_PREVIOUS_HREF, "previous_href", TEXT, NULL, "page before, of newer notes") \
	FIELD(OPEN_NOTES_NEXT_HREF, "next_href", TEXT, NULL, "page after, of older notes")

/* clang-format on */

#endif
