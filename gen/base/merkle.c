#include "base/merkle.h"
#include <string.h>

void merkle_hash_leaf(struct sha256_context *sha, struct str data, struct merkle_hash *hash)
{
	sha256_hash_pair(sha, (struct str){"\0", 1}, data, hash->bytes);
}

static void hash_node(struct sha256_context *sha, const struct merkle_hash *left,
                      const struct merkle_hash *right, struct merkle_hash *hash)
{
	char bytes[1 + 2 * SHA256_BYTES] = {1};

	memcpy(bytes + 1, left->bytes, SHA256_BYTES);
	memcpy(bytes + 1 + SHA256_BYTES, right->bytes, SHA256_BYTES);
	sha256_hash(sha, (struct str){bytes, sizeof(bytes)}, hash->bytes);
}

/* How many of n leaves stand in the left half: the largest power of two below n. */
static size_t left_half(size_t n)
{
	size_t half = 1;

	while (half < n - half)
		half *= 2;
	return half;
}

void merkle_find_root(struct sha256_context *sha, const struct merkle_hash *leaves, size_t n,
                      struct merkle_hash *root)
{
	struct merkle_hash left, right;
	size_t half;

	if (n == 0) {
		sha256_hash(sha, STR(""), root->bytes);
		return;
	}
	if (n == 1) {
		*root = leaves[0];
		return;
	}
	half = left_half(n);
	merkle_find_root(sha, leaves, half, &left);
	merkle_find_root(sha, leaves + half, n - half, &right);
	hash_node(sha, &left, &right, root);
}

static void add_path(struct sha256_context *sha, const struct merkle_hash *leaves, size_t n,
                     size_t index, struct merkle_path *path)
{
	size_t half;

	if (n == 1)
		return;
	half = left_half(n);
	if (index < half) {
		add_path(sha, leaves, half, index, path);
		merkle_find_root(sha, leaves + half, n - half, &path->hashes[path->n++]);
	} else {
		add_path(sha, leaves + half, n - half, index - half, path);
		merkle_find_root(sha, leaves, half, &path->hashes[path->n++]);
	}
}

void merkle_find_path(struct sha256_context *sha, const struct merkle_hash *leaves, size_t n,
                      size_t index, struct merkle_path *path)
{
	path->index = index;
	path->size = n;
	path->n = 0;
	add_path(sha, leaves, n, index, path);
}

/* As RFC 9162, section 2.1.3.2: `at` is the node that the path has reached, `last` the last one of
 * its row. */
int merkle_follow(struct sha256_context *sha, const struct merkle_hash *leaf,
                  const struct merkle_path *path, struct merkle_hash *root)
{
	size_t at = path->index, last = path->size - 1;

	if (path->index >= path->size)
		return -1;
	*root = *leaf;
	for (size_t i = 0; i < path->n; i++) {
		if (last == 0)
			return -1;
		if (at % 2 == 1 || at == last) {
			hash_node(sha, &path->hashes[i], root, root);
			/* A last node with nothing beside it is that of the rows above, too. */
			while (at % 2 == 0 && at > 0) {
				at /= 2;
				last /= 2;
			}
		} else {
			hash_node(sha, root, &path->hashes[i], root);
		}
		at /= 2;
		last /= 2;
	}
	return last == 0 ? 0 : -1;
}

bool merkle_is_equal(const struct merkle_hash *left, const struct merkle_hash *right)
{
	return memcmp(left->bytes, right->bytes, SHA256_BYTES) == 0;
}
