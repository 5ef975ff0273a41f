/*
 * A text file that people write: layouts, pages, words.
 *
 * Whether an editor ended the lines by line feeds or by carriage return and line feed, the text has
 * line feeds. A carriage return elsewhere stays.
 */
#ifndef TEXT_TEXT_FILE_H
#define TEXT_TEXT_FILE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"

/* Reads the file, of at most 16 MiB, into the arena. -1 with errno set if it cannot be read, EFBIG
 * if it is larger; *text is then untouched. What is not UTF-8, or begins with a byte order mark, is
 * ENCODING with its line, once for a file however often it is read; then the text is empty. `path`
 * ends in NUL. */
MUST_CHECK int text_file_load(struct str path, struct str *text, struct arena *a, struct diag *d);

#endif
