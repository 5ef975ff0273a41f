/* The tables of what a product's page can show: a part of shapes.h, which says how to read them. */
#ifndef SITE_SHAPES_PRODUCT_H
#define SITE_SHAPES_PRODUCT_H

#include "model/product_facts.h"

/* clang-format off */

#define SHAPE_MODEL(FIELD) \
	FIELD(MODEL_NUMBER, "number", TEXT, NULL, "model number") \
	FIELD(MODEL_IS_FIRST, "is_first", FLAG, NULL, "the first of the product") \
	FIELD(MODEL_PARTS, "parts", LIST, NULL, "the number in parts between which a line may break") \
	FIELD(MODEL_NOTE, "note", OBJECT, &shape_phrase, "note on the model")

#define SHAPE_MANUFACTURER(FIELD) \
	FIELD(MANUFACTURER_NAME, "name", OBJECT, &shape_phrase, "name") \
	FIELD(MANUFACTURER_HREF, "href", TEXT, NULL, "list of its products")

#define SHAPE_CONTACT(FIELD) \
	FIELD(CONTACT_NAME, "name", OBJECT, &shape_phrase, "who answers") \
	FIELD(CONTACT_EMAIL, "email", TEXT, NULL, "e-mail address") \
	FIELD(CONTACT_URL, "url", TEXT, NULL, "page") \
	FIELD(CONTACT_TEL, "tel", TEXT, NULL, "telephone number") \
	FIELD(CONTACT_HAS_EMAIL, "is_email", FLAG, NULL, "the e-mail address can be one") \
	FIELD(CONTACT_HAS_TEL, "is_tel", FLAG, NULL, "the telephone number can be dialled")

#define SHAPE_CERTIFICATION(FIELD) \
	FIELD(CERTIFICATION_SCHEME, "scheme", TEXT, NULL, "the other scheme") \
	FIELD(CERTIFICATION_NUMBER, "number", TEXT, NULL, "its number") \
	FIELD(CERTIFICATION_URL, "url", TEXT, NULL, "where to look it up")

#define SHAPE_NOTE(FIELD) \
	FIELD(NOTE_DATE, "date", OBJECT, &shape_date, "day of the note") \
	FIELD(NOTE_TITLE, "title", OBJECT, &shape_phrase, "what it is about") \
	FIELD(NOTE_URL, "url", TEXT, NULL, "more about it") \
	FIELD(NOTE_CVE, "cve", LIST, NULL, "CVE numbers") \
	FIELD(NOTE_JVN, "jvn", TEXT, NULL, "JVN number") \
	FIELD(NOTE_SEVERITY, "severity", TEXT, NULL, "severity in words") \
	FIELD(NOTE_SEVERITY_CODE, "severity_code", TEXT, NULL, "low, medium, high, critical") \
	FIELD(NOTE_IS_OPEN, "is_open", FLAG, NULL, "not fixed yet")

#define FACT_FIELD(FIELD, NAME, member, kind, meaning) FIELD(PRODUCT_##NAME, #member, TEXT, NULL, meaning)

