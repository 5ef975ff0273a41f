#include "tmpl/spot.h"
#include "base/attr.h"
#include <string.h>

enum state {
	SPOT_TEXT,
	SPOT_LESS,        /* behind < */
	SPOT_LESS_SLASH,  /* behind </ */
	SPOT_BANG,        /* behind <!, and what follows is in `word` */
	SPOT_COMMENT,     /* nword: dashes just read, at most 2 */
	SPOT_DECLARATION, /* <!doctype, and what HTML takes for a comment: up to > */
	SPOT_INSTRUCTION, /* <?; nword: whether a ? was just read */
	SPOT_TAG_NAME,
	SPOT_BETWEEN,    /* in a tag, behind a blank */
	SPOT_TIGHT,      /* in a tag, behind an attribute: a blank must follow */
	SPOT_SLASH,      /* in a tag, behind / */
	SPOT_ATTRIBUTE,  /* in its name */
	SPOT_AFTER_NAME, /* of an attribute, and a blank */
	SPOT_BEFORE_VALUE,
	SPOT_VALUE,
	SPOT_UNQUOTED,
	SPOT_RAW, /* inside title, textarea, script, style */
	SPOT_RAW_LESS,
	SPOT_RAW_END, /* behind </, and the name is in `word` */
	SPOT_NSTATES
};

enum { JSON_OUTSIDE, JSON_STRING, JSON_ESCAPE };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void spot_init(struct spot *s)
{
	*s = (struct spot){.state = SPOT_TEXT};
}

static void begin_tag(struct spot *s, bool is_end_tag, char c)
{
	spot_enter(s, SPOT_TAG_NAME);
	s->is_end_tag = is_end_tag;
	spot_add_to_word(s, c);
}

static const char *feed_text(struct spot *s, char c)
{
	if (c == '<')
		s->state = SPOT_LESS;
	return NULL;
}

static const char *feed_less(struct spot *s, char c)
{
	s->nword = 0;
	if (is_letter(c))
		begin_tag(s, false, c);
	else if (c == '/')
		s->state = SPOT_LESS_SLASH;
	else if (c == '!')
		s->state = SPOT_BANG;
	else if (c == '?')
		s->state = SPOT_INSTRUCTION;
	else if (c != '<')
		s->state = SPOT_TEXT;
	return NULL;
}

static const char *feed_less_slash(struct spot *s, char c)
{
	if (!is_letter(c))
		return "\"</\" without a name is read differently by HTML and XML";
	begin_tag(s, true, c);
	return NULL;
}

static const char *feed_bang(struct spot *s, char c)
{
	spot_add_to_word(s, c);
	if (spot_word_is(s, STR("--"))) {
		s->state = SPOT_COMMENT; /* "-->" may share its dashes with "<!--" */
	} else if (spot_word_is(s, STR("doctype"))) {
		s->state = SPOT_DECLARATION;
		s->nword = 0;
	} else if (!str_has_prefix(STR("--"), (struct str){s->word, s->nword}) &&
	           !str_has_prefix(STR("doctype"), (struct str){s->word, s->nword})) {
		return "\"<!\" is followed by neither \"--\" nor \"doctype\"";
	}
	return NULL;
}

static const char *feed_comment(struct spot *s, char c)
{
	if (c == '>' && s->nword == 2)
		spot_enter(s, SPOT_TEXT);
	else if (c == '!' && s->nword == 2)
		return "\"--!\" ends a comment in HTML but not in XML";
	else if (c != '-')
		s->nword = 0;
	else if (s->nword < 2)
		s->nword++;
	return NULL;
}

static const char *feed_declaration(struct spot *s, char c)
{
	if (c == '[' || c == '<')
		return "a doctype with declarations in it";
	if (c == '"' || c == '\'')
		s->quote = s->quote == (uint8_t)c ? 0 : s->quote ? s->quote : (uint8_t)c;
	if (c == '>' && s->quote)
		return "'>' between quotes ends a doctype in HTML but not in XML";
	if (c == '>')
		spot_enter(s, SPOT_TEXT);
	return NULL;
}

static const char *feed_instruction(struct spot *s, char c)
{
	if (c == '>' && s->nword == 0)
		return "'>' ends \"<?\" in HTML but not in XML";
	if (c == '>')
		spot_enter(s, SPOT_TEXT);
	else
		s->nword = c == '?';
	return NULL;
}

