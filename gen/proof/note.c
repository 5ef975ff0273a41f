#include "proof/note.h"
#include "base/sha256.h"

#define ED25519 1              /* type of signature */
#define DASH    "\xe2\x80\x94" /* U+2014 */

/* What a signature line has in base64. */
struct signature {
	unsigned char id[NOTE_ID];
	unsigned char bytes[64];
};

void note_key_init(struct note_key *key, struct str name, const unsigned char public_key[32])
{
	unsigned char hash[SHA256_BYTES];
	struct buf b;

	key->name = name;
	memcpy(key->key, public_key, sizeof(key->key));
	buf_init(&b);
	buf_add(&b, name);
	buf_add(&b, STR("\n\1"));
	buf_add(&b, (struct str){(const char *)public_key, 32});
	sha256_hash_once(buf_str(&b), hash);
	memcpy(key->id, hash, NOTE_ID);
	buf_release(&b);
}

void note_add_key(struct buf *b, const struct note_key *key)
{
	char bytes[33] = {ED25519};

	memcpy(bytes + 1, key->key, sizeof(key->key));
	buf_add(b, key->name);
	buf_printf(b, "+%02x%02x%02x%02x+", key->id[0], key->id[1], key->id[2], key->id[3]);
	minisign_add_base64(b, (struct str){bytes, sizeof(bytes)});
}

/* Where the last empty line begins, behind the text; the text's length where there is none. */
static size_t find_end(struct str bytes)
{
	for (size_t i = bytes.n; i >= 2; i--)
		if (bytes.p[i - 1] == '\n' && bytes.p[i - 2] == '\n')
			return i - 1;
	return bytes.n;
}

const char *note_parse(struct note *note, struct str bytes)
{
	size_t end = find_end(bytes);

	for (size_t i = 0; i < bytes.n; i++)
		if ((unsigned char)bytes.p[i] < ' ' && bytes.p[i] != '\n')
			return "it has a control character";
	if (end == bytes.n)
		return "no empty line stands between a text and its signatures";
	*note = (struct note){str_sub(bytes, 0, end), str_sub(bytes, end + 1, bytes.n)};
	if (!str_has_prefix(note->signatures, STR(DASH " ")) ||
	    !str_has_suffix(note->signatures, STR("\n")))
		return "it has no signature";
	return NULL;
}

/* Reads "— NAME SIGNATURE". Returns whether it is one that this key may have made. */
static bool is_of_key(struct str line, const struct note_key *key, struct signature *signature)
{
	struct buf b;
	bool is_ours;
	size_t blank;

	if (!str_has_prefix(line, STR(DASH " ")))
		return false;
	line = str_sub(line, sizeof(DASH), line.n);
	blank = str_find_byte(line, ' ');
	if (blank == line.n || !str_is_equal(str_sub(line, 0, blank), key->name))
		return false;
	buf_init(&b);
	is_ours = minisign_decode_base64(str_sub(line, blank + 1, line.n), &b) == 0 &&
	          b.n == sizeof(*signature) && memcmp(b.p, key->id, NOTE_ID) == 0;
	if (is_ours)
		memcpy(signature, b.p, sizeof(*signature));
	buf_release(&b);
	return is_ours;
}

enum note_verdict note_check(const struct note *note, const struct note_key *key)
{
	enum note_verdict verdict = NOTE_UNSIGNED;

	for (struct str rest = note->signatures; rest.n > 0;) {
		size_t end = str_find_byte(rest, '\n');
		struct signature signature;

		if (is_of_key(str_sub(rest, 0, end), key, &signature)) {
			if (!minisign_is_text_signed(key->key, note->text, signature.bytes))
				return NOTE_FORGED;
			verdict = NOTE_SIGNED;
		}
		rest = str_sub(rest, end < rest.n ? end + 1 : end, rest.n);
	}
	return verdict;
}

enum note_verdict note_check_line(const struct note *note, struct str name,
                                  const struct key_line *line, size_t *number)
{
	for (*number = line->n; *number > 0;) {
		struct note_key key;
		enum note_verdict verdict;

		note_key_init(&key, name, line->keys[--*number].key);
		verdict = note_check(note, &key);
		if (verdict != NOTE_UNSIGNED)
			return verdict;
	}
	return NOTE_UNSIGNED;
}

void note_add(struct buf *b, struct str text, const struct note_key *key,
              const struct minisign_secret *secret)
{
	struct signature signature;

	memcpy(signature.id, key->id, NOTE_ID);
	minisign_sign_text(secret, text, signature.bytes);
	buf_add(b, text);
	buf_add(b, STR("\n" DASH " "));
	buf_add(b, key->name);
	buf_add_byte(b, ' ');
	minisign_add_base64(b, (struct str){(const char *)&signature, sizeof(signature)});
	buf_add_byte(b, '\n');
}
