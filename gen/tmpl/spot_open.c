/* The elements that are open where the writing stands: each ends, in its order. */
#include "tmpl/spot.h"
#include <string.h>

const char spot_other_end[] = "the end of another element than the one that is open";

const char *spot_open_element(const struct spot *s)
{
	return s->nopen > 0 ? s->open[s->nopen - 1] : NULL;
}

const char *spot_open_or_close(struct spot *s)
{
	char name[SPOT_NAME] = "";

	if (!s->is_page)
		return NULL;
	memcpy(name, s->word, s->nword < SPOT_NAME ? s->nword : SPOT_NAME - 1);
	if (s->is_end_tag) {
		if (s->nopen == 0)
			return "the end of an element that is not open";
		if (strcmp(s->open[s->nopen - 1], name) != 0)
			return spot_other_end;
		s->nopen--;
		return NULL;
	}
	if (spot_is_void(str_from(name)))
		return NULL;
	if (s->nopen == SPOT_DEPTH)
		return "elements are nested too deeply";
	memcpy(s->open[s->nopen++], name, SPOT_NAME);
	return NULL;
}

void spot_enter(struct spot *s, uint8_t state)
{
	struct spot next = {.state = state, .nopen = s->nopen, .is_page = s->is_page};

	memcpy(next.open, s->open, sizeof(next.open));
	*s = next;
}

static bool is_open(const struct spot *s, const char *name)
{
	for (unsigned i = 0; i < s->nopen; i++)
		if (strcmp(s->open[i], name) == 0)
			return true;
	return false;
}

const char *spot_language_element(const struct spot *s)
{
	const char *inner = spot_open_element(s);

	if (!s->is_page || !spot_is_text(s))
		return NULL;
	if (is_open(s, "svg"))
		return strcmp(inner, "text") == 0 || strcmp(inner, "tspan") == 0 ? "tspan" : NULL;
	/* Of other XML, such as a feed, nothing is known; the body of a page has no root yet. */
	if (inner && (strcmp(s->open[0], "html") != 0 || strcmp(inner, "option") == 0))
		return NULL;
	return "span";
}
