#include "proof/history.h"
#include "base/array.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define WIDTH     256 /* of a full tile */
#define LEVEL_MAX 4   /* above it no log of 2^32 entries has a tile */
#define TILES     "tile"
#define ENTRIES   STR("entries")
#define BUNDLE    ((size_t)1 << 24) /* most bytes of a bundle */

/* ---- where tiles are ---- */

/* Appends tile/LEVEL/NUMBER, and ".p/WIDTH" of one that is not full; with a NUL. */
static void add_path(struct buf *b, struct str level, size_t number, size_t width)
{
	size_t above = number / 1000;

	buf_clear(b);
	buf_add(b, STR(TILES "/"));
	buf_add(b, level);
	for (size_t step = 1000000; step > 0; step /= 1000)
		if (above >= step)
			buf_printf(b, "/x%03zu", above / step % 1000);
	buf_printf(b, "/%03zu", number % 1000);
	if (width < WIDTH)
		buf_printf(b, ".p/%zu", width);
	buf_add_byte(b, '\0');
}

static struct str level_name(unsigned level, struct arena *a)
{
	return arena_number(a, level);
}

/* How many hashes the tiles of a level have. */
static size_t count_hashes(size_t n, unsigned level)
{
	return n >> 8 * level;
}

/* ---- reading ---- */

static int fail_read(const struct history *h, const char *name, struct diag *d)
{
	diag_add_system(d, DIAG_FILE_READ, arena_printf(h->arena, "%s/%s", h->path, name).p,
	                "cannot read", errno);
	return -1;
}

static int refuse(const struct history *h, const char *name, struct diag *d, const char *what)
{
	diag_add(d, DIAG_LOG_INVALID,
	         (struct place){.file = arena_printf(h->arena, "%s/%s", h->path, name)}, "%s",
	         what);
	return -1;
}

void history_add(struct history *h, struct str entry)
{
	size_t room = h->room;

	ARRAY_GROW(h->arena, h->entries, h->n, h->room);
	ARRAY_GROW(h->arena, h->leaves, h->n, room);
	h->entries[h->n] = entry;
	merkle_hash_leaf(h->sha, entry, &h->leaves[h->n]);
	h->n++;
}

/* Takes the entries of a bundle: each behind its length in two bytes. Returns how many. */
static size_t take_entries(struct history *h, struct str bytes)
{
	size_t before = h->n;

	while (bytes.n >= 2) {
		size_t n = (size_t)(unsigned char)bytes.p[0] << 8 | (unsigned char)bytes.p[1];

		if (n > bytes.n - 2)
			break;
		history_add(h, str_sub(bytes, 2, 2 + n));
		bytes = str_sub(bytes, 2 + n, bytes.n);
	}
	return bytes.n == 0 ? h->n - before : 0;
}

static int read_bundle(struct history *h, size_t number, size_t width, struct diag *d)
{
	struct buf path, bytes;
	int status;

	buf_init(&path);
	buf_init(&bytes);
	add_path(&path, ENTRIES, number, width);
	status = fs_load(h->folder, path.p, BUNDLE, &bytes);
	if (status < 0 && errno == ENOENT)
		refuse(h, path.p, d, "is missing");
	else if (status < 0)
		fail_read(h, path.p, d);
	else if (take_entries(h, arena_copy(h->arena, buf_str(&bytes))) != width)
		status = refuse(h, path.p, d, "does not have the entries that it should");
	buf_release(&path);
	buf_release(&bytes);
	return status;
}

static int read_entries(struct history *h, struct diag *d)
{
	size_t size = h->checkpoint.size;
	struct merkle_hash root;

	for (size_t i = 0; i < size; i += WIDTH)
		if (read_bundle(h, i / WIDTH, size - i < WIDTH ? size - i : WIDTH, d) < 0)
			return -1;
	merkle_find_root(h->sha, h->leaves, h->n, &root);
	if (merkle_is_equal(&root, &h->checkpoint.root))
		return 0;
	return refuse(h, HISTORY_CHECKPOINT, d,
	              "has another root than the entries: one of them was changed");
}

