#include "base/attr.h"
#include "check.h"
#include "tmpl/tmpl.h"
#include "tmpl_fixture.h"

/* Compiling what is wrong: each fault with its code, line and column. */

struct fault_row {
	const char *layout;
	enum diag_code code;
	uint32_t line;
	const char *text; /* the whole of it */
};

static void check_fault(const struct fault_row *row)
{
	struct arena a;
	struct diag d;

	arena_init(&a, 4096);
	diag_init(&d);
	CHECK(!compile(row->layout, TMPL_HTML, 0, &a, &d));
	if (!CHECK(d.nitems == 1) || !CHECK(d.items[0].code == row->code) ||
	    !CHECK(d.items[0].line == row->line) ||
	    !CHECK_STR(d.items[0].text, str_from(row->text))) {
		fprintf(stderr, "  layout: %s\n", row->layout);
		diag_print(&d, stderr);
	}
	diag_release(&d);
	arena_release(&a);
}

/* Every place where no value can stand, and markup that is not understood. */
#define NO_VALUE(layout, line, column, where)                                                      \
	{                                                                                          \
		layout, DIAG_LAYOUT_PLACE, line,                                                   \
		        "column " column ": no value can stand here, in " where                    \
	}
#define REFUSED(layout, line, column, why)                                                         \
	{                                                                                          \
		layout, DIAG_LAYOUT_PLACE, line, "column " column ": " why                         \
	}
