#include "base/attr.h"
#include "check.h"
#include "text/fold.h"

/* The table as a whole is compared with the script by tests/fold/compare.mjs. */
int main(void)
{
	static const struct {
		const char *text, *kept, *dropped;
	} rows[] = {
	        {"", "", ""},
	        {"WR-1200", "wr-1200", "wr-1200"},
	        {"ＷＲ－１２００", "wr-1200", "wr-1200"},
	        {"WR‐1200 – WR—1200", "wr-1200 - wr-1200", "wr-1200-wr-1200"},
	        {"WRー１２００", "wr-1200", "wr-1200"},
	        {"ネットワーク", "ねっとわーく", "ねっとわーく"},
	        {"ﾈｯﾄﾜｰｸ ｶﾞﾄﾞ ﾊﾟ ｳﾞ", "ねっとわーく がど ぱ ゔ", "ねっとわーくがどぱゔ"},
	        {"か\u3099は\u309aた゛ん゛", "がぱだん\u3099", "がぱだん\u3099"},
	        {"  a\t\u3000 b  ", "a b", "ab"},
	        {"Café CAFE\u0301", "cafe cafe", "cafecafe"},
	        {"Straße ΟΔΟΣ Łódź Æ İı", "strasse οδοσ lodz ae ii", "strasseοδοσlodzaeii"},
	        {"㍿①Ⅳ㎏", "株式会社1ivkg", "株式会社1ivkg"},
	        {"神\u200b\ufe0f", "神", "神"},
	        {"髙𠮷", "髙𠮷", "髙𠮷"},
	        {"〜～", "~~", "~~"},
	        {"Bob’s “x”", "bob's \"x\"", "bob's\"x\""},
	        {"각 각", "각 각", "각각"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		buf_add(&b, STR("か"));
		fold_add(&b, str_from(rows[i].text), FOLD_KEEP_SPACES);
		CHECK_STR(str_sub(buf_str(&b), 3, b.n), str_from(rows[i].kept));
		buf_clear(&b);
		fold_add(&b, str_from(rows[i].text), FOLD_DROP_SPACES);
		CHECK_STR(buf_str(&b), str_from(rows[i].dropped));
	}
	buf_release(&b);
	return check_report();
}
