#include "text/line_end.h"
#include "base/attr.h"
#include "base/utf8.h"
#include "text/company.h"
#include "text/emphasis.h"
#include "text/glyph.h"
#include <stdbool.h>

/* So many characters are no line of their own at the end. */
#define ORPHAN 3

/* So many bytes, six wide characters, fit a narrow column. */
#define LONG_PHRASE 18

/* What a thread remembers: words of pages and names of manufacturers come again and again. */
#define MEMOS     512
#define MEMO_TEXT 192 /* bytes */

struct memo {
	uint32_t of; /* the model's number; 0: nothing */
	uint32_t n;
	uint64_t ends[MEMO_TEXT / 64];
	char text[MEMO_TEXT];
} __attribute__((aligned(64))); /* a short one is one line of the cache */

/* What a character says about the places before it and behind it. */
enum {
	NO_BEGIN = 1, /* begins no line */
	NO_END = 2,   /* ends none */
	CLOSES = 4,   /* ends a clause or a bracket: a line may end behind it */
	OPENS = 8,    /* begins a bracket: a line may end before it */
	COUNTS = 16,  /* belongs to the number behind it: 約30, 第3 */
	FORM = 32,    /* may begin the form of a company */
};

/* clang-format off */
static unsigned class_of(uint32_t c)
{
	switch (c) {
	case U'、': case U'。': case U'，': case U'．': case U'・': case U'：': case U'；': case U'！':
	case U'？': case U'）': case U'」': case U'』': case U'】': case U'〉': case U'》':
		return NO_BEGIN | CLOSES;
	case U'〕': case U'］': case U'｝': case U'”': case U'’': case U'…': case U'‥': case U'ー':
	case U'々': case U'ゝ': case U'ゞ': case U'ヽ': case U'ヾ': case U'％': case U'%': case U')':
	case U']': case U'}': case U'!': case U'?': case U',': case U'.': case U':': case U';':
	case U'ぁ': case U'ぃ': case U'ぅ': case U'ぇ': case U'ぉ': case U'っ': case U'ゃ': case U'ゅ':
	case U'ょ': case U'ゎ': case U'ァ': case U'ィ': case U'ゥ': case U'ェ': case U'ォ': case U'ッ':
	case U'ャ': case U'ュ': case U'ョ': case U'ヮ': case U'ヵ': case U'ヶ':
		return NO_BEGIN;
	case U'／':
		return NO_BEGIN | NO_END | CLOSES;
	case U'/': case U'～': case U'〜':
		return NO_BEGIN | NO_END;
	case U'「': case U'『': case U'（': case U'【': case U'〈': case U'《':
		return NO_END | OPENS;
	case U'〔': case U'［': case U'｛': case U'“': case U'‘': case U'(': case U'[': case U'{':
	case U'＃': case U'#': case U'￥': case U'$':
		return NO_END;
	case U'第': case U'約': case U'計': case U'全': case U'★': case U'+': case U'-': case U'−':
	case U'±':
		return COUNTS;
	case U'株': case U'有': case U'合': case U'一': case U'公': case U'独': case U'特':
		return FORM;
	default:
		return 0;
	}
}
/* clang-format on */

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/* Whether a number and what belongs to it meet at a place: 3年, 約30, ★2, 2027年7月. */
static bool is_in_number(struct str text, size_t at, uint32_t before, uint32_t after)
{
	if (is_digit(before))
		return true;
	if (!is_digit(after))
		return false;
	return class_of(before) & COUNTS || ((before == U'年' || before == U'月') && at > 3 &&
	                                     is_digit(utf8_before(text, at - 3)));
}

enum script { SCRIPT_OTHER, SCRIPT_HIRAGANA, SCRIPT_KANJI, SCRIPT_KATAKANA };

