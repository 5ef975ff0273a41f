#include "base/attr.h"
#include "base/utf8.h"
#include "check.h"
#include "text/order.h"
#include <stdlib.h>

static struct str kana_of(const char *kana)
{
	return kana ? str_from(kana) : STR_NONE;
}

/* Names in their order, each before the next. */
struct name {
	const char *text, *kana;
};

static const struct name japanese[] = {
        {"9", NULL},
        {"009", NULL},
        {"１０", NULL},
        {"100", NULL},
        {"ABC", NULL},
        {"abc", NULL},
        {"ＡＢＣ", NULL},
        {"a-b-d", NULL},
        {"Éclair", NULL},
        {"WR-9", NULL},
        {"WR-10", NULL},
        {"WR 1200", NULL},
        {"WR-1200", NULL},
        {"WR1200", NULL},
        {"WR1200A", NULL},
        {"Zürich", NULL},
        {"あ", NULL},
        {"アー", NULL},
        {"ああ", NULL},
        {"アーク", NULL},
        {"亜細亜電機", "アジアデンキ"},
        {"株式会社いろは", "いろは"},
        {"うえの", NULL},
        {"ヴェルデ", NULL},
        {"カード", NULL},
        {"かあど", NULL},
        {"ガード", NULL},
        {"がぁど", NULL},
        {"カーネル", NULL},
        {"ｶﾚﾝﾄﾞ", NULL},
        {"キヤノン", NULL},
        {"佐藤電機", "さとうでんき"},
        {"はゝ", NULL},
        {"はは", NULL},
        {"はば", NULL},
        {"ばは", NULL},
        {"ぱは", NULL},
        {"ひ", NULL},
        {"東京", NULL},
        {"漢字", NULL},
};

static const struct name latin[] = {
        {"3M2 α", NULL},     {"4M", NULL},    {"100 Devices", NULL}, {"Acme", NULL},
        {"ACME Ltd.", NULL}, {"Æon", NULL},   {"Äon", NULL},         {"Bob's", NULL},
        {"Bobs", NULL},      {"Łódź", NULL},  {"Straße", NULL},      {"Strasze", NULL},
        {"カメラ", NULL},    {"Ωmega", NULL}, {"電機", "あ"},
};

static int compare_keys(struct name left, struct name right, enum order_script script)
{
	struct buf l, r;
	size_t n;
	int order;

	buf_init(&l);
	buf_init(&r);
	order_add_key(&l, str_from(left.text), kana_of(left.kana), script);
	buf_add(&r, STR("before"));
	order_add_key(&r, str_from(right.text), kana_of(right.kana), script);
	n = l.n < r.n - 6 ? l.n : r.n - 6;
	order = memcmp(l.p, r.p + 6, n);
	/* no key is the beginning of another, unless it is the same */
	CHECK(order != 0 || l.n == r.n - 6);
	buf_release(&l);
	buf_release(&r);
	return order;
}

static void check_order(const struct name *names, size_t n, enum order_script script)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			int order = compare_keys(names[i], names[k], script);

			if (!CHECK((order < 0) == (i < k) && (order > 0) == (i > k)))
				fprintf(stderr, "  %s, %s\n", names[i].text, names[k].text);
		}
	}
}

static void test_initials(void)
{
	static const struct {
		const char *text, *kana, *japanese, *latin;
	} rows[] = {
	        {"東京電機", "トウキョウデンキ", "kana_ta", "other"},
	        {"東京電機", NULL, "other", "other"},
	        {"エー", NULL, "kana_a", "other"},
	        {"がんばる", NULL, "kana_ka", "other"},
	        {"ザ", NULL, "kana_sa", "other"},
	        {"っ", NULL, "kana_ta", "other"},
	        {"ｶﾞ", NULL, "kana_ka", "other"},
	        {"の", NULL, "kana_na", "other"},
	        {"ぽ", NULL, "kana_ha", "other"},
	        {"モ", NULL, "kana_ma", "other"},
	        {"ゃ", NULL, "kana_ya", "other"},
	        {"ロ", NULL, "kana_ra", "other"},
	        {"ん", NULL, "kana_wa", "other"},
	        {"ヴ", NULL, "kana_a", "other"},
	        {"（株）いろは", NULL, "other", "other"},
	        {"「いろは」", NULL, "kana_a", "other"},
	        {"Acme", "アクメ", "kana_a", "a"},
	        {"Ｚｅｄ", NULL, "z", "z"},
	        {"Øre", NULL, "o", "o"},
	        {"3M", NULL, "digit", "digit"},
	        {"-", NULL, "other", "other"},
	        {"", NULL, "other", "other"},
	        {"ー", NULL, "other", "other"},
	        {"Ω", NULL, "other", "other"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str text = str_from(rows[i].text), kana = kana_of(rows[i].kana);

		CHECK_STR(str_from(order_initial_name(order_initial(text, kana, ORDER_JAPANESE))),
		          str_from(rows[i].japanese));
		CHECK_STR(str_from(order_initial_name(order_initial(text, kana, ORDER_LATIN))),
		          str_from(rows[i].latin));
	}
}

static unsigned below(unsigned limit)
{
	static uint64_t state = 7;

	state = state * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(state >> 33) % limit;
}

/* Only equal texts have equal keys, and headings follow the order. */
static void test_properties(void)
{
	static const char *const pieces[] = {"0",  "1",  "9",  "a",  "B",  "é",  "-",  " ",
	                                     "か", "ガ", "ぱ", "ー", "ゝ", "ゞ", "ぁ", "ｱ",
	                                     "ﾞ",  "ん", "東", "Ω",  "・", "𠮷"};
	enum { NTEXTS = 300 };
	static char texts[NTEXTS][5 * 4 + 1];

	for (int i = 0; i < NTEXTS; i++) {
		size_t length = 0;

		for (unsigned n = below(5); n > 0; n--) {
			const char *piece = pieces[below(COUNT_OF(pieces))];

			memcpy(texts[i] + length, piece, strlen(piece));
			length += strlen(piece);
		}
	}
	for (int script = ORDER_JAPANESE; script <= ORDER_LATIN; script++) {
		for (int i = 0; i < NTEXTS; i++) {
			for (int k = 0; k < i; k++) {
				struct name left = {texts[i], NULL}, right = {texts[k], NULL};
				int order = compare_keys(left, right, (enum order_script)script);
				int l = (int)order_initial(str_from(texts[i]), STR_NONE,
				                           (enum order_script)script);
				int r = (int)order_initial(str_from(texts[k]), STR_NONE,
				                           (enum order_script)script);

				CHECK((order == 0) == (strcmp(texts[i], texts[k]) == 0));
				if (!CHECK(order < 0 ? l <= r : order == 0 || l >= r))
					fprintf(stderr, "  %s, %s\n", texts[i], texts[k]);
			}
		}
	}
}

int main(void)
{
	check_order(japanese, COUNT_OF(japanese), ORDER_JAPANESE);
	check_order(latin, COUNT_OF(latin), ORDER_LATIN);
	test_initials();
	test_properties();
	return check_report();
}
