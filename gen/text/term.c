#include "text/term.h"
#include "base/attr.h"
#include "base/utf8.h"
#include "text/fold.h"
#include <assert.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

/* What else is neither a letter nor a digit, beyond ASCII. */
static const struct range separators[] = {
        {0x80, 0xbf},     {0xd7, 0xd7},     {0xf7, 0xf7},     {0x2b0, 0x36f},   {0x2000, 0x2e7f},
        {0x3000, 0x3004}, {0x3008, 0x3020}, {0x302a, 0x3030}, {0x3036, 0x3037}, {0x303d, 0x3040},
        {0x3097, 0x309c}, {0x30a0, 0x30a0}, {0x30fb, 0x30fb}, {0x3200, 0x33ff}, {0xe000, 0xf8ff},
        {0xfe00, 0xfe6f}, {0xff00, 0xffff},
};

static const struct range cjk[] = {
        {0x1100, 0x11ff}, {0x2e80, 0x31ff}, {0x3400, 0x9fff},
        {0xac00, 0xd7ff}, {0xf900, 0xfaff}, {0x10000, 0x10ffff},
};

static bool is_in(const struct range *ranges, size_t nranges, uint32_t c)
{
	for (size_t i = 0; i < nranges && c >= ranges[i].first; i++)
		if (c <= ranges[i].last)
			return true;
	return false;
}

enum term_class term_classify(uint32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9'   ? TERM_DIGIT
		       : c >= 'a' && c <= 'z' ? TERM_LETTER
		                              : TERM_SEPARATOR;
	if (is_in(separators, COUNT_OF(separators), c))
		return TERM_SEPARATOR;
	return is_in(cjk, COUNT_OF(cjk), c) ? TERM_CJK : TERM_LETTER;
}

void term_init(struct term_cutter *cutter)
{
	buf_init(&cutter->folded);
	buf_init(&cutter->word);
	buf_init(&cutter->places);
}

void term_release(struct term_cutter *cutter)
{
	buf_release(&cutter->folded);
	buf_release(&cutter->word);
	buf_release(&cutter->places);
}

/* A character of the text without its separators. */
struct place {
	uint32_t at, length; /* bytes in `word` */
	enum term_class class;
	bool is_beginning; /* of a word */
};

/* Takes the separators out of the folded text. Returns how many places there are. */
static size_t find_places(struct term_cutter *cutter, enum term_kind kind)
{
	struct str folded = buf_str(&cutter->folded);
	enum term_class before = TERM_SEPARATOR;
	struct place *places;
	char *word;
	size_t n = 0, nplaces = 0;

	buf_clear(&cutter->word);
	buf_clear(&cutter->places);
	if (folded.n == 0)
		return 0;
	word = buf_reserve(&cutter->word, folded.n);
	places = (void *)buf_reserve(&cutter->places, folded.n * sizeof(*places));
	for (size_t at = 0; at < folded.n;) {
		size_t from = at;
		uint32_t c = utf8_next(folded, &at);
		struct place place = {(uint32_t)n, (uint32_t)(at - from), term_classify(c), false};

		if (place.class == TERM_SEPARATOR) {
			before = TERM_SEPARATOR;
			continue;
		}
		place.is_beginning =
		        kind == TERM_ID
		                ? n == 0
		                : before == TERM_SEPARATOR || before == TERM_CJK ||
		                          (before == TERM_LETTER && place.class == TERM_DIGIT);
		memcpy(word + n, folded.p + from, at - from);
		n += at - from;
		places[nplaces++] = place;
		before = place.class;
	}
	cutter->word.n = n;
	return nplaces;
}

struct str term_code(struct term_cutter *cutter, struct str text)
{
	buf_clear(&cutter->folded);
	fold_add_alike(&cutter->folded, text);
	find_places(cutter, TERM_ID);
	return buf_str(&cutter->word);
}

/* Where the key that begins at a place ends. */
static size_t find_end(const struct place *places, size_t nplaces, size_t from)
{
	bool is_cjk = places[from].class == TERM_CJK;
	size_t most = from + (is_cjk ? 2 : TERM_KEY_CHARACTERS);
	size_t end = from + 1;

	while (end < nplaces && end < most && (places[end].class == TERM_CJK) == is_cjk)
		end++;
	return end;
}

struct adding {
	const struct term_cutter *cutter;
	void (*add)(void *context, struct str key);
	void *context;
};

/* Adds the characters of some places, with marks around them. */
static void add_key(const struct adding *adding, size_t from, size_t end, const char *before,
                    const char *after)
{
	const struct place *places = (const void *)adding->cutter->places.p;
	struct str text = {adding->cutter->word.p + places[from].at,
	                   places[end - 1].at + places[end - 1].length - places[from].at};
	char key[4 * TERM_KEY_CHARACTERS + 4], *to;

	if (!*before && !*after) {
		adding->add(adding->context, text);
		return;
	}
	assert(strlen(before) + text.n + strlen(after) < sizeof(key));
	to = mempcpy(stpcpy(key, before), text.p, text.n);
	to = stpcpy(to, after);
	adding->add(adding->context, (struct str){key, (size_t)(to - key)});
}

void term_cut(struct term_cutter *cutter, struct str text, enum term_kind kind,
              void (*add)(void *context, struct str key), void *context)
{
	const struct adding adding = {cutter, add, context};
	const struct place *places;
	size_t nplaces, whole;

	buf_clear(&cutter->folded);
	fold_add_alike(&cutter->folded, text);
	nplaces = find_places(cutter, kind);
	places = (const void *)cutter->places.p;
	whole = kind == TERM_NAME               ? 0
	        : nplaces > TERM_KEY_CHARACTERS ? TERM_KEY_CHARACTERS
	                                        : nplaces;
	if (whole > 0)
		add_key(&adding, 0, whole, "", TERM_MARK);
	for (size_t i = 0; i < nplaces; i++) {
		bool is_cjk = places[i].class == TERM_CJK;
		size_t end = find_end(places, nplaces, i);

		/* The key of a whole number stands for the word that is as long. */
		if ((is_cjk || places[i].is_beginning) && (i > 0 || is_cjk || end != whole))
			add_key(&adding, i, end, "", "");
		if (i + 1 < nplaces && is_cjk != (places[i + 1].class == TERM_CJK))
			add_key(&adding, i, i + 2, TERM_MARK, "");
	}
}
