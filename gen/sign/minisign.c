#include "sign/minisign.h"
#include "base/arena.h"
#include <assert.h>
#include <sodium.h>

#define ALGORITHM 2 /* bytes */
#define HASH      64

#define UNTRUSTED "untrusted comment: "
#define TRUSTED   "trusted comment: "

/* The files, behind base64. All members are bytes, so there is nothing between them. */
struct public_file {
	unsigned char algorithm[ALGORITHM]; /* "Ed" */
	unsigned char id[MINISIGN_ID];
	unsigned char key[32];
};

struct secret_file {
	unsigned char algorithm[ALGORITHM];     /* "Ed" */
	unsigned char derivation[ALGORITHM];    /* "Sc": scrypt; zeroes: not encrypted */
	unsigned char checksum_kind[ALGORITHM]; /* "B2" */
	unsigned char salt[crypto_pwhash_scryptsalsa208sha256_SALTBYTES];
	unsigned char operations[8], memory[8]; /* of scrypt; little-endian */
	struct secret_part {                    /* encrypted, by exclusive or */
		unsigned char id[MINISIGN_ID];
		unsigned char key[64];
		unsigned char checksum[32];
	} part;
};

struct signature_file {
	unsigned char algorithm[ALGORITHM]; /* "ED": of the hash; "Ed": of the file itself */
	unsigned char id[MINISIGN_ID];
	unsigned char signature[64];
};

static_assert(sizeof(struct public_file) == 42, "a public key has 42 bytes");
static_assert(sizeof(struct secret_file) == 158, "a secret key has 158 bytes");
static_assert(sizeof(struct signature_file) == 74, "a signature has 74 bytes");

static void start(void)
{
	if (sodium_init() < 0)
		out_of_memory(); /* no source of random numbers: as hopeless */
}

static bool is_algorithm(const unsigned char found[ALGORITHM], const char *wanted)
{
	return memcmp(found, wanted, ALGORITHM) == 0;
}

/* Takes the first line off the text, without its end. */
static struct str take_line(struct str *text)
{
	struct str line = str_cut(text, '\n');

	if (str_has_suffix(line, STR("\r")))
		line.n--;
	return line;
}

/* Whether the line is base64 of exactly `n` bytes, which go to `bytes`. */
static bool decode(struct str line, void *bytes, size_t n)
{
	size_t found;

	return sodium_base642bin(bytes, n, line.p, line.n, NULL, &found, NULL,
	                         sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       found == n;
}

static void add_base64(struct buf *b, const void *bytes, size_t n)
{
	size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);

	sodium_bin2base64(buf_reserve(b, room), room, bytes, n, sodium_base64_VARIANT_ORIGINAL);
	b->n += room - 1; /* without its NUL */
}

const char *minisign_parse_public(struct minisign_public *key, struct str text)
{
	struct public_file file;
	struct str line;

	if (str_has_prefix(text, STR("untrusted comment:")))
		take_line(&text);
	line = take_line(&text);
	if (text.n > 0 || !decode(line, &file, sizeof(file)))
		return "not a public key of minisign: expected 56 characters of base64";
	if (!is_algorithm(file.algorithm, "Ed"))
		return "a public key of an unknown kind, expected Ed25519";
	memcpy(key->id, file.id, sizeof(key->id));
	memcpy(key->key, file.key, sizeof(key->key));
	return NULL;
}

void minisign_add_public(struct buf *b, const struct minisign_public *key)
{
	struct public_file file = {.algorithm = {'E', 'd'}};

	memcpy(file.id, key->id, sizeof(file.id));
	memcpy(file.key, key->key, sizeof(file.key));
	add_base64(b, &file, sizeof(file));
}

/* The secret key file behind its comment; the caller wipes it. */
static const char *decode_secret(struct secret_file *file, struct str text)
{
	if (!str_has_prefix(text, STR(UNTRUSTED)))
		return "not a secret key of minisign: it has no comment before the key";
	take_line(&text);
	if (!decode(take_line(&text), file, sizeof(*file)) || text.n > 0)
		return "not a secret key of minisign: expected 212 characters of base64";
	if (!is_algorithm(file->algorithm, "Ed") || !is_algorithm(file->checksum_kind, "B2"))
		return "a secret key of an unknown kind, expected Ed25519 and BLAKE2b";
	if (!is_algorithm(file->derivation, "Sc") && !is_algorithm(file->derivation, "\0"))
		return "a secret key encrypted in an unknown way, expected scrypt";
	return NULL;
}

