/*
 * Literal text, and what of it a lean page does not need: what is written in a layout for those who
 * read it, and shows nothing on a page.
 *
 * That is line breaks and indentation behind the tag of a block, and end tags that HTML lets be
 * left out wherever such elements may stand (WHATWG HTML, 13.1.2.4). That of a paragraph is not one
 * of them: what may follow it depends on what that is.
 */
#include "tmpl/compile.h"

/* The name of the tag at `at`, where "<", "</" or "<!" stands. */
static struct str tag_name(struct str text, size_t at)
{
	size_t from = at + 1, to;

	from += from < text.n && (text.p[from] == '/' || text.p[from] == '!');
	for (to = from; to < text.n && !memchr(" \t\r\n/>", text.p[to], 6); to++)
		;
	return str_sub(text, from, to);
}

/* The last "<" of the text, or where it ends. */
static size_t find_last_tag(struct str text)
{
	for (size_t i = text.n; i > 0; i--)
		if (text.p[i - 1] == '<')
			return i - 1;
	return text.n;
}

/* Whether the text, which is the last one that was fed, ends with the tag of a block. */
static bool is_behind_block(const struct compiler *c, struct str text)
{
	size_t at;

	if (text.n == 0 || text.p[text.n - 1] != '>' || !spot_is_text(&c->spot))
		return false;
	at = find_last_tag(text);
	if (at == text.n) { /* the tag began before a value of it */
		text = buf_str(&c->literals);
		at = find_last_tag(text);
	}
	return at < text.n && spot_is_block(tag_name(text, at));
}

static struct str trim(struct str text)
{
	size_t n = 0;

	while (n < text.n && memchr(" \t\r\n", text.p[n], 4))
		n++;
	return str_sub(text, n, text.n);
}

/* How long an end tag at the beginning of the text is that may be left out, else 0. */
static size_t count_end(struct str text)
{
	static const struct str ends[] = {STR("</li>"),    STR("</dt>"),   STR("</dd>"),
	                                  STR("</tr>"),    STR("</td>"),   STR("</th>"),
	                                  STR("</thead>"), STR("</tbody>")};

	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (str_has_prefix(text, ends[i]))
			return ends[i].n;
	return 0;
}

/* Appends text without the end tags that may be left out. */
static void add_lean(struct buf *literals, struct str text)
{
	while (text.n > 0) {
		size_t n = count_end(text), until;

		text = str_sub(text, n, text.n);
		if (n > 0)
			continue;
		for (until = 1; until < text.n && text.p[until] != '<'; until++)
			;
		buf_add(literals, str_sub(text, 0, until));
		text = str_sub(text, until, text.n);
	}
}

static void add_text(struct compiler *c, const struct part *part, struct str text, const char *at)
{
	const char *fault;
	size_t offset;

	if (!compile_has_places(c)) {
		buf_add(&c->literals, text);
		return;
	}
	fault = spot_feed(&c->spot, text, &offset);
	c->is_behind_block = c->source->is_lean && is_behind_block(c, text);
	if (c->source->is_lean)
		add_lean(&c->literals, text);
	else
		buf_add(&c->literals, text);
	if (!fault)
		return;
	if (fault == spot_other_end)
		compile_fault(c, part, at ? at : text.p + offset, DIAG_LAYOUT_PLACE, "%s, <%s>",
		              fault, spot_open_element(&c->spot));
	else
		compile_fault(c, part, at ? at : text.p + offset, DIAG_LAYOUT_PLACE, "%s", fault);
	c->is_lost = true;
}

void compile_literal(struct compiler *c, const struct part *part, struct str text, const char *at)
{
	struct str line = str_before(text, '\n'), end = str_sub(text, line.n, text.n);

	if (!c->source->is_lean || !compile_has_places(c)) {
		add_text(c, part, text, at);
		return;
	}
	if (c->is_behind_block)
		line = trim(line);
	if (line.n > 0)
		add_text(c, part, line, at);
	if (end.n > 0 && !c->is_behind_block)
		add_text(c, part, end, at);
}
