/*
 * The edition of a site: which day it shows, and the hashes of all its files in two levels.
 *
 * MANIFEST.json names the day and the hash of each part; a part, sums/NAME.sha256, has a line a
 * file for sha256sum(1). Who trusts the one, trusts each file: a signature of MANIFEST.json,
 * MANIFEST.json.minisig beside it, is one of the whole site. The parts list every file but
 * themselves, MANIFEST.json and its signature.
 *
 * MANIFEST.json is put in place last of all: where it is, the folder is complete. It follows from
 * the input alone: a second build of the same night has the same edition.
 */
#ifndef PUBLISH_EDITION_H
#define PUBLISH_EDITION_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "base/str.h"
#include <stdbool.h>

#define EDITION_FORMAT    "manifest/2"
#define EDITION_NAME      "MANIFEST.json"
#define EDITION_SIGNATURE "MANIFEST.json.minisig"
#define EDITION_PARTS     "sums/"
#define EDITION_PART      ".sha256" /* how the name of a part ends */
#define EDITION_PREVIEW   "preview" /* in place of a shard: of some products (--only) */

/* How large MANIFEST.json and a part may be. A million products have one of 3 MB, and parts far
 * below. */
#define EDITION_MAX      ((size_t)1 << 26)
#define EDITION_PART_MAX ((size_t)1 << 24)

struct edition_part {
	struct str path; /* "sums/NAME.sha256" */
	struct str hash; /* SHA256_HEX digits */
	size_t nfiles;
	struct str root; /* of its products' tree (product_tree.h), SHA256_HEX digits; or none */
};

struct edition {
	struct str site; /* its base_url */
	date_days as_of;
	date_days next_expected;    /* the day on which the next one should be there */
	struct edition_part *parts; /* as written: by path */
	size_t nparts;
	struct str products_root; /* SHA256_HEX digits, or none: product_tree.h */
	struct str superseded;    /* SHA256_HEX digits of the list of superseded files
	                             (superseded.h), which the signature names; or none */
	struct str shard; /* "K/N" of a part of a site (--shard), or EDITION_PREVIEW: nothing to
	                     hand on; or none */
};

/* What is of that shard, for messages: "a whole site", "a preview" or "shard K/N"; in the arena. */
const char *edition_kind(struct str shard, struct arena *a);

/* The sequence number: days from 2000-01-01 to the as-of day. */
long edition_sequence(const struct edition *edition);

/* What a signature's trusted comment says of the edition, in the arena. */
struct str edition_comment(const struct edition *edition, struct arena *a);

/* Whether a comment says that of the edition; if it names a list of superseded files, that is set,
 * a view of the comment. */
bool edition_has_comment(struct edition *edition, struct str comment, struct arena *a);

/* The member for the root of the tree of products, if the edition has one. */
void edition_add_products_root(struct buf *b, const struct edition *edition);

/* Begins MANIFEST.json; members may follow, each behind a comma, then edition_add_parts. */
void edition_add_head(struct buf *b, const struct edition *edition);
void edition_add_parts(struct buf *b, const struct edition *edition);

/* Whether bytes begin as a MANIFEST.json of this format does: another program may have a file of
 * that name. */
bool edition_has_format(struct str text);

/* Whether a list of files may have the path: it is below the folder, no part of it leads out, and
 * it is not one of the list itself. */
bool edition_has_path(struct str path);

/* Reads a MANIFEST.json whose bytes need not be trusted: it is well formed, its dates and its
 * sequence number agree, and each part has a name of its own directly below sums/. Adds
 * MANIFEST_INVALID otherwise, and returns -1. Views of `text`, and the arena. */
MUST_CHECK int edition_parse(struct edition *edition, struct str text, struct place place,
                             struct arena *a, struct diag *d);

/* ---- files beside a site that go with an edition: PREFIX and the first digits of its hash ---- */

#define EDITION_RECORD 32 /* bytes of a name, with its NUL */

void edition_name_record(char name[EDITION_RECORD], const char *prefix, const char *hash);

/* Gives a file its name as that of an edition, whatever stood there. -1 with errno set. */
MUST_CHECK int edition_put_record(int folder, const char *file, const char *prefix,
                                  const char *hash);

/* Removes those of other editions than these. -1 with errno set. */
MUST_CHECK int edition_remove_records(int folder, const char *prefix, const char *const *hashes,
                                      size_t nhashes);

#endif
