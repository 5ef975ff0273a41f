/*
 * What jansson says of a text that is not JSON: the words and the place of the first fault.
 *
 * Our own scanner (json.h) decides; jansson is asked only for the message, so its cost does not
 * matter. Apart from json.h, because both libraries use the same names.
 */
#ifndef MODEL_SYNTAX_H
#define MODEL_SYNTAX_H

#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

#define SYNTAX_TEXT_MAX 160

struct syntax_fault {
	uint32_t line, column;      /* from 1; the column in characters */
	char text[SYNTAX_TEXT_MAX]; /* valid UTF-8, NUL-terminated, no full stop */
};

/* Whether jansson, too, finds a fault in a text of valid UTF-8; it passes over some NUL bytes, and
 * goes deeper than we. Safe in any thread. */
bool syntax_find_fault(struct str text, struct syntax_fault *fault);

#endif
