#include "base/map.h"

#define FIRST_SLOTS 64

void map_init(struct map *m, struct arena *a)
{
	*m = (struct map){.arena = a};
}

/* The slot of the key, or the free one where it would go. */
static struct map_slot *find_slot(const struct map *m, struct str key)
{
	size_t at = str_hash(key) & (m->nslots - 1);

	while (m->slots[at].key.p && !str_is_equal(m->slots[at].key, key))
		at = (at + 1) & (m->nslots - 1);
	return &m->slots[at];
}

static void grow(struct map *m)
{
	struct map old = *m;

	m->nslots = old.nslots > 0 ? old.nslots * 2 : FIRST_SLOTS;
	m->slots = arena_array(m->arena, m->nslots, sizeof(*m->slots));
	for (size_t i = 0; i < old.nslots; i++)
		if (old.slots[i].key.p)
			*find_slot(m, old.slots[i].key) = old.slots[i];
}

uint32_t map_find(const struct map *m, struct str key)
{
	const struct map_slot *slot;

	if (m->nslots == 0)
		return MAP_NONE;
	slot = find_slot(m, key);
	return slot->key.p ? slot->value : MAP_NONE;
}

uint32_t map_add(struct map *m, struct str key, uint32_t value)
{
	struct map_slot *slot;

	if (m->nkeys * 2 >= m->nslots)
		grow(m);
	slot = find_slot(m, key);
	if (slot->key.p)
		return slot->value;
	*slot = (struct map_slot){key, value};
	m->nkeys++;
	return MAP_NONE;
}
