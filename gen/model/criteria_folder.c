/* criteria_load: the files of a folder become struct criteria; and the rules between them. */
#include "base/fs.h"
#include "model/criteria.h"
#include "model/field.h"
#include "model/level.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#define FORMAT     "criteria/1"
#define FILE_MAX   ((size_t)16 << 20) /* bytes */
#define CATEGORIES "categories.json"

/* A version while its file is at hand: what it names is not looked up yet. */
struct draft {
	struct criteria_version version;
	unsigned format;
	struct str category, replaces;
	struct reader reader; /* for faults found later */
	const struct json *tree;
	uint32_t number; /* by file name */
};

static const struct member ref_members[] = {
        {MEMBER("standard", REQUIRED, field_read_string, struct criteria_ref, standard)},
        {MEMBER("clause", REQUIRED, field_read_string, struct criteria_ref, clause)},
};

static const struct format ref_format = {
        .members = ref_members,
        .nmembers = COUNT_OF(ref_members),
        .size = sizeof(struct criteria_ref),
};

static const struct member item_members[] = {
        {MEMBER("id", REQUIRED, field_read_criteria_id, struct criteria_item, id)},
        {MEMBER("title", REQUIRED, field_read_text, struct criteria_item, title)},
        {MEMBER("text", REQUIRED, field_read_markdown, struct criteria_item, text)},
        {MEMBER("refs", OPTIONAL, field_read_list, struct criteria_item, refs),
         .count = offsetof(struct criteria_item, nrefs), .format = &ref_format},
        {MEMBER("since", REQUIRED, field_read_string, struct criteria_item, since)},
};

static const struct format item_format = {
        .members = item_members,
        .nmembers = COUNT_OF(item_members),
        .size = sizeof(struct criteria_item),
};

static const char *const version_formats[] = {FORMAT};
static const struct words version_format_words = {version_formats, 1, DIAG_VALUE_UNKNOWN};

static const char *const revisions[REVISION_NVALUES] = {
        [REVISION_FIRST] = "first", [REVISION_MINOR] = "minor", [REVISION_MAJOR] = "major"};
static const struct words revision_words = {revisions, COUNT_OF(revisions), DIAG_VALUE_UNKNOWN};

const char *criteria_revision_name(enum criteria_revision revision)
{
	return revisions[revision];
}

static reader_function read_items;

static const struct member version_members[] = {
        {MEMBER("format", REQUIRED, field_read_word, struct draft, format),
         .words = &version_format_words},
        {MEMBER("id", REQUIRED, field_read_criteria_id, struct draft, version.id)},
        {MEMBER("family", REQUIRED, field_read_criteria_id, struct draft, version.family)},
        {MEMBER("level", REQUIRED, level_read, struct draft, version.level)},
        {MEMBER("category", OPTIONAL, field_read_string, struct draft, category)},
        {MEMBER("version", REQUIRED, field_read_string, struct draft, version.version)},
        {MEMBER("title", REQUIRED, field_read_text, struct draft, version.title)},
        {MEMBER("published_on", REQUIRED, field_read_date, struct draft, version.published_on)},
        {MEMBER("effective_on", REQUIRED, field_read_date, struct draft, version.effective_on)},
        {MEMBER("revision", REQUIRED, field_read_word, struct draft, version.revision),
         .words = &revision_words},
        {MEMBER("replaces", OPTIONAL, field_read_string, struct draft, replaces)},
        {MEMBER("grace_ends_on", OPTIONAL, field_read_date, struct draft, version.grace_ends_on)},
        {MEMBER("items", PRESENT, read_items, struct draft, version.items),
         .count = offsetof(struct draft, version.nitems), .format = &item_format},
};

/* Says of every id that stands twice where it stood first; ids are the first field of a struct. */
static void check_ids(struct reader *r, const struct json_path *list, const void *elements,
                      size_t n, size_t size)
{
	struct map seen;

	map_init(&seen, r->a);
	for (size_t i = 0; i < n; i++) {
		struct json_path element, at;
		struct str id;
		uint32_t first;

		memcpy(&id, (const char *)elements + i * size, sizeof(id));
		first = id.p ? map_add(&seen, id, (uint32_t)i) : MAP_NONE;
		if (first == MAP_NONE)
			continue;
		element = reader_element(list, i);
		at = reader_member(&element, STR("id"));
		reader_add(r, &at, DIAG_CRITERIA_DUPLICATE, "%s is the id of element %u too",
		           reader_quote(r, id), (unsigned)first);
	}
}

