/*
 * Proofs of past days and the checkpoints of logs, which anybody may have written.
 *
 * What can be read lies within the text, is signed by nobody, and is the same when it is written
 * and read again.
 */
#include "proof/proof.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool is_within(struct str part, struct str text)
{
	return part.p >= text.p && part.p + part.n <= text.p + text.n;
}

static void check_checkpoint(const struct checkpoint *checkpoint, struct str text)
{
	static const unsigned char zeroes[32];
	struct note_key key;

	require(is_within(checkpoint->note.text, text) && is_within(checkpoint->origin, text) &&
	        is_within(checkpoint->note.signatures, text));
	require(checkpoint->origin.n > 0 && checkpoint->size <= CHECKPOINT_SIZE_MAX);
	note_key_init(&key, checkpoint->origin, zeroes);
	require(note_check(&checkpoint->note, &key) != NOTE_SIGNED);
}

static void check_proof(const struct proof *proof, struct arena *a)
{
	struct proof again;
	struct buf b;

	buf_init(&b);
	proof_add(&b, proof);
	require(!proof_parse(&again, buf_str(&b), a));
	require(str_is_equal(again.label, proof->label) && str_is_equal(again.id, proof->id) &&
	        str_is_equal(again.entry, proof->entry));
	require(again.shelf.n == proof->shelf.n && again.shelves.n == proof->shelves.n &&
	        again.log.n == proof->log.n && again.log.index == proof->log.index);
	require(!proof_check(proof, a) == !proof_check(&again, a));
	buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct checkpoint checkpoint;
	struct proof proof;
	struct arena a;

	arena_init(&a, 1 << 12);
	if (!checkpoint_parse(&checkpoint, text))
		check_checkpoint(&checkpoint, text);
	if (!proof_parse(&proof, text, &a)) {
		check_checkpoint(&proof.checkpoint, text);
		check_proof(&proof, &a);
	}
	arena_release(&a);
	return 0;
}
