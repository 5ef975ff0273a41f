/*
 * Pass 1: every record of the export parsed, checked and judged, in parallel.
 *
 * The export is read in blocks of fixed size, so its size never shows in memory; what stays is one
 * row a product, sorted by product_id, and its texts: about 260 bytes a product with names in two
 * languages, 90 more a security note, and 80 more a label until the label ids have been compared.
 * They belong to the survey, which lives as long as the build. Pass 2 reads a record again by its
 * row.
 */
#ifndef MODEL_SURVEY_H
#define MODEL_SURVEY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "model/criteria.h"
#include "model/export.h"
#include "model/fallback.h"
#include "model/packed.h"
#include "model/record.h"
#include "model/rules.h"

/* What feeds and the page of open notes need of a security note. */
struct row_note {
	date_days date;
	uint32_t number : 28; /* 1; of notes with one date and title 1, 2 and so on */
	enum severity severity : 3;
	bool is_open : 1;
	const char *title; /* packed: one a language of the site, none where it has none; behind it
	                      the JVN number or none, and how many CVE ids there are, and they */
};

#define ROW_HASH 16 /* bytes of a record's SHA-256 that are kept, to tell whether it changed */

/* A manufacturer or an applicant. Records of one firm have its name alike in every language: a row
 * never shows a name that its own record does not have. */
struct firm {
	struct text name;     /* with its reading, where the records that have one agree */
	struct str *readings; /* all that records have, in byte order */
	uint32_t nreadings;
	uint32_t nproducts; /* issued products */
};

/* What lists, search and feeds need of a product, and where its record stands. There is one a
 * product, so it is packed. Of a product that is not issued (no page, no row anywhere) all but id,
 * record and next_change are empty, and next_change is the day on which that may change. */
struct row {
	unsigned char hash[ROW_HASH];
	uint64_t offset;         /* of the record's first byte in the export */
	uint64_t key;            /* of all that is in the row, and the names of its firms */
	const char *texts;       /* packed, in the order of enum row_text */
	struct row_note *notes;  /* by date, then title; those dated on or before t */
	uint32_t nnotes, length; /* bytes of the record, without its line end */
	uint32_t line;
	date_days end, displayed_on;
	date_days next_change; /* of the standing */
	uint32_t category;     /* index, or CRITERIA_NONE */
	uint32_t criteria;     /* index of the head's criteria version */
	uint32_t manufacturer; /* index into survey.manufacturers, or SURVEY_WITHHELD or _NOT_STATED
	                        */
	uint32_t reading;      /* of the manufacturer, from 1; 0: the record has none */
	uint32_t applicant;    /* of the head; index into survey.applicants */
	uint32_t nmodels;
	enum status status : 4;
	enum reason reason : 5;
	int level : 4;
	enum evaluator_kind evaluator : 3;
	enum support support : 3;
	bool has_open_note : 1; /* one of the notes is open */
	bool is_extended : 1; /* displayed_on is the day of an extension, not of the acquisition */
	bool is_fallback : 1; /* the record is one of the fallback; its place is that of the bad one
	                       */
	bool is_retired : 1;  /* its page is the last record, and it stands in no list */
	bool is_kept : 1;     /* nothing in its pages can differ from those that are published;
	                         false until that is known */
};

/* Of a product that is not issued the first one alone. */
enum row_text {
	ROW_TEXT_ID,
	ROW_TEXT_LABEL, /* label_id of the head */
	ROW_TEXT_MODEL, /* the first model number */
	ROW_TEXT_NAME,  /* one a language of the site, none where it has none; behind them stands
	                   what details.h reads */
};

static inline struct str row_id(const struct row *row)
{
	return packed_get(row->texts, ROW_TEXT_ID);
}

static inline struct str row_label(const struct row *row)
{
	return packed_get(row->texts, ROW_TEXT_LABEL);
}

static inline struct str row_model(const struct row *row)
{
	return packed_get(row->texts, ROW_TEXT_MODEL);
}

static inline struct str row_name(const struct row *row, unsigned language)
{
	return packed_get(row->texts, ROW_TEXT_NAME + language);
}

/* Asks for the memory of rows that will be read soon: each stands somewhere else, and all of them
 * come in the time of a few. */
