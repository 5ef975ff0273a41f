#include "base/sha256.h"
#include "base/arena.h"
#include <openssl/evp.h>
#include <stdlib.h>

struct sha256_context {
	EVP_MD *digest; /* fetched once: looking it up by name costs more than hashing a page */
	EVP_MD_CTX *md;
};

struct sha256_context *sha256_open(void)
{
	struct sha256_context *sha = calloc(1, sizeof(*sha));

	if (!sha)
		out_of_memory();
	sha->digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	sha->md = EVP_MD_CTX_new();
	if (!sha->digest || !sha->md)
		out_of_memory();
	return sha;
}

void sha256_close(struct sha256_context *sha)
{
	EVP_MD_CTX_free(sha->md);
	EVP_MD_free(sha->digest);
	free(sha);
}

void sha256_hash(struct sha256_context *sha, struct str bytes, unsigned char hash[SHA256_BYTES])
{
	unsigned n;

	/* With a fetched digest and memory at hand none of these can fail. */
	if (EVP_DigestInit_ex2(sha->md, sha->digest, NULL) != 1 ||
	    EVP_DigestUpdate(sha->md, bytes.p, bytes.n) != 1 ||
	    EVP_DigestFinal_ex(sha->md, hash, &n) != 1)
		out_of_memory();
}

void sha256_format(const unsigned char hash[SHA256_BYTES], char text[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_BYTES; i++) {
		text[2 * i] = digits[hash[i] >> 4];
		text[2 * i + 1] = digits[hash[i] & 15];
	}
}
