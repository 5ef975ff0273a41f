/*
 * A spot: where in HTML or XML the writing stands, and so how a value is escaped there.
 *
 * The machine reads the literal text of a layout as HTML's tokenizer does, and refuses what HTML
 * and XML, or two browsers, would read differently: it need not know every markup, only never be
 * wrong about the one it takes. Values are not read: escaped, they cannot change the state.
 *
 * A spot is a plain value: copied to remember where a section began.
 */
#ifndef TMPL_SPOT_H
#define TMPL_SPOT_H

#include "base/attr.h"
#include "base/str.h"
#include "tmpl/escape.h"
#include <stdbool.h>
#include <stdint.h>

/* Elements inside each other, and how much of a name is kept. */
#define SPOT_DEPTH 48
#define SPOT_NAME  20

struct spot {
	char open[SPOT_DEPTH][SPOT_NAME]; /* the elements that are open, outermost first */
	uint8_t nopen;
	bool is_page; /* elements end as they begin, and nothing is there that a page's policy
	                 blocks */
	uint8_t state;
	uint8_t element;   /* the tag or the raw text we are in: ELEMENT_… */
	uint8_t attribute; /* whose value we are in: ATTRIBUTE_… */
	uint8_t quote;     /* of that value */
	uint8_t url;       /* how much of an address is written: URL_… */
	uint8_t json;      /* in a script that is data: JSON_… */
	bool is_end_tag;
	bool is_void;
	bool is_data;   /* the script has type application/ld+json or application/json */
	bool has_name;  /* the tag has had a value */
	bool has_type;  /* the tag, a script, has had type: browsers take the first */
	bool has_equiv; /* the tag, a meta, has had http-equiv */
	bool has_src;   /* the tag, a script, has had src */
	uint8_t nword;
	char word[24]; /* the name being read, in lower case, cut at this length */
};

/* The beginning of a file: the text of an element. */
void spot_init(struct spot *s);

/* Reads literal text. Returns NULL; or, if it is refused, why, and *at is the offset of the byte.
 */
MUST_CHECK const char *spot_feed(struct spot *s, struct str text, size_t *at);

/* How to escape a value that stands here. Returns NULL; or, if none can, what the place is. */
MUST_CHECK const char *spot_put(struct spot *s, enum escape *escape);

/* Whether markup may stand here: in the text of an element. */
bool spot_is_text(const struct spot *s);

/* The element that may say of a text which stands here in what language it is; NULL: none may. */
const char *spot_language_element(const struct spot *s);

/* Whether what may stand here is a phrase and no paragraph: the text of a heading, a name, a table
 * head, a button, an item of a list, and of what is inline in one. */
bool spot_is_phrase(const struct spot *s);

/* To be called where a section begins or ends: a tag or attribute name ends there. */
void spot_settle(struct spot *s);

/* Makes *s the place behind a section of which one way ends at *s and the other at *other. Returns
 * false if they are so different that what follows would be read in two ways. */
bool spot_join(struct spot *s, const struct spot *other);

/* Whether what may follow here may follow there. */
bool spot_is_same(const struct spot *s, const struct spot *other);

/* The element that is open innermost, or NULL. */
const char *spot_open_element(const struct spot *s);

/* "the text of an element", "a tag", … */
const char *spot_describe(const struct spot *s);

/* The address in an attribute: spot_url.c. As spot_feed, for a byte, and spot_put. */
enum {
	URL_START,  /* nothing */
	URL_SCHEME, /* letters that may be a scheme: they are in `word` */
	URL_PREFIX, /* only names */
	URL_HEAD,   /* a name and more, but no / ? # yet: a colon would make a scheme of it */
	URL_MIXED,  /* perhaps nothing, perhaps something: a section may have begun it */
	URL_PATH,
	URL_QUERY,   /* behind ? or # */
	URL_CONTACT, /* behind mailto: or tel: */
	URL_REFUSED, /* behind another scheme */
};

MUST_CHECK const char *spot_feed_url(struct spot *s, char c);
MUST_CHECK const char *spot_put_url(struct spot *s, enum escape *escape);
bool spot_join_url(struct spot *s, const struct spot *other);

/* What spot_feed says of an end tag of another element than the one that is open. */
extern const char spot_other_end[];

/* Goes on in a state, with nothing known but the elements that are open. */
void spot_enter(struct spot *s, uint8_t state);

/* The name of a tag has ended and is in `word`: its element opens, or is the one that ends. Returns
 * NULL, or what is wrong: spot_open.c. */
MUST_CHECK const char *spot_open_or_close(struct spot *s);

/* Words of markup that matter: spot_words.c. */
enum {
	ELEMENT_PLAIN,
	ELEMENT_META,
	ELEMENT_ANIMATION, /* SVG: can set any attribute of another element */
	ELEMENT_REFUSED,   /* read in ways of its own, and not needed */
	ELEMENT_TITLE,     /* from here on: what is inside is text without tags */
	ELEMENT_TEXTAREA,
	ELEMENT_SCRIPT, /* from here on: no escape exists */
	ELEMENT_STYLE,
};

enum {
	ATTRIBUTE_PLAIN,
	ATTRIBUTE_URL,
	ATTRIBUTE_EQUIV, /* http-equiv */
	ATTRIBUTE_TYPE,  /* type */
	ATTRIBUTE_EVENT, /* from here on: no value may stand there */
	ATTRIBUTE_STYLE,
	ATTRIBUTE_URL_LIST,
	ATTRIBUTE_DOCUMENT, /* srcdoc */
};

/* Of a name in lower case. */
uint8_t spot_find_element(struct str name);
uint8_t spot_find_attribute(struct str name);

/* Whether an element of HTML has no end. */
bool spot_is_void(struct str name);

/* Whether an element is a block or in none: blanks behind its tags show nothing. */
bool spot_is_block(struct str name);

/* The name of an element from ELEMENT_TITLE on. */
struct str spot_element_name(uint8_t element);

bool spot_word_is(const struct spot *s, struct str word);
void spot_add_to_word(struct spot *s, char c);

#endif
