#include "site/path.h"
#include "base/sha256.h"

#define HASH_DIGITS 32

/* clang-format off */
#define FIXED_ROW(constant, name, layout, shape, path, when) \
	[FIXED_##constant] = {#name, path, FIXED_##when},
const struct fixed_page_row fixed_pages[FIXED_NPAGES] = {FIXED_PAGES(FIXED_ROW)};
/* clang-format on */

int fixed_page_find(struct str folder, enum fixed_page *page)
{
	for (unsigned i = 0; i < FIXED_NPAGES; i++) {
		struct str path = str_from(fixed_pages[i].path);

		if (path.n == 0 || !str_is_equal(str_sub(path, 0, path.n - 1), folder))
			continue;
		*page = (enum fixed_page)i;
		return 0;
	}
	return -1;
}

/* Names change their neighbours and hold any character but the one that parts them here. */
static struct str join_hash(struct arena *a, struct str before, const struct text *name,
                            struct str after)
{
	char hex[SHA256_HEX];
	struct str all = name->in[0];

	for (unsigned i = 1; i < LANGUAGES_MAX; i++)
		if (name->in[i].n > 0)
			all = arena_printf(a, "%.*s\n%u %.*s", STR_ARG(all), i,
			                   STR_ARG(name->in[i]));
	sha256_hex_once(all, hex);
	return ARENA_JOIN(a, before, (struct str){hex, HASH_DIGITS}, after);
}

struct str path_product(struct arena *a, struct str product_id)
{
	return ARENA_JOIN(a, STR("P/"), product_id, STR("/"));
}

struct str path_criteria(struct arena *a, struct str version_id)
{
	return ARENA_JOIN(a, STR("criteria/"), version_id, STR("/"));
}

struct str path_category(struct arena *a, struct str category_id)
{
	return ARENA_JOIN(a, STR("products/category-"), category_id, STR("/"));
}

struct str path_manufacturer(struct arena *a, const struct text *name)
{
	return join_hash(a, STR("products/maker-"), name, STR("/"));
}

struct str path_applicant_calendar(struct arena *a, const struct text *name)
{
	return join_hash(a, STR("calendar/applicant-"), name, STR(".ics"));
}
