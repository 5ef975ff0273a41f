/*
 * The gates: what must not go unnoticed at night.
 *
 * Each compares the new build with the one before and adds a diagnostic, with its figures, before
 * anything is written. A known case is let through by its name and figure (see diag_accept).
 */
#ifndef NIGHT_GATE_H
#define NIGHT_GATE_H

#include "base/attr.h"
#include "base/diag.h"
#include "night/state.h"
#include "site/site.h"

/* The codes that may be let through. */
MUST_CHECK int gate_find(struct str name, enum diag_code *code);

/* Checks all gates. Returns -1 if one stays shut. `folder` is the published site, a descriptor, or
 * -1: without it and without a state there is nothing to compare. */
MUST_CHECK int gate_check(const struct site *site, const struct state *state,
                          const struct recipe_hashes *recipe, int folder, struct diag *d);

#endif
