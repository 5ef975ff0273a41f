#include "sign/verify.h"
#include "base/array.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/pool.h"
#include "publish/manifest.h"
#include "publish/product_tree.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_FILE_MAX  4096 /* bytes */
#define SIGNATURE_MAX 16384
#define MANIFEST_MAX  ((size_t)1 << 26)
#define PART_MAX      ((size_t)1 << 28)
#define CHUNK         64   /* files in a job */
#define SWAPPED_MAX   1000 /* changed files of which it is said whose bytes they have */

enum entry_state { ENTRY_SAME, ENTRY_MISSING, ENTRY_CHANGED, ENTRY_UNREADABLE };

/* A file of the list. */
struct entry {
	struct manifest_line line;
	enum entry_state state;
	int error; /* errno, of ENTRY_UNREADABLE */
};

struct verification {
	const struct verify_request *request;
	struct verify_result *result;
	int folder;
	struct arena *arena;
	struct diag *diag;
	struct entry *entries; /* in the order of the parts, then sorted by path */
	size_t nentries, entries_room;
	struct sha256_context **sha; /* one a worker */
};

/* Adds a finding on a file of the copy. */
PRINTF_LIKE(4, 5)
static void find(struct verification *v, enum diag_code code, struct str path, const char *format,
                 ...)
{
	struct place place = {.file = str_from(v->request->folder)};
	char text[512];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	diag_add(v->diag, code, place, "%.*s: %s", STR_ARG(path), text);
}

/* Loads a file of the copy into the arena; none, with a finding, if that is not possible. What is
 * no regular file is not opened: it might never end. */
static struct str load(struct verification *v, struct str path, size_t limit, enum diag_code code)
{
	struct str bytes = STR_NONE;
	struct stat st;
	struct buf b;

	buf_init(&b);
	if (fstatat(v->folder, path.p, &st, 0) < 0 || !S_ISREG(st.st_mode))
		find(v, code, path, "is missing");
	else if (fs_load(v->folder, path.p, limit, &b) < 0)
		diag_add_system(v->diag, DIAG_FILE_READ,
		                arena_printf(v->arena, "%s/%s", v->request->folder, path.p).p,
		                "cannot read", errno);
	else
		bytes = arena_copy(v->arena, buf_str(&b));
	buf_release(&b);
	return bytes;
}

static void hash_bytes(const struct verification *v, struct str bytes, char hex[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(v->sha[0], bytes, hash);
	sha256_format(hash, hex);
}

/* ---- the signature ---- */

static void check_comment(struct verification *v, const struct minisign_signature *signature,
                          bool is_edition)
{
	struct verify_result *result = v->result;
	struct str wanted;

	if (!minisign_is_comment_signed(signature, &v->request->key)) {
		find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
		     "its trusted comment is not the one that was signed");
		return;
	}
	result->comment = signature->comment;
	if (!is_edition || !str_has_prefix(signature->comment, STR("as of ")))
		return; /* made by minisign itself, it says other things */
	wanted = edition_comment(&result->edition, v->arena);
	if (!str_is_equal(signature->comment, wanted))
		find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
		     "its trusted comment speaks of another edition");
}

static void check_signature(struct verification *v, struct str manifest, bool is_edition)
{
	const struct minisign_public *key = &v->request->key;
	struct str path = STR(EDITION_SIGNATURE);
	struct str text = load(v, path, SIGNATURE_MAX, DIAG_SIGNATURE_INVALID);
	char found[MINISIGN_ID_TEXT], wanted[MINISIGN_ID_TEXT];
	struct minisign_signature signature;
	const char *fault;

	if (!text.p)
		return;
	fault = minisign_parse_signature(&signature, text);
	if (fault) {
		find(v, DIAG_SIGNATURE_INVALID, path, "%s", fault);
		return;
	}
	minisign_format_id(signature.id, found);
	minisign_format_id(key->id, wanted);
	if (memcmp(signature.id, key->id, sizeof(key->id)) != 0) {
		find(v, DIAG_SIGNATURE_INVALID, path, "was made with key %.*s, expected %.*s",
		     MINISIGN_ID_TEXT, found, MINISIGN_ID_TEXT, wanted);
		return;
	}
	v->result->is_signed = minisign_is_signed(&signature, key, manifest);
	if (!v->result->is_signed)
		find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_NAME), "is not what key %.*s signed",
		     MINISIGN_ID_TEXT, wanted);
	check_comment(v, &signature, is_edition);
}

/* ---- the list ---- */

static void add_entry(struct verification *v, struct manifest_line line)
{
	ARRAY_GROW(NULL, v->entries, v->nentries, v->entries_room);
	line.path = arena_copy(v->arena, line.path);
	v->entries[v->nentries++] = (struct entry){.line = line};
}