static void read_items(struct reader *r, const struct json_path *at, const struct member *member,
                       void *object)
{
	struct draft *draft = object;

	field_read_list(r, at, member, object);
	check_ids(r, at, draft->version.items, draft->version.nitems, sizeof(struct criteria_item));
}

static void check_version(struct reader *r, const struct json_path *at, uint64_t right,
                          void *object)
{
	struct draft *draft = object;
	struct criteria_version *version = &draft->version;
	char published[DATE_TEXT], ends[DATE_TEXT];

	(void)right;
	version->category = level_find_category(r, at, version->level, draft->category);
	if (version->published_on != DATE_NONE && version->grace_ends_on != DATE_NONE &&
	    version->grace_ends_on < version->published_on) {
		struct json_path grace = reader_member(at, STR("grace_ends_on"));

		date_format(version->published_on, published);
		date_format(version->grace_ends_on, ends);
		reader_add(r, &grace, DIAG_GRACE_EARLY,
		           "%.*s is before %.*s, the day of publication", DATE_TEXT, ends,
		           DATE_TEXT, published);
	}
}

static const struct draft blank = {
        .version = {.published_on = DATE_NONE,
                    .effective_on = DATE_NONE,
                    .grace_ends_on = DATE_NONE,
                    .category = CRITERIA_NONE,
                    .replaces = CRITERIA_NONE},
};

static const struct format version_format = {
        .members = version_members,
        .nmembers = COUNT_OF(version_members),
        .size = sizeof(struct draft),
        .blank = &blank,
        .check = check_version,
};

struct list {
	unsigned format;
	struct category *categories;
	size_t ncategories;
};

static const struct member category_members[] = {
        {MEMBER("id", REQUIRED, field_read_criteria_id, struct category, id)},
        {MEMBER("name", REQUIRED, field_read_text, struct category, name)},
};

static const struct format category_format = {
        .members = category_members,
        .nmembers = COUNT_OF(category_members),
        .size = sizeof(struct category),
};

static const char *const list_formats[] = {"categories/1"};
static const struct words list_format_words = {list_formats, 1, DIAG_VALUE_UNKNOWN};

static void read_categories(struct reader *r, const struct json_path *at,
                            const struct member *member, void *object)
{
	struct list *list = object;

	field_read_list(r, at, member, object);
	check_ids(r, at, list->categories, list->ncategories, sizeof(struct category));
}

static const struct member list_members[] = {
        {MEMBER("format", REQUIRED, field_read_word, struct list, format),
         .words = &list_format_words},
        {MEMBER("categories", PRESENT, read_categories, struct list, categories),
         .count = offsetof(struct list, ncategories), .format = &category_format},
};

static const struct format list_format = {
        .members = list_members,
        .nmembers = COUNT_OF(list_members),
        .size = sizeof(struct list),
};

/* Reads a file into a tree, and readies a reader for it. NULL if there is none or it is not JSON;
 * errno is then set to why it could not be read, or to 0. */
static const struct json *load_tree(struct reader *r, const char *folder, struct str name)
{
	size_t n = strlen(folder);
	const char *slash = n > 0 && folder[n - 1] == '/' ? "" : "/";
	struct buf b;

	r->place = (struct place){
	        .file = arena_printf(r->a, "%s%s%.*s", folder, slash, STR_ARG(name))};
	buf_init(&b);
	if (fs_load(AT_FDCWD, r->place.file.p, FILE_MAX, &b) < 0) {
		int error = errno;

		buf_release(&b);
		errno = error;
		return NULL;
	}
	r->text = arena_copy(r->a, buf_str(&b));
	buf_release(&b);
	errno = 0;
	return json_parse(r->text, r->place, r->a, r->d);
}

