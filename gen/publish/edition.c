#include "publish/edition.h"
#include "base/fs.h"
#include "base/json_writer.h"
#include "base/version.h"
#include "model/json.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FORMAT EDITION_FORMAT

/* A value of a MANIFEST.json takes more bytes than this on average, but for some at its head. */
#define VALUE_BYTES  24
#define VALUES_LEAST 4096

#define SUPERSEDED ", superseded " /* behind it in a comment: the hash of their list */

const char *edition_kind(struct str shard, struct arena *a)
{
	if (shard.n == 0)
		return "a whole site";
	if (str_is_equal(shard, STR(EDITION_PREVIEW)))
		return "a preview";
	return arena_printf(a, "shard %.*s", STR_ARG(shard)).p;
}

long edition_sequence(const struct edition *edition)
{
	return edition->as_of - DATE_2000;
}

struct str edition_comment(const struct edition *edition, struct arena *a)
{
	struct str as_of = date_text(a, edition->as_of),
	           next = date_text(a, edition->next_expected);

	return arena_printf(a, "as of %.*s, sequence %ld, next expected %.*s, site %.*s%s%.*s",
	                    STR_ARG(as_of), edition_sequence(edition), STR_ARG(next),
	                    STR_ARG(edition->site), edition->superseded.n > 0 ? SUPERSEDED : "",
	                    STR_ARG(edition->superseded));
}

bool edition_has_comment(struct edition *edition, struct str comment, struct arena *a)
{
	size_t at = comment.n > SHA256_HEX ? comment.n - SHA256_HEX : 0;

	edition->superseded = STR_NONE;
	if (str_has_suffix(str_sub(comment, 0, at), STR(SUPERSEDED)) &&
	    sha256_is_text(str_sub(comment, at, comment.n)))
		edition->superseded = str_sub(comment, at, comment.n);
	if (str_is_equal(comment, edition_comment(edition, a)))
		return true;
	edition->superseded = STR_NONE;
	return false;
}

void edition_add_head(struct buf *b, const struct edition *edition)
{
	buf_add_byte(b, '{');
	json_add_string(b, "format", STR(FORMAT));
	json_begin_line(b);
	json_add_string(b, "site", edition->site);
	json_begin_line(b);
	json_add_date(b, "as_of", edition->as_of);
	json_begin_line(b);
	json_add_key(b, "sequence");
	buf_printf(b, "%ld", edition_sequence(edition)); /* before 2000 it is below zero */
	json_begin_line(b);
	json_add_date(b, "next_expected", edition->next_expected);
	json_begin_line(b);
	json_add_string(b, "program", STR("fuda " FUDA_VERSION));
	if (edition->shard.n == 0)
		return;
	json_begin_line(b);
	json_add_string(b, "shard", edition->shard);
}

void edition_add_products_root(struct buf *b, const struct edition *edition)
{
	if (edition->products_root.n == 0)
		return;
	json_begin_line(b);
	json_add_string(b, "products_root", edition->products_root);
}

void edition_add_parts(struct buf *b, const struct edition *edition)
{
	size_t nfiles = 0;

	for (size_t i = 0; i < edition->nparts; i++)
		nfiles += edition->parts[i].nfiles;
	json_begin_line(b);
	json_add_number(b, "files", nfiles);
	json_begin_line(b);
	json_open(b, "parts", '[');
	for (size_t i = 0; i < edition->nparts; i++) {
		const struct edition_part *part = &edition->parts[i];

		json_begin_line(b);
		json_open(b, NULL, '{');
		json_add_string(b, "path", part->path);
		json_add_string(b, "sha256", part->hash);
		json_add_number(b, "files", part->nfiles);
		json_add_string(b, "root", part->root);
		buf_add_byte(b, '}');
	}
	buf_add(b, STR("\n]}\n"));
}

bool edition_has_format(struct str text)
{
	return str_has_prefix(text, STR("{\"format\":\"" FORMAT "\""));
}

bool edition_has_path(struct str path)
{
	for (size_t start = 0; start <= path.n;) {
		struct str name = str_before(str_sub(path, start, path.n), '/');

		if (name.n == 0 || str_is_equal(name, STR(".")) || str_is_equal(name, STR("..")))
			return false;
		start += name.n + 1;
	}
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] < ' ' || path.p[i] == '\\')
			return false;
	return !str_has_prefix(path, STR(EDITION_PARTS)) &&
	       !str_is_equal(path, STR(EDITION_NAME)) &&
	       !str_is_equal(path, STR(EDITION_SIGNATURE));
}

/* What is being read. */
struct reading {
	struct place place;
	struct diag *diag;
};

static int fail(const struct reading *r, const char *what)
{
	diag_add(r->diag, DIAG_MANIFEST_INVALID, r->place, "%s", what);
	return -1;
}

static struct str find_text(const struct json *object, struct str key)
{
	const struct json *value = json_find(object, key);

	return value && value->kind == JSON_STRING ? value->text : STR_NONE;
}

static int find_day(const struct json *object, struct str key, date_days *day)
{
	struct str text = find_text(object, key);

	return text.p ? date_parse(text, day) : -1;
}

/* The root of a tree of products, if there is one. */
static int find_root(const struct reading *r, const struct json *object, struct str key,
                     struct str *root)
{
	const struct json *value = json_find(object, key);

	*root = STR_NONE;
	if (!value)
		return 0;
	*root = find_text(object, key);
	return root->p && sha256_is_text(*root)
	               ? 0
	               : fail(r, "a root of the tree of products is not a SHA-256 of 64 digits");
}

