#include "model/packed.h"

void packed_add(struct buf *b, struct str s)
{
	size_t n = s.p ? s.n + 1 : 0;

	for (; n >= 128; n >>= 7)
		buf_add_byte(b, (char)(n | 128));
	buf_add_byte(b, (char)n);
	if (s.p)
		buf_add(b, s);
}

size_t packed_read_length(const char **packed, size_t n)
{
	unsigned shift = 0;
	unsigned char byte;

	n &= 127;
	do {
		byte = (unsigned char)*(*packed)++;
		shift += 7;
		n |= (size_t)(byte & 127) << shift;
	} while (byte >= 128);
	return n;
}
