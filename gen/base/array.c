#include "base/array.h"
#include <stdlib.h>

#define LEAST 64

static void *copy(struct arena *a, const void *items, size_t n, size_t room, size_t size)
{
	void *larger = arena_array(a, room, size);

	if (n > 0)
		memcpy(larger, items, n * size);
	return larger;
}

void *array_grow(struct arena *a, void *items, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return items;
	*room = n < LEAST ? LEAST : 2 * n;
	items = a ? copy(a, items, n, *room, size) : reallocarray(items, *room, size);
	if (!items)
		out_of_memory();
	return items;
}