#define SHAPE_PRODUCT(FIELD) \
	FIELD(PRODUCT_ID, "id", TEXT, NULL, "product id") \
	FIELD(PRODUCT_URL, "url", TEXT, NULL, "the fixed address") \
	FIELD(PRODUCT_FOLDER, "folder", TEXT, NULL, "where its files are, from its page; empty where that is beside it") \
	FIELD(PRODUCT_WEB_FOLDER, "web_folder", TEXT, NULL, "the same; but absolute in a lite mirror, which lacks them") \
	FIELD(PRODUCT_DATA_HASH, "data_hash", TEXT, NULL, "SHA-256 of its label.json, in hexadecimal") \
	FIELD(PRODUCT_QR_MM, "qr_mm", TEXT, NULL, "least printed side of its QR code in mm") \
	FIELD(PRODUCT_QR_PICTURE, "qr_picture", MARKUP, NULL, "its QR code, in a lite mirror alone") \
	FIELD(PRODUCT_NAME, "name", OBJECT, &shape_phrase, "name") \
	FIELD(PRODUCT_KIND, "kind", TEXT, NULL, "the word of its name that others of its kind may share") \
	FIELD(PRODUCT_MODELS, "models", LIST, &shape_model, "all models") \
	FIELD(PRODUCT_FIRST_MODEL, "first_model", LIST, NULL, "the first model number in such parts") \
	FIELD(PRODUCT_MAIN_MODELS, "main_models", LIST, &shape_model, "the first 8 of them, for machines") \
	FIELD(PRODUCT_NMODELS, "nmodels", TEXT, NULL, "how many models") \
	FIELD(PRODUCT_NMODELS_MORE, "nmodels_more", TEXT, NULL, "how many besides the first, if any") \
	FIELD(PRODUCT_HAS_MANY_MODELS, "has_many_models", FLAG, NULL, "more than 8 models") \
	FIELD(PRODUCT_GTINS, "gtins", LIST, NULL, "GTINs") \
	FIELD(PRODUCT_FIRST_GTIN, "first_gtin", TEXT, NULL, "the first of them") \
	FIELD(PRODUCT_FURTHER_GTINS, "further_gtins", LIST, NULL, "those behind it, at most 7") \
	FIELD(PRODUCT_MANUFACTURER, "manufacturer", OBJECT, &shape_manufacturer, "manufacturer, if disclosed") \
	FIELD(PRODUCT_IS_MANUFACTURER_WITHHELD, "is_manufacturer_withheld", FLAG, NULL, "not disclosed") \
	FIELD(PRODUCT_IS_MANUFACTURER_NOT_STATED, "is_manufacturer_not_stated", FLAG, NULL, "nothing said") \
	FIELD(PRODUCT_ORIGIN, "origin", TEXT, NULL, "country of origin, if disclosed") \
	FIELD(PRODUCT_IS_ORIGIN_WITHHELD, "is_origin_withheld", FLAG, NULL, "not disclosed") \
	FIELD(PRODUCT_IS_ORIGIN_NOT_STATED, "is_origin_not_stated", FLAG, NULL, "nothing said") \
	FIELD(PRODUCT_SUMMARY, "summary", OBJECT, &shape_prose, "what the product is") \
	PRODUCT_FACTS(FACT_FIELD, FIELD) \
	FIELD(PRODUCT_CONTACT, "contact", OBJECT, &shape_contact, "whom to ask") \
	FIELD(PRODUCT_CERTIFICATIONS, "certifications", LIST, &shape_certification, "other certifications") \
	FIELD(PRODUCT_SUPPORT_UNTIL, "support_until", OBJECT, &shape_date, "how long updates come") \
	FIELD(PRODUCT_SUPPORT_STATE, "support_state", TEXT, NULL, "supported, ended, undeclared, not_stated") \
	FIELD(PRODUCT_IS_SUPPORT_ENDED, "is_support_ended", FLAG, NULL, "updates have ended") \
	FIELD(PRODUCT_IS_SUPPORT_UNDECLARED, "is_support_undeclared", FLAG, NULL, "declared as undeclared") \
	FIELD(PRODUCT_IS_SUPPORT_NOT_STATED, "is_support_not_stated", FLAG, NULL, "nothing said") \
	FIELD(PRODUCT_SECURITY_NOTES, "security_notes", LIST, &shape_note, "newest first") \
	FIELD(PRODUCT_HAS_OPEN_NOTE, "has_open_note", FLAG, NULL, "a note is open") \
	FIELD(PRODUCT_PROCUREMENT_NOTES, "procurement_notes", OBJECT, &shape_prose, "notes to procurers")

#define SHAPE_CATEGORY(FIELD) \
	FIELD(CATEGORY_ID, "id", TEXT, NULL, "category id") \
	FIELD(CATEGORY_NAME, "name", OBJECT, &shape_phrase, "its name") \
	FIELD(CATEGORY_HREF, "href", TEXT, NULL, "list of its products")

#define SHAPE_CRITERIA_LINK(FIELD) \
	FIELD(CRITERIA_LINK_ID, "id", TEXT, NULL, "criteria version id") \
	FIELD(CRITERIA_LINK_VERSION, "version", TEXT, NULL, "version number") \
	FIELD(CRITERIA_LINK_TITLE, "title", OBJECT, &shape_phrase, "title") \
	FIELD(CRITERIA_LINK_HREF, "href", TEXT, NULL, "its page")

