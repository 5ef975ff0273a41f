/*
 * The official cases of Mustache 1.4, in mustache/ beside this file, through the compiler and the
 * loop that the site uses.
 *
 * Layouts are compiled against shapes, so each case gets one made from its data: an object's keys
 * are the fields, the items of a list share the shape that holds the keys of all, and what is no
 * object has one field, ".".
 *
 * Usage: mustache_test FOLDER
 */
#include "base/attr.h"
#include "base/buf.h"
#include "tmpl/tmpl.h"
#include <assert.h>
#include <jansson.h>
#include <stdio.h>

static const char *const modules[] = {
        "comments", "delimiters", "interpolation", "inverted",
        "partials", "sections",   "~inheritance",
};

static struct str string_of(json_t *json)
{
	return (struct str){json_string_value(json), json_string_length(json)};
}

static enum field_type type_of(json_t *json)
{
	switch (json_typeof(json)) {
	case JSON_OBJECT: return FIELD_OBJECT;
	case JSON_ARRAY: return FIELD_LIST;
	case JSON_TRUE:
	case JSON_FALSE: return FIELD_FLAG;
	default: return FIELD_TEXT;
	}
}

static const struct shape *make_shape(json_t *const *values, size_t nvalues, struct arena *a);

/* The shape below a field for which these are the values. */
static const struct shape *make_shape_below(enum field_type type, json_t *const *values,
                                            size_t nvalues, struct arena *a)
{
	json_t **items, *item;
	size_t n = 0, nitems = 0, i;

	if (type == FIELD_OBJECT)
		return make_shape(values, nvalues, a);
	if (type != FIELD_LIST)
		return NULL;
	for (size_t k = 0; k < nvalues; k++)
		n += json_array_size(values[k]);
	items = arena_array(a, n, sizeof(json_t *));
	for (size_t k = 0; k < nvalues; k++)
		json_array_foreach(values[k], i, item) items[nitems++] = item;
	return make_shape(items, nitems, a);
}

static struct field make_field(const char *name, json_t *const *values, size_t nvalues,
                               struct arena *a)
{
	enum field_type type = FIELD_TEXT;

	for (size_t i = 0; i < nvalues; i++)
		if (type_of(values[i]) != FIELD_TEXT)
			type = type_of(values[i]);
	return (struct field){name, type, make_shape_below(type, values, nvalues, a), ""};
}

static struct field *find_field(struct field *fields, size_t nfields, const char *name)
{
	for (size_t i = 0; i < nfields; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

/* The shape that has room for each of the values. */
static const struct shape *make_shape(json_t *const *values, size_t nvalues, struct arena *a)
{
	struct shape *shape = arena_alloc(a, sizeof(*shape));
	json_t **same = arena_array(a, nvalues, sizeof(json_t *));
	struct field *fields;
	size_t room = 1;

	for (size_t i = 0; i < nvalues; i++)
		room += json_object_size(values[i]);
	fields = arena_array(a, room, sizeof(*fields));
	for (size_t i = 0; i < nvalues; i++) {
		const char *key;
		json_t *value;

		json_object_foreach(values[i], key, value)
		{
			size_t nsame = 0;

			if (find_field(fields, shape->nfields, key))
				continue;
			for (size_t k = 0; k < nvalues; k++)
				if (json_object_get(values[k], key))
					same[nsame++] = json_object_get(values[k], key);
			fields[shape->nfields++] = make_field(key, same, nsame, a);
		}
	}
	if (nvalues > 0 && !json_is_object(values[0]))
		fields[shape->nfields++] = make_field(".", values, nvalues, a);
	shape->name = "data";
	shape->fields = fields;
	return shape;
}

static const struct value *make_values(json_t *json, const struct shape *shape, struct arena *a);

static struct value make_value(json_t *json, const struct field *field, struct arena *a)
{
	size_t n = json_array_size(json), stride = field->shape ? field->shape->nfields : 0, i;
	struct value *items;
	json_t *item;

	switch (json ? json_typeof(json) : JSON_NULL) {
	case JSON_OBJECT: return value_object(make_values(json, field->shape, a));
	case JSON_ARRAY:
		items = arena_array(a, n * stride, sizeof(*items));
		json_array_foreach(json, i, item)
		        memcpy(items + i * stride, make_values(item, field->shape, a),
		               stride * sizeof(*items));
		return value_list(items, n);
	case JSON_TRUE: return value_flag(true);
	case JSON_STRING: return value_text(string_of(json));
	case JSON_INTEGER:
		return value_text(
		        arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(json)));
	case JSON_REAL: return value_text(arena_printf(a, "%.15g", json_real_value(json)));
	default: return (struct value){.n = 0};
	}
}

static const struct value *make_values(json_t *json, const struct shape *shape, struct arena *a)
{
	struct value *values = arena_array(a, shape->nfields, sizeof(*values));

	for (size_t i = 0; i < shape->nfields; i++) {
		const struct field *field = &shape->fields[i];

		values[i] = make_value(
		        json_is_object(json) ? json_object_get(json, field->name) : json, field, a);
	}
	return values;
}

/* The texts of a case: its template is the layout "". */
static int find(void *context, struct str name, struct str *text, struct str *file)
{
	json_t *test = context, *found = json_object_get(test, "template");

	if (name.n > 0)
		found = json_object_getn(json_object_get(test, "partials"), name.p, name.n);
	if (!found)
		return -1;
	*text = string_of(found);
	*file = name;
	return 0;
}

static bool is_passed(json_t *test, struct buf *b, struct diag *d)
{
	struct tmpl_source source = {.find = find, .context = test};
	json_t *data = json_object_get(test, "data");
	const struct shape *shape;
	const struct tmpl *tmpl;
	struct arena a;

	arena_init(&a, 4096);
	shape = make_shape(&data, 1, &a);
	tmpl = tmpl_compile(STR(""), &source, TMPL_SPEC, shape, &a, d);
	if (tmpl)
		tmpl_run(tmpl, make_values(data, shape, &a), b);
	arena_release(&a);
	return tmpl && str_is_equal(buf_str(b), string_of(json_object_get(test, "expected")));
}

static int npassed, nfailed;

static void run_test(const char *module, json_t *test)
{
	const char *name = json_string_value(json_object_get(test, "name"));
	struct diag d;
	struct buf b;

	diag_init(&d);
	buf_init(&b);
	if (is_passed(test, &b, &d)) {
		npassed++;
	} else {
		nfailed++;
		printf("%s: %s: failed\n--- expected\n%s\n--- actual\n%.*s\n---\n", module, name,
		       json_string_value(json_object_get(test, "expected")), STR_ARG(buf_str(&b)));
		diag_print(&d, stdout);
	}
	buf_release(&b);
	diag_release(&d);
}

static int run_module(const char *folder, const char *module)
{
	struct arena a;
	json_error_t error;
	json_t *file, *test;
	size_t i;

	arena_init(&a, 4096);
	file = json_load_file(arena_printf(&a, "%s/%s.json", folder, module).p, 0, &error);
	arena_release(&a);
	if (!file) {
		fprintf(stderr, "%s: %s\n", error.source, error.text);
		return -1;
	}
	json_array_foreach(json_object_get(file, "tests"), i, test) run_test(module, test);
	json_decref(file);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: mustache_test FOLDER\n");
		return 2;
	}
	for (size_t i = 0; i < COUNT_OF(modules); i++)
		if (run_module(argv[1], modules[i]) < 0)
			return 2;
	printf("%d passed, %d failed\n", npassed, nfailed);
	return nfailed > 0;
}
