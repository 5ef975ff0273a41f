#include "search/posting.h"
#include <assert.h>

/* How long the bits may be, in twelfths of the steps: these compress better, where texts repeat. */
#define BITS_TWELFTHS 11

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

static void add_steps(struct buf *b, const uint32_t *numbers, size_t nnumbers)
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

/* How many bits the gaps take, so many of each as they are. */
static uint64_t count_bits(const uint32_t *numbers, size_t nnumbers, unsigned nlow)
{
	uint64_t nbits = (uint64_t)nnumbers * (1 + nlow);
	uint32_t next = 0;

	for (size_t i = 0; i < nnumbers; i++) {
		nbits += (numbers[i] - next) >> nlow;
		next = numbers[i] + 1;
	}
	return nbits;
}

/* Bits on their way into digits. */
struct packer {
	struct buf *b;
	unsigned digit, nbits;
};

static void add_bit(struct packer *packer, unsigned bit)
{
	packer->digit = packer->digit << 1 | bit;
	if (++packer->nbits < 6)
		return;
	buf_add_byte(packer->b, posting_digit(packer->digit));
	packer->digit = packer->nbits = 0;
}

static void add_bits(struct buf *b, const uint32_t *numbers, size_t nnumbers, unsigned nlow)
{
	struct packer packer = {.b = b};
	uint32_t next = 0;

	buf_add_byte(b, posting_digit(nlow));
	for (size_t i = 0; i < nnumbers; i++) {
		uint32_t gap = numbers[i] - next;

		for (uint32_t ones = gap >> nlow; ones > 0; ones--)
			add_bit(&packer, 1);
		add_bit(&packer, 0);
		for (unsigned bit = nlow; bit-- > 0;)
			add_bit(&packer, gap >> bit & 1);
		next = numbers[i] + 1;
	}
	while (packer.nbits > 0)
		add_bit(&packer, 1);
}

void posting_add_list(struct buf *b, const uint32_t *numbers, size_t nnumbers)
{
	size_t from = b->n;
	uint64_t least = count_bits(numbers, nnumbers, 0), nbits;
	unsigned nlow = 0;

	buf_add_byte(b, '+');
	add_steps(b, numbers, nnumbers);
	/* The more low bits, the less is left above them: less and less, so the first least is it.
	 */
	while (nlow < 31 && (nbits = count_bits(numbers, nnumbers, nlow + 1)) < least) {
		least = nbits;
		nlow++;
	}
	if (12 * (1 + (least + 5) / 6) > BITS_TWELFTHS * (uint64_t)(b->n - from))
		return;
	b->n = from;
	add_bits(b, numbers, nnumbers, nlow);
}