#define SHAPE_NA_ITEM(FIELD) \
	FIELD(NA_ITEM_ID, "id", TEXT, NULL, "item id") \
	FIELD(NA_ITEM_TITLE, "title", OBJECT, &shape_phrase, "item title") \
	FIELD(NA_ITEM_HREF, "href", TEXT, NULL, "the item on its criteria page") \
	FIELD(NA_ITEM_REASON, "reason", OBJECT, &shape_phrase, "why it does not apply")

#define SHAPE_RECOGNITION(FIELD) \
	FIELD(RECOGNITION_SCHEME, "scheme", TEXT, NULL, "the foreign scheme") \
	FIELD(RECOGNITION_ITEMS, "items", LIST, NULL, "items it recognises")

#define SHAPE_GRACE(FIELD) \
	FIELD(GRACE_END, "end", OBJECT, &shape_date, "last day of the grace period") \
	FIELD(GRACE_IS_OVER, "is_over", FLAG, NULL, "that day has passed") \
	FIELD(GRACE_VERSION, "version", OBJECT, &shape_criteria_link, "the revision that gave it")

#define SHAPE_LABEL(FIELD) \
	FIELD(LABEL_ID, "id", TEXT, NULL, "label id") \
	FIELD(LABEL_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(LABEL_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(LABEL_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(LABEL_IS_LEVEL_1, "is_level_1", FLAG, NULL, "level 1") \
	FIELD(LABEL_IS_LEVEL_2, "is_level_2", FLAG, NULL, "level 2") \
	FIELD(LABEL_IS_LEVEL_3, "is_level_3", FLAG, NULL, "level 3") \
	FIELD(LABEL_IS_LEVEL_4, "is_level_4", FLAG, NULL, "level 4") \
	FIELD(LABEL_CATEGORY, "category", OBJECT, &shape_category, "product category, levels 2 to 4") \
	FIELD(LABEL_CRITERIA, "criteria", OBJECT, &shape_criteria_link, "criteria version") \
	FIELD(LABEL_NA_ITEMS, "na_items", LIST, &shape_na_item, "items that do not apply") \
	FIELD(LABEL_STATUS, "status", TEXT, NULL, "valid, pending, lapsed, revoked") \
	FIELD(LABEL_STATUS_NAME, "status_name", TEXT, NULL, "the status in words") \
	FIELD(LABEL_REASON, "reason", TEXT, NULL, "code of the reason") \
	FIELD(LABEL_REASON_NAME, "reason_name", TEXT, NULL, "the reason in words") \
	FIELD(LABEL_IS_VALID, "is_valid", FLAG, NULL, "status valid") \
	FIELD(LABEL_IS_PENDING, "is_pending", FLAG, NULL, "status pending") \
	FIELD(LABEL_IS_LAPSED, "is_lapsed", FLAG, NULL, "status lapsed") \
	FIELD(LABEL_IS_REVOKED, "is_revoked", FLAG, NULL, "status revoked") \
	FIELD(LABEL_IS_ENDED, "is_ended", FLAG, NULL, "any status but valid") \
	FIELD(LABEL_IS_CURRENT, "is_current", FLAG, NULL, "status valid, and not the last record of a retired entry") \
	FIELD(LABEL_IS_ENDED_BY_TERM, "is_ended_by_term", FLAG, NULL, "the term ran out") \
	FIELD(LABEL_DISPLAYED_ON, "displayed_on", OBJECT, &shape_date, "issued or last extended on") \
	FIELD(LABEL_END, "end", OBJECT, &shape_date, "last valid day, or day of the ending event") \
	FIELD(LABEL_HEADLINE, "headline", TEXT, NULL, "the answer in a few words") \
	FIELD(LABEL_SENTENCE, "sentence", TEXT, NULL, "the answer in a sentence") \
	FIELD(LABEL_BRIEF, "brief", TEXT, NULL, "the level in a sentence, with what it is not") \
	FIELD(LABEL_NEXT_STEP, "next_step", TEXT, NULL, "what the reader can do now") \
	FIELD(LABEL_HEADLINE_LINE, "headline_line", MARKUP, NULL, "the headline, its date in one line") \
	FIELD(LABEL_SENTENCE_LINE, "sentence_line", MARKUP, NULL, "the sentence, its dates in one line each") \
	FIELD(LABEL_HAS_NA_ITEMS, "has_na_items", FLAG, NULL, "there are such items") \
	FIELD(LABEL_APPLICANT, "applicant", OBJECT, &shape_phrase, "who applied") \
	FIELD(LABEL_CALENDAR_HREF, "calendar_href", TEXT, NULL, "the calendar of the applicant's terms that end") \
	FIELD(LABEL_CORPORATE_NUMBER, "corporate_number", TEXT, NULL, "its corporate number") \
	FIELD(LABEL_EVALUATOR, "evaluator", TEXT, NULL, "kind of evaluator in words") \
	FIELD(LABEL_EVALUATOR_KIND, "evaluator_kind", TEXT, NULL, "kind of evaluator") \
	FIELD(LABEL_EVALUATOR_NAME, "evaluator_name", OBJECT, &shape_phrase, "who evaluated") \
	FIELD(LABEL_ROUTE, "route", TEXT, NULL, "self, A or B") \
	FIELD(LABEL_ROUTE_NAME, "route_name", TEXT, NULL, "the route in words") \
	FIELD(LABEL_IS_ASSESSED, "is_assessed", FLAG, NULL, "another checked what the vendor declares") \
	FIELD(LABEL_RECOGNITIONS, "recognitions", LIST, &shape_recognition, "recognised abroad") \
	FIELD(LABEL_RECOGNITIONS_END, "recognitions_end", OBJECT, &shape_date, "until when they counted, of a label that has ended") \
	FIELD(LABEL_IS_ENDING_SOON, "is_ending_soon", FLAG, NULL, "note: ends within ending_soon_days") \
	FIELD(LABEL_IS_SUPERSEDED, "is_superseded", FLAG, NULL, "note: its criteria version was replaced") \
	FIELD(LABEL_GRACE, "grace", OBJECT, &shape_grace, "note: its criteria version has or had a grace period") \
	FIELD(LABEL_IS_UNDER_REVIEW, "is_under_review", FLAG, NULL, "note: a change is under review") \
	FIELD(LABEL_TIMELINE, "timeline", OBJECT, &shape_timeline, "the term, drawn")

#define SHAPE_TIMELINE_SPAN(FIELD) \
	FIELD(SPAN_X, "x", TEXT, NULL, "where it begins") \
	FIELD(SPAN_WIDTH, "width", TEXT, NULL, "how long it is") \
	FIELD(SPAN_KIND, "kind", TEXT, NULL, "term, extension, grace") \
	FIELD(SPAN_WORDS, "words", TEXT, NULL, "what it is") \
	FIELD(SPAN_FROM, "from", OBJECT, &shape_date, "first day") \
	FIELD(SPAN_TO, "to", OBJECT, &shape_date, "last day")

#define SHAPE_TIMELINE_MARK(FIELD) \
	FIELD(MARK_X, "x", TEXT, NULL, "where it stands") \
	FIELD(MARK_DATE, "date", OBJECT, &shape_date, "its day") \
	FIELD(MARK_KIND, "kind", TEXT, NULL, "begin, end, checkpoint, grace") \
	FIELD(MARK_SHAPE, "shape", TEXT, NULL, "path data of the mark, around its place") \
	FIELD(MARK_WORDS, "words", TEXT, NULL, "what it is")

#define SHAPE_TIMELINE_YEAR(FIELD) \
	FIELD(TICK_YEAR_X, "x", TEXT, NULL, "where it begins") \
	FIELD(TICK_YEAR_YEAR, "year", TEXT, NULL, "its number")

#define SHAPE_TIMELINE(FIELD) \
	FIELD(TIMELINE_WIDTH, "width", TEXT, NULL, "width of the drawing") \
	FIELD(TIMELINE_FROM, "from", OBJECT, &shape_date, "day at x = 0") \
	FIELD(TIMELINE_DAYS, "days", TEXT, NULL, "days from there to x = width") \
	FIELD(TIMELINE_YEARS, "years", LIST, &shape_timeline_year, "years that begin along the line") \
	FIELD(TIMELINE_SPANS, "spans", LIST, &shape_timeline_span, "stretches of time") \
	FIELD(TIMELINE_HAS_KEY, "has_key", FLAG, NULL, "there are several, which a key tells apart") \
	FIELD(TIMELINE_MARKS, "marks", LIST, &shape_timeline_mark, "days")

#define SHAPE_ALSO(FIELD) \
	FIELD(ALSO_ID, "id", TEXT, NULL, "label id") \
	FIELD(ALSO_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(ALSO_LEVEL_NAME, "level_name", TEXT, NULL, "the level as printed") \
	FIELD(ALSO_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(ALSO_STATUS_NAME, "status_name", TEXT, NULL, "the status in words") \
	FIELD(ALSO_END, "end", OBJECT, &shape_date, "last valid day")

#define SHAPE_ANSWER(FIELD) \
	FIELD(ANSWER_LANG, "lang", TEXT, NULL, "language of the answer") \
	FIELD(ANSWER_STATUS_NAME, "status_name", TEXT, NULL, "the status in words") \
	FIELD(ANSWER_LEVEL_SPOKEN, "level_spoken", TEXT, NULL, "the level as spoken") \
	FIELD(ANSWER_HEADLINE, "headline", TEXT, NULL, "the answer in a few words") \
	FIELD(ANSWER_SENTENCE, "sentence", TEXT, NULL, "the answer in a sentence") \
	FIELD(ANSWER_HEADLINE_LINE, "headline_line", MARKUP, NULL, "the headline, its date in one line") \
	FIELD(ANSWER_SENTENCE_LINE, "sentence_line", MARKUP, NULL, "the sentence, its dates in one line each") \
	FIELD(ANSWER_HREF, "href", TEXT, NULL, "this page in that language") \
	FIELD(ANSWER_CONTINUE, "continue", TEXT, NULL, "what the link there says")

#define SHAPE_PLAIN_ANSWER(FIELD) \
	FIELD(PLAIN_ANSWER_LANG, "lang", TEXT, NULL, "language of the answer") \
	FIELD(PLAIN_ANSWER_IS_RIGHT_TO_LEFT, "is_right_to_left", FLAG, NULL, "it is written from right to left") \
	FIELD(PLAIN_ANSWER_NAME, "name", MARKUP, NULL, "the language's name in itself") \
	FIELD(PLAIN_ANSWER_SENTENCE, "sentence", MARKUP, NULL, "the answer in plain words") \
	FIELD(PLAIN_ANSWER_UNREVIEWED, "unreviewed", MARKUP, NULL, "that nobody has reviewed them, if so")

/* the sentences of content/plain/; {{date}} stands for the member date, which has these names */
#define SHAPE_PLAIN_SENTENCE(FIELD) \
	FIELD(PLAIN_SENTENCE_LEVEL, "level", TEXT, NULL, "1 to 4") \
	FIELD(PLAIN_SENTENCE_YEAR, "year", TEXT, NULL, "year of the day that the page names") \
	FIELD(PLAIN_SENTENCE_MONTH, "month", TEXT, NULL, "its month, 1 to 12") \
	FIELD(PLAIN_SENTENCE_DAY, "day", TEXT, NULL, "its day of the month") \
	FIELD(PLAIN_SENTENCE_MONTH_NAME, "month_name", TEXT, NULL, "the month as the member months has it") \
	FIELD(PLAIN_SENTENCE_DAY_NAME, "day_name", TEXT, NULL, "the day as the member days has it")

#define SHAPE_RETIRED(FIELD) \
	FIELD(RETIRED_DATE, "date", OBJECT, &shape_date, "day on which the entry was retired") \
	FIELD(RETIRED_NOTE, "note", OBJECT, &shape_phrase, "why")

/* kind retired: of a product that the export lost only this is left */
#define SHAPE_RETIRED_PAGE(FIELD) \
	FIELD(RETIRED_PAGE_ID, "id", TEXT, NULL, "product id") \
	FIELD(RETIRED_PAGE_URL, "url", TEXT, NULL, "the fixed address") \
	FIELD(RETIRED_PAGE_QR_PICTURE, "qr_picture", MARKUP, NULL, "its QR code, in a lite mirror alone") \
	FIELD(RETIRED_PAGE_HAS_CORRECTIONS, "has_corrections", FLAG, NULL, "the registry showed it wrongly before") \
	FIELD(RETIRED_PAGE_CORRECTIONS, "corrections", LIST, &shape_correction, "what it showed wrongly, the newest first") \
	FIELD(RETIRED_PAGE_RETIRED, "retired", OBJECT, &shape_retired, "since when and why")

/* kind product */
#define SHAPE_PRODUCT_PAGE(FIELD) \
	FIELD(PRODUCT_PAGE_PRODUCT, "product", OBJECT, &shape_product, "the product") \
	FIELD(PRODUCT_PAGE_LABEL, "label", OBJECT, &shape_label, "its head label") \
	FIELD(PRODUCT_PAGE_ALSO, "also", LIST, &shape_also, "other labels still valid") \
	FIELD(PRODUCT_PAGE_HAS_NOTES, "has_notes", FLAG, NULL, "there is something to know besides") \
	FIELD(PRODUCT_PAGE_OTHER_ANSWERS, "other_answers", LIST, &shape_answer, "the answer in other languages, on the fixed address") \
	FIELD(PRODUCT_PAGE_HAS_PLAIN_ANSWERS, "has_plain_answers", FLAG, NULL, "there are plain answers") \
	FIELD(PRODUCT_PAGE_PLAIN_ANSWERS, "plain_answers", LIST, &shape_plain_answer, "the answer in plain words, on the fixed address") \
	FIELD(PRODUCT_PAGE_HAS_CORRECTIONS, "has_corrections", FLAG, NULL, "the registry showed it wrongly before") \
	FIELD(PRODUCT_PAGE_CORRECTIONS, "corrections", LIST, &shape_correction, "what it showed wrongly, the newest first") \
	FIELD(PRODUCT_PAGE_RETIRED, "retired", OBJECT, &shape_retired, "the entry has been retired")

/* qr.svg */
#define SHAPE_QR_FILE(FIELD) \
	FIELD(QR_FILE_SIZE, "size", TEXT, NULL, "modules a side, quiet zone included") \
	FIELD(QR_FILE_PATH, "path", TEXT, NULL, "path data of the dark modules") \
	FIELD(QR_FILE_TITLE, "title", TEXT, NULL, "the address in the code")

/* badge.svg */
#define SHAPE_BADGE(FIELD) \
	FIELD(BADGE_WIDTH, "width", TEXT, NULL, "width of the badge in pixels") \
	FIELD(BADGE_LABEL_TEXT, "label_text", TEXT, NULL, "words on the left") \
	FIELD(BADGE_LABEL_X, "label_x", TEXT, NULL, "where they begin") \
	FIELD(BADGE_LABEL_LENGTH, "label_length", TEXT, NULL, "how long they are") \
	FIELD(BADGE_STATUS_TEXT, "status_text", TEXT, NULL, "words on the right") \
	FIELD(BADGE_STATUS_X, "status_x", TEXT, NULL, "where they begin") \
	FIELD(BADGE_STATUS_LENGTH, "status_length", TEXT, NULL, "how long they are") \
	FIELD(BADGE_RIGHT_X, "right_x", TEXT, NULL, "where the right part begins") \
	FIELD(BADGE_RIGHT_WIDTH, "right_width", TEXT, NULL, "how wide it is") \
	FIELD(BADGE_STARS_X, "stars_x", TEXT, NULL, "where the stars begin") \
	FIELD(BADGE_ICON_X, "icon_x", TEXT, NULL, "where the status icon begins")

#define SHAPE_BADGE_FILE(FIELD) \
	FIELD(BADGE_FILE_LANG, "lang", TEXT, NULL, "language of the badge") \
	FIELD(BADGE_FILE_LABEL, "label", OBJECT, &shape_label, "the head label; none: the entry was retired") \
	FIELD(BADGE_FILE_BADGE, "badge", OBJECT, &shape_badge, "measures")

/* clang-format on */

#endif
