#include "base/attr.h"
#include "check.h"
#include "tmpl/tmpl.h"
#include "tmpl_fixture.h"
#include <assert.h>

static void set_page(struct value *values, struct str x)
{
	static struct value part[2], things[6], tags[3];

	part[0] = value_text(STR("P"));
	part[1] = value_text(STR("inner x"));
	things[0] = value_text(STR("A"));
	things[1] = value_object(part);
	things[2] = value_flag(true);
	things[3] = value_text(STR("B"));
	things[4] = value_object(NULL);
	things[5] = value_flag(false);
	tags[0] = value_text(STR("<a>"));
	tags[1] = value_text(STR("b"));
	tags[2] = value_text(STR("c"));
	values[X] = value_text(x);
	values[URL] = value_text(STR("https://example.jp/?a=1&b=2"));
	values[PATH] = value_text(STR("../../"));
	values[SLUG] = value_text(STR("a/b c"));
	values[HTML] = value_text(STR("<b>&amp;</b>"));
	values[YES] = value_flag(true);
	values[NO] = value_flag(false);
	values[EMPTY] = value_text(STR(""));
	values[LANG] = value_text(STR("ja"));
	values[THING] = value_object(things);
	values[GONE] = value_object(NULL);
	values[THINGS] = value_list(things, 2);
	values[NONE] = value_list(NULL, 0);
	values[TAGS] = value_list(tags, 3);
}

struct render_row {
	const char *layout, *x, *expected;
};

/* Compiles the layout of a row as `how` says, and compares what it gives. The row's text is of the
 * language, if one is given. */
static void check_row(const struct render_row *row, const struct tmpl_source *how,
                      enum tmpl_dialect dialect, const char *lang)
{
	struct str x = str_from(row->x ? row->x : "");
	struct tmpl_source source = *how;
	struct value values[NFIELDS];
	const struct tmpl *tmpl;
	struct arena a;
	struct diag d;
	struct buf b;

	source.find = find;
	source.find_string = find_string;
	source.context = (void *)(uintptr_t)&row->layout;
	arena_init(&a, 4096);
	diag_init(&d);
	buf_init(&b);
	tmpl = tmpl_compile(STR(""), &source, dialect, &page, &a, &d);
	if (CHECK(tmpl != NULL)) {
		set_page(values, x);
		if (lang) {
			values[X] = value_text_in(x, lang);
			values[EMPTY] = value_text_in(STR(""), lang);
		}
		tmpl_run(tmpl, values, &b);
		if (!CHECK_STR(buf_str(&b), str_from(row->expected)))
			fprintf(stderr, "  layout:   %s\n", row->layout);
	} else {
		fprintf(stderr, "  layout:   %s\n", row->layout);
		diag_print(&d, stderr);
	}
	buf_release(&b);
	diag_release(&d);
	arena_release(&a);
}

static void check_rows(const struct render_row *rows, size_t nrows, enum tmpl_dialect dialect)
{
	for (size_t i = 0; i < nrows; i++)
		check_row(&rows[i], &(const struct tmpl_source){0}, dialect, NULL);
}

#define HOSTILE "\"><script>'&"

