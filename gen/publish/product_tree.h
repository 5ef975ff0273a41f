/*
 * The tree of products: one hash of an edition for what the registry said of each product.
 *
 * A leaf is the product's id, a space and the SHA-256 of its label.json in digits. The leaves of a
 * shelf, by id, are a Merkle tree; the roots of the shelves, in their order, are the leaves of the
 * tree above them, whose root MANIFEST.json names. All of it follows from the list of files, so a
 * path from one label.json to that root is made from MANIFEST.json and one part of the list.
 */
#ifndef PUBLISH_PRODUCT_TREE_H
#define PUBLISH_PRODUCT_TREE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/str.h"
#include "publish/edition.h"

/* The file of a product that a leaf is of. */
#define PRODUCT_TREE_FILE "label.json"

/* How the path of a part begins that lists products. */
#define PRODUCT_TREE_PARTS EDITION_PARTS "products-"

/* Appends the hash of a product's leaf to an array of struct merkle_hash. */
void product_tree_add_leaf(struct sha256_context *sha, struct str id, struct str label_hash,
                           struct buf *leaves);

/* Appends the leaves of all products that a part of the list of files has. Where one has the id
 * that is looked for, its number goes to `number`, and the hash of its label.json to `label_hash`;
 * both as they were if there is none. */
void product_tree_add_part(struct sha256_context *sha, struct str lines, struct str id,
                           struct buf *leaves, size_t *number, struct str *label_hash);

/* The root over leaves that were appended. */
void product_tree_find_root(struct sha256_context *sha, const struct buf *leaves,
                            struct merkle_hash *root);

/* Appends a shelf to the tree above the shelves. */
void product_tree_add_shelf(struct sha256_context *sha, const struct merkle_hash *root,
                            struct buf *shelves);

/* Appends all shelves of an edition. Returns whether each of its parts that list products says its
 * root; a site made before there was such a tree does not. */
bool product_tree_add_edition(struct sha256_context *sha, const struct edition *edition,
                              struct buf *shelves);

/* Whether a part that says a root has the products of that root. */
bool product_tree_is_part(struct sha256_context *sha, const struct edition_part *part,
                          struct str lines);

/* Whether the edition's root is the one over the roots of its parts; of parts that say none it is
 * not known. */
bool product_tree_is_edition(struct sha256_context *sha, const struct edition *edition);

#endif
