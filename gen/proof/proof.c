#include "proof/proof.h"
#include "model/id.h"
#include "model/json.h"
#include "publish/product_tree.h"

#define HEAD  STR("c2sp.org/tlog-proof@v1\n")
#define LABEL STR("fuda-label/1\n")
#define KEYS  STR("keys ")

/* ---- writing ---- */

static void add_hashes(struct buf *b, const struct merkle_path *path)
{
	for (size_t i = 0; i < path->n; i++) {
		checkpoint_add_hash(b, &path->hashes[i]);
		buf_add_byte(b, '\n');
	}
}

static void add_extra(struct buf *b, const struct proof *proof)
{
	buf_add(b, LABEL);
	buf_add(b, proof->entry);
	buf_printf(b, "id %.*s\nshelf %zu %zu\n", STR_ARG(proof->id), proof->shelf.index,
	           proof->shelf.size);
	add_hashes(b, &proof->shelf);
	buf_printf(b, "shelves %zu %zu\n", proof->shelves.index, proof->shelves.size);
	add_hashes(b, &proof->shelves);
	if (proof->keys.n > 0) {
		buf_printf(b, "keys %zu\n", proof->keys.n);
		buf_add(b, proof->keys.text);
	}
	buf_add_byte(b, '\n');
	buf_add(b, proof->label);
}

void proof_add(struct buf *b, const struct proof *proof)
{
	struct buf extra;

	buf_init(&extra);
	add_extra(&extra, proof);
	buf_add(b, HEAD);
	buf_add(b, STR("extra "));
	minisign_add_base64(b, buf_str(&extra));
	buf_printf(b, "\nindex %zu\n", proof->log.index);
	add_hashes(b, &proof->log);
	buf_add_byte(b, '\n');
	buf_add(b, proof->checkpoint.bytes);
	buf_release(&extra);
}

/* ---- reading ---- */

/* Takes lines of hashes off, up to one that is none, which stays. */
static void take_hashes(struct str *text, struct merkle_path *path)
{
	struct str rest = *text, line;

	while (path->n < MERKLE_PATH_MAX && checkpoint_take_line(&rest, &line) == 0 &&
	       checkpoint_parse_hash(line, &path->hashes[path->n]) == 0) {
		path->n++;
		*text = rest;
	}
}

/* Takes "KEY INDEX SIZE" off, and the hashes behind it. */
static int take_path(struct str *text, struct str key, struct merkle_path *path)
{
	struct str line;
	size_t blank;

	path->n = 0;
	if (checkpoint_take_line(text, &line) < 0 || !str_has_prefix(line, key))
		return -1;
	line = str_sub(line, key.n, line.n);
	blank = str_find_byte(line, ' ');
	if (blank == line.n || checkpoint_parse_number(str_sub(line, 0, blank), &path->index) < 0 ||
	    checkpoint_parse_number(str_sub(line, blank + 1, line.n), &path->size) < 0)
		return -1;
	take_hashes(text, path);
	return 0;
}

/* Takes the lines of the entry off. */
static int take_entry(struct str *text, struct proof *proof)
{
	struct str rest = *text, line;

	for (int i = 0; i < LOGGED_LINES; i++)
		if (checkpoint_take_line(&rest, &line) < 0)
			return -1;
	proof->entry = str_sub(*text, 0, text->n - rest.n);
	*text = rest;
	return logged_parse(&proof->logged, proof->entry);
}

/* Takes the announcements off, where there are some. */
static int take_keys(struct str *text, struct proof *proof, struct arena *a)
{
	struct str rest = *text, line, begin;
	size_t n;

	if (!str_has_prefix(rest, KEYS))
		return keys_parse(&proof->keys, STR(""), a) ? -1 : 0;
	if (checkpoint_take_line(&rest, &line) < 0 ||
	    checkpoint_parse_number(str_sub(line, KEYS.n, line.n), &n) < 0 || n == 0 ||
	    n > KEYS_MAX)
		return -1;
	begin = rest;
	for (size_t i = 0; i < n * KEYS_LINES; i++)
		if (checkpoint_take_line(&rest, &line) < 0)
			return -1;
	*text = rest;
	return keys_parse(&proof->keys, str_sub(begin, 0, begin.n - rest.n), a) ? -1 : 0;
}

