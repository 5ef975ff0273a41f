#include "tmpl/scope.h"
#include <assert.h>

/* The items of a list of texts: a shape whose only field is the item itself. */
static const struct field text_field = {".", FIELD_TEXT, NULL, "the text"};
static const struct shape text_shape = {"text", &text_field, 1};

void scopes_init(struct scopes *s, const struct shape *root)
{
	s->scope[0] = (struct scope){.shape = root};
	s->nscopes = 1;
}

static bool opens_scope(const struct target *target)
{
	return target->type != FIELD_FLAG;
}

int scopes_open(struct scopes *s, const struct target *target)
{
	struct scope scope = {.frame = s->scope[s->nscopes - 1].frame};
	int frame = 0;

	if (!opens_scope(target))
		return 0;
	if (s->nscopes == SCOPE_MAX)
		return -1;
	if (target->shape) {
		if (scope.frame + 1 == OP_MAX_DEPTH)
			return -1;
		frame = ++scope.frame;
		scope.shape = target->shape;
	} else {
		scope.text = *target;
	}
	s->scope[s->nscopes++] = scope;
	return frame;
}

void scopes_close(struct scopes *s, const struct target *target)
{
	if (opens_scope(target))
		s->nscopes--;
}

static const struct field *find_field(const struct shape *shape, struct str name)
{
	for (size_t i = 0; i < shape->nfields; i++)
		if (str_is_equal(str_from(shape->fields[i].name), name))
			return &shape->fields[i];
	return NULL;
}

static struct target target_of(const struct field *field, struct operand operand)
{
	struct target target = {.type = field->type, .shape = field->shape, .operand = operand};

	if (field->type == FIELD_LIST && !field->shape)
		target.shape = &text_shape;
	return target;
}

static void consider_fields(struct nearest *nearest, struct str name, const struct shape *shape)
{
	for (size_t i = 0; i < shape->nfields; i++)
		nearest_consider(nearest, name, str_from(shape->fields[i].name));
}

static int find_dot(const struct scope *scope, struct target *target, struct buf *why)
{
	const struct field *field;

	if (!scope->shape) {
		*target = scope->text;
		return 0;
	}
	field = find_field(scope->shape, STR("."));
	if (!field) {
		buf_printf(why, "{{.}} is the item of a list of texts, or a text; here is \"%s\"",
		           scope->shape->name);
		return -1;
	}
	*target = target_of(field, (struct operand){.depth = scope->frame});
	target->operand.index = (uint16_t)(field - scope->shape->fields);
	return 0;
}

static void explain_missing(const struct scopes *s, struct str name, struct buf *why)
{
	const struct shape *innermost = NULL;
	struct nearest nearest;

	nearest_init(&nearest, name);
	for (size_t i = s->nscopes; i-- > 0;) {
		const struct shape *shape = s->scope[i].shape;

		if (shape)
			consider_fields(&nearest, name, shape);
		innermost = innermost ? innermost : shape;
	}
	assert(innermost);
	buf_printf(why, "there is no \"%.*s\" in \"%s\"%s", STR_ARG(name), innermost->name,
	           s->nscopes > 1 ? " or around it" : "");
	nearest_format(&nearest, why);
}

/* A name without dots, from the innermost scope outwards. */
static int find_plain(const struct scopes *s, struct str name, struct target *target,
                      struct buf *why)
{
	for (size_t i = s->nscopes; i-- > 0;) {
		const struct scope *scope = &s->scope[i];
		const struct field *field = scope->shape ? find_field(scope->shape, name) : NULL;
		struct operand operand = {.depth = scope->frame};

		if (!field)
			continue;
		operand.index = (uint16_t)(field - scope->shape->fields);
		*target = target_of(field, operand);
		return 0;
	}
	explain_missing(s, name, why);
	return -1;
}

/* A field of the object that the target is so far. */
static int find_below(struct target *target, struct str name, uint16_t *path, struct buf *why)
{
	const struct field *field;
	struct operand operand = target->operand;
	struct nearest nearest;

	if (target->type != FIELD_OBJECT) {
		buf_printf(why, "\"%.*s\" is asked of what is not an object", STR_ARG(name));
		return -1;
	}
	field = find_field(target->shape, name);
	if (!field) {
		nearest_init(&nearest, name);
		consider_fields(&nearest, name, target->shape);
		buf_printf(why, "there is no \"%.*s\" in \"%s\"", STR_ARG(name),
		           target->shape->name);
		nearest_format(&nearest, why);
		return -1;
	}
	path[operand.npath++] = (uint16_t)(field - target->shape->fields);
	*target = target_of(field, operand);
	return 0;
}

int scopes_find(const struct scopes *s, struct str name, struct arena *a, struct target *target,
                struct buf *why)
{
	size_t n = str_find_byte(name, '.');
	uint16_t *path;

	if (str_is_equal(name, STR(".")))
		return find_dot(&s->scope[s->nscopes - 1], target, why);
	if (name.n > UINT8_MAX) {
		buf_printf(why, "a name of more than %d bytes", UINT8_MAX);
		return -1;
	}
	if (find_plain(s, str_sub(name, 0, n), target, why) < 0)
		return -1;
	if (n == name.n)
		return 0;
	path = arena_array(a, name.n, sizeof(*path));
	while (n < name.n) {
		struct str part = str_before(str_sub(name, n + 1, name.n), '.');

		if (find_below(target, part, path, why) < 0)
			return -1;
		n += 1 + part.n;
	}
	target->operand.path = path;
	return 0;
}
