#include "tmpl/part.h"
#include "base/buf.h"
#include <assert.h>
#include <stdarg.h>

#define NONE UINT32_MAX

struct scan {
	struct part *part;
	struct diag *d;
	struct str open, close; /* delimiters */
	struct buf tokens;
	size_t at;
	bool is_line_start;
	int status;
};

static void add_token(struct scan *s, struct token token)
{
	buf_add(&s->tokens, (struct str){(const char *)&token, sizeof(token)});
}

static void add_text(struct scan *s, size_t to)
{
	struct str text = s->part->text;

	while (s->at < to) {
		struct str rest = str_sub(text, s->at, to);
		size_t n = str_find_byte(rest, '\n');
		bool has_newline = n < rest.n;
		struct str line = str_sub(rest, 0, has_newline ? n + 1 : n);

		add_token(s, (struct token){.kind = TOKEN_TEXT,
		                            .is_first = s->is_line_start,
		                            .text = line,
		                            .at = line.p});
		s->is_line_start = has_newline;
		s->at += line.n;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct str trim(struct str s)
{
	while (s.n > 0 && is_blank(s.p[0]))
		s = str_sub(s, 1, s.n);
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool has_blank(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_blank(s.p[i]))
			return true;
	return false;
}

/* Where the closing delimiter stands, directly behind `before` unless that is 0; or the text's end.
 */
static size_t find_close(const struct scan *s, size_t from, char before)
{
	struct str text = s->part->text;
	size_t at = from + str_find(str_sub(text, from, text.n), s->close);

	while (at < text.n && before && (at == from || text.p[at - 1] != before))
		at = at + 1 + str_find(str_sub(text, at + 1, text.n), s->close);
	return at;
}

static void scan_fault(struct scan *s, const char *at, const char *what)
{
	part_fault(s->part, at, s->d, DIAG_LAYOUT_SYNTAX, "%s", what);
	s->status = -1;
}

static void set_delimiters(struct scan *s, struct str content, const char *at)
{
	size_t n = 0;

	content = trim(content);
	while (n < content.n && !is_blank(content.p[n]))
		n++;
	struct str open = str_sub(content, 0, n), close = trim(str_sub(content, n, content.n));

	if (open.n == 0 || close.n == 0 || has_blank(close) || memchr(content.p, '=', content.n)) {
		scan_fault(s, at, "delimiters are set by two words without '=' in them");
		return;
	}
	s->open = open;
	s->close = close;
}

static enum token_kind kind_of(char sigil)
{
	switch (sigil) {
	case '#': return TOKEN_SECTION;
	case '^': return TOKEN_INVERTED;
	case '/': return TOKEN_END;
	case '>': return TOKEN_PARTIAL;
	case '<': return TOKEN_PARENT;
	case '$': return TOKEN_BLOCK;
	case '&':
	case '{': return TOKEN_RAW;
	default: return TOKEN_NAME;
	}
}

bool part_is_asset(const struct token *token, struct str *name)
{
	const struct str head = STR("asset");
	struct str rest = token->text;

	if (token->kind != TOKEN_NAME || !str_has_prefix(rest, head))
		return false;
	rest = trim(str_sub(rest, head.n, rest.n));
	if (rest.n < 3 || rest.p[0] != '"' || rest.p[rest.n - 1] != '"' ||
	    rest.p == token->text.p + head.n)
		return false;
	if (name)
		*name = str_sub(rest, 1, rest.n - 1);
	return true;
}

/* Reads the tag that begins at s->at. */
static void scan_tag(struct scan *s)
{
	struct str text = s->part->text;
	const char *at = text.p + s->at;
	size_t from = s->at + s->open.n, to;
	size_t close_size = s->close.n;
	char sigil, before;
	struct token token = {.is_first = s->is_line_start, .at = at};

	while (from < text.n && is_blank(text.p[from]))
		from++;
	sigil = from < text.n ? text.p[from] : '\0';
	before = sigil == '{' ? '}' : sigil == '=' ? '=' : '\0';
	token.kind = kind_of(sigil);
	if (token.kind != TOKEN_NAME || sigil == '!' || sigil == '=')
		from++;
	to = find_close(s, from, before);
	if (to >= text.n) {
		scan_fault(s, at, "a tag is not closed");
		s->at = text.n;
		return;
	}
	s->at = to + close_size;
	s->is_line_start = false;
	token.text = trim(str_sub(text, from, before ? to - 1 : to));
	if (sigil == '=') {
		set_delimiters(s, token.text, at);
	} else if (sigil != '!') {
		if (token.text.n == 0)
			scan_fault(s, at, "a tag without a name");
		else if (has_blank(token.text) && !part_is_asset(&token, NULL))
			scan_fault(s, at, "a name with a blank in it");
		add_token(s, token);
		return;
	}
	/* Nothing, but of a kind that part_trim_lines takes for a tag. */
	token.kind = TOKEN_TEXT;
	token.text = (struct str){NULL, 0};
	add_token(s, token);
}

static unsigned line_of(const struct part *part, const char *at)
{
	unsigned line = part->first_line;

	for (const char *p = part->text.p; p < at; p++)
		line += *p == '\n';
	return line;
}

/* Connects what opens with what closes it. Until its end is known, an open token holds the index of
 * the open one around it. */
static void match_ends(struct scan *s)
{
	struct part *part = s->part;
	uint32_t open = NONE;

	for (uint32_t i = 0; i < part->ntokens; i++) {
		struct token *t = &part->tokens[i];

		if (t->kind == TOKEN_SECTION || t->kind == TOKEN_INVERTED ||
		    t->kind == TOKEN_PARENT || t->kind == TOKEN_BLOCK) {
			t->end = open;
			open = i;
		} else if (t->kind == TOKEN_END && open == NONE) {
			scan_fault(s, t->at, "an end of what was not opened");
			return;
		} else if (t->kind == TOKEN_END) {
			struct token *opener = &part->tokens[open];

			t->end = open;
			open = opener->end;
			opener->end = i;
			if (!str_is_equal(t->text, opener->text)) {
				part_fault(part, t->at, s->d, DIAG_LAYOUT_SYNTAX,
				           "\"%.*s\" ends where \"%.*s\" is open, from line %u on",
				           STR_ARG(t->text), STR_ARG(opener->text),
				           line_of(part, opener->at));
				s->status = -1;
				return;
			}
		}
	}
	for (; open != NONE; open = part->tokens[open].end) {
		part_fault(part, part->tokens[open].at, s->d, DIAG_LAYOUT_SYNTAX,
		           "\"%.*s\" is never ended", STR_ARG(part->tokens[open].text));
		s->status = -1;
	}
}

int part_scan(struct part *part, struct arena *a, struct diag *d)
{
	struct scan s = {
	        .part = part, .d = d, .open = STR("{{"), .close = STR("}}"), .is_line_start = true};

	assert(part->text.n < UINT32_MAX);
	buf_init(&s.tokens);
	while (s.at < part->text.n) {
		struct str rest = str_sub(part->text, s.at, part->text.n);

		add_text(&s, s.at + str_find(rest, s.open));
		if (s.at < part->text.n)
			scan_tag(&s);
	}
	part->ntokens = (uint32_t)(s.tokens.n / sizeof(struct token));
	part->tokens = arena_array(a, part->ntokens, sizeof(struct token));
	if (part->ntokens > 0)
		memcpy(part->tokens, s.tokens.p, s.tokens.n);
	buf_release(&s.tokens);
	if (s.status == 0)
		match_ends(&s);
	if (s.status == 0)
		part_trim_lines(part);
	return s.status;
}

/* RFC 6901: the key of a string as a pointer into its file. */
static struct str pointer_of(struct str key, struct arena *a)
{
	char *pointer = arena_alloc(a, key.n + 1);

	pointer[0] = '/';
	for (size_t i = 0; i < key.n; i++)
		pointer[i + 1] = (char)(key.p[i] == '.' ? '/' : key.p[i]);
	return (struct str){pointer, key.n + 1};
}

void part_fault(const struct part *part, const char *at, struct diag *d, enum diag_code code,
                const char *format, ...)
{
	struct place place = {.file = part->file, .line = part->first_line};
	unsigned column = 1;
	char text[512];
	struct str key;
	va_list values;

	for (const char *p = part->text.p; p < at; p++) {
		/* Columns count characters: no continuation bytes. */
		column += (*p & 0xc0) != 0x80;
		if (*p == '\n') {
			place.line++;
			column = 1;
		}
	}
	if (part->is_string) {
		place.line = 0;
		place.pointer = pointer_of(part->name, &d->arena);
	}
	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	key = arena_printf(&d->arena, "%.*s:%u:%u:%s", STR_ARG(part->file), place.line, column,
	                   text);
	diag_add_once(d, code, place, key, "column %u: %s", column, text);
}
