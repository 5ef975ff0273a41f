/*
 * Any text as Markdown from outside: the HTML is well formed, of the elements, attributes and
 * schemes that text/markdown.h names and no others; and the short way for plain text gives the
 * bytes of the long one.
 */
#include "base/utf8.h"
#include "text/markdown.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static _Noreturn void fail(const char *why, struct str html)
{
	fprintf(stderr, "%s:\n%.*s\n", why, STR_ARG(html));
	abort();
}

#define DEPTH_MAX (MARKDOWN_NESTING_MAX + 4)

struct reader {
	struct str html;
	size_t at;
	struct str open[DEPTH_MAX];
	size_t depth;
};

static bool take(struct reader *r, struct str expected)
{
	if (!str_has_prefix(str_sub(r->html, r->at, r->html.n), expected))
		return false;
	r->at += expected.n;
	return true;
}

static struct str take_name(struct reader *r)
{
	size_t start = r->at;

	while (r->at < r->html.n && islower((unsigned char)r->html.p[r->at]))
		r->at++;
	return str_sub(r->html, start, r->at);
}

static bool is_one_of(struct str name, const char *const *names)
{
	for (; *names; names++)
		if (str_is_equal(name, str_from(*names)))
			return true;
	return false;
}

static bool is_open(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->depth; i++)
		if (str_is_equal(r->open[i], str_from(name)))
			return true;
	return false;
}

static void check_href(struct reader *r)
{
	static const char *const schemes[] = {"http://", "https://", "mailto:", NULL};
	const char *const *scheme = schemes;
	const char *url = r->html.p + r->at;

	while (*scheme && strncasecmp(url, *scheme, strlen(*scheme)) != 0)
		scheme++;
	if (!*scheme)
		fail("a link of another scheme", r->html);
	while (r->at < r->html.n && r->html.p[r->at] != '"') {
		if (strchr("<> '\n", r->html.p[r->at]))
			fail("a character that a URL must not have", r->html);
		r->at++;
	}
	if (!take(r, STR("\"")))
		fail("an attribute without its end", r->html);
}

static void check_end_tag(struct reader *r)
{
	struct str name = take_name(r);

	if (r->depth == 0 || !str_is_equal(r->open[r->depth - 1], name) || !take(r, STR(">")))
		fail("an end that does not match", r->html);
	r->depth--;
}

static void check_tag(struct reader *r)
{
	static const char *const blocks[] = {"p",   "ul",         "ol", "li",
	                                     "pre", "blockquote", "hr", NULL};
	static const char *const inlines[] = {"em", "strong", "code", "a", "br", NULL};
	struct str name;
	bool is_block;

	if (take(r, STR("/"))) {
		check_end_tag(r);
		return;
	}
	name = take_name(r);
	is_block = is_one_of(name, blocks);
	if (!is_block && !is_one_of(name, inlines))
		fail("an unknown element", r->html);
	if (is_block && is_open(r, "p"))
		fail("a block in a paragraph", r->html);
	if (str_is_equal(name, STR("a"))) {
		if (is_open(r, "a"))
			fail("a link in a link", r->html);
		if (!take(r, STR(" rel=\"nofollow noopener ugc\" href=\"")))
			fail("a link without rel", r->html);
		check_href(r);
	}
	if (str_is_equal(name, STR("ol")) && take(r, STR(" start=\""))) {
		while (isdigit((unsigned char)r->html.p[r->at]))
			r->at++;
		if (!take(r, STR("\"")))
			fail("a start that is not a number", r->html);
	}
	if (str_is_equal(name, STR("br")) || str_is_equal(name, STR("hr"))) {
		if (!take(r, STR(" />")))
			fail("an empty element with more", r->html);
		return;
	}
	if (!take(r, STR(">")))
		fail("an attribute that is not allowed", r->html);
	if (r->depth == DEPTH_MAX)
		fail("nested too deep", r->html);
	r->open[r->depth++] = name;
}

static void check_entity(struct reader *r)
{
	if (!take(r, STR("amp;")) && !take(r, STR("lt;")) && !take(r, STR("gt;")) &&
	    !take(r, STR("quot;")))
		fail("an & of the text", r->html);
}

static void check_html(struct str html)
{
	struct reader r = {.html = html};

	while (r.at < html.n) {
		char c = html.p[r.at++];

		if (c == '<')
			check_tag(&r);
		else if (c == '&')
			check_entity(&r);
		else if (c == '>' || c == '"')
			fail("a character that is not escaped", html);
	}
	if (r.depth > 0)
		fail("an element without its end", html);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf html, plain;
	struct str text = {(const char *)data, size};

	if (utf8_find_invalid(text) < size || (size > 0 && memchr(data, '\0', size)))
		return 0; /* the readers refuse it */
	buf_clear(&html);
	markdown_add_untrusted(&html, text);
	buf_reserve(&html, 1)[0] = '\0';
	check_html(buf_str(&html));
	buf_clear(&plain);
	if (markdown_add_plain(&plain, text)) {
		buf_clear(&html);
		markdown_add_parsed(&html, text);
		if (!str_is_equal(buf_str(&plain), buf_str(&html)))
			fail("the short way differs", text);
	}
	buf_clear(&html);
	markdown_add_trusted(&html, text);
	return 0;
}
