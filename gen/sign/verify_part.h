/* What the files of module verify share, and nobody else includes. */
#ifndef SIGN_VERIFY_PART_H
#define SIGN_VERIFY_PART_H

#include "base/map.h"
#include "sign/keys.h"
#include "sign/verify.h"

struct entry; /* verify.c */

struct verification {
	const struct verify_request *request;
	struct verify_result *result;
	int folder;
	struct arena *arena;
	struct diag *diag;
	struct entry *entries; /* in the order of the parts, then sorted by path */
	size_t nentries, entries_room;
	struct map parts;            /* the paths of the parts */
	struct keys keys;            /* announcements that the copy has */
	struct key_line line;        /* from the key that was asked for */
	size_t signer;               /* which of the line signed; line.n: none */
	struct sha256_context **sha; /* one a worker */
	struct buf text;             /* of the file at hand */
	size_t nfindings;
};

/* Adds a finding on a file of the copy. */
PRINTF_LIKE(4, 5)
void verify_find(struct verification *v, enum diag_code code, struct str path, const char *format,
                 ...);

/* Loads a file of the copy into v->text; none, with a finding, if that is not possible. */
struct str verify_load(struct verification *v, struct str path, size_t limit, enum diag_code code);

/* Whether a key in the line of the one that was asked for signed these bytes: to v->result. */
void verify_signature(struct verification *v, struct str manifest);

/* Whether what was signed speaks of the edition, and the key may have signed on its day. */
void verify_match(struct verification *v);

#endif