static inline void row_expect(const struct row *const *rows, size_t nrows)
{
	for (size_t i = 0; i < nrows; i++) {
		__builtin_prefetch(rows[i]);
		__builtin_prefetch(&rows[i]->applicant);
	}
	for (size_t i = 0; i < nrows; i++) {
		__builtin_prefetch(rows[i]->texts);
		__builtin_prefetch(rows[i]->texts + 64);
	}
}

/* What is packed behind the title of a note: read with packed_next the JVN number, with
 * packed_next_number how many CVE ids there are, and they. */
static inline const char *row_note_codes(const struct row_note *note, unsigned nlanguages)
{
	const char *at = note->title;

	while (nlanguages-- > 0)
		packed_next(&at);
	return at;
}

static inline bool row_is_issued(const struct row *row)
{
	return row->status != STATUS_NOT_ISSUED;
}

/* Whether lists, search, calendars and statistics have it: an entry that is retired has its page,
 * and what happened to it in the changes, alone. */
static inline bool row_is_listed(const struct row *row)
{
	return row_is_issued(row) && !row->is_retired;
}

/* The manufacturer's reading in the product's own record; none if it has none. */
static inline struct str row_reading(const struct row *row, const struct firm *manufacturers)
{
	return row->reading > 0 ? manufacturers[row->manufacturer].readings[row->reading - 1]
	                        : STR_NONE;
}

/* What the row keeps of the head's standing: status, reason and the days that are asked of rules.
 */
static inline struct standing row_standing(const struct row *row)
{
	return (struct standing){
	        .status = row->status,
	        .reason = row->reason,
	        .end = row->end,
	        .displayed_on = row->displayed_on,
	        .first_end = DATE_NONE,
	        .next_change = row->next_change,
	};
}

/* The day to show as its end. */
static inline date_days row_shown_end(const struct row *row, const struct rules *rules)
{
	const struct standing standing = row_standing(row);

	return rules_shown_end(rules, &standing);
}

/* The last day on which the label that is shown was issued, extended or ended. */
static inline date_days row_last_day(const struct row *row, const struct rules *rules)
{
	date_days end = row_shown_end(row, rules);

	return row->status != STATUS_VALID && end > row->displayed_on ? end : row->displayed_on;
}

#define SURVEY_WITHHELD   (UINT32_MAX - 1)
#define SURVEY_NOT_STATED UINT32_MAX

struct survey {
	struct export export; /* the file, open for reading, and its name */
	struct export_header header;
	const struct fallback *fallback; /* or NULL */
	struct export_record *faulty;    /* records with errors, by where they stand; of a block
	                                    no more than one above max_fallback */
	size_t nfaulty;
	date_days as_of;
	date_days exported_on; /* day in Asia/Tokyo of exported_at */
	struct str exported_at;
	char hash[SHA256_HEX]; /* of the export's bytes, as they were read */
	struct row *rows;      /* sorted by product_id in byte order */
	size_t nrows, nissued, nlisted;
	struct firm *manufacturers; /* one a distinct name, sorted by it */
	size_t nmanufacturers;
	struct firm *applicants; /* the same */
	size_t napplicants;
	struct arena *texts; /* of the rows, one arena a worker */
	unsigned ntexts;
};

/* How an export is read. */
struct survey_wish {
	date_days as_of;
	unsigned nworkers;
	bool is_unhashed; /* for a check alone: neither the export nor the rows get their hashes
	                     and keys, and survey_read is not to be called */
	const struct retired *retired; /* products whose rows are of the day on which they were
	                                  retired; or NULL */
};

/* Reads and checks the whole export; records of `fallback`, unless it is NULL, are read in place of
 * those that it names. Returns -1 if it added an error; the rows are then not to be used. `survey`
 * must be given to survey_release in either case. */
MUST_CHECK int survey_load(struct survey *survey, const char *path, const struct fallback *fallback,
                           const struct rules *rules, struct survey_wish wish, struct arena *a,
                           struct diag *d);
void survey_release(struct survey *survey);

/* The row of a product, or NULL. */
const struct row *survey_find(const struct survey *survey, struct str product_id);

/* Reads the record of a row again. `text` is a buffer of the worker's and holds the record's bytes,
 * `a` its page arena. Returns -1, with a system diagnostic, if the file cannot be read any more or
 * has changed since. Safe in any thread. */
MUST_CHECK int survey_read(const struct survey *survey, const struct row *row,
                           const struct rules *rules, struct buf *text, struct arena *a,
                           struct product *product, struct diag *d);

#endif
