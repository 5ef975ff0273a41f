#include "text/artwork.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX      64
#define ATTRIBUTES_MAX 64 /* of an element */
#define SVG            "http://www.w3.org/2000/svg"

/* What the page fills: the element of this id. */
enum slot {
	SLOT_CODE,
	SLOT_NUMBER,
	SLOT_LEVEL_1,
	SLOT_LEVEL_2,
	SLOT_LEVEL_3,
	SLOT_LEVEL_4,
	SLOT_NVALUES
};

static const struct {
	struct str id;
	struct str element; /* none: any */
} slots[SLOT_NVALUES] = {
        [SLOT_CODE] = {STR("slot-code"), STR("rect")},
        [SLOT_NUMBER] = {STR("slot-number"), STR("text")},
        [SLOT_LEVEL_1] = {STR("slot-level-1"), STR("")},
        [SLOT_LEVEL_2] = {STR("slot-level-2"), STR("")},
        [SLOT_LEVEL_3] = {STR("slot-level-3"), STR("")},
        [SLOT_LEVEL_4] = {STR("slot-level-4"), STR("")},
};

static const struct str elements[] = {
        STR("svg"),  STR("g"),        STR("path"),    STR("rect"), STR("circle"),   STR("ellipse"),
        STR("line"), STR("polyline"), STR("polygon"), STR("text"), STR("tspan"),    STR("title"),
        STR("desc"), STR("defs"),     STR("symbol"),  STR("use"),  STR("clipPath"),
};

struct open_element {
	struct str name;
	bool is_moved; /* it has a transform, or stands in one that has */
};

struct artwork {
	struct str text;
	size_t at; /* the next byte */
	struct place place;
	struct diag *diag;
	struct open_element open[DEPTH_MAX];
	size_t depth;
	bool has_root, is_sample;
	bool has[SLOT_NVALUES];
};

/* An element's attributes, as far as they matter. */
struct element {
	struct str name, id, width, height, view_box;
	struct str names[ATTRIBUTES_MAX]; /* of all attributes */
	size_t nnames;
	bool is_moved, is_empty, is_sample, is_svg;
};

/* What is wrong, and what was found, if something was. */
static void add(struct artwork *w, const char *what, struct str found)
{
	if (found.n == 0)
		diag_add(w->diag, DIAG_CONTENT_INVALID, w->place, "%s", what);
	else
		diag_add(w->diag, DIAG_CONTENT_INVALID, w->place, "%s: \"%.*s\"", what,
		         STR_ARG(found));
}

/* Goes on to a byte of the text, line by line. */
static void go_to(struct artwork *w, size_t at)
{
	for (; w->at < at && w->at < w->text.n; w->at++)
		w->place.line += w->text.p[w->at] == '\n';
}

static struct str rest(const struct artwork *w)
{
	return str_sub(w->text, w->at, w->text.n);
}

static void skip(struct artwork *w, struct str end)
{
	go_to(w, w->at + str_find(rest(w), end) + end.n);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == ':' || c == '.';
}

static struct str read_name(struct artwork *w)
{
	size_t from = w->at, to = from;

	while (to < w->text.n && is_name(w->text.p[to]))
		to++;
	go_to(w, to);
	return str_sub(w->text, from, to);
}

static void skip_space(struct artwork *w)
{
	while (w->at < w->text.n && is_space(w->text.p[w->at]))
		go_to(w, w->at + 1);
}

/* "none", or #rgb or #rrggbb: what can be told to be dark or light. */
static bool is_paint(struct str value)
{
	if (str_is_equal(value, STR("none")))
		return true;
	if ((value.n != 4 && value.n != 7) || value.p[0] != '#')
		return false;
	for (size_t i = 1; i < value.n; i++)
		if (!strchr("0123456789abcdefABCDEF", value.p[i]))
			return false;
	return true;
}

static bool has_word_at(struct str s, size_t at, struct str word)
{
	size_t i = 0;

	while (i < word.n && at + i < s.n && str_lower(s.p[at + i]) == word.p[i])
		i++;
	return i == word.n;
}

