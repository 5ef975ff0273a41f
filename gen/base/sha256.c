#include "base/sha256.h"
#include "base/arena.h"
#include "base/attr.h"
#include "base/fs.h"
#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

/* ---- texts side by side ----
 *
 * By the instructions that x86 processors have for it. A round waits for the result of the one
 * before, and the processor could begin another meanwhile: two texts take little longer than one.
 */

#ifdef __x86_64__

#define LANES 2
#define BLOCK 64 /* bytes */
#define FOURS 16 /* times four rounds */

#define INSTRUCTIONS __attribute__((target("sha,sse4.1")))
#define INLINE       static inline __attribute__((always_inline)) INSTRUCTIONS

static bool find_lanes(void)
{
	unsigned a, b, c, d;

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1))
		return false;
	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

/* FIPS 180-4, 4.2.2. */
static const uint32_t constants[FOURS][4] __attribute__((aligned(16))) = {
        {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5},
        {0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5},
        {0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3},
        {0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174},
        {0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc},
        {0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da},
        {0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7},
        {0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967},
        {0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13},
        {0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85},
        {0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3},
        {0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070},
        {0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5},
        {0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3},
        {0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208},
        {0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2},
};

/* A text on its way: the whole blocks of it, then what is left with its padding. */
struct lane {
	__m128i state[2]; /* a b e f and c d g h of 6.2, the first word the highest */
	const char *p;    /* the next block */
	size_t nblocks;
	struct sha256_job *job; /* or NULL: there is nothing to do */
	bool is_tail;
	unsigned char ntail;
	char tail[2 * BLOCK];
};

static void begin_tail(struct lane *lane)
{
	lane->p = lane->tail;
	lane->nblocks = lane->ntail;
	lane->is_tail = true;
}

/* 5.1.1: what is left of the text behind its whole blocks, a bit, zeroes, and how many bits the
 * text has. */
static void set_tail(struct lane *lane, struct str bytes)
{
	uint64_t nbits = htobe64((uint64_t)bytes.n * 8);
	size_t nleft = bytes.n % BLOCK;

	lane->ntail = nleft < BLOCK - sizeof(nbits) ? 1 : 2;
	memset(lane->tail, 0, sizeof(lane->tail));
	if (nleft > 0)
		memcpy(lane->tail, bytes.p + bytes.n - nleft, nleft);
	lane->tail[nleft] = (char)0x80;
	memcpy(lane->tail + lane->ntail * BLOCK - sizeof(nbits), &nbits, sizeof(nbits));
}

/* 5.3.3. */
static void begin(struct lane *lane, struct sha256_job *job)
{
	lane->state[0] = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
	lane->state[1] = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
	lane->job = job;
	lane->p = job->bytes.p;
	lane->nblocks = job->bytes.n / BLOCK;
	lane->is_tail = false;
	set_tail(lane, job->bytes);
	if (lane->nblocks == 0)
		begin_tail(lane);
}

static void finish(struct lane *lane)
{
	static const unsigned char order[] = {3, 2, 7, 6, 1, 0, 5, 4}; /* of a to h */
	uint32_t words[COUNT_OF(order)];

	memcpy(words, lane->state, sizeof(words));
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		uint32_t word = htobe32(words[order[i]]);

		memcpy(lane->job->hash + i * sizeof(word), &word, sizeof(word));
	}
	lane->job = NULL;
}

/* A block on its way through 6.2.2: what the next four rounds add, and the three fours behind. */
struct rounds {
	__m128i state[2], words[4];
};

/* Rounds 4i to 4i + 3; the instructions prepare the words of rounds to come as well. */
INLINE void do_rounds(struct rounds *r, const char *block, unsigned i)
{
	const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i *now = &r->words[i % 4], *next = &r->words[(i + 1) % 4];
	__m128i *last = &r->words[(i + 3) % 4], sum;

	if (i < 4)
		*now = _mm_shuffle_epi8(_mm_loadu_si128((const void *)(block + 16 * i)),
		                        big_endian);
	sum = _mm_add_epi32(*now, _mm_load_si128((const void *)constants[i]));
	r->state[1] = _mm_sha256rnds2_epu32(r->state[1], r->state[0], sum);
	if (i >= 3 && i < FOURS - 1) {
		*next = _mm_add_epi32(*next, _mm_alignr_epi8(*now, *last, 4));
		*next = _mm_sha256msg2_epu32(*next, *now);
	}
	sum = _mm_shuffle_epi32(sum, 0x0e);
	r->state[0] = _mm_sha256rnds2_epu32(r->state[0], r->state[1], sum);
	if (i >= 1 && i < FOURS - 3)
		*last = _mm_sha256msg1_epu32(*last, *now);
}

