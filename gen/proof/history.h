/*
 * A log of editions in a folder, C2SP tlog-tiles: checkpoint, tile/entries/..., tile/LEVEL/...
 *
 * The log of fifty years of nights is 18,000 entries of some 200 bytes, so all of it is read and
 * checked whenever something is done with it. Only the checkpoint and the entries are believed, and
 * these only if they have the checkpoint's root; the tiles of hashes follow from the entries.
 */
#ifndef PROOF_HISTORY_H
#define PROOF_HISTORY_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/merkle.h"
#include "proof/checkpoint.h"
#include "proof/logged.h"

#define HISTORY_CHECKPOINT "checkpoint"

struct history {
	const char *path;
	int folder;                   /* -1: it is not there */
	bool has_checkpoint;          /* without one the log has no entry */
	struct checkpoint checkpoint; /* of the folder */
	struct str *entries;
	struct merkle_hash *leaves; /* their hashes */
	size_t n, room;
	struct arena *arena;
	struct sha256_context *sha;
};

/* Reads and checks a log; a folder that is not there, or is empty, is an empty log. -1 with a
 * diagnostic. In any case to be closed. What is read is in the arena. */
MUST_CHECK int history_open(struct history *h, const char *path, struct arena *a, struct diag *d);
void history_close(struct history *h);

/* Whether the log is the one of this name, and its checkpoint is signed by a key of the line, whose
 * number is set; adds LOG_INVALID if it is not. -1 if not. */
MUST_CHECK int history_check_key(const struct history *h, struct str name,
                                 const struct key_line *line, size_t *number, struct diag *d);

/* The announcements of next keys that are entries of the log. What is wrong with them, or NULL. */
MUST_CHECK const char *history_read_keys(const struct history *h, struct keys *keys);

/* Whether the log has the entries of an earlier checkpoint, and perhaps more. What is wrong if not,
 * or NULL. */
const char *history_compare(const struct history *h, const struct checkpoint *earlier);

/* The number of an entry, or h->n. */
size_t history_find(const struct history *h, struct str entry);

/* The last entry of an edition of this day with this root, whatever its MANIFEST.json, as copies
 * for passing on have another; or h->n. */
size_t history_find_edition(const struct history *h, date_days as_of, struct str products_root);

/* Adds an entry in memory; the text lives as long as the arena. */
void history_add(struct history *h, struct str entry);

/* Writes the bundles of entries and the tiles that are missing or not as they should be. -1 with
 * errno set. */
MUST_CHECK int history_save_tiles(const struct history *h);

/* Removes what a run that was interrupted left, and partial tiles that are full by now: for when
 * the folder's checkpoint speaks of all entries. -1 with errno set. */
MUST_CHECK int history_clear(const struct history *h);

#endif
