/*
 * Checkpoints, C2SP tlog-checkpoint: how long a log is and the root over its entries, as a note.
 */
#ifndef PROOF_CHECKPOINT_H
#define PROOF_CHECKPOINT_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/str.h"
#include "proof/note.h"

/* A log of more entries is none of ours. */
#define CHECKPOINT_SIZE_MAX ((size_t)1 << 32)

struct checkpoint {
	struct str bytes; /* as it was read */
	struct note note;
	struct str origin; /* which log it is of; also the name of its key */
	size_t size;
	struct merkle_hash root;
};

/* Reads one, whoever signed it; views of its bytes. Returns what is wrong with them, or NULL. */
MUST_CHECK const char *checkpoint_parse(struct checkpoint *checkpoint, struct str bytes);

/* Reads a decimal number without zeroes before it. -1 if it is none or is too large. */
MUST_CHECK int checkpoint_parse_number(struct str text, size_t *number);

/* Appends one. */
void checkpoint_add(struct buf *b, const struct note_key *key, size_t size,
                    const struct merkle_hash *root, const struct minisign_secret *secret);

/* The origin of the log of a site, by its base_url: its address without scheme, and "log". */
struct str checkpoint_origin(struct str base_url, struct arena *a);

/* A hash as text, and a line of it back; -1 if it is none. */
void checkpoint_add_hash(struct buf *b, const struct merkle_hash *hash);
MUST_CHECK int checkpoint_parse_hash(struct str text, struct merkle_hash *hash);

/* Takes the next line off a text, without its end. -1 if there is none that ends. */
MUST_CHECK int checkpoint_take_line(struct str *text, struct str *line);

#endif
