/*
 * What each page kind can show: the names a layout may use, as tables.
 *
 * A table row is FIELD(CONSTANT, "name", TYPE, shape, "meaning"); from it come the index by which
 * the view fills a value, the entry by which the compiler checks a layout, and the manual's list.
 * A new name is one line here and one where the view fills it.
 */
#ifndef SITE_SHAPES_H
#define SITE_SHAPES_H

#include "site/shapes_changes.h"
#include "site/shapes_data.h"
#include "site/shapes_fixed.h"
#include "site/shapes_makers.h"
#include "site/shapes_product.h"
#include "tmpl/value.h"

/* clang-format off */

#define SHAPE_PHRASE(FIELD) \
	FIELD(PHRASE_TEXT, "text", TEXT, NULL, "the text") \
	FIELD(PHRASE_LANG, "lang", TEXT, NULL, "its language, where that is not the page's")

#define SHAPE_PROSE(FIELD) \
	FIELD(PROSE_HTML, "html", MARKUP, NULL, "the text as markup") \
	FIELD(PROSE_LANG, "lang", TEXT, NULL, "its language, where that is not the page's")

#define SHAPE_DATE(FIELD) \
	FIELD(DATE_ISO, "iso", TEXT, NULL, "YYYY-MM-DD") \
	FIELD(DATE_WORDS, "text", TEXT, NULL, "as people write it") \
	FIELD(DATE_LINE, "line", MARKUP, NULL, "the same as markup that stays in one line")

#define SHAPE_ALTERNATE(FIELD) \
	FIELD(ALTERNATE_LANG, "lang", TEXT, NULL, "language tag") \
	FIELD(ALTERNATE_NAME, "name", TEXT, NULL, "the language's name in itself") \
	FIELD(ALTERNATE_HREF, "href", TEXT, NULL, "relative address of the twin page") \
	FIELD(ALTERNATE_URL, "url", TEXT, NULL, "absolute address of the twin page") \
	FIELD(ALTERNATE_IS_CURRENT, "is_current", FLAG, NULL, "whether it is this page")

#define SHAPE_LINK(FIELD) \
	FIELD(LINK_NAME, "name", TEXT, NULL, "the words") \
	FIELD(LINK_HREF, "href", TEXT, NULL, "relative address")

#define SHAPE_KEY_CHANGE(FIELD) \
	FIELD(KEY_CHANGE_FROM, "from", OBJECT, &shape_date, "the first day on which the next key signs") \
	FIELD(KEY_CHANGE_KEY, "key", TEXT, NULL, "the id of a key") \
	FIELD(KEY_CHANGE_NEXT, "next", TEXT, NULL, "that of its next one")

