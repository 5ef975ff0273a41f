#include "base/array.h"
#include "base/fs.h"
#include "base/pool.h"
#include "publish/manifest.h"
#include "publish/product_tree.h"
#include "publish/superseded.h"
#include "sign/leftover.h"
#include "sign/verify_part.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FINDINGS_MAX 10000 /* told one by one */
#define CHUNK        64    /* files in a job */
#define SWAPPED_MAX  1000  /* changed files of which it is said whose bytes they have */

enum entry_state {
	ENTRY_SAME,
	ENTRY_MISSING,
	ENTRY_CHANGED,
	ENTRY_UNREADABLE,
	ENTRY_CLOSED, /* in a folder that cannot be read, of which that is said */
};

/* A file of the list. */
struct entry {
	struct str path;
	unsigned char hash[SHA256_BYTES];
	enum entry_state state;
	int error;       /* errno, of ENTRY_UNREADABLE */
	const char *why; /* ENTRY_MISSING: what is wrong with what is there, or NULL */
};

void verify_find(struct verification *v, enum diag_code code, struct str path, const char *format,
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

/* Says of a file or folder of the copy that it cannot be looked at; an empty path is the copy. */
static void tell_system(struct verification *v, struct str path, const char *what, int error)
{
	const char *folder = v->request->folder;
	struct str full =
	        arena_printf(v->arena, "%s%s%.*s", folder, path.n > 0 ? "/" : "", STR_ARG(path));

	/* That something could not be looked at is said in any case. */
	if (v->nfindings++ >= FINDINGS_MAX && v->diag->nsystem > 0)
		return;
	diag_add_system(v->diag, DIAG_FILE_READ, full.p, what, error);
}

/* What is wrong with what stands at a path, if it is not a file that can be read: it is not opened,
 * for it might never end. NULL: nothing. */
static const char *find_fault(const struct stat *st)
{
	if (S_ISLNK(st->st_mode))
		return "is a link";
	if (!S_ISREG(st->st_mode))
		return "is not a regular file";
	return st->st_size > SHA256_FILE_MAX ? "is larger than any file of a site" : NULL;
}

struct str verify_load(struct verification *v, struct str path, size_t limit, enum diag_code code)
{
	struct stat st;
	const char *fault;
	int error = 0;

	buf_clear(&v->text);
	if (fstatat(v->folder, path.p, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		fault = find_fault(&st);
		if (fault) {
			verify_find(v, code, path, "%s", fault);
			return STR_NONE;
		}
	}
	if (fs_load(v->folder, path.p, limit, &v->text) < 0)
		error = errno;
	if (error == EFBIG)
		verify_find(v, code, path, "is larger than that of any site");
	else if (manifest_is_damage(error))
		verify_find(v, code, path, "is missing, or behind a link");
	else if (error != 0)
		tell_system(v, path, "cannot read", error);
	return error == 0 ? buf_str(&v->text) : STR_NONE;
}

static void hash_bytes(const struct verification *v, struct str bytes, char hex[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(v->sha[0], bytes, hash);
	sha256_format(hash, hex);
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
	struct str text = verify_load(v, part->path, EDITION_PART_MAX, DIAG_MANIFEST_INVALID),
	           rest = text;
	size_t before = v->nentries, nbytes = 0;
	struct manifest_line line;
	char hash[SHA256_HEX];

	if (!text.p)
		return;
	hash_bytes(v, text, hash);
	if (memcmp(hash, part->hash.p, SHA256_HEX) != 0)
		verify_find(v, DIAG_MANIFEST_INVALID, part->path, "is not as it was signed");
	else if (!product_tree_is_part(v->sha[0], part, text))
		verify_find(v, DIAG_MANIFEST_INVALID, part->path,
		            "has other products than the root of its tree says");
	while (manifest_take_line(&rest, &line) == 0) {
		nbytes += MANIFEST_LINE(line.path.n);
		if (edition_has_path(line.path))
			add_entry(v, line);
		else
			verify_find(v, DIAG_MANIFEST_INVALID, part->path,
			            "lists a path that no site has");
	}
	if (nbytes != text.n || v->nentries - before != part->nfiles)
		verify_find(v, DIAG_MANIFEST_INVALID, part->path,
		            "does not have the lines it should");
}

/* Superseded files count where the signature names the list of them. A copy may do without: then it
 * has neither them nor the list. */
static void read_superseded(struct verification *v)
{
	struct str wanted = v->result->edition.superseded, text;
	struct superseded_file *files;
	char hash[SHA256_HEX];
	size_t nfiles;

	if (wanted.n == 0 || faccessat(v->folder, SUPERSEDED_PATH, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	text = verify_load(v, STR(SUPERSEDED_PATH), EDITION_PART_MAX, DIAG_MANIFEST_INVALID);
	if (!text.p)
		return;
	hash_bytes(v, text, hash);
	if (memcmp(hash, wanted.p, SHA256_HEX) != 0 ||
	    superseded_parse(text, v->arena, &files, &nfiles) < 0) {
		verify_find(v, DIAG_MANIFEST_INVALID, STR(SUPERSEDED_PATH),
		            "is not as it was signed");
		return;
	}
	for (size_t i = 0; i < nfiles; i++)
		add_entry(v, (struct manifest_line){{files[i].hash, SHA256_HEX}, files[i].path});
}

/* ---- the files ---- */

static int compare_entries(const void *left, const void *right)
{
	const struct entry *l = left, *r = right;

	return str_compare(l->path, r->path);
}

static bool is_expected(const struct verification *v, struct str path)
{
	if (str_is_equal(path, STR(SUPERSEDED_PATH)))
		return v->result->edition.superseded.n > 0;
	return str_is_equal(path, STR(EDITION_NAME)) ||
	       str_is_equal(path, STR(EDITION_SIGNATURE)) || map_find(&v->parts, path) != MAP_NONE;
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
	else if (leftover_is(v->folder, path)) {
		verify_find(v, DIAG_FILE_LEFTOVER, path, "was left by an operating system");
		return;
	}
	verify_find(v, DIAG_FILE_ADDED, path, "%s", fault);
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

/* Says which folders cannot be looked at. What stands in them is not known, and not missing. */
static void tell_closed(struct verification *v, const struct fs_found *found)
{
	for (size_t i = 0; i < found->nclosed; i++)
		tell_system(v, found->closed[i].path, "cannot list", found->closed[i].error);
}

static int compare_closed(const void *key, const void *closed)
{
	return str_compare(*(const struct str *)key, ((const struct fs_closed *)closed)->path);
}

/* Whether a path is that of a folder that could not be looked at, or stands in one. */
static bool is_closed(const struct fs_found *found, struct str path)
{
	for (size_t n = found->nclosed > 0 ? 0 : path.n + 1; n <= path.n; n++) {
		struct str above = str_sub(path, 0, n);

		if ((n == 0 || n == path.n || path.p[n] == '/') &&
		    bsearch(&above, found->closed, found->nclosed, sizeof(*found->closed),
		            compare_closed))
			return true;
	}
	return false;
}

/* Sorts the list, and compares it with the names in the folder, of which none is followed if it is
 * a link. */
static void match_names(struct verification *v)
{
	const struct edition *edition = &v->result->edition;
	struct fs_found found;
	size_t at = 0;

	map_init(&v->parts, v->arena);
	for (size_t i = 0; i < edition->nparts; i++)
		map_add(&v->parts, edition->parts[i].path, 0);
	fs_walk_on(v->folder, v->arena, &found);
	tell_closed(v, &found);
	if (v->nentries > 0)
		qsort(v->entries, v->nentries, sizeof(*v->entries), compare_entries);
	for (size_t i = 0; i < v->nentries; i++) {
		struct entry *entry = &v->entries[i];

		if (i > 0 && str_is_equal(entry->path, v->entries[i - 1].path))
			verify_find(v, DIAG_MANIFEST_INVALID, entry->path, "is listed twice");
		for (; at < found.npaths && str_compare(found.paths[at], entry->path) < 0; at++)
			check_added(v, found.paths[at]);
		if (at < found.npaths && str_is_equal(found.paths[at], entry->path)) {
			check_kind(v, entry);
			at++;
		} else {
			entry->state =
			        is_closed(&found, entry->path) ? ENTRY_CLOSED : ENTRY_MISSING;
		}
	}
	for (; at < found.npaths; at++)
		check_added(v, found.paths[at]);
}

static void hash_files(void *context, unsigned worker, size_t job)
{
	struct verification *v = context;
	size_t from = job * CHUNK;
	size_t to = from + CHUNK < v->nentries ? from + CHUNK : v->nentries;
	unsigned char hash[SHA256_BYTES];

	for (size_t i = from; i < to; i++) {
		struct entry *entry = &v->entries[i];

		if (entry->state != ENTRY_SAME)
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
		verify_find(v, DIAG_FILE_CHANGED, entry->path, "has the bytes of %.*s",
		            STR_ARG((*other)->path));
	else
		verify_find(v, DIAG_FILE_CHANGED, entry->path,
		            "has other bytes than were published");
}

static void tell_unreadable(struct verification *v, const struct entry *entry)
{
	if (manifest_is_damage(entry->error))
		verify_find(v, DIAG_FILE_MISSING, entry->path, "is missing, or behind a link");
	else
		tell_system(v, entry->path, "cannot read", entry->error);
}

static void check_files(struct verification *v)
{
	struct entry **sorted = NULL;
	size_t nchanged = 0;

	match_names(v);
	pool_run(v->request->njobs, (v->nentries + CHUNK - 1) / CHUNK, hash_files, v);
	for (size_t i = 0; i < v->nentries; i++) {
		const struct entry *entry = &v->entries[i];

		if (entry->state == ENTRY_MISSING) {
			verify_find(v, DIAG_FILE_MISSING, entry->path, "%s",
			            entry->why ? entry->why : "is missing");
		} else if (entry->state == ENTRY_UNREADABLE) {
			tell_unreadable(v, entry);
		} else if (entry->state == ENTRY_CHANGED && nchanged++ < SWAPPED_MAX) {
			sorted = sorted ? sorted : sort_by_hash(v);
			find_changed(v, entry, sorted);
		} else if (entry->state == ENTRY_CHANGED) {
			verify_find(v, DIAG_FILE_CHANGED, entry->path,
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
		verify_find(v, DIAG_MANIFEST_INVALID, STR(EDITION_NAME),
		            str_is_equal(edition->shard, STR(EDITION_PREVIEW))
		                    ? "is of a %.*s, which is nothing to hand on"
		                    : "is of shard %.*s, which is a part of a site: fuda merge "
		                      "puts parts together",
		            STR_ARG(edition->shard));
	if (request->has_not_before && edition_sequence(edition) < request->not_before)
		verify_find(v, DIAG_MANIFEST_OLD, STR(EDITION_NAME),
		            "has sequence number %ld, expected %ld or more",
		            edition_sequence(edition), request->not_before);
	for (size_t i = 0; i < edition->nparts; i++)
		read_part(v, &edition->parts[i]);
	if (!product_tree_is_edition(v->sha[0], edition))
		verify_find(v, DIAG_MANIFEST_INVALID, STR(EDITION_NAME),
		            "has a products_root that is not the one over its shelves");
	v->result->nfiles = v->nentries;
	read_superseded(v);
	check_files(v);
}

/* The signature first: nothing else is read of a MANIFEST.json that the key did not sign, unless
 * asked to. */
static void check_folder(struct verification *v)
{
	struct place place = {
	        .file = arena_printf(v->arena, "%s/" EDITION_NAME, v->request->folder)};
	struct str manifest = verify_load(v, STR(EDITION_NAME), EDITION_MAX, DIAG_MANIFEST_INVALID);

	if (!manifest.p)
		return;
	manifest = arena_copy(v->arena, manifest);
	verify_signature(v, manifest);
	if (!v->result->is_signed && !v->request->goes_on)
		return;
	if (edition_parse(&v->result->edition, manifest, place, v->arena, v->diag) < 0)
		return;
	verify_match(v);
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
