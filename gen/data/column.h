/*
 * The columns of the open data: one record a product, flat, for spreadsheets and databases.
 *
 * One table says what there is; from it come the CSV files, their metadata, the table on the page
 * /data/ and that of the database. A column is never renamed and never changes its meaning; new
 * ones are added at the end. The values are those of label.json, so what must not be shown is not
 * among them.
 */
#ifndef DATA_COLUMN_H
#define DATA_COLUMN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "site/site.h"
#include "view/view.h"

enum column_type {
	COLUMN_STRING,
	COLUMN_WORD, /* a string out of a fixed list */
	COLUMN_LIST, /* strings with COLUMN_SEPARATOR between them */
	COLUMN_URL,
	COLUMN_DATE,
	COLUMN_INTEGER,
};

#define COLUMN_SEPARATOR " | "

/* How many bytes stand at `at` that a field of the CSV has as one space: a space, a control
 * character, the end of a line; or 0. */
size_t column_space_length(struct str text, size_t at);

struct column {
	const char *name;
	enum column_type type;
	bool is_translated;  /* one column a language, NAME_ja and so on */
	bool is_required;    /* of a product that is not retired */
	const char *pattern; /* of a word or an id: a regular expression for all of it, or NULL */
};

/* A place in a record: a column, and the language where it is translated. */
struct column_place {
	const struct column *column;
	unsigned language;
};

/* All places in order, in the arena. */
void column_list(const struct site *site, struct arena *a, struct column_place **places,
                 size_t *nplaces);

/* "name_ja", in the arena. */
struct str column_name(const struct site *site, struct column_place place, struct arena *a);

/* What a product has there, as the text that label.json has; none where there is nothing. In the
 * arena or in the product. */
struct str column_value(const struct site *site, const struct entry *entry,
                        struct column_place place, struct arena *a);

/* What the column is, in words of a language. */
struct value column_meaning(const struct language_words *words, const struct column *column);

/* Adds a diagnostic for each column without such words. */
void column_check_words(const struct language_words *words, struct diag *d);

#endif