#define SHAPE_SITE(FIELD) \
	FIELD(SITE_NAME, "name", TEXT, NULL, "name of the site") \
	FIELD(SITE_SCHEME_NAME, "scheme_name", TEXT, NULL, "name of the labelling scheme") \
	FIELD(SITE_SCHEME_URL, "scheme_url", TEXT, NULL, "where the scheme is described") \
	FIELD(SITE_OPERATOR_NAME, "operator_name", TEXT, NULL, "who runs the registry") \
	FIELD(SITE_CONTACT_EMAIL, "contact_email", TEXT, NULL, "address for reports") \
	FIELD(SITE_CONTACT_URL, "contact_url", TEXT, NULL, "page for reports") \
	FIELD(SITE_BASE_URL, "base_url", TEXT, NULL, "absolute address of the site, ends in /") \
	FIELD(SITE_HOST, "host", TEXT, NULL, "its host name") \
	FIELD(SITE_LICENCE_NAME, "licence_name", TEXT, NULL, "licence of the open data") \
	FIELD(SITE_LICENCE_URL, "licence_url", TEXT, NULL, "its text") \
	FIELD(SITE_PUBLIC_KEY, "public_key", TEXT, NULL, "setting public_key, as minisign writes it") \
	FIELD(SITE_KEY_ID, "key_id", TEXT, NULL, "the id of that key") \
	FIELD(SITE_LOG_KEY, "log_key", TEXT, NULL, "setting log_key; none where there is no log of editions") \
	FIELD(SITE_PROOF_KEY, "proof_key", TEXT, NULL, "the key that proofs are checked with: log_key, else public_key") \
	FIELD(SITE_KEYS, "keys", TEXT, NULL, "keys.txt: announcements of next keys, for scripts; none where there is none") \
	FIELD(SITE_KEY_CHANGES, "key_changes", LIST, &shape_key_change, "the same for people") \
	FIELD(SITE_IS_SAMPLE, "is_sample", FLAG, NULL, "setting sample") \
	FIELD(SITE_IS_INVENTED, "is_invented", FLAG, NULL, "the bundled sample, with its settings") \
	FIELD(SITE_IS_ARCHIVE, "is_archive", FLAG, NULL, "setting archive") \
	FIELD(SITE_SELF_EXTENSION_YEARS, "self_extension_years", TEXT, NULL, "setting self_extension_years; none where self-declared labels are not extended") \
	FIELD(SITE_IS_SHORTER_TERM_FINAL, "is_shorter_term_final", FLAG, NULL, "setting shorter_term_final") \
	FIELD(SITE_HAS_ARTWORK, "has_artwork", FLAG, NULL, "there is a template of label artwork that this site may use") \
	FIELD(SITE_IS_OFFLINE, "is_offline", FLAG, NULL, "whether links name files (--offline)") \
	FIELD(SITE_HAS_COMMITMENT, "has_commitment", FLAG, NULL, "the operator has promised what stays") \
	FIELD(SITE_IS_LITE, "is_lite", FLAG, NULL, "whether this is a lite mirror")

#define SHAPE_ASSET(FIELD) \
	FIELD(ASSET_STYLE, "style", TEXT, NULL, "the style sheet, from the site's root") \
	FIELD(ASSET_SCRIPT, "script", TEXT, NULL, "the script of every page") \
	FIELD(ASSET_ICON, "icon", TEXT, NULL, "the icon") \
	FIELD(ASSET_AS_OF, "as_of", TEXT, NULL, "the small script with the as-of day") \
	FIELD(ASSET_SEARCH, "search", TEXT, NULL, "the script that reads the search index") \
	FIELD(ASSET_SEARCH_PAGE, "search_page", TEXT, NULL, "the script of the search page") \
	FIELD(ASSET_STATISTICS_PAGE, "statistics_page", TEXT, NULL, "the script of the page of statistics") \
	FIELD(ASSET_CHECK_PAGE, "check_page", TEXT, NULL, "the script of the page that checks a list") \
	FIELD(ASSET_LITE, "lite", TEXT, NULL, "the script of the viewer in a lite mirror") \
	FIELD(ASSET_SEARCH_STYLE, "search_style", TEXT, NULL, "its style sheet") \
	FIELD(ASSET_EMBED, "embed", TEXT, NULL, "the script of the page with code for vendors") \
	FIELD(ASSET_VERIFY, "verify", TEXT, NULL, "the script that checks a copy") \
	FIELD(ASSET_VERIFY_PAGE, "verify_page", TEXT, NULL, "the script of the page that does so") \
	FIELD(ASSET_VERIFY_STYLE, "verify_style", TEXT, NULL, "its style sheet") \
	FIELD(ASSET_PROOF_PAGE, "proof_page", TEXT, NULL, "the script of the page that checks a proof") \
	FIELD(ASSET_ENTRY, "entry", TEXT, NULL, "the script that says which entry of the log an edition is, loaded when a reader comes near") \
	FIELD(ASSET_PROVE, "prove", TEXT, NULL, "the script that saves a proof, loaded when asked")

