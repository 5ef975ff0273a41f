#include "sign/verify.h"
#include "base/array.h"
#include "base/fs.h"
#include "base/pool.h"
#include "publish/manifest.h"
#include "publish/product_tree.h"
#include "sign/keys.h"
#include "sign/leftover.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIGNATURE_MAX 16384
/* What a copy may ask of this machine. A million products have a MANIFEST.json of 3 MB, and no part
 * or file of theirs comes near these. */
#define MANIFEST_MAX  ((size_t)1 << 23)
#define PART_MAX      ((size_t)1 << 24)
#define SIZE_MAX_FILE ((off_t)1 << 32)
#define FINDINGS_MAX  10000 /* told one by one */
#define CHUNK         64    /* files in a job */
#define SWAPPED_MAX   1000  /* changed files of which it is said whose bytes they have */

enum entry_state { ENTRY_SAME, ENTRY_MISSING, ENTRY_CHANGED, ENTRY_UNREADABLE };

/* A file of the list. */
struct entry {
	struct str path;
	unsigned char hash[SHA256_BYTES];
	enum entry_state state;
	int error;       /* errno, of ENTRY_UNREADABLE */
	const char *why; /* ENTRY_MISSING: what is wrong with what is there, or NULL */
};

struct verification {
	const struct verify_request *request;
	struct verify_result *result;
	int folder;
	struct arena *arena;
	struct diag *diag;
	struct entry *entries; /* in the order of the parts, then sorted by path */
	size_t nentries, entries_room;
	struct keys keys;            /* announcements that the copy has */
	struct key_line line;        /* from the key that was asked for */
	size_t signer;               /* which of the line signed; line.n: none */
	struct sha256_context **sha; /* one a worker */
	struct buf text;             /* of the file at hand */
	size_t nfindings;
};

/* Adds a finding on a file of the copy. */
PRINTF_LIKE(4, 5)
static void find(struct verification *v, enum diag_code code, struct str path, const char *format,
                 ...)
{
	struct place place = {.file = str_from(v->request->folder)};
	char text[512];
	va_list values;

	if (v->nfindings++ >= FINDINGS_MAX)
		return;
	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	diag_add(v->diag, code, place, "%.*s: %s", STR_ARG(path), text);
}

/* What is wrong with what stands at a path, if it is not a file that can be read: it is not opened,
 * for it might never end. NULL: nothing. */
static const char *find_fault(const struct stat *st)
{
	if (S_ISLNK(st->st_mode))
		return "is a link";
	if (!S_ISREG(st->st_mode))
		return "is not a regular file";
	return st->st_size > SIZE_MAX_FILE ? "is larger than any file of a site" : NULL;
}

/* Loads a file of the copy into v->text; none, with a finding, if that is not possible. */
static struct str load(struct verification *v, struct str path, size_t limit, enum diag_code code)
{
	struct stat st;
	const char *fault;
	int error = 0;