/* Every place that takes a value, with values that try to leave it. */
static void test_places(void)
{
	static const struct render_row rows[] = {
	        {"<p>{{x}}</p>", HOSTILE, "<p>&quot;&gt;&lt;script&gt;&#39;&amp;</p>"},
	        {"<p>{{x}}</p>", "札 ✓", "<p>札 ✓</p>"},
	        {"a < b {{x}} << c", "<", "a < b &lt; << c"},
	        {"<p title=\"{{x}}\">", HOSTILE,
	         "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">"},
	        {"<p title='{{x}}'>", HOSTILE, "<p title='&quot;&gt;&lt;script&gt;&#39;&amp;'>"},
	        {"<p title = \"a {{x}} b\" >", "\"", "<p title = \"a &quot; b\" >"},
	        {"<title>{{x}}</title>", "</title>", "<title>&lt;/title&gt;</title>"},
	        {"<textarea>a < b{{x}}</textarea >{{x}}", "<",
	         "<textarea>a < b&lt;</textarea >&lt;"},
	        {"<svg viewBox=\"0 0 {{x}} 1\"><path d=\"\"/><text>{{x}}</text></svg>", "<",
	         "<svg viewBox=\"0 0 &lt; 1\"><path d=\"\"/><text>&lt;</text></svg>"},
	        {"<?xml version=\"1.0\"?><!DOCTYPE html><!-- <a \" -->{{x}}", "&",
	         "<?xml version=\"1.0\"?><!DOCTYPE html><!-- <a \" -->&amp;"},
	        {"<script src=\"{{path}}{{x}}\" defer></script>{{x}}", "a.js",
	         "<script src=\"../../a.js\" defer></script>a.js"},
	        {"<input disabled{{#yes}} checked{{/yes}}>{{x}}", "&",
	         "<input disabled checked>&amp;"},
	        {"<meta name=\"description\" content=\"{{x}}\">", "\"",
	         "<meta name=\"description\" content=\"&quot;\">"},
	        {"<P TITLE=\"{{x}}\"><TITLE>{{x}}</TiTLE>", "\"",
	         "<P TITLE=\"&quot;\"><TITLE>&quot;</TiTLE>"},
	        {"<style>a > b {}</style><script>if (a<b) c = '</p>';</script>{{x}}", "<",
	         "<style>a > b {}</style><script>if (a<b) c = '</p>';</script>&lt;"},
	        {"{{{html}}}", NULL, "<b>&amp;</b>"},
	        {"{{&html}}", NULL, "<b>&amp;</b>"},
	};

	check_rows(rows, COUNT_OF(rows), TMPL_HTML);
}

/* Texts of another language say so where an element may: in the texts of pages and drawings. */
static void test_languages(void)
{
	static const char layout[] =
	        "<html><title>{{t.foreign}}{{x}}</title><p title=\"{{t.foreign}}{{x}}\">{{x}}"
	        "{{t.foreign}}{{t.foreign_none}}{{empty}}{{slug}}</p><option>{{x}}</option>"
	        "<svg>{{x}}<text>{{x}}{{t.foreign}}</text></svg></html>";
	static const char feed[] = "<feed><a>{{x}}{{t.foreign}}</a></feed>";
	static const char body[] = "{{x}} <b>{{x}}</b>";
#define WORDS "until a&lt; &amp; A"
	const struct render_row rows[] = {
	        {layout, "a<",
	         "<html><title>" WORDS "a&lt;</title><p title=\"" WORDS "a&lt;\">"
	         "<span lang=\"fr\">a&lt;</span><span lang=\"en\">until "
	         "<span lang=\"fr\">a&lt;</span> &amp; A</span>a/b c</p>"
	         "<option>a&lt;</option><svg>a&lt;<text><tspan lang=\"fr\">a&lt;</tspan>"
	         "<tspan lang=\"en\">until <tspan lang=\"fr\">a&lt;</tspan> &amp; A"
	         "</tspan></text></svg></html>"},
	        {feed, "a<", "<feed><a>a&lt;" WORDS "</a></feed>"},
	        {body, "a<", "<span lang=\"fr\">a&lt;</span> <b>a&lt;</b>"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_row(&rows[i], &(const struct tmpl_source){.is_page = true}, TMPL_HTML, "fr");
}

/* What shows nothing is left out, and blanks that show stay. */
static void test_lean(void)
{
	static const struct render_row rows[] = {
	        {"<ul>\n\t<li>{{x}}</li>\n\n\t<li><b>b</b>\n<i>i</i> </li>\n</ul>\ntext\n", "x",
	         "<ul><li>x<li><b>b</b>\n<i>i</i> </ul>text\n"},
	        {"<table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n<tbody>\n<tr>\n<td>{{x}}</td>\n"
	         "</tr>\n</tbody>\n</table>",
	         "x", "<table><thead><tr><th>a<tbody><tr><td>x</table>"},
	        {"<dl>\n<div><dt>{{x}}</dt>\n{{#yes}}\n<dd>b</dd>\n{{/yes}}\n</div>\n</dl>", "x",
	         "<dl><div><dt>x<dd>b</div></dl>"},
	        {"<p title=\"{{x}}\">\n  a\n  b</p>\n<p>{{x}}\n</p>", "x",
	         "<p title=\"x\">a\n  b</p><p>x\n</p>"},
	        {"<p>a <b>{{x}}</b> c</p> <a href=\"#\">d</a> <a href=\"#\">e</a>", "x",
	         "<p>a <b>x</b> c</p> <a href=\"#\">d</a> <a href=\"#\">e</a>"},
	        {"<p>{{x}}</p>{{#yes}} {{/yes}}y", "x", "<p>x</p> y"},
	        {"<pre>\n  {{x}}\n  </pre><textarea>\n </textarea>", "x",
	         "<pre>\n  x\n  </pre><textarea>\n </textarea>"},
	        {"<script type=\"application/ld+json\">\n{\"a\": \"</li\"}</script>\n<p>b</p>", "x",
	         "<script type=\"application/ld+json\">\n{\"a\": \"</li\"}</script><p>b</p>"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_row(&rows[i], &(const struct tmpl_source){.is_page = true, .is_lean = true},
		          TMPL_HTML, NULL);
}

static void test_json(void)
{
#define DATA(inner) "<script type=\"application/ld+json\">" inner "</script>"
	static const struct render_row rows[] = {
	        {DATA("{\"a\":\"{{x}}\"}"), "</script>\"\\&\n",
	         DATA("{\"a\":\"\\u003c/script\\u003e\\\"\\\\\\u0026\\u000a\"}")},
	        {DATA("{\"a\":\"\\\"{{x}}\"}"), "'", DATA("{\"a\":\"\\\"'\"}")},
	        {DATA("{\"a\":\"b\"{{#yes}},\"c\":\"{{x}}\"{{/yes}}}"), "d",
	         DATA("{\"a\":\"b\",\"c\":\"d\"}")},
	        {DATA("[{{#tags}}\"{{.}}\",{{/tags}}\"\"]"), "",
	         DATA("[\"\\u003ca\\u003e\",\"b\",\"c\",\"\"]")},
	        {DATA("\"{{x}}\""),
	         "a\xe2\x80\xa8"
	         "b\xe2\x80\xa9"
	         "c\xe2\x80\xaa",
	         DATA("\"a\\u2028b\\u2029c\xe2\x80\xaa\"")},
	        {DATA("\"{{t.plain}}\""), NULL, DATA("\"R\\u0026D \\\"\\u003cb\\u003e\\\"\"")},
	        {DATA("\"</b>{{x}}\"") "{{x}}", "<", DATA("\"</b>\\u003c\"") "&lt;"},
	};
#undef DATA

	check_rows(rows, COUNT_OF(rows), TMPL_HTML);
}

/* The beginning of an address: the scheme is checked. */
static void test_addresses(void)
{
	static const struct render_row rows[] = {
	        {"<a href=\"{{x}}\">", "https://a.jp/?b=\"&c",
	         "<a href=\"https://a.jp/?b=&quot;&amp;c\">"},
	        {"<a href=\"{{x}}\">", "HTTP://a.jp", "<a href=\"HTTP://a.jp\">"},
	        {"<a href=\"{{x}}\">", "mailto:a@b.jp", "<a href=\"mailto:a@b.jp\">"},
	        {"<a href=\"{{x}}\">", "tel:+81-3", "<a href=\"tel:+81-3\">"},
	        {"<a href=\"{{x}}\">", "../a/?b:c", "<a href=\"../a/?b:c\">"},
	        {"<a href=\"{{x}}\">", "", "<a href=\"\">"},
	        {"<a href=\"{{x}}\">", "#a:b", "<a href=\"#a:b\">"},
	        {"<a href=\"{{x}}\">", "javascript:alert(1)", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "JaVaScRiPt:alert(1)", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", " javascript:alert(1)", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "\x01javascript:alert(1)", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "java\tscript:alert(1)", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "java\nscript:alert(1)", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "data:text/html,a", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "vbscript:a", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "http:a", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "//a.jp", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "/\\a.jp", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", ":a", "<a href=\"#\">"},
	        {"<a href=\"{{x}}\">", "httpss://a", "<a href=\"#\">"},
	        {"<a href='{{x}}'>", "a:b", "<a href='#'>"},
	        {"<use xlink:href=\"{{x}}\"/>", "a:b", "<use xlink:href=\"#\"/>"},
	        {"<img src=\"{{x}}\">", "a:b", "<img src=\"#\">"},
	        {"<form action=\"{{x}}\"><button formaction=\"{{x}}\">", "a:b",
	         "<form action=\"#\"><button formaction=\"#\">"},
	        {"<q cite=\"{{x}}\"><video poster=\"{{x}}\"><object data=\"{{x}}\">", "a:b",
	         "<q cite=\"#\"><video poster=\"#\"><object data=\"#\">"},
	        {"<A HREF=\"{{x}}\" data-href=\"{{x}}\">", "a:b",
	         "<A HREF=\"#\" data-href=\"a:b\">"},
	        {"<a href=\"{{#yes}}{{x}}{{/yes}}\">", "a:b", "<a href=\"#\">"},
	        {"<a href=\"{{#yes}}{{x}}{{/yes}}{{^yes}}{{url}}{{/yes}}{{slug}}\">", "a/",
	         "<a href=\"a/a/b%20c\">"},
	        {"<a href=\"{{t.address}}{{x}}\">", "a/b", "<a href=\"https://example.jp/a/b\">"},
	        {"<a href=\"{{t.script}}\">", NULL, "<a href=\"#\">"},
	        {"<a href=\"javascript:void\">{{x}}", "<", "<a href=\"javascript:void\">&lt;"},
	};

	check_rows(rows, COUNT_OF(rows), TMPL_HTML);
}

/* What follows the beginning of an address. */
static void test_address_parts(void)
{
	static const struct render_row rows[] = {
	        {"<a href=\"{{path}}P/{{x}}/\">", "a/../b?c#d&e:f",
	         "<a href=\"../../P/a%2F..%2Fb%3Fc%23d%26e%3Af/\">"},
	        {"<a href=\"{{path}}P/{{x}}/\">", "..", "<a href=\"../../P//\">"},
	        {"<a href=\"{{path}}P/{{x}}/\">", "a.b-c_d~e", "<a href=\"../../P/a.b-c_d~e/\">"},
	        {"<a href=\"{{path}}P/{{x}}/\">", "札", "<a href=\"../../P/%E6%9C%AD/\">"},
	        {"<a href=\"{{path}}P/{{x}}/\">", HOSTILE,
	         "<a href=\"../../P/%22%3E%3Cscript%3E%27%26/\">"},
	        {"<a href=\"/{{x}}\">", "/evil.jp", "<a href=\"/%2Fevil.jp\">"},
	        {"<a href=\"{{path}}{{x}}\">", "static/a b.css",
	         "<a href=\"../../static/a%20b.css\">"},
	        {"<a href=\"{{path}}{{x}}\">", "a/../b", "<a href=\"../../\">"},
	        {"<a href=\"{{path}}{{x}}\">", "..", "<a href=\"../../\">"},
	        {"<a href=\"{{path}}{{x}}\">", "a//b", "<a href=\"../../\">"},
	        {"<a href=\"{{path}}{{x}}\">", "/b", "<a href=\"../../\">"},
	        {"<a href=\"{{path}}{{x}}\">", "a/.b/..c/", "<a href=\"../../a/.b/..c/\">"},
	        {"<a href=\"{{empty}}{{x}}\">", "javascript:alert(1)",
	         "<a href=\"javascript%3Aalert%281%29\">"},
	        {"<a href=\"{{empty}}{{x}}\">", "//evil.jp", "<a href=\"\">"},
	        {"<a href=\"{{path}}{{empty}}{{x}}\">", "a/b", "<a href=\"../../a/b\">"},
	        {"<a href=\"{{path}}?q={{x}}\">", "a/b&c=..",
	         "<a href=\"../../?q=a%2Fb%26c%3D..\">"},
	        {"<a href=\"{{path}}?q={{x}}\">", "..", "<a href=\"../../?q=..\">"},
	        {"<a href=\"#{{x}}\">", "a b", "<a href=\"#a%20b\">"},
	        {"<a href=\"mailto:{{x}}?subject={{x}}\">", "a+b@c.jp,d",
	         "<a href=\"mailto:a+b@c.jp%2Cd?subject=a%2Bb%40c.jp%2Cd\">"},
	        {"<a href=\"tel:{{x}}\">", "+81-3", "<a href=\"tel:+81-3\">"},
	        {"<a href=\"https://{{x}}/a\">", "a.jp/b@c:d",
	         "<a href=\"https://a.jp%2Fb%40c%3Ad/a\">"},
	        {"<a href=\"java{{x}}\">", "script:a", "<a href=\"javascript%3Aa\">"},
	        {"<a href=\"{{path}}{{#yes}}x/{{/yes}}{{x}}\">", "a/b",
	         "<a href=\"../../x/a%2Fb\">"},
	        {"<a href=\"?a{{#yes}}&b={{x}}{{/yes}}&c={{x}}\">", "/",
	         "<a href=\"?a&b=%2F&c=%2F\">"},
	        {"<a href=\"{{path}}{{t.outer.key}}/\">", NULL,
	         "<a href=\"../../%28R%26D%20%22%3Cb%3E%22%29/\">"},
	};

	check_rows(rows, COUNT_OF(rows), TMPL_HTML);
}

static void test_names(void)
{
	static const struct render_row rows[] = {
	        {"{{thing.name}} {{thing.part.x}} {{x}}", "outer", "A inner x outer"},
	        {"{{#thing}}{{name}}{{#part}}{{x}}{{lang}}{{name}}{{/part}}{{x}}{{/thing}}",
	         "outer", "Ainner xjaPouter"},
	        {"{{gone.name}}|{{gone.part.x}}|{{#gone}}no{{/gone}}{{^gone}}gone{{/gone}}", NULL,
	         "||gone"},
	        {"{{#gone.part}}no{{/gone.part}}{{^thing.part.x}}no{{/thing.part.x}}", NULL, ""},
	        {"{{#things}}{{name}}{{#part}}:{{name}}{{/part}}{{part.name}};{{/things}}", NULL,
	         "A:PP;B;"},
	        {"{{#things}}{{#is_new}}new {{/is_new}}{{^is_new}}old {{/is_new}}{{/things}}", NULL,
	         "new old "},
	        {"{{#tags}}{{.}}{{#yes}}{{.}}{{/yes}},{{/tags}}", NULL,
	         "&lt;a&gt;&lt;a&gt;,bb,cc,"},
	        {"{{#tags}}{{#lang}}{{.}}{{/lang}}{{#.}}!{{/.}}{{/tags}}", NULL, "ja!ja!ja!"},
	        {"{{#x}}{{.}}{{lang}}{{x}}{{/x}}", "a", "ajaa"},
	        {"{{#x}}no{{/x}}{{^x}}empty{{/x}}", "", "empty"},
	        {"{{#html}}{{{.}}}{{/html}}", NULL, "<b>&amp;</b>"},
	        {"{{#none}}no{{/none}}{{^none}}none{{/none}}", NULL, "none"},
	        {"{{^none}}a{{/none}}{{#none}}no{{/none}}", NULL, "a"},
	        {"{{^things}}no{{/things}}{{#things}}{{name}}{{/things}}", NULL, "AB"},
	        {"{{#things}}{{#things}}{{name}}{{/things}};{{/things}}", NULL, "AB;AB;"},
	        {"{{ x }}{{! comment }}{{=| |=}}|x||={{ }}=|{{x}}", "a", "aaa"},
	};

	check_rows(rows, COUNT_OF(rows), TMPL_HTML);
}

static void test_sections_in_tags(void)
{
	static const struct render_row rows[] = {
	        {"<span{{#lang}} lang=\"{{lang}}\"{{/lang}}>{{x}}</span>", "&",
	         "<span lang=\"ja\">&amp;</span>"},
	        {"<span{{#empty}} lang=\"{{lang}}\"{{/empty}}>{{x}}</span>", "&",
	         "<span>&amp;</span>"},
	        {"<b class=\"a{{#yes}} b{{/yes}}{{#no}} c{{/no}}\">", NULL, "<b class=\"a b\">"},
	        {"<b class=\"a\"{{#yes}} id=\"{{x}}\"{{/yes}} title=\"{{x}}\"/>", "\"",
	         "<b class=\"a\" id=\"&quot;\" title=\"&quot;\"/>"},
	        {"<b {{#yes}}id=\"{{x}}\"{{/yes}} {{#yes}}hidden{{/yes}}>", "\"",
	         "<b id=\"&quot;\" hidden>"},
	        {"<b {{#yes}}id=\"a\"{{/yes}}{{^yes}}hidden{{/yes}}>", NULL, "<b id=\"a\">"},
	        {"<b class={{#yes}}\"a\"{{/yes}}{{^yes}}'b'{{/yes}}>", NULL, "<b class=\"a\">"},
	        {"{{#yes}}<a href=\"{{x}}\">{{/yes}}{{^yes}}<span>{{/yes}}", "a", "<a href=\"a\">"},
	        {"<{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}>", NULL, "<a>"},
	        {"<b title=\"{{#tags}}{{.}} {{/tags}}\"{{#tags}} a=\"{{.}}\"{{/tags}}>", NULL,
	         "<b title=\"&lt;a&gt; b c \" a=\"&lt;a&gt;\" a=\"b\" a=\"c\">"},
	        {"<a href=\"{{path}}{{#yes}}a/{{/yes}}\">", NULL, "<a href=\"../../a/\">"},
	        {"<b{{>attributes}}>", NULL, "<b lang=\"ja\">"},
	        {"<!-- {{#yes}}a{{/yes}} -->{{x}}", "&", "<!-- a -->&amp;"},
	};

	check_rows(rows, COUNT_OF(rows), TMPL_HTML);
}

static void test_parts(void)
{
	static const struct render_row rows[] = {
	        {"<ul>\n  {{#things}}\n  {{>item}}\n  {{/things}}\n</ul>\n", NULL,
	         "<ul>\n  <li>A</li>\n  <li>B</li>\n</ul>\n"},
	        {"  {{>lines}}\n", "a\nb", "  <p>\n  a\nb\n\n  </p>\n"},
	        {"{{<base}}{{/base}}", NULL, "<title>none</title>\n<main>\n</main>\n"},
	        {"{{<base}}\n{{$title}}T {{x}}{{/title}}\n{{$main}}\n<p>\n  "
	         "{{x}}\n</p>\n{{/main}}\n{{/base}}\n",
	         "&", "<title>T &amp;</title>\n<main>\n  <p>\n    &amp;\n  </p>\n</main>\n"},
	        {"{{<middle}}{{$main}}\n{{x}}\n{{/main}}{{/middle}}", "a",
	         "<title>middle</title>\n<main>\n  a\n</main>\n"},
	        {"{{<middle}}{{$title}}top{{/title}}{{/middle}}", "a",
	         "<title>top</title>\n<main>\n</main>\n"},
	        {"{{<nested}}{{$in}}new{{/in}}{{/nested}}", NULL, "[new]"},
	        {"{{<nested}}{{$out}}({{$in}}mine{{/in}}){{/out}}{{/nested}}", NULL, "(mine)"},
	        {"{{<nested}}{{$out}}({{$out}}old{{/out}}){{/out}}{{/nested}}", NULL, "(old)"},
	        {"{{t.plain}}", NULL, "R&amp;D &quot;&lt;b&gt;&quot;"},
	        {"{{{t.plain}}}", NULL, "R&amp;D &quot;&lt;b&gt;&quot;"},
	        {"<b title='{{t.plain}}'>", NULL, "<b title='R&amp;D &quot;&lt;b&gt;&quot;'>"},
	        {"{{t.until}}", NULL, "Aまで&lt;有効&gt;"},
	        {"{{#things}}{{#part}}{{t.section}}{{/part}}{{/things}}", NULL, "yinner x"},
	        {"{{t.outer.key}}", NULL, "(R&amp;D &quot;&lt;b&gt;&quot;)"},
	        {"  {{t.lines}}\n", NULL, "  one\ntwo\n"},
	};

	check_rows(rows, COUNT_OF(rows), TMPL_HTML);
}

static void test_text(void)
{
	static const struct render_row rows[] = {
	        {"Disallow: {{x}}\n", "<&>\"", "Disallow: <&>\"\n"},
	        {"{{t.plain}} <a {{x}} {{{html}}}", "'", "R&D \"<b>\" <a ' <b>&amp;</b>"},
	        {"<script>{{x}}", "'", "<script>'"},
	};

	check_rows(rows, COUNT_OF(rows), TMPL_TEXT);
}

/* Escapes take many bytes at once: a mark must be found wherever it stands, and room be made. */
static void test_long_values(void)
{
	static const struct {
		char mark;
		const char *entity; /* NULL: not allowed in an address */
	} marks[] = {
	        {'"', "&quot;"}, {'\'', "&#39;"}, {'&', "&amp;"}, {'<', "&lt;"},
	        {'>', "&gt;"},   {'\\', NULL},    {'\x7f', NULL}, {' ', NULL},
	};
	struct value values[NFIELDS];
	struct arena a;
	struct diag d;
	struct buf b;
	const struct tmpl *tmpl;
	char x[100001];

	arena_init(&a, 4096);
	diag_init(&d);
	buf_init(&b);
	tmpl = compile("{{x}}|<a href=\"{{x}}\">", TMPL_HTML, 0, &a, &d);
	assert(tmpl);
	for (size_t i = 0; i < 40 * COUNT_OF(marks); i++) {
		const char *entity = marks[i % COUNT_OF(marks)].entity;
		size_t at = i / COUNT_OF(marks);

		memset(x, 'a', 40);
		x[40] = '\0';
		x[at] = marks[i % COUNT_OF(marks)].mark;
		set_page(values, str_from(x));
		buf_clear(&b);
		tmpl_run(tmpl, values, &b);
		if (entity)
			CHECK(str_find(buf_str(&b), str_from(entity)) == at);
		else
			CHECK(str_has_suffix(buf_str(&b), STR("|<a href=\"#\">")));
	}
	memset(x, '"', 100000);
	x[100000] = '\0';
	set_page(values, str_from(x));
	buf_clear(&b);
	tmpl_run(tmpl, values, &b);
	CHECK(b.n == 600000 + 1 + 9 + 600000 + 2);
	buf_release(&b);
	diag_release(&d);
	arena_release(&a);
}

int main(void)
{
	test_places();
	test_languages();
	test_lean();
	test_json();
	test_addresses();
	test_address_parts();
	test_names();
	test_sections_in_tags();
	test_parts();
	test_text();
	test_long_values();
	return check_report();
}