/* Without a checkpoint there may be tiles that a first run left, and nothing else. */
static int check_empty(struct history *h, struct diag *d)
{
	struct str *names;
	size_t n;

	if (fs_list(h->folder, ".", h->arena, &names, &n) < 0)
		return fail_read(h, ".", d);
	for (size_t i = 0; i < n; i++)
		if (!str_is_equal(names[i], STR(TILES)))
			return refuse(h, names[i].p, d,
			              "stands in a folder that is no log: it has no checkpoint");
	return 0;
}

static int read_log(struct history *h, struct diag *d)
{
	const char *fault;
	struct buf b;
	int status;

	buf_init(&b);
	if (fs_load(h->folder, HISTORY_CHECKPOINT, NOTE_MAX, &b) < 0) {
		status = errno == ENOENT ? check_empty(h, d) : fail_read(h, HISTORY_CHECKPOINT, d);
		buf_release(&b);
		return status;
	}
	fault = checkpoint_parse(&h->checkpoint, arena_copy(h->arena, buf_str(&b)));
	buf_release(&b);
	if (fault)
		return refuse(h, HISTORY_CHECKPOINT, d, fault);
	h->has_checkpoint = true;
	return read_entries(h, d);
}

int history_open(struct history *h, const char *path, struct arena *a, struct diag *d)
{
	*h = (struct history){.path = path, .arena = a, .sha = sha256_open()};
	h->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (h->folder < 0)
		return errno == ENOENT ? 0 : fail_read(h, ".", d);
	return read_log(h, d);
}

void history_close(struct history *h)
{
	if (h->folder >= 0)
		close(h->folder);
	sha256_close(h->sha);
}

/* ---- what is known of it ---- */

int history_check_key(const struct history *h, struct str name, const struct key_line *line,
                      size_t *number, struct diag *d)
{
	if (!str_is_equal(h->checkpoint.origin, name)) {
		diag_add(d, DIAG_LOG_INVALID,
		         (struct place){
		                 .file = arena_printf(h->arena, "%s/" HISTORY_CHECKPOINT, h->path)},
		         "is of the log %.*s, expected %.*s", STR_ARG(h->checkpoint.origin),
		         STR_ARG(name));
		return -1;
	}
	switch (note_check_line(&h->checkpoint.note, name, line, number)) {
	case NOTE_SIGNED: return 0;
	case NOTE_FORGED: return refuse(h, HISTORY_CHECKPOINT, d, "is not what the key signed");
	case NOTE_UNSIGNED: break;
	}
	return refuse(h, HISTORY_CHECKPOINT, d,
	              line->n > 1 ? "is not signed by this key, nor by one that announced it"
	                          : "is not signed by this key");
}

const char *history_read_keys(const struct history *h, struct keys *keys)
{
	const char *fault;
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < h->n; i++)
		if (str_has_prefix(h->entries[i], STR(KEYS_HEAD)))
			buf_add(&b, h->entries[i]);
	fault = keys_parse(keys, arena_copy(h->arena, buf_str(&b)), h->arena);
	buf_release(&b);
	if (!fault && keys->n > 0 &&
	    !str_is_equal(checkpoint_origin(keys->site, h->arena), h->checkpoint.origin))
		fault = "an announcement of a next key in it is of another site";
	return fault;
}

const char *history_compare(const struct history *h, const struct checkpoint *earlier)
{
	struct merkle_hash root;

	if (h->n > 0 && !str_is_equal(earlier->origin, h->checkpoint.origin))
		return "the checkpoint is of another log";
	if (earlier->size > h->n)
		return "the log is older than the checkpoint: entries are missing";
	merkle_find_root(h->sha, h->leaves, earlier->size, &root);
	if (!merkle_is_equal(&root, &earlier->root))
		return "the log does not continue the checkpoint: an entry before it was changed";
	return NULL;
}

size_t history_find(const struct history *h, struct str entry)
{
	size_t i = 0;

	while (i < h->n && !str_is_equal(h->entries[i], entry))
		i++;
	return i;
}

size_t history_find_edition(const struct history *h, date_days as_of, struct str products_root)
{
	for (size_t i = h->n; i > 0; i--) {
		struct logged logged;

		if (logged_parse(&logged, h->entries[i - 1]) == 0 && logged.as_of == as_of &&
		    str_is_equal(logged.products, products_root))
			return i - 1;
	}
	return h->n;
}