	buf_clear(&v->text);
	if (fstatat(v->folder, path.p, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		fault = find_fault(&st);
		if (fault) {
			find(v, code, path, "%s", fault);
			return STR_NONE;
		}
	}
	if (fs_load(v->folder, path.p, limit, &v->text) < 0)
		error = errno;
	if (error == EFBIG)
		find(v, code, path, "is larger than that of any site");
	else if (manifest_is_damage(error))
		find(v, code, path, "is missing, or behind a link");
	else if (error != 0)
		diag_add_system(v->diag, DIAG_FILE_READ,
		                arena_printf(v->arena, "%s/%s", v->request->folder, path.p).p,
		                "cannot read", error);
	return error == 0 ? buf_str(&v->text) : STR_NONE;
}

static void hash_bytes(const struct verification *v, struct str bytes, char hex[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(v->sha[0], bytes, hash);
	sha256_format(hash, hex);
}

/* ---- the signature ---- */

/* Reads what the copy says of keys that followed one another. */
static void load_keys(struct verification *v)
{
	struct str path = STR(KEYS_NAME), text;
	const char *fault;
	struct stat st;

	if (fstatat(v->folder, path.p, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		text = load(v, path, KEYS_SIZE, DIAG_KEYS_INVALID);
		fault = text.p ? keys_parse(&v->keys, arena_copy(v->arena, text), v->arena) : NULL;
		if (fault)
			find(v, DIAG_KEYS_INVALID, path, "%s", fault);
	}
	keys_follow(&v->keys, &v->request->key, &v->line);
	v->signer = v->line.n;
}

/* What was announced is of this site, and the key may have signed on this day. */
static void match_keys(struct verification *v)
{
	const struct edition *edition = &v->result->edition;

	if (v->keys.n > 0 && !str_is_equal(v->keys.site, edition->site))
		find(v, DIAG_KEYS_INVALID, STR(KEYS_NAME), "is of the site %.*s",
		     STR_ARG(v->keys.site));
	if (keys_is_replaced(&v->line, v->signer, edition->as_of))
		find(v, DIAG_KEY_REPLACED, STR(EDITION_SIGNATURE), "%s",
		     keys_tell_replaced(&v->line, v->signer, v->arena).p);
}

/* No key of the line made the signature; perhaps one did that came before it. */
static void refuse_key(struct verification *v, const unsigned char signer[MINISIGN_ID])
{
	const struct minisign_public *key = &v->request->key;
	char found[MINISIGN_ID_TEXT], wanted[MINISIGN_ID_TEXT];

	minisign_format_id(signer, found);
	minisign_format_id(key->id, wanted);
	find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
	     "was made with key %.*s, expected %.*s%s", MINISIGN_ID_TEXT, found, MINISIGN_ID_TEXT,
	     wanted, keys_refusal(&v->keys, signer, key));
}

static void check_comment(struct verification *v, const struct minisign_signature *signature,
                          const struct minisign_public *key)
{
	if (!minisign_is_comment_signed(signature, key)) {
		find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
		     "its trusted comment is not the one that was signed");
		return;
	}
	v->result->comment = signature->comment;
}

/* What was signed speaks of this edition. */
static void match_comment(struct verification *v)
{
	const struct verify_result *result = v->result;
	struct str wanted;

	if (!result->comment.p || !str_has_prefix(result->comment, STR("as of ")))
		return; /* made by minisign itself, it says other things */
	wanted = edition_comment(&result->edition, v->arena);
	if (!str_is_equal(result->comment, wanted))
		find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_SIGNATURE),
		     "its trusted comment speaks of another edition");
}

static void check_signature(struct verification *v, struct str manifest)
{
	struct str path = STR(EDITION_SIGNATURE);
	struct str text = load(v, path, SIGNATURE_MAX, DIAG_SIGNATURE_INVALID);
	struct minisign_signature signature;
	const struct minisign_public *key;
	char id[MINISIGN_ID_TEXT];
	const char *fault;

	if (!text.p)
		return;
	fault = minisign_parse_signature(&signature, text);
	if (fault) {
		find(v, DIAG_SIGNATURE_INVALID, path, "%s", fault);
		return;
	}
	signature.comment = arena_copy(v->arena, signature.comment);
	load_keys(v);
	v->signer = keys_find(&v->line, signature.id);
	if (v->signer == v->line.n) {
		refuse_key(v, signature.id);
		return;
	}
	key = &v->line.keys[v->signer];
	minisign_format_id(key->id, id);
	v->result->signer = arena_copy(v->arena, (struct str){id, sizeof(id)});
	v->result->led = keys_tell(&v->line, v->signer, v->arena);
	v->result->is_signed = minisign_is_signed(&signature, key, manifest);
	if (!v->result->is_signed)
		find(v, DIAG_SIGNATURE_INVALID, STR(EDITION_NAME), "is not what key %.*s signed",
		     MINISIGN_ID_TEXT, id);
	check_comment(v, &signature, key);
}

/* ---- the list ---- */