/* The '>' of a tag. */
static const char *end_tag(struct spot *s)
{
	uint8_t element = s->element;
	bool is_data = s->is_data;

	if (s->has_name && s->has_equiv)
		return "a name in a <meta http-equiv> could make it load what it says";
	if (s->state == SPOT_SLASH && element >= ELEMENT_TITLE && !s->is_end_tag)
		return "an empty tag of this element is read differently by HTML and XML";
	if (element == ELEMENT_REFUSED)
		return "an element that layouts cannot have";
	if (s->is_page && element == ELEMENT_SCRIPT && !s->is_end_tag && !is_data && !s->has_src)
		return "a script in the page, which its Content-Security-Policy blocks: put it "
		       "into "
		       "static/";
	if (s->is_page && element == ELEMENT_STYLE && !s->is_end_tag)
		return "a style sheet in the page, which its Content-Security-Policy blocks: put "
		       "it "
		       "into static/";
	if (s->is_page && s->state == SPOT_SLASH && !s->is_end_tag && !s->is_void)
		s->nopen--;
	if (s->is_end_tag || element < ELEMENT_TITLE) {
		spot_enter(s, SPOT_TEXT);
		return NULL;
	}
	spot_enter(s, SPOT_RAW);
	s->element = element;
	s->is_data = is_data;
	return NULL;
}

/* In a tag, behind its name or an attribute. */
static const char *feed_tight(struct spot *s, char c)
{
	if (c == '>')
		return end_tag(s);
	if (is_space(c))
		s->state = SPOT_BETWEEN;
	else if (c == '/')
		s->state = SPOT_SLASH;
	else
		return "a blank, '/' or '>' is needed here";
	return NULL;
}

static const char *end_tag_name(struct spot *s)
{
	const char *fault = spot_open_or_close(s);

	s->element = spot_find_element((struct str){s->word, s->nword});
	s->is_void = spot_is_void((struct str){s->word, s->nword});
	s->nword = 0;
	s->state = SPOT_TIGHT;
	return fault;
}

static const char *feed_tag_name(struct spot *s, char c)
{
	const char *fault;

	if (c == '"' || c == '\'' || c == '<' || c == '=' || c == '\0')
		return "a character that a tag name cannot have";
	if (!is_space(c) && c != '/' && c != '>') {
		spot_add_to_word(s, c);
		return NULL;
	}
	fault = end_tag_name(s);
	return fault ? fault : feed_tight(s, c);
}

static const char *feed_between(struct spot *s, char c)
{
	if (c == '>' || c == '/' || is_space(c))
		return feed_tight(s, c);
	if (c == '"' || c == '\'' || c == '<' || c == '=' || c == '\0')
		return "a character that an attribute name cannot have";
	s->state = SPOT_ATTRIBUTE;
	s->nword = 0;
	spot_add_to_word(s, c);
	return NULL;
}

static const char *feed_slash(struct spot *s, char c)
{
	if (c != '>' && !is_space(c))
		return "'/' in a tag is not followed by '>'";
	return feed_tight(s, c);
}

static void end_attribute_name(struct spot *s)
{
	s->attribute = spot_find_attribute((struct str){s->word, s->nword});
	if (s->attribute == ATTRIBUTE_TYPE && s->has_type)
		s->attribute = ATTRIBUTE_PLAIN;
	s->has_type |= s->attribute == ATTRIBUTE_TYPE && s->element == ELEMENT_SCRIPT;
	s->has_equiv |= s->attribute == ATTRIBUTE_EQUIV && s->element == ELEMENT_META;
	s->has_src |= s->element == ELEMENT_SCRIPT && spot_word_is(s, STR("src"));
	s->nword = 0;
}

static const char *feed_after_name(struct spot *s, char c)
{
	if (c == '=')
		s->state = SPOT_BEFORE_VALUE;
	else if (!is_space(c))
		return feed_between(s, c);
	return NULL;
}

static const char *feed_attribute(struct spot *s, char c)
{
	if (c == '"' || c == '\'' || c == '<' || c == '\0')
		return "a character that an attribute name cannot have";
	if (c != '=' && c != '>' && c != '/' && !is_space(c)) {
		spot_add_to_word(s, c);
		return NULL;
	}
	end_attribute_name(s);
	s->state = SPOT_AFTER_NAME;
	if (s->is_page && s->attribute == ATTRIBUTE_STYLE)
		return "a style attribute, which the page's Content-Security-Policy blocks: give "
		       "the element a class";
	if (s->is_page && s->attribute == ATTRIBUTE_EVENT)
		return "an event attribute, a script that the page's Content-Security-Policy "
		       "blocks";
	return feed_after_name(s, c);
}