static void read_part(struct verification *v, const struct edition_part *part)
{
	struct str text = load(v, part->path, PART_MAX, DIAG_MANIFEST_INVALID), rest = text;
	size_t before = v->nentries, nbytes = 0;
	struct manifest_line line;
	char hash[SHA256_HEX];

	if (!text.p)
		return;
	hash_bytes(v, text, hash);
	if (memcmp(hash, part->hash.p, SHA256_HEX) != 0)
		find(v, DIAG_MANIFEST_INVALID, part->path, "is not as it was signed");
	else if (!product_tree_is_part(v->sha[0], part, text))
		find(v, DIAG_MANIFEST_INVALID, part->path,
		     "has other products than the root of its tree says");
	while (manifest_take_line(&rest, &line) == 0) {
		nbytes += MANIFEST_LINE(line.path.n);
		if (edition_has_path(line.path))
			add_entry(v, line);
		else
			find(v, DIAG_MANIFEST_INVALID, part->path, "lists a path that no site has");
	}
	if (nbytes != text.n || v->nentries - before != part->nfiles)
		find(v, DIAG_MANIFEST_INVALID, part->path, "does not have the lines it should");
}

/* ---- the files ---- */

static int compare_entries(const void *left, const void *right)
{
	const struct entry *l = left, *r = right;

	return str_compare(l->line.path, r->line.path);
}

static bool is_expected(const struct verification *v, struct str path)
{
	const struct edition *edition = &v->result->edition;

	for (size_t i = 0; str_has_prefix(path, STR(EDITION_PARTS)) && i < edition->nparts; i++)
		if (str_is_equal(path, edition->parts[i].path))
			return true;
	return str_is_equal(path, STR(EDITION_NAME)) || str_is_equal(path, STR(EDITION_SIGNATURE));
}

/* Sorts the list, and holds it against the names in the folder. */
static int match_names(struct verification *v)
{
	struct str *paths;
	size_t npaths, at = 0;

	if (fs_walk(v->folder, ".", v->arena, &paths, &npaths) < 0) {
		diag_add_system(v->diag, DIAG_FILE_READ, v->request->folder, "cannot list", errno);
		return -1;
	}
	if (v->nentries > 0)
		qsort(v->entries, v->nentries, sizeof(*v->entries), compare_entries);
	for (size_t i = 0; i < v->nentries; i++) {
		struct str path = v->entries[i].line.path;

		if (i > 0 && str_is_equal(path, v->entries[i - 1].line.path))
			find(v, DIAG_MANIFEST_INVALID, path, "is listed twice");
		for (; at < npaths && str_compare(paths[at], path) < 0; at++)
			if (!is_expected(v, paths[at]))
				find(v, DIAG_FILE_ADDED, paths[at], "was not published");
		if (at < npaths && str_is_equal(paths[at], path))
			at++;
		else
			v->entries[i].state = ENTRY_MISSING;
	}
	for (; at < npaths; at++)
		if (!is_expected(v, paths[at]))
			find(v, DIAG_FILE_ADDED, paths[at], "was not published");
	return 0;
}

static void hash_files(void *context, unsigned worker, size_t job)
{
	struct verification *v = context;
	size_t from = job * CHUNK;
	size_t to = from + CHUNK < v->nentries ? from + CHUNK : v->nentries;
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];

	for (size_t i = from; i < to; i++) {
		struct entry *entry = &v->entries[i];

		if (entry->state == ENTRY_MISSING)
			continue;
		if (sha256_hash_file(v->sha[worker], v->folder, entry->line.path.p, hash) < 0) {
			entry->state = ENTRY_UNREADABLE;
			entry->error = errno;
			continue;
		}
		sha256_format(hash, hex);
		if (memcmp(hex, entry->line.hash.p, SHA256_HEX) != 0)
			entry->state = ENTRY_CHANGED;
	}
}

/* Says of a changed file whose bytes it has, if they are another's. */
static void find_changed(struct verification *v, const struct entry *entry, struct map *by_hash)
{
	unsigned char hash[SHA256_BYTES];
	uint32_t other = MAP_NONE;
	char hex[SHA256_HEX];

	if (by_hash->nkeys == 0)
		for (size_t i = 0; i < v->nentries; i++)
			map_add(by_hash, v->entries[i].line.hash, (uint32_t)i);
	if (sha256_hash_file(v->sha[0], v->folder, entry->line.path.p, hash) == 0) {
		sha256_format(hash, hex);
		other = map_find(by_hash, (struct str){hex, SHA256_HEX});
	}
	if (other == MAP_NONE)
		find(v, DIAG_FILE_CHANGED, entry->line.path, "has other bytes than were published");
	else
		find(v, DIAG_FILE_CHANGED, entry->line.path, "has the bytes of %.*s",
		     STR_ARG(v->entries[other].line.path));
}

