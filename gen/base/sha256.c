#include "base/sha256.h"
#include "base/arena.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

struct sha256_context {
	EVP_MD_CTX *md;
};

/* Fetched once: looking it up by name costs more than hashing a page. */
static EVP_MD *digest;
static pthread_once_t digest_once = PTHREAD_ONCE_INIT;

static void fetch_digest(void)
{
	digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!digest)
		out_of_memory();
}

struct sha256_context *sha256_open(void)
{
	struct sha256_context *sha = calloc(1, sizeof(*sha));

	if (!sha)
		out_of_memory();
	pthread_once(&digest_once, fetch_digest);
	sha->md = EVP_MD_CTX_new();
	if (!sha->md)
		out_of_memory();
	return sha;
}

void sha256_close(struct sha256_context *sha)
{
	EVP_MD_CTX_free(sha->md);
	free(sha);
}

void sha256_hash_pair(struct sha256_context *sha, struct str first, struct str second,
                      unsigned char hash[SHA256_BYTES])
{
	unsigned n;

	/* With a fetched digest and memory at hand none of these can fail. */
	if (EVP_DigestInit_ex2(sha->md, digest, NULL) != 1 ||
	    EVP_DigestUpdate(sha->md, first.p, first.n) != 1 ||
	    EVP_DigestUpdate(sha->md, second.p, second.n) != 1 ||
	    EVP_DigestFinal_ex(sha->md, hash, &n) != 1)
		out_of_memory();
}

void sha256_hash(struct sha256_context *sha, struct str bytes, unsigned char hash[SHA256_BYTES])
{
	sha256_hash_pair(sha, STR(""), bytes, hash);
}

void sha256_hash_once(struct str bytes, unsigned char hash[SHA256_BYTES])
{
	pthread_once(&digest_once, fetch_digest);
	if (EVP_Digest(bytes.p, bytes.n, hash, NULL, digest, NULL) != 1)
		out_of_memory();
}

void sha256_hex_once(struct str bytes, char text[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash_once(bytes, hash);
	sha256_format(hash, text);
}

int sha256_hash_start(struct sha256_context *sha, int fd, uint64_t nbytes,
                      unsigned char hash[SHA256_BYTES])
{
	char block[1 << 16];
	unsigned length;
	uint64_t offset = 0;
	size_t wanted;
	ssize_t n;

	if (EVP_DigestInit_ex2(sha->md, digest, NULL) != 1)
		out_of_memory();
	do {
		wanted =
		        nbytes - offset < sizeof(block) ? (size_t)(nbytes - offset) : sizeof(block);
		n = fs_read_at(fd, offset, block, wanted);
		if (n < 0)
			return -1;
		if (EVP_DigestUpdate(sha->md, block, (size_t)n) != 1)
			out_of_memory();
		offset += (uint64_t)n;
	} while (n == sizeof(block));
	if (EVP_DigestFinal_ex(sha->md, hash, &length) != 1)
		out_of_memory();
	return 0;
}

int sha256_hash_open_file(struct sha256_context *sha, int fd, unsigned char hash[SHA256_BYTES])
{
	return sha256_hash_start(sha, fd, UINT64_MAX, hash);
}

int sha256_hash_file(struct sha256_context *sha, int folder, const char *path,
                     unsigned char hash[SHA256_BYTES])
{
	int fd = fs_open_regular(folder, path);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return fd < 0 ? -1 : fs_close(fd, -1);
	if (st.st_size <= SHA256_FILE_MAX)
		return fs_close(fd, sha256_hash_open_file(sha, fd, hash));
	errno = EFBIG;
	return fs_close(fd, -1);
}

uint64_t sha256_number(struct sha256_context *sha, struct str bytes)
{
	unsigned char hash[SHA256_BYTES];
	uint64_t number = 0;

	sha256_hash(sha, bytes, hash);
	for (size_t i = 0; i < sizeof(number); i++)
		number = number << 8 | hash[i];
	return number;
}

void sha256_format(const unsigned char hash[SHA256_BYTES], char text[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_BYTES; i++) {
		text[2 * i] = digits[hash[i] >> 4];
		text[2 * i + 1] = digits[hash[i] & 15];
	}
}

bool sha256_is_text(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!(text.p[i] >= '0' && text.p[i] <= '9') &&
		    !(text.p[i] >= 'a' && text.p[i] <= 'f'))
			return false;
	return text.n == SHA256_HEX;
}
