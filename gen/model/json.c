#include "model/json.h"
#include "base/utf8.h"
#include "model/scanner.h"
#include "model/syntax.h"
#include <assert.h>
#include <stdlib.h>

/* Where the line begins on which an offset stands. */
static size_t find_line_start(struct str text, size_t offset)
{
	while (offset > 0 && text.p[offset - 1] != '\n')
		offset--;
	return offset;
}

/* Says what jansson finds wrong with a text that the scanner refused. */
static void add_syntax(const struct scanner *s, struct str text, struct place place, struct diag *d)
{
	struct syntax_fault fault;
	struct str whole = text;
	bool is_file = place.line == 0;
	size_t offset;

	place.pointer = STR("");
	if (str_has_prefix(text, STR(SCANNER_MARK)))
		text = str_sub(text, sizeof(SCANNER_MARK) - 1, text.n);
	if (!s->is_too_deep && syntax_find_fault(text, &fault)) {
		if (is_file)
			place.line = fault.line;
		diag_add(d, DIAG_JSON_SYNTAX, place, "not JSON, at column %u: %s",
		         (unsigned)fault.column, fault.text);
		return;
	}
	offset = (size_t)(s->p - s->text);
	if (is_file)
		place.line = json_line(whole, (uint32_t)offset);
	if (s->is_too_deep)
		diag_add(d, DIAG_JSON_SYNTAX, place, "nested deeper than %d levels",
		         JSON_DEPTH_MAX);
	else
		diag_add(d, DIAG_JSON_SYNTAX, place, "not JSON, at byte %zu of the line",
		         offset - find_line_start(whole, offset) + 1);
}

static void add_encoding(struct str text, size_t at, struct place place, struct diag *d)
{
	if (place.line == 0)
		place.line = json_line(text, (uint32_t)at);
	place.pointer = STR("");
	diag_add(d, DIAG_ENCODING, place, "byte 0x%02x, at byte %zu of the line, is not UTF-8",
	         (unsigned char)text.p[at], at - find_line_start(text, at) + 1);
}

static void add_mark(struct place place, struct diag *d)
{
	if (place.line == 0)
		place.line = 1;
	place.pointer = STR("");
	diag_add(d, DIAG_ENCODING, place, "begins with a byte order mark, U+FEFF");
}

const struct json *json_parse_keeping(struct str text, struct place place, struct arena *a,
                                      struct diag *d)
{
	struct scanner scanner;
	size_t invalid = utf8_find_invalid(text);
	const struct json *tree;

	assert(text.n <= UINT32_MAX);
	if (invalid < text.n) {
		add_encoding(text, invalid, place, d);
		return NULL;
	}
	if (str_has_prefix(text, STR(SCANNER_MARK)))
		add_mark(place, d);
	tree = scanner_parse(&scanner, text, a);
	if (!tree)
		add_syntax(&scanner, text, place, d);
	return tree;
}

const struct json *json_parse(struct str text, struct place place, struct arena *a, struct diag *d)
{
	const struct json *tree = json_parse_keeping(text, place, a, d);

	if (tree)
		json_add_duplicates(tree, text, place, a, d);
	return tree;
}

/* By key, then by place: of equal keys the first in the text comes first. */
static int compare_members(const void *left, const void *right)
{
	const struct json *l = *(const struct json *const *)left;
	const struct json *r = *(const struct json *const *)right;
	int order = str_compare(l->key, r->key);

	return order != 0 ? order : (l->offset > r->offset) - (l->offset < r->offset);
}

static int compare_places(const void *left, const void *right)
{
	const struct json *l = *(const struct json *const *)left;
	const struct json *r = *(const struct json *const *)right;

	return (l->offset > r->offset) - (l->offset < r->offset);
}

/* The members whose key stands before them in the object, in the order of the text. */
static const struct json **find_duplicates(const struct json *object, struct arena *a, size_t *n)
{
	const struct json **members = arena_array(a, object->nchildren, sizeof(*members));
	const struct json *member, *last = NULL;
	size_t nmembers = 0, nfound = 0;

	for (member = object->child; member; member = member->next)
		members[nmembers++] = member;
	if (nmembers > 0)
		qsort(members, nmembers, sizeof(*members), compare_members);
	for (size_t i = 0; i < nmembers; i++) {
		member = members[i];
		if (last && str_is_equal(member->key, last->key))
			members[nfound++] = member;
		last = member;
	}
	if (nfound > 0)
		qsort(members, nfound, sizeof(*members), compare_places);
	*n = nfound;
	return members;
}

struct duplicates {
	struct str text;
	struct place place;
	struct arena *a;
	struct diag *d;
};

static void add_duplicate(const struct duplicates *say, const struct json_path *path)
{
	struct place place = say->place;

	if (place.line == 0)
		place.line = json_line(say->text, path->value->offset);
	place.pointer = json_format_pointer(path, say->a);
	diag_add(say->d, DIAG_KEY_DUPLICATE, place, "the key stands twice in its object");
}