bool minisign_is_encrypted(struct str text)
{
	struct secret_file file;
	bool is_encrypted = !decode_secret(&file, text) && is_algorithm(file.derivation, "Sc");

	sodium_memzero(&file, sizeof(file));
	return is_encrypted;
}

static unsigned long long read_number(const unsigned char bytes[8])
{
	unsigned long long number = 0;

	for (int i = 7; i >= 0; i--)
		number = number << 8 | bytes[i];
	return number;
}

static bool has_checksum(const struct secret_file *file)
{
	crypto_generichash_state state;
	unsigned char sum[sizeof(file->part.checksum)];

	crypto_generichash_init(&state, NULL, 0, sizeof(sum));
	crypto_generichash_update(&state, file->algorithm, sizeof(file->algorithm));
	crypto_generichash_update(&state, file->part.id, sizeof(file->part.id));
	crypto_generichash_update(&state, file->part.key, sizeof(file->part.key));
	crypto_generichash_final(&state, sum, sizeof(sum));
	return sodium_memcmp(sum, file->part.checksum, sizeof(sum)) == 0;
}

static const char *decrypt(struct secret_file *file, struct str password)
{
	unsigned char stream[sizeof(file->part)], *bytes = file->part.id;

	if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof(stream), password.p, password.n,
	                                       file->salt, read_number(file->operations),
	                                       (size_t)read_number(file->memory)) != 0)
		return "the key cannot be derived from the password: not enough memory";
	for (size_t i = 0; i < sizeof(stream); i++)
		bytes[i] ^= stream[i];
	sodium_memzero(stream, sizeof(stream));
	return has_checksum(file) ? NULL : "the password is wrong";
}

/* Whether the second half of the key is the public key of the first. */
static bool is_pair(const unsigned char key[64])
{
	unsigned char made_public[32], made[64];
	bool is_same;

	crypto_sign_ed25519_seed_keypair(made_public, made, key);
	is_same = sodium_memcmp(made, key, sizeof(made)) == 0;
	sodium_memzero(made, sizeof(made));
	return is_same;
}

const char *minisign_parse_secret(struct minisign_secret *key, struct str text, struct str password)
{
	struct secret_file file;
	const char *fault;

	start();
	fault = decode_secret(&file, text);
	if (!fault && is_algorithm(file.derivation, "Sc"))
		fault = decrypt(&file, password);
	if (!fault && !is_pair(file.part.key))
		fault = "the secret key is damaged: its two halves do not belong together";
	if (!fault) {
		memcpy(key->id, file.part.id, sizeof(key->id));
		memcpy(key->key, file.part.key, sizeof(key->key));
	}
	sodium_memzero(&file, sizeof(file));
	return fault;
}

const char *minisign_parse_signature(struct minisign_signature *signature, struct str text)
{
	struct signature_file file;
	struct str comment;

	if (!str_has_prefix(take_line(&text), STR(UNTRUSTED)))
		return "not a signature of minisign: the first line is not an untrusted comment";
	if (!decode(take_line(&text), &file, sizeof(file)))
		return "not a signature of minisign: expected 100 characters of base64 on line 2";
	if (!is_algorithm(file.algorithm, "ED") && !is_algorithm(file.algorithm, "Ed"))
		return "a signature of an unknown kind, expected Ed25519";
	comment = take_line(&text);
	if (!str_has_prefix(comment, STR(TRUSTED)))
		return "not a signature of minisign: line 3 is not a trusted comment";
	if (comment.n > MINISIGN_COMMENT_MAX)
		return "a signature with a comment of more than 8000 bytes";
	if (!decode(take_line(&text), signature->whole, sizeof(signature->whole)))
		return "not a signature of minisign: expected 88 characters of base64 on line 4";
	if (text.n > 0)
		return "not a signature of minisign: it has more than 4 lines";
	signature->is_prehashed = is_algorithm(file.algorithm, "ED");
	signature->comment = str_sub(comment, sizeof(TRUSTED) - 1, comment.n);
	memcpy(signature->id, file.id, sizeof(file.id));
	memcpy(signature->signature, file.signature, sizeof(file.signature));
	return NULL;
}

