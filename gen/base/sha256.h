/* SHA-256 (FIPS 180-4), by the processor's instructions where it has them, of several texts at
 * once; else, and of files, by libcrypto. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/attr.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

#define SHA256_BYTES 32
#define SHA256_HEX   64

struct sha256_context; /* one a worker: not for sharing between threads */

struct sha256_context *sha256_open(void); /* without memory the program ends */
void sha256_close(struct sha256_context *sha);

void sha256_hash(struct sha256_context *sha, struct str bytes, unsigned char hash[SHA256_BYTES]);

/* The hash of one text behind another. */
void sha256_hash_pair(struct sha256_context *sha, struct str first, struct str second,
                      unsigned char hash[SHA256_BYTES]);

/* A text and its hash. */
struct sha256_job {
	struct str bytes;
	unsigned char hash[SHA256_BYTES];
};

#define SHA256_JOBS_MAX 64

/* The hashes of several texts, in less time than one after the other. */
void sha256_hash_all(struct sha256_context *sha, struct sha256_job *jobs, size_t njobs);

/* That of one text without a context, for a few short ones. */
void sha256_hash_once(struct str bytes, unsigned char hash[SHA256_BYTES]);

/* The same in digits, as sha256_format writes them. */
void sha256_hex_once(struct str bytes, char text[SHA256_HEX]);

/* No file of a site is larger; what is was put there by somebody else, and is not read to its end.
 */
#define SHA256_FILE_MAX ((off_t)1 << 32)

/* The hash of a whole file, read in blocks. -1 with errno set if it cannot be read; EFBIG if it is
 * larger than that. */
MUST_CHECK int sha256_hash_file(struct sha256_context *sha, int folder, const char *path,
                                unsigned char hash[SHA256_BYTES]);

/* That of an open file of any size, from its first byte, wherever it stands. */
MUST_CHECK int sha256_hash_open_file(struct sha256_context *sha, int fd,
                                     unsigned char hash[SHA256_BYTES]);

/* That of its first bytes. */
MUST_CHECK int sha256_hash_start(struct sha256_context *sha, int fd, uint64_t nbytes,
                                 unsigned char hash[SHA256_BYTES]);

/* The first 64 bits of the hash, as a number. */
uint64_t sha256_number(struct sha256_context *sha, struct str bytes);

/* Lower-case hexadecimal digits, no NUL. */
void sha256_format(const unsigned char hash[SHA256_BYTES], char text[SHA256_HEX]);

/* Whether a text is a hash as sha256_format writes it. */
bool sha256_is_text(struct str text);

#endif
