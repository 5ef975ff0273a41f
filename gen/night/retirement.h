/*
 * Retired products that nothing knows: a mistyped id would leave a product without its page.
 */
#ifndef NIGHT_RETIREMENT_H
#define NIGHT_RETIREMENT_H

#include "base/attr.h"
#include "base/diag.h"
#include "night/ledger.h"
#include "publish/manifest.h"
#include "site/site.h"

/* Checks that each entry of content/retired.jsonl is of a product in the export, in the published
 * site (by its list, `before`, or its folder below `published`, a descriptor or -1: none) or in the
 * ledger. Where there is neither, an
 * unknown one is a warning, so that a lost site can be built again. One that has a valid label in
 * the export is a warning, too: the id may be another's. Returns -1 if it added an error. */
MUST_CHECK int retirement_check(const struct site *site, const char *file,
                                const struct manifest *before, int published,
                                const struct ledger *ledger, struct diag *d);

#endif