/* A name directly below sums/, of which no part leads out of it. */
static bool is_part_path(struct str path)
{
	struct str name;

	if (!str_has_prefix(path, STR(EDITION_PARTS)) || !str_has_suffix(path, STR(EDITION_PART)))
		return false;
	name = str_sub(path, sizeof(EDITION_PARTS) - 1, path.n);
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] <= ' ' || name.p[i] == '/' || name.p[i] == '\\')
			return false;
	return name.n > sizeof(EDITION_PART) - 1 && name.n <= 255 && name.p[0] != '.';
}

static int parse_part(const struct reading *r, const struct json *value, struct arena *a,
                      struct edition_part *part)
{
	const struct json *files = json_find(value, STR("files"));
	long nfiles;

	*part = (struct edition_part){.path = find_text(value, STR("path")),
	                              .hash = find_text(value, STR("sha256"))};
	if (!part->path.p || !is_part_path(part->path))
		return fail(r, "a part of the list has no path sums/NAME.sha256");
	if (!part->hash.p || !sha256_is_text(part->hash))
		return fail(r, "a part of the list has no SHA-256 of 64 digits");
	if (!files || json_parse_integer(files, 0, UINT32_MAX - 1, &nfiles) < 0)
		return fail(r, "a part of the list does not say how many files it has");
	if (find_root(r, value, STR("root"), &part->root) < 0)
		return -1;
	part->path = arena_copy(a, part->path);
	part->nfiles = (size_t)nfiles;
	return 0;
}

/* Whether two parts have one path: by sorting, for the paths may be chosen by an enemy. */
static bool has_twins(const struct edition *edition, struct arena *a)
{
	struct str *paths = arena_array(a, edition->nparts + 1, sizeof(*paths));

	for (size_t i = 0; i < edition->nparts; i++)
		paths[i] = edition->parts[i].path;
	str_sort(paths, edition->nparts);
	for (size_t i = 1; i < edition->nparts; i++)
		if (str_is_equal(paths[i - 1], paths[i]))
			return true;
	return false;
}

static int parse_parts(const struct reading *r, const struct json *parts, struct arena *a,
                       struct edition *edition)
{
	if (!parts || parts->kind != JSON_ARRAY)
		return fail(r, "there is no array of parts");
	edition->parts = arena_array(a, parts->nchildren, sizeof(*edition->parts));
	for (const struct json *value = parts->child; value; value = value->next) {
		struct edition_part *part = &edition->parts[edition->nparts];

		if (parse_part(r, value, a, part) < 0)
			return -1;
		edition->nparts++;
	}
	if (has_twins(edition, a))
		return fail(r, "a part of the list stands there twice");
	return 0;
}

/* Whether the text has so many values as no MANIFEST.json of its length has: they would fill the
 * memory with nothing in them. */
static bool has_many_values(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == ',' || text.p[i] == '{' || text.p[i] == '[';
	return n > VALUES_LEAST + text.n / VALUE_BYTES;
}

int edition_parse(struct edition *edition, struct str text, struct place place, struct arena *a,
                  struct diag *d)
{
	struct reading r = {.place = place, .diag = d};
	const struct json *tree, *number;
	size_t nerrors = d->nerrors;
	long sequence;

	*edition = (struct edition){0};
	if (has_many_values(text))
		return fail(&r, "it has more values than any of its length");
	tree = json_parse(text, place, a, d);
	if (!tree || d->nerrors > nerrors)
		return -1;
	if (!str_is_equal(find_text(tree, STR("format")), STR(FORMAT)))
		return fail(&r, "the format is not \"" FORMAT "\"");
	edition->site = find_text(tree, STR("site"));
	if (!edition->site.p)
		return fail(&r, "it does not say of which site it is");
	if (find_day(tree, STR("as_of"), &edition->as_of) < 0 ||
	    find_day(tree, STR("next_expected"), &edition->next_expected) < 0)
		return fail(&r, "it has no as_of or no next_expected that is a date");
	edition->shard = find_text(tree, STR("shard"));
	if (find_root(&r, tree, STR("products_root"), &edition->products_root) < 0)
		return -1;
	number = json_find(tree, STR("sequence"));
	if (!number || json_parse_integer(number, -4000000, 4000000, &sequence) < 0 ||
	    sequence != edition_sequence(edition))
		return fail(&r, "its sequence number is not that of its as-of day");
	return parse_parts(&r, json_find(tree, STR("parts")), a, edition);
}

/* ---- files beside a site ---- */

void edition_name_record(char name[EDITION_RECORD], const char *prefix, const char *hash)
{
	snprintf(name, EDITION_RECORD, "%s%.16s", prefix, hash);
}

static bool is_record_of(struct str name, const char *prefix, const char *const *hashes,
                         size_t nhashes)
{
	char kept[EDITION_RECORD];

	for (size_t i = 0; i < nhashes; i++) {
		edition_name_record(kept, prefix, hashes[i]);
		if (str_is_equal(name, str_from(kept)))
			return true;
	}
	return false;
}

int edition_put_record(int folder, const char *file, const char *prefix, const char *hash)
{
	char name[EDITION_RECORD];

	edition_name_record(name, prefix, hash);
	if (renameat(folder, file, folder, name) == 0)
		return 0;
	if (errno != EISDIR || fs_remove_tree(folder, name) < 0)
		return -1;
	return renameat(folder, file, folder, name);
}

int edition_remove_records(int folder, const char *prefix, const char *const *hashes,
                           size_t nhashes)
{
	struct arena a;
	struct str *names;
	size_t nnames;
	int status;

	arena_init(&a, 4096);
	status = fs_list(folder, ".", &a, &names, &nnames);
	for (size_t i = 0; status == 0 && i < nnames; i++)
		if (str_has_prefix(names[i], str_from(prefix)) &&
		    !is_record_of(names[i], prefix, hashes, nhashes))
			status = fs_remove_any(folder, names[i].p);
	arena_release(&a);
	return status;
}
