#include "tmpl/compile.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

void compile_fault(struct compiler *c, const struct part *part, const char *at, enum diag_code code,
                   const char *format, ...)
{
	char text[400];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	part_fault(part, at, c->d, code, "%s", text);
	c->has_failed = true;
}

static bool is_strict(const struct compiler *c)
{
	return c->dialect != TMPL_SPEC;
}

/* Adds an instruction that first writes what is pending. Until the end, `text` of an instruction is
 * not known: the texts lie behind each other, so their lengths are enough. */
static uint32_t add_op(struct compiler *c, uint8_t code, const struct operand *operand)
{
	struct op op = {.code = code, .ntext = (uint32_t)(c->literals.n - c->pending)};

	if (operand)
		op.operand = *operand;
	buf_add(&c->ops, (struct str){(const char *)&op, sizeof(op)});
	c->pending = c->literals.n;
	c->is_behind_block = false;
	return (uint32_t)(c->ops.n / sizeof(op)) - 1;
}

static struct op *op_at(struct compiler *c, uint32_t index)
{
	return (struct op *)(void *)c->ops.p + index;
}

/* Lets an instruction jump to the next one, before which nothing may be pending. */
static void aim(struct compiler *c, uint32_t index)
{
	if (c->literals.n > c->pending)
		add_op(c, OP_TEXT, NULL);
	op_at(c, index)->target = (uint32_t)(c->ops.n / sizeof(struct op));
}

/* How a value of the token is escaped where it stands. */
static int find_escape(struct compiler *c, const struct part *part, const struct token *t,
                       enum escape *escape)
{
	const char *spot;

	*escape = c->dialect == TMPL_TEXT || t->kind == TOKEN_RAW ? ESCAPE_NONE : ESCAPE_HTML;
	if (!compile_has_places(c))
		return 0;
	if (t->kind == TOKEN_RAW) {
		if (spot_is_text(&c->spot))
			return 0;
		compile_fault(c, part, t->at, DIAG_LAYOUT_PLACE,
		              "markup can only stand in the text of an element, not in %s",
		              spot_describe(&c->spot));
		return -1;
	}
	spot = spot_put(&c->spot, escape);
	if (!spot && c->source->phrases && spot_is_phrase(&c->spot))
		*escape = ESCAPE_PHRASES;
	if (!spot)
		return 0;
	compile_fault(c, part, t->at, DIAG_LAYOUT_PLACE, "no value can stand here, in %s", spot);
	return -1;
}

/* The text of a string is never markup: escaped now as a value would be while running. */
static void add_string_text(struct compiler *c, const struct part *part, const struct token *t)
{
	enum escape escape;
	char *to;

	if (t->text.n == 0 || find_escape(c, part, t, &escape) < 0)
		return;
	c->is_behind_block = false;
	to = buf_reserve(&c->literals, t->text.n * ESCAPE_GROWTH);
	to = escape_as(escape, to, t->text, c->source->phrases);
	c->literals.n = (size_t)(to - c->literals.p);
}

/* What the type of a value allows. */
static int check_value(struct compiler *c, const struct part *part, const struct token *t,
                       enum field_type type)
{
	const char *why = NULL;

	switch (type) {
	case FIELD_TEXT: why = t->kind == TOKEN_RAW ? "is text, write {{name}}" : NULL; break;
	case FIELD_MARKUP:
		why = t->kind == TOKEN_NAME ? "is markup, write {{{name}}}" : NULL;
		break;
	case FIELD_FLAG: why = "is a flag, for sections alone"; break;
	case FIELD_OBJECT: why = "is an object, ask for one of its names"; break;
	case FIELD_LIST: why = "is a list, for sections alone"; break;
	}
	if (!why)
		return 0;
	compile_fault(c, part, t->at, DIAG_LAYOUT_TYPE, "\"%.*s\" %s", STR_ARG(t->text), why);
	return -1;
}

static int find_target(struct compiler *c, const struct part *part, const struct token *t,
                       struct target *target)
{
	buf_clear(&c->why);
	if (scopes_find(&c->scopes, t->text, c->a, target, &c->why) == 0)
		return 0;
	if (is_strict(c))
		compile_fault(c, part, t->at, DIAG_LAYOUT_NAME, "%.*s", STR_ARG(buf_str(&c->why)));
	return -1;
}

