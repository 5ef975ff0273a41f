#include "base/arena.h"
#include "base/attr.h"
#include "base/sha256.h"
#include "check.h"
#include <stdlib.h>

static void check_hash(struct sha256_context *sha, struct str bytes, const char *expected)
{
	unsigned char hash[SHA256_BYTES];
	char text[SHA256_HEX];

	sha256_hash(sha, bytes, hash);
	sha256_format(hash, text);
	CHECK_STR(((struct str){text, SHA256_HEX}), str_from(expected));
}

/* The examples of FIPS 180-4, and texts about as long as a block, from sha256sum. */
static void test_vectors(struct sha256_context *sha)
{
	static const struct {
		size_t n; /* so many letters a */
		const char *hash;
	} rows[] = {
	        {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	        {55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
	        {56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
	        {63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
	        {64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
	        {65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
	        {4096, "c93eee2d0db02f10acc7460d9576e122dcf8cd53c4bf8dfcae1b3e74ebcfff5a"},
	        {1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
	};
	struct arena a;
	char *text;

	arena_init(&a, 1 << 12);
	text = arena_alloc(&a, 1000000);
	memset(text, 'a', 1000000);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_hash(sha, (struct str){text, rows[i].n}, rows[i].hash);
	check_hash(sha, STR("abc"),
	           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check_hash(sha, STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	check_hash(sha, STR_NONE,
	           "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	arena_release(&a);
}

/* The hashes of so many texts at once, each compared with that of the text alone. */
static void check_all(struct sha256_context *sha, const char *bytes, const size_t *lengths,
                      size_t njobs)
{
	struct sha256_job jobs[SHA256_JOBS_MAX];
	unsigned char hash[SHA256_BYTES];
	size_t at = 0;

	for (size_t i = 0; i < njobs; i++) {
		jobs[i].bytes = (struct str){bytes + at, lengths[i]};
		at += lengths[i];
	}
	sha256_hash_all(sha, jobs, njobs);
	for (size_t i = 0; i < njobs; i++) {
		sha256_hash_pair(sha, STR(""), jobs[i].bytes, hash); /* always by libcrypto */
		CHECK(memcmp(jobs[i].hash, hash, sizeof(hash)) == 0);
	}
}

/* Lengths around all ends of blocks, beside longer and shorter texts, at all alignments; no bytes
 * behind the last one may be read. */
static void test_all(struct sha256_context *sha)
{
	enum { MOST = 64 * 5 + 2 };
	static const size_t pages[] = {1100, 12300, 0, 300, 4200, 200, 1100, 10900};
	struct sha256_job none = {.bytes = STR_NONE};
	size_t lengths[SHA256_JOBS_MAX], room = 40000;
	char *bytes = malloc(room);

	for (size_t i = 0; i < room; i++)
		bytes[i] = (char)(i * 31 + (i >> 7));
	check_all(sha, bytes, NULL, 0);
	check_all(sha, bytes + 3, pages, COUNT_OF(pages));
	for (size_t n = 0; n < MOST; n++) {
		const size_t pair[] = {n, (n * 7) % MOST, 64};

		for (size_t njobs = 1; njobs <= COUNT_OF(pair); njobs++)
			check_all(sha, bytes + room - n - pair[1] * (njobs > 1) - 64 * (njobs > 2),
			          pair, njobs);
	}
	for (size_t i = 0; i < SHA256_JOBS_MAX; i++)
		lengths[i] = i * 9;
	check_all(sha, bytes, lengths, SHA256_JOBS_MAX);
	sha256_hash_all(sha, &none, 1);
	CHECK_STR(((struct str){(const char *)none.hash, 4}), STR("\xe3\xb0\xc4\x42"));
	free(bytes);
}

int main(void)
{
	struct sha256_context *sha = sha256_open(), *other = sha256_open();

	test_vectors(sha);
	test_vectors(other);
	test_all(sha);
	sha256_close(sha);
	sha256_close(other);
	return check_report();
}
