/*
 * Packed pages of a lite mirror: many pages in one file that a script can load.
 *
 * view/NAME.js calls fudaPages(first key, {language: data, ...}), with the data of each language as
 * base64 of a deflate stream. That holds the pages one behind the other, each behind a line with
 * the number of its bytes, a blank and its key: what stands in a page cannot be taken for another.
 * A key is the path of a page's folder below the root of its language; keys are sorted, and pages
 * are cut at keys chosen by their hash, so that a new page moves no boundary but its own.
 * view/directory.js names the first key and the file of each shard.
 */
#ifndef MIRROR_BUNDLE_H
#define MIRROR_BUNDLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "mirror/tree.h"
#include "model/settings.h"
#include "publish/encode.h"

struct mirror_shard {
	size_t from, to; /* of the keys */
	struct str path; /* "view/0123456789abcdef.js" */
};

struct mirror_shards {
	const struct mirror_tree *tree;
	const struct languages *languages;
	struct str packed; /* the name of a packed page in its folder */
	struct map pages;  /* the paths of all packed pages */
	struct str *keys;  /* of all of them, sorted, each once, whatever language it is in */
	size_t nkeys;
	struct mirror_shard *shards;
	size_t nshards;
};

/* Whether a file of the tree is a packed page. */
bool mirror_shards_is_packed(struct str packed, struct str path);

/* Plans the shards of all packed pages of the tree, which become files below `viewer`. */
void mirror_shards_plan(struct mirror_shards *s, const struct mirror_tree *tree,
                        const struct languages *languages, struct str packed, struct str viewer,
                        struct arena *a);

/* What a worker needs to make shards; kept from one to the next. */
struct mirror_shard_maker {
	struct encoder encoder;
	struct buf page, pages, compressed;
};

void mirror_shard_maker_init(struct mirror_shard_maker *maker);
void mirror_shard_maker_release(struct mirror_shard_maker *maker);

/* Appends the file of a shard. Returns -1 with errno set, `*fault` being the key of the page. */
MUST_CHECK int mirror_shard_make(const struct mirror_shards *s, size_t number,
                                 struct mirror_shard_maker *maker, struct buf *b,
                                 struct str *fault);

/* Appends the directory. */
void mirror_shards_add_directory(const struct mirror_shards *s, struct buf *b);

#endif