static const struct fault_row refused[] = {
        NO_VALUE("<p>\n<a href={{x}}>", 2, "9", "an attribute value without quotes"),
        NO_VALUE("<a href=a{{x}}>", 1, "10", "an attribute value without quotes"),
        NO_VALUE("<{{x}}>", 1, "2", "a tag name"),
        NO_VALUE("</{{x}}>", 1, "3", "a tag name"),
        NO_VALUE("<a{{x}}>", 1, "3", "a tag name"),
        NO_VALUE("<a {{x}}>", 1, "4", "a tag"),
        NO_VALUE("<a b{{x}}=\"\">", 1, "5", "an attribute name"),
        NO_VALUE("<a b=\"\"{{x}}>", 1, "8", "a tag"),
        NO_VALUE("<br/{{x}}>", 1, "5", "a tag"),
        NO_VALUE("<!-- 札{{x}} -->", 1, "7", "a comment"),
        NO_VALUE("<!doctype {{x}}>", 1, "11", "a declaration"),
        NO_VALUE("<?xml {{x}}?>", 1, "7", "a processing instruction"),
        NO_VALUE("<script>{{x}}</script>", 1, "9", "a script"),
        NO_VALUE("<script type=\"module\">'{{x}}'</script>", 1, "24", "a script"),
        NO_VALUE("<script type=\"{{x}}\"></script>", 1, "15", "the type of a script"),
        NO_VALUE("<script type=\"application/ld+json\">{{x}}</script>", 1, "36",
                 "JSON, outside the quotes of a string"),
        NO_VALUE("<script type=\"application/ld+json\">\"\\{{x}}\"</script>", 1, "38",
                 "JSON, behind a backslash"),
        NO_VALUE("<style>{{x}}</style>", 1, "8", "a style sheet"),
        NO_VALUE("<p style=\"{{x}}\">", 1, "11", "a style attribute"),
        NO_VALUE("<p onclick=\"{{x}}\">", 1, "13", "an event attribute, which is script"),
        NO_VALUE("<p OnClick=\"{{x}}\">", 1, "13", "an event attribute, which is script"),
        NO_VALUE("<img srcset=\"{{x}}\">", 1, "14", "an attribute with a list of addresses"),
        NO_VALUE("<i srcdoc=\"{{x}}\">", 1, "12", "an attribute that is a document"),
        NO_VALUE("<set to=\"{{x}}\"/>", 1, "10", "an animation, which can set any attribute"),
        REFUSED("<meta http-equiv=\"{{x}}\">", 1, "25",
                "a name in a <meta http-equiv> could make it load what it says"),
        NO_VALUE("<a href=\"javascript:{{x}}\">", 1, "21",
                 "an address that does not begin with http:, https:, mailto:, tel: or a "
                 "path"),
        NO_VALUE("<a href=\"data:{{x}}\">", 1, "15",
                 "an address that does not begin with http:, https:, mailto:, tel: or a "
                 "path"),
        NO_VALUE("<a href=\" {{x}}\">", 1, "11",
                 "an address that does not begin with http:, https:, mailto:, tel: or a "
                 "path"),
        NO_VALUE("<a href=\"{{#yes}}a{{/yes}}{{x}}\">", 1, "27",
                 "an address that a section before it may or may not have begun"),
        NO_VALUE("<a onclick=\"{{t.plain}}\">", 0, "1", "an event attribute, which is script"),
        REFUSED("<a href=\"{{x}}:{{x}}\">", 1, "15",
                "behind a name that begins an address, this could make a scheme of it"),
        REFUSED("<a href=\"{{path}}a:b\">", 1, "19",
                "behind a name that begins an address, this could make a scheme of it"),
        REFUSED("<a href=\"java{{x}}:\">", 1, "19",
                "behind a name that begins an address, this could make a scheme of it"),
        REFUSED("<a href=\"java{{x}}&colon;\">", 1, "19",
                "behind a name that begins an address, this could make a scheme of it"),
        NO_VALUE("<script type type=\"application/json\">\"{{x}}\"</script>", 1, "39", "a script"),
        REFUSED("<meta content=\"{{x}}\" http-equiv=\"refresh\">", 1, "43",
                "a name in a <meta http-equiv> could make it load what it says"),
        REFUSED("<title>\n{{{html}}}</title>", 2, "1",
                "markup can only stand in the text of an element, not in an element that "
                "has "
                "only text"),
        REFUSED("<p title=\"{{{html}}}\">", 1, "11",
                "markup can only stand in the text of an element, not in an attribute "
                "value"),
        REFUSED("<![CDATA[{{x}}]]>", 1, "3",
                "\"<!\" is followed by neither \"--\" nor \"doctype\""),
        REFUSED("<title/>", 1, "8",
                "an empty tag of this element is read differently by HTML and XML"),
        REFUSED("<title><b>{{x}}</b></title>", 1, "9",
                "markup inside an element that has only text"),
        REFUSED("<script><!-- {{x}}", 1, "10", "markup inside an element that has only text"),
        REFUSED("<xmp>{{x}}", 1, "5", "an element that layouts cannot have"),
        REFUSED("<a b=\"c\"d=\"e\">", 1, "9", "a blank, '/' or '>' is needed here"),
        REFUSED("<p title=\"{{x}}>", 1, "17", "the layout ends in an attribute value"),
        REFUSED("<p>\n<p", 2, "3", "the layout ends in a tag name"),
        REFUSED("<p {{#yes}}>{{/yes}}", 1, "4",
                "\"yes\" begins in a tag and ends in the text of an element"),
        REFUSED("<a{{#yes}} b=\"{{/yes}}\">", 1, "3",
                "\"yes\" begins in a tag and ends in an attribute value"),
        REFUSED("<{{#yes}}a{{/yes}}b>", 1, "2", "\"yes\" begins in a tag name and ends in a tag"),
        REFUSED("<a {{#tags}}b=\"c\"{{/tags}}>", 1, "4",
                "\"tags\" ends in another place than it begins, both in a tag"),
        REFUSED("<a href=\"{{#tags}}{{.}}{{/tags}}\">", 1, "10",
                "\"tags\" ends in another place than it begins, both in an attribute "
                "value"),
        REFUSED("{{#yes}}<a>{{/yes}}{{^yes}}<a {{/yes}}", 1, "20",
                "\"yes\" begins in the text of an element and ends in a tag"),
};
#undef NO_VALUE
#undef REFUSED