static enum script script_of(uint32_t c)
{
	if ((c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3005)
		return SCRIPT_KANJI;
	if (c >= 0x3041 && c <= 0x3096)
		return SCRIPT_HIRAGANA;
	return c >= 0x30a1 && c <= 0x30fe && c != 0x30fb ? SCRIPT_KATAKANA : SCRIPT_OTHER;
}

/* Whether only the first kanji of a word, and another, meet at a place: 空気 is no phrase 空. */
static bool is_first_kanji(struct str text, size_t at, uint32_t before, uint32_t after)
{
	return script_of(before) == SCRIPT_KANJI && script_of(after) == SCRIPT_KANJI &&
	       (at == 3 || glyph_is_space(utf8_before(text, at - 3)));
}

static bool may_end_at(struct str text, size_t at)
{
	size_t next = at;
	uint32_t before = utf8_before(text, at), after = utf8_next(text, &next);

	return !glyph_is_space(before) && !glyph_is_space(after) && !(class_of(after) & NO_BEGIN) &&
	       !(class_of(before) & NO_END) &&
	       (emphasis_is_wide(before) || emphasis_is_wide(after)) &&
	       !is_in_number(text, at, before, after) && !is_first_kanji(text, at, before, after);
}

/* Whether fewer characters than a line should have are left, punctuation not counted. */
static bool is_orphan(struct str rest)
{
	unsigned n = 0;

	for (size_t at = 0; at < rest.n && n < ORPHAN;)
		n += !(class_of(utf8_next(rest, &at)) & NO_BEGIN);
	return n < ORPHAN;
}

static void set(uint64_t *ends, size_t at)
{
	ends[at / 64] |= (uint64_t)1 << at % 64;
}

/* A line may also end behind what ends a clause or a bracket, and before what begins one, where
 * WebKit does not end it by itself if words are kept whole; and beside the form of a company, whose
 * name is one phrase with it. */
static void add_ends(struct str text, uint64_t *ends)
{
	unsigned before = 0, class;

	for (size_t at = 0, next = 0; at < text.n; at = next, before = class) {
		size_t form;

		class = class_of(utf8_next(text, &next));
		if (before & CLOSES || (class & OPENS && at > 0))
			set(ends, at);
		form = class & FORM ? company_form_length(text, at) : 0;
		if (form == 0)
			continue;
		if (at > 0)
			set(ends, at);
		next = at + form;
		if (next < text.n)
			set(ends, next);
	}
}

/* How many characters from `at` to before `to` are of a script. */
static unsigned measure_run(struct str text, size_t at, size_t to, enum script script)
{
	unsigned n = 0;

	while (at < to && script_of(utf8_next(text, &at)) == script)
		n++;
	return n;
}

/* Whether a word ends between two scripts: kanji and katakana of two characters or more, or
 * hiragana before katakana. */
static bool is_script_change(enum script before, unsigned nbefore, enum script after,
                             unsigned nafter)
{
	if (before == SCRIPT_OTHER || after < SCRIPT_KANJI || before == after || nafter < 2)
		return false;
	return before == SCRIPT_HIRAGANA ? after == SCRIPT_KATAKANA : nbefore > 1;
}

/* A phrase that a narrow column has no room for also ends between words of two scripts. */
static void add_script_changes(struct str text, size_t from, size_t to, uint64_t *ends)
{
	enum script before = SCRIPT_OTHER;
	unsigned n = 0;

	if (to - from <= LONG_PHRASE)
		return;
	for (size_t at = from, next = from; at < to; at = next) {
		enum script script = script_of(utf8_next(text, &next));

		if (script != before &&
		    is_script_change(before, n, script, measure_run(text, at, to, script)))
			set(ends, at);
		n = script == before ? n + 1 : 1;
		before = script;
	}
}

static void add_inner_ends(struct str text, uint64_t ends[PHRASES_NWORDS])
{
	size_t from = 0;

	for (size_t i = 0; i < PHRASES_NWORDS && 64 * i < text.n; i++)
		for (uint64_t left = ends[i]; left != 0; left &= left - 1) {
			size_t to = 64 * i + (unsigned)__builtin_ctzll(left);

			add_script_changes(text, from, to, ends);
			from = to;
		}
	add_script_changes(text, from, text.n, ends);
}

static void find(const struct phrases *p, struct str text, uint64_t ends[PHRASES_NWORDS])
{
	bool is_last = true;

	phrases_find(p, text, ends);
	if (text.n > PHRASES_LENGTH_MAX)
		return;
	add_ends(text, ends);
	add_inner_ends(text, ends);
	for (size_t i = PHRASES_NWORDS; i-- > 0;)
		for (uint64_t left = ends[i]; left != 0;) {
			unsigned bit = 63 - (unsigned)__builtin_clzll(left);
			size_t at = 64 * i + bit;
			bool may_end = may_end_at(text, at) &&
			               !(is_last && is_orphan(str_sub(text, at, text.n)));

			left ^= (uint64_t)1 << bit;
			if (!may_end)
				ends[i] ^= (uint64_t)1 << bit;
			else
				is_last = false;
		}
}

static uint32_t hash(struct str text)
{
	uint64_t h = text.n, word = 0;

	for (; text.n >= sizeof(word); text = str_sub(text, sizeof(word), text.n)) {
		memcpy(&word, text.p, sizeof(word));
		h = (h ^ word) * 0x9e3779b97f4a7c15U;
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, text.p, text.n);
	h = (h ^ word) * 0x9e3779b97f4a7c15U;
	return (uint32_t)(h >> 40);
}

/* Whether a text is too short for two lines, or a number or a date: most of what is in tables. */
static bool has_one_line(struct str text)
{
	return text.n <= 3 * ORPHAN ||
	       (text.n <= sizeof("2026年11月22日") - 1 && is_digit((uint8_t)text.p[0]));
}

void line_end_find(const struct phrases *p, struct str text, uint64_t ends[PHRASES_NWORDS])
{
	static _Thread_local struct memo memos[MEMOS];
	struct memo *memo;

	if (has_one_line(text)) {
		memset(ends, 0, PHRASES_NWORDS * sizeof(*ends));
		return;
	}
	if (text.n > MEMO_TEXT) {
		find(p, text, ends);
		return;
	}
	memo = &memos[hash(text) % MEMOS];
	if (memo->of != phrases_serial(p) ||
	    !str_is_equal((struct str){memo->text, memo->n}, text)) {
		find(p, text, ends);
		memo->of = phrases_serial(p);
		memo->n = (uint32_t)text.n;
		memcpy(memo->text, text.p, text.n);
		memcpy(memo->ends, ends, sizeof(memo->ends));
		return;
	}
	memset(ends, 0, PHRASES_NWORDS * sizeof(*ends));
	memcpy(ends, memo->ends, sizeof(memo->ends));
}

/* Appends text that stands in HTML, which has its references of characters already. */
static void add_text(struct buf *b, struct str text, const struct phrases *p)
{
	uint64_t ends[PHRASES_NWORDS];
	size_t from = 0;

	if (text.n > PHRASES_LENGTH_MAX) {
		buf_add(b, text);
		return;
	}
	line_end_find(p, text, ends);
	for (size_t i = 0; i < PHRASES_NWORDS; i++)
		for (; ends[i] != 0; ends[i] &= ends[i] - 1) {
			size_t at = 64 * i + (unsigned)__builtin_ctzll(ends[i]);

			buf_add(b, str_sub(text, from, at));
			buf_add(b, STR(LINE_END_MARK));
			from = at;
		}
	buf_add(b, str_sub(text, from, text.n));
}

/* The name of the element that a tag begins or ends. */
static struct str name_of(struct str tag)
{
	size_t n = 0;

