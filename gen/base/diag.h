/*
 * What is wrong: a list of diagnostics, each with its place.
 *
 * Everything that can be wrong with the input is added here and the work goes on; a stage that
 * added an error returns -1. The level belongs to the code, in diag_codes.h. A list belongs to one
 * thread; the lists of workers are merged and sorted, so that the messages never depend on how many
 * workers there were. Texts are copied: nothing given to a diagnostic needs to outlive the call.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum diag_level {
	DIAG_WARNING, /* said, and the work is done */
	DIAG_ERROR,   /* the input is wrong: nothing is published, exit status 1 */
	DIAG_SYSTEM,  /* the system failed: exit status 2 */
};

enum diag_code {
#define DIAG(code, level, name, meaning) DIAG_##code,
#include "base/diag_codes.h"
#undef DIAG
	DIAG_NCODES
};

struct place {
	struct str file;    /* as the user named it; none: the command as a whole */
	uint32_t line;      /* from 1; 0: the file as a whole */
	struct str id;      /* product_id; none: "-" */
	struct str pointer; /* RFC 6901 JSON pointer, "" the whole document; none: left out */
};

struct diag_item {
	enum diag_code code;
	uint32_t file; /* rank of the file */
	uint32_t line;
	size_t order; /* as added; set while sorting */
	struct str id, pointer, text;
	struct str once;  /* see diag_add_once */
	bool is_accepted; /* an error that counts as a warning: see diag_accept */
};

/* A gate that is let through, in one case: that of its figure. */
struct diag_accepted {
	enum diag_code code;
	struct str figure;
};

#define DIAG_ACCEPTED_MAX 64

struct diag {
	struct arena arena;
	struct diag_item *items;
	size_t nitems, items_room;
	size_t nwarnings, nerrors, nsystem;
	struct diag_accepted accepted[DIAG_ACCEPTED_MAX]; /* see diag_accept */
	size_t naccepted;
	struct str *files; /* the names behind the ranks */
	uint32_t nfiles;
	size_t files_room;
};

void diag_init(struct diag *d);
void diag_release(struct diag *d);

/* Adds a diagnostic. The text says what is wrong, with the value found, and what was expected;
 * lower case, no full stop. Control characters in it are shown as escapes when printed. */
void diag_add(struct diag *d, enum diag_code code, struct place place, const char *format, ...)
        PRINTF_LIKE(4, 5);

/* As diag_add, but of all diagnostics of this code with the same key only the first in order is
 * kept by diag_sort. For unknown keys, which would else be named on every line. */
void diag_add_once(struct diag *d, enum diag_code code, struct place place, struct str key,
                   const char *format, ...) PRINTF_LIKE(5, 6);

/* A fault of the system on a file, of code FILE_READ or FILE_WRITE: the text is
 * "what: strerror(error)", as in "cannot open: No such file or directory"; where somebody else owns
 * what is in the way, it says who. */
void diag_add_system(struct diag *d, enum diag_code code, const char *path, const char *what,
                     int error);

/* Adds the error of a gate. `figure` tells this case from any other: words without blanks. The text
 * ends with what to type to let it through; let through, it counts as a warning. */
void diag_add_gate(struct diag *d, enum diag_code code, struct place place, struct str figure,
                   const char *format, ...) PRINTF_LIKE(5, 6);

/* From now on the gate's error with this figure counts as a warning: a known case that was let
 * through. At most DIAG_ACCEPTED_MAX; `figure` must outlive the list. */
void diag_accept(struct diag *d, enum diag_code code, struct str figure);

/* Those from number `first` on were said of what is not used after all: of warnings no word stays,
 * and errors count as warnings. Not for faults of the system. */
void diag_excuse(struct diag *d, size_t first);

/* Takes out those of which it is asked and the answer is yes. */
void diag_drop(struct diag *d,
               bool (*is_dropped)(const struct diag_item *item, const void *context),
               const void *context);

/* Appends all of `other`, its line numbers moved by `line_offset` where they are not 0. */
void diag_merge(struct diag *d, const struct diag *other, uint32_t line_offset);

/* Puts the list in the order of printing: by file, line, and as added within a line. Files stand in
 * the order in which diag_rank_file or the first diagnostic named them. */
void diag_sort(struct diag *d);

/* Fixes the place of a file in the order of printing before anything is said of it. */
uint32_t diag_rank_file(struct diag *d, struct str file);

/* Appends a text with control characters and the like as escapes: a terminal must not obey what a
 * record says. */
void diag_add_visible(struct buf *b, struct str s);

/* Printed at most; more say no more. */
#define DIAG_PRINTED_MAX 1000

/* The first `most` of them, one line each: `file:line: id: pointer: text [code]`, with "warning: "
 * before the text of a warning. */
void diag_print_some(const struct diag *d, size_t most, bool is_painted, FILE *out);
void diag_print(const struct diag *d, FILE *out); /* all */

/* 0 without errors, 1 if the input is wrong, 2 if the system failed. */
int diag_status(const struct diag *d);

/* "date-invalid" and the like; the level; what the manual says of it. */
const char *diag_code_name(enum diag_code code);
enum diag_level diag_code_level(enum diag_code code);
const char *diag_code_meaning(enum diag_code code);

#endif
