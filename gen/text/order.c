#include "text/order.h"
#include "base/utf8.h"
#include "text/fold.h"
#include <assert.h>

/* A key is four levels, each compared only where those before are equal:
 *
 *   1. the elements that count: "0", a length and digits for a number; a Latin letter; a large
 *      unvoiced hiragana; OTHER and the character for all else; then END_OF_LEVEL
 *   2. for each element, 1 or more: leading zeroes, voiced marks; then END_OF_LEVEL
 *   3. for each element, a form; all behind the last that is not plain left out; then PLAIN_TO_END
 *   4. the bytes of the text; then END_OF_LEVEL
 */
enum {
	END_OF_LEVEL = 0,
	OTHER = 0xff,    /* no UTF-8 begins so: behind all kana */
	DIGITS_MAX = 99, /* of a longer number each 99 digits count as one */
	ZEROES_MAX = 99,
};

/* Level 3, in the order of JIS X 4061. */
enum form { LONG = 1, SMALL, ITERATION, PLAIN, PLAIN_TO_END };

enum kana {
	KANA_FIRST = 0x3041,
	KANA_LAST = 0x3096,
	ITERATION_MARK = 0x309d,
	VOICED_ITERATION_MARK = 0x309e,
	LONG_VOWEL_MARK = 0x30fc,
};

/* Of each hiragana from KANA_FIRST: its row and vowel, and what is special about it. */
struct kana_class {
	unsigned char base;    /* the large unvoiced one, less KANA_FIRST */
	unsigned char vowel;   /* what ー after it stands for, the same way */
	unsigned char voice;   /* 1 unvoiced, 2 voiced, 3 semi-voiced */
	unsigned char form;    /* SMALL or PLAIN */
	unsigned char initial; /* enum order_initial */
};

/* One row a line: あ い う え お are 1 3 5 7 9 behind KANA_FIRST. */
#define K(base, vowel, voice, form, row)                                                           \
	{                                                                                          \
		base, vowel, voice, form, ORDER_KANA_##row                                         \
	}
/* clang-format off */
static const struct kana_class kana_classes[] = {
	K(1, 1, 1, SMALL, A), K(1, 1, 1, PLAIN, A), K(3, 3, 1, SMALL, A), K(3, 3, 1, PLAIN, A), /* ぁ あ ぃ い */
	K(5, 5, 1, SMALL, A), K(5, 5, 1, PLAIN, A), K(7, 7, 1, SMALL, A), K(7, 7, 1, PLAIN, A), /* ぅ う ぇ え */
	K(9, 9, 1, SMALL, A), K(9, 9, 1, PLAIN, A), K(10, 1, 1, PLAIN, KA), K(10, 1, 2, PLAIN, KA), /* ぉ お か が */
	K(12, 3, 1, PLAIN, KA), K(12, 3, 2, PLAIN, KA), K(14, 5, 1, PLAIN, KA), K(14, 5, 2, PLAIN, KA), /* き ぎ く ぐ */
	K(16, 7, 1, PLAIN, KA), K(16, 7, 2, PLAIN, KA), K(18, 9, 1, PLAIN, KA), K(18, 9, 2, PLAIN, KA), /* け げ こ ご */
	K(20, 1, 1, PLAIN, SA), K(20, 1, 2, PLAIN, SA), K(22, 3, 1, PLAIN, SA), K(22, 3, 2, PLAIN, SA), /* さ ざ し じ */
	K(24, 5, 1, PLAIN, SA), K(24, 5, 2, PLAIN, SA), K(26, 7, 1, PLAIN, SA), K(26, 7, 2, PLAIN, SA), /* す ず せ ぜ */
	K(28, 9, 1, PLAIN, SA), K(28, 9, 2, PLAIN, SA), K(30, 1, 1, PLAIN, TA), K(30, 1, 2, PLAIN, TA), /* そ ぞ た だ */
	K(32, 3, 1, PLAIN, TA), K(32, 3, 2, PLAIN, TA), K(35, 5, 1, SMALL, TA), K(35, 5, 1, PLAIN, TA), /* ち ぢ っ つ */
	K(35, 5, 2, PLAIN, TA), K(37, 7, 1, PLAIN, TA), K(37, 7, 2, PLAIN, TA), K(39, 9, 1, PLAIN, TA), /* づ て で と */
	K(39, 9, 2, PLAIN, TA), K(41, 1, 1, PLAIN, NA), K(42, 3, 1, PLAIN, NA), K(43, 5, 1, PLAIN, NA), /* ど な に ぬ */
	K(44, 7, 1, PLAIN, NA), K(45, 9, 1, PLAIN, NA), K(46, 1, 1, PLAIN, HA), K(46, 1, 2, PLAIN, HA), /* ね の は ば */
	K(46, 1, 3, PLAIN, HA), K(49, 3, 1, PLAIN, HA), K(49, 3, 2, PLAIN, HA), K(49, 3, 3, PLAIN, HA), /* ぱ ひ び ぴ */
	K(52, 5, 1, PLAIN, HA), K(52, 5, 2, PLAIN, HA), K(52, 5, 3, PLAIN, HA), K(55, 7, 1, PLAIN, HA), /* ふ ぶ ぷ へ */
	K(55, 7, 2, PLAIN, HA), K(55, 7, 3, PLAIN, HA), K(58, 9, 1, PLAIN, HA), K(58, 9, 2, PLAIN, HA), /* べ ぺ ほ ぼ */
	K(58, 9, 3, PLAIN, HA), K(61, 1, 1, PLAIN, MA), K(62, 3, 1, PLAIN, MA), K(63, 5, 1, PLAIN, MA), /* ぽ ま み む */
	K(64, 7, 1, PLAIN, MA), K(65, 9, 1, PLAIN, MA), K(67, 1, 1, SMALL, YA), K(67, 1, 1, PLAIN, YA), /* め も ゃ や */
	K(69, 5, 1, SMALL, YA), K(69, 5, 1, PLAIN, YA), K(71, 9, 1, SMALL, YA), K(71, 9, 1, PLAIN, YA), /* ゅ ゆ ょ よ */
	K(72, 1, 1, PLAIN, RA), K(73, 3, 1, PLAIN, RA), K(74, 5, 1, PLAIN, RA), K(75, 7, 1, PLAIN, RA), /* ら り る れ */
	K(76, 9, 1, PLAIN, RA), K(78, 1, 1, SMALL, WA), K(78, 1, 1, PLAIN, WA), K(79, 3, 1, PLAIN, WA), /* ろ ゎ わ ゐ */
	K(80, 7, 1, PLAIN, WA), K(81, 9, 1, PLAIN, WA), K(82, 82, 1, PLAIN, WA), K(5, 5, 2, PLAIN, A), /* ゑ を ん ゔ */
	K(10, 1, 1, SMALL, KA), K(16, 7, 1, SMALL, KA), /* ゕ ゖ */
};
/* clang-format on */

