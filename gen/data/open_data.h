/*
 * Open data: all products as JSON Lines and as CSV, in parts, below data/products/, and as one file
 * each (whole.h).
 *
 * A line of PART.jsonl.gz is the label.json of a product; a record of PART.csv.gz has its columns.
 * A part has the products of a shelf (model/shelf.h), in the order of their ids, and is named after
 * the product it begins with, but the first one. It is compressed once: its file and the file of
 * all have the same member (encode.h).
 *
 * The CSV is RFC 4180 in UTF-8, CRLF behind each record, the header in each part. A record is one
 * line: line breaks and tabs in a text become spaces. What a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
#ifndef DATA_OPEN_DATA_H
#define DATA_OPEN_DATA_H

#include "base/arena.h"
#include "base/buf.h"
#include "data/whole.h"
#include "publish/worker.h"
#include "site/entry.h"
#include "site/site.h"

#define OPEN_DATA_FOLDER         "data/products/"
#define OPEN_DATA_LINES_SUFFIX   ".jsonl.gz"
#define OPEN_DATA_RECORDS_SUFFIX ".csv.gz"

enum { OPEN_DATA_LINES, OPEN_DATA_RECORDS, OPEN_DATA_NFORMS };

struct open_data_part {
	struct str name;             /* "first", "from-7K3MQ2RD" */
	struct str lines_path, path; /* of the JSON Lines and of the CSV, below the site's root */
};

struct open_data {
	const struct site *site;
	struct open_data_part *parts; /* one a shelf */
	struct whole *wholes;         /* all parts as one file, by form */
	struct str header;            /* of the CSV */
	struct str packed_header;     /* the same as a member */
};

/* The part of a shelf being made: what its products gave that were made, in their order. */
struct open_data_shelf {
	const struct open_data *data;
	size_t number; /* of the shelf */
	struct buf lines, records;
};

/* Names the parts; in the arena. */
void open_data_plan(struct open_data *data, const struct site *site, struct arena *a);

/* Makes ready to make them, and the files of all. A failure goes to the output. */
void open_data_open(struct open_data *data, struct output_worker *w, struct arena *a);

/* Publishes the files of all, when all shelves are finished. */
void open_data_close(struct open_data *data, struct worker *workers, unsigned nworkers);

/* Adds a product whose files have been made. */
void open_data_add(struct open_data_shelf *shelf, const struct entry *entry, struct arena *a);

/* Makes the files of a shelf of which all products are done. What cannot have changed is taken from
 * the files published before; a part of which that is true of all is left as it is. */
void open_data_finish(struct open_data_shelf *shelf, struct worker *w);

/* Appends a field of a CSV. */
void open_data_add_field(struct buf *b, struct str text);

#endif
