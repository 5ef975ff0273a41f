#include "data/spelling.h"
#include "base/utf8.h"
#include "text/fold.h"

enum {
	HIRAGANA_FIRST = 0x3041,
	HIRAGANA_LAST = 0x3096,
	KATAKANA_BEHIND = 0x60,
	CHARACTERS_END = 0x30000, /* no character from here on has another form */
	SURROGATES_FIRST = 0xd800,
	SURROGATES_LAST = 0xdfff,
};

#define SEPARATOR STR(" | ")

static void add_katakana(struct buf *b, struct str folded)
{
	for (size_t at = 0; at < folded.n;) {
		uint32_t c = utf8_next(folded, &at);

		utf8_add(b, c >= HIRAGANA_FIRST && c <= HIRAGANA_LAST ? c + KATAKANA_BEHIND : c);
	}
}

void spelling_add(struct buf *b, struct str text)
{
	struct buf folded;

	buf_init(&folded);
	fold_add(&folded, text, FOLD_KEEP_SPACES);
	buf_add(b, buf_str(&folded));
	buf_add(b, SEPARATOR);
	add_katakana(b, buf_str(&folded));
	buf_add(b, SEPARATOR);
	fold_add_alike(b, text);
	buf_add(b, SEPARATOR);
	buf_release(&folded);
}

void spelling_add_text(struct buf *b, const struct text *text, unsigned nlanguages)
{
	for (unsigned i = 0; i < nlanguages; i++)
		if (text->in[i].n > 0)
			spelling_add(b, text->in[i]);
	if (text->kana.n > 0)
		spelling_add(b, text->kana);
}

void spelling_each(void (*add)(void *context, struct str character, struct str becomes),
                   void *context)
{
	struct buf character, becomes;

	buf_init(&character);
	buf_init(&becomes);
	/* A space alone would be none at all. */
	for (uint32_t c = '!'; c < CHARACTERS_END; c++) {
		if (c >= SURROGATES_FIRST && c <= SURROGATES_LAST)
			continue;
		buf_clear(&character);
		buf_clear(&becomes);
		utf8_add(&character, c);
		fold_add_alike(&becomes, buf_str(&character));
		if (!str_is_equal(buf_str(&character), buf_str(&becomes)))
			add(context, buf_str(&character), buf_str(&becomes));
	}
	buf_release(&character);
	buf_release(&becomes);
}
