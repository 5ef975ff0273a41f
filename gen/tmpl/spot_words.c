/* The elements and attributes that are not like the others. */
#include "base/attr.h"
#include "tmpl/spot.h"
#include <string.h>

struct word {
	struct str name;
	uint8_t class;
};

#define WORD(literal, class)                                                                       \
	{                                                                                          \
		{literal, sizeof(literal) - 1}, class                                              \
	}

static const struct word elements[] = {
        WORD("meta", ELEMENT_META),
        WORD("set", ELEMENT_ANIMATION),
        WORD("animate", ELEMENT_ANIMATION),
        WORD("animatemotion", ELEMENT_ANIMATION),
        WORD("animatetransform", ELEMENT_ANIMATION),
        WORD("iframe", ELEMENT_REFUSED),
        WORD("noembed", ELEMENT_REFUSED),
        WORD("noframes", ELEMENT_REFUSED),
        WORD("plaintext", ELEMENT_REFUSED),
        WORD("xmp", ELEMENT_REFUSED),
        WORD("title", ELEMENT_TITLE),
        WORD("textarea", ELEMENT_TEXTAREA),
        WORD("script", ELEMENT_SCRIPT),
        WORD("style", ELEMENT_STYLE),
};

static const struct word attributes[] = {
        WORD("action", ATTRIBUTE_URL),
        WORD("background", ATTRIBUTE_URL),
        WORD("base", ATTRIBUTE_URL),
        WORD("cite", ATTRIBUTE_URL),
        WORD("classid", ATTRIBUTE_URL),
        WORD("codebase", ATTRIBUTE_URL),
        WORD("data", ATTRIBUTE_URL),
        WORD("formaction", ATTRIBUTE_URL),
        WORD("href", ATTRIBUTE_URL),
        WORD("icon", ATTRIBUTE_URL),
        WORD("longdesc", ATTRIBUTE_URL),
        WORD("manifest", ATTRIBUTE_URL),
        WORD("poster", ATTRIBUTE_URL),
        WORD("src", ATTRIBUTE_URL),
        WORD("archive", ATTRIBUTE_URL_LIST),
        WORD("attributionsrc", ATTRIBUTE_URL_LIST),
        WORD("imagesrcset", ATTRIBUTE_URL_LIST),
        WORD("ping", ATTRIBUTE_URL_LIST),
        WORD("srcset", ATTRIBUTE_URL_LIST),
        WORD("srcdoc", ATTRIBUTE_DOCUMENT),
        WORD("style", ATTRIBUTE_STYLE),
        WORD("http-equiv", ATTRIBUTE_EQUIV),
        WORD("type", ATTRIBUTE_TYPE),
};

static uint8_t find(const struct word *words, size_t nwords, struct str name)
{
	for (size_t i = 0; i < nwords; i++)
		if (str_is_equal(words[i].name, name))
			return words[i].class;
	return 0;
}

uint8_t spot_find_element(struct str name)
{
	return find(elements, COUNT_OF(elements), name);
}

bool spot_is_void(struct str name)
{
	static const char *const names[] = {"area",  "base",   "br",    "col",  "embed",
	                                    "hr",    "img",    "input", "link", "meta",
	                                    "param", "source", "track", "wbr"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is_equal(name, str_from(names[i])))
			return true;
	return false;
}

bool spot_is_block(struct str name)
{
	static const char *const names[] = {
	        "article", "aside", "body",    "br",       "caption", "dd",         "details",
	        "div",     "dl",    "doctype", "dt",       "figure",  "figcaption", "footer",
	        "form",    "g",     "h1",      "h2",       "h3",      "head",       "header",
	        "html",    "li",    "link",    "main",     "meta",    "nav",        "ol",
	        "option",  "p",     "path",    "rect",     "script",  "section",    "summary",
	        "table",   "tbody", "td",      "template", "th",      "thead",      "title",
	        "tr",      "ul",    "use"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is_equal(name, str_from(names[i])))
			return true;
	return false;
}

uint8_t spot_find_attribute(struct str name)
{
	size_t colon = str_find_byte(name, ':');

	/* xlink:href and its like, whatever the prefix; but xml:base and such only in XML. */
	if (colon < name.n)
		name = str_sub(name, colon + 1, name.n);
	if (str_has_prefix(name, STR("on")))
		return ATTRIBUTE_EVENT;
	return find(attributes, COUNT_OF(attributes), name);
}

struct str spot_element_name(uint8_t element)
{
	for (size_t i = 0; i < COUNT_OF(elements); i++)
		if (elements[i].class == element)
			return elements[i].name;
	return STR_NONE;
}

static bool is_one_of(const char *name, const char *const *names, size_t nnames)
{
	for (size_t i = 0; i < nnames; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

bool spot_is_phrase(const struct spot *s)
{
	static const char *const phrases[] = {
	        "h1", "h2",      "h3",         "h4",      "th",     "td",     "dt",   "dd",   "li",
	        "a",  "caption", "figcaption", "summary", "button", "legend", "span", "label"};
	static const char *const inlines[] = {"b", "strong", "em", "small", "p"};

	if (!spot_is_text(s))
		return false;
	for (unsigned i = s->nopen; i-- > 0;) {
		if (is_one_of(s->open[i], phrases, COUNT_OF(phrases)))
			return true;
		if (!is_one_of(s->open[i], inlines, COUNT_OF(inlines)))
			return false;
	}
	return false;
}

bool spot_word_is(const struct spot *s, struct str word)
{
	return str_is_equal((struct str){s->word, s->nword}, word);
}

void spot_add_to_word(struct spot *s, char c)
{
	if (s->nword < sizeof(s->word))
		s->word[s->nword++] = str_lower(c);
}