/* Whether what a value links to, as style sheets do in letters of either case, is in this file. */
static bool has_own_links(struct str value)
{
	static const struct str functions[] = {STR("url("), STR("src("), STR("image("),
	                                       STR("image-set(")};

	for (size_t at = 0; at < value.n; at++)
		for (size_t i = 0; i < COUNT_OF(functions); i++)
			if (has_word_at(value, at, functions[i]) &&
			    !has_word_at(value, at, STR("url(#")))
				return false;
	return true;
}

/* Whether the file says somewhere what the prefix of a name stands for. */
static bool is_declared(const struct artwork *w, struct str name)
{
	const struct str mark = STR("xmlns:");
	struct str text = w->text, prefix = str_before(name, ':');

	if (prefix.n == name.n || str_is_equal(prefix, STR("xml")) ||
	    str_is_equal(prefix, STR("xmlns")))
		return true;
	for (size_t at = str_find(text, mark); at < text.n; at = str_find(text, mark)) {
		text = str_sub(text, at + mark.n, text.n);
		if (str_has_prefix(text, prefix) && text.n > prefix.n && !is_name(text.p[prefix.n]))
			return true;
	}
	return false;
}

/* What keeps an attribute out of a template, or NULL. */
static const char *find_attribute_fault(struct str name, struct str value)
{
	bool is_link = str_is_equal(name, STR("href")) || str_has_suffix(name, STR(":href"));

	if (str_has_prefix(name, STR("on")))
		return "an event attribute, which is script";
	if (str_is_equal(name, STR("style")))
		return "a style attribute: write attributes such as fill";
	if (is_link && !str_has_prefix(value, STR("#")))
		return "a link out of the file";
	if (str_find_byte(value, '&') < value.n || str_find_byte(value, '\\') < value.n)
		return "an attribute with a reference or an escape";
	if (str_find_byte(value, '<') < value.n)
		return "an attribute with \"<\" in it";
	if (str_is_equal(name, STR("xmlns")) && !str_is_equal(value, STR(SVG)))
		return "names that are not those of SVG";
	if (!has_own_links(value))
		return "a link out of the file";
	if (str_has_suffix(name, STR("opacity")))
		return "an opacity, which one colour does not have";
	if ((str_is_equal(name, STR("fill")) || str_is_equal(name, STR("stroke"))) &&
	    !is_paint(value))
		return "a paint that is neither none nor of the form #rrggbb";
	return NULL;
}

/* Without one of these, browsers show nothing of a template. */
static void check_name(struct artwork *w, struct element *e, struct str name)
{
	if (!is_declared(w, name))
		add(w, "a prefix that xmlns does not declare", name);
	for (size_t i = 0; i < e->nnames; i++)
		if (str_is_equal(e->names[i], name))
			add(w, "an attribute that stands twice", name);
	if (e->nnames == ATTRIBUTES_MAX)
		add(w, "an element with too many attributes", e->name);
	else
		e->names[e->nnames++] = name;
}

static void set_attribute(struct artwork *w, struct element *e, struct str name, struct str value)
{
	const char *fault = find_attribute_fault(name, value);

	check_name(w, e, name);
	if (fault)
		add(w, fault, value);
	if (str_is_equal(name, STR("id")))
		e->id = value;
	else if (str_is_equal(name, STR("width")))
		e->width = value;
	else if (str_is_equal(name, STR("height")))
		e->height = value;
	else if (str_is_equal(name, STR("viewBox")))
		e->view_box = value;
	else if (str_is_equal(name, STR("transform")))
		e->is_moved = true;
	else if (str_is_equal(name, STR("data-sample")))
		e->is_sample = true;
	else if (str_is_equal(name, STR("xmlns")))
		e->is_svg = true;
}

static bool begins_name(char c)
{
	return is_name(c) && c != '-' && c != '.' && c != ':' && (c < '0' || c > '9');
}