	tag = str_sub(tag, str_has_prefix(tag, STR("</")) ? 2 : 1, tag.n);
	while (n < tag.n && tag.p[n] != '>' && tag.p[n] != ' ' && tag.p[n] != '\n')
		n++;
	return str_sub(tag, 0, n);
}

static bool is_head(struct str element)
{
	static const struct str heads[] = {STR("h1"), STR("h2"), STR("h3"),      STR("h4"),
	                                   STR("th"), STR("dt"), STR("caption"), STR("summary")};

	for (size_t i = 0; i < COUNT_OF(heads); i++)
		if (str_is_equal(heads[i], element))
			return true;
	return false;
}

/* The length of a tag, in whose quotes a ">" is none that ends it. */
static size_t measure_tag(struct str html)
{
	char quote = 0;
	size_t n = 0;

	for (; n < html.n && (quote || html.p[n] != '>'); n++) {
		if (quote)
			quote = html.p[n] == quote ? 0 : quote;
		else if (html.p[n] == '"' || html.p[n] == '\'')
			quote = html.p[n];
	}
	return n + 1;
}

/* What comes next: a tag, a reference to a character, or the text before either. */
static size_t measure(struct str html)
{
	size_t n = 0;

	if (html.p[0] == '<')
		n = measure_tag(html);
	else if (html.p[0] == '&')
		n = str_find_byte(html, ';') + 1;
	else
		while (n < html.n && html.p[n] != '<' && html.p[n] != '&')
			n++;
	return n < html.n ? n : html.n;
}

void line_end_add_html(struct buf *b, struct str html, const struct phrases *p)
{
	struct str head = STR_NONE; /* the element that is open */

	while (html.n > 0) {
		struct str piece = str_sub(html, 0, measure(html));
		bool is_tag = piece.p[0] == '<';

		if (head.n > 0 && !is_tag && piece.p[0] != '&')
			add_text(b, piece, p);
		else
			buf_add(b, piece);
		if (is_tag && piece.n > 2 && piece.p[1] != '/' && head.n == 0 &&
		    is_head(name_of(piece)))
			head = name_of(piece);
		else if (is_tag && piece.n > 2 && piece.p[1] == '/' &&
		         str_is_equal(name_of(piece), head))
			head = STR_NONE;
		html = str_sub(html, piece.n, html.n);
	}
}
