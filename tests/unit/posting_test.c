#include "base/attr.h"
#include "check.h"
#include "search/posting.h"

int main(void)
{
	static const struct {
		uint64_t number;
		const char *text;
	} numbers[] = {{0, "A"}, {31, "f"}, {32, "gB"}, {33, "hB"}, {1023, "_f"}, {1024, "ggB"}};
	static const struct {
		uint32_t numbers[6];
		size_t n;
		const char *text;
	} lists[] = {
	        /* As steps, */
	        {{0}, 0, "+"},
	        {{0}, 1, "+A"},
	        {{5}, 1, "+K"},
	        {{100, 200, 201, 202, 203}, 5, "+oGnGA"},
	        /* as bits, with no low ones, with eight. */
	        {{0, 1, 2}, 3, "AH"},
	        {{0, 1, 2, 3}, 4, "AD"},
	        {{2, 3, 4, 5, 6, 9}, 6, "Awb"},
	        {{100, 300, 1000}, 3, "IMjH13"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		buf_clear(&b);
		posting_add_number(&b, numbers[i].number);
		CHECK_STR(buf_str(&b), str_from(numbers[i].text));
	}
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		buf_clear(&b);
		posting_add_list(&b, lists[i].numbers, lists[i].n);
		CHECK_STR(buf_str(&b), str_from(lists[i].text));
	}
	buf_release(&b);
	return check_report();
}
