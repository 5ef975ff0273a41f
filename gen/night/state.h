/*
 * What a build published, product by product: OUT.fuda/state-HASH.
 *
 * Text, a line a fact, products sorted by id, so that it is read side by side with the rows and
 * costs a few bytes a product. It serves the gates, the report, and a build that makes again only
 * what can have changed; a site is the same without it. Its last line has the hash of all before
 * it: of a state that was cut or changed nothing is believed, since a page would be kept, or a gate
 * stay open, because of it.
 *
 * HASH is the beginning of that of the manifest it belongs to, and the state is written before the
 * manifest is put in place. So whatever is published, by a build that was interrupted or by going
 * back, its state is there, and that of nothing else is mistaken for it.
 */
#ifndef NIGHT_STATE_H
#define NIGHT_STATE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/sha256.h"
#include "model/criteria.h"
#include "model/survey.h"
#include "night/recipe.h"
#include <stdbool.h>
#include <stdint.h>

/* A product as it was published before, by the number of its row. */
struct state_product {
	date_days end;
	unsigned char status, reason; /* enum status, enum reason; not_issued: it was not there */
	bool is_same_record;          /* the record's bytes are those of then */
	bool is_constant;             /* no rule turns between that day and the new build's */
};

struct state_criteria {
	struct str id;
	struct str hash; /* hexadecimal, of the file */
};

struct state {
	bool is_known;                   /* there is a state at all */
	date_days as_of;                 /* of the previous build, or DATE_NONE */
	struct str exported_at;          /* of its export */
	struct state_criteria *criteria; /* versions published then */
	size_t ncriteria, criteria_room;
	struct state_product *products; /* by row */
	struct recipe_hashes recipe;    /* of the previous build */
	struct buf made; /* keys of files made of several records, sorted: uint64_t */
};

/* Reads the state of a manifest in `folder` (a descriptor) beside the rows of the new build. `hash`
 * has SHA256_HEX digits; a state that does not exist or is damaged is none. -1 with errno set if
 * the file cannot be read. To be given to state_release in any case. */
MUST_CHECK int state_load(struct state *state, int folder, const char *hash,
                          const struct survey *survey, struct arena *a);

void state_release(struct state *state);

/* Marks the rows whose pages need not be made again: the record is the same, so is all else that
 * its pages are made with, and by the rules nothing turns between the two days. -1, and no row is
 * marked, where the recipe is another. */
MUST_CHECK int state_keep_rows(const struct state *state, const struct recipe_hashes *recipe,
                               struct survey *survey);

/* Whether a file was made before with this key, which is one of its path too. */
bool state_has_made(const struct state *state, uint64_t key);

/* Writes the state of the new build whole, and sorts `made`. -1 with errno set. */
MUST_CHECK int state_save(int folder, const char *hash, const struct recipe_hashes *recipe,
                          const struct survey *survey, const struct criteria *criteria,
                          uint64_t *made, size_t nmade);

/* The hash of the state of a manifest. -1 with errno set. */
MUST_CHECK int state_hash_file(int folder, const char *hash, struct sha256_context *sha,
                               unsigned char bytes[SHA256_BYTES]);

/* Copies the state of a manifest into another folder, as that of another manifest. -1 with errno
 * set. */
MUST_CHECK int state_copy(int folder, const char *hash, int to, const char *to_hash);

/* Removes all states but those of these manifests. -1 with errno set. */
MUST_CHECK int state_remove_others(int folder, const char *const *hashes, size_t nhashes);

#endif