static int parse_extra(struct proof *proof, struct str text, struct arena *a)
{
	struct str line;

	if (!str_has_prefix(text, LABEL))
		return -1;
	text = str_sub(text, LABEL.n, text.n);
	if (take_entry(&text, proof) < 0 || checkpoint_take_line(&text, &line) < 0 ||
	    !str_has_prefix(line, STR("id ")))
		return -1;
	proof->id = str_sub(line, 3, line.n);
	if (!id_is_valid(ID_PRODUCT, proof->id) ||
	    take_path(&text, STR("shelf "), &proof->shelf) < 0 ||
	    take_path(&text, STR("shelves "), &proof->shelves) < 0 ||
	    take_keys(&text, proof, a) < 0 || checkpoint_take_line(&text, &line) < 0 || line.n > 0)
		return -1;
	proof->label = text;
	return 0;
}

static int decode_extra(struct proof *proof, struct str line, struct arena *a)
{
	struct buf b;
	int status = -1;

	if (!str_has_prefix(line, STR("extra ")))
		return -1;
	buf_init(&b);
	if (minisign_decode_base64(str_sub(line, 6, line.n), &b) == 0)
		status = parse_extra(proof, arena_copy(a, buf_str(&b)), a);
	buf_release(&b);
	return status;
}

const char *proof_parse(struct proof *proof, struct str bytes, struct arena *a)
{
	struct str rest = bytes, line;
	const char *fault;

	*proof = (struct proof){.id = STR_NONE};
	if (!str_has_prefix(rest, HEAD))
		return "it is no proof: the first line is not c2sp.org/tlog-proof@v1";
	rest = str_sub(rest, HEAD.n, rest.n);
	if (checkpoint_take_line(&rest, &line) < 0 || decode_extra(proof, line, a) < 0)
		return "it is not a proof of what a registry said of a product";
	if (checkpoint_take_line(&rest, &line) < 0 || !str_has_prefix(line, STR("index ")) ||
	    checkpoint_parse_number(str_sub(line, 6, line.n), &proof->log.index) < 0)
		return "it does not say which entry of the log it is";
	take_hashes(&rest, &proof->log);
	if (checkpoint_take_line(&rest, &line) < 0 || line.n > 0)
		return "there is a line in its path that is no hash";
	fault = checkpoint_parse(&proof->checkpoint, rest);
	proof->log.size = proof->checkpoint.size;
	return fault;
}

/* ---- what it says ---- */

/* The root that label.json leads to, in digits. */
static int find_root(const struct proof *proof, struct sha256_context *sha, char root[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];
	struct merkle_hash leaf, shelf, all;
	char digits[SHA256_HEX];
	struct buf b;
	int status;

	sha256_hash(sha, proof->label, hash);
	sha256_format(hash, digits);
	buf_init(&b);
	product_tree_add_leaf(sha, proof->id, (struct str){digits, SHA256_HEX}, &b);
	memcpy(&leaf, b.p, sizeof(leaf));
	buf_clear(&b);
	status = merkle_follow(sha, &leaf, &proof->shelf, &shelf);
	if (status == 0) {
		product_tree_add_shelf(sha, &shelf, &b);
		memcpy(&leaf, b.p, sizeof(leaf));
		status = merkle_follow(sha, &leaf, &proof->shelves, &all);
	}
	if (status == 0)
		sha256_format(all.bytes, root);
	buf_release(&b);
	return status;
}

static bool is_in_log(const struct proof *proof, struct sha256_context *sha)
{
	struct merkle_hash leaf, root;

	merkle_hash_leaf(sha, proof->entry, &leaf);
	return merkle_follow(sha, &leaf, &proof->log, &root) == 0 &&
	       merkle_is_equal(&root, &proof->checkpoint.root);
}

/* Whether label.json is of the product whose place it has. */
static bool is_of_product(const struct proof *proof, struct arena *a)
{
	const struct json *tree, *id = NULL;
	struct diag d;

	diag_init(&d);
	tree = json_parse(proof->label, (struct place){.file = STR("label.json")}, a, &d);
	if (tree && d.nerrors == 0)
		id = json_find(tree, STR("product_id"));
	diag_release(&d);
	return id && id->kind == JSON_STRING && str_is_equal(id->text, proof->id);
}

const char *proof_check(const struct proof *proof, struct arena *a)
{
	struct sha256_context *sha = sha256_open();
	char root[SHA256_HEX];
	const char *fault = NULL;

	if (find_root(proof, sha, root) < 0 ||
	    !str_is_equal((struct str){root, SHA256_HEX}, proof->logged.products))
		fault = "the edition that was logged says something else of the product";
	else if (!is_in_log(proof, sha))
		fault = "the edition is not the entry of the log that it is said to be";
	else if (!is_of_product(proof, a))
		fault = "label.json is of another product";
	else if (proof->keys.n > 0 &&
	         !str_is_equal(checkpoint_origin(proof->keys.site, a), proof->checkpoint.origin))
		fault = "its announcements of next keys are of another site";
	sha256_close(sha);
	return fault;
}