/* The others. */
static const struct fault_row wrong[] = {
        {"a\n  {{x", DIAG_LAYOUT_SYNTAX, 2, "column 3: a tag is not closed"},
        {"{{{html}}", DIAG_LAYOUT_SYNTAX, 1, "column 1: a tag is not closed"},
        {"{{}}", DIAG_LAYOUT_SYNTAX, 1, "column 1: a tag without a name"},
        {"{{# }}", DIAG_LAYOUT_SYNTAX, 1, "column 1: a tag without a name"},
        {"{{a b}}", DIAG_LAYOUT_SYNTAX, 1, "column 1: a name with a blank in it"},
        {"札{{=<%=}}", DIAG_LAYOUT_SYNTAX, 1,
         "column 2: delimiters are set by two words without '=' in them"},
        {"{{#x}}\n{{/y}}", DIAG_LAYOUT_SYNTAX, 2,
         "column 1: \"y\" ends where \"x\" is open, from line 1 on"},
        {"\n{{#x}}", DIAG_LAYOUT_SYNTAX, 2, "column 1: \"x\" is never ended"},
        {"{{/x}}", DIAG_LAYOUT_SYNTAX, 1, "column 1: an end of what was not opened"},
        {"{{>broken}}", DIAG_LAYOUT_SYNTAX, 2, "column 1: \"x\" is never ended"},
        {"{{>self}}", DIAG_LAYOUT_SYNTAX, 1, "column 2: \"self\" is put into itself"},
        {"{{>ping}}", DIAG_LAYOUT_SYNTAX, 1, "column 1: \"ping\" is put into itself"},
        {"{{t.loop}}", DIAG_LAYOUT_SYNTAX, 0, "column 1: \"t.loop\" is put into itself"},
        {"{{t.partial}}", DIAG_LAYOUT_SYNTAX, 0,
         "column 1: \"item\": a string has no partials, parents or blocks"},
        {"{{<base}}\nlost{{/base}}", DIAG_LAYOUT_SYNTAX, 2,
         "column 1: this is lost: inside the parent \"base\" only blocks count"},
        {"{{nmae}}", DIAG_LAYOUT_NAME, 1,
         "column 1: there is no \"nmae\" in \"page\"; did you mean \"none\""},
        {"{{lnag}}", DIAG_LAYOUT_NAME, 1,
         "column 1: there is no \"lnag\" in \"page\"; did you mean \"lang\""},
        {"{{#thing}}\n {{lagn}}{{/thing}}", DIAG_LAYOUT_NAME, 2,
         "column 2: there is no \"lagn\" in \"thing\" or around it; did you mean \"lang\""},
        {"{{#no}}{{thing.nme}}{{/no}}", DIAG_LAYOUT_NAME, 1,
         "column 8: there is no \"nme\" in \"thing\"; did you mean \"name\""},
        {"{{things.name}}", DIAG_LAYOUT_NAME, 1,
         "column 1: \"name\" is asked of what is not an object"},
        {"{{thing.}}", DIAG_LAYOUT_NAME, 1, "column 1: there is no \"\" in \"thing\""},
        {"{{.}}", DIAG_LAYOUT_NAME, 1,
         "column 1: {{.}} is the item of a list of texts, or a text; here is \"page\""},
        {"{{>misspelt}}", DIAG_LAYOUT_NAME, 2,
         "column 3: there is no \"nmae\" in \"page\"; did you mean \"none\""},
        {"{{t.wrong}}", DIAG_LAYOUT_NAME, 0,
         "column 4: there is no \"nmae\" in \"thing\"; did you mean \"name\""},
        {"{{<base}}{{$mian}}{{/mian}}{{/base}}", DIAG_LAYOUT_NAME, 1,
         "column 10: the parent \"base\" has no block \"mian\"; did you mean \"main\""},
        {"{{#gone}}{{/gone}}{{^goen}}{{/goen}}", DIAG_LAYOUT_NAME, 1,
         "column 19: there is no \"goen\" in \"page\"; did you mean \"gone\""},
        {"{{yes}}", DIAG_LAYOUT_TYPE, 1, "column 1: \"yes\" is a flag, for sections alone"},
        {"{{tags}}", DIAG_LAYOUT_TYPE, 1, "column 1: \"tags\" is a list, for sections alone"},
        {"{{thing}}", DIAG_LAYOUT_TYPE, 1,
         "column 1: \"thing\" is an object, ask for one of its names"},
        {"{{{x}}}", DIAG_LAYOUT_TYPE, 1, "column 1: \"x\" is text, write {{name}}"},
        {"{{&x}}", DIAG_LAYOUT_TYPE, 1, "column 1: \"x\" is text, write {{name}}"},
        {"{{html}}", DIAG_LAYOUT_TYPE, 1, "column 1: \"html\" is markup, write {{{name}}}"},
        {"{{#t.plain}}{{/t.plain}}", DIAG_LAYOUT_TYPE, 1,
         "column 1: \"t.plain\" is a string, which cannot be a section"},
        {"{{>nothing}}", DIAG_LAYOUT_MISSING, 1, "column 1: there is no partial \"nothing\""},
        {"a{{<nothing}}{{/nothing}}", DIAG_LAYOUT_MISSING, 1,
         "column 2: there is no partial \"nothing\""},
        {"a\nb {{t.no.such}}", DIAG_STRING_MISSING, 2,
         "column 3: strings.json has no text \"no.such\""},
};

