#include "site/path_table.h"
#include "base/map.h"

/* Where outputs of one id stand, before and behind it. */
struct shape {
	struct str before, after;
};

static const struct shape of_criteria[] = {
        {STR("criteria/"), STR("")},
        {STR("products/criteria-"), STR("")},
};

static const struct shape of_category[] = {
        {STR("products/category-"), STR("")},        {STR("changes/category-"), STR("")},
        {STR("changes/category-"), STR(".atom")},    {STR("changes/category-"), STR(".atom.gz")},
        {STR("changes/category-"), STR(".atom.br")}, {STR("calendar/category-"), STR(".ics")},
        {STR("calendar/category-"), STR(".ics.gz")}, {STR("calendar/category-"), STR(".ics.br")},
};

/* What stands in the folders of these outputs whatever the input. */
static const struct str ours[] = {
        STR("criteria/index.html"),
        STR("criteria/index.html.gz"),
        STR("criteria/index.html.br"),
};

#define OURS 0 /* the owner of a file of the site; behind it are versions, then categories */

struct table {
	struct map paths; /* lower case -> owner */
	const struct criteria *criteria;
	struct place place;
	struct arena *a;
	struct diag *d;
};

static struct str lower(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n);

	/* Ids are ASCII by their grammar. */
	for (size_t i = 0; i < s.n; i++)
		p[i] = str_lower(s.p[i]);
	return (struct str){p, s.n};
}

static struct str owner_id(const struct criteria *criteria, uint32_t owner)
{
	return owner <= criteria->nversions
	               ? criteria->versions[owner - 1].id
	               : criteria->categories[owner - 1 - criteria->nversions].id;
}

static void add(struct table *table, uint32_t owner, const struct shape *shapes, size_t nshapes)
{
	struct str id = owner_id(table->criteria, owner);

	for (size_t i = 0; i < nshapes && id.n > 0; i++) {
		struct str path = ARENA_JOIN(table->a, shapes[i].before, id, shapes[i].after);
		uint32_t other = map_add(&table->paths, lower(table->a, path), owner);

		if (other == MAP_NONE || other == owner)
			continue;
		if (other == OURS)
			diag_add(table->d, DIAG_PATH_TAKEN, table->place,
			         "\"%.*s\" would have the path %.*s, which is a file of the site",
			         STR_ARG(id), STR_ARG(path));
		else
			diag_add(table->d, DIAG_PATH_TAKEN, table->place,
			         "\"%.*s\" would have the path %.*s, which \"%.*s\" has as well",
			         STR_ARG(id), STR_ARG(path),
			         STR_ARG(owner_id(table->criteria, other)));
		return;
	}
}

int path_table_check(const struct criteria *criteria, const char *criteria_folder, struct arena *a,
                     struct diag *d)
{
	struct table table = {
	        .criteria = criteria, .place = {.file = str_from(criteria_folder)}, .a = a, .d = d};
	size_t nerrors = d->nerrors;
	uint32_t owner = OURS;

	map_init(&table.paths, a);
	for (size_t i = 0; i < COUNT_OF(ours); i++)
		map_add(&table.paths, ours[i], OURS);
	for (size_t i = 0; i < criteria->nversions; i++)
		add(&table, ++owner, of_criteria, COUNT_OF(of_criteria));
	for (size_t i = 0; i < criteria->ncategories; i++)
		add(&table, ++owner, of_category, COUNT_OF(of_category));
	return d->nerrors > nerrors ? -1 : 0;
}
