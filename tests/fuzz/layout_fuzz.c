/*
 * Fuzzes the layout compiler: whatever compiles must be safe. No value, however hostile, may change
 * which tags and attributes come out, what stands in comments and scripts outside of strings, or
 * make an address of a scheme that runs.
 *
 * The input is a layout; behind bytes 0xff follow the partials "a" and "b" and the string "s".
 */
#include "base/attr.h"
#include "tmpl/tmpl.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NPIECES = 4, NFIELDS = 8 };

static const struct field inner_fields[] = {
        {"x", FIELD_TEXT, NULL, ""},
        {"z", FIELD_TEXT, NULL, ""},
        {"m", FIELD_MARKUP, NULL, ""},
};
static const struct shape inner = {"inner", inner_fields, COUNT_OF(inner_fields)};
static const struct field fields[NFIELDS] = {
        {"x", FIELD_TEXT, NULL, ""},   {"y", FIELD_TEXT, NULL, ""}, {"e", FIELD_TEXT, NULL, ""},
        {"m", FIELD_MARKUP, NULL, ""}, {"f", FIELD_FLAG, NULL, ""}, {"o", FIELD_OBJECT, &inner, ""},
        {"l", FIELD_LIST, &inner, ""}, {"s", FIELD_LIST, NULL, ""},
};
static const struct shape shape = {"page", fields, NFIELDS};

static const struct {
	const char *x, *y;
} hostile[] = {
        {"\"><script>'&", "'><script>\"&"},
        {"javascript:alert(1)", "java"},
        {"java", "script:alert(1)"},
        {" \tjavascript:a", "\njavascript:a"},
        {"--><b>", "]]></title></script></style></textarea><i a=b>"},
        {"\\", "\\\"\n"},
        {"` c=d ", "/><a onclick=b "},
        {":", "//"},
        {"?>", "{{x}}<![CDATA["},
};

static int find_piece(const struct str *pieces, size_t i, struct str *text, struct str *file)
{
	*text = pieces[i];
	*file = STR("input");
	return 0;
}

static int find(void *context, struct str name, struct str *text, struct str *file)
{
	if (name.n == 0)
		return find_piece(context, 0, text, file);
	if (str_is_equal(name, STR("a")))
		return find_piece(context, 1, text, file);
	if (str_is_equal(name, STR("b")))
		return find_piece(context, 2, text, file);
	return -1;
}

static int find_string(void *context, struct str key, struct str *text, struct str *file,
                       const char **lang, struct buf *why)
{
	(void)why;
	*lang = "en";
	return str_is_equal(key, STR("s")) ? find_piece(context, 3, text, file) : -1;
}

static void render(const struct tmpl *tmpl, const char *x, const char *y, struct buf *b)
{
	struct value tags[] = {value_text(str_from(y)), value_text(str_from(x))};
	struct value items[] = {
	        value_text(str_from(x)), value_text(str_from(y)), value_text(STR("<u>m</u>")),
	        value_text(str_from(y)), value_text(str_from(x)), value_text(STR("")),
	};
	struct value values[NFIELDS] = {
	        value_text(str_from(x)),     value_text(str_from(y)), value_text(STR("")),
	        value_text(STR("<i>m</i>")), value_flag(true),        value_object(items),
	        value_list(items, 2),        value_list(tags, 2),
	};

	tmpl_run(tmpl, values, b);
}

/* A reader of HTML of its own, after the tokenizer of the HTML standard: appends what must not
 * depend on values. */
struct reader {
	struct str s;
	size_t at;
	struct buf *out;
	char name[16], type[32];
	size_t nname;
	bool is_end, has_type;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static char peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->s.n ? r->s.p[r->at + ahead] : '\0';
}

/* Passes everything up to and with `end`, and puts it out. */
static void read_until(struct reader *r, struct str end)
{
	struct str rest = str_sub(r->s, r->at, r->s.n);
	size_t n = str_find(rest, end);

	n = n < rest.n ? n + end.n : rest.n;
	buf_add(r->out, str_sub(rest, 0, n));
	r->at += n;
}

