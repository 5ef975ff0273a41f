/*
 * Signatures in the format of minisign: Ed25519 (RFC 8032) over BLAKE2b-512 (RFC 7693) of a file,
 * with a trusted comment that is signed as well.
 *
 * Made to be exchanged with minisign(1) in both directions: its key files, encrypted or not, and
 * its signature files. Texts are read strictly; what is wrong with one is returned in words, NULL
 * if nothing. Nothing here allocates but minisign_parse_secret, as much as the key file asks for.
 * Safe in any thread.
 */
#ifndef SIGN_MINISIGN_H
#define SIGN_MINISIGN_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"
#include <stdbool.h>

#define MINISIGN_ID      8  /* bytes of a key's id */
#define MINISIGN_ID_TEXT 16 /* hexadecimal digits, as minisign prints it */

/* The longest comment that is read or written, in bytes; that of minisign. */
#define MINISIGN_COMMENT_MAX 8000

struct minisign_public {
	unsigned char id[MINISIGN_ID];
	unsigned char key[32];
};

struct minisign_secret {
	unsigned char id[MINISIGN_ID];
	unsigned char key[64];
};

struct minisign_signature {
	bool is_prehashed; /* of the file's BLAKE2b-512, not of the file: all but old ones */
	unsigned char id[MINISIGN_ID]; /* of the key that made it */
	unsigned char signature[64];
	struct str comment;      /* the trusted one; a view of the text */
	unsigned char whole[64]; /* signature of the signature and the comment */
};

/* Reads a public key: 56 characters of base64, or a file that has them behind a comment. */
MUST_CHECK const char *minisign_parse_public(struct minisign_public *key, struct str text);

/* Appends the 56 characters of a public key. */
void minisign_add_public(struct buf *b, const struct minisign_public *key);

/* Whether a secret key file asks for a password. */
bool minisign_is_encrypted(struct str text);

/* Reads a secret key file. The password counts only if the key is encrypted; deriving the key from
 * it takes a second and a gigabyte, as minisign makes them. */
MUST_CHECK const char *minisign_parse_secret(struct minisign_secret *key, struct str text,
                                             struct str password);

/* Reads a signature file; the comment lives as long as the text. */
MUST_CHECK const char *minisign_parse_signature(struct minisign_signature *signature,
                                                struct str text);

/* Whether the signature is the key's, of these bytes; whether its trusted comment is. */
bool minisign_is_signed(const struct minisign_signature *signature,
                        const struct minisign_public *key, struct str bytes);
bool minisign_is_comment_signed(const struct minisign_signature *signature,
                                const struct minisign_public *key);

/* Appends a signature file. The same key, bytes and comment always give the same. The comment is
 * one line of at most MINISIGN_COMMENT_MAX bytes. */
void minisign_add_signature(struct buf *b, const struct minisign_secret *key, struct str bytes,
                            struct str comment);

/* For other formats with the same keys: the plain signature of a text (RFC 8032), and base64 (RFC
 * 4648, section 4). No text that is signed so may begin as what minisign signs: a hash, or a
 * signature; a text of lines does not. */
void minisign_sign_text(const struct minisign_secret *key, struct str text,
                        unsigned char signature[64]);
bool minisign_is_text_signed(const unsigned char key[32], struct str text,
                             const unsigned char signature[64]);
void minisign_add_base64(struct buf *b, struct str bytes);

/* Appends the bytes that a text of base64 stands for, at most as many as it has characters. -1 if
 * it is not base64. */
MUST_CHECK int minisign_decode_base64(struct str text, struct buf *b);

/* The key's id as minisign prints it: digits, no NUL. */
void minisign_format_id(const unsigned char id[MINISIGN_ID], char text[MINISIGN_ID_TEXT]);

/* Overwrites what must not stay in memory. */
void minisign_wipe(void *secret, size_t n);

#endif
