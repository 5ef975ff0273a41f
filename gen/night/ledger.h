/*
 * The ledger: a list of all products ever published, kept outside the output folder (--ledger).
 *
 * Plain text, one product id a line, sorted in byte order, never shorter. With it the promise that
 * a page is for ever survives the loss of the output folder.
 */
#ifndef NIGHT_LEDGER_H
#define NIGHT_LEDGER_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"
#include "model/pages.h"

struct ledger {
	struct str *ids; /* sorted */
	size_t nids;
};

/* Reads a ledger into the arena; a file that does not exist is an empty one. -1 with a diagnostic
 * where it cannot be read, or has a line that is no id. */
MUST_CHECK int ledger_load(struct ledger *ledger, const char *path, struct arena *a,
                           struct diag *d);

/* Adds the products that have a page and writes the ledger whole, if that changes it. -1 with errno
 * set. */
MUST_CHECK int ledger_save(const struct ledger *ledger, const char *path,
                           const struct pages *pages);

#endif
