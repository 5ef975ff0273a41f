/*
 * The words people read: content/<lang>/strings.json, glossary.json and countries.json, those they
 * type, search.json, and between which of them lines end, phrases.json; one set a language.
 *
 * No word of a page stands in C. Layouts take theirs at compile time ({{t.key}}); the words that
 * depend on data (a status, a reason, a level, a date) are looked up once, here, by the codes of
 * the data, and sentences among them are small layouts of their own. Everything is in the build
 * arena and const after words_load, so workers share it.
 */
#ifndef SITE_WORDS_H
#define SITE_WORDS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/map.h"
#include "model/record.h"
#include "model/rules.h"
#include "model/settings.h"
#include "site/layers.h"
#include "site/path.h"
#include "text/order.h"
#include "text/phrases.h"
#include "tmpl/tmpl.h"

/* The kinds of lists of products; lists.h says what the code of each is. */
enum list_kind {
	LIST_ALL,
	LIST_LEVEL,     /* the level */
	LIST_STATUS,    /* enum status */
	LIST_CATEGORY,  /* index of the category */
	LIST_MAKER,     /* index of the manufacturer */
	LIST_CRITERIA,  /* index of the criteria version; valid labels that stand on it */
	LIST_ENDING,    /* days; valid labels that end within them, in the order of their ends */
	LIST_APPLICANT, /* index of the applicant; it has a calendar and no page */
	LIST_NKINDS
};

/* Kinds of entries of feeds, in the order in which those of one day are shown. */
enum feed_kind {
	FEED_REVOKED,
	FEED_ENDED,
	FEED_NOTE,
	FEED_PUBLISHED, /* a criteria version */
	FEED_RETIRED,   /* the entry of a product */
	FEED_EXTENDED,
	FEED_ISSUED, /* issued or renewed */
	FEED_NKINDS
};

/* What a feed has: every change, those of a level, those of a category. */
enum feed_scope { FEED_ALL, FEED_LEVEL, FEED_CATEGORY, FEED_NSCOPES };

/* What stands at a timeline. */
enum timeline_word {
	TIMELINE_TERM,
	TIMELINE_EXTENSION,
	TIMELINE_EXTENSION_SELF,
	TIMELINE_GRACE,
	TIMELINE_BEGIN,
	TIMELINE_CHECKPOINT_SELF,
	TIMELINE_CHECKPOINT_A,
	TIMELINE_CHECKPOINT_B,
	TIMELINE_END,
	TIMELINE_ENDED,
	TIMELINE_GRACE_END,
	TIMELINE_PUBLISHED,
	TIMELINE_EFFECTIVE,
	TIMELINE_NWORDS
};

enum statistics_table {
	STATISTICS_LEVELS,
	STATISTICS_CATEGORIES,
	STATISTICS_PAST,
	STATISTICS_COMING,
	STATISTICS_NTABLES
};

/* One answer to "what is with this label": each part a layout of the shape `sentence`. */
struct answer_words {
	const struct tmpl *headline, *sentence, *next;
};

struct language_words {
	unsigned number;   /* among the languages of the site */
	struct str tag;    /* "ja" */
	const char *lang;  /* the same, as texts in it say it on pages in another language */
	struct str prefix; /* "ja/": where its pages stand, unless it is the default language */
	struct str name;   /* of the language, in itself: "日本語" */
	const struct phrases *phrases; /* phrases.json: where lines end; NULL if there is none */
	struct str strings_file, countries_file, glossary_file, search_file;
	struct str strings_below; /* strings.json of the layer beneath; none if there is none */
	const struct json *strings, *glossary; /* the files, of all layers; NULL if they could
	                                          not be read */
	const struct json *own_strings, *own_glossary; /* of the first layer, or NULL */
	bool has_faults;           /* a file could not be read: no word counts as missing */
	const struct json *search; /* an object of lists of texts, or of lists of those; empty
	                              if it could not be read */
	struct map keys;           /* dotted key -> index into texts */
	struct str *texts;
	size_t ntexts;
	bool *is_used; /* by index into texts: a layout or the program has asked for it */
	/* the languages that stand in for it where it lacks a word, the nearest first */
	const struct language_words *chain[LANGUAGES_MAX];
	unsigned nchain;
	struct map countries; /* "JP" -> index into country_names */
	struct str *country_names;

	struct value status_name[STATUS_NVALUES];
	struct value reason_name[REASON_NVALUES];
	/* by level; 0 is empty */
	struct value level_name[CRITERIA_LEVELS + 1], level_spoken[CRITERIA_LEVELS + 1];
	struct value level_brief[CRITERIA_LEVELS + 1], level_brief_meant[CRITERIA_LEVELS + 1];
	struct value level_meaning[CRITERIA_LEVELS + 1];
	struct value revoked_meaning;
	struct value route_name[ROUTE_NVALUES], evaluator_name[EVALUATOR_NKINDS];
	struct value severity_name[SEVERITY_NVALUES], revision_name[REVISION_NVALUES];
	struct answer_words answer[STATUS_NVALUES][REASON_NVALUES]; /* only those that exist */

