#include "check.h"
#include "publish/encode.h"

/* Two members, the second of an empty text, and what they are read as. */
static void test_members(void)
{
	const struct str text = STR("one line\nand another, and another, and another\n");
	struct encoder e;
	struct buf packed, read;
	size_t first;

	encoder_init(&e);
	buf_init(&packed);
	buf_init(&read);
	encoder_add_member(&e, text, &packed);
	first = packed.n;
	CHECK(encoder_member_bytes(buf_str(&packed)) == first);
	encoder_add_member(&e, STR(""), &packed);
	CHECK(encoder_member_bytes(str_sub(buf_str(&packed), first, packed.n)) == packed.n - first);
	CHECK(encoder_read_members(&e, buf_str(&packed), &read) == 0);
	CHECK(str_is_equal(buf_str(&read), text));
	/* Cut anywhere but between the two, or with a byte that is another. */
	for (size_t n = 1; n < packed.n; n++) {
		buf_clear(&read);
		CHECK(encoder_read_members(&e, str_sub(buf_str(&packed), 0, n), &read) ==
		      (n == first ? 0 : -1));
	}
	for (size_t i = ENCODE_MEMBER_HEAD; i < packed.n; i++) {
		packed.p[i] ^= 1;
		if (i < first || i >= first + ENCODE_MEMBER_HEAD) {
			buf_clear(&read);
			CHECK(encoder_read_members(&e, buf_str(&packed), &read) == -1);
		}
		packed.p[i] ^= 1;
	}
	buf_release(&packed);
	buf_release(&read);
	encoder_release(&e);
}

/* Gzip files of others are none of ours. */
static void test_foreign(void)
{
	struct encoder e;
	struct buf packed, read;

	encoder_init(&e);
	buf_init(&packed);
	buf_init(&read);
	encoder_add(&e, ENCODE_GZIP, STR("a text that is long enough to have a whole head"),
	            &packed);
	CHECK(encoder_member_bytes(buf_str(&packed)) == 0);
	CHECK(encoder_read_members(&e, buf_str(&packed), &read) == -1);
	CHECK(encoder_read_members(&e, STR(""), &read) == 0 && read.n == 0);
	buf_release(&packed);
	buf_release(&read);
	encoder_release(&e);
}

int main(void)
{
	test_members();
	test_foreign();
	return check_report();
}
