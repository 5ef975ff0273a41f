/*
 * What the tests of layouts compile against: a shape with a field of every type, partials, strings.
 */
#ifndef UNIT_TMPL_FIXTURE_H
#define UNIT_TMPL_FIXTURE_H

#include "base/attr.h"
#include "tmpl/tmpl.h"

/* One shape with a field of every type; `hostile` and `word` are set by each row. */
enum { X, URL, PATH, SLUG, HTML, YES, NO, EMPTY, LANG, THING, GONE, THINGS, NONE, TAGS, NFIELDS };

static const struct field inner_fields[] = {
        {"name", FIELD_TEXT, NULL, "its name"},
        {"x", FIELD_TEXT, NULL, "hides the x outside"},
};
static const struct shape inner = {"inner", inner_fields, COUNT_OF(inner_fields)};

static const struct field thing_fields[] = {
        {"name", FIELD_TEXT, NULL, "its name"},
        {"part", FIELD_OBJECT, &inner, "an object in it"},
        {"is_new", FIELD_FLAG, NULL, "a flag"},
};
static const struct shape thing = {"thing", thing_fields, COUNT_OF(thing_fields)};

static const struct field page_fields[NFIELDS] = {
        [X] = {"x", FIELD_TEXT, NULL, "the value of the row"},
        [URL] = {"url", FIELD_TEXT, NULL, "an address"},
        [PATH] = {"path", FIELD_TEXT, NULL, "a relative path"},
        [SLUG] = {"slug", FIELD_TEXT, NULL, "a piece of a path"},
        [HTML] = {"html", FIELD_MARKUP, NULL, "markup"},
        [YES] = {"yes", FIELD_FLAG, NULL, "a flag that is set"},
        [NO] = {"no", FIELD_FLAG, NULL, "a flag that is not"},
        [EMPTY] = {"empty", FIELD_TEXT, NULL, "an empty text"},
        [LANG] = {"lang", FIELD_TEXT, NULL, "a language"},
        [THING] = {"thing", FIELD_OBJECT, &thing, "an object"},
        [GONE] = {"gone", FIELD_OBJECT, &thing, "an object that is absent"},
        [THINGS] = {"things", FIELD_LIST, &thing, "a list"},
        [NONE] = {"none", FIELD_LIST, &thing, "a list of nothing"},
        [TAGS] = {"tags", FIELD_LIST, NULL, "a list of texts"},
};
static const struct shape page = {"page", page_fields, NFIELDS};

struct text {
	const char *name, *text;
};

static const struct text partials[] = {
        {"item", "<li>{{name}}</li>\n"},
        {"lines", "<p>\n{{x}}\n\n</p>\n"},
        {"attributes", " lang=\"{{lang}}\""},
        {"self", "a{{>self}}"},
        {"ping", "{{>pong}}"},
        {"pong", "{{>ping}}"},
        {"broken", "<p>\n{{#x}}"},
        {"misspelt", "<p>\n  {{nmae}}"},
        {"base",
         "<title>{{$title}}none{{/title}}</title>\n<main>\n  {{$main}}\n  {{/main}}\n</main>\n"},
        {"middle", "{{<base}}{{$title}}middle{{/title}}{{/base}}"},
        {"nested", "{{$out}}[{{$in}}in{{/in}}]{{/out}}"},
};

static const struct text strings[] = {
        {"plain", "R&D \"<b>\""},
        {"until", "{{thing.name}}まで<有効>"},
        {"section", "{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{x}}"},
        {"outer.key", "({{t.plain}})"},
        {"loop", "{{t.pool}}"},
        {"pool", "{{t.loop}}"},
        {"wrong", "ab {{thing.nmae}}"},
        {"partial", "{{>item}}"},
        {"script", "javascript:alert(1)"},
        {"address", "https://example.jp/"},
        {"lines", "one\ntwo"},
        {"foreign", "until {{x}} & {{thing.name}}"},
        {"foreign_none", ""},
};

static int find_in(const struct text *texts, size_t ntexts, struct str name, struct str *text)
{
	for (size_t i = 0; i < ntexts; i++) {
		if (!str_is_equal(str_from(texts[i].name), name))
			continue;
		*text = str_from(texts[i].text);
		return 0;
	}
	return -1;
}

/* The context points to the text of the layout called "". */
static int find(void *context, struct str name, struct str *text, struct str *file)
{
	const char *const *layout = context;

	*file = name.n > 0 ? name : STR("layout");
	if (name.n == 0) {
		*text = str_from(*layout);
		return 0;
	}
	return find_in(partials, COUNT_OF(partials), name, text);
}

static int find_string(void *context, struct str key, struct str *text, struct str *file,
                       const char **lang, struct buf *why)
{
	(void)why;
	(void)context;
	*file = STR("strings.json");
	if (str_has_prefix(key, STR("foreign")))
		*lang = "en";
	return find_in(strings, COUNT_OF(strings), key, text);
}

static inline const struct tmpl *compile(const char *layout, enum tmpl_dialect dialect,
                                         uint32_t first_line, struct arena *a, struct diag *d)
{
	struct tmpl_source source = {.find = find,
	                             .find_string = find_string,
	                             .context = &layout,
	                             .first_line = first_line};

	return tmpl_compile(STR(""), &source, dialect, &page, a, d);
}

#endif
