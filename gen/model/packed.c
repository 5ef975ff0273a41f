#include "model/packed.h"
#include <assert.h>

void packed_add_number(struct buf *b, uint32_t number)
{
	for (; number >= 128; number >>= 7)
		buf_add_byte(b, (char)(number | 128));
	buf_add_byte(b, (char)number);
}

void packed_add(struct buf *b, struct str s)
{
	assert(s.n < UINT32_MAX);
	packed_add_number(b, s.p ? (uint32_t)s.n + 1 : 0);
	if (s.p)
		buf_add(b, s);
}

uint32_t packed_read_number(const char **at, uint32_t n)
{
	unsigned shift = 0;
	unsigned char byte;

	n &= 127;
	do {
		byte = (unsigned char)*(*at)++;
		shift += 7;
		n |= (uint32_t)(byte & 127) << shift;
	} while (byte >= 128);
	return n;
}