void compile_string(struct compiler *c, const struct part *string, const struct part *user,
                    const char *at)
{
	const char *element = NULL;

	if (string->lang && string->text.n > 0 && compile_has_places(c))
		element = spot_language_element(&c->spot);
	if (element)
		compile_literal(c, user,
		                arena_printf(c->a, "<%s lang=\"%s\">", element, string->lang), at);
	compile_range(c,
	              (struct range){string, 0, string->ntokens, {0, STR("")}, START_AS_WRITTEN});
	if (element)
		compile_literal(c, user, arena_printf(c->a, "</%s>", element), at);
}

/* The instruction that writes a value with an escape where it stands. */
static uint8_t find_code(const struct compiler *c, enum escape escape)
{
	const char *element = escape == ESCAPE_HTML && compile_has_places(c)
	                              ? spot_language_element(&c->spot)
	                              : NULL;

	if (!element)
		return (uint8_t)escape;
	return strcmp(element, "span") == 0 ? OP_WORDS : OP_LETTERS;
}

/* The path of a static file, which is known now. */
static void compile_asset(struct compiler *c, const struct part *part, const struct token *t,
                          struct str name)
{
	struct token path = *t;

	buf_clear(&c->why);
	if (!c->source->find_asset)
		compile_fault(c, part, t->at, DIAG_LAYOUT_SYNTAX, "there are no static files here");
	else if (c->source->find_asset(c->source->context, name, &path.text, &c->why) < 0)
		compile_fault(c, part, t->at, DIAG_LAYOUT_NAME, "%.*s", STR_ARG(buf_str(&c->why)));
	else
		add_string_text(c, part, &path);
}

static void compile_value(struct compiler *c, const struct range *range, uint32_t tag)
{
	const struct part *part = range->part;
	const struct token *t = &part->tokens[tag];
	struct target target;
	enum escape escape;
	struct str asset;

	if (part_is_asset(t, &asset)) {
		compile_asset(c, part, t, asset);
		return;
	}
	if (is_string_name(c, t->text)) {
		expand_string(c, range, tag);
		return;
	}
	if (find_target(c, part, t, &target) < 0)
		return;
	if (is_strict(c) && check_value(c, part, t, target.type) < 0)
		return;
	if (target.type != FIELD_TEXT && target.type != FIELD_MARKUP)
		return;
	if (find_escape(c, part, t, &escape) == 0)
		add_op(c, find_code(c, escape), &target.operand);
}

/* A section being compiled: one branch, or two where {{^name}} stands right behind {{#name}}. */
struct section {
	struct target target;
	uint32_t tag;  /* of the branch */
	uint32_t head; /* the instruction that goes past the branch */
	uint32_t body;
	struct spot begin; /* where the section stands */
};

static uint8_t head_code(const struct token *t, enum field_type type)
{
	if (t->kind == TOKEN_INVERTED)
		return OP_UNLESS;
	return type == FIELD_OBJECT ? OP_ENTER : type == FIELD_LIST ? OP_EACH : OP_IF;
}

static void fault_place(struct compiler *c, const struct part *part, const struct token *t,
                        const struct spot *begin)
{
	const char *from = spot_describe(begin), *to = spot_describe(&c->spot);

	if (!compile_has_places(c))
		return;
	c->is_lost = true;
	if (c->spot.nopen > begin->nopen)
		compile_fault(
		        c, part, t->at, DIAG_LAYOUT_PLACE,
		        "\"%.*s\" leaves <%s> open: an element ends in the section in which it "
		        "begins",
		        STR_ARG(t->text), spot_open_element(&c->spot));
	else if (c->spot.nopen < begin->nopen)
		compile_fault(
		        c, part, t->at, DIAG_LAYOUT_PLACE,
		        "\"%.*s\" ends <%s>, which began before it: an element ends in the section "
		        "in which it begins",
		        STR_ARG(t->text), spot_open_element(begin));
	else if (strcmp(from, to) != 0)
		compile_fault(c, part, t->at, DIAG_LAYOUT_PLACE,
		              "\"%.*s\" begins in %s and ends in %s", STR_ARG(t->text), from, to);
	else
		compile_fault(c, part, t->at, DIAG_LAYOUT_PLACE,
		              "\"%.*s\" ends in another place than it begins, both in %s",
		              STR_ARG(t->text), from);
}

