#include "publish/product_tree.h"
#include "publish/manifest.h"

#define LABEL "/" PRODUCT_TREE_FILE

static void add_hash(struct buf *hashes, const struct merkle_hash *hash)
{
	buf_add(hashes, (struct str){(const char *)hash, sizeof(*hash)});
}

void product_tree_add_leaf(struct sha256_context *sha, struct str id, struct str label_hash,
                           struct buf *leaves)
{
	struct merkle_hash hash;
	struct buf text;

	buf_init(&text);
	buf_add(&text, id);
	buf_add_byte(&text, ' ');
	buf_add(&text, label_hash);
	merkle_hash_leaf(sha, buf_str(&text), &hash);
	add_hash(leaves, &hash);
	buf_release(&text);
}

void product_tree_add_part(struct sha256_context *sha, struct str lines, struct str id,
                           struct buf *leaves, size_t *number, struct str *label_hash)
{
	struct manifest_line line;

	while (manifest_take_line(&lines, &line) == 0) {
		struct str found;

		if (!str_has_prefix(line.path, STR("P/")) || !str_has_suffix(line.path, STR(LABEL)))
			continue;
		found = manifest_product_id(line.path);
		if (str_is_equal(found, id)) {
			*number = leaves->n / sizeof(struct merkle_hash);
			*label_hash = line.hash;
		}
		product_tree_add_leaf(sha, found, line.hash, leaves);
	}
}

void product_tree_find_root(struct sha256_context *sha, const struct buf *leaves,
                            struct merkle_hash *root)
{
	merkle_find_root(sha, (const struct merkle_hash *)(const void *)leaves->p,
	                 leaves->n / sizeof(*root), root);
}

void product_tree_add_shelf(struct sha256_context *sha, const struct merkle_hash *root,
                            struct buf *shelves)
{
	struct merkle_hash hash;

	merkle_hash_leaf(sha, (struct str){(const char *)root->bytes, sizeof(root->bytes)}, &hash);
	add_hash(shelves, &hash);
}

bool product_tree_add_edition(struct sha256_context *sha, const struct edition *edition,
                              struct buf *shelves)
{
	for (size_t i = 0; i < edition->nparts; i++) {
		const struct edition_part *part = &edition->parts[i];
		struct merkle_hash root;

		if (!str_has_prefix(part->path, STR(PRODUCT_TREE_PARTS)))
			continue;
		if (part->root.n == 0)
			return false;
		manifest_parse_hash(part->root.p, root.bytes);
		product_tree_add_shelf(sha, &root, shelves);
	}
	return true;
}

static bool has_root(struct sha256_context *sha, const struct buf *leaves, struct str wanted)
{
	struct merkle_hash root, expected;

	product_tree_find_root(sha, leaves, &root);
	manifest_parse_hash(wanted.p, expected.bytes);
	return merkle_is_equal(&root, &expected);
}

bool product_tree_is_part(struct sha256_context *sha, const struct edition_part *part,
                          struct str lines)
{
	struct str label_hash;
	struct buf leaves;
	size_t number;
	bool is_same;

	if (part->root.n == 0)
		return true;
	buf_init(&leaves);
	product_tree_add_part(sha, lines, STR_NONE, &leaves, &number, &label_hash);
	is_same = has_root(sha, &leaves, part->root);
	buf_release(&leaves);
	return is_same;
}

bool product_tree_is_edition(struct sha256_context *sha, const struct edition *edition)
{
	struct buf shelves;
	bool is_same = true;

	buf_init(&shelves);
	if (edition->products_root.n > 0 && product_tree_add_edition(sha, edition, &shelves) &&
	    shelves.n > 0)
		is_same = has_root(sha, &shelves, edition->products_root);
	buf_release(&shelves);
	return is_same;
}
