/*
 * Texts one behind the other, as small as they get: for what is kept once a product.
 *
 * Each stands behind its length plus one, seven bits a byte, the last byte below 128; an absent one
 * is a single 0. The bytes are in an arena; views of them do not end in NUL.
 */
#ifndef MODEL_PACKED_H
#define MODEL_PACKED_H

#include "base/buf.h"
#include "base/str.h"

/* Appends a text. */
void packed_add(struct buf *b, struct str s);

/* Reads on where a length does not end with its first byte, which is `n`. */
size_t packed_read_length(const char **packed, size_t n);

/* The text of a number, of those that were added. */
static inline struct str packed_get(const char *packed, unsigned number)
{
	for (;;) {
		size_t n = (unsigned char)*packed++;

		if (n >= 128)
			n = packed_read_length(&packed, n);
		if (number-- == 0)
			return n > 0 ? (struct str){packed, n - 1} : STR_NONE;
		packed += n > 0 ? n - 1 : 0;
	}
}

#endif
