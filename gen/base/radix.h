/*
 * Sorting many items by a number of 64 bits: byte by byte, without comparing.
 *
 * Texts sort so by their first eight bytes (radix_head); who has longer ones sorts the few that are
 * equal up to there by other means.
 */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H

#include "base/str.h"
#include <stdint.h>

struct radix_item {
	uint64_t key;
	uint32_t value, other; /* whatever belongs to the key */
};

/* Sorts by key, ascending; items with the same key stay in their order. `room` is for n items, and
 * holds nothing of use afterwards. */
void radix_sort(struct radix_item *items, struct radix_item *room, size_t n);

/* The first eight bytes of a text, zeroes behind its end: orders texts as str_compare does, as far
 * as they go. */
static inline uint64_t radix_head(struct str s)
{
	uint64_t head = 0;

	for (size_t i = 0; i < sizeof(head); i++)
		head = head << 8 | (i < s.n ? (unsigned char)s.p[i] : 0);
	return head;
}

#endif
