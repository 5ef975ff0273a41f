/*
 * The files besides the products': lists, criteria, prose, statistics, sitemaps, static files.
 *
 * All are known by number before the first is made, so workers share them out like products.
 */
#ifndef MAKE_COLLECT_H
#define MAKE_COLLECT_H

#include "base/arena.h"
#include "data/open_data.h"
#include "night/state.h"
#include "publish/worker.h"
#include "site/lists.h"
#include "site/site.h"

/* The keys of the files made of several records, in the build arena: what state_save wants. */
struct collected {
	uint64_t *made;
	size_t nmade;
};

/* Makes all of them, or keeps those that would be the same as the ones published before. */
void collect_files(const struct site *site, const struct lists *lists, const struct open_data *data,
                   struct worker *workers, unsigned nworkers, struct arena *a,
                   struct collected *collected);

/* Makes what a folder with a part of the products has besides: of a preview the home page, and all
 * files that are published as they are; of a shard, without lists, the one file by which it is
 * known as made by fuda. */
void collect_part_files(const struct site *site, const struct lists *lists, struct worker *workers,
                        unsigned nworkers);

#endif