/* Reads attributes up to the end of the tag; false if it has none. */
static bool read_attributes(struct artwork *w, struct element *e)
{
	for (;;) {
		struct str name, value;
		size_t end = w->at;

		skip_space(w);
		if (str_has_prefix(rest(w), STR("/>")) || str_has_prefix(rest(w), STR(">"))) {
			e->is_empty = w->text.p[w->at] == '/';
			go_to(w, w->at + 1 + e->is_empty);
			return true;
		}
		if (w->at == end)
			return false;
		name = read_name(w);
		skip_space(w);
		if (name.n == 0 || !begins_name(name.p[0]) || !str_has_prefix(rest(w), STR("=")))
			return false;
		go_to(w, w->at + 1);
		skip_space(w);
		if (!str_has_prefix(rest(w), STR("\"")) && !str_has_prefix(rest(w), STR("'")))
			return false;
		value = str_sub(w->text, w->at + 1, w->text.n);
		value = str_before(value, w->text.p[w->at]);
		set_attribute(w, e, name, value);
		go_to(w, w->at + value.n + 2);
	}
}

/* A positive number without a unit, or 0. */
static double number(struct str s)
{
	char text[32], *end;
	double n;

	if (s.n == 0 || s.n >= sizeof(text))
		return 0;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (strspn(text, "0123456789.") < s.n)
		return 0;
	n = strtod(text, &end);
	return *end == '\0' ? n : 0;
}

static bool is_view_box(struct str s)
{
	const struct str origin = STR("0 0 ");
	size_t gap;

	if (!str_has_prefix(s, origin))
		return false;
	s = str_sub(s, origin.n, s.n);
	gap = str_find_byte(s, ' ');
	return gap < s.n && number(str_sub(s, 0, gap)) > 0 && number(str_sub(s, gap + 1, s.n)) > 0;
}

static void check_slot(struct artwork *w, const struct element *e, bool is_moved)
{
	for (unsigned i = 0; i < SLOT_NVALUES; i++) {
		if (!str_is_equal(e->id, slots[i].id))
			continue;
		if (w->has[i])
			add(w, "a slot that stands twice", e->id);
		w->has[i] = true;
		if (slots[i].element.n > 0 && !str_is_equal(e->name, slots[i].element))
			add(w,
			    i == SLOT_CODE ? "slot-code is not a rect"
			                   : "slot-number is not a text",
			    e->name);
		if (i == SLOT_CODE &&
		    (is_moved || number(e->width) <= 0 || number(e->width) != number(e->height)))
			add(w,
			    "slot-code is not a square whose width and height are numbers, in no "
			    "transform",
			    STR(""));
	}
}

static bool is_element(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(elements); i++)
		if (str_is_equal(elements[i], name))
			return true;
	return false;
}

/* Reads what begins with a name; false where the file cannot be read on. */
static bool read_element(struct artwork *w)
{
	struct element e = {.name = read_name(w)};
	bool is_moved = w->depth > 0 && w->open[w->depth - 1].is_moved;
	bool is_root = w->depth == 0;

	if (!is_element(e.name))
		add(w, "an element that a template must not have", e.name);
	if (!read_attributes(w, &e) || e.name.n == 0 || w->depth == DEPTH_MAX ||
	    (is_root && w->has_root))
		return false;
	is_moved = is_moved || e.is_moved;
	check_slot(w, &e, is_moved);
	if (is_root && (!str_is_equal(e.name, STR("svg")) || !is_view_box(e.view_box)))
		add(w, "the file is no svg with a viewBox=\"0 0 WIDTH HEIGHT\"", STR(""));
	if (is_root && !e.is_svg)
		add(w, "the root lacks xmlns=\"" SVG "\"", STR_NONE);
	w->is_sample = w->is_sample || (is_root && e.is_sample);
	w->has_root = true;
	if (!e.is_empty)
		w->open[w->depth++] = (struct open_element){e.name, is_moved};
	return true;
}

static bool read_end(struct artwork *w)
{
	struct str name = read_name(w);

	skip_space(w);
	if (w->depth == 0 || !str_is_equal(w->open[w->depth - 1].name, name) ||
	    !str_has_prefix(rest(w), STR(">")))
		return false;
	w->depth--;
	go_to(w, w->at + 1);
	return true;
}

