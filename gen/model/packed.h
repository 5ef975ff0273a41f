/*
 * Texts and numbers one behind the other, as small as they get: for what is kept once a product.
 *
 * A number stands as seven bits a byte, the lowest first, the last byte below 128; a text stands
 * behind its length plus one; an absent one is a single 0. The bytes are in an arena; views of them
 * do not end in NUL.
 */
#ifndef MODEL_PACKED_H
#define MODEL_PACKED_H

#include "base/buf.h"
#include "base/str.h"

/* Appends a text, of less than 4 GiB. */
void packed_add(struct buf *b, struct str s);

/* Appends a number. */
void packed_add_number(struct buf *b, uint32_t number);

/* Reads on where a number does not end with its first byte, which is `n`. */
uint32_t packed_read_number(const char **at, uint32_t n);

/* The number that stands at `at`, and moves on behind it. */
static inline uint32_t packed_next_number(const char **at)
{
	uint32_t n = (unsigned char)*(*at)++;

	return n < 128 ? n : packed_read_number(at, n);
}

/* The text that stands at `at`, and moves on behind it. */
static inline struct str packed_next(const char **at)
{
	uint32_t n = packed_next_number(at);
	struct str s = n > 0 ? (struct str){*at, n - 1} : STR_NONE;

	*at += s.n;
	return s;
}

/* The text of a number, of those that were added. */
static inline struct str packed_get(const char *packed, unsigned number)
{
	while (number-- > 0)
		packed_next(&packed);
	return packed_next(&packed);
}

#endif
