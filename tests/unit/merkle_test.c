#include "base/attr.h"
#include "base/merkle.h"
#include "check.h"

/* The leaves and roots of the tests of Certificate Transparency's own code (RFC 6962), which other
 * logs test by as well. */
static const struct str leaves[] = {
        {"", 0},
        {"\x00", 1},
        {"\x10", 1},
        {"\x20\x21", 2},
        {"\x30\x31", 2},
        {"\x40\x41\x42\x43", 4},
        {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
        {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16},
};
#define NLEAVES COUNT_OF(leaves)

static const char *const roots[NLEAVES + 1] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct merkle_hash hashes[NLEAVES];

static void check_hash(const struct merkle_hash *hash, const char *expected)
{
	char text[SHA256_HEX];

	sha256_format(hash->bytes, text);
	CHECK_STR(((struct str){text, SHA256_HEX}), str_from(expected));
}

static void test_roots(struct sha256_context *sha)
{
	struct merkle_hash root;

	for (size_t i = 0; i < NLEAVES; i++)
		merkle_hash_leaf(sha, leaves[i], &hashes[i]);
	for (size_t n = 0; n <= NLEAVES; n++) {
		merkle_find_root(sha, hashes, n, &root);
		check_hash(&root, roots[n]);
	}
}

/* Paths from the same tests: of the first and the last leaf of eight, the third of five. */
static void test_known_paths(struct sha256_context *sha)
{
	static const struct {
		size_t index, n;
		const char *hashes[3];
	} rows[] = {
	        {0,
	         8,
	         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
	          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
	        {5,
	         8,
	         {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
	          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
	          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
	        {1,
	         5,
	         {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct merkle_path path;

		merkle_find_path(sha, hashes, rows[i].n, rows[i].index, &path);
		CHECK(path.n == 3 && path.index == rows[i].index && path.size == rows[i].n);
		for (size_t k = 0; k < 3; k++)
			check_hash(&path.hashes[k], rows[i].hashes[k]);
	}
}

/* Every leaf of every tree; and no path that is longer, shorter, of another leaf or tree, or has
 * another bit. */
static void test_paths(struct sha256_context *sha)
{
	for (size_t n = 1; n <= NLEAVES; n++) {
		struct merkle_hash root, found;
		struct merkle_path path, other;

		merkle_find_root(sha, hashes, n, &root);
		for (size_t i = 0; i < n; i++) {
			merkle_find_path(sha, hashes, n, i, &path);
			CHECK(merkle_follow(sha, &hashes[i], &path, &found) == 0);
			CHECK(merkle_is_equal(&found, &root));
			other = path;
			other.n++;
			CHECK(merkle_follow(sha, &hashes[i], &other, &found) < 0);
			for (size_t k = 0; k < path.n; k++) {
				other = path;
				other.hashes[k].bytes[7] ^= 1;
				CHECK(merkle_follow(sha, &hashes[i], &other, &found) < 0 ||
				      !merkle_is_equal(&found, &root));
			}
			for (size_t k = 0; k <= n; k++) {
				other = path;
				other.index = k;
				if (k != i)
					CHECK(merkle_follow(sha, &hashes[i], &other, &found) < 0 ||
					      !merkle_is_equal(&found, &root));
			}
			if (path.n > 0) {
				other = path;
				other.n--;
				CHECK(merkle_follow(sha, &hashes[i], &other, &found) < 0);
			}
		}
	}
}

int main(void)
{
	struct sha256_context *sha = sha256_open();

	test_roots(sha);
	test_known_paths(sha);
	test_paths(sha);
	sha256_close(sha);
	return check_report();
}