/* Compiles a branch, from its head to its last instruction. */
static void compile_branch(struct compiler *c, const struct range *range, struct section *section)
{
	const struct part *part = range->part;
	const struct token *t = &part->tokens[section->tag];
	const struct target *target = &section->target;
	uint8_t code = head_code(t, target->type);
	int frame = 0;

	section->head = add_op(c, code, &target->operand);
	section->body = section->head + 1;
	if (code != OP_UNLESS)
		frame = scopes_open(&c->scopes, target);
	if (frame < 0) {
		compile_fault(c, part, t->at, DIAG_LAYOUT_SYNTAX, "sections are nested too deeply");
		return;
	}
	op_at(c, section->head)->frame = (uint8_t)frame;
	compile_range(
	        c, (struct range){part, section->tag + 1, t->end, range->margin, START_AS_WRITTEN});
	spot_settle(&c->spot);
	if (code != OP_UNLESS)
		scopes_close(&c->scopes, target);
	if (code == OP_EACH) {
		uint32_t next = add_op(c, OP_NEXT, NULL);

		assert(target->shape->nfields <= UINT16_MAX);
		op_at(c, next)->target = section->body;
		op_at(c, next)->frame = (uint8_t)frame;
		op_at(c, next)->stride = (uint16_t)target->shape->nfields;
		if (!spot_is_same(&c->spot, &section->begin))
			fault_place(c, part, t, &section->begin);
	}
}

/* The other branch, {{^name}} right behind {{#name}} or the other way round; or 0. */
static uint32_t find_other_branch(const struct range *range, uint32_t end)
{
	const struct part *part = range->part;
	const struct token *first = &part->tokens[part->tokens[end].end];

	for (uint32_t i = end + 1; i < range->to; i++) {
		const struct token *t = &part->tokens[i];
		bool has_margin = t->is_first && !t->is_alone && range->margin.add.n > 0;

		if (t->kind == TOKEN_TEXT && t->text.n == 0 && !has_margin)
			continue;
		if (has_margin || (t->kind != TOKEN_SECTION && t->kind != TOKEN_INVERTED))
			return 0;
		return t->kind != first->kind && str_is_equal(t->text, first->text) ? i : 0;
	}
	return 0;
}

static bool is_known_empty(const struct compiler *c, const struct target *target)
{
	return !is_strict(c) && target->type == FIELD_LIST && target->shape->nfields == 0;
}

/* A section on what does not exist, in the dialect where that is not a fault. */
static void compile_missing(struct compiler *c, const struct range *range, uint32_t tag)
{
	const struct token *t = &range->part->tokens[tag];

	if (!is_strict(c) && t->kind == TOKEN_INVERTED)
		compile_range(c, (struct range){range->part, tag + 1, t->end, range->margin,
		                                START_AS_WRITTEN});
}

/* Compiles a section and returns its last token. */
static uint32_t compile_section(struct compiler *c, const struct range *range, uint32_t tag)
{
	const struct token *t = &range->part->tokens[tag];
	uint32_t end = t->end, other = find_other_branch(range, end), jump;
	struct section section = {.tag = tag};
	struct spot first;

	if (is_string_name(c, t->text)) {
		compile_fault(c, range->part, t->at, DIAG_LAYOUT_TYPE,
		              "\"%.*s\" is a string, which cannot be a section", STR_ARG(t->text));
		return end;
	}
	if (find_target(c, range->part, t, &section.target) < 0 ||
	    is_known_empty(c, &section.target)) {
		compile_missing(c, range, tag);
		return end;
	}
	spot_settle(&c->spot);
	section.begin = c->spot;
	compile_branch(c, range, &section);
	if (!other) {
		aim(c, section.head);
		if (!spot_join(&c->spot, &section.begin))
			fault_place(c, range->part, t, &section.begin);
		return end;
	}
	jump = add_op(c, OP_JUMP, NULL);
	aim(c, section.head);
	first = c->spot;
	c->spot = section.begin;
	section.tag = other;
	compile_branch(c, range, &section);
	aim(c, section.head);
	aim(c, jump);
	if (!spot_join(&c->spot, &first))
		fault_place(c, range->part, &range->part->tokens[other], &first);
	return range->part->tokens[other].end;
}

/* Compiles one token and what belongs to it; returns the last token of that. */
static uint32_t compile_token(struct compiler *c, const struct range *range, uint32_t i)
{
	const struct token *t = &range->part->tokens[i];
	struct str text = t->text;
	size_t nblanks;

	switch (t->kind) {
	case TOKEN_TEXT:
		nblanks = t->is_first ? part_count_blanks(text) : 0;
		if (nblanks > range->margin.strip)
			nblanks = range->margin.strip;
		if (range->part->is_string)
			add_string_text(c, range->part, t);
		else if (text.n > 0)
			compile_literal(c, range->part, str_sub(text, nblanks, text.n), NULL);
		return i;
	case TOKEN_NAME:
	case TOKEN_RAW: compile_value(c, range, i); return i;
	case TOKEN_SECTION:
	case TOKEN_INVERTED: return compile_section(c, range, i);
	case TOKEN_PARTIAL: expand_partial(c, range, i); return i;
	case TOKEN_PARENT: expand_parent(c, range, i); return t->end;
	case TOKEN_BLOCK: expand_block(c, range, i); return t->end;
	case TOKEN_END: break;
	}
	return i;
}

