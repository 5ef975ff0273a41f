/*
 * Merkle trees as RFC 6962, section 2.1 has them, with SHA-256: one hash that stands for a list,
 * and for each item of it a path of a few hashes that leads from the item to that one.
 *
 * A leaf is hashed behind a byte 0 and two nodes behind a byte 1, so that neither passes for the
 * other. The tree of n leaves has its left half as large as a power of two can be below n.
 */
#ifndef BASE_MERKLE_H
#define BASE_MERKLE_H

#include "base/attr.h"
#include "base/sha256.h"
#include "base/str.h"
#include <stdbool.h>
#include <stddef.h>

/* No path is longer. */
#define MERKLE_PATH_MAX 64

struct merkle_hash {
	unsigned char bytes[SHA256_BYTES];
};

struct merkle_path {
	size_t index, size; /* of the leaf; of the tree */
	size_t n;
	struct merkle_hash hashes[MERKLE_PATH_MAX]; /* from beside the leaf to below the root */
};

void merkle_hash_leaf(struct sha256_context *sha, struct str data, struct merkle_hash *hash);

/* The root over hashes of leaves; that of none is the hash of no bytes. */
void merkle_find_root(struct sha256_context *sha, const struct merkle_hash *leaves, size_t n,
                      struct merkle_hash *root);

/* The path from the leaf `index`, which is one of n. */
void merkle_find_path(struct sha256_context *sha, const struct merkle_hash *leaves, size_t n,
                      size_t index, struct merkle_path *path);

/* The root that a path leads to from the hash of a leaf. -1 if it is not as long as one from that
 * leaf of that tree. */
MUST_CHECK int merkle_follow(struct sha256_context *sha, const struct merkle_hash *leaf,
                             const struct merkle_path *path, struct merkle_hash *root);

bool merkle_is_equal(const struct merkle_hash *left, const struct merkle_hash *right);

#endif