	struct value statistics_running, statistics_reason, statistics_total;
	struct value continue_here; /* for who reads a page in another language */
	struct value home_name, products_name, criteria_name; /* in breadcrumbs */
	struct value fixed_title[FIXED_NPAGES], fixed_description[FIXED_NPAGES];
	const struct tmpl *product_title, *product_description; /* shape title, like the next */
	const struct tmpl *list_title, *list_page_title, *list_description, *makers_description;
	const struct tmpl *criteria_title, *criteria_description;
	const struct tmpl *list_heading[LIST_NKINDS]; /* of those that have pages */
	struct value timeline[TIMELINE_NWORDS];
	struct value statistics_caption[STATISTICS_NTABLES], statistics_corner[STATISTICS_NTABLES];
	struct value statistics_past[2], statistics_coming[1]; /* names of the series */
	const struct tmpl *retired_title, *retired_description;
	const struct tmpl *record_headline,
	        *record_sentence; /* of what the export lost; shape title */
	struct value changes_name;
	const struct tmpl *changes_month_title, *changes_month_description; /* shape title */
	const struct tmpl *year_month;                                      /* shape date_parts */
	struct value change_name[FEED_NKINDS];
	const struct tmpl *feed_title[FEED_NSCOPES];                        /* shape title */
	const struct tmpl *calendar_name[LIST_NKINDS];                      /* shape title; of those
	                                                                       that have calendars */
	const struct tmpl *calendar_summary, *calendar_description;         /* shape row */
	const struct tmpl *calendar_day_summary, *calendar_day_description; /* day_of_ends */
	struct value badge_name, badge_retired;
	const struct tmpl *badge_status[STATUS_NVALUES]; /* shape sentence */
	struct value list_explanation[LIST_NKINDS];      /* may be empty */
	struct value initials[ORDER_NINITIALS];          /* headings of an index of names */
	const struct tmpl *date;
	struct value month_name[13];
	const struct value *days; /* of shape date, from the day words.first_day on */
};

struct words {
	unsigned nlanguages;
	struct language_words language[LANGUAGES_MAX];
	date_days first_day; /* of the days that are written out once; none are before
	                        words_add_days */
	uint32_t ndays;
};

/* Reads the words of all languages in content/ of the layers. Every missing key that the program
 * needs is added as STRING_MISSING with the key and its file. Returns -1 if it added an error. */
MUST_CHECK int words_load(struct words *words, const struct layers *layers,
                          const struct settings *settings, struct arena *a, struct diag *d);

/* The language that has the text of a key: itself, or the first that stands in for it; NULL: none.
 */
const struct language_words *words_source(const struct language_words *words, struct str key);

/* The same for who uses the word; not while workers run. */
const struct language_words *words_use(const struct language_words *words, struct str key);

/* The tag that texts of `from` carry in this language; NULL if it is this one. */
const char *words_lang(const struct language_words *words, const struct language_words *from);

/* The text of a key with its language, or none. */
struct value words_get(const struct language_words *words, struct str key);

/* The text that the language has itself, or none. */
struct str words_own(const struct language_words *words, struct str key);

/* The text of a key, of the language or of what stands in for it; -1 if there is none. */
MUST_CHECK int words_find(const struct language_words *words, struct str key, struct str *text);

/* The strings file that a text of this language stands in. */
struct str words_file(const struct language_words *words, struct str key);

/* The text of a key that must be there: "" stands in for it and STRING_MISSING is added. */
struct value words_require(const struct language_words *words, struct str key, struct diag *d);

/* A text of the strings file, compiled as plain text with the names of `shape`. */
const struct tmpl *words_compile(const struct language_words *words, struct str key,
                                 const struct shape *shape, struct arena *a, struct diag *d);

/* The name of a country, or its code where no language has a name for it. */
struct value words_country(const struct language_words *words, struct str code);

/* A date as people write it, in the arena. */
struct value words_date(const struct language_words *words, date_days date, struct arena *a);

/* The same of the first day of a month, 1 to 12, or of any other one, in any year: "{year}" and
 * "{day}" stand for these, so that a script writes days as the pages do. */
struct value words_date_pattern(const struct language_words *words, unsigned month, bool is_first,
                                struct arena *a);

/* Writes out the days around `day` in all languages, in the arena: nearly every date on a page is
 * one of them. */
void words_add_days(struct words *words, date_days day, struct arena *a);

/* Values of shape date. One that has not been written out is made in the arena. */
const struct value *words_day(const struct words *words, unsigned language, date_days date,
                              struct arena *a);

/* Runs a small layout and returns its text, in the arena. */
struct value words_run(const struct tmpl *tmpl, const struct value *values, struct arena *a);

#endif
