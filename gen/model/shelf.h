/*
 * Shelves: the products, cut once into stretches that begin where the hash of an id says so.
 *
 * A shelf is the unit of all that goes by product: a job of the first pass, a part of the list of
 * files, of open data and of a shard. A product that comes or goes changes its own shelf and now
 * and then the next one, never those behind it.
 */
#ifndef MODEL_SHELF_H
#define MODEL_SHELF_H

#include "base/arena.h"
#include "model/pages.h"
#include <stddef.h>

/* Cuts the products; there is at least one shelf, which may be empty. */
void shelf_cut(struct pages *pages, struct arena *a);

/* Keeps the shelves of one shard of `nshards`, numbered from 1: by a hash of the id that a shelf
 * begins with, so that a shelf stays in its shard whatever is cut elsewhere. The pages stay. */
void shelf_keep_shard(struct pages *pages, unsigned shard, unsigned nshards);

/* Keeps some products alone, each on a shelf of its own. The pages stay. */
void shelf_keep_only(struct pages *pages, const size_t *numbers, size_t n, struct arena *a);

/* The id that a shelf begins with; none of an empty one. */
struct str shelf_id(const struct pages *pages, const struct shelf *shelf);

/* The shelf in which a product stands by its id, as a number in pages.shelves; PAGES_NONE if that
 * shelf is not kept. */
size_t shelf_find(const struct pages *pages, struct str id);

#endif