/* An object's own duplicates, then those within its members, first to last. */
static void walk_duplicates(const struct duplicates *say, const struct json_path *path)
{
	const struct json *value = path->value;
	struct json_path below = {.parent = path};

	if (value->kind == JSON_OBJECT) {
		size_t n;
		const struct json **found = find_duplicates(value, say->a, &n);

		for (size_t i = 0; i < n; i++) {
			below.key = found[i]->key;
			below.value = found[i];
			add_duplicate(say, &below);
		}
	}
	for (const struct json *child = value->child; child; child = child->next) {
		below.key = child->key;
		below.value = child;
		if (child->may_repeat)
			walk_duplicates(say, &below);
		below.index++;
	}
}

void json_add_duplicates(const struct json *tree, struct str text, struct place place,
                         struct arena *a, struct diag *d)
{
	struct duplicates say = {.text = text, .place = place, .a = a, .d = d};
	struct json_path document = {.value = tree};

	if (tree->may_repeat)
		walk_duplicates(&say, &document);
}

const struct json *json_find(const struct json *object, struct str key)
{
	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json *member = object->child; member; member = member->next)
		if (str_is_equal(member->key, key))
			return member->kind == JSON_NULL ? NULL : member;
	return NULL;
}

/* Appends a copy of a member to a list of them. */
static struct json *append_member(struct json **last, const struct json *member, struct arena *a)
{
	struct json *copy = arena_alloc(a, sizeof(*copy));

	*copy = *member;
	copy->next = NULL;
	if (*last)
		(*last)->next = copy;
	*last = copy;
	return copy;
}

const struct json *json_lay_over(const struct json *over, const struct json *under, struct arena *a)
{
	struct json *all, *last = NULL;

	if (over->kind != JSON_OBJECT || under->kind != JSON_OBJECT)
		return over;
	all = arena_alloc(a, sizeof(*all));
	*all = *over;
	all->child = NULL;
	all->nchildren = 0;
	for (int i = 0; i < 2; i++) {
		const struct json *from = i == 0 ? under : over;

		for (const struct json *j = from->child; j; j = j->next) {
			const struct json *other = i == 0 ? json_find(over, j->key) : NULL;
			struct json *copy;

			if (i == 1 && json_find(under, j->key))
				continue;
			copy = append_member(&last, other ? json_lay_over(other, j, a) : j, a);
			if (!all->child)
				all->child = copy;
			all->nchildren++;
		}
	}
	return all;
}

uint32_t json_line(struct str text, uint32_t offset)
{
	struct str before = str_sub(text, 0, offset < text.n ? offset : text.n);
	uint32_t line = 1;

	for (;;) {
		size_t at = str_find_byte(before, '\n');

		if (at == before.n)
			return line;
		before = str_sub(before, at + 1, before.n);
		line++;
	}
}

int json_parse_integer(const struct json *value, long low, long high, long *number)
{
	struct str digits;
	bool is_negative;
	long n = 0;

	if (!value || value->kind != JSON_NUMBER)
		return -1;
	digits = value->text;
	is_negative = digits.p[0] == '-';
	if (is_negative)
		digits = str_sub(digits, 1, digits.n);
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9' || __builtin_mul_overflow(n, 10L, &n) ||
		    __builtin_sub_overflow(n, (long)(digits.p[i] - '0'), &n))
			return -1;
	}
	/* Counted downwards, because the least number has no positive twin. */
	if (!is_negative && __builtin_sub_overflow(0L, n, &n))
		return -1;
	if (n < low || n > high)
		return -1;
	*number = n;
	return 0;
}

const char *json_kind_name(enum json_kind kind)
{
	static const char *const names[] = {
	        [JSON_NULL] = "null",        [JSON_FALSE] = "false",     [JSON_TRUE] = "true",
	        [JSON_NUMBER] = "a number",  [JSON_STRING] = "a string", [JSON_ARRAY] = "an array",
	        [JSON_OBJECT] = "an object",
	};

	return names[kind];
}

static void add_pointer(const struct json_path *path, bool is_pattern, struct buf *b)
{
	if (!path->parent)
		return;
	add_pointer(path->parent, is_pattern, b);
	buf_add_byte(b, '/');
	if (!path->key.p && is_pattern)
		buf_add_byte(b, '*');
	else if (!path->key.p)
		buf_add_number(b, path->index);
	for (size_t i = 0; i < path->key.n; i++) {
		if (path->key.p[i] == '~')
			buf_add(b, STR("~0"));
		else if (path->key.p[i] == '/')
			buf_add(b, STR("~1"));
		else
			buf_add_byte(b, path->key.p[i]);
	}
}

static struct str format_path(const struct json_path *path, bool is_pattern, struct arena *a)
{
	struct buf b;
	struct str text;

	buf_init(&b);
	add_pointer(path, is_pattern, &b);
	text = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return text;
}

struct str json_format_pointer(const struct json_path *path, struct arena *a)
{
	return format_path(path, false, a);
}

struct str json_format_pattern(const struct json_path *path, struct arena *a)
{
	return format_path(path, true, a);
}

bool json_is_empty(const struct json *value)
{
	const struct json *j = value->child;

	if (value->kind != JSON_OBJECT)
		return value->kind == JSON_STRING && value->text.n == 0;
	while (j && j->kind == JSON_STRING && j->text.n == 0)
		j = j->next;
	return value->child && !j;
}
