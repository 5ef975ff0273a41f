/*
 * What the log says of an edition: the text of an entry.
 *
 *     fuda-edition/1
 *     as-of 2026-11-22
 *     sequence 9822
 *     products ROOT
 *     manifest SHA-256
 *
 * Lines, each with its end, in this order and no others; hashes in 64 digits. ROOT is that of the
 * tree of products (product_tree.h), the last line the hash of MANIFEST.json.
 */
#ifndef PROOF_LOGGED_H
#define PROOF_LOGGED_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/sha256.h"
#include "base/str.h"
#include "publish/edition.h"

/* Lines of an entry. */
#define LOGGED_LINES 5

struct logged {
	date_days as_of;
	struct str products, manifest; /* hashes; views of the text */
};

/* The sequence number of a day, as an edition has it. */
long logged_sequence(const struct logged *logged);

/* Appends the entry of an edition that has a products_root. */
void logged_add(struct buf *b, const struct edition *edition, struct str manifest_hash);

/* Reads an entry; -1 if it is not exactly one. */
MUST_CHECK int logged_parse(struct logged *logged, struct str text);

#endif
