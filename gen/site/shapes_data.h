/*
 * Names for layouts: prose pages, one of which, data, describes the open data. See shapes.h.
 */
#ifndef SITE_SHAPES_DATA_H
#define SITE_SHAPES_DATA_H

/* clang-format off */

#define SHAPE_DATA_COLUMN(FIELD) \
	FIELD(DATA_COLUMN_NAME, "name", TEXT, NULL, "name of the column") \
	FIELD(DATA_COLUMN_MEANING, "meaning", TEXT, NULL, "what it is")

/* kind prose */
#define SHAPE_PROSE_PAGE(FIELD) \
	FIELD(PROSE_PAGE_BODY, "body", MARKUP, NULL, "the page's text") \
	FIELD(PROSE_PAGE_BODY_LANG, "body_lang", TEXT, NULL, "its language, where it is not the page's") \
	FIELD(PROSE_PAGE_NAME, "name", TEXT, NULL, "name of the page's file") \
	FIELD(PROSE_PAGE_COLUMNS, "columns", LIST, &shape_data_column, "on the page data: the columns of the CSV") \
	FIELD(PROSE_PAGE_SCHEMAS, "schemas", LIST, NULL, "on the page data: names of the JSON Schemas") \
	FIELD(PROSE_PAGE_HAS_SHIELDS, "has_shields", FLAG, NULL, "setting shields") \
	FIELD(PROSE_PAGE_HAS_SQLITE, "has_sqlite", FLAG, NULL, "data/registry.sqlite is published: setting sqlite") \
	FIELD(PROSE_PAGE_REASONS, "reasons", LIST, &shape_reason, "on the page proof: why labels end, all reasons")

/* clang-format on */

#endif
