/*
 * Reviewed texts: content/reviewed.jsonl, those that a withheld name seems to stand in and does
 * not.
 *
 * One JSON object a line: {"product_id": string, "pointer": string, "sha256": string}, the JSON
 * pointer of the text in the record and the hash of its bytes: of another text nothing is said.
 */
#ifndef MODEL_REVIEWED_H
#define MODEL_REVIEWED_H

#include "base/sha256.h"
#include "model/settings.h"

struct reviewed_entry {
	struct str product_id, pointer, sha256;
};

struct reviewed {
	struct reviewed_entry *entries;
	size_t nentries;
};

/* Reads the file into the arena; one that does not exist has no entries. Every fault is added; -1
 * if there was an error. */
MUST_CHECK int reviewed_load(struct reviewed *reviewed, const char *path,
                             const struct settings *settings, struct arena *a, struct diag *d);

/* The hash of a text, as the file has it. */
void reviewed_hash(struct str text, char sha256[SHA256_HEX]);

/* Whether the text was reviewed; `reviewed` may be NULL. */
bool reviewed_has(const struct reviewed *reviewed, struct str product_id, struct str pointer,
                  const char sha256[SHA256_HEX]);

#endif
