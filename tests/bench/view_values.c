/*
 * The layout and the values of each product page, for a program that makes the same pages by other
 * means.
 *
 *   view_values EXPORT CRITERIA SITE AS_OF
 *
 * Prints lines of JSON. The first has `shapes`, by shape and name an array of the name's type
 * (text, markup, flag, object, list) and, where it has one, its own shape; and `layouts`, by
 * language what the layout `product` was compiled to, as a tree. Its nodes are texts, values and
 * sections:
 *
 *   {"put": how it is escaped, "frame": N, "at": [[shape, name], …]}
 *   {"section": if, unless, with or each, "frame": N, "at": […], "sets": N, "nodes": […],
 *    "else": […]}
 *
 * A value is found by its names in turn, from the object of a frame on: frame 0 is the page, others
 * are what the sections `with` and `each` set.
 *
 * Each further line is a page, as the layout sees it: texts and markup as strings, flags as true;
 * what is empty, absent or not set is left out. A text in a list is an object with the name `text`.
 * In a language that has phrases each text stands twice, the second time as markup with marks
 * where a line may end, under its name and `_phrases`. Nothing says that a text is in another
 * language than the page. A product's pages stand one behind the other, in the order of the
 * languages.
 */
#include "base/json_writer.h"
#include "input.h"
#include "model/json.h"
#include "site/path.h"
#include "site/shapes.h"
#include "tmpl/op.h"
#include <assert.h>

static const char *const type_names[] = {
        [FIELD_TEXT] = "text",     [FIELD_MARKUP] = "markup", [FIELD_FLAG] = "flag",
        [FIELD_OBJECT] = "object", [FIELD_LIST] = "list",
};

/* Of lists that hold texts. */
static const struct field listed_field = {.name = "text", .type = FIELD_TEXT};
static const struct shape listed_text = {
        .name = "listed_text", .fields = &listed_field, .nfields = 1};

static const struct shape *shape_of(const struct field *f)
{
	return f->type == FIELD_LIST && !f->shape ? &listed_text : f->shape;
}

static void add_shape(struct buf *b, const struct shape *shape)
{
	buf_printf(b, "\"%s\":{", shape->name);
	for (size_t i = 0; i < shape->nfields; i++) {
		const struct field *f = &shape->fields[i];

		buf_printf(b, "%s\"%s\":[\"%s\"", i > 0 ? "," : "", f->name, type_names[f->type]);
		if (shape_of(f))
			buf_printf(b, ",\"%s\"", shape_of(f)->name);
		buf_add(b, STR("]"));
	}
	buf_add(b, STR("}"));
}

static void add_shapes(struct buf *b)
{
	buf_add(b, STR("{\"shapes\":{"));
	add_shape(b, &listed_text);
	for (size_t i = 0; i < nshapes; i++) {
		buf_add(b, STR(","));
		add_shape(b, shapes[i]);
	}
	buf_add(b, STR("}"));
}

/* ---- layouts ---- */

/* What was compiled, on the way through it. */
struct walk {
	struct buf *b;
	const struct op *ops;
	const struct shape *frames[OP_MAX_DEPTH];
};

static const struct field *add_operand(struct walk *w, const struct operand *o)
{
	const struct shape *shape = w->frames[o->depth];
	const struct field *f = &shape->fields[o->index];

	json_add_number(w->b, "frame", o->depth);
	json_open(w->b, "at", '[');
	buf_printf(w->b, "[\"%s\",\"%s\"]", shape->name, f->name);
	for (uint16_t i = 0; i < o->npath; i++) {
		shape = f->shape;
		f = &shape->fields[o->path[i]];
		buf_printf(w->b, ",[\"%s\",\"%s\"]", shape->name, f->name);
	}
	buf_add(w->b, STR("]"));
	return f;
}

static void add_value(struct walk *w, const struct op *op)
{
	static const char *const escape_names[] = {
	        [ESCAPE_NONE] = "none",
	        [ESCAPE_HTML] = "html",
	        [ESCAPE_URL] = "url",
	        [ESCAPE_URL_PATH] = "path",
	        [ESCAPE_URL_SEGMENT] = "segment",
	        [ESCAPE_URL_QUERY] = "query",
	        [ESCAPE_URL_CONTACT] = "contact",
	        [ESCAPE_PHRASES] = "phrases",
	        [ESCAPE_JSON] = "json",
	        [OP_WORDS] = "html",
	        [OP_LETTERS] = "html",
	};

	json_open(w->b, NULL, '{');
	json_add_string(w->b, "put", str_from(escape_names[op->code]));
	add_operand(w, &op->operand);
	buf_add(w->b, STR("}"));
}

/* Of a section: where its second branch begins, or 0, and where all of it ends. */
struct branches {
	uint32_t other, end;
};

static struct branches find_branches(const struct walk *w, uint32_t head)
{
	uint32_t target = w->ops[head].target;
	const struct op *last = &w->ops[target - 1];

	if (target - 1 == head || last->code != OP_JUMP)
		return (struct branches){0, target};
	assert(w->ops[target].ntext == 0);
	return (struct branches){target, last->target};
}

static void add_nodes(struct walk *w, const char *key, uint32_t from, uint32_t to);

