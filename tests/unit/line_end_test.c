#include "base/attr.h"
#include "check.h"
#include "text/line_end.h"

static struct str mark(const struct phrases *p, const char *text, struct arena *a)
{
	struct str html = arena_printf(a, "<h2 id=\"a>b\">%s</h2>", text);
	struct buf b;

	buf_init(&b);
	line_end_add_html(&b, html, p);
	html = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return str_sub(html, strlen("<h2 id=\"a>b\">"), html.n - strlen("</h2>"));
}

/* A phrase begins behind の and を, whatever stands around them; the model as a whole is compared
 * with BudouX by tests/phrases/compare.mjs. */
static struct phrases *make_model(struct arena *a)
{
	struct phrases *p = phrases_new(4, a);

	CHECK(phrases_add(p, STR("UW3"), STR("の"), 3000) == 0);
	CHECK(phrases_add(p, STR("UW3"), STR("を"), 3000) == 0);
	CHECK(phrases_add(p, STR("TW2"), STR("がのよ"), -8000) == 0);
	CHECK(phrases_add(p, STR("UW6"), STR("ゑ"), 2000) == 0);
	CHECK(phrases_add(p, STR("UW7"), STR("の"), 1) == -1);
	CHECK(phrases_add(p, STR("BW1"), STR("の"), 1) == -1);
	CHECK(phrases_add(p, STR("UW1"), STR("𠮷"), 1) == -1);
	CHECK(phrases_add(p, STR("UW1"), STR("の"), 32768) == -1);
	CHECK(phrases_add(p, STR("W"), STR("の"), 1) == -1);
	return p;
}

int main(void)
{
	static const struct {
		const char *text, *marked;
	} rows[] = {
	        {"", ""},
	        {"製品の名前を見る", "製品の<wbr>名前を見る"},
	        {"製品の名前を見せる", "製品の<wbr>名前を<wbr>見せる"},
	        {"製品がのようです", "製品がのようです"},
	        {"𠮷野の名前です", "𠮷野の<wbr>名前です"},
	        {"製品の（見本です）", "製品の<wbr>（見本です）"},
	        {"見本（公式のもの）。", "見本<wbr>（公式のもの）。"},
	        {"製品の ある場所", "製品の ある場所"},
	        {"期限の2027年7月15日を過ぎた", "期限の<wbr>2027年7月15日を<wbr>過ぎた"},
	        {"第の3の型式番号", "第の<wbr>3の<wbr>型式番号"},
	        {"約のー名前です", "約のー名前です"},
	        {"瀬戸灯り電器株式会社", "瀬戸灯り電器<wbr>株式会社"},
	        {"空株式会社ほしがらす", "空株式会社<wbr>ほしがらす"},
	        {"株式会社ほしがらす", "株式会社<wbr>ほしがらす"},
	        {"位置決めコントローラー", "位置決め<wbr>コントローラー"},
	        {"無線アクセスポイント", "無線<wbr>アクセスポイント"},
	        {"全ルーター用電源", "全ルーター<wbr>用電源"},
	        {"一の&amp;二を三と四", "一の&amp;二を<wbr>三と四"},
	        {"<code>一の二の三の四五六</code>",
	         "<code>一の<wbr>二の<wbr>三の<wbr>四五六</code>"},
	};
	struct phrases *p;
	struct arena a;
	struct buf b;

	arena_init(&a, 1 << 16);
	p = make_model(&a);
	/* Twice: what a thread remembers is what it found. */
	for (size_t i = 0; i < 2 * COUNT_OF(rows); i++)
		CHECK_STR(mark(p, rows[i % COUNT_OF(rows)].text, &a),
		          str_from(rows[i % COUNT_OF(rows)].marked));
	buf_init(&b);
	line_end_add_html(&b, STR("<p>製品の名前を見せる<th>製品の名前を見せる</th>< & <"), p);
	CHECK_STR(buf_str(&b),
	          STR("<p>製品の名前を見せる<th>製品の<wbr>名前を<wbr>見せる</th>< & <"));
	buf_release(&b);
	/* Another model finds nothing that this one found. */
	CHECK_STR(mark(phrases_new(1, &a), "製品の名前を見せる", &a), STR("製品の名前を見せる"));
	arena_release(&a);
	return check_report();
}
