/*
 * The export as a file of lines: its header, and the blocks in which workers read it.
 *
 * A line belongs to the block in which its first byte stands, so every line is in exactly one
 * block, however long it is. Only offsets and lines are known here; what a record is, record.h
 * says.
 */
#ifndef MODEL_EXPORT_H
#define MODEL_EXPORT_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/settings.h"
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define EXPORT_BLOCK    ((size_t)1 << 20)  /* bytes */
#define EXPORT_LINE_MAX ((size_t)16 << 20) /* bytes; a longer line is not read to its end */

/* What the header says that the file is. */
#define EXPORT_FORMAT "label-export/1"

/* The name of no file but of standard input. */
#define EXPORT_STANDARD_INPUT "-"

struct export
{
	int fd;
	struct str file; /* its name as given; "standard input" for EXPORT_STANDARD_INPUT */
	uint64_t size;
	struct timespec changed; /* when it was last written, as found by export_open */
};

/* Where a record stands. */
struct export_record {
	uint64_t offset; /* of its first byte */
	uint32_t length; /* bytes, without its line feed; UINT32_MAX if over EXPORT_LINE_MAX */
	uint32_t line;   /* from 1 */
};

struct export_header {
	uint64_t offset;        /* of its line; UINT64_MAX if no line is the header */
	uint32_t line;          /* on which it stands, from 1 */
	uint32_t length;        /* of the line, without its line feed */
	struct str exported_at; /* in the arena; none if it is absent or cannot be shown */
	date_days exported_on;  /* the day in Asia/Tokyo, or DATE_NONE */
	long nrecords;          /* as promised, or -1 */
	bool is_array;          /* the file is one JSON array: no line of it is worth reading */
};

/* A block's lines: a whole number of them, the last one without its end if the file ends so, or cut
 * where it is longer than EXPORT_LINE_MAX. */
struct export_block {
	uint64_t offset; /* of the first line */
	struct str text; /* in the buffer; empty if no line begins in the block */
};

/* Opens a regular file for reading; EXPORT_STANDARD_INPUT is what comes there, which is copied if
 * it is no file, for it is read twice. -1 after a system diagnostic; e->fd is then -1. */
MUST_CHECK int export_open(struct export *e, const char *path, struct arena *a, struct diag *d);
void export_close(struct export *e);

/* Adds why export_read failed, from errno. */
void export_add_fault(const struct export *e, struct diag *d);

/* Whether size and time of the file are still those that export_open found. */
bool export_is_unchanged(const struct export *e);

/* Number of blocks; 0 of an empty file. */
size_t export_count_blocks(const struct export *e);

/* Appends exactly `n` bytes to the buffer, those from `offset` of the file on; -1 with errno, which
 * is 0 if the file ends before. Safe in any thread. */
MUST_CHECK int export_read(const struct export *e, uint64_t offset, size_t n, struct buf *b);

/* Reads the lines that begin in a block into the buffer, which is emptied first. As export_read. */
MUST_CHECK int export_read_block(const struct export *e, size_t number, struct buf *b,
                                 struct export_block *block);

/* Takes the next line off the block, without its line feed; a carriage return before that stays,
 * for JSON it is white space. False if there is none. *offset is where it stands in the file; *line
 * points into the buffer of the block. */
bool export_next_line(struct export_block *block, struct str *line, uint64_t *offset);

/* Whether the line is empty or holds only white space of JSON. */
bool export_is_blank(struct str line);

/* Finds and checks the header, the first line that is not blank. Adds what is wrong with it; a
 * record in its place is not a header, but a record. -1 if it added an error; *header then has what
 * could be read, for the checks that are still possible. */
MUST_CHECK int export_read_header(const struct export *e, const struct settings *settings,
                                  struct arena *a, struct export_header *header, struct diag *d);

#endif
