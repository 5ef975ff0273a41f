#include "model/retired.h"
#include "base/fs.h"
#include "model/field.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#define FORMAT   "retired"
#define FILE_MAX ((size_t)256 << 20) /* bytes */

static const struct member members[] = {
        {MEMBER("product_id", REQUIRED, field_read_product_id, struct retired_entry, product_id)},
        {MEMBER("date", REQUIRED, field_read_date, struct retired_entry, date)},
        {MEMBER("note", OPTIONAL, field_read_text, struct retired_entry, note)},
};

static const struct format format = {
        .members = members,
        .nmembers = COUNT_OF(members),
        .size = sizeof(struct retired_entry),
};

static int compare_entries(const void *left, const void *right)
{
	const struct retired_entry *l = left, *r = right;

	return str_compare(l->product_id, r->product_id);
}

static void read_line(struct reader *r, struct str line, struct retired_entry *entry)
{
	struct json_path document = {.value = json_parse(line, r->place, r->a, r->d)};

	if (document.value)
		reader_read_object(r, &document, &format, entry);
}

static void check_duplicates(const struct retired *retired, struct str file, struct diag *d)
{
	for (size_t i = 1; i < retired->nentries; i++) {
		struct str id = retired->entries[i].product_id;
		struct place place = {.file = file, .id = id, .pointer = STR("/product_id")};

		if (id.n > 0 && str_is_equal(id, retired->entries[i - 1].product_id))
			diag_add(d, DIAG_PRODUCT_DUPLICATE, place, "\"%.*s\" is retired twice",
			         STR_ARG(id));
	}
}

static size_t count_lines(struct str text)
{
	size_t n = 0;

	while (text.n > 0) {
		size_t end = str_find_byte(text, '\n');

		n++;
		text = str_sub(text, end < text.n ? end + 1 : end, text.n);
	}
	return n;
}

int retired_load(struct retired *retired, const char *path, const struct settings *settings,
                 struct arena *a, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem;
	struct reader r = {.format = FORMAT,
	                   .place = {.file = str_from(path), .pointer = STR("")},
	                   .settings = settings,
	                   .a = a,
	                   .d = d};
	struct str rest;
	struct buf b;

	*retired = (struct retired){0};
	buf_init(&b);
	if (fs_load(AT_FDCWD, path, FILE_MAX, &b) < 0) {
		buf_release(&b);
		if (errno == ENOENT)
			return 0;
		diag_add_system(d, DIAG_FILE_READ, path, "cannot read", errno);
		return -1;
	}
	rest = arena_copy(a, buf_str(&b));
	buf_release(&b);
	retired->entries = arena_array(a, count_lines(rest), sizeof(*retired->entries));
	while (rest.n > 0) {
		size_t end = str_find_byte(rest, '\n');

		r.place.line++;
		r.text = str_sub(rest, 0, end);
		read_line(&r, r.text, &retired->entries[retired->nentries++]);
		rest = str_sub(rest, end < rest.n ? end + 1 : end, rest.n);
	}
	if (retired->nentries > 0)
		qsort(retired->entries, retired->nentries, sizeof(*retired->entries),
		      compare_entries);
	check_duplicates(retired, r.place.file, d);
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}

const struct retired_entry *retired_find(const struct retired *retired, struct str product_id)
{
	const struct retired_entry key = {.product_id = product_id};

	if (retired->nentries == 0)
		return NULL;
	return bsearch(&key, retired->entries, retired->nentries, sizeof(key), compare_entries);
}
