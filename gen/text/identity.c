#include "text/identity.h"
#include "base/attr.h"
#include "base/utf8.h"
#include "text/identity_table.h"

enum { HANGUL = 0xac00, HANGUL_L = 0x1100, HANGUL_V = 0x1161, HANGUL_T = 0x11a7 };
enum { HANGUL_NT = 28, HANGUL_NVT = 21 * HANGUL_NT, HANGUL_N = 19 * HANGUL_NVT };

/* The text of a character by one of the tables; none if it stays as it is. */
static struct str find_text(const unsigned short *index, uint32_t c)
{
	static const struct str texts = {identity_texts, sizeof(identity_texts)};
	size_t place;

	if (c >= IDENTITY_END)
		return c >= 0xe0000 ? STR("") : STR_NONE;
	place = identity_blocks[index[c / IDENTITY_BLOCK]][c % IDENTITY_BLOCK];
	if (place == 0)
		return STR_NONE;
	return str_before(str_sub(texts, place, texts.n), '\n');
}

/* A syllable is its letters, by the arithmetic of the Unicode Standard, 3.12. */
static void add_hangul(struct buf *b, uint32_t c)
{
	uint32_t n = c - HANGUL;

	utf8_add(b, HANGUL_L + n / HANGUL_NVT);
	utf8_add(b, HANGUL_V + n % HANGUL_NVT / HANGUL_NT);
	if (n % HANGUL_NT > 0)
		utf8_add(b, HANGUL_T + n % HANGUL_NT);
}

static void add_character(struct buf *b, const unsigned short *index, uint32_t c)
{
	struct str text = find_text(index, c);

	if (text.p)
		buf_add(b, text);
	else if (c >= HANGUL && c < HANGUL + HANGUL_N)
		add_hangul(b, c);
	else
		utf8_add(b, c);
}

void identity_add_character(struct buf *b, uint32_t c)
{
	add_character(b, fold_index, c);
}

void identity_add_skeleton(struct buf *b, struct str text)
{
	for (size_t at = 0; at < text.n;)
		add_character(b, skeleton_index, utf8_next(text, &at));
}

static const struct {
	uint32_t first, last;
	enum identity_script script;
} scripts[] = {
        {0x30, 0x39, IDENTITY_DIGIT},        {0x300, 0x36f, IDENTITY_MARK},
        {0x3005, 0x3007, IDENTITY_HAN},      {0x3041, 0x3096, IDENTITY_HIRAGANA},
        {0x3099, 0x309c, IDENTITY_MARK},     {0x309d, 0x309f, IDENTITY_HIRAGANA},
        {0x30a1, 0x30fa, IDENTITY_KATAKANA}, {0x30fc, 0x30fc, IDENTITY_MARK},
        {0x30fd, 0x30ff, IDENTITY_KATAKANA}, {0x31f0, 0x31ff, IDENTITY_KATAKANA},
        {0x3400, 0x9fff, IDENTITY_HAN},      {0xf900, 0xfaff, IDENTITY_HAN},
        {0xfe00, 0xfe0f, IDENTITY_MARK},     {0xff10, 0xff19, IDENTITY_DIGIT},
        {0xff66, 0xff6f, IDENTITY_KATAKANA}, {0xff70, 0xff70, IDENTITY_MARK},
        {0xff71, 0xff9d, IDENTITY_KATAKANA}, {0xff9e, 0xff9f, IDENTITY_MARK},
        {0x20000, 0x3ffff, IDENTITY_HAN},    {0xe0100, 0xe01ef, IDENTITY_MARK},
};

enum identity_script identity_classify(uint32_t c)
{
	struct str text;

	for (size_t i = 0; i < COUNT_OF(scripts) && c >= scripts[i].first; i++)
		if (c <= scripts[i].last)
			return scripts[i].script;
	text = find_text(fold_index, c);
	return text.p && text.n == 0 ? IDENTITY_NONE : IDENTITY_LATIN;
}