static const char *feed_before_value(struct spot *s, char c)
{
	if (c == '>')
		return "an attribute without the value that '=' promises";
	if (is_space(c))
		return NULL;
	s->quote = c == '"' || c == '\'' ? (uint8_t)c : 0;
	s->state = s->quote ? SPOT_VALUE : SPOT_UNQUOTED;
	s->url = URL_START;
	s->nword = 0;
	return NULL;
}

static const char *feed_value(struct spot *s, char c)
{
	if (s->quote != (uint8_t)c) {
		if (s->attribute == ATTRIBUTE_URL)
			return spot_feed_url(s, c);
		if (s->attribute == ATTRIBUTE_TYPE && s->element == ELEMENT_SCRIPT)
			spot_add_to_word(s, c);
		return NULL;
	}
	if (s->attribute == ATTRIBUTE_TYPE && s->element == ELEMENT_SCRIPT)
		s->is_data = spot_word_is(s, STR("application/ld+json")) ||
		             spot_word_is(s, STR("application/json"));
	s->state = SPOT_TIGHT;
	s->attribute = s->quote = s->url = s->nword = 0;
	return NULL;
}

static const char *feed_unquoted(struct spot *s, char c)
{
	if (c != '>' && !is_space(c))
		return NULL;
	s->state = SPOT_TIGHT;
	s->attribute = 0;
	return feed_tight(s, c);
}

static const char *feed_raw(struct spot *s, char c)
{
	if (c == '<') {
		s->state = SPOT_RAW_LESS;
		s->json = s->json == JSON_ESCAPE ? JSON_STRING : s->json;
		return NULL;
	}
	s->state = SPOT_RAW;
	if (s->json == JSON_STRING)
		s->json = c == '"' ? JSON_OUTSIDE : c == '\\' ? JSON_ESCAPE : JSON_STRING;
	else if (s->json == JSON_ESCAPE || (s->is_data && c == '"'))
		s->json = JSON_STRING;
	return NULL;
}

static const char *feed_raw_less(struct spot *s, char c)
{
	if (c == '!' || c == '?' || (is_letter(c) && s->element != ELEMENT_SCRIPT))
		return "markup inside an element that has only text";
	if (c != '/')
		return feed_raw(s, c);
	s->state = SPOT_RAW_END;
	s->nword = 0;
	return NULL;
}

static const char *feed_raw_end(struct spot *s, char c)
{
	if (is_letter(c)) {
		spot_add_to_word(s, c);
		return NULL;
	}
	if (!spot_word_is(s, spot_element_name(s->element)) ||
	    (c != '>' && c != '/' && !is_space(c)))
		return feed_raw(s, c);
	spot_enter(s, SPOT_TIGHT);
	s->is_end_tag = true;
	s->nopen -= s->is_page; /* it is the one that is open */
	return feed_tight(s, c);
}

/* What each state reads with, and what it is called. */
static const struct {
	const char *(*feed)(struct spot *s, char c);
	const char *name;
} states[SPOT_NSTATES] = {
        [SPOT_TEXT] = {feed_text, "the text of an element"},
        [SPOT_LESS] = {feed_less, "a tag name"},
        [SPOT_LESS_SLASH] = {feed_less_slash, "a tag name"},
        [SPOT_BANG] = {feed_bang, "a declaration"},
        [SPOT_COMMENT] = {feed_comment, "a comment"},
        [SPOT_DECLARATION] = {feed_declaration, "a declaration"},
        [SPOT_INSTRUCTION] = {feed_instruction, "a processing instruction"},
        [SPOT_TAG_NAME] = {feed_tag_name, "a tag name"},
        [SPOT_BETWEEN] = {feed_between, "a tag"},
        [SPOT_TIGHT] = {feed_tight, "a tag"},
        [SPOT_SLASH] = {feed_slash, "a tag"},
        [SPOT_ATTRIBUTE] = {feed_attribute, "an attribute name"},
        [SPOT_AFTER_NAME] = {feed_after_name, "a tag"},
        [SPOT_BEFORE_VALUE] = {feed_before_value, "an attribute value without quotes"},
        [SPOT_VALUE] = {feed_value, "an attribute value"},
        [SPOT_UNQUOTED] = {feed_unquoted, "an attribute value without quotes"},
        [SPOT_RAW] = {feed_raw, "an element that has only text"},
        [SPOT_RAW_LESS] = {feed_raw_less, "a tag"},
        [SPOT_RAW_END] = {feed_raw_end, "a tag name"},
};

