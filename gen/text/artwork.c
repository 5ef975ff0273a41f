#include "text/artwork.h"
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

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
	bool is_moved, is_empty, is_sample;
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

/* Whether each url() in a value is one of this file. */
static bool has_own_links(struct str value)
{
	const struct str open = STR("url(");

	for (size_t at = str_find(value, open); at < value.n; at = str_find(value, open)) {
		value = str_sub(value, at + open.n, value.n);
		if (value.n == 0 || value.p[0] != '#')
			return false;
	}
	return true;
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
	if (!has_own_links(value))
		return "a link out of the file";
	if (str_has_suffix(name, STR("opacity")))
		return "an opacity, which one colour does not have";
	if ((str_is_equal(name, STR("fill")) || str_is_equal(name, STR("stroke"))) &&
	    !is_paint(value))
		return "a paint that is neither none nor of the form #rrggbb";
	return NULL;
}

static void set_attribute(struct artwork *w, struct element *e, struct str name, struct str value)
{
	const char *fault = find_attribute_fault(name, value);

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
}

/* Reads attributes up to the end of the tag; false if it has none. */
static bool read_attributes(struct artwork *w, struct element *e)
{
	for (;;) {
		struct str name, value;

		skip_space(w);
		if (str_has_prefix(rest(w), STR("/>")) || str_has_prefix(rest(w), STR(">"))) {
			e->is_empty = w->text.p[w->at] == '/';
			go_to(w, w->at + 1 + e->is_empty);
			return true;
		}
		name = read_name(w);
		skip_space(w);
		if (name.n == 0 || !str_has_prefix(rest(w), STR("=")))
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

/* Reads what begins at "<"; false where the file cannot be read on. */
static bool read_markup(struct artwork *w)
{
	if (str_has_prefix(rest(w), STR("<!--"))) {
		skip(w, STR("-->"));
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

int artwork_check(struct str svg, struct str file, bool *is_sample, struct diag *d)
{
	struct artwork w = {.text = svg, .place = {.file = file, .line = 1}, .diag = d};
	size_t nerrors = d->nerrors;
	bool is_whole = true;

	while (is_whole && w.at < svg.n) {
		go_to(&w, w.at + str_find_byte(rest(&w), '<'));
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
