#include "site/path_table.h"
#include "base/map.h"
#include "model/id.h"
#include "site/site.h"

/* Where outputs of one id stand, before and behind it. */
struct affixes {
	struct str before, after;
};

static const struct affixes of_criteria[] = {
        {STR("criteria/"), STR("")},
        {STR("products/criteria-"), STR("")},
};

static const struct affixes of_category[] = {
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

	/* Ids and languages are ASCII by their grammar; of other names only that part is folded. */
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

static void add(struct table *table, uint32_t owner, const struct affixes *of, size_t nof)
{
	struct str id = owner_id(table->criteria, owner);

	for (size_t i = 0; i < nof && id.n > 0; i++) {
		struct str path = ARENA_JOIN(table->a, of[i].before, id, of[i].after);
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

/* ---- what stands at the root ---- */

/* What has a name at the root already. */
struct root_owner {
	const char *kind;
	struct str name;
	bool is_file; /* or a folder, which has no compressed copy */
};

struct root_table {
	struct map names; /* lower case -> owner */
	struct root_owner *owners;
	size_t nowners;
	const struct layers *layers;
	struct arena *a;
	struct diag *d;
};

static void refuse_root(struct root_table *table, struct str file, uint32_t other)
{
	diag_add(table->d, DIAG_PATH_TAKEN,
	         (struct place){.file = layers_find(table->layers, file, table->a)},
	         "would stand at the root of the site where the %s %.*s has its place",
	         table->owners[other].kind, STR_ARG(table->owners[other].name));
}

/* Adds a name to the table, or a fault of the file that has it if another has it, too. */
static void add_root(struct root_table *table, struct root_owner owner, struct str file)
{
	uint32_t number = (uint32_t)table->nowners;
	uint32_t other = map_add(&table->names, lower(table->a, owner.name), number);

	table->owners[table->nowners++] = owner;
	if (other != MAP_NONE)
		refuse_root(table, file, other);
}

/* Adds a fault of a file that has the name of a compressed copy of what is in the table. */
static void check_copy(struct root_table *table, struct str name, struct str file)
{
	struct str stem = lower(table->a, name);
	uint32_t other;

	if (!str_has_suffix(stem, STR(".gz")) && !str_has_suffix(stem, STR(".br")))
		return;
	stem.n -= STR(".gz").n;
	other = map_find(&table->names, stem);
	if (other != MAP_NONE && table->owners[other].is_file)
		refuse_root(table, file, other);
}

static struct str find_prose_file(const struct site *site, const struct layers *layers,
                                  struct str name, struct arena *a)
{
	struct str file = STR_NONE;

	for (unsigned i = 0; i < site->words.nlanguages && file.n == 0; i++) {
		file = layouts_prose_file(&site->words.language[i], name, a);
		if (!layers_have(layers, file, a))
			file = STR_NONE;
	}
	return file;
}

int path_table_check_root(const struct site *site, const struct layers *layers, struct arena *a,
                          struct diag *d)
{
	const struct layouts *layouts = &site->layouts;
	const struct asset_list *root = &site->assets.of[ASSET_ROOT];
	size_t most = site->words.nlanguages + layouts->nprose + root->n, nerrors = d->nerrors;
	struct root_table table = {.owners = arena_array(a, most, sizeof(*table.owners)),
	                           .layers = layers,
	                           .a = a,
	                           .d = d};

	map_init(&table.names, a);
	for (unsigned i = 1; i < site->words.nlanguages; i++) /* the first has no folder */
		add_root(&table,
		         (struct root_owner){"language", site->words.language[i].tag, false},
		         STR(""));
	for (size_t i = 0; i < layouts->nprose; i++)
		add_root(&table, (struct root_owner){"page", layouts->prose[i].name, false},
		         find_prose_file(site, layers, layouts->prose[i].name, a));
	for (size_t i = 0; i < root->n; i++)
		add_root(&table, (struct root_owner){"file", root->items[i].path, true},
		         ARENA_JOIN(a, STR("root/"), root->items[i].path));
	for (size_t i = 0; i < root->n; i++)
		check_copy(&table, root->items[i].path,
		           ARENA_JOIN(a, STR("root/"), root->items[i].path));
	return d->nerrors > nerrors ? -1 : 0;
}

bool path_table_is_portable(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < ' ' || name.p[i] == 0x7f ||
		    strchr("<>:\"|?*\\", name.p[i]))
			return false;
	return name.n > 0 && name.p[name.n - 1] != '.' && name.p[name.n - 1] != ' ' &&
	       !id_is_reserved(name);
}