/* Whether the address has a scheme that runs or holds what it shows. */
static bool is_running(struct str url)
{
	char scheme[16];
	size_t n = 0;

	for (size_t i = 0; i < url.n && n < sizeof(scheme) - 1 && url.p[i] != ':'; i++)
		if ((unsigned char)url.p[i] > ' ')
			scheme[n++] = lower(url.p[i]);
	scheme[n] = '\0';
	return n < url.n && (strcmp(scheme, "javascript") == 0 || strcmp(scheme, "vbscript") == 0 ||
	                     strcmp(scheme, "data") == 0);
}

static bool is_url_name(struct str name)
{
	static const char *const names[] = {"href",   "src",  "action", "formaction",
	                                    "poster", "cite", "data"};
	size_t colon = str_find_byte(name, ':');
	char local[16];
	size_t n = 0;

	for (size_t i = colon < name.n ? colon + 1 : 0; i < name.n && n < sizeof(local) - 1; i++)
		local[n++] = lower(name.p[i]);
	local[n] = '\0';
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(local, names[i]) == 0)
			return true;
	return false;
}

static struct str read_value(struct reader *r)
{
	size_t from;
	char quote = peek(r, 0);
	struct str value;

	if (quote == '"' || quote == '\'') {
		from = ++r->at;
		while (r->at < r->s.n && r->s.p[r->at] != quote)
			r->at++;
		value = str_sub(r->s, from, r->at);
		r->at += r->at < r->s.n;
		return value;
	}
	from = r->at;
	while (r->at < r->s.n && !is_space(r->s.p[r->at]) && r->s.p[r->at] != '>')
		r->at++;
	value = str_sub(r->s, from, r->at);
	buf_add(r->out, value);
	return value;
}

static void read_attribute(struct reader *r)
{
	size_t from = r->at;
	struct str name, value = STR("");

	r->at++;
	while (r->at < r->s.n && !is_space(peek(r, 0)) && !strchr("/>=", peek(r, 0)))
		r->at++;
	name = str_sub(r->s, from, r->at);
	buf_add_byte(r->out, ' ');
	buf_add(r->out, name);
	while (is_space(peek(r, 0)))
		r->at++;
	if (peek(r, 0) == '=') {
		r->at++;
		while (is_space(peek(r, 0)))
			r->at++;
		value = read_value(r);
	}
	if (is_url_name(name) && is_running(value))
		buf_add(r->out, STR("=running"));
	if (!r->has_type && name.n == 4 && strncasecmp(name.p, "type", 4) == 0) {
		snprintf(r->type, sizeof(r->type), "%.*s", STR_ARG(value));
		r->has_type = true;
	}
}

static void read_tag(struct reader *r)
{
	r->nname = 0;
	r->has_type = false;
	r->type[0] = '\0';
	while (r->at < r->s.n && !is_space(peek(r, 0)) && !strchr("/>", peek(r, 0))) {
		if (r->nname < sizeof(r->name) - 1)
			r->name[r->nname++] = lower(peek(r, 0));
		buf_add_byte(r->out, r->s.p[r->at++]);
	}
	r->name[r->nname] = '\0';
	while (r->at < r->s.n && peek(r, 0) != '>') {
		if (is_space(peek(r, 0)) || peek(r, 0) == '/')
			r->at++;
		else
			read_attribute(r);
	}
	r->at += r->at < r->s.n;
	buf_add_byte(r->out, '>');
}

static bool is_end_of_raw(const struct reader *r)
{
	if (peek(r, 0) != '<' || peek(r, 1) != '/')
		return false;
	for (size_t i = 0; i < r->nname; i++)
		if (lower(peek(r, 2 + i)) != r->name[i])
			return false;
	return is_space(peek(r, 2 + r->nname)) || peek(r, 2 + r->nname) == '/' ||
	       peek(r, 2 + r->nname) == '>';
}

