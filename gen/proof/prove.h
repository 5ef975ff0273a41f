/*
 * fuda prove: a proof of what the published edition says of one product, from OUT and the log.
 */
#ifndef PROOF_PROVE_H
#define PROOF_PROVE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

struct prove_request {
	const char *out;    /* the site, complete */
	const char *folder; /* of the log */
	struct str id;      /* of the product */
};

/* Appends the proof. -1 with a diagnostic, also where the edition is not logged. */
MUST_CHECK int prove_product(const struct prove_request *request, struct buf *b, struct arena *a,
                             struct diag *d);

#endif
