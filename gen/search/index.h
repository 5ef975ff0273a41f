/*
 * The search index: what static/search/ needs to find products without a server (fuda-search(5)).
 *
 * Products have numbers: the highest level first, then as in the lists of the default language, by
 * manufacturer and model. Behind them the manufacturers have theirs. The index leads from keys
 * (term.h) to numbers, in files of some ten kilobytes, each a script that hands its data to one
 * function, so that it works from a disk as well. All but search/directory.js are named by the hash
 * of what is in them.
 *
 * It is made of the rows and their details (model/details.h), in parallel. Keys go through a file
 * in OUT.fuda (spill.h), so memory does not grow with them; what stays is about 4 bytes a product.
 */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "base/arena.h"
#include "publish/output.h"
#include "publish/worker.h"
#include "site/lists.h"
#include "site/site.h"

/* Notes which words of a language the index has, which need not be there. */
void search_use_words(const struct language_words *words);

/* Makes the files of the index, or keeps those published before if they would be the same. Returns
 * the number for all that it is made of. Empties the workers' arenas and buffers. Faults of writing
 * go to the output. */
uint64_t search_make(const struct site *site, const struct lists *lists, struct worker *workers,
                     unsigned nworkers, struct arena *a);

#endif
