#include "check.h"
#include "model/packed.h"

int main(void)
{
	static const size_t lengths[] = {0, 1, 126, 127, 128, 16382, 16383, 16384, 70000};
	struct buf b, text;

	buf_init(&b);
	buf_init(&text);
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		buf_clear(&text);
		memset(buf_reserve(&text, lengths[i] + 1), 'a' + (int)i, lengths[i]);
		text.n = lengths[i];
		packed_add(&b, buf_str(&text));
		packed_add(&b, STR_NONE);
	}
	for (unsigned i = 0; i < COUNT_OF(lengths); i++) {
		struct str s = packed_get(b.p, 2 * i);

		CHECK(s.p && s.n == lengths[i]);
		CHECK(s.n == 0 || (s.p[0] == 'a' + (int)i && s.p[s.n - 1] == 'a' + (int)i));
		CHECK(packed_get(b.p, 2 * i + 1).p == NULL);
	}
	CHECK(packed_get(b.p, 2 * COUNT_OF(lengths) - 1).p == NULL);
	buf_release(&b);
	buf_release(&text);
	return check_report();
}
