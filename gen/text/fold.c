#include "text/fold.h"
#include "base/attr.h"
#include "base/utf8.h"
#include "text/fold_table.h"

enum {
	LONG_VOWEL = 0x30fc,
	VOICED = 0x3099,
	SEMIVOICED = 0x309a,
};

/* The kana with a voiced mark, or 0 where there is none. Hiragana that have one stand before it. */
static uint32_t voice(uint32_t kana, uint32_t mark)
{
	if (kana >= 0x306f && kana <= 0x307b && (kana - 0x306f) % 3 == 0) /* the row of ha */
		return kana + (mark == VOICED ? 1 : 2);
	if (mark == SEMIVOICED)
		return 0;
	if (kana >= 0x304b && kana <= 0x3061 && kana % 2 == 1) /* ka to chi */
		return kana + 1;
	if (kana == 0x3064 || kana == 0x3066 || kana == 0x3068) /* tsu te to */
		return kana + 1;
	if (kana == 0x309d) /* the iteration mark */
		return kana + 1;
	return kana == 0x3046 ? 0x3094 : 0; /* vu */
}

/* The last character behind `start`, or 0. */
static uint32_t last_character(const struct buf *b, size_t start, size_t *at)
{
	struct str s = buf_str(b);

	*at = s.n;
	if (s.n <= start)
		return 0;
	--*at;
	while (*at > start && ((unsigned char)s.p[*at] & 0xc0) == 0x80)
		--*at;
	return utf8_next(s, &(size_t){*at});
}

static bool is_latin_or_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* Appends one character that is folded already; what it becomes may depend on the one before. */
static void join(struct buf *b, size_t start, uint32_t c, enum fold_spaces spaces)
{
	size_t at;
	uint32_t last, voiced;

	if (c == ' ') {
		if (spaces == FOLD_KEEP_SPACES && b->n > start && b->p[b->n - 1] != ' ')
			buf_add_byte(b, ' ');
		return;
	}
	if (c == LONG_VOWEL || c == VOICED || c == SEMIVOICED) {
		last = last_character(b, start, &at);
		if (c == LONG_VOWEL) {
			utf8_add(b, is_latin_or_digit(last) ? '-' : c);
			return;
		}
		voiced = voice(last, c);
		if (voiced) {
			b->n = at;
			utf8_add(b, voiced);
			return;
		}
	}
	utf8_add(b, c);
}

/* What the table has for a character; none if the character stays as it is. */
static struct str find_folded(uint32_t c)
{
	static const struct str texts = {fold_texts, sizeof(fold_texts)};
	size_t place;

	if (c >= FOLD_INVISIBLE_FIRST && c <= FOLD_INVISIBLE_LAST)
		return STR("");
	if (c >= FOLD_LIMIT)
		return STR_NONE;
	place = fold_blocks[fold_index[c / FOLD_BLOCK]][c % FOLD_BLOCK];
	if (place == 0)
		return STR_NONE;
	return str_before(str_sub(texts, place, texts.n), '\n');
}

void fold_add(struct buf *b, struct str text, enum fold_spaces spaces)
{
	size_t start = b->n;

	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		struct str folded = find_folded(c);

		if (!folded.p) {
			join(b, start, c, spaces);
			continue;
		}
		for (size_t i = 0; i < folded.n;)
			join(b, start, utf8_next(folded, &i), spaces);
	}
	if (b->n > start && b->p[b->n - 1] == ' ')
		b->n--;
}

/* What search takes a folded character for; 0: for none. */
static uint32_t find_like(uint32_t c)
{
	size_t low = 0, high = COUNT_OF(fold_likes);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (fold_likes[middle].from < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low < COUNT_OF(fold_likes) && fold_likes[low].from == c ? fold_likes[low].to : c;
}

/* What a pair becomes, or NULL. */
static const char *find_pair(uint32_t first, uint32_t second)
{
	for (size_t i = 0; i < COUNT_OF(fold_pairs); i++)
		if (fold_pairs[i].first == first && fold_pairs[i].second == second)
			return fold_pairs[i].text;
	return NULL;
}

void fold_add_alike(struct buf *b, struct str text)
{
	size_t start = b->n, end, last = 0;
	uint32_t before = 0;

	fold_add(b, text, FOLD_KEEP_SPACES);
	end = b->n;
	if (end == start)
		return; /* nothing, and the buffer may have no memory yet */
	/* Behind the folded text, which goes when it is done. */
	for (size_t at = start; at < end;) {
		uint32_t c = utf8_next((struct str){b->p, end}, &at), like;
		const char *pair;

		like = c < fold_likes[0].from ? c : find_like(c);
		pair = before ? find_pair(before, like) : NULL;
		if (pair) {
			b->n = last;
			buf_add(b, str_from(pair));
		} else if (like) {
			last = b->n;
			utf8_add(b, like);
		}
		before = c == fold_pairs[0].first ? c : 0;
	}
	memmove(b->p + start, b->p + end, b->n - end);
	b->n -= end - start;
}
