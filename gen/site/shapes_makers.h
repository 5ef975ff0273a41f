/* Shapes of the index of manufacturers; a part of site/shapes.h. */
#ifndef SITE_SHAPES_MAKERS_H
#define SITE_SHAPES_MAKERS_H

/* clang-format off */

#define SHAPE_MAKER(FIELD) \
	FIELD(MAKER_NAME, "name", OBJECT, &shape_phrase, "name of the manufacturer") \
	FIELD(MAKER_COUNT, "count", TEXT, NULL, "its products") \
	FIELD(MAKER_HREF, "href", TEXT, NULL, "the list")

#define SHAPE_INITIAL(FIELD) \
	FIELD(INITIAL_INITIAL, "initial", TEXT, NULL, "heading: a kana row, a letter, digits, other") \
	FIELD(INITIAL_ENTRIES, "entries", LIST, &shape_maker, "manufacturers; none where they have pages of their own") \
	FIELD(INITIAL_HAS_ENTRIES, "has_entries", FLAG, NULL, "they stand on this page") \
	FIELD(INITIAL_ANCHOR, "anchor", TEXT, NULL, "number of the heading") \
	FIELD(INITIAL_COUNT, "count", TEXT, NULL, "how many manufacturers") \
	FIELD(INITIAL_HREF, "href", TEXT, NULL, "the heading, or the page that has them") \
	FIELD(INITIAL_IS_CURRENT, "is_current", FLAG, NULL, "this page has them")

/* kind makers */
#define SHAPE_MAKERS_PAGE(FIELD) \
	FIELD(MAKERS_HEADING, "heading", TEXT, NULL, "the initial in words") \
	FIELD(MAKERS_ENTRIES, "entries", LIST, &shape_maker, "manufacturers of the initial, at most 100") \
	FIELD(MAKERS_INITIALS, "initials", LIST, &shape_initial, "all initials") \
	FIELD(MAKERS_HAS_PAGES, "has_pages", FLAG, NULL, "the initial has several pages") \
	FIELD(MAKERS_PREVIOUS_HREF, "previous_href", TEXT, NULL, "page before, of the same initial") \
	FIELD(MAKERS_NEXT_HREF, "next_href", TEXT, NULL, "page after, of the same initial")

/* clang-format on */

#endif
