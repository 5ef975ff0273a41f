/*
 * Signed notes, C2SP signed-note: a text of lines, an empty line, and a line a signature.
 *
 * We sign with type 1, Ed25519, with a key of minisign. Lines of other keys, such as those of
 * witnesses, are carried along and mean nothing to us.
 */
#ifndef PROOF_NOTE_H
#define PROOF_NOTE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include "sign/keys.h"
#include "sign/minisign.h"
#include <stdbool.h>

#define NOTE_ID  4         /* bytes of the id by which a signature names its key */
#define NOTE_MAX (1 << 16) /* bytes of a whole note */

/* A key that signs notes: a name, and what the id is made from. */
struct note_key {
	struct str name;
	unsigned char id[NOTE_ID];
	unsigned char key[32];
};

struct note {
	struct str text;       /* with its last line end */
	struct str signatures; /* lines */
};

/* Whether somebody signed a note. */
enum note_verdict {
	NOTE_SIGNED,
	NOTE_UNSIGNED, /* there is no line of that name and key */
	NOTE_FORGED,   /* there is one, and it is of another text */
};

/* The name lives as long as the key. */
void note_key_init(struct note_key *key, struct str name, const unsigned char public_key[32]);

/* The key as verifiers of notes take it: "NAME+ID+KEY". */
void note_add_key(struct buf *b, const struct note_key *key);

/* Reads a note; views of its bytes. Returns what is wrong with them, or NULL. */
MUST_CHECK const char *note_parse(struct note *note, struct str bytes);

enum note_verdict note_check(const struct note *note, const struct note_key *key);

/* The same of keys that followed one another: whether one of them signed it under this name, and
 * which, the last one that did. */
enum note_verdict note_check_line(const struct note *note, struct str name,
                                  const struct key_line *line, size_t *number);

/* Appends a note of a text that ends in a line end, with one signature. */
void note_add(struct buf *b, struct str text, const struct note_key *key,
              const struct minisign_secret *secret);

#endif