static void test_each_fault(void)
{
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		check_fault(&refused[i]);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		check_fault(&wrong[i]);
}

/* Faults in parts name the part's file; those in strings the key; front matter is counted. */
static void test_fault_files(void)
{
	struct arena a;
	struct diag d;

	arena_init(&a, 4096);
	diag_init(&d);
	CHECK(!compile("{{>misspelt}}{{t.wrong}}{{oops}}", TMPL_HTML, 5, &a, &d));
	if (CHECK(d.nitems == 3)) {
		CHECK_STR(d.files[d.items[0].file], STR("misspelt"));
		CHECK_STR(d.files[d.items[1].file], STR("strings.json"));
		CHECK_STR(d.items[1].pointer, STR("/wrong"));
		CHECK_STR(d.files[d.items[2].file], STR("layout"));
		CHECK(d.items[2].line == 5);
	}
	diag_release(&d);
	arena_release(&a);
}

/* All faults of a layout are found at once, each of them once. */
static void test_all_faults(void)
{
	struct arena a;
	struct diag d;

	arena_init(&a, 4096);
	diag_init(&d);
	CHECK(!compile("{{a1}}<p {{x}} title=\"{{html}}\">{{#b2}}{{c3}}{{/b2}}\n"
	               "{{>misspelt}}{{>misspelt}}{{>nothing}}{{#thing}}{{d4}}{{/thing}}",
	               TMPL_HTML, 0, &a, &d));
	diag_sort(&d);
	if (!CHECK(d.nitems == 7))
		diag_print(&d, stderr);
	diag_release(&d);
	arena_release(&a);
}

static void repeat(struct buf *b, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_add(b, str_from(text));
}

/* Depth has a limit, and it is a fault of the layout. */
static void test_limits(void)
{
	static const char *const tags[] = {"{{#yes}}", "{{#thing}}", "{{#x}}", "{{$block}}"};
	static const char *const ends[] = {"{{/yes}}", "{{/thing}}", "{{/x}}", "{{/block}}"};

	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		struct arena a;
		struct diag d;
		struct buf b;

		arena_init(&a, 4096);
		diag_init(&d);
		buf_init(&b);
		repeat(&b, tags[i], 5000);
		repeat(&b, ends[i], 5000);
		buf_add_byte(&b, '\0');
		CHECK(!compile(b.p, TMPL_HTML, 0, &a, &d));
		CHECK(d.nerrors > 0 && d.items[0].code == DIAG_LAYOUT_SYNTAX);
		buf_release(&b);
		diag_release(&d);
		arena_release(&a);
	}
}

/* Partials that put each other in twice each would make a million texts. */
static int find_doubling(void *context, struct str name, struct str *text, struct str *file)
{
	static const char *const texts[] = {
	        "{{>b}}{{>b}}", "{{>c}}{{>c}}", "{{>d}}{{>d}}", "{{>e}}{{>e}}", "{{>f}}{{>f}}",
	        "{{>g}}{{>g}}", "{{>h}}{{>h}}", "{{>i}}{{>i}}", "{{>j}}{{>j}}", "{{>k}}{{>k}}",
	        "{{>l}}{{>l}}", "{{>m}}{{>m}}", "{{>n}}{{>n}}", "{{>o}}{{>o}}", "{{>p}}{{>p}}",
	        "{{>q}}{{>q}}", "{{>r}}{{>r}}", "{{x}}"};

	(void)context;
	*file = name;
	*text = str_from(texts[name.p[0] - 'a']);
	return 0;
}

static void test_doubling(void)
{
	struct tmpl_source source = {.find = find_doubling};
	struct arena a;
	struct diag d;

	arena_init(&a, 4096);
	diag_init(&d);
	CHECK(!tmpl_compile(STR("a"), &source, TMPL_HTML, &page, &a, &d));
	CHECK(d.nerrors == 1 && d.items[0].code == DIAG_LAYOUT_SYNTAX);
	diag_release(&d);
	arena_release(&a);
}

int main(void)
{
	test_each_fault();
	test_fault_files();
	test_all_faults();
	test_limits();
	test_doubling();
	return check_report();
}
