/*
 * The pages that stand at fixed addresses, as a table, and the shapes that they alone have; a part
 * of site/shapes.h, but without its values, for those who ask for the table alone.
 *
 * All that has to know of such pages reads the table: layouts, words, what is made, sitemaps, the
 * names that are taken, the gate for pages that go. Pages of prose are not among them.
 */
#ifndef SITE_SHAPES_FIXED_H
#define SITE_SHAPES_FIXED_H

/* clang-format off */

/* FIXED(CONSTANT, name, "layout", shape, "address", WHEN): the address is below the root of each
 * language, WHEN one of enum fixed_when. view_NAME fills the shape; the words title.NAME and
 * description.NAME are the page's. */
#define FIXED_PAGES(FIXED) \
	FIXED(HOME, home, "home", home, "", ALWAYS) \
	FIXED(BROWSE, browse, "browse", browse, "products/", ALWAYS) \
	FIXED(CRITERIA_INDEX, criteria_index, "criteria-index", criteria_index, "criteria/", ALWAYS) \
	FIXED(STATISTICS, statistics, "statistics", statistics, "statistics/", ALWAYS) \
	FIXED(SEARCH, search, "search", browse, "search/", ALWAYS) \
	FIXED(CHECK, check, "check", browse, "check/", ALWAYS) \
	FIXED(CHANGES, changes, "changes", changes_page, "changes/", ALWAYS) \
	FIXED(OPEN_NOTES, security, "security", open_notes_page, "security/", ALWAYS) \
	FIXED(CORRECTIONS, corrections, "corrections", corrections_page, "corrections/", ALWAYS) \
	FIXED(COMMITMENT, commitment, "commitment", commitment_page, "commitment/", IF_PROMISED) \
	FIXED(LITE, lite, "lite", prose_page, "view/", IN_LITE_MIRROR)

#define FIXED_CONSTANT(constant, name, layout, shape, path, when) FIXED_##constant,
enum fixed_page { FIXED_PAGES(FIXED_CONSTANT) FIXED_NPAGES };

/* The shapes of theirs: PAGE(name, FIELDS, PREFIX). */
#define FIXED_PAGE_SHAPES(PAGE) \
	PAGE(home, SHAPE_HOME, HOME) \
	PAGE(browse, SHAPE_BROWSE, BROWSE) \
	PAGE(criteria_index, SHAPE_CRITERIA_INDEX, CRITERIA_INDEX) \
	PAGE(changes_page, SHAPE_CHANGES_PAGE, CHANGES_PAGE) \
	PAGE(open_notes_page, SHAPE_OPEN_NOTES_PAGE, OPEN_NOTES) \
	PAGE(statistics, SHAPE_STATISTICS, STATISTICS) \
	PAGE(corrections_page, SHAPE_CORRECTIONS_PAGE, CORRECTIONS) \
	PAGE(commitment_page, SHAPE_COMMITMENT_PAGE, COMMITMENT)

/* kind home */
#define SHAPE_HOME(FIELD) \
	FIELD(HOME_COUNTS, "counts", OBJECT, &shape_counts, "the registry in numbers") \
	FIELD(HOME_LEVELS, "levels", LIST, &shape_level, "the four levels") \
	FIELD(HOME_LATEST, "latest", LIST, &shape_row, "the ten newest by displayed_on")

/* kind browse, search, check */
#define SHAPE_BROWSE(FIELD) \
	FIELD(BROWSE_TOTAL, "total", TEXT, NULL, "products with a page") \
	FIELD(BROWSE_ALL_HREF, "all_href", TEXT, NULL, "the list of all") \
	FIELD(BROWSE_BY_LEVEL, "by_level", LIST, &shape_count, "lists by level") \
	FIELD(BROWSE_BY_STATUS, "by_status", LIST, &shape_count, "lists by status") \
	FIELD(BROWSE_BY_CATEGORY, "by_category", LIST, &shape_count, "lists by category") \
	FIELD(BROWSE_BY_ENDING, "by_ending", LIST, &shape_count, "lists of terms that end soon") \
	FIELD(BROWSE_BY_MANUFACTURER, "by_manufacturer", LIST, &shape_initial, "manufacturers by initial") \
	FIELD(BROWSE_REASONS, "reasons", LIST, &shape_reason, "why labels end: all reasons")

/* kind criteria-index */
#define SHAPE_CRITERIA_INDEX(FIELD) \
	FIELD(CRITERIA_INDEX_FAMILIES, "families", LIST, &shape_family, "all families")

/* kind statistics */
#define SHAPE_STATISTICS(FIELD) \
	FIELD(STATISTICS_QUARTERS, "quarters", LIST, &shape_table, "labels that ended, a quarter each, the running one first; no charts") \
	FIELD(STATISTICS_TABLES, "tables", LIST, &shape_table, "the tables with their charts")

/* kind corrections, corrections.atom */
#define SHAPE_CORRECTIONS_PAGE(FIELD) \
	FIELD(CORRECTIONS_CORRECTIONS, "corrections", LIST, &shape_correction, "all corrections, the newest first") \
	FIELD(CORRECTIONS_UPDATED, "updated", TEXT, NULL, "YYYY-MM-DD of the newest") \
	FIELD(CORRECTIONS_PAGE_URL, "page_url", TEXT, NULL, "absolute address of the page")

#define SHAPE_PROMISE(FIELD) \
	FIELD(PROMISE_VERSION, "version", TEXT, NULL, "the version") \
	FIELD(PROMISE_DATE, "date", OBJECT, &shape_date, "in force from") \
	FIELD(PROMISE_CHANGE, "change", OBJECT, &shape_phrase, "what is other than before")

/* kind commitment; the four lists stand together, in the order in which they are made */
#define SHAPE_COMMITMENT_PAGE(FIELD) \
	FIELD(COMMITMENT_VERSION, "version", TEXT, NULL, "the version in force") \
	FIELD(COMMITMENT_DATE, "date", OBJECT, &shape_date, "since when") \
	FIELD(COMMITMENT_ADDRESSES, "addresses", OBJECT, &shape_prose, "for how long the address of a product leads to its page") \
	FIELD(COMMITMENT_SUCCESSOR, "successor", OBJECT, &shape_prose, "who takes over") \
	FIELD(COMMITMENT_ANNOUNCEMENT, "announcement", OBJECT, &shape_prose, "what may change, and how that is announced") \
	FIELD(COMMITMENT_FIXED_ADDRESSES, "fixed_addresses", LIST, NULL, "addresses that stay") \
	FIELD(COMMITMENT_LABEL_KEYS, "label_keys", LIST, NULL, "keys of label.json that stay") \
	FIELD(COMMITMENT_COLUMNS, "columns", LIST, NULL, "columns of the CSV that stay") \
	FIELD(COMMITMENT_FORMATS, "formats", LIST, NULL, "addresses of the JSON Schemas") \
	FIELD(COMMITMENT_VERSIONS, "versions", LIST, &shape_promise, "all versions, the newest first")

/* clang-format on */

#endif