/* On every page, before what its kind adds. */
#define SHAPE_FRAME(FIELD) \
	FIELD(FRAME_LANG, "lang", TEXT, NULL, "language of the page") \
	FIELD(FRAME_BASE, "base", TEXT, NULL, "relative address of the root of this language") \
	FIELD(FRAME_ROOT, "root", TEXT, NULL, "relative address of the site's root") \
	FIELD(FRAME_WEB_BASE, "web_base", TEXT, NULL, "base; but absolute in a lite mirror, for feeds and calendars, which it lacks") \
	FIELD(FRAME_WEB_ROOT, "web_root", TEXT, NULL, "root; likewise, for the files of a product besides its page") \
	FIELD(FRAME_INDEX, "index", TEXT, NULL, "\"index.html\" where links name files, else empty") \
	FIELD(FRAME_PATH, "path", TEXT, NULL, "address of the page below its language's root") \
	FIELD(FRAME_CANONICAL, "canonical", TEXT, NULL, "absolute address of the page") \
	FIELD(FRAME_DEFAULT_URL, "default_url", TEXT, NULL, "absolute address of its twin in the default language") \
	FIELD(FRAME_TITLE, "title", TEXT, NULL, "title of the page") \
	FIELD(FRAME_DESCRIPTION, "description", TEXT, NULL, "what the page is, in a sentence") \
	FIELD(FRAME_ALTERNATES, "alternates", LIST, &shape_alternate, "the page in all languages") \
	FIELD(FRAME_CRUMBS, "crumbs", LIST, &shape_link, "the way from the home page to the parent") \
	FIELD(FRAME_SITE, "site", OBJECT, &shape_site, "the site") \
	FIELD(FRAME_ASSET, "asset", OBJECT, &shape_asset, "files of the design")