static void check_files(struct verification *v)
{
	struct map by_hash;
	size_t nchanged = 0;

	if (match_names(v) < 0)
		return;
	pool_run(v->request->njobs, (v->nentries + CHUNK - 1) / CHUNK, hash_files, v);
	map_init(&by_hash, v->arena);
	for (size_t i = 0; i < v->nentries; i++) {
		const struct entry *entry = &v->entries[i];

		if (entry->state == ENTRY_MISSING)
			find(v, DIAG_FILE_MISSING, entry->line.path, "is missing");
		else if (entry->state == ENTRY_UNREADABLE)
			diag_add_system(v->diag, DIAG_FILE_READ, entry->line.path.p, "cannot read",
			                entry->error);
		else if (entry->state == ENTRY_CHANGED && nchanged++ < SWAPPED_MAX)
			find_changed(v, entry, &by_hash);
		else if (entry->state == ENTRY_CHANGED)
			find(v, DIAG_FILE_CHANGED, entry->line.path,
			     "has other bytes than were published");
	}
}

/* ---- all of it ---- */

static void check_edition(struct verification *v)
{
	const struct verify_request *request = v->request;
	const struct edition *edition = &v->result->edition;

	if (edition->shard.n > 0)
		find(v, DIAG_MANIFEST_INVALID, STR(EDITION_NAME),
		     "is of shard %.*s, which is a part of a site: fuda merge puts parts together",
		     STR_ARG(edition->shard));
	if (request->has_not_before && edition_sequence(edition) < request->not_before)
		find(v, DIAG_MANIFEST_OLD, STR(EDITION_NAME),
		     "has sequence number %ld, expected %ld or more", edition_sequence(edition),
		     request->not_before);
	for (size_t i = 0; i < edition->nparts; i++)
		read_part(v, &edition->parts[i]);
	if (!product_tree_is_edition(v->sha[0], edition))
		find(v, DIAG_MANIFEST_INVALID, STR(EDITION_NAME),
		     "has a products_root that is not the one over its shelves");
	v->result->nfiles = v->nentries;
	check_files(v);
}

static void check_folder(struct verification *v)
{
	struct place place = {
	        .file = arena_printf(v->arena, "%s/" EDITION_NAME, v->request->folder)};
	struct str manifest = load(v, STR(EDITION_NAME), MANIFEST_MAX, DIAG_MANIFEST_INVALID);
	bool is_edition;

	if (!manifest.p)
		return;
	is_edition = edition_parse(&v->result->edition, manifest, place, v->arena, v->diag) == 0;
	check_signature(v, manifest, is_edition);
	if (is_edition)
		check_edition(v);
}

int verify_load_key(struct minisign_public *key, const char *file_or_text, struct diag *d)
{
	const char *fault = minisign_parse_public(key, str_from(file_or_text));
	struct buf b;

	if (!fault)
		return 0;
	buf_init(&b);
	if (fs_load(AT_FDCWD, file_or_text, KEY_FILE_MAX, &b) < 0) {
		diag_add_system(d, DIAG_FILE_READ, file_or_text,
		                "is not a public key, and cannot be read as a file", errno);
	} else {
		fault = minisign_parse_public(key, buf_str(&b));
		if (fault)
			diag_add(d, DIAG_KEY_INVALID,
			         (struct place){.file = str_from(file_or_text)}, "%s", fault);
	}
	buf_release(&b);
	return d->nsystem > 0 ? -1 : 0;
}

int verify_folder(const struct verify_request *request, struct verify_result *result,
                  struct arena *a, struct diag *d)
{
	struct verification v = {.request = request, .result = result, .arena = a, .diag = d};
	size_t before = d->nerrors + d->nsystem;

	*result = (struct verify_result){0};
	v.folder = open(request->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (v.folder < 0) {
		diag_add_system(d, DIAG_FILE_READ, request->folder, "cannot open", errno);
		return -1;
	}
	v.sha = arena_array(a, request->njobs, sizeof(struct sha256_context *));
	for (unsigned i = 0; i < request->njobs; i++)
		v.sha[i] = sha256_open();
	check_folder(&v);
	for (unsigned i = 0; i < request->njobs; i++)
		sha256_close(v.sha[i]);
	free(v.entries);
	close(v.folder);
	return d->nerrors + d->nsystem > before ? -1 : 0;
}
