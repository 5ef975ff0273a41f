#include "base/attr.h"
#include "check.h"
#include "model/punycode.h"

static void check_decoded(const char *text, const char *wanted)
{
	struct buf b;

	buf_init(&b);
	punycode_add_decoded(&b, str_from(text));
	CHECK_STR(buf_str(&b), str_from(wanted));
	buf_release(&b);
}

/* What only looks like a label of a host stays as it is. */
static void test_others(void)
{
	static const char *const texts[] = {
	        "xn--",
	        "xn---",
	        "xn--\xc3\xa9",
	        "xn--99999999",
	        "axn--bcher-kva",
	        "xn--zzzzzzzz99",
	        "xn--bcher-kvabcher-kvabcher-kvabcher-kvabcher-kvabcher-kvabcher-kva",
	        "-",
	        "a--b",
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		check_decoded(texts[i], texts[i]);
	check_decoded("https://XN--bcher-KVA.example/a, xn--3b-ww4c5e180e575a65lsy2b",
	              "https://b\xc3\xbc"
	              "cher.example/a, 3年b組金八先生");
}

/* Samples of RFC 3492, 7.1, and hosts. */
int main(void)
{
	static const char *const rows[][2] = {
	        {"他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"},
	        {"なぜみんな日本語を話してくれないのか",
	         "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"},
	        {"3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"},
	        {"安室奈美恵-with-super-monkeys", "xn---with-super-monkeys-pc58ag80a8qai00g7n9n"},
	        {"そのスピードで", "xn--d9juau41awczczp"},
	        {"bücher.example:8080", "xn--bcher-kva.example:8080"},
	        {"plain.example", "plain.example"},
	        {"", ""},
	};
	struct arena a;

	arena_init(&a, 4096);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		CHECK_STR(punycode_host(str_from(rows[i][0]), &a), str_from(rows[i][1]));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_decoded(rows[i][1], rows[i][0]);
	test_others();
	arena_release(&a);
	return check_report();
}