/* Reads categories.json; false if there is no such file. */
static bool load_categories(struct criteria *criteria, struct reader r, const char *folder)
{
	struct list list = {0};
	struct json_path at = {.value = load_tree(&r, folder, STR(CATEGORIES))};
	const struct json *all;

	r.format = "categories/1";
	if (!at.value) {
		bool is_there = errno != ENOENT;

		criteria->lacks_categories = true;
		if (errno != 0 && is_there)
			diag_add_system(r.d, DIAG_FILE_READ, r.place.file.p, "cannot read", errno);
		return is_there;
	}
	reader_read_object(&r, &at, &list_format, &list);
	criteria->categories = arena_array(r.a, list.ncategories, sizeof(*list.categories));
	all = json_find(at.value, STR("categories"));
	criteria->lacks_categories = !all || all->kind != JSON_ARRAY;
	for (size_t i = 0; i < list.ncategories; i++) {
		struct category *category = &list.categories[i];

		if (!category->id.p)
			criteria->lacks_categories = true;
		else if (map_add(&criteria->category_by_id, category->id,
		                 (uint32_t)criteria->ncategories) == MAP_NONE)
			criteria->categories[criteria->ncategories++] = *category;
	}
	return true;
}

/* Reads one version; false if not even its id is known. */
static bool load_version(struct reader r, const char *folder, struct str name, struct draft *draft)
{
	size_t nerrors = r.d->nerrors;
	struct json_path at = {.value = load_tree(&r, folder, name)};

	if (!at.value && errno != 0)
		diag_add_system(r.d, DIAG_FILE_READ, r.place.file.p, "cannot read", errno);
	if (!at.value)
		return false;
	reader_read_object(&r, &at, &version_format, draft);
	draft->reader = r;
	draft->tree = at.value;
	draft->version.source = r.text;
	draft->version.has_faults = r.d->nerrors > nerrors;
	return draft->version.id.p != NULL;
}

static int compare_drafts(const void *left, const void *right)
{
	const struct draft *l = left, *r = right;
	int order = str_compare(l->version.id, r->version.id);

	return order != 0 ? order : (l->number > r->number) - (l->number < r->number);
}

static void add_at(struct draft *draft, struct str key, enum diag_code code, const char *text)
{
	struct json_path document = {.value = draft->tree};
	struct json_path at = reader_member(&document, key);

	reader_add(&draft->reader, &at, code, "%s", text);
}

/* Of versions with one id the first file's stands. Returns how many are left. */
static size_t drop_duplicates(struct draft *drafts, size_t ndrafts, struct arena *a)
{
	size_t nkept = 0;

	for (size_t i = 0; i < ndrafts; i++) {
		struct draft *last = nkept > 0 ? &drafts[nkept - 1] : NULL;

		if (last && str_is_equal(drafts[i].version.id, last->version.id))
			add_at(&drafts[i], STR("id"), DIAG_CRITERIA_DUPLICATE,
			       arena_printf(a, "%s is the id of %s too",
			                    reader_quote(&drafts[i].reader, last->version.id),
			                    last->reader.place.file.p)
			               .p);
		else
			drafts[nkept++] = drafts[i];
	}
	return nkept;
}

static void find_replaced(struct criteria *criteria, struct draft *drafts, struct arena *a)
{
	for (size_t i = 0; i < criteria->nversions; i++) {
		struct str replaces = drafts[i].replaces;

		if (!replaces.p)
			continue;
		criteria->versions[i].replaces = criteria_find_version(criteria, replaces);
		if (criteria->versions[i].replaces == CRITERIA_NONE && !criteria->lacks_versions)
			add_at(&drafts[i], STR("replaces"), DIAG_REPLACES_UNKNOWN,
			       arena_printf(a, "%s is not in the folder",
			                    reader_quote(&drafts[i].reader, replaces))
			               .p);
	}
}

/* Finds the versions in circles. Each version is walked over once: `walk` numbers the way it was
 * come upon first, and a way that meets itself is a circle from there on. */
static void find_circles(const struct criteria *criteria, bool *is_in_circle, struct arena *a)
{
	uint32_t *walk = arena_array(a, criteria->nversions, sizeof(*walk)); /* 0: none */

	for (uint32_t i = 0; i < criteria->nversions; i++) {
		uint32_t at = i;

		for (; at != CRITERIA_NONE && walk[at] == 0; at = criteria->versions[at].replaces)
			walk[at] = i + 1;
		if (at == CRITERIA_NONE || walk[at] != i + 1)
			continue;
		for (; !is_in_circle[at]; at = criteria->versions[at].replaces)
			is_in_circle[at] = true;
	}
}

