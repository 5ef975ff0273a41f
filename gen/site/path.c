#include "site/path.h"

void path_format_hash(uint64_t hash, char hex[16])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 16; i-- > 0; hash >>= 4)
		hex[i] = digits[hash & 15];
}

/* Names hold any character and change their neighbours; their hash does neither. */
static struct str join_hash(struct arena *a, struct str before, struct str name, struct str after)
{
	char hex[16];

	path_format_hash(str_hash(name), hex);
	return ARENA_JOIN(a, before, (struct str){hex, sizeof(hex)}, after);
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

struct str path_manufacturer(struct arena *a, struct str name)
{
	return join_hash(a, STR("products/maker-"), name, STR("/"));
}

struct str path_applicant_calendar(struct arena *a, struct str name)
{
	return join_hash(a, STR("calendar/applicant-"), name, STR(".ics"));
}
