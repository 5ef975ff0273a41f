/*
 * From text to number: a hash table with open addressing, in an arena.
 *
 * Keys are views: their bytes must live as long as the table. The table is filled by one thread and
 * may then be read by all. Replaced tables stay in the arena until it ends, at most as much again.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"
#include <stdint.h>

#define MAP_NONE UINT32_MAX /* not found; no value may be this */

struct map_slot {
	struct str key;
	uint32_t value;
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t nslots; /* a power of two, or 0 */
	size_t nkeys;
};

/* Sets up without allocating. The arena must outlive the map. */
void map_init(struct map *m, struct arena *a);

/* The value of the key, or MAP_NONE. */
uint32_t map_find(const struct map *m, struct str key);

/* Adds the key unless it is there. Returns the value that was there, or MAP_NONE if it was added.
 */
uint32_t map_add(struct map *m, struct str key, uint32_t value);

#endif