enum kind { NUMBER, LETTER, KANA, REST };

struct element {
	enum kind kind;
	uint32_t c;      /* the letter; the kana, less KANA_FIRST; the character */
	size_t from, to; /* where the digits of a number stand, without leading zeroes */
	unsigned char second, third;
};

/* The folded text stands in the buffer to which the key is added, so by places, not by pointers. */
struct reader {
	const struct buf *b;
	size_t at, end;
	const struct kana_class *last; /* the kana before, for marks that follow it */
};

/* Not a letter, digit or mark, among what folding leaves; a mark that follows nothing counts so. */
static bool is_punctuation(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
	        {0x0000, 0x002f}, {0x003a, 0x0060}, {0x007b, 0x00bf}, {0x00d7, 0x00d7},
	        {0x00f7, 0x00f7}, {0x2000, 0x2bff}, {0x2e00, 0x2e7f}, {0x3000, 0x3004},
	        {0x3008, 0x3020}, {0x3030, 0x3030}, {0x303d, 0x303d}, {0x3099, 0x30a0},
	        {0x30fb, 0x30ff}, {0xfe10, 0xfe6f}, {0xff00, 0xffff}, {0x1f000, 0x1faff},
	};

	for (size_t i = 0; i < COUNT_OF(ranges); i++)
		if (c <= ranges[i].last)
			return c >= ranges[i].first;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void read_number(struct reader *r, struct element *e)
{
	const char *p = r->b->p;
	size_t start = --r->at;

	while (r->at < r->end && p[r->at] == '0')
		r->at++;
	*e = (struct element){NUMBER, 0, r->at, r->at, 1, PLAIN};
	e->second += (unsigned char)(r->at - start < ZEROES_MAX ? r->at - start : ZEROES_MAX);
	while (r->at < r->end && is_digit(p[r->at]) && r->at - e->from < DIGITS_MAX)
		r->at++;
	e->to = r->at;
}

static void read_kana(struct reader *r, uint32_t c, struct element *e)
{
	r->last = &kana_classes[c - KANA_FIRST];
	*e = (struct element){KANA, r->last->base, 0, 0, r->last->voice, r->last->form};
}

