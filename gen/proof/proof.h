/*
 * A proof of a past day, C2SP tlog-proof: what an edition that was logged said of one product.
 *
 * It needs nothing but itself and the key: the entry of the edition with the path to the root that
 * a checkpoint signs; label.json with the paths through the product's shelf and over the shelves to
 * the root that the entry names. `extra` holds what is not in the format itself:
 *
 *     fuda-label/1
 *     (the five lines of the entry)
 *     id PRODUCT_ID
 *     shelf INDEX SIZE          then a line a hash, in base64
 *     shelves INDEX SIZE        the same
 *     keys N                    then N announcements (sign/keys.h); only where there are some
 *     (an empty line, and label.json as it is)
 */
#ifndef PROOF_PROOF_H
#define PROOF_PROOF_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "proof/checkpoint.h"
#include "proof/logged.h"

#define PROOF_MAX (1 << 24) /* bytes */

struct proof {
	struct str entry;
	struct logged logged; /* what it says */
	struct str id;
	struct keys keys; /* announcements: a key that was followed by the signer's is enough */
	struct merkle_path shelf, shelves, log; /* the last one's size is the checkpoint's */
	struct str label;                       /* label.json */
	struct checkpoint checkpoint;
};

void proof_add(struct buf *b, const struct proof *proof);

/* Reads a proof, which need not hold; views of the bytes, and of the arena. Returns what is wrong
 * with its form, or NULL. */
MUST_CHECK const char *proof_parse(struct proof *proof, struct str bytes, struct arena *a);

/* Whether what it says of the product leads to the checkpoint's root: what is wrong, or NULL. Who
 * signed the checkpoint is another question. */
const char *proof_check(const struct proof *proof, struct arena *a);

#endif
