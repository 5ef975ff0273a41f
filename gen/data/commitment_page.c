#include "data/commitment_page.h"
#include "base/array.h"
#include "base/json_writer.h"
#include "data/column.h"
#include "data/openapi.h"
#include "model/json.h"
#include "site/path.h"
#include "site/shapes.h"
#include "view/view.h"

struct names {
	struct str *items;
	size_t n, room;
	struct arena *arena;
};

static void add_name(struct names *names, struct str name)
{
	for (size_t i = 0; i < names->n; i++)
		if (str_is_equal(names->items[i], name))
			return;
	ARRAY_GROW(names->arena, names->items, names->n, names->room);
	names->items[names->n++] = name;
}

static const struct promise *in_force(const struct site *site)
{
	return &site->commitment->versions[site->commitment->nversions - 1];
}

static void add_addresses(const struct site *site, struct names *names)
{
	for (unsigned i = 0; i < FIXED_NPAGES; i++)
		if (fixed_page_is_there(site, (enum fixed_page)i))
			add_name(names, str_from(fixed_pages[i].path));
	for (size_t i = 0; i < nfixed_files; i++)
		if (fixed_file_is_there(site, &fixed_files[i]))
			add_name(names, str_from(fixed_files[i].path));
}

/* Adds the keys of an object in a schema and of those in it: "label.status". */
static void add_keys(const struct json *schema, struct str before, struct names *names)
{
	const struct json *items = json_find(schema, STR("items"));
	const struct json *either = json_find(schema, STR("oneOf"));
	const struct json *properties = json_find(schema, STR("properties"));

	if (items)
		add_keys(items, before, names);
	for (const struct json *one = either ? either->child : NULL; one; one = one->next)
		add_keys(one, before, names);
	for (const struct json *p = properties ? properties->child : NULL; p; p = p->next) {
		struct str key =
		        before.n > 0 ? ARENA_JOIN(names->arena, before, STR("."), p->key) : p->key;

		add_name(names, key);
		add_keys(p, key, names);
	}
}

/* The schema that is published says them; each label.json is checked against it by a test. */
static void add_label_keys(const struct site *site, struct names *names)
{
	const struct asset_list *schemas = &site->assets.of[ASSET_SCHEMA];
	const struct json *schema;
	struct diag unsaid;

	for (size_t i = 0; i < schemas->n; i++) {
		if (!str_is_equal(schemas->items[i].name, STR("label-1.schema.json")))
			continue;
		diag_init(&unsaid);
		schema = json_parse(schemas->items[i].bytes, (struct place){.pointer = STR_NONE},
		                    names->arena, &unsaid);
		diag_release(&unsaid);
		if (schema)
			add_keys(schema, STR(""), names);
	}
}

static void add_columns(const struct site *site, struct names *names)
{
	struct column_place *places;
	size_t n;

	column_list(site, names->arena, &places, &n);
	for (size_t i = 0; i < n; i++)
		add_name(names, column_name(site, places[i], names->arena));
}

static void add_formats(const struct site *site, struct names *names)
{
	const struct asset_list *schemas = &site->assets.of[ASSET_SCHEMA];

	for (size_t i = 0; i < schemas->n; i++)
		add_name(names, schemas->items[i].path);
}

static void add_changes(struct buf *b, const struct site *site)
{
	json_open(b, "versions", '[');
	for (size_t i = 0; i < site->commitment->nversions; i++) {
		const struct promise *promise = &site->commitment->versions[i];

		json_open(b, NULL, '{');
		json_add_string(b, "version", promise->version);
		json_add_date(b, "date", promise->date);
		text_add_json(b, "change", &promise->change, &site->settings->languages);
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
}

/* All that the program can say of what stays, by the name of its list. */
static void each_list(const struct site *site, struct arena *a,
                      void (*tell)(void *context, const char *name, const struct names *names),
                      void *context)
{
	static const struct {
		const char *name;
		void (*add)(const struct site *site, struct names *names);
	} lists[] = {
	        {"fixed_addresses", add_addresses},
	        {"label_keys", add_label_keys},
	        {"columns", add_columns},
	        {"formats", add_formats},
	};

	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct names names = {.arena = a};

		lists[i].add(site, &names);
		tell(context, lists[i].name, &names);
	}
}

static void add_list(void *context, const char *name, const struct names *names)
{
	json_add_strings(context, name, names->items, names->n);
}

void commitment_add(struct buf *b, const struct site *site, struct arena *a)
{
	const struct languages *languages = &site->settings->languages;
	const struct promise *promise = in_force(site);

	buf_add(b, STR("{\"format\":\"commitment/1\""));
	json_add_string(b, "version", promise->version);
	json_add_date(b, "date", promise->date);
	text_add_json(b, "addresses", &promise->addresses, languages);
	text_add_json(b, "successor", &promise->successor, languages);
	text_add_json(b, "announcement", &promise->announcement, languages);
	each_list(site, a, add_list, b);
	add_changes(b, site);
	buf_add(b, STR("}\n"));
}

struct filling {
	const struct page *p;
	struct value *next;
};

static void set_list(void *context, const char *name, const struct names *names)
{
	struct filling *filling = context;
	struct value *items = page_values(filling->p, names->n);

	(void)name;
	for (size_t i = 0; i < names->n; i++)
		items[i] = value_text(names->items[i].n > 0 ? names->items[i] : STR("/"));
	*filling->next++ = value_list(items, names->n);
}

static struct value versions(const struct page *p)
{
	const struct commitment *c = p->site->commitment;
	struct value *items = page_values(p, c->nversions * PROMISE_NFIELDS);

	for (size_t i = 0; i < c->nversions; i++) {
		const struct promise *promise = &c->versions[c->nversions - 1 - i];
		struct value *v = items + i * PROMISE_NFIELDS;

		v[PROMISE_VERSION] = value_text(promise->version);
		v[PROMISE_DATE] = page_date(p, promise->date);
		v[PROMISE_CHANGE] = page_phrase(p, &promise->change);
	}
	return value_list(items, c->nversions);
}

const struct value *view_commitment(const struct page *p, const struct page_sources *from)
{
	const struct promise *promise = in_force(p->site);
	struct value *v = page_values(p, COMMITMENT_NFIELDS);
	struct filling filling = {p, &v[COMMITMENT_FIXED_ADDRESSES]};

	(void)from;
	page_set_fixed_frame(p, v, FIXED_COMMITMENT);
	v[COMMITMENT_VERSION] = value_text(promise->version);
	v[COMMITMENT_DATE] = page_date(p, promise->date);
	v[COMMITMENT_ADDRESSES] = view_prose(p, &promise->addresses);
	v[COMMITMENT_SUCCESSOR] = view_prose(p, &promise->successor);
	v[COMMITMENT_ANNOUNCEMENT] = view_prose(p, &promise->announcement);
	each_list(p->site, p->arena, set_list, &filling);
	v[COMMITMENT_VERSIONS] = versions(p);
	return v;
}
