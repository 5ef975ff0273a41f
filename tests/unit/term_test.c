#include "base/attr.h"
#include "check.h"
#include "text/term.h"

static void join_key(void *context, struct str key)
{
	struct buf *b = context;

	if (b->n > 0)
		buf_add_byte(b, ' ');
	buf_add(b, key);
}

/* That the script cuts in the same way is what tests/search/compare.mjs shows. */
int main(void)
{
	static const struct {
		const char *text;
		enum term_kind kind;
		const char *keys;
	} rows[] = {
	        {"", TERM_NAME, ""},
	        {" - / ", TERM_NAME, ""},
	        {"Wi-Fiルーター", TERM_NAME, "wifi fi .iる るた た"},
	        {"ネット ワーク", TERM_NAME, "ねつ つと とわ わく く"},
	        {"ﾈｯﾄ･ﾜｰｸ", TERM_NAME, "ねつ つと とわ わく く"},
	        {"Home Router 5", TERM_NAME, "homerouter5 router5 5"},
	        {"Pro-X 2000AX", TERM_NAME, "prox2000ax x2000ax 2000ax"},
	        {"AX3000", TERM_NAME, "ax3000 3000"},
	        {"灯", TERM_NAME, "灯"},
	        {"灯A光", TERM_NAME, "灯 .灯a a .a光 光"},
	        {"WR-1200AX/B", TERM_MODEL, "wr1200axb. 1200axb b"},
	        {"ＨＤ－Ｘ１ <rev.2>", TERM_MODEL, "hdx1rev2. x1rev2 1rev2 rev2 2"},
	        {"FD1-780-982", TERM_ID, "fd1780982."},
	        {"7K3MQ2RD", TERM_ID, "7k3mq2rd."},
	        {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", TERM_NAME, "abcdefghijklmnop"},
	        {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", TERM_MODEL, "abcdefghijklmnop."},
	        {"灯A-1", TERM_MODEL, "灯a1. 灯 .灯a a1 1"},
	        {"灯", TERM_MODEL, "灯. 灯"},
	        {"", TERM_MODEL, ""},
	        {"ё é", TERM_NAME, "еe e"},
	        {"𠮷野家", TERM_NAME, "吉野 野家 家"},
	        {"“x” (y)・z", TERM_NAME, "xyz yz z"},
	};
	struct term_cutter cutter;
	struct buf b;

	term_init(&cutter);
	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		term_cut(&cutter, str_from(rows[i].text), rows[i].kind, join_key, &b);
		CHECK_STR(buf_str(&b), str_from(rows[i].keys));
	}
	buf_release(&b);
	term_release(&cutter);
	return check_report();
}
