#include "base/attr.h"
#include "check.h"
#include "mirror/md5.h"

static struct str digits(struct str bytes, char text[2 * MD5_BYTES + 1])
{
	unsigned char hash[MD5_BYTES];

	CHECK(md5_hash(bytes, hash) == 0);
	for (size_t i = 0; i < MD5_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", hash[i]);
	return str_from(text);
}

/* RFC 1321, A.5. */
static void test_vectors(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
	        {"", "d41d8cd98f00b204e9800998ecf8427e"},
	        {"a", "0cc175b9c0f1b6a831c399e269772661"},
	        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
	        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[2 * MD5_BYTES + 1];

		CHECK_STR(digits(str_from(rows[i].text), text), str_from(rows[i].expected));
	}
}

int main(void)
{
	test_vectors();
	return check_report();
}
