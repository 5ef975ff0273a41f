/* Keys and signatures of minisign: whatever the text, nothing is read beyond it, and what can be
 * read is signed by nobody unless the signature is one. */
#include "sign/keys.h"
#include "sign/minisign.h"
#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Announcements that hold lead from any key to an end. */
static void check_keys(struct str text)
{
	struct keys keys;
	struct key_line line;
	struct arena a;

	arena_init(&a, 1 << 14);
	if (!keys_parse(&keys, text, &a))
		for (size_t i = 0; i < keys.n; i++) {
			keys_follow(&keys, &keys.changes[i].key, &line);
			assert(line.n >= 2 && line.n <= keys.n + 1);
			keys_lead(&keys, &keys.changes[i].next, &line);
			assert(keys_is_same(&line.keys[line.n - 1], &keys.changes[i].next));
		}
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct minisign_public key = {{0}, {0}};
	struct minisign_secret secret;
	struct minisign_signature signature;

	/* A password would be asked what the text says it costs, up to all memory. */
	if (!minisign_is_encrypted(text) && !minisign_parse_secret(&secret, text, STR("")))
		minisign_wipe(&secret, sizeof(secret));
	if (minisign_parse_public(&key, text))
		key.key[0] = 1;
	if (!minisign_parse_signature(&signature, text)) {
		assert(signature.comment.n <= MINISIGN_COMMENT_MAX);
		assert(!minisign_is_signed(&signature, &key, STR("")));
		(void)minisign_is_comment_signed(&signature, &key);
	}
	check_keys(text);
	return 0;
}
