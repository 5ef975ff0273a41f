#include "text/company.h"
#include "base/attr.h"
#include "base/utf8.h"
#include "text/identity.h"

#define WORDS_MAX 4 /* of a form: "s.a.r.l." */

static const struct str japanese[] = {
        STR("株式会社"),     STR("有限会社"),     STR("合同会社"),           STR("合資会社"),
        STR("合名会社"),     STR("一般社団法人"), STR("一般財団法人"),       STR("公益社団法人"),
        STR("公益財団法人"), STR("独立行政法人"), STR("特定非営利活動法人"),
};

/* One character, or one in brackets, for a form. */
static const struct {
	uint32_t sign, letter;
	struct str form;
} abbreviations[] = {
        {0x3231, 0x682a, STR("株式会社")}, {0x337f, 0x682a, STR("株式会社")},
        {0x3232, 0x6709, STR("有限会社")}, {0x323f, 0x540c, STR("合同会社")},
        {0x322f, 0x8cc7, STR("合資会社")}, {0x323e, 0x8cc7, STR("合資会社")},
};

/* Words of other forms, folded and without what separates them: "Co., Ltd." is "coltd". */
static const struct str foreign[] = {
        STR("ab"),
        STR("ag"),
        STR("as"),
        STR("bv"),
        STR("co"),
        STR("coltd"),
        STR("corp"),
        STR("corporation"),
        STR("company"),
        STR("gk"),
        STR("gmbh"),
        STR("inc"),
        STR("incorporated"),
        STR("kabushikigaisha"),
        STR("kabushikikaisha"),
        STR("kk"),
        STR("limited"),
        STR("llc"),
        STR("llp"),
        STR("ltd"),
        STR("nv"),
        STR("oy"),
        STR("plc"),
        STR("pte"),
        STR("pteltd"),
        STR("pty"),
        STR("ptyltd"),
        STR("sa"),
        STR("sarl"),
        STR("spa"),
        STR("srl"),
};

static bool is_opening(uint32_t c)
{
	return c == '(' || c == 0xff08;
}

static bool is_closing(uint32_t c)
{
	return c == ')' || c == 0xff09;
}

/* The form that is abbreviated at *at, which is moved behind it; none if there is none. */
static struct str find_abbreviated(struct str text, size_t *at)
{
	size_t next = *at;
	uint32_t c = utf8_next(text, &next), letter = 0;

	if (is_opening(c) && next < text.n) {
		letter = utf8_next(text, &next);
		if (next == text.n || !is_closing(utf8_next(text, &next)))
			return STR_NONE;
	}
	for (size_t i = 0; i < COUNT_OF(abbreviations); i++) {
		if (letter != 0 ? letter != abbreviations[i].letter : c != abbreviations[i].sign)
			continue;
		*at = next;
		return abbreviations[i].form;
	}
	return STR_NONE;
}

void company_add_expanded(struct buf *b, struct str text)
{
	for (size_t at = 0; at < text.n;) {
		size_t from = at;
		struct str form = find_abbreviated(text, &at);

		if (form.p) {
			buf_add(b, form);
			continue;
		}
		utf8_next(text, &at);
		buf_add(b, str_sub(text, from, at));
	}
}

size_t company_form_length(struct str folded, size_t at)
{
	for (size_t i = 0; i < COUNT_OF(japanese); i++)
		if (str_has_prefix(str_sub(folded, at, folded.n), japanese[i]))
			return japanese[i].n;
	return 0;
}

/* Words of a name, folded, one behind the other. */
struct name_words {
	struct buf folded;
	size_t *ends; /* of each, in `folded` */
	size_t n;
};

static bool is_foreign(struct str words)
{
	for (size_t i = 0; i < COUNT_OF(foreign); i++)
		if (str_is_equal(words, foreign[i]))
			return true;
	return false;
}

static size_t start_of(const struct name_words *words, size_t i)
{
	return i == 0 ? 0 : words->ends[i - 1];
}

/* How many words at the end, or from the beginning, are a form. */
static size_t count_last(const struct name_words *words, size_t n)
{
	for (size_t k = n < WORDS_MAX ? n : WORDS_MAX; k > 0; k--)
		if (is_foreign(str_sub(buf_str(&words->folded), start_of(words, n - k),
		                       words->ends[n - 1])))
			return k;
	return 0;
}

static struct str strip_foreign(const struct name_words *words)
{
	size_t n = words->n, k;

	while ((k = count_last(words, n)) > 0)
		n -= k;
	return str_sub(buf_str(&words->folded), 0, start_of(words, n));
}

static struct str strip_japanese(struct str s)
{
	for (size_t i = 0; i < COUNT_OF(japanese); i++) {
		if (str_has_prefix(s, japanese[i]))
			s = str_sub(s, japanese[i].n, s.n);
		if (str_has_suffix(s, japanese[i]))
			s.n -= japanese[i].n;
	}
	return s;
}

static void fold_words(struct name_words *words, struct str name)
{
	size_t before = 0;

	for (size_t at = 0; at < name.n;) {
		uint32_t c = utf8_next(name, &at);

		identity_add_character(&words->folded, c);
		if (identity_classify(c) == IDENTITY_NONE && words->folded.n > before)
			words->ends[words->n++] = before = words->folded.n;
	}
	if (words->folded.n > before)
		words->ends[words->n++] = words->folded.n;
}

void company_add_core(struct buf *b, struct str name)
{
	struct name_words words = {0};
	struct buf expanded, ends;

	buf_init(&expanded);
	buf_init(&ends);
	buf_init(&words.folded);
	company_add_expanded(&expanded, name);
	words.ends = (size_t *)(void *)buf_reserve(&ends, (expanded.n + 1) * sizeof(*words.ends));
	fold_words(&words, buf_str(&expanded));
	buf_add(b, strip_japanese(strip_foreign(&words)));
	buf_release(&words.folded);
	buf_release(&ends);
	buf_release(&expanded);
}
