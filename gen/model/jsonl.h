/*
 * The operator's files of one JSON object a line: content/retired.jsonl and others.
 */
#ifndef MODEL_JSONL_H
#define MODEL_JSONL_H

#include "model/reader.h"

/* Reads the file into an array in the arena, one struct of `format` a line; a file that does not
 * exist has none. `name` is what the format is called where unknown keys are named. Every fault is
 * added; -1 if there was an error. */
MUST_CHECK int jsonl_load(const char *path, const char *name, const struct format *format,
                          const struct settings *settings, struct arena *a, struct diag *d,
                          void **elements, size_t *n);

#endif
