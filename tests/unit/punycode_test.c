#include "base/attr.h"
#include "check.h"
#include "model/punycode.h"

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
	arena_release(&a);
	return check_report();
}
