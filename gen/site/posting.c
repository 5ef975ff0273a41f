#include "site/posting.h"
#include <assert.h>

char posting_digit(unsigned digit)
{
	static const char digits[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	assert(digit < 64);
	return digits[digit];
}

void posting_add_number(struct buf *b, uint64_t number)
{
	for (; number >= 32; number >>= 5)
		buf_add_byte(b, posting_digit(32 + (unsigned)(number & 31)));
	buf_add_byte(b, posting_digit((unsigned)number));
}

void posting_add_list(struct buf *b, const uint32_t *numbers, size_t nnumbers)
{
	uint32_t next = 0;

	for (size_t i = 0; i < nnumbers;) {
		size_t end = i + 1;
		uint64_t gap = numbers[i] - next;

		assert(numbers[i] >= next);
		while (end < nnumbers && numbers[end] == numbers[end - 1] + 1)
			end++;
		if (end - i > 3) {
			posting_add_number(b, 2 * gap + 1);
			posting_add_number(b, end - i - 4);
			i = end;
		} else {
			posting_add_number(b, 2 * gap);
			i++;
		}
		next = numbers[i - 1] + 1;
	}
}
