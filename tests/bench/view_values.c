/*
 * The values of each product page, for a program that makes the same pages by other means.
 *
 *   view_values EXPORT CRITERIA SITE AS_OF
 *
 * Prints lines of JSON. The first has the shapes: by shape and name an array of the name's type
 * (text, markup, flag, object, list) and, where it has one, its own shape. Each further line is a
 * page, as the layout `product` sees it: texts and markup as strings, flags as true; what is empty,
 * absent or not set is left out. A product's pages stand one behind the other, in the order of the
 * languages.
 */
#include "base/json_writer.h"
#include "input.h"
#include "model/json.h"
#include "site/path.h"
#include "site/shapes.h"

static const char *const type_names[] = {
        [FIELD_TEXT] = "text",     [FIELD_MARKUP] = "markup", [FIELD_FLAG] = "flag",
        [FIELD_OBJECT] = "object", [FIELD_LIST] = "list",
};

static void add_shape(struct buf *b, const struct shape *shape)
{
	buf_printf(b, "\"%s\":{", shape->name);
	for (size_t i = 0; i < shape->nfields; i++) {
		const struct field *f = &shape->fields[i];

		buf_printf(b, "%s\"%s\":[\"%s\"", i > 0 ? "," : "", f->name, type_names[f->type]);
		if (f->shape)
			buf_printf(b, ",\"%s\"", f->shape->name);
		buf_add(b, STR("]"));
	}
	buf_add(b, STR("}"));
}

static void add_shapes(struct buf *b)
{
	buf_add(b, STR("{"));
	for (size_t i = 0; i < nshapes; i++) {
		if (i > 0)
			buf_add(b, STR(","));
		add_shape(b, shapes[i]);
	}
	buf_add(b, STR("}\n"));
}

static void add_text(struct buf *b, const struct value *v)
{
	json_add_quoted(b, (struct str){v->text, v->n});
}

static void add_list(struct buf *b, const struct shape *shape, const struct value *list);

static void add_object(struct buf *b, const struct shape *shape, const struct value *v)
{
	const char *before = "";

	buf_add(b, STR("{"));
	for (size_t i = 0; i < shape->nfields; i++) {
		const struct field *f = &shape->fields[i];

		if (v[i].n == 0)
			continue;
		buf_printf(b, "%s\"%s\":", before, f->name);
		before = ",";
		switch (f->type) {
		case FIELD_TEXT:
		case FIELD_MARKUP: add_text(b, &v[i]); break;
		case FIELD_FLAG: buf_add(b, STR("true")); break;
		case FIELD_OBJECT: add_object(b, f->shape, v[i].items); break;
		case FIELD_LIST: add_list(b, f->shape, &v[i]); break;
		}
	}
	buf_add(b, STR("}"));
}

static void add_list(struct buf *b, const struct shape *shape, const struct value *list)
{
	buf_add(b, STR("["));
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_add(b, STR(","));
		if (shape)
			add_object(b, shape, list->items + i * shape->nfields);
		else
			add_text(b, &list->items[i]);
	}
	buf_add(b, STR("]"));
}

static void print(struct buf *b)
{
	if (fwrite(b->p, 1, b->n, stdout) != b->n) {
		perror("view_values");
		exit(2);
	}
	buf_clear(b);
}

static void print_product(const struct site *site, size_t number, struct entry_maker *m,
                          struct buf *line)
{
	struct entry entry;

	entry_make(&entry, site, number, m);
	for (unsigned language = 0; language < site->words.nlanguages; language++) {
		struct page p;

		page_init(&p, site, language, path_product(&m->arena, entry.id), &m->arena);
		add_object(line, &shape_product_page, view_product_page(&p, &entry));
		buf_add(line, STR("\n"));
		print(line);
	}
}

int main(int argc, char **argv)
{
	static struct input in;
	static struct entry_maker maker;
	static struct buf line;
	struct diag d;

	if (argc != 5) {
		fprintf(stderr, "usage: view_values " INPUT_ARGUMENTS "\n");
		return 2;
	}
	arena_init(&in.arena, 1 << 20);
	diag_init(&d);
	if (input_read(&in, argv, 1, &d) < 0) {
		fprintf(stderr, "view_values: the input has errors; fuda check tells them\n");
		return 1;
	}
	entry_maker_init(&maker);
	buf_init(&line);
	add_shapes(&line);
	print(&line);
	for (size_t i = 0; i < in.site.pages.npages; i++)
		print_product(&in.site, i, &maker, &line);
	if (fflush(stdout) != 0) {
		perror("view_values");
		return 2;
	}
	return 0;
}
