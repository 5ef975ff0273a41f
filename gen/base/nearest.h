/*
 * The word that somebody meant: of those that exist, the nearest to one that does not, if any is
 * near.
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* Of the candidates considered so far the one nearest to a name. Begin with {.distance = limit}. */
struct nearest {
	struct str name;
	size_t distance;
};

void nearest_init(struct nearest *nearest, struct str name);
void nearest_consider(struct nearest *nearest, struct str name, struct str candidate);

/* Appends `; did you mean "…"` if one is near enough. */
void nearest_format(const struct nearest *nearest, struct buf *b);

/* The same as a text in the arena: empty if none is near. */
struct str nearest_hint(const struct nearest *nearest, struct arena *a);

#endif
