/*
 * The line of merge: parts put together, then a build into what comes of it.
 */
#ifndef MERGE_H
#define MERGE_H

#include "build.h"

/* Puts the parts of the request together, which builds of one shard each have made, and makes the
 * rest. `out` must not be there yet; it appears when it is complete. Returns -1 if it added an
 * error. */
MUST_CHECK int merge_site(const struct build_request *request, struct build_summary *summary,
                          struct diag *d);

#endif
