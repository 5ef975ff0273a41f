/*
 * The manufacturers, or the applicants, of an export: the harvests of all workers put together.
 */
#ifndef MODEL_FIRMS_H
#define MODEL_FIRMS_H

#include "base/arena.h"
#include "base/diag.h"
#include "model/harvest.h"

/* One firm a distinct name, in the order of names, in the arena. Each name of the harvests gets its
 * firm's number. */
struct firm *firms_join(const struct harvest_names *const *harvests, size_t nharvests,
                        size_t *nfirms, struct arena *a);

/* Warns of firms whose names look alike, and of those that have one name in the default language
 * and several in others, or several readings. */
void firms_check(const struct survey *survey, enum harvest_kind kind, struct arena *a,
                 struct diag *d);

#endif
