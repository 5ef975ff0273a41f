/* What a proof says, in words. */
#ifndef PROOF_TOLD_H
#define PROOF_TOLD_H

#include "base/arena.h"
#include "base/buf.h"
#include "proof/proof.h"

/* Appends the sentences for a proof that holds, signed by a key of minisign; `led` says how the key
 * that was asked for leads to it. */
void told_add(struct buf *b, const struct proof *proof, struct str key_id, struct str led,
              struct arena *a);

#endif
