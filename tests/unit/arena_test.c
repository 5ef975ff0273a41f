#include "base/arena.h"
#include "check.h"
#include <stdalign.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

static bool is_zero(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* Pieces of all sizes, below and above that of a chunk: zeroed, aligned, and none over another. */
static void test_pieces(void)
{
	enum { NPIECES = 400 };
	struct arena a;
	unsigned char *pieces[NPIECES];

	arena_init(&a, 256);
	for (int round = 0; round < 3; round++) {
		int nzeroed = 0, naligned = 0, nwhole = 0;

		for (int i = 0; i < NPIECES; i++) {
			pieces[i] = arena_alloc(&a, (size_t)i);
			nzeroed += is_zero(pieces[i], (size_t)i);
			naligned += (uintptr_t)pieces[i] % alignof(max_align_t) == 0;
			memset(pieces[i], i % 255 + 1, (size_t)i);
		}
		for (int i = 0; i < NPIECES; i++) {
			int j = 0;

			while (j < i && pieces[i][j] == i % 255 + 1)
				j++;
			nwhole += j == i;
		}
		CHECK(nzeroed == NPIECES);
		CHECK(naligned == NPIECES);
		CHECK(nwhole == NPIECES);
		arena_clear(&a);
	}
	arena_release(&a);
}

static void test_memory_is_kept(void)
{
	struct arena a;
	void *first;

	arena_init(&a, 1024);
	first = arena_alloc(&a, 10);
	arena_clear(&a);
	CHECK(arena_alloc(&a, 10) == first);
	arena_release(&a);
	CHECK(a.chunk == NULL && a.spare == NULL);
	CHECK(arena_alloc(&a, 10) != NULL);
	arena_release(&a);
}

static void test_texts(void)
{
	struct arena a;
	struct str copy, empty, absent, printed;
	char text[] = "text";
	int *numbers;

	arena_init(&a, 64);
	copy = arena_copy(&a, str_from(text));
	text[0] = 'x';
	CHECK_STR(copy, STR("text"));
	CHECK(copy.p[copy.n] == '\0');
	empty = arena_copy(&a, STR(""));
	CHECK(empty.p != NULL && empty.n == 0);
	absent = arena_copy(&a, STR_NONE);
	CHECK(absent.p == NULL && absent.n == 0);
	CHECK_STR(arena_copy(&a, STR("a\0b")), STR("a\0b"));
	printed = arena_printf(&a, "%s-%d %0*d", "a", -7, 100, 1);
	CHECK(printed.n == 105 && printed.p[printed.n] == '\0');
	CHECK(str_has_prefix(printed, STR("a--7 00")));
	CHECK_STR(arena_printf(&a, "%s", ""), STR(""));
	/* Texts leave odd lengths behind; what follows is aligned all the same. */
	numbers = arena_array(&a, 3, sizeof(*numbers));
	CHECK((uintptr_t)numbers % alignof(max_align_t) == 0);
	CHECK(numbers[0] == 0 && numbers[1] == 0 && numbers[2] == 0);
	arena_release(&a);
}

/* What was taken from one arena lives on in another; the first is empty and may be used again. */
static void test_adopt(void)
{
	struct arena a, other;
	struct str first, second, third;

	arena_init(&a, 64);
	arena_init(&other, 64);
	arena_adopt(&a, &other);
	first = arena_copy(&other, STR("first"));
	arena_array(&other, 1000, 1);
	arena_adopt(&a, &other);
	CHECK(other.chunk == NULL);
	second = arena_copy(&a, STR("second"));
	arena_copy(&other, STR("more"));
	arena_adopt(&a, &other);
	third = arena_copy(&a, STR("third"));
	arena_release(&other);
	CHECK(str_is_equal(first, STR("first")));
	CHECK(str_is_equal(second, STR("second")));
	CHECK(str_is_equal(third, STR("third")));
	arena_release(&a);
}

/* An array whose size overflows ends the program with status 2 and says why. */
static void test_overflow(void)
{
	char said[64] = "";
	int ends[2], status = 0;
	pid_t child;
	ssize_t n;

	if (!CHECK(pipe(ends) == 0))
		return;
	child = fork();
	if (child == 0) {
		struct arena a;

		dup2(ends[1], STDERR_FILENO);
		arena_init(&a, 64);
		arena_array(&a, SIZE_MAX / 2, 3);
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], said, sizeof(said) - 1);
	close(ends[0]);
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 2);
	CHECK(n > 0 && strcmp(said, "fuda: out of memory\n") == 0);
}

int main(void)
{
	test_pieces();
	test_memory_is_kept();
	test_texts();
	test_adopt();
	test_overflow();
	return check_report();
}