static void add_entry(struct verification *v, struct manifest_line line)
{
	ARRAY_GROW(NULL, v->entries, v->nentries, v->entries_room);
	v->entries[v->nentries] = (struct entry){.path = arena_copy(v->arena, line.path)};
	manifest_parse_hash(line.hash.p, v->entries[v->nentries++].hash);
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

	return str_compare(l->path, r->path);
}

static bool is_expected(const struct verification *v, struct str path)
{
	const struct edition *edition = &v->result->edition;

	for (size_t i = 0; str_has_prefix(path, STR(EDITION_PARTS)) && i < edition->nparts; i++)
		if (str_is_equal(path, edition->parts[i].path))
			return true;
	return str_is_equal(path, STR(EDITION_NAME)) || str_is_equal(path, STR(EDITION_SIGNATURE));
}

/* What stands in the folder and is not on the list. */
static void check_added(struct verification *v, struct str path)
{
	const char *fault = "was not published";
	struct stat st;

	if (is_expected(v, path)) /* was looked at already */
		return;
	if (fstatat(v->folder, path.p, &st, AT_SYMLINK_NOFOLLOW) == 0 && find_fault(&st))
		fault = find_fault(&st);
	else if (leftover_is(path)) {
		find(v, DIAG_FILE_LEFTOVER, path, "was left by an operating system");
		return;
	}
	find(v, DIAG_FILE_ADDED, path, "%s", fault);
}

/* A file that is on the list and stands in the folder. */
static void check_kind(struct verification *v, struct entry *entry)
{
	struct stat st;

	if (fstatat(v->folder, entry->path.p, &st, AT_SYMLINK_NOFOLLOW) == 0)
		entry->why = find_fault(&st);
	if (entry->why)
		entry->state = ENTRY_MISSING;
}

/* Sorts the list, and compares it with the names in the folder, of which none is followed if it is
 * a link. */
static int match_names(struct verification *v)
{
	struct str *paths;
	size_t npaths, at = 0;

	if (fs_walk_all(v->folder, v->arena, &paths, &npaths) < 0) {
		diag_add_system(v->diag, DIAG_FILE_READ, v->request->folder, "cannot list", errno);
		return -1;
	}
	if (v->nentries > 0)
		qsort(v->entries, v->nentries, sizeof(*v->entries), compare_entries);
	for (size_t i = 0; i < v->nentries; i++) {
		struct entry *entry = &v->entries[i];

		if (i > 0 && str_is_equal(entry->path, v->entries[i - 1].path))
			find(v, DIAG_MANIFEST_INVALID, entry->path, "is listed twice");
		for (; at < npaths && str_compare(paths[at], entry->path) < 0; at++)
			check_added(v, paths[at]);
		if (at < npaths && str_is_equal(paths[at], entry->path)) {
			check_kind(v, entry);
			at++;
		} else {
			entry->state = ENTRY_MISSING;
		}
	}
	for (; at < npaths; at++)
		check_added(v, paths[at]);
	return 0;
}

static void hash_files(void *context, unsigned worker, size_t job)
{
	struct verification *v = context;
	size_t from = job * CHUNK;
	size_t to = from + CHUNK < v->nentries ? from + CHUNK : v->nentries;
	unsigned char hash[SHA256_BYTES];

	for (size_t i = from; i < to; i++) {
		struct entry *entry = &v->entries[i];

		if (entry->state == ENTRY_MISSING)
			continue;
		if (sha256_hash_file(v->sha[worker], v->folder, entry->path.p, hash) < 0) {
			entry->state = ENTRY_UNREADABLE;
			entry->error = errno;
			continue;
		}
		if (memcmp(hash, entry->hash, SHA256_BYTES) != 0)
			entry->state = ENTRY_CHANGED;
	}
}

static int compare_hashes(const void *left, const void *right)
{
	const struct entry *l = *(struct entry *const *)left, *r = *(struct entry *const *)right;

	return memcmp(l->hash, r->hash, SHA256_BYTES);
}

/* The list in the order of its hashes. */
static struct entry **sort_by_hash(const struct verification *v)
{
	struct entry **sorted = arena_array(v->arena, v->nentries, sizeof(struct entry *));

