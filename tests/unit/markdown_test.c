#include "base/arena.h"
#include "check.h"
#include "text/markdown.h"

#define REL "rel=\"nofollow noopener ugc\" href="

static void test_untrusted(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	        {"", ""},
	        {"屋外用のカメラです。", "<p>屋外用のカメラです。</p>\n"},
	        {"a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>\n"},
	        {"a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"},
	        {"a  \nb", "<p>a<br />\nb</p>\n"},
	        {"\"1 < 2 & 3 > 2\"", "<p>&quot;1 &lt; 2 &amp; 3 &gt; 2&quot;</p>\n"},
	        /* raw HTML is the text it is */
	        {"needs <support> here", "<p>needs &lt;support&gt; here</p>\n"},
	        {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n"},
	        {"<!-- a -->", "<p>&lt;!-- a --&gt;\n</p>\n"},
	        {"a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n"},
	        {"&lt;i&gt; &#60;i&#62;", "<p>&lt;i&gt; &lt;i&gt;</p>\n"},
	        /* images are their text */
	        {"![a *b*](http://x/y.png \"t\")", "<p>a <em>b</em></p>\n"},
	        {"[![logo](x.png)](https://x)", "<p><a " REL "\"https://x\">logo</a></p>\n"},
	        {"[![](x.png)](https://x)", "<p></p>\n"},
	        /* links */
	        {"[a](https://x/?a=1&b=2 \"t\")",
	         "<p><a " REL "\"https://x/?a=1&amp;b=2\">a</a></p>\n"},
	        {"[a](HTTP://x)", "<p><a " REL "\"HTTP://x\">a</a></p>\n"},
	        {"[a](http://) [b](https://) [c](mailto:) [d](HTTPS://)", "<p>a b c d</p>\n"},
	        {"<info@example.jp>",
	         "<p><a " REL "\"mailto:info@example.jp\">info@example.jp</a></p>\n"},
	        {"[a](javascript:alert(1)) [b](data:x) [c](/d) [e](//f) [g](https:)",
	         "<p>a b c e g</p>\n"},
	        {"[a](java&#115;cript:x) <javascript:x> [b](vbscript:x)",
	         "<p>a javascript:x b</p>\n"},
	        {"[a](&#x09;https://x) [](https://x)", "<p>a </p>\n"},
	        {"[a](https://x/\"onclick='y)",
	         "<p><a " REL "\"https://x/%22onclick=&#x27;y\">a</a></p>\n"},
	        {"[a <https://b> c](https://d)",
	         "<p><a " REL "\"https://d\">a https://b c</a></p>\n"},
	        {"[a <https://b> c](file:d)", "<p>a <a " REL "\"https://b\">https://b</a> c</p>\n"},
	        {"[x]\n\n[x]: https://y", "<p><a " REL "\"https://y\">x</a></p>\n"},
	        /* headings do not join the outline */
	        {"# A *b*\ntext", "<p><strong>A <em>b</em></strong></p>\n<p>text</p>\n"},
	        {"A\n===", "<p><strong>A</strong></p>\n"},
	        {"#\n# ![](x)\na", "<p>a</p>\n"},
	        {"* # a\n* b",
	         "<ul>\n<li>\n<p><strong>a</strong></p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"},
	        /* blocks */
	        {"* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
	        {"3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"},
	        {"> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"},
	        {"---", "<hr />\n"},
	        {"```js x\"\na<b\n```", "<pre><code>a&lt;b\n</code></pre>\n"},
	        {"    a", "<pre><code>a\n</code></pre>\n"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		markdown_add_untrusted(&b, str_from(rows[i].text));
		CHECK_STR(buf_str(&b), str_from(rows[i].expected));
	}
	buf_release(&b);
}

/* Emphasis beside punctuation and line ends in text without spaces; the first are from the
 * discussion of CommonMark's rule for Chinese, Japanese and Korean. */
static void test_wide(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	        {"**「見守り」**機能", "<p><strong>「見守り」</strong>機能</p>\n"},
	        {"これは**「重要なこと」**です。",
	         "<p>これは<strong>「重要なこと」</strong>です。</p>\n"},
	        {"これは**「重要」。**次", "<p>これは<strong>「重要」。</strong>次</p>\n"},
	        {"**テスト。**テスト", "<p><strong>テスト。</strong>テスト</p>\n"},
	        {"*テスト、*テスト", "<p><em>テスト、</em>テスト</p>\n"},
	        {"、**、テスト**テスト", "<p>、<strong>、テスト</strong>テスト</p>\n"},
	        {"テスト**！テスト！**テスト", "<p>テスト<strong>！テスト！</strong>テスト</p>\n"},
	        {"这是**我想做的事。**所以继续。",
	         "<p>这是<strong>我想做的事。</strong>所以继续。</p>\n"},
	        {"**마크다운(Markdown)**을", "<p><strong>마크다운(Markdown)</strong>을</p>\n"},
	        {"製品は**WR-1200 (A)**です", "<p>製品は<strong>WR-1200 (A)</strong>です</p>\n"},
	        {"製品***「甲」***です", "<p>製品<em><strong>「甲」</strong></em>です</p>\n"},
	        {"**[甲](https://x/)**です",
	         "<p><strong><a " REL "\"https://x/\">甲</a></strong>です</p>\n"},
	        {"**`甲`**です", "<p><strong><code>甲</code></strong>です</p>\n"},
	        /* what is not an emphasis stays what it is */
	        {"甲 ** 「乙」 ** 丙", "<p>甲 ** 「乙」 ** 丙</p>\n"},
	        {"甲\\*「乙」\\*丙", "<p>甲*「乙」*丙</p>\n"},
	        {"`甲*「乙」*丙`", "<p><code>甲*「乙」*丙</code></p>\n"},
	        {"    甲*「乙」*丙", "<pre><code>甲*「乙」*丙\n</code></pre>\n"},
	        {"[甲](https://x/甲*「乙)",
	         "<p><a " REL "\"https://x/%E7%94%B2*%E3%80%8C%E4%B9%99\">甲</a></p>\n"},
	        {"a*(b)*c", "<p>a*(b)*c</p>\n"},
	        /* line ends */
	        {"接続した\n機器を", "<p>接続した機器を</p>\n"},
	        {"確かめます。\n次に", "<p>確かめます。次に</p>\n"},
	        {"甲は*乙*\n**丙**", "<p>甲は<em>乙</em><strong>丙</strong></p>\n"},
	        {"接続した\nWi-Fi", "<p>接続した\nWi-Fi</p>\n"},
	        {"한글\n한글", "<p>한글\n한글</p>\n"},
	        {"甲  \n乙", "<p>甲<br />\n乙</p>\n"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		markdown_add_untrusted(&b, str_from(rows[i].text));
		CHECK_STR(buf_str(&b), str_from(rows[i].expected));
		CHECK(str_find(buf_str(&b), STR("\xef\xb7\x90")) == b.n);
	}
	buf_clear(&b);
	markdown_add_trusted(&b, STR("甲**「乙」**丙\n丁<wbr>"));
	CHECK_STR(buf_str(&b), STR("<p>甲<strong>「乙」</strong>丙丁<wbr></p>\n"));
	buf_release(&b);
}

/* Which texts go the short way, and that it makes no difference. */
static void test_plain(void)
{
	static const struct {
		const char *text;
		bool is_plain;
	} rows[] = {
	        {"屋外用のカメラ（Wi-Fi 6）です。100m先まで！", true},
	        {"2024年に発売", true},
	        {"2024", true},
	        {"it's 5:30 ~ 6:30, a|b {c} $d% e^f @g; h? i/j (k) l.", true},
	        {"a - b + c = d # e", true},
	        {"#1", false},
	        {"1. a", false},
	        {"1) a", false},
	        {"- a", false},
	        {"~~~", false},
	        {"===", false},
	        {" a", false},
	        {"a ", false},
	        {"a\nb", false},
	        {"a\tb", false},
	        {"a*b", false},
	        {"a_b", false},
	        {"a`b", false},
	        {"a\\b", false},
	        {"a&b", false},
	        {"a<b", false},
	        {"a>b", false},
	        {"a\"b", false},
	        {"a[b", false},
	        {"a]b", false},
	        {"\xef\xbb\xbf"
	         "a",
	         false},
	        {"、", true},
	        {"", false},
	};
	struct buf plain, parsed;

	buf_init(&plain);
	buf_init(&parsed);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str text = str_from(rows[i].text);

		buf_clear(&plain);
		buf_clear(&parsed);
		if (!CHECK(markdown_add_plain(&plain, text) == rows[i].is_plain))
			fprintf(stderr, "  %s\n", rows[i].text);
		markdown_add_parsed(&parsed, text);
		if (rows[i].is_plain)
			CHECK_STR(buf_str(&plain), buf_str(&parsed));
		else
			CHECK(plain.n == 0);
	}
	buf_release(&plain);
	buf_release(&parsed);
}

/* Too long or too deep: the text as it is, in one paragraph. */
static void test_limits(void)
{
	struct buf text, html;

	buf_init(&text);
	buf_init(&html);
	for (int i = 0; i < 10; i++)
		buf_add(&text, STR("> "));
	buf_add(&text, STR("*a*"));
	markdown_add_untrusted(&html, buf_str(&text));
	CHECK(str_find(buf_str(&html), STR("<em>a</em>")) < html.n);
	buf_clear(&text);
	for (int i = 0; i < MARKDOWN_NESTING_MAX; i++)
		buf_add(&text, STR("> "));
	buf_add(&text, STR("*a*"));
	buf_clear(&html);
	markdown_add_untrusted(&html, buf_str(&text));
	CHECK(str_has_prefix(buf_str(&html), STR("<p>&gt; &gt; ")));
	CHECK(str_has_suffix(buf_str(&html), STR("*a*</p>\n")));
	for (int plain = 0; plain < 2; plain++) {
		buf_clear(&text);
		while (text.n <= MARKDOWN_LENGTH_MAX)
			buf_add(&text, plain ? STR("a") : STR("*a* "));
		buf_clear(&html);
		markdown_add_untrusted(&html, buf_str(&text));
		CHECK(html.n == text.n + strlen("<p></p>\n"));
	}
	buf_release(&text);
	buf_release(&html);
}

static void test_trusted(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	        {"## A\n\n[b](../c/)", "<h2>A</h2>\n<p><a href=\"../c/\">b</a></p>\n"},
	        {"<table><tr><td>x</td></tr></table>", "<table><tr><td>x</td></tr></table>\n"},
	        {"a <b>c</b>", "<p>a <b>c</b></p>\n"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		markdown_add_trusted(&b, str_from(rows[i].text));
		CHECK_STR(buf_str(&b), str_from(rows[i].expected));
	}
	buf_release(&b);
}

int main(void)
{
	test_untrusted();
	test_wide();
	test_plain();
	test_limits();
	test_trusted();
	return check_report();
}