/* The inside of title, script and so on: what is text is passed, what is code is put out. */
static void read_raw(struct reader *r)
{
	bool is_text = strcmp(r->name, "title") == 0 || strcmp(r->name, "textarea") == 0;
	bool is_json = strcasecmp(r->type, "application/ld+json") == 0 ||
	               strcasecmp(r->type, "application/json") == 0;
	bool is_string = false;

	for (; r->at < r->s.n && !is_end_of_raw(r); r->at++) {
		char c = peek(r, 0);

		if (is_json && is_string && c == '\\' && r->at + 1 < r->s.n)
			r->at++;
		else if (is_json && c == '"')
			is_string = !is_string;
		if (!is_text && !is_string)
			buf_add_byte(r->out, c);
	}
}

static bool is_raw(const char *name)
{
	static const char *const names[] = {"title", "textarea", "script", "style"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void read_markup(struct str s, struct buf *out)
{
	struct reader r = {.s = s, .out = out};

	while (r.at < s.n) {
		if (peek(&r, 0) != '<') {
			r.at++;
		} else if (is_letter(peek(&r, 1)) ||
		           (peek(&r, 1) == '/' && is_letter(peek(&r, 2)))) {
			r.is_end = peek(&r, 1) == '/';
			buf_add(out, r.is_end ? STR("</") : STR("<"));
			r.at += r.is_end ? 2 : 1;
			read_tag(&r);
			if (!r.is_end && is_raw(r.name))
				read_raw(&r);
		} else if (str_has_prefix(str_sub(s, r.at, s.n), STR("<!--"))) {
			r.at += 2;
			read_until(&r, STR("-->"));
		} else if (peek(&r, 1) == '!' || peek(&r, 1) == '?' || peek(&r, 1) == '/') {
			read_until(&r, STR(">"));
		} else {
			r.at++;
		}
	}
}

static void check_skeletons(const struct tmpl *tmpl)
{
	struct buf page, tame, skeleton;

	buf_init(&page);
	buf_init(&tame);
	buf_init(&skeleton);
	render(tmpl, "a", "b", &page);
	read_markup(buf_str(&page), &tame);
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		buf_clear(&page);
		buf_clear(&skeleton);
		render(tmpl, hostile[i].x, hostile[i].y, &page);
		read_markup(buf_str(&page), &skeleton);
		if (str_is_equal(buf_str(&tame), buf_str(&skeleton)))
			continue;
		fprintf(stderr,
		        "values changed the markup\n%.*s\n--- tame\n%.*s\n--- hostile\n%.*s\n",
		        STR_ARG(buf_str(&page)), STR_ARG(buf_str(&tame)),
		        STR_ARG(buf_str(&skeleton)));
		abort();
	}
	buf_release(&page);
	buf_release(&tame);
	buf_release(&skeleton);
}

static void compile_as(struct tmpl_source *source, enum tmpl_dialect dialect)
{
	const struct tmpl *tmpl;
	struct arena a;
	struct diag d;
	struct buf b;

	arena_init(&a, 4096);
	diag_init(&d);
	buf_init(&b);
	tmpl = tmpl_compile(STR(""), source, dialect, &shape, &a, &d);
	if (!tmpl != (d.nerrors > 0))
		abort();
	if (tmpl && dialect == TMPL_HTML)
		check_skeletons(tmpl);
	else if (tmpl)
		render(tmpl, "a", "b", &b);
	buf_release(&b);
	diag_release(&d);
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size}, pieces[NPIECES];
	struct tmpl_source source = {.find = find, .find_string = find_string, .context = pieces};

	for (size_t i = 0; i < NPIECES; i++) {
		size_t n = i + 1 < NPIECES ? str_find_byte(rest, '\xff') : rest.n;

		pieces[i] = str_sub(rest, 0, n);
		rest = str_sub(rest, n < rest.n ? n + 1 : n, rest.n);
	}
	compile_as(&source, TMPL_HTML);
	compile_as(&source, TMPL_TEXT);
	source.find_string = NULL;
	compile_as(&source, TMPL_SPEC);
	return 0;
}
