/*
 * The files besides the products': lists, criteria, prose, statistics, sitemaps, static files.
 *
 * All are known by number before the first is made, so workers share them out like products.
 */
#ifndef SITE_COLLECT_H
#define SITE_COLLECT_H

#include "base/arena.h"
#include "site/lists.h"
#include "site/output.h"
#include "site/render.h"
#include "site/site.h"

/* Makes all of them; *lines and *nlines are what output_seal wants, in the arena. */
void collect_files(const struct site *site, const struct lists *lists,
                   struct render_worker *workers, unsigned nworkers, struct arena *a,
                   struct output_line **lines, size_t *nlines);

#endif
