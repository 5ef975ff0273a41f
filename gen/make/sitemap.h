/*
 * Sitemaps (sitemaps.org): every page's address, at most 50,000 a file, compressed, and an index of
 * the files.
 *
 * Files of products are cut at products chosen by their ids and named after the first, so that a
 * new product changes one file. lastmod is a day that the page itself shows; other pages have none.
 */
#ifndef MAKE_SITEMAP_H
#define MAKE_SITEMAP_H

#include "base/arena.h"
#include "base/buf.h"
#include "site/feed.h"
#include "site/lists.h"
#include "site/open_notes.h"
#include "site/site.h"
#include <stdint.h>

#define SITEMAP_URLS_MAX 50000

struct sitemap;

/* Plans the files, in the arena. */
struct sitemap *sitemap_plan(const struct site *site, const struct lists *lists,
                             const struct feeds *feeds, const struct open_notes *notes,
                             struct arena *a);

/* How many files there are, the index among them. */
size_t sitemap_nfiles(const struct sitemap *sitemap);

/* The path of the file of a number. */
struct str sitemap_path(const struct sitemap *sitemap, size_t number);

/* Appends the file of a number. Safe in any thread. */
void sitemap_make(const struct sitemap *sitemap, size_t number, struct arena *a, struct buf *b);

/* Whether a file is the index of the others. Of these sitemap_add_key appends all that goes into
 * one (make/task.h). */
bool sitemap_is_index(const struct sitemap *sitemap, size_t number);
void sitemap_add_key(const struct sitemap *sitemap, size_t number, struct arena *a, struct buf *b);

#endif