static const unsigned char *bytes_of(struct str s)
{
	return (const unsigned char *)s.p;
}

bool minisign_is_signed(const struct minisign_signature *signature,
                        const struct minisign_public *key, struct str bytes)
{
	unsigned char hash[HASH];

	start();
	if (memcmp(signature->id, key->id, sizeof(key->id)) != 0)
		return false;
	if (signature->is_prehashed) {
		crypto_generichash(hash, sizeof(hash), bytes_of(bytes), bytes.n, NULL, 0);
		bytes = (struct str){(const char *)hash, sizeof(hash)};
	}
	return crypto_sign_verify_detached(signature->signature, bytes_of(bytes), bytes.n,
	                                   key->key) == 0;
}

/* What the second signature is of: the first one and the trusted comment. */
struct whole {
	unsigned char bytes[64 + MINISIGN_COMMENT_MAX];
	size_t n;
};

static void join(struct whole *whole, const unsigned char signature[64], struct str comment)
{
	assert(comment.n <= MINISIGN_COMMENT_MAX);
	memcpy(whole->bytes, signature, 64);
	memcpy(whole->bytes + 64, comment.p, comment.n);
	whole->n = 64 + comment.n;
}

bool minisign_is_comment_signed(const struct minisign_signature *signature,
                                const struct minisign_public *key)
{
	struct whole whole;

	start();
	join(&whole, signature->signature, signature->comment);
	return crypto_sign_verify_detached(signature->whole, whole.bytes, whole.n, key->key) == 0;
}

void minisign_add_signature(struct buf *b, const struct minisign_secret *key, struct str bytes,
                            struct str comment)
{
	struct signature_file file = {.algorithm = {'E', 'D'}};
	unsigned char hash[HASH], signature[64];
	char id[MINISIGN_ID_TEXT];
	struct whole whole;

	start();
	assert(str_find_byte(comment, '\n') == comment.n);
	memcpy(file.id, key->id, sizeof(file.id));
	crypto_generichash(hash, sizeof(hash), bytes_of(bytes), bytes.n, NULL, 0);
	crypto_sign_detached(file.signature, NULL, hash, sizeof(hash), key->key);
	join(&whole, file.signature, comment);
	crypto_sign_detached(signature, NULL, whole.bytes, whole.n, key->key);
	minisign_format_id(key->id, id);
	buf_printf(b, UNTRUSTED "signature from key %.*s\n", MINISIGN_ID_TEXT, id);
	add_base64(b, &file, sizeof(file));
	buf_add(b, STR("\n" TRUSTED));
	buf_add(b, comment);
	buf_add_byte(b, '\n');
	add_base64(b, signature, sizeof(signature));
	buf_add_byte(b, '\n');
}

void minisign_sign_text(const struct minisign_secret *key, struct str text,
                        unsigned char signature[64])
{
	start();
	crypto_sign_detached(signature, NULL, bytes_of(text), text.n, key->key);
}

bool minisign_is_text_signed(const unsigned char key[32], struct str text,
                             const unsigned char signature[64])
{
	start();
	return crypto_sign_verify_detached(signature, bytes_of(text), text.n, key) == 0;
}

void minisign_add_base64(struct buf *b, struct str bytes)
{
	add_base64(b, bytes.p, bytes.n);
}

int minisign_decode_base64(struct str text, struct buf *b)
{
	unsigned char *bytes = (unsigned char *)buf_reserve(b, text.n + 1);
	size_t found;

	if (sodium_base642bin(bytes, text.n + 1, text.p, text.n, NULL, &found, NULL,
	                      sodium_base64_VARIANT_ORIGINAL) != 0)
		return -1;
	b->n += found;
	return 0;
}

void minisign_format_id(const unsigned char id[MINISIGN_ID], char text[MINISIGN_ID_TEXT])
{
	static const char digits[] = "0123456789ABCDEF";

	/* As a number, whose lowest byte comes first. */
	for (size_t i = 0; i < MINISIGN_ID; i++) {
		text[2 * i] = digits[id[MINISIGN_ID - 1 - i] >> 4];
		text[2 * i + 1] = digits[id[MINISIGN_ID - 1 - i] & 15];
	}
}

void minisign_wipe(void *secret, size_t n)
{
	sodium_memzero(secret, n);
}
