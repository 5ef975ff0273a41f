/*
 * Open data: all products as JSON Lines and as CSV, in parts, below data/products/.
 *
 * A line of PART.jsonl is the label.json of a product; a record of PART.csv has its columns. The
 * products stand in the order of their ids and are cut into parts at products chosen by their ids,
 * as pages of lists are, so that a new product changes its own part alone. A part is named after
 * the product it begins with, but the first one.
 *
 * The CSV is RFC 4180 in UTF-8, CRLF behind each record, the header in each part. A record is one
 * line: line breaks and tabs in a text become spaces. What a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
#ifndef DATA_OPEN_DATA_H
#define DATA_OPEN_DATA_H

#include "base/arena.h"
#include "base/buf.h"
#include "publish/worker.h"
#include "site/entry.h"
#include "site/site.h"
#include <stdatomic.h>

#define OPEN_DATA_FOLDER "data/products/"

/* What one chunk of products gave to a part. */
struct open_data_piece {
	struct buf lines, records; /* of the products that were made, in their order */
};

struct open_data_part {
	size_t from, to;             /* pages of products */
	struct str name;             /* "first", "from-7K3MQ2RD" */
	struct str lines_path, path; /* of the JSON Lines and of the CSV, below the site's root */
	struct open_data_piece *pieces; /* one a chunk of model/pages.h that has products of it */
	size_t npieces;
	atomic_size_t nopen; /* of these chunks, those that are not done */
};

struct open_data {
	const struct site *site;
	struct open_data_part *parts;
	size_t nparts; /* at least 1: without products one without lines */
};

/* Cuts the parts; in the arena. */
void open_data_plan(struct open_data *data, const struct site *site, struct arena *a);

/* Adds a product whose files have been made, by the number of its page; in the order of the numbers
 * within a chunk. Safe in any thread, for a chunk of its own. */
void open_data_add(const struct open_data *data, size_t number, const struct entry *entry,
                   struct arena *a);

/* Tells that a chunk is done, and makes the parts that are complete with it. What cannot have
 * changed since the site before is taken from its files; a part of which that is true of all is
 * left as it is. Without products there is one chunk all the same. */
void open_data_finish_chunk(struct open_data *data, size_t chunk, struct worker *w);

/* Appends a field of a CSV. */
void open_data_add_field(struct buf *b, struct str text);

#endif
