#include "model/reviewed.h"
#include "model/field.h"
#include "model/jsonl.h"
#include <stdlib.h>

static void read_hash(struct reader *r, const struct json_path *at, const struct member *member,
                      void *object)
{
	struct str s = field_parse_string(r, at, READER_LINE);

	if (s.p && !sha256_is_text(s))
		reader_add(r, at, DIAG_VALUE_UNKNOWN,
		           "is %s, expected the 64 hexadecimal digits of a SHA-256",
		           reader_quote(r, s));
	memcpy(field_in(member, object), &s, sizeof(s));
}

static const struct member members[] = {
        {MEMBER("product_id", REQUIRED, field_read_product_id, struct reviewed_entry, product_id)},
        {MEMBER("pointer", REQUIRED, field_read_string, struct reviewed_entry, pointer)},
        {MEMBER("sha256", REQUIRED, read_hash, struct reviewed_entry, sha256)},
};

static const struct format format = {
        .members = members,
        .nmembers = COUNT_OF(members),
        .size = sizeof(struct reviewed_entry),
};

static int compare_entries(const void *left, const void *right)
{
	const struct reviewed_entry *l = left, *r = right;
	int order = str_compare(l->product_id, r->product_id);

	if (order == 0)
		order = str_compare(l->pointer, r->pointer);
	return order != 0 ? order : str_compare(l->sha256, r->sha256);
}

int reviewed_load(struct reviewed *reviewed, const char *path, const struct settings *settings,
                  struct arena *a, struct diag *d)
{
	void *entries;
	size_t n;

	*reviewed = (struct reviewed){0};
	if (jsonl_load(path, "reviewed", &format, settings, a, d, &entries, &n) < 0)
		return -1;
	*reviewed = (struct reviewed){entries, n};
	if (reviewed->nentries > 0)
		qsort(reviewed->entries, reviewed->nentries, sizeof(*reviewed->entries),
		      compare_entries);
	return 0;
}

void reviewed_hash(struct str text, char sha256[SHA256_HEX])
{
	sha256_hex_once(text, sha256);
}

bool reviewed_has(const struct reviewed *reviewed, struct str product_id, struct str pointer,
                  const char sha256[SHA256_HEX])
{
	const struct reviewed_entry key = {product_id, pointer, {sha256, SHA256_HEX}};

	return reviewed && reviewed->nentries > 0 &&
	       bsearch(&key, reviewed->entries, reviewed->nentries, sizeof(key), compare_entries);
}
