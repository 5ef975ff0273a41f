#include "text/markdown.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "text/emphasis.h"
#include <cmark.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The two pieces of markup that cmark cannot write for us: it knows no rel, and calling it for a
 * bare paragraph costs fifty times what the paragraph does. */
static const struct str link_rel = STR(" rel=\"nofollow noopener ugc\"");
static const struct str plain_start = STR("<p>"), plain_end = STR("</p>\n");

static bool is_allowed_url(const char *url)
{
	static const struct str schemes[] = {STR("http://"), STR("https://"), STR("mailto:")};

	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		if (strncasecmp(url, schemes[i].p, schemes[i].n) == 0)
			return url[schemes[i].n] != '\0';
	return false;
}

/* Takes the marks out of all that a node holds. */
static void remove_marks(cmark_node *node)
{
	static const struct {
		const char *(*find)(cmark_node *node);
		int (*set)(cmark_node *node, const char *text);
	} texts[] = {
	        {cmark_node_get_literal, cmark_node_set_literal},
	        {cmark_node_get_url, cmark_node_set_url},
	        {cmark_node_get_title, cmark_node_set_title},
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const char *text = texts[i].find(node);
		char *copy;

		if (!text || !strstr(text, EMPHASIS_MARK))
			continue;
		copy = strdup(text);
		if (!copy)
			out_of_memory();
		emphasis_remove_marks(copy);
		texts[i].set(node, copy);
		free(copy);
	}
}

/* The first or last character that a node shows, or 0. */
static uint32_t shown_character(cmark_node *node, cmark_node *(*child)(cmark_node *), bool is_last)
{
	const char *literal;
	struct str text;
	size_t at = 0;

	while (node && child(node))
		node = child(node);
	literal = node && cmark_node_get_type(node) == CMARK_NODE_TEXT
	                  ? cmark_node_get_literal(node)
	                  : NULL;
	text = str_from(literal ? literal : "");
	if (text.n == 0)
		return 0;
	return is_last ? utf8_before(text, text.n) : utf8_next(text, &at);
}

/* A line end between two wide characters shows as nothing, not as a space. */
static void join_lines(cmark_node *line_end)
{
	uint32_t before =
	        shown_character(cmark_node_previous(line_end), cmark_node_last_child, true);
	uint32_t after = shown_character(cmark_node_next(line_end), cmark_node_first_child, false);

	if (emphasis_is_wide(before) && emphasis_is_wide(after))
		cmark_node_free(line_end);
}

/* What cmark makes of a text, with what CommonMark gets wrong in Japanese put right. */
static cmark_node *parse(struct str text)
{
	struct buf marked;
	cmark_node *document;
	cmark_iter *walk;
	cmark_event_type event;
	bool is_marked;

	buf_init(&marked);
	is_marked = emphasis_add_marked(&marked, text);
	if (is_marked)
		text = buf_str(&marked);
	document = cmark_parse_document(text.p, text.n, CMARK_OPT_DEFAULT);
	buf_release(&marked);
	walk = cmark_iter_new(document);
	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(walk);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (is_marked)
			remove_marks(node);
		if (cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK)
			join_lines(node);
	}
	cmark_iter_free(walk);
	return document;
}

/* The children take the place of their parent, which goes. */
static void dissolve(cmark_node *node)
{
	cmark_node *child;

	while ((child = cmark_node_first_child(node)))
		/* It always can: what may stand in an inline may stand beside it. */
		if (!cmark_node_insert_before(node, child))
			cmark_node_free(child);
	cmark_node_free(node);
}

static void move_children(cmark_node *from, cmark_node *to)
{
	cmark_node *child;

	while ((child = cmark_node_first_child(from)))
		cmark_node_append_child(to, child);
}

static void replace(cmark_node *node, cmark_node *by)
{
	cmark_node_replace(node, by);
	cmark_node_free(node);
}

static cmark_node *new_text(const char *literal)
{
	cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);

	cmark_node_set_literal(text, literal);
	return text;
}

/* A paragraph in a tight list has no tags of its own and would run into its neighbours. */
static void replace_by_paragraph(cmark_node *node, cmark_node *content)
{
	cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
	cmark_node *parent = cmark_node_parent(node);

	if (cmark_node_get_type(parent) == CMARK_NODE_ITEM)
		cmark_node_set_list_tight(cmark_node_parent(parent), 0);
	cmark_node_append_child(paragraph, content);
	replace(node, paragraph);
}

static bool has_text(cmark_node *node)
{
	cmark_iter *walk = cmark_iter_new(node);
	bool found = false;

	while (!found && cmark_iter_next(walk) != CMARK_EVENT_DONE) {
		const char *literal = cmark_node_get_literal(cmark_iter_get_node(walk));

		found = literal && literal[strspn(literal, " ")] != '\0';
	}
	cmark_iter_free(walk);
	return found;
}

/* cmark writes an address in angle brackets as a link even in the text of another. */
static bool is_in_link(cmark_node *node)
{
	while ((node = cmark_node_parent(node)))
		if (cmark_node_get_type(node) == CMARK_NODE_LINK &&
		    is_allowed_url(cmark_node_get_url(node)))
			return true;
	return false;
}