static bool is_blank_line(const struct token *t)
{
	return t->kind == TOKEN_TEXT &&
	       (str_is_equal(t->text, STR("\n")) || str_is_equal(t->text, STR("\r\n")));
}

static void check_limits(struct compiler *c, const struct range *range)
{
	const char *why = c->depth >= DEPTH_MAX          ? "sections are nested too deeply"
	                  : c->nexpanded > EXPANDED_MAX  ? "partials put each other in too often"
	                  : c->literals.n > LITERALS_MAX ? "partials make too long a text"
	                                                 : NULL;

	if (!why || c->is_full)
		return;
	compile_fault(c, range->part, range->part->text.p, DIAG_LAYOUT_SYNTAX, "%s", why);
	c->is_full = true;
}

void compile_range(struct compiler *c, struct range range)
{
	enum range_start start = range.start;

	check_limits(c, &range);
	c->depth++;
	for (uint32_t i = range.from; i < range.to && !c->is_full; i++) {
		const struct token *t = &range.part->tokens[i];
		bool has_margin = t->is_first;

		if (t->is_alone && t->kind == TOKEN_TEXT)
			continue;
		if (start != START_AS_WRITTEN)
			has_margin = start == START_LINE;
		start = START_AS_WRITTEN;
		if (has_margin && !t->is_alone && !is_blank_line(t) && range.margin.add.n > 0)
			compile_literal(c, range.part, range.margin.add, t->at);
		i = compile_token(c, &range, i);
	}
	c->depth--;
}

static void compiler_init(struct compiler *c)
{
	buf_init(&c->ops);
	buf_init(&c->literals);
	buf_init(&c->why);
	spot_init(&c->spot);
	map_init(&c->partials, c->a);
	map_init(&c->strings, c->a);
}

/* What was compiled, in the arena of the layout. */
static const struct tmpl *finish(struct compiler *c)
{
	struct tmpl *tmpl = arena_alloc(c->a, sizeof(*tmpl));
	char *text = arena_alloc(c->a, c->literals.n + OP_SPARE);
	struct op *ops;

	if (c->literals.n > 0)
		memcpy(text, c->literals.p, c->literals.n);

	tmpl->lang = c->source->lang;
	tmpl->nops = c->ops.n / sizeof(struct op);
	ops = arena_array(c->a, tmpl->nops, sizeof(*ops));
	memcpy(ops, c->ops.p, c->ops.n);
	for (size_t i = 0; i < tmpl->nops; i++) {
		ops[i].text = text;
		text += ops[i].ntext;
	}
	tmpl->ops = ops;
	tmpl->phrases = c->source->phrases;
	return tmpl;
}

const struct tmpl *tmpl_compile(struct str name, const struct tmpl_source *source,
                                enum tmpl_dialect dialect, const struct shape *shape,
                                struct arena *a, struct diag *d)
{
	struct compiler c = {.source = source, .dialect = dialect, .a = a, .d = d};
	const struct tmpl *tmpl = NULL;
	const struct part *part;

	compiler_init(&c);
	scopes_init(&c.scopes, shape);
	c.spot.is_page = source->is_page;
	part = find_part(&c, name, NULL, NULL);
	if (part) {
		c.open_parts[c.nopen_parts++] = part;
		compile_range(
		        &c, (struct range){part, 0, part->ntokens, {0, STR("")}, START_AS_WRITTEN});
		add_op(&c, OP_END, NULL);
		if (compile_has_places(&c) && !spot_is_text(&c.spot) && !c.has_failed)
			compile_fault(&c, part, part->text.p + part->text.n, DIAG_LAYOUT_PLACE,
			              "the layout ends in %s", spot_describe(&c.spot));
		else if (compile_has_places(&c) && c.spot.nopen > 0 && !c.has_failed)
			compile_fault(&c, part, part->text.p + part->text.n, DIAG_LAYOUT_PLACE,
			              "the layout ends with <%s> open", spot_open_element(&c.spot));
	}
	if (!c.has_failed)
		tmpl = finish(&c);
	buf_release(&c.ops);
	buf_release(&c.literals);
	buf_release(&c.why);
	return tmpl;
}