/* Moves lanes on by so many blocks, which each of them has. */
INLINE void hash_blocks(struct lane *lanes, unsigned nlanes, size_t nblocks)
{
	struct rounds r[LANES];

	for (unsigned l = 0; l < nlanes; l++)
		memcpy(r[l].state, lanes[l].state, sizeof(r[l].state));
	for (size_t at = 0; at < nblocks * BLOCK; at += BLOCK) {
		__m128i before[LANES][2];

		for (unsigned l = 0; l < nlanes; l++)
			memcpy(before[l], r[l].state, sizeof(before[l]));
#pragma GCC unroll 16
		for (unsigned i = 0; i < FOURS; i++)
#pragma GCC unroll 2
			for (unsigned l = 0; l < nlanes; l++)
				do_rounds(&r[l], lanes[l].p + at, i);
		for (unsigned l = 0; l < nlanes; l++)
			for (unsigned k = 0; k < 2; k++)
				r[l].state[k] = _mm_add_epi32(r[l].state[k], before[l][k]);
	}
	for (unsigned l = 0; l < nlanes; l++)
		memcpy(lanes[l].state, r[l].state, sizeof(r[l].state));
}

static INSTRUCTIONS void hash_one(struct lane *lane, size_t nblocks)
{
	hash_blocks(lane, 1, nblocks);
}

static INSTRUCTIONS void hash_two(struct lane *lanes, size_t nblocks)
{
	hash_blocks(lanes, 2, nblocks);
}

/* Takes blocks away that were hashed. */
static void advance(struct lane *lane, size_t nblocks)
{
	lane->p += nblocks * BLOCK;
	lane->nblocks -= nblocks;
	if (lane->nblocks > 0)
		return;
	if (lane->is_tail)
		finish(lane);
	else
		begin_tail(lane);
}

/* Of the texts that are left, the longest, so that little is left for one lane at the end; NULL if
 * none is. */
static struct sha256_job *take_longest(struct sha256_job *jobs, uint64_t *left)
{
	int longest = -1;

	for (uint64_t rest = *left; rest != 0; rest &= rest - 1) {
		int i = __builtin_ctzll(rest);

		if (longest < 0 || jobs[i].bytes.n > jobs[longest].bytes.n)
			longest = i;
	}
	if (longest < 0)
		return NULL;
	*left ^= (uint64_t)1 << longest;
	return &jobs[longest];
}

/* Gives a text to each lane that has none, as long as there are any. Returns whether both have one.
 */
static bool fill_lanes(struct lane *lanes, struct sha256_job *jobs, uint64_t *left)
{
	for (unsigned l = 0; l < LANES; l++) {
		struct sha256_job *job = lanes[l].job ? NULL : take_longest(jobs, left);

		if (job)
			begin(&lanes[l], job);
	}
	return lanes[0].job && lanes[1].job;
}

static void hash_lanes(struct sha256_job *jobs, size_t njobs)
{
	struct lane lanes[LANES] = {{.job = NULL}};
	uint64_t left = njobs > 0 ? UINT64_MAX >> (64 - njobs) : 0;

	assert(njobs <= SHA256_JOBS_MAX);
	while (fill_lanes(lanes, jobs, &left)) {
		size_t n =
		        lanes[0].nblocks < lanes[1].nblocks ? lanes[0].nblocks : lanes[1].nblocks;

		hash_two(lanes, n);
		advance(&lanes[0], n);
		advance(&lanes[1], n);
	}
	for (unsigned l = 0; l < LANES; l++)
		while (lanes[l].job) {
			size_t n = lanes[l].nblocks;

			hash_one(&lanes[l], n);
			advance(&lanes[l], n);
		}
}

#else

static bool find_lanes(void)
{
	return false;
}

static void hash_lanes(struct sha256_job *jobs, size_t njobs)
{
	(void)jobs;
	(void)njobs;
	assert(!"no processor of this kind has lanes");
}

#endif

/* ---- by libcrypto ---- */

struct sha256_context {
	EVP_MD_CTX *md;
};

/* Found once: looking the digest up by name costs more than hashing a page, and on a virtual
 * machine so does asking the processor what it has. */
static EVP_MD *digest;
static bool has_lanes;
static pthread_once_t found_once = PTHREAD_ONCE_INIT;

static void find_ways(void)
{
	digest = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!digest)
		out_of_memory();
	has_lanes = find_lanes();
}

struct sha256_context *sha256_open(void)
{
	struct sha256_context *sha = calloc(1, sizeof(*sha));

	if (!sha)
		out_of_memory();
	pthread_once(&found_once, find_ways);
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

void sha256_hash_all(struct sha256_context *sha, struct sha256_job *jobs, size_t njobs)
{
	if (has_lanes) {
		hash_lanes(jobs, njobs);
		return;
	}
	for (size_t i = 0; i < njobs; i++)
		sha256_hash_pair(sha, STR(""), jobs[i].bytes, jobs[i].hash);
}

void sha256_hash(struct sha256_context *sha, struct str bytes, unsigned char hash[SHA256_BYTES])
{
	struct sha256_job job = {.bytes = bytes};

	sha256_hash_all(sha, &job, 1);
	memcpy(hash, job.hash, sizeof(job.hash));
}

void sha256_hash_once(struct str bytes, unsigned char hash[SHA256_BYTES])
{
	struct sha256_job job = {.bytes = bytes};

	pthread_once(&found_once, find_ways);
	if (has_lanes)
		hash_lanes(&job, 1);
	else if (EVP_Digest(bytes.p, bytes.n, job.hash, NULL, digest, NULL) != 1)
		out_of_memory();
	memcpy(hash, job.hash, sizeof(job.hash));
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