/* ---- writing ---- */

/* Writes a file unless it has these bytes. */
static int save(const struct history *h, const struct buf *path, const struct buf *bytes)
{
	const char *slash = strrchr(path->p, '/');
	struct buf found;
	bool is_same;

	buf_init(&found);
	is_same = fs_load(h->folder, path->p, bytes->n, &found) == 0 &&
	          str_is_equal(buf_str(&found), buf_str(bytes));
	buf_release(&found);
	if (is_same)
		return 0;
	if (fs_make_folders(
	            h->folder,
	            arena_copy(h->arena, (struct str){path->p, (size_t)(slash - path->p)}).p) < 0)
		return -1;
	return fs_replace(h->folder, path->p, buf_str(bytes));
}

static void add_entries(const struct history *h, size_t from, size_t n, struct buf *b)
{
	for (size_t i = from; i < from + n; i++) {
		buf_add_byte(b, (char)(h->entries[i].n >> 8));
		buf_add_byte(b, (char)(h->entries[i].n & 255));
		buf_add(b, h->entries[i]);
	}
}

/* Each hash of a level is the root of a full tile below it. */
static void add_hashes(const struct history *h, unsigned level, size_t from, size_t n,
                       struct buf *b)
{
	size_t leaves = (size_t)1 << 8 * level;

	for (size_t i = from; i < from + n; i++) {
		struct merkle_hash hash;

		merkle_find_root(h->sha, h->leaves + i * leaves, leaves, &hash);
		buf_add(b, (struct str){(const char *)hash.bytes, sizeof(hash.bytes)});
	}
}

/* Writes the tile of a level, or the bundle of entries, that has the hash `from`. */
static int save_tile(const struct history *h, int level, size_t from, size_t n)
{
	struct buf path, bytes;
	int status;

	buf_init(&path);
	buf_init(&bytes);
	if (level < 0) {
		add_path(&path, ENTRIES, from / WIDTH, n);
		add_entries(h, from, n, &bytes);
	} else {
		add_path(&path, level_name((unsigned)level, h->arena), from / WIDTH, n);
		add_hashes(h, (unsigned)level, from, n, &bytes);
	}
	status = save(h, &path, &bytes);
	buf_release(&path);
	buf_release(&bytes);
	return status;
}

int history_save_tiles(const struct history *h)
{
	for (int level = -1; level < LEVEL_MAX; level++) {
		size_t n = count_hashes(h->n, level < 0 ? 0 : (unsigned)level);

		for (size_t i = 0; i < n; i += WIDTH)
			if (save_tile(h, level, i, n - i < WIDTH ? n - i : WIDTH) < 0)
				return -1;
	}
	return 0;
}

/* Removes the partial tiles beside the full ones of a level. */
static int clear_level(const struct history *h, struct str level, size_t nhashes)
{
	struct buf path;
	int status = 0;

	buf_init(&path);
	for (size_t i = 0; i < nhashes / WIDTH && status == 0; i++) {
		add_path(&path, level, i, WIDTH);
		path.n--;
		buf_add(&path, STR(".p\0"));
		status = fs_remove_tree(h->folder, path.p);
	}
	buf_release(&path);
	return status;
}

/* Files that were to be put in place when a run was interrupted. */
static int clear_beside(const struct history *h)
{
	struct str *paths;
	size_t n;

	if (fs_walk(h->folder, ".", h->arena, &paths, &n) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(paths[i].p, '/');
		const char *name = slash ? slash + 1 : paths[i].p;

		if (str_has_prefix(str_from(name), STR(FS_BESIDE)) &&
		    unlinkat(h->folder, paths[i].p, 0) < 0)
			return -1;
	}
	return 0;
}

int history_clear(const struct history *h)
{
	int status = clear_beside(h);

	if (status == 0)
		status = clear_level(h, ENTRIES, h->n);
	for (unsigned level = 0; level < LEVEL_MAX && status == 0; level++)
		status = clear_level(h, level_name(level, h->arena), count_hashes(h->n, level));
	return status;
}
