/*
 * From a JSON text to its tree, in one pass: the inside of json.h, which says what a tree is.
 *
 * Accepts exactly RFC 8259: no leading zeros, no trailing commas, surrogates in pairs, any
 * character that a \u escape can name. Recursive, to JSON_DEPTH_MAX.
 */
#ifndef MODEL_SCANNER_H
#define MODEL_SCANNER_H

#include "model/json.h"

#define SCANNER_MARK "\xef\xbb\xbf" /* U+FEFF, the byte order mark */

struct scanner {
	const char *text, *p, *end; /* p: where it stopped */
	struct arena *a;
	struct json *nodes; /* taken from the arena, not yet used */
	unsigned nnodes, depth;
	bool is_too_deep; /* why it stopped, if it did */
};

/* The tree of a text of valid UTF-8, of at most 4 GiB, in the arena; NULL if the text is not JSON,
 * and then *s says where it stopped. A byte order mark before it is passed over, without a word. */
MUST_CHECK const struct json *scanner_parse(struct scanner *s, struct str text, struct arena *a);

#endif