	for (size_t i = 0; i < v->nentries; i++)
		sorted[i] = &v->entries[i];
	qsort(sorted, v->nentries, sizeof(struct entry *), compare_hashes);
	return sorted;
}

/* Says of a changed file whose bytes it has, if they are another's. */
static void find_changed(struct verification *v, const struct entry *entry, struct entry **sorted)
{
	struct entry key, *wanted = &key, **other = NULL;

	if (sha256_hash_file(v->sha[0], v->folder, entry->path.p, key.hash) == 0)
		other = bsearch(&wanted, sorted, v->nentries, sizeof(struct entry *),
		                compare_hashes);
	if (other)
		find(v, DIAG_FILE_CHANGED, entry->path, "has the bytes of %.*s",
		     STR_ARG((*other)->path));
	else
		find(v, DIAG_FILE_CHANGED, entry->path, "has other bytes than were published");
}

static void tell_unreadable(struct verification *v, const struct entry *entry)
{
	if (manifest_is_damage(entry->error))
		find(v, DIAG_FILE_MISSING, entry->path, "is missing, or behind a link");
	else
		diag_add_system(v->diag, DIAG_FILE_READ, entry->path.p, "cannot read",
		                entry->error);
}

static void check_files(struct verification *v)
{
	struct entry **sorted = NULL;
	size_t nchanged = 0;

	if (match_names(v) < 0)
		return;
	pool_run(v->request->njobs, (v->nentries + CHUNK - 1) / CHUNK, hash_files, v);
	for (size_t i = 0; i < v->nentries; i++) {
		const struct entry *entry = &v->entries[i];

		if (entry->state == ENTRY_MISSING) {
			find(v, DIAG_FILE_MISSING, entry->path, "%s",
			     entry->why ? entry->why : "is missing");
		} else if (entry->state == ENTRY_UNREADABLE) {
			tell_unreadable(v, entry);
		} else if (entry->state == ENTRY_CHANGED && nchanged++ < SWAPPED_MAX) {
			sorted = sorted ? sorted : sort_by_hash(v);
			find_changed(v, entry, sorted);
		} else if (entry->state == ENTRY_CHANGED) {
			find(v, DIAG_FILE_CHANGED, entry->path,
			     "has other bytes than were published");
		}
	}
}

/* ---- all of it ---- */

static void check_edition(struct verification *v)
{
	const struct verify_request *request = v->request;
	const struct edition *edition = &v->result->edition;

	if (edition->shard.n > 0)
		find(v, DIAG_MANIFEST_INVALID, STR(EDITION_NAME),
		     str_is_equal(edition->shard, STR(EDITION_PREVIEW))
		             ? "is of a %.*s, which is nothing to hand on"
		             : "is of shard %.*s, which is a part of a site: fuda merge puts parts "
		               "together",
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

/* The signature first: nothing else is read of a MANIFEST.json that the key did not sign, unless
 * asked to. */
static void check_folder(struct verification *v)
{
	struct place place = {
	        .file = arena_printf(v->arena, "%s/" EDITION_NAME, v->request->folder)};
	struct str manifest = load(v, STR(EDITION_NAME), MANIFEST_MAX, DIAG_MANIFEST_INVALID);

	if (!manifest.p)
		return;
	manifest = arena_copy(v->arena, manifest);
	check_signature(v, manifest);
	if (!v->result->is_signed && !v->request->goes_on)
		return;
	if (edition_parse(&v->result->edition, manifest, place, v->arena, v->diag) < 0)
		return;
	match_comment(v);
	match_keys(v);
	check_edition(v);
	if (v->nfindings > FINDINGS_MAX)
		diag_add(v->diag, DIAG_FILE_CHANGED,
		         (struct place){.file = str_from(v->request->folder)}, "%zu more findings",
		         v->nfindings - FINDINGS_MAX);
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
	buf_release(&v.text);
	close(v.folder);
	return d->nerrors + d->nsystem > before ? -1 : 0;
}