/* ー, ゝ and ゞ after a kana. */
static bool read_mark(struct reader *r, uint32_t c, struct element *e)
{
	if (!r->last || (c != LONG_VOWEL_MARK && c != ITERATION_MARK && c != VOICED_ITERATION_MARK))
		return false;
	if (c == LONG_VOWEL_MARK)
		*e = (struct element){KANA, r->last->vowel, 0, 0, 1, LONG};
	else
		*e = (struct element){KANA,     r->last->base, 0, 0, c == ITERATION_MARK ? 1 : 2,
		                      ITERATION};
	return true;
}

static bool next_element(struct reader *r, struct element *e)
{
	while (r->at < r->end) {
		uint32_t c = utf8_next((struct str){r->b->p, r->end}, &r->at);

		if (read_mark(r, c, e))
			return true;
		if (is_punctuation(c))
			continue;
		if (c >= KANA_FIRST && c <= KANA_LAST) {
			read_kana(r, c, e);
			return true;
		}
		r->last = NULL;
		if (c >= '0' && c <= '9')
			read_number(r, e);
		else
			*e = (struct element){
			        c >= 'a' && c <= 'z' ? LETTER : REST, c, 0, 0, 1, PLAIN};
		return true;
	}
	return false;
}

static struct reader start_reader(const struct buf *b, size_t from, size_t to)
{
	return (struct reader){b, from, to, NULL};
}

static void add_first_level(struct buf *b, struct reader r)
{
	struct element e;
	size_t start = b->n;

	while (next_element(&r, &e)) {
		switch (e.kind) {
		case NUMBER:
			buf_add_byte(b, '0');
			buf_add_byte(b, (char)(e.to - e.from));
			buf_reserve(b, e.to - e.from);
			buf_add(b, (struct str){b->p + e.from, e.to - e.from});
			break;
		case LETTER: buf_add_byte(b, (char)e.c); break;
		case KANA: buf_add_byte(b, (char)(0x80 + e.c)); break;
		case REST:
			buf_add_byte(b, (char)OTHER);
			utf8_add(b, e.c);
			break;
		}
	}
	if (b->n == start)
		buf_add_byte(b, (char)OTHER);
	buf_add_byte(b, END_OF_LEVEL);
}

/* As many as there are elements, without those at the end that say nothing. */
static void add_level(struct buf *b, struct reader r, size_t weight, unsigned char nothing,
                      unsigned char end)
{
	struct element e;
	size_t used = b->n;

	while (next_element(&r, &e)) {
		unsigned char w = *((const unsigned char *)&e + weight);

		buf_add_byte(b, (char)w);
		if (w != nothing)
			used = b->n;
	}
	b->n = used;
	buf_add_byte(b, (char)end);
}

void order_add_key(struct buf *b, struct str text, struct str kana, enum order_script script)
{
	size_t start = b->n, from;
	struct reader r;

	fold_add(b, script == ORDER_JAPANESE && kana.n > 0 ? kana : text, FOLD_DROP_SPACES);
	from = b->n;
	r = start_reader(b, start, from);
	add_first_level(b, r);
	add_level(b, r, offsetof(struct element, second), 1, END_OF_LEVEL);
	add_level(b, r, offsetof(struct element, third), PLAIN, PLAIN_TO_END);
	buf_add(b, text);
	buf_add_byte(b, END_OF_LEVEL);
	b->n -= from - start;
	memmove(b->p + start, b->p + from, b->n - start);
}

enum order_initial order_initial(struct str text, struct str kana, enum order_script script)
{
	struct buf b;
	struct reader r;
	struct element e;
	enum order_initial initial = ORDER_OTHER;

	buf_init(&b);
	fold_add(&b, script == ORDER_JAPANESE && kana.n > 0 ? kana : text, FOLD_DROP_SPACES);
	r = start_reader(&b, 0, b.n);
	if (next_element(&r, &e)) {
		if (e.kind == NUMBER)
			initial = ORDER_DIGIT;
		else if (e.kind == LETTER)
			initial = (enum order_initial)(ORDER_A + (e.c - 'a'));
		else if (e.kind == KANA && script == ORDER_JAPANESE)
			initial = (enum order_initial)kana_classes[e.c].initial;
	}
	buf_release(&b);
	return initial;
}

const char *order_initial_name(enum order_initial initial)
{
	static const char *const names[ORDER_NINITIALS] = {
	        "digit",   "a",       "b",       "c",       "d",       "e",       "f",
	        "g",       "h",       "i",       "j",       "k",       "l",       "m",
	        "n",       "o",       "p",       "q",       "r",       "s",       "t",
	        "u",       "v",       "w",       "x",       "y",       "z",       "kana_a",
	        "kana_ka", "kana_sa", "kana_ta", "kana_na", "kana_ha", "kana_ma", "kana_ya",
	        "kana_ra", "kana_wa", "other",
	};

	assert(initial < ORDER_NINITIALS);
	return names[initial];
}
