/* How much of an address in an attribute is written: a name may begin it, or be a part. */
#include "tmpl/spot.h"

static bool is_scheme_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '-' || c == '.';
}

static uint8_t judge_scheme(const struct spot *s)
{
	if (spot_word_is(s, STR("http")) || spot_word_is(s, STR("https")))
		return URL_PATH;
	if (spot_word_is(s, STR("mailto")) || spot_word_is(s, STR("tel")))
		return URL_CONTACT;
	return URL_REFUSED;
}

const char *spot_feed_url(struct spot *s, char c)
{
	if (s->url == URL_REFUSED)
		return NULL;
	if (c == '?' || c == '#') {
		s->url = URL_QUERY;
	} else if (s->url == URL_START || s->url == URL_SCHEME) {
		/* Blanks inside a scheme are dropped by browsers, entities are letters to them. */
		if (is_scheme_letter(c)) {
			s->url = URL_SCHEME;
			spot_add_to_word(s, c);
		} else if (c == ':') {
			s->url = judge_scheme(s);
		} else {
			s->url = c == '&' || (unsigned char)c <= ' ' ? URL_REFUSED : URL_PATH;
		}
	} else if (s->url == URL_PREFIX || s->url == URL_HEAD || s->url == URL_MIXED) {
		if (c == ':' || c == '&')
			return "behind a name that begins an address, this could make a scheme of "
			       "it";
		s->url = c == '/' ? URL_PATH : URL_HEAD;
	}
	return NULL;
}

const char *spot_put_url(struct spot *s, enum escape *escape)
{
	switch (s->url) {
	case URL_START:
		*escape = ESCAPE_URL;
		s->url = URL_PREFIX;
		return NULL;
	case URL_PREFIX: *escape = ESCAPE_URL_PATH; return NULL;
	case URL_SCHEME:
		*escape = ESCAPE_URL_SEGMENT;
		s->url = URL_HEAD;
		return NULL;
	case URL_HEAD:
	case URL_PATH: *escape = ESCAPE_URL_SEGMENT; return NULL;
	case URL_QUERY: *escape = ESCAPE_URL_QUERY; return NULL;
	case URL_CONTACT: *escape = ESCAPE_URL_CONTACT; return NULL;
	case URL_MIXED: return "an address that a section before it may or may not have begun";
	default:
		return "an address that does not begin with http:, https:, mailto:, tel: or a path";
	}
}

bool spot_join_url(struct spot *s, const struct spot *other)
{
	uint8_t url = s->url, with = other->url;

	if (url == with &&
	    (url != URL_SCHEME || spot_word_is(s, (struct str){other->word, other->nword})))
		return true;
	if (url == URL_REFUSED || with == URL_REFUSED || url == URL_CONTACT || with == URL_CONTACT)
		return false;
	s->nword = 0;
	if (url == URL_START || with == URL_START || url == URL_MIXED || with == URL_MIXED)
		s->url = URL_MIXED;
	else if (url >= URL_PATH && with >= URL_PATH)
		s->url = URL_PATH;
	else
		s->url = URL_HEAD;
	return true;
}
