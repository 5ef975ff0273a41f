/*
 * fuda log: the published edition becomes an entry of a transparency log.
 *
 * The log is history and not output, so its folder lies outside OUT. It may not fork: a checkpoint
 * that was signed is never contradicted. So what there is is checked against its own checkpoint and
 * against the last one that was signed here, of which OUT.fuda keeps a copy, before anything is
 * written. Then, each on the disk before the next begins:
 *
 *  1. bundles of entries and tiles, which no checkpoint speaks of yet;
 *  2. the checkpoint in the log's folder: from here on the entry is logged;
 *  3. its copy in OUT.fuda, which so is never ahead of the log.
 *
 * Where an earlier key signed the log before, and announced ours, its announcements become entries
 * before that of the edition: the log itself says why another key signs it.
 *
 * A run that is interrupted before 2 has logged nothing, and what it left is written anew; after
 * it, the next run finds the entry and does the rest.
 */
#ifndef PROOF_LOG_H
#define PROOF_LOG_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "publish/edition.h"
#include <stdbool.h>

struct log_request {
	const char *out;      /* the site, complete */
	const char *folder;   /* of the log; made if it is not there */
	const char *key_file; /* of minisign, with the secret key */
};

struct log_result {
	struct edition edition; /* which is logged; texts are in the arena */
	struct str origin;      /* of the log */
	struct str key;         /* for verifiers of signed notes */
	size_t entry;           /* its number, from 0 */
	bool is_new;
};

/* Logs the edition in OUT, unless it is there already. -1 with a diagnostic: then no checkpoint was
 * signed, or it could not be copied. */
MUST_CHECK int log_edition(const struct log_request *request, struct log_result *result,
                           struct arena *a, struct diag *d);

/* Reads the edition in OUT: its MANIFEST.json goes to `edition`, the entry that it has in a log to
 * `entry`, both in the arena. -1 with a diagnostic, also if it has no tree of products. */
MUST_CHECK int log_read_edition(const char *out, struct arena *a, struct edition *edition,
                                struct str *entry, struct diag *d);

#endif