const char *spot_feed(struct spot *s, struct str text, size_t *at)
{
	for (*at = 0; *at < text.n; ++*at) {
		const char *fault = states[s->state].feed(s, text.p[*at]);

		if (fault)
			return fault;
	}
	return NULL;
}

static const char *put_in_value(struct spot *s, enum escape *escape)
{
	*escape = ESCAPE_HTML;
	if (s->element == ELEMENT_ANIMATION)
		return "an animation, which can set any attribute";
	switch (s->attribute) {
	case ATTRIBUTE_URL: return spot_put_url(s, escape);
	case ATTRIBUTE_TYPE: return s->element == ELEMENT_SCRIPT ? "the type of a script" : NULL;
	case ATTRIBUTE_EVENT: return "an event attribute, which is script";
	case ATTRIBUTE_STYLE: return "a style attribute";
	case ATTRIBUTE_URL_LIST: return "an attribute with a list of addresses";
	case ATTRIBUTE_DOCUMENT: return "an attribute that is a document";
	default: return NULL;
	}
}

static const char *put_in_raw(struct spot *s, enum escape *escape)
{
	if (s->element < ELEMENT_SCRIPT) {
		*escape = ESCAPE_HTML;
		return NULL;
	}
	*escape = ESCAPE_JSON;
	if (!s->is_data)
		return s->element == ELEMENT_SCRIPT ? "a script" : "a style sheet";
	if (s->json == JSON_ESCAPE)
		return "JSON, behind a backslash";
	return s->json == JSON_STRING ? NULL : "JSON, outside the quotes of a string";
}

/* Where no value can stand; what follows is read as if it were a letter. */
static const char *put_in_name(struct spot *s)
{
	const char *name = states[s->state].name;
	struct spot next = *s;

	if (!states[s->state].feed(&next, 'x'))
		*s = next;
	return name;
}

const char *spot_put(struct spot *s, enum escape *escape)
{
	s->has_name = true;
	switch (s->state) {
	case SPOT_TEXT: *escape = ESCAPE_HTML; return NULL;
	case SPOT_VALUE: return put_in_value(s, escape);
	case SPOT_RAW: return put_in_raw(s, escape);
	default: return put_in_name(s);
	}
}

bool spot_is_text(const struct spot *s)
{
	return s->state == SPOT_TEXT;
}

void spot_settle(struct spot *s)
{
	if (s->state == SPOT_TAG_NAME) {
		if (end_tag_name(s))
			return; /* told of at its end */
	} else if (s->state == SPOT_ATTRIBUTE) {
		end_attribute_name(s);
		s->state = SPOT_TIGHT;
		s->attribute = 0;
	} else if (s->state == SPOT_AFTER_NAME) {
		s->state = SPOT_BETWEEN;
		s->attribute = 0;
	}
}

static bool is_between(const struct spot *s)
{
	return s->state == SPOT_BETWEEN || s->state == SPOT_TIGHT;
}

bool spot_join(struct spot *s, const struct spot *other)
{
	s->has_name |= other->has_name;
	s->has_type |= other->has_type;
	s->has_equiv |= other->has_equiv;
	s->has_src |= other->has_src;
	if (s->nopen != other->nopen || memcmp(s->open, other->open, s->nopen * SPOT_NAME) != 0)
		return false;
	if (s->element != other->element || s->attribute != other->attribute ||
	    s->quote != other->quote || s->json != other->json ||
	    s->is_end_tag != other->is_end_tag || s->is_data != other->is_data)
		return false;
	if (is_between(s) && is_between(other)) {
		/* Whichever way was taken, a blank is safe. */
		s->state = s->state == other->state ? s->state : SPOT_TIGHT;
		return true;
	}
	if (s->state != other->state)
		return false;
	if (s->state == SPOT_VALUE && s->attribute == ATTRIBUTE_URL)
		return spot_join_url(s, other);
	return spot_word_is(s, (struct str){other->word, other->nword});
}

bool spot_is_same(const struct spot *s, const struct spot *other)
{
	struct spot joined = *s;

	return spot_join(&joined, other) && joined.state == s->state && joined.url == s->url &&
	       s->state == other->state && s->url == other->url;
}

const char *spot_describe(const struct spot *s)
{
	return states[s->state].name;
}
