#include "publish/superseded.h"
#include "publish/encode.h"
#include "publish/manifest.h"
#include <stdlib.h>

#define HEAD  "# fuda-superseded/1 "
#define SINCE "# since "

/* Hexadecimal digits in names, as site/assets.c and search/stages.h make them. */
#define STATIC_DIGITS 8
#define SEARCH_DIGITS 12

/* How many hexadecimal digits a text ends in. */
static size_t count_digits(struct str text)
{
	size_t n = 0;

	while (n < text.n && str_hex_digit(text.p[text.n - 1 - n]) >= 0)
		n++;
	return n;
}

/* search/KHASH.js, K being a letter for its kind. */
static bool is_search_name(struct str name)
{
	return name.n == 1 + SEARCH_DIGITS + 3 && str_has_suffix(name, STR(".js")) &&
	       count_digits(str_sub(name, 1, name.n - 3)) == SEARCH_DIGITS;
}

/* static/NAME-HASH.SUFFIX */
static bool is_static_name(struct str name)
{
	const char *dot = memrchr(name.p, '.', name.n);
	struct str stem = str_sub(name, 0, dot ? (size_t)(dot - name.p) : name.n);

	return stem.n > STATIC_DIGITS && stem.p[stem.n - STATIC_DIGITS - 1] == '-' &&
	       count_digits(stem) == STATIC_DIGITS;
}

bool superseded_has_path(struct str path)
{
	if (encoder_is_copy(path))
		path.n -= STR(".gz").n;
	return str_has_prefix(path, STR("search/"))
	               ? is_search_name(str_sub(path, STR("search/").n, path.n))
	               : str_has_prefix(path, STR("static/")) &&
	                         is_static_name(str_sub(path, STR("static/").n, path.n));
}

static int compare_path(const void *path, const void *file)
{
	return str_compare(*(const struct str *)path, ((const struct superseded_file *)file)->path);
}

const struct superseded_file *superseded_find(const struct superseded_file *files, size_t nfiles,
                                              struct str path)
{
	return nfiles > 0 ? bsearch(&path, files, nfiles, sizeof(*files), compare_path) : NULL;
}

/* ---- the list ---- */

static int compare_files(const void *left, const void *right)
{
	const struct superseded_file *l = left, *r = right;

	return l->since != r->since ? (l->since > r->since) - (l->since < r->since)
	                            : str_compare(l->path, r->path);
}

static void add_lines(struct buf *b, const struct superseded_file *files, size_t nfiles)
{
	char day[DATE_TEXT];

	for (size_t i = 0; i < nfiles; i++) {
		if (i == 0 || files[i].since != files[i - 1].since) {
			date_format(files[i].since, day);
			buf_printf(b, SINCE "%.*s\n", DATE_TEXT, day);
		}
		manifest_add_line(b, files[i].hash, files[i].path);
	}
}

void superseded_add_list(struct buf *b, struct superseded_file *files, size_t nfiles)
{
	char hash[SHA256_HEX];
	struct buf lines;

	if (nfiles > 0)
		qsort(files, nfiles, sizeof(*files), compare_files);
	buf_init(&lines);
	add_lines(&lines, files, nfiles);
	sha256_hex_once(buf_str(&lines), hash);
	buf_printf(b, HEAD "%.*s\n", SHA256_HEX, hash);
	buf_add(b, buf_str(&lines));
	buf_release(&lines);
}

static int parse_line(struct str text, struct arena *a, struct superseded_file *file)
{
	struct manifest_line line;

	if (manifest_take_line(&text, &line) < 0 || !sha256_is_text(line.hash) ||
	    !superseded_has_path(line.path) || !edition_has_path(line.path))
		return -1;
	memcpy(file->hash, line.hash.p, SHA256_HEX);
	file->path = arena_copy(a, line.path);
	return 0;
}

/* Whether the first line has the hash of all that follow; takes it off. */
static bool has_head(struct str *text)
{
	struct str head = str_cut(text, '\n');
	char hash[SHA256_HEX];

	sha256_hex_once(*text, hash);
	return str_has_prefix(head, STR(HEAD)) &&
	       str_is_equal(str_sub(head, STR(HEAD).n, head.n), (struct str){hash, SHA256_HEX});
}

static int compare_paths(const void *left, const void *right)
{
	const struct superseded_file *l = left, *r = right;

	return str_compare(l->path, r->path);
}

static bool has_path_twice(const struct superseded_file *files, size_t nfiles, struct arena *a)
{
	struct superseded_file *sorted = arena_array(a, nfiles, sizeof(*sorted));

	if (nfiles == 0)
		return false;
	memcpy(sorted, files, nfiles * sizeof(*sorted));
	qsort(sorted, nfiles, sizeof(*sorted), compare_paths);
	for (size_t i = 1; i < nfiles; i++)
		if (str_is_equal(sorted[i - 1].path, sorted[i].path))
			return true;
	return false;
}

int superseded_parse(struct str text, struct arena *a, struct superseded_file **files,
                     size_t *nfiles)
{
	date_days since = DATE_NONE;

	*nfiles = 0;
	if (!has_head(&text))
		return -1;
	*files = arena_array(a, text.n / MANIFEST_LINE(1) + 1, sizeof(**files));
	while (text.n > 0) {
		struct str line = str_cut(&text, '\n');

		if (str_has_prefix(line, STR(SINCE))) {
			if (date_parse(str_sub(line, STR(SINCE).n, line.n), &since) < 0)
				return -1;
			continue;
		}
		if (since == DATE_NONE || parse_line(line, a, &(*files)[*nfiles]) < 0)
			return -1;
		(*files)[(*nfiles)++].since = since;
	}
	return has_path_twice(*files, *nfiles, a) ? -1 : 0;
}
