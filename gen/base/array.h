/*
 * An array that grows one element at a time: it doubles, so that the copying is soon forgotten.
 *
 * It is a pointer, how many are in it and how many there is room for, all three zero at first. It
 * lives in an arena, which keeps the smaller ones too; or on the heap, where the arena is NULL and
 * whoever has the pointer frees it.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "base/arena.h"
#include <stdlib.h>

#define ARRAY_LEAST 64

/* Makes room for one more behind the `n` that are in it. */
#define ARRAY_GROW(a, items, n, room)                                                              \
	((items) = array_grow((a), (items), (n), &(room), sizeof(*(items))))

/* The array itself, or a larger copy. Without memory the program ends. */
static inline void *array_grow(struct arena *a, void *items, size_t n, size_t *room, size_t size)
{
	void *larger;

	if (n < *room)
		return items;
	*room = n < ARRAY_LEAST ? ARRAY_LEAST : 2 * n;
	larger = a ? arena_array(a, *room, size) : reallocarray(items, *room, size);
	if (!larger)
		out_of_memory();
	if (a && n > 0)
		memcpy(larger, items, n * size);
	return larger;
}

#endif
