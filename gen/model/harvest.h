/*
 * What one worker takes from the records it has read: rows, manufacturers, label ids.
 *
 * A harvest belongs to its worker while the records are read, then to the survey, which puts the
 * harvests together. Lines in it count from the block in which they stand. What it becomes never
 * depends on which worker read what.
 */
#ifndef MODEL_HARVEST_H
#define MODEL_HARVEST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "model/survey.h"

#define HARVEST_ROWS 512 /* in one piece */

/* Rows in pieces that are given back one by one while they are put into their final place, so that
 * all rows are never in memory twice. */
struct harvest_rows {
	struct harvest_rows *next;
	size_t n;
	struct row rows[HARVEST_ROWS];
};

/* The name of a manufacturer or applicant, with its reading, as a record has it. */
struct harvest_name {
	struct text name;
	uint32_t nproducts;
	uint32_t number;  /* of the firm among all, when the harvests are put together */
	uint32_t reading; /* number among those of the firm, from 1; 0: it has none */
};

/* One label_id, used by one label. */
struct harvest_label {
	const char *id;      /* NUL-terminated; ids have no NUL */
	const char *product; /* texts of its row, or NULL if there is none */
	uint64_t offset;     /* of the record */
	uint32_t line, index;
};

/* Names, each once by what it is in all languages and its reading. */
struct harvest_names {
	struct buf names;   /* an array of struct harvest_name */
	struct map by_text; /* -> index into names */
};

enum harvest_kind { HARVEST_MANUFACTURERS, HARVEST_APPLICANTS, HARVEST_NKINDS };

struct harvest {
	struct arena texts;        /* of the rows and names */
	struct arena label_texts;  /* of the label ids, until they have been compared */
	struct harvest_rows *rows; /* the newest piece first */
	struct buf labels;         /* an array of struct harvest_label */
	struct buf packed;         /* the texts of a row, before they are copied */
	struct harvest_names firms[HARVEST_NKINDS];
};

void harvest_init(struct harvest *h);
void harvest_release_rows(struct harvest_rows *rows); /* one piece */
void harvest_release(struct harvest *h); /* all but the texts, which the survey keeps */

static inline size_t harvest_count_names(const struct harvest_names *names)
{
	return names->names.n / sizeof(struct harvest_name);
}

static inline struct harvest_name *harvest_list_names(const struct harvest_names *names)
{
	return (struct harvest_name *)(void *)names->names.p;
}

/* Takes a record, whose place is in `row`: what it is on day t by the rules or, if it has errors,
 * in which case `rules` is NULL, its ids alone. */
void harvest_add(struct harvest *h, const struct product *product, struct row row,
                 const struct rules *rules, date_days t);

#endif