#define SHAPE_ROW(FIELD) \
	FIELD(ROW_ID, "id", TEXT, NULL, "product id") \
	FIELD(ROW_HREF, "href", TEXT, NULL, "its page") \
	FIELD(ROW_NAME, "name", OBJECT, &shape_phrase, "name") \
	FIELD(ROW_MODEL, "model", TEXT, NULL, "first model number") \
	FIELD(ROW_NMODELS_MORE, "nmodels_more", TEXT, NULL, "how many more models") \
	FIELD(ROW_MANUFACTURER, "manufacturer", OBJECT, &shape_phrase, "manufacturer, if disclosed") \
	FIELD(ROW_IS_MANUFACTURER_WITHHELD, "is_manufacturer_withheld", FLAG, NULL, "not disclosed") \
	FIELD(ROW_IS_MANUFACTURER_NOT_STATED, "is_manufacturer_not_stated", FLAG, NULL, "nothing said") \
	FIELD(ROW_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(ROW_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(ROW_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(ROW_STATUS, "status", TEXT, NULL, "valid, pending, lapsed, revoked") \
	FIELD(ROW_STATUS_NAME, "status_name", TEXT, NULL, "the status in words") \
	FIELD(ROW_IS_VALID, "is_valid", FLAG, NULL, "status valid") \
	FIELD(ROW_IS_PENDING, "is_pending", FLAG, NULL, "status pending") \
	FIELD(ROW_IS_LAPSED, "is_lapsed", FLAG, NULL, "status lapsed") \
	FIELD(ROW_IS_REVOKED, "is_revoked", FLAG, NULL, "status revoked") \
	FIELD(ROW_IS_ENDED_BY_TERM, "is_ended_by_term", FLAG, NULL, "the term ran out") \
	FIELD(ROW_END, "end", OBJECT, &shape_date, "last valid day, or day of the ending event") \
	FIELD(ROW_DISPLAYED_ON, "displayed_on", OBJECT, &shape_date, "issued or last extended on") \
	FIELD(ROW_CATEGORY, "category", OBJECT, &shape_phrase, "product category") \
	FIELD(ROW_HAS_OPEN_NOTE, "has_open_note", FLAG, NULL, "a security note is open") \
	FIELD(ROW_IS_SUPPORT_ENDED, "is_support_ended", FLAG, NULL, "its updates have ended") \
	FIELD(ROW_HAS_MANUFACTURER, "has_manufacturer", FLAG, NULL, "unless all of the list have the same") \
	FIELD(ROW_HAS_LEVEL, "has_level", FLAG, NULL, "likewise") \
	FIELD(ROW_HAS_STATUS, "has_status", FLAG, NULL, "likewise")

#define SHAPE_COUNT(FIELD) \
	FIELD(COUNT_NAME, "name", TEXT, NULL, "what is counted") \
	FIELD(COUNT_COUNT, "count", TEXT, NULL, "how many") \
	FIELD(COUNT_HREF, "href", TEXT, NULL, "the list") \
	FIELD(COUNT_CODE, "code", TEXT, NULL, "level, status or category id")

#define SHAPE_COUNTS(FIELD) \
	FIELD(COUNTS_PRODUCTS, "products", TEXT, NULL, "products with a page") \
	FIELD(COUNTS_VALID, "valid", TEXT, NULL, "of them valid") \
	FIELD(COUNTS_PENDING, "pending", TEXT, NULL, "of them pending") \
	FIELD(COUNTS_LAPSED, "lapsed", TEXT, NULL, "of them lapsed") \
	FIELD(COUNTS_REVOKED, "revoked", TEXT, NULL, "of them revoked") \
	FIELD(COUNTS_MANUFACTURERS, "manufacturers", TEXT, NULL, "disclosed manufacturers") \
	FIELD(COUNTS_MODELS, "models", TEXT, NULL, "model numbers")

#define SHAPE_LEVEL(FIELD) \
	FIELD(LEVEL_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(LEVEL_MEANING, "meaning", TEXT, NULL, "what the level means") \
	FIELD(LEVEL_COUNT, "count", TEXT, NULL, "products with a valid label of it") \
	FIELD(LEVEL_HREF, "href", TEXT, NULL, "the list")

#define SHAPE_PAGE_LINK(FIELD) \
	FIELD(PAGE_LINK_HREF, "href", TEXT, NULL, "the page of the list") \
	FIELD(PAGE_LINK_FIRST, "first", TEXT, NULL, "its first entry") \
	FIELD(PAGE_LINK_LAST, "last", TEXT, NULL, "its last entry") \
	FIELD(PAGE_LINK_IS_CURRENT, "is_current", FLAG, NULL, "whether it is this page")

/* kind list */
#define SHAPE_LIST_PAGE(FIELD) \
	FIELD(LIST_PAGE_HEADING, "heading", TEXT, NULL, "name of the list") \
	FIELD(LIST_PAGE_EXPLANATION, "explanation", TEXT, NULL, "what is in it") \
	FIELD(LIST_PAGE_TOTAL, "total", TEXT, NULL, "entries in the whole list; on the first page") \
	FIELD(LIST_PAGE_RANGE, "range", OBJECT, &shape_page_link, "the page itself, unless it is the first") \
	FIELD(LIST_PAGE_ROWS, "rows", LIST, &shape_row, "the entries of this page") \
	FIELD(LIST_PAGE_HAS_MANUFACTURERS, "has_manufacturers", FLAG, NULL, "its heading names no manufacturer") \
	FIELD(LIST_PAGE_HAS_LEVELS, "has_levels", FLAG, NULL, "nor a level") \
	FIELD(LIST_PAGE_HAS_STATUSES, "has_statuses", FLAG, NULL, "nor a status") \
	FIELD(LIST_PAGE_HAS_PAGES, "has_pages", FLAG, NULL, "the list has several pages") \
	FIELD(LIST_PAGE_PAGES, "pages", LIST, &shape_page_link, "on the first page: its pages, of a long list every nth") \
	FIELD(LIST_PAGE_FIRST_HREF, "first_href", TEXT, NULL, "first page of the list") \
	FIELD(LIST_PAGE_PREVIOUS_HREF, "previous_href", TEXT, NULL, "page before") \
	FIELD(LIST_PAGE_NEXT_HREF, "next_href", TEXT, NULL, "page after") \
	FIELD(LIST_PAGE_FEED_HREF, "feed_href", TEXT, NULL, "feed of its changes; of levels and categories, on the first page") \
	FIELD(LIST_PAGE_CALENDAR_HREF, "calendar_href", TEXT, NULL, "calendar of terms that end; if there is one, on the first page")

#define SHAPE_REASON(FIELD) \
	FIELD(REASON_CODE, "code", TEXT, NULL, "its code") \
	FIELD(REASON_NAME, "name", TEXT, NULL, "the reason in words") \
	FIELD(REASON_IS_EVENT, "is_event", FLAG, NULL, "the label ends on a day of its own, not with its term")

#define SHAPE_VERSION(FIELD) \
	FIELD(VERSION_ID, "id", TEXT, NULL, "criteria version id") \
	FIELD(VERSION_VERSION, "version", TEXT, NULL, "version number") \
	FIELD(VERSION_TITLE, "title", OBJECT, &shape_phrase, "title") \
	FIELD(VERSION_HREF, "href", TEXT, NULL, "its page") \
	FIELD(VERSION_PUBLISHED_ON, "published_on", OBJECT, &shape_date, "day of publication") \
	FIELD(VERSION_EFFECTIVE_ON, "effective_on", OBJECT, &shape_date, "in force from") \
	FIELD(VERSION_REVISION, "revision", TEXT, NULL, "kind of revision in words") \
	FIELD(VERSION_IS_SUPERSEDED, "is_superseded", FLAG, NULL, "a later version is out") \
	FIELD(VERSION_GRACE_ENDS_ON, "grace_ends_on", OBJECT, &shape_date, "end of the grace period it gave") \
	FIELD(VERSION_NLABELS, "nlabels", TEXT, NULL, "valid head labels on it")

#define SHAPE_FAMILY(FIELD) \
	FIELD(FAMILY_FAMILY, "family", TEXT, NULL, "family of versions") \
	FIELD(FAMILY_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(FAMILY_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(FAMILY_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(FAMILY_CATEGORY, "category", OBJECT, &shape_phrase, "product category, levels 2 to 4") \
	FIELD(FAMILY_VERSIONS, "versions", LIST, &shape_version, "newest first")

#define SHAPE_REF(FIELD) \
	FIELD(REF_STANDARD, "standard", TEXT, NULL, "the standard") \
	FIELD(REF_CLAUSE, "clause", TEXT, NULL, "its clause")

#define SHAPE_ITEM(FIELD) \
	FIELD(ITEM_ID, "id", TEXT, NULL, "item id") \
	FIELD(ITEM_TITLE, "title", OBJECT, &shape_phrase, "title") \
	FIELD(ITEM_TEXT, "text", OBJECT, &shape_prose, "what it asks") \
	FIELD(ITEM_REFS, "refs", LIST, &shape_ref, "standards it comes from") \
	FIELD(ITEM_SINCE, "since", TEXT, NULL, "version that brought it") \
	FIELD(ITEM_IS_ADDED, "is_added", FLAG, NULL, "not in the version before") \
	FIELD(ITEM_IS_CHANGED, "is_changed", FLAG, NULL, "worded otherwise in the version before")

#define SHAPE_WORD(FIELD) \
	FIELD(WORD_TEXT, "text", TEXT, NULL, "a stretch of the text") \
	FIELD(WORD_IS_ADDED, "is_added", FLAG, NULL, "only in the new text") \
	FIELD(WORD_IS_REMOVED, "is_removed", FLAG, NULL, "only in the old text")

#define SHAPE_CHANGE(FIELD) \
	FIELD(CHANGE_ID, "id", TEXT, NULL, "item id") \
	FIELD(CHANGE_TITLE, "title", OBJECT, &shape_phrase, "title") \
	FIELD(CHANGE_WORDS, "words", LIST, &shape_word, "old and new text, changed words marked") \
	FIELD(CHANGE_LANG, "lang", TEXT, NULL, "language of the words, where not the page's")

#define SHAPE_CHANGES(FIELD) \
	FIELD(CHANGES_ADDED, "added", LIST, &shape_change, "items that are new") \
	FIELD(CHANGES_CHANGED, "changed", LIST, &shape_change, "items that are worded otherwise") \
	FIELD(CHANGES_REMOVED, "removed", LIST, &shape_change, "items that went") \
	FIELD(CHANGES_IS_EMPTY, "is_empty", FLAG, NULL, "nothing changed")

/* kind criteria */
#define SHAPE_CRITERIA_PAGE(FIELD) \
	FIELD(CRITERIA_PAGE_VERSION, "version", OBJECT, &shape_version, "the version") \
	FIELD(CRITERIA_PAGE_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(CRITERIA_PAGE_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(CRITERIA_PAGE_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(CRITERIA_PAGE_CATEGORY, "category", OBJECT, &shape_phrase, "product category") \
	FIELD(CRITERIA_PAGE_REPLACES, "replaces", OBJECT, &shape_criteria_link, "the version before") \
	FIELD(CRITERIA_PAGE_REPLACED_BY, "replaced_by", LIST, &shape_criteria_link, "versions after") \
	FIELD(CRITERIA_PAGE_ITEMS, "items", LIST, &shape_item, "its items") \
	FIELD(CRITERIA_PAGE_CHANGES, "changes", OBJECT, &shape_changes, "against the version before") \
	FIELD(CRITERIA_PAGE_TIMELINE, "timeline", OBJECT, &shape_timeline, "its grace period, drawn") \
	FIELD(CRITERIA_PAGE_LABELS_HREF, "labels_href", TEXT, NULL, "list of the labels that stand on it")

#define SHAPE_TABLE_ROW(FIELD) \
	FIELD(TABLE_ROW_NAME, "name", TEXT, NULL, "head of the row") \
	FIELD(TABLE_ROW_CELLS, "cells", LIST, NULL, "its numbers")

#define SHAPE_BAR(FIELD) \
	FIELD(BAR_X, "x", TEXT, NULL, "left edge") \
	FIELD(BAR_Y, "y", TEXT, NULL, "top edge") \
	FIELD(BAR_WIDTH, "width", TEXT, NULL, "width") \
	FIELD(BAR_HEIGHT, "height", TEXT, NULL, "height") \
	FIELD(BAR_SERIES, "series", TEXT, NULL, "number of its series, from 1")

#define SHAPE_TICK(FIELD) \
	FIELD(TICK_X, "x", TEXT, NULL, "where it stands") \
	FIELD(TICK_Y, "y", TEXT, NULL, "where it stands") \
	FIELD(TICK_TEXT, "text", TEXT, NULL, "what it says")

#define SHAPE_CHART(FIELD) \
	FIELD(CHART_WIDTH, "width", TEXT, NULL, "width of the drawing") \
	FIELD(CHART_HEIGHT, "height", TEXT, NULL, "height of the drawing") \
	FIELD(CHART_PLOT_LEFT, "plot_left", TEXT, NULL, "where the plot begins") \
	FIELD(CHART_PLOT_RIGHT, "plot_right", TEXT, NULL, "where the plot ends") \
	FIELD(CHART_BARS, "bars", LIST, &shape_bar, "the bars") \
	FIELD(CHART_IS_BARS, "is_bars", FLAG, NULL, "bars under their names; else columns over time") \
	FIELD(CHART_X_TICKS, "x_ticks", LIST, &shape_tick, "words: below columns, or above and behind bars") \
	FIELD(CHART_Y_TICKS, "y_ticks", LIST, &shape_tick, "numbers beside columns")

#define SHAPE_SERIES(FIELD) \
	FIELD(SERIES_NUMBER, "number", TEXT, NULL, "from 1") \
	FIELD(SERIES_NAME, "name", TEXT, NULL, "what it counts")

#define SHAPE_TABLE(FIELD) \
	FIELD(TABLE_ID, "id", TEXT, NULL, "anchor") \
	FIELD(TABLE_CAPTION, "caption", TEXT, NULL, "what it shows") \
	FIELD(TABLE_CORNER, "corner", TEXT, NULL, "what the rows are") \
	FIELD(TABLE_SERIES, "series", LIST, &shape_series, "what the columns are") \
	FIELD(TABLE_ROWS, "rows", LIST, &shape_table_row, "the rows") \
	FIELD(TABLE_IS_RUNNING, "is_running", FLAG, NULL, "it is of a time that is not over") \
	FIELD(TABLE_CHART, "chart", OBJECT, &shape_chart, "the same, drawn")

/* Every shape but the page kinds: SHAPE(name, FIELDS, PREFIX). */
#define SHAPES(SHAPE) \
	SHAPE(phrase, SHAPE_PHRASE, PHRASE) \
	SHAPE(prose, SHAPE_PROSE, PROSE) \
	SHAPE(date, SHAPE_DATE, DATE) \
	SHAPE(alternate, SHAPE_ALTERNATE, ALTERNATE) \
	SHAPE(link, SHAPE_LINK, LINK) \
	SHAPE(key_change, SHAPE_KEY_CHANGE, KEY_CHANGE) \
	SHAPE(site, SHAPE_SITE, SITE) \
	SHAPE(asset, SHAPE_ASSET, ASSET) \
	SHAPE(model, SHAPE_MODEL, MODEL) \
	SHAPE(manufacturer, SHAPE_MANUFACTURER, MANUFACTURER) \
	SHAPE(contact, SHAPE_CONTACT, CONTACT) \
	SHAPE(certification, SHAPE_CERTIFICATION, CERTIFICATION) \
	SHAPE(note, SHAPE_NOTE, NOTE) \
	SHAPE(product, SHAPE_PRODUCT, PRODUCT) \
	SHAPE(category, SHAPE_CATEGORY, CATEGORY) \
	SHAPE(criteria_link, SHAPE_CRITERIA_LINK, CRITERIA_LINK) \
	SHAPE(na_item, SHAPE_NA_ITEM, NA_ITEM) \
	SHAPE(recognition, SHAPE_RECOGNITION, RECOGNITION) \
	SHAPE(grace, SHAPE_GRACE, GRACE) \
	SHAPE(timeline_span, SHAPE_TIMELINE_SPAN, SPAN) \
	SHAPE(timeline_mark, SHAPE_TIMELINE_MARK, MARK) \
	SHAPE(timeline_year, SHAPE_TIMELINE_YEAR, TICK_YEAR) \
	SHAPE(timeline, SHAPE_TIMELINE, TIMELINE) \
	SHAPE(label, SHAPE_LABEL, LABEL) \
	SHAPE(also, SHAPE_ALSO, ALSO) \
	SHAPE(answer, SHAPE_ANSWER, ANSWER) \
	SHAPE(plain_answer, SHAPE_PLAIN_ANSWER, PLAIN_ANSWER) \
	SHAPE(plain_sentence, SHAPE_PLAIN_SENTENCE, PLAIN_SENTENCE) \
	SHAPE(retired, SHAPE_RETIRED, RETIRED) \
	SHAPE(row, SHAPE_ROW, ROW) \
	SHAPE(count, SHAPE_COUNT, COUNT) \
	SHAPE(counts, SHAPE_COUNTS, COUNTS) \
	SHAPE(level, SHAPE_LEVEL, LEVEL) \
	SHAPE(page_link, SHAPE_PAGE_LINK, PAGE_LINK) \
	SHAPE(entry, SHAPE_ENTRY, ENTRY) \
	SHAPE(open_note, SHAPE_OPEN_NOTE, OPEN_NOTE) \
	SHAPE(promise, SHAPE_PROMISE, PROMISE) \
	SHAPE(correction, SHAPE_CORRECTION, CORRECTION) \
	SHAPE(month, SHAPE_MONTH, MONTH) \
	SHAPE(year, SHAPE_YEAR, YEAR) \
	SHAPE(maker, SHAPE_MAKER, MAKER) \
	SHAPE(reason, SHAPE_REASON, REASON) \
	SHAPE(initial, SHAPE_INITIAL, INITIAL) \
	SHAPE(version, SHAPE_VERSION, VERSION) \
	SHAPE(family, SHAPE_FAMILY, FAMILY) \
	SHAPE(ref, SHAPE_REF, REF) \
	SHAPE(item, SHAPE_ITEM, ITEM) \
	SHAPE(word, SHAPE_WORD, WORD) \
	SHAPE(change, SHAPE_CHANGE, CHANGE) \
	SHAPE(changes, SHAPE_CHANGES, CHANGES) \
	SHAPE(table_row, SHAPE_TABLE_ROW, TABLE_ROW) \
	SHAPE(bar, SHAPE_BAR, BAR) \
	SHAPE(tick, SHAPE_TICK, TICK) \
	SHAPE(chart, SHAPE_CHART, CHART) \
	SHAPE(series, SHAPE_SERIES, SERIES) \
	SHAPE(table, SHAPE_TABLE, TABLE) \
	SHAPE(data_column, SHAPE_DATA_COLUMN, DATA_COLUMN) \
	SHAPE(badge, SHAPE_BADGE, BADGE) \
	SHAPE(url, SHAPE_URL, URL) \
	SHAPE(sentence, SHAPE_SENTENCE, SENTENCE) \
	SHAPE(aged, SHAPE_AGED, AGED) \
	SHAPE(title, SHAPE_TITLE, TITLE) \
	SHAPE(day_of_ends, SHAPE_DAY_OF_ENDS, DAY_OF_ENDS) \
	SHAPE(date_parts, SHAPE_DATE_PARTS, DATE_PARTS) \
	SHAPE(badge_file, SHAPE_BADGE_FILE, BADGE_FILE) \
	SHAPE(qr_file, SHAPE_QR_FILE, QR_FILE) \
	SHAPE(sitemap, SHAPE_SITEMAP, SITEMAP) \
	SHAPE(text_file, SHAPE_TEXT_FILE, TEXT_FILE)

/* The kinds of pages that have the frame: PAGE(name, FIELDS, PREFIX). */
#define PAGE_SHAPES(PAGE) \
	FIXED_PAGE_SHAPES(PAGE) \
	PAGE(product_page, SHAPE_PRODUCT_PAGE, PRODUCT_PAGE) \
	PAGE(retired_page, SHAPE_RETIRED_PAGE, RETIRED_PAGE) \
	PAGE(list_page, SHAPE_LIST_PAGE, LIST_PAGE) \
	PAGE(makers_page, SHAPE_MAKERS_PAGE, MAKERS) \
	PAGE(criteria_page, SHAPE_CRITERIA_PAGE, CRITERIA_PAGE) \
	PAGE(atom_feed, SHAPE_ATOM, ATOM) \
	PAGE(prose_page, SHAPE_PROSE_PAGE, PROSE_PAGE)

#define SHAPE_ENUM_FIELD(constant, name, type, shape, meaning) constant,
#define SHAPE_ENUM(name, FIELDS, PREFIX) \
	enum { FIELDS(SHAPE_ENUM_FIELD) PREFIX##_NFIELDS }; \
	extern const struct shape shape_##name;
#define SHAPE_ENUM_PAGE(name, FIELDS, PREFIX) \
	enum { PREFIX##_BEFORE = FRAME_NFIELDS - 1, FIELDS(SHAPE_ENUM_FIELD) PREFIX##_NFIELDS }; \
	extern const struct shape shape_##name;

enum { SHAPE_FRAME(SHAPE_ENUM_FIELD) FRAME_NFIELDS };
SHAPES(SHAPE_ENUM)
PAGE_SHAPES(SHAPE_ENUM_PAGE)

/* clang-format on */

/* All shapes, for the manual's list. */
extern const struct shape *const shapes[];
extern const size_t nshapes;

#endif