/* Called when the walk leaves a node: all below it is tame already. */
static void tame(cmark_node *node)
{
	cmark_node *strong;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HTML_BLOCK:
		replace_by_paragraph(node, new_text(cmark_node_get_literal(node)));
		break;
	case CMARK_NODE_HTML_INLINE: replace(node, new_text(cmark_node_get_literal(node))); break;
	case CMARK_NODE_IMAGE: dissolve(node); break;
	case CMARK_NODE_LINK:
		if (is_allowed_url(cmark_node_get_url(node)) && has_text(node) && !is_in_link(node))
			cmark_node_set_title(node, "");
		else
			dissolve(node);
		break;
	case CMARK_NODE_HEADING:
		if (!has_text(node)) {
			cmark_node_free(node); /* unlinks it, too */
			break;
		}
		strong = cmark_node_new(CMARK_NODE_STRONG);
		move_children(node, strong);
		replace_by_paragraph(node, strong);
		break;
	case CMARK_NODE_CODE_BLOCK: cmark_node_set_fence_info(node, ""); break;
	default: break;
	}
}

/* Leaves are entered only; all others are entered and left. */
static bool is_leaf(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_THEMATIC_BREAK:
	case CMARK_NODE_TEXT:
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
	case CMARK_NODE_CODE:
	case CMARK_NODE_HTML_INLINE: return true;
	default: return false;
	}
}

static bool is_too_deep(cmark_node *document)
{
	cmark_iter *walk = cmark_iter_new(document);
	size_t depth = 0;
	cmark_event_type event;

	while (depth <= MARKDOWN_NESTING_MAX &&
	       (event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_EXIT)
			depth--;
		else if (!is_leaf(cmark_iter_get_node(walk)))
			depth++;
	}
	cmark_iter_free(walk);
	return depth > MARKDOWN_NESTING_MAX;
}

/* The whole text as one text node: cmark escapes it and nothing more. */
static cmark_node *new_literal_document(struct str text)
{
	cmark_node *document = cmark_node_new(CMARK_NODE_DOCUMENT);
	cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
	char *copy = strndup(text.p, text.n);

	if (!copy)
		out_of_memory();
	cmark_node_append_child(paragraph, new_text(copy));
	cmark_node_append_child(document, paragraph);
	free(copy);
	return document;
}

static cmark_node *parse_untrusted(struct str text)
{
	cmark_node *document;
	cmark_iter *walk;
	cmark_event_type event;

	if (text.n > MARKDOWN_LENGTH_MAX)
		return new_literal_document(text);
	document = parse(text);
	if (is_too_deep(document)) {
		cmark_node_free(document);
		return new_literal_document(text);
	}
	walk = cmark_iter_new(document);
	while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(walk);

		if (event == CMARK_EVENT_EXIT || is_leaf(node))
			tame(node);
	}
	cmark_iter_free(walk);
	return document;
}

/* The document as HTML, to be freed; the document is not needed any more. */
static char *render(cmark_node *document, int options)
{
	char *html = cmark_render_html(document, options);

	cmark_node_free(document);
	return html;
}

/* "<a" cannot come from the text, where < is &lt;: it begins a link that cmark wrote. */
static void add_with_rel(struct buf *b, struct str html)
{
	size_t n;

	while ((n = str_find(html, STR("<a "))) < html.n) {
		buf_add(b, str_sub(html, 0, n + 2));
		buf_add(b, link_rel);
		html = str_sub(html, n + 2, html.n);
	}
	buf_add(b, html);
}

void markdown_add_parsed(struct buf *b, struct str text)
{
	char *html = render(parse_untrusted(text), CMARK_OPT_DEFAULT);

	add_with_rel(b, str_from(html));
	free(html);
}

/* Characters that mean something to CommonMark anywhere in a line, or that HTML escapes. */
static bool is_special(unsigned char c)
{
	static const bool special[256] = {
	        ['"'] = true, ['&'] = true, ['*'] = true, ['<'] = true,  ['>'] = true,
	        ['['] = true, ['_'] = true, ['`'] = true, ['\\'] = true, [']'] = true,
	};

	return c < ' ' || special[c];
}

/* Would the line be something other than a paragraph? A heading, a fence, a list, an indented
 * block, a rule; and a byte order mark, which cmark drops. */
static bool has_special_start(struct str text)
{
	size_t digits = 0;

	while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
		digits++;
	if (digits > 0)
		return digits < text.n && (text.p[digits] == '.' || text.p[digits] == ')');
	return memchr(" #+-=~", text.p[0], 6) || str_has_prefix(text, STR("\xef\xbb\xbf"));
}

bool markdown_add_plain(struct buf *b, struct str text)
{
	if (text.n == 0 || text.n > MARKDOWN_LENGTH_MAX || has_special_start(text) ||
	    text.p[text.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (is_special((unsigned char)text.p[i]))
			return false;
	buf_add(b, plain_start);
	buf_add(b, text);
	buf_add(b, plain_end);
	return true;
}

void markdown_add_untrusted(struct buf *b, struct str text)
{
	if (!markdown_add_plain(b, text))
		markdown_add_parsed(b, text);
}

void markdown_add_trusted(struct buf *b, struct str text)
{
	char *html = render(parse(text), CMARK_OPT_UNSAFE);

	buf_add(b, str_from(html));
	free(html);
}

void markdown_add_words(struct buf *b, struct str text)
{
	cmark_node *document = parse(text);
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		const char *literal = cmark_node_get_literal(node);
		bool is_line = type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING;

		if (event == CMARK_EVENT_ENTER && type == CMARK_NODE_ITEM)
			buf_add(b, STR("– "));
		else if (event == CMARK_EVENT_ENTER && literal)
			buf_add(b, str_from(literal));
		else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
		         (event == CMARK_EVENT_EXIT && is_line))
			buf_add_byte(b, '\n');
	}
	cmark_iter_free(iter);
	cmark_node_free(document);
}

const char *markdown_version(void)
{
	return cmark_version_string();
}