static void read_comment(struct artwork *w)
{
	struct str text;

	go_to(w, w->at + STR("<!--").n);
	text = str_sub(rest(w), 0, str_find(rest(w), STR("-->")));
	if (str_find(text, STR("--")) < text.n || str_has_suffix(text, STR("-")))
		add(w, "a comment with \"--\" in it", STR_NONE);
	skip(w, STR("-->"));
}

/* A reference of XML itself: others would need a document type. */
static bool has_reference_at(struct str text, size_t at)
{
	static const struct str known[] = {STR("&amp;"), STR("&lt;"), STR("&gt;"), STR("&quot;"),
	                                   STR("&apos;")};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_has_prefix(str_sub(text, at, text.n), known[i]))
			return true;
	return false;
}

/* Reads on to the next "<". */
static void read_text(struct artwork *w)
{
	bool is_visible = false, has_reference = false;
	struct str text;

	skip_space(w);
	text = str_before(rest(w), '<');
	for (size_t i = 0; i < text.n; i++) {
		is_visible |= !is_space(text.p[i]);
		has_reference |= text.p[i] == '&' && !has_reference_at(text, i);
	}
	if (has_reference)
		add(w, "a reference that is none of &amp;, &lt;, &gt;, &quot; and &apos;",
		    STR_NONE);
	if (str_find(text, STR("]]>")) < text.n || (is_visible && w->depth == 0))
		add(w, "a text that cannot stand there", STR_NONE);
	go_to(w, w->at + text.n);
}

/* Reads what begins at "<"; false where the file cannot be read on. */
static bool read_markup(struct artwork *w)
{
	if (str_has_prefix(rest(w), STR("<!--"))) {
		read_comment(w);
		return true;
	}
	if (str_has_prefix(rest(w), STR("<?xml ")) && w->at == 0) {
		skip(w, STR("?>"));
		return true;
	}
	go_to(w, w->at + 1);
	if (str_has_prefix(rest(w), STR("!")) || str_has_prefix(rest(w), STR("?"))) {
		add(w, "a document type or an instruction", STR(""));
		skip(w, STR(">"));
		return true;
	}
	if (!str_has_prefix(rest(w), STR("/")))
		return read_element(w);
	go_to(w, w->at + 1);
	return read_end(w);
}

/* Whether the text is UTF-8; its characters are those of any text that is published. */
static bool check_characters(struct artwork *w)
{
	size_t invalid = utf8_find_invalid(w->text);

	for (size_t at = 0; at < invalid;) {
		bool is_white = is_space(w->text.p[at]);
		uint32_t c = utf8_next(w->text, &at);

		w->place.line += c == '\n';
		if (!is_white &&
		    (utf8_is_control(c) || utf8_is_bidi_control(c) || utf8_is_noncharacter(c)))
			diag_add(w->diag, DIAG_CONTENT_INVALID, w->place,
			         "has the character U+%04X", (unsigned)c);
	}
	if (invalid < w->text.n)
		add(w, "the template is not UTF-8 from here on", STR_NONE);
	w->place.line = 1;
	return invalid == w->text.n;
}

int artwork_check(struct str svg, struct str file, bool *is_sample, struct diag *d)
{
	struct artwork w = {.text = svg, .place = {.file = file, .line = 1}, .diag = d};
	size_t nerrors = d->nerrors;
	bool is_whole = check_characters(&w);

	*is_sample = false;
	if (!is_whole)
		return -1;
	while (is_whole && w.at < svg.n) {
		read_text(&w);
		is_whole = w.at == svg.n || read_markup(&w);
	}
	if (!is_whole || w.depth > 0 || !w.has_root)
		add(&w, "the template is not well-formed XML from here on", STR(""));
	w.place.line = 0;
	for (unsigned i = 0; is_whole && i < SLOT_NVALUES; i++)
		if (!w.has[i])
			add(&w, "the template has no element with the id", slots[i].id);
	*is_sample = w.is_sample;
	return d->nerrors > nerrors ? -1 : 0;
}
