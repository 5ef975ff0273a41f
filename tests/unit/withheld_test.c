#include "base/attr.h"
#include "check.h"
#include "model/withheld.h"

static struct arena a;

/* A name as a record has it: one text in one language. */
static void set_name(struct withheld *w, const char *name)
{
	struct json *object = arena_alloc(&a, sizeof(*object));
	struct json *text = arena_alloc(&a, sizeof(*text));

	*text = (struct json){.kind = JSON_STRING, .text = str_from(name)};
	*object = (struct json){.kind = JSON_OBJECT, .nchildren = 1, .child = text};
	withheld_read(w, object, &a);
}

static const struct row {
	const char *name, *text;
	bool is_in;
} rows[] = {
        /* kanji and kana */
        {"サクラ電機", "サクラ電機のカメラ", true},
        {"サクラ電機", "ｻｸﾗ電機", true},
        {"サクラ電機", "さくら電機", true},
        {"サクラ電機", "サクラ　電機", true},
        {"サクラ電機", "サ ク ラ 電 機", true},
        {"サクラ電機", "サクラ・電機", true},
        {"サクラ電機", "「サクラ」電機", true},
        {"サクラ電機", "サク\u200bラ電機", true},
        {"サクラ電機", "サク\u00adラ電機", true},
        {"サクラ電機", "サクラ電\ufe0f機", true},
        {"サクラ電機", "㈱サクラ電機", true},
        {"サクラ電機株式会社", "サクラ電機（株）", true},
        {"㈱サクラ電機", "株式会社サクラ電機製", true},
        {"(有)サクラ電機", "サクラ電機", true},
        {"サクラ電機", "サクラ電気", false},
        {"ガンマ通信社", "カ\u3099ンマ通信社", true},
        {"ガンマ通信社", "ｶﾞﾝﾏ通信社", true},
        {"カンマ通信社", "ガンマ通信社", false},
        {"サクラ電機", "https://a.example/%E3%82%B5%E3%82%AF%E3%83%A9%E9%9B%BB%E6%A9%9F", true},
        /* fewer than five: at the bounds of a run of one script */
        {"さくら", "さくらカメラ", true},
        {"さくら", "さくら色", true},
        {"さくら", "さくらんぼ", false},
        {"さくら", "おさくら", false},
        {"さくら", "「さくら」の", true},
        {"さくら", "さくら の", true},
        {"さくら", "株式会社さくら", true},
        {"秘密電機", "株式会社秘密電機の製品", true},
        {"秘密電機", "超秘密電機", false},
        {"秘密電機", "秘密電機㈱製", true},
        {"サクラ", "さくらー", false},
        /* fewer than three: anywhere, so not looked for */
        {"東芝", "東芝", false},
        {"株式会社東芝", "東芝", false},
        {"XY Inc.", "XY", false},
        /* Latin: whole words */
        {"Acme", "acme", true},
        {"Acme", "ＡＣＭＥ", true},
        {"Acme", "An ACME-3000 camera", true},
        {"Acme", "ACME3000", true},
        {"Acme", "acmecam", false},
        {"Acme", "pacme", false},
        {"Acme", "A C M E", true},
        {"Acme", "A.C.M.E.", true},
        {"Acme", "Ⓐⓒⓜⓔ", true},
        {"Acme", "www.acme.example", true},
        {"Acme", "Acme™ camera", true},
        {"Acme", "アクメのacmeです", true},
        {"Ace Co., Ltd.", "class A, CE marked", false},
        {"Ace Co., Ltd.", "an ACE camera", true},
        {"Sakura Electric Co., Ltd.", "sakura-electric", true},
        {"Sakura Electric Co., Ltd.", "SAKURAELECTRIC Inc.", true},
        {"Sakura Electric K.K.", "SakuraElectric", true},
        {"Zonag", "Zon", false},
        {"Straße GmbH", "STRASSE", true},
        {"Café Noir", "Cafe\u0301 Noir", true},
        {"Café Noir", "Cafe Noir", false},
        {"NEC玉川通信", "ＮＥＣ玉川通信製", true},
        {"NEC玉川通信", "XNEC玉川通信", false},
};

static void test_rows(void)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct withheld w;

		set_name(&w, rows[i].name);
		if (!CHECK(withheld_is_in(&w, str_from(rows[i].text)) == rows[i].is_in))
			fprintf(stderr, "  %s in %s\n", rows[i].name, rows[i].text);
	}
}

static void test_names(void)
{
	struct withheld w;

	set_name(&w, "サクラ電機株式会社");
	CHECK(withheld_is_name(&w, STR("㈱サクラ電機")));
	CHECK(withheld_is_name(&w, STR("ｻｸﾗ電機")));
	CHECK(!withheld_is_name(&w, STR("サクラ電機販売")));
	set_name(&w, "XY Inc.");
	CHECK(withheld_is_name(&w, STR("X.Y. Co., Ltd.")));
	set_name(&w, "株式会社");
	CHECK(w.nnames == 0);
}

int main(void)
{
	arena_init(&a, 1 << 14);
	test_rows();
	test_names();
	arena_release(&a);
	return check_report();
}
