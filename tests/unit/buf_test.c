#include "base/buf.h"
#include "check.h"
#include <sys/wait.h>
#include <unistd.h>

static void test_growth(void)
{
	struct buf b;
	size_t nwrong = 0;

	buf_init(&b);
	CHECK_STR(buf_str(&b), STR(""));
	CHECK(buf_str(&b).p != NULL);
	for (int i = 0; i < 100000; i++) {
		buf_add_byte(&b, (char)('a' + i % 26));
		buf_add(&b, STR("0123456789"));
		buf_add(&b, STR_NONE);
	}
	CHECK(b.n == 1100000);
	for (size_t i = 0; i < b.n; i += 11)
		nwrong += b.p[i] != (char)('a' + i / 11 % 26) ||
		          memcmp(b.p + i + 1, "0123456789", 10) != 0;
	CHECK(nwrong == 0);
	buf_release(&b);
	CHECK(b.p == NULL && b.n == 0 && b.capacity == 0);
}

static void test_clear_keeps_memory(void)
{
	struct buf b;
	const char *before;

	buf_init(&b);
	buf_add(&b, STR("first page"));
	before = b.p;
	buf_clear(&b);
	CHECK_STR(buf_str(&b), STR(""));
	buf_add(&b, STR("second"));
	CHECK_STR(buf_str(&b), STR("second"));
	CHECK(b.p == before);
	buf_release(&b);
}

static void test_reserve(void)
{
	struct buf b;
	char *room;

	buf_init(&b);
	buf_add(&b, STR("ab"));
	room = buf_reserve(&b, 100000);
	CHECK(room == b.p + 2);
	memset(room, 'x', 100000);
	b.n += 100000;
	CHECK(b.n == 100002 && str_has_prefix(buf_str(&b), STR("abxx")));
	buf_release(&b);
}

static void test_numbers(void)
{
	static const struct {
		uint64_t number;
		struct str text;
	} rows[] = {
	        {0, STR("0")},
	        {9, STR("9")},
	        {10, STR("10")},
	        {100000, STR("100000")},
	        {UINT32_MAX, STR("4294967295")},
	        {UINT64_MAX, STR("18446744073709551615")},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		buf_add_number(&b, rows[i].number);
		CHECK_STR(buf_str(&b), rows[i].text);
	}
	buf_release(&b);
}

static void test_printf(void)
{
	struct buf b;

	buf_init(&b);
	buf_printf(&b, "%s=%d;", "a", -5);
	buf_printf(&b, "%.*s", STR_ARG(STR("viewless")));
	CHECK_STR(buf_str(&b), STR("a=-5;viewless"));
	buf_clear(&b);
	buf_printf(&b, "%0*d", 9999, 7);
	CHECK(b.n == 9999 && b.p[9998] == '7');
	buf_release(&b);
	/* About as long as what a first chunk of memory holds, with the NUL and without. */
	for (int n = 4090; n <= 4100; n++) {
		buf_printf(&b, "%0*d", n, 7);
		CHECK(b.n == (size_t)n);
		buf_release(&b);
	}
}

/* Past the ceiling the program ends, before it asks for memory. */
static void test_ceiling(void)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		struct buf b;

		close(STDERR_FILENO);
		buf_init(&b);
		buf_add_byte(&b, 'x');
		buf_reserve(&b, BUF_CEILING);
		_exit(0);
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 2);
}

int main(void)
{
	test_growth();
	test_clear_keeps_memory();
	test_reserve();
	test_numbers();
	test_printf();
	test_ceiling();
	return check_report();
}