/* So many versions of a circle are named. */
#define NAMED 16

/* The way from a version back to itself, as "S1-1.0 -> S1-1.1 -> S1-1.0". */
static struct str format_circle(const struct criteria *criteria, uint32_t start, struct arena *a)
{
	struct str way = criteria->versions[start].id;
	uint32_t at = start;
	size_t n = 0;

	do {
		if (++n == NAMED)
			return arena_printf(a, "%.*s -> ...", STR_ARG(way));
		at = criteria->versions[at].replaces;
		way = arena_printf(a, "%.*s -> %.*s", STR_ARG(way),
		                   STR_ARG(criteria->versions[at].id));
	} while (at != start);
	return way;
}

/* Says it of every version in a circle, and cuts them all, so that nobody runs in one. */
static void cut_circles(struct criteria *criteria, struct draft *drafts, struct arena *a)
{
	bool *is_cut = arena_array(a, criteria->nversions, sizeof(*is_cut));

	find_circles(criteria, is_cut, a);
	for (uint32_t i = 0; i < criteria->nversions; i++) {
		struct str way;

		if (!is_cut[i])
			continue;
		way = format_circle(criteria, i, a);
		add_at(&drafts[i], STR("replaces"), DIAG_REPLACES_CIRCLE,
		       arena_printf(a, "runs in a circle: %.*s", STR_ARG(way)).p);
	}
	for (size_t i = 0; i < criteria->nversions; i++)
		if (is_cut[i])
			criteria->versions[i].replaces = CRITERIA_NONE;
}

/* From drafts to versions: sorted, numbered, linked. */
static void link_versions(struct criteria *criteria, struct draft *drafts, size_t ndrafts,
                          struct arena *a)
{
	if (ndrafts > 0)
		qsort(drafts, ndrafts, sizeof(*drafts), compare_drafts);
	ndrafts = drop_duplicates(drafts, ndrafts, a);
	criteria->versions = arena_array(a, ndrafts, sizeof(*criteria->versions));
	criteria->nversions = ndrafts;
	for (size_t i = 0; i < ndrafts; i++) {
		criteria->versions[i] = drafts[i].version;
		map_add(&criteria->version_by_id, drafts[i].version.id, (uint32_t)i);
	}
	find_replaced(criteria, drafts, a);
	cut_circles(criteria, drafts, a);
	criteria_link(criteria);
}

static bool has_categories(const struct draft *drafts, size_t ndrafts)
{
	for (size_t i = 0; i < ndrafts; i++)
		if (drafts[i].category.p)
			return true;
	return false;
}

int criteria_load(struct criteria *criteria, const char *folder, const struct settings *settings,
                  struct arena *a, struct diag *d)
{
	struct reader r = {
	        .format = FORMAT, .settings = settings, .criteria = criteria, .a = a, .d = d};
	size_t nfaults = d->nerrors + d->nsystem, nnames, ndrafts = 0;
	struct draft *drafts;
	struct str *names;
	bool is_listed;

	*criteria = (struct criteria){0};
	map_init(&criteria->version_by_id, a);
	map_init(&criteria->category_by_id, a);
	if (fs_list(AT_FDCWD, folder, a, &names, &nnames) < 0) {
		criteria->lacks_versions = criteria->lacks_categories = true;
		criteria->has_faults = true;
		diag_add_system(d, DIAG_FILE_READ, folder, "cannot read", errno);
		return -1;
	}
	is_listed = load_categories(criteria, r, folder);
	drafts = arena_array(a, nnames, sizeof(*drafts));
	for (size_t i = 0; i < nnames; i++) {
		if (!str_has_suffix(names[i], STR(".json")) ||
		    str_is_equal(names[i], STR(CATEGORIES)))
			continue;
		if (load_version(r, folder, names[i], &drafts[ndrafts]))
			drafts[ndrafts++].number = (uint32_t)i;
		else
			criteria->lacks_versions = true;
	}
	/* Level 1 alone can do without categories. */
	if (!is_listed && has_categories(drafts, ndrafts))
		diag_add_system(d, DIAG_FILE_READ, folder, "cannot read " CATEGORIES, ENOENT);
	link_versions(criteria, drafts, ndrafts, a);
	criteria->has_faults = d->nerrors + d->nsystem > nfaults;
	return criteria->has_faults ? -1 : 0;
}