/* Returns where it ends. */
static uint32_t add_section(struct walk *w, uint32_t head)
{
	static const char *const kinds[] = {
	        [OP_IF] = "if", [OP_UNLESS] = "unless", [OP_ENTER] = "with", [OP_EACH] = "each"};
	const struct branches branches = find_branches(w, head);
	uint32_t end = branches.other ? branches.other : branches.end;
	/* Of two branches the one that is shown where there is a value says what the section is. */
	bool is_other = branches.other && w->ops[head].code == OP_UNLESS;
	const struct op *op = &w->ops[is_other ? branches.other : head];
	const struct field *f;

	json_open(w->b, NULL, '{');
	json_add_string(w->b, "section", str_from(kinds[op->code]));
	f = add_operand(w, &op->operand);
	if (op->code == OP_ENTER || op->code == OP_EACH) {
		json_add_number(w->b, "sets", op->frame);
		w->frames[op->frame] = shape_of(f);
	}
	add_nodes(w, is_other ? "else" : "nodes", head + 1, end);
	if (branches.other)
		add_nodes(w, is_other ? "nodes" : "else", branches.other + 1, branches.end);
	buf_add(w->b, STR("}"));
	return branches.end;
}

static void add_nodes(struct walk *w, const char *key, uint32_t from, uint32_t to)
{
	json_open(w->b, key, '[');
	for (uint32_t i = from; i < to;) {
		const struct op *op = &w->ops[i];

		if (op->ntext > 0)
			json_add_string(w->b, NULL, (struct str){op->text, op->ntext});
		switch (op->code) {
		case OP_IF:
		case OP_UNLESS:
		case OP_ENTER:
		case OP_EACH: i = add_section(w, i); continue;
		case OP_TEXT:
		case OP_NEXT:
		case OP_JUMP:
		case OP_END: break;
		default: add_value(w, op);
		}
		i++;
	}
	buf_add(w->b, STR("]"));
}

static void add_layouts(struct buf *b, const struct site *site)
{
	json_open(b, "layouts", '{');
	for (unsigned language = 0; language < site->words.nlanguages; language++) {
		const struct tmpl *tmpl = site->layouts.layout[LAYOUT_PRODUCT][language];
		struct walk w = {.b = b, .ops = tmpl->ops, .frames = {&shape_product_page}};

		add_nodes(&w, site->words.language[language].lang, 0, (uint32_t)tmpl->nops);
	}
	buf_add(b, STR("}}\n"));
}

/* ---- values ---- */

struct values {
	struct buf *b;
	const struct phrases *phrases; /* of the language, or NULL */
	struct buf marked;
};

static void add_text(struct values *w, const char *name, const struct value *v)
{
	struct str s = value_str(*v);

	json_add_string(w->b, name, s);
	if (!w->phrases)
		return;
	buf_clear(&w->marked);
	w->marked.n = (size_t)(escape_phrases(buf_reserve(&w->marked, s.n * ESCAPE_GROWTH), s,
	                                      w->phrases) -
	                       w->marked.p);
	buf_printf(w->b, ",\"%s_phrases\":", name);
	json_add_quoted(w->b, buf_str(&w->marked));
}

static void add_object(struct values *w, const char *name, const struct shape *shape,
                       const struct value *v);

static void add_list(struct values *w, const struct field *f, const struct value *list)
{
	const struct shape *shape = shape_of(f);

	json_open(w->b, f->name, '[');
	for (size_t i = 0; i < list->n; i++)
		add_object(w, NULL, shape, list->items + i * shape->nfields);
	buf_add(w->b, STR("]"));
}

static void add_object(struct values *w, const char *name, const struct shape *shape,
                       const struct value *v)
{
	json_open(w->b, name, '{');
	for (size_t i = 0; i < shape->nfields; i++) {
		const struct field *f = &shape->fields[i];

		if (v[i].n == 0)
			continue;
		switch (f->type) {
		case FIELD_TEXT: add_text(w, f->name, &v[i]); break;
		case FIELD_MARKUP: json_add_string(w->b, f->name, value_str(v[i])); break;
		case FIELD_FLAG: json_add_flag(w->b, f->name, true); break;
		case FIELD_OBJECT: add_object(w, f->name, f->shape, v[i].items); break;
		case FIELD_LIST: add_list(w, f, &v[i]); break;
		}
	}
	buf_add(w->b, STR("}"));
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
                          struct values *line)
{
	struct entry entry;

	entry_make(&entry, site, number, m);
	for (unsigned language = 0; language < site->words.nlanguages; language++) {
		struct page p;

		page_init(&p, site, language, path_product(&m->arena, entry.id), &m->arena);
		line->phrases = site->layouts.layout[LAYOUT_PRODUCT][language]->phrases;
		add_object(line, NULL, &shape_product_page, view_product_page(&p, &entry));
		buf_add(line->b, STR("\n"));
		print(line->b);
	}
}

int main(int argc, char **argv)
{
	static struct input in;
	static struct entry_maker maker;
	static struct buf line;
	static struct values values = {.b = &line};
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
	buf_init(&values.marked);
	add_shapes(&line);
	add_layouts(&line, &in.site);
	print(&line);
	for (size_t i = 0; i < in.site.pages.npages; i++)
		print_product(&in.site, i, &maker, &values);
	if (fflush(stdout) != 0) {
		perror("view_values");
		return 2;
	}
	return 0;
}
