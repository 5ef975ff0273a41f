/*
 * A text file that people write: layouts, pages, words.
 *
 * However an editor saved it, the text has line feeds alone at the ends of its lines.
 */
#ifndef BASE_TEXT_FILE_H
#define BASE_TEXT_FILE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"

/* Reads the file, of at most 16 MiB, into the arena. -1 with errno set if it cannot be read. What
 * is not UTF-8, or begins with a byte order mark, is ENCODING with its line, once for a file
 * however often it is read; then the text is empty. `path` ends in NUL. */
MUST_CHECK int text_file_load(struct str path, struct str *text, struct arena *a, struct diag *d);

#endif
