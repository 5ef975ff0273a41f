#include "base/fs.h"
#include "base/pool.h"
#include "check.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int folder; /* each test has a fresh one */

static void load(const char *path, struct buf *b)
{
	buf_clear(b);
	CHECK(fs_load(folder, path, 1 << 20, b) == 0);
}

static void check_content(const char *path, struct str expected)
{
	struct buf b;

	buf_init(&b);
	load(path, &b);
	CHECK_STR(buf_str(&b), expected);
	buf_release(&b);
}

static bool is_there(const char *path)
{
	struct stat st;

	return fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The call failed, and for this reason. */
#define CHECK_FAILS(call, error) CHECK((errno = 0, (call)) == -1 && errno == (error))

static void test_load(void)
{
	struct buf b;
	char *large = malloc(200000);

	buf_init(&b);
	memset(large, 'x', 200000);
	CHECK(fs_create(folder, "empty", STR("")) == 0);
	CHECK(fs_create(folder, "five", STR("12345")) == 0);
	CHECK(fs_create(folder, "large", (struct str){large, 200000}) == 0);

	buf_add(&b, STR("before "));
	CHECK(fs_load(folder, "five", 5, &b) == 0);
	CHECK_STR(buf_str(&b), STR("before 12345"));
	buf_clear(&b);
	CHECK_FAILS(fs_load(folder, "five", 4, &b), EFBIG);
	buf_clear(&b);
	CHECK(fs_load(folder, "large", 200000, &b) == 0);
	CHECK_STR(buf_str(&b), ((struct str){large, 200000}));
	buf_clear(&b);
	CHECK(fs_load(folder, "empty", 0, &b) == 0);
	CHECK(b.n == 0);
	CHECK_FAILS(fs_load(folder, "absent", 100, &b), ENOENT);
	CHECK_FAILS(fs_load(folder, ".", 100, &b), EISDIR);
	buf_release(&b);
	free(large);
}

static void test_read_at(void)
{
	char room[8];
	int fd;

	CHECK(fs_create(folder, "digits", STR("0123456789")) == 0);
	fd = fs_open_regular(folder, "digits");
	CHECK(fs_read_at(fd, 0, room, 4) == 4 && memcmp(room, "0123", 4) == 0);
	CHECK(fs_read_at(fd, 6, room, 4) == 4 && memcmp(room, "6789", 4) == 0);
	CHECK(fs_read_at(fd, 7, room, 8) == 3 && memcmp(room, "789", 3) == 0);
	CHECK(fs_read_at(fd, 10, room, 8) == 0);
	CHECK(fs_close(fd, 0) == 0);
	CHECK_FAILS(fs_read_at(fd, 0, room, 1), EBADF);
}

static void test_close(void)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY);

	errno = ENOSPC; /* of a call before */
	CHECK(fs_close(fd, -1) == -1 && errno == ENOSPC);
	CHECK_FAILS(fs_close(fd, 0), EBADF);
	errno = ENOSPC;
	CHECK(fs_close(fd, -1) == -1 && errno == ENOSPC);
}

static void test_make_folders(void)
{
	char too_long[PATH_MAX + 10];

	CHECK(fs_make_folders(folder, "a/b/c") == 0);
	CHECK(fs_make_folders(folder, "a/b/c") == 0);
	CHECK(fs_make_folders(folder, "a/b/d/e/") == 0);
	CHECK(fs_make_folders(folder, "f") == 0);
	CHECK(is_there("a/b/c") && is_there("a/b/d/e") && is_there("f"));
	CHECK(fs_create(folder, "file", STR("")) == 0);
	CHECK_FAILS(fs_make_folders(folder, "file/below"), ENOTDIR);
	CHECK_FAILS(fs_make_folders(folder, "a/../file/b/c"), ENOTDIR);
	memset(too_long, 'a', sizeof(too_long) - 1);
	too_long[sizeof(too_long) - 1] = '\0';
	CHECK_FAILS(fs_make_folders(folder, too_long), ENAMETOOLONG);
}

static void test_create(void)
{
	CHECK(fs_create(folder, "new", STR("first")) == 0);
	CHECK_FAILS(fs_create(folder, "new", STR("second")), EEXIST);
	check_content("new", STR("first"));
	CHECK_FAILS(fs_create(folder, "absent/new", STR("x")), ENOENT);
	CHECK_FAILS(fs_create(folder, "new/below", STR("x")), ENOTDIR);
}

static void test_replace(void)
{
	char longest[NAME_MAX + 1];
	struct stat before, after;

	CHECK(fs_replace(folder, "page", STR("old")) == 0);
	CHECK(fstatat(folder, "page", &before, 0) == 0);
	CHECK(linkat(folder, "page", folder, "kept", 0) == 0);
	CHECK(fs_replace(folder, "page", STR("new and longer")) == 0);
	CHECK(fstatat(folder, "page", &after, 0) == 0);
	check_content("page", STR("new and longer"));
	check_content("kept", STR("old")); /* a new file: never written into the old one */
	CHECK(before.st_ino != after.st_ino);
	CHECK((after.st_mode & 0777) == 0644);

	CHECK(fs_make_folders(folder, "deep/er") == 0);
	CHECK(fs_replace(folder, "deep/er/page", STR("x")) == 0);
	check_content("deep/er/page", STR("x"));

	/* What a killed run left beside it is in nobody's way. */
	CHECK(fs_create(folder, ".fuda-page", STR("half a pa")) == 0);
	CHECK(fs_replace(folder, "page", STR("third")) == 0);
	check_content("page", STR("third"));
	CHECK(!is_there(".fuda-page"));

	CHECK_FAILS(fs_replace(folder, "absent/page", STR("x")), ENOENT);
	CHECK_FAILS(fs_replace(folder, "deep", STR("x")), EISDIR);
	CHECK(!is_there(".fuda-deep"));
	memset(longest, 'a', NAME_MAX);
	longest[NAME_MAX] = '\0';
	CHECK_FAILS(fs_replace(folder, longest, STR("x")), ENAMETOOLONG);
}

/* A disk that takes only part of it, as a limit on the size of files. */
static void test_full_disk(void)
{
	static char bytes[100000];
	struct rlimit limit, before;

	CHECK(fs_replace(folder, "page", STR("old")) == 0);
	signal(SIGXFSZ, SIG_IGN);
	CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
	limit = before;
	limit.rlim_cur = 5000;
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	CHECK_FAILS(fs_create(folder, "other", (struct str){bytes, sizeof(bytes)}), EFBIG);
	CHECK_FAILS(fs_replace(folder, "page", (struct str){bytes, sizeof(bytes)}), EFBIG);
	CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
	CHECK(!is_there("other") && !is_there(".fuda-page"));
	check_content("page", STR("old"));
}

struct race {
	atomic_int is_done, nbroken, nreads;
};

enum { NREPLACES = 400, PAGE_BYTES = 50000 };

static void write_or_read(void *context, unsigned worker, size_t job)
{
	struct race *race = context;
	struct buf b;

	(void)worker;
	buf_init(&b);
	if (job == 0) {
		for (int i = 0; i < NREPLACES; i++) {
			buf_clear(&b);
			memset(buf_reserve(&b, PAGE_BYTES), 'a' + i % 26, PAGE_BYTES);
			b.n = PAGE_BYTES;
			if (fs_replace(folder, "page", buf_str(&b)) < 0)
				atomic_fetch_add(&race->nbroken, 1);
		}
		atomic_store(&race->is_done, 1);
	}
	/* The writer reads once, too, when it is done: should it alone do both jobs, it ends. */
	do {
		size_t n = 0;

		buf_clear(&b);
		if (fs_load(folder, "page", PAGE_BYTES, &b) == 0)
			while (n < b.n && b.p[n] == b.p[0])
				n++;
		if (n != PAGE_BYTES)
			atomic_fetch_add(&race->nbroken, 1);
		atomic_fetch_add(&race->nreads, 1);
	} while (!atomic_load(&race->is_done));
	buf_release(&b);
}

/* Who reads while it is replaced sees one whole page. */
static void test_replace_is_atomic(void)
{
	static char first[PAGE_BYTES];
	struct race race = {0};

	memset(first, '.', sizeof(first));
	CHECK(fs_replace(folder, "page", (struct str){first, sizeof(first)}) == 0);
	pool_run(2, 2, write_or_read, &race);
	CHECK(race.nbroken == 0);
	CHECK(race.nreads >= 2);
}

static void check_names(const struct str *names, size_t nnames, const char *expected)
{
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < nnames; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", names[i].p);
	CHECK_STR(buf_str(&b), str_from(expected));
	buf_release(&b);
}

static void test_list_and_walk(void)
{
	static const char *folders[] = {"t/a/b", "t/a-b", "t/.hidden", "t/B", "many", "none"};
	static const char *files[] = {"t/a/b/z", "t/a/b/.dot",  "t/a/c",
	                              "t/a-b/x", "t/b",         "t/10",
	                              "t/9",     "t/.hidden/y", "t/\xe3\x81\x82"};
	struct str *names;
	struct arena a;
	size_t nnames, nwrong = 0;

	arena_init(&a, 1 << 12);
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		CHECK(fs_make_folders(folder, folders[i]) == 0);
	for (size_t i = 0; i < COUNT_OF(files); i++)
		CHECK(fs_create(folder, files[i], STR("")) == 0);

	CHECK(fs_list(folder, "t", &a, &names, &nnames) == 0);
	check_names(names, nnames, "10 9 B a a-b b \xe3\x81\x82");
	CHECK(fs_list_all(folder, "t", &a, &names, &nnames) == 0);
	check_names(names, nnames, ".hidden 10 9 B a a-b b \xe3\x81\x82");
	CHECK(fs_list(folder, "none", &a, &names, &nnames) == 0 && nnames == 0);
	CHECK_FAILS(fs_list(folder, "absent", &a, &names, &nnames), ENOENT);
	CHECK_FAILS(fs_list(folder, "t/b", &a, &names, &nnames), ENOTDIR);

	CHECK(fs_walk(folder, "t", &a, &names, &nnames) == 0);
	check_names(names, nnames, ".hidden/y 10 9 a-b/x a/b/.dot a/b/z a/c b \xe3\x81\x82");
	CHECK(fs_walk(folder, "none", &a, &names, &nnames) == 0 && nnames == 0);
	CHECK_FAILS(fs_walk(folder, "absent", &a, &names, &nnames), ENOENT);

	for (int i = 0; i < 1000; i++)
		nwrong += fs_create(folder, arena_printf(&a, "many/%03d", 999 - i).p, STR("")) < 0;
	CHECK(fs_list(folder, "many", &a, &names, &nnames) == 0 && nnames == 1000);
	for (size_t i = 0; i < nnames; i++)
		nwrong += !str_is_equal(names[i], arena_printf(&a, "%03d", (int)i));
	CHECK(nwrong == 0);
	arena_release(&a);
}

/* Makes folders in one another, deeper than a path may be long. */
static void make_deep(int levels)
{
	char name[NAME_MAX + 1];
	int fd = folder, next;

	memset(name, 'd', NAME_MAX);
	name[NAME_MAX] = '\0';
	for (int i = 0; i < levels && fd >= 0; i++) {
		CHECK(mkdirat(fd, name, 0777) == 0);
		next = openat(fd, name, O_RDONLY | O_DIRECTORY);
		if (fd != folder)
			close(fd);
		fd = next;
	}
	if (CHECK(fd >= 0))
		close(fd);
}

static void test_walk_on(void)
{
	struct fs_found found;
	struct str *names;
	struct arena a;
	size_t nnames;

	arena_init(&a, 1 << 12);
	CHECK(fs_make_folders(folder, "a/b") == 0);
	CHECK(fs_create(folder, "a/b/file", STR("")) == 0 && fs_create(folder, "z", STR("")) == 0);
	CHECK(symlinkat("nowhere", folder, "a/link") == 0);
	fs_walk_on(folder, &a, &found);
	check_names(found.paths, found.npaths, "a/b/file a/link z");
	CHECK(found.nclosed == 0);

	make_deep(20);
	CHECK_FAILS(fs_walk_all(folder, &a, &names, &nnames), ENAMETOOLONG);
	fs_walk_on(folder, &a, &found);
	check_names(found.paths, found.npaths, "a/b/file a/link z");
	CHECK(found.nclosed == 1 && found.closed[0].error == ENAMETOOLONG);
	CHECK(found.closed[0].path.n > PATH_MAX / 2 && found.closed[0].path.n < PATH_MAX);
	arena_release(&a);
}

static void test_link(void)
{
	struct stat st, other;

	CHECK(fs_create(folder, "file", STR("text")) == 0);
	CHECK(fs_link(folder, "file", folder, "link") == 0);
	check_content("link", STR("text"));
	CHECK(fstatat(folder, "file", &st, 0) == 0 && fstatat(folder, "link", &other, 0) == 0);
	CHECK(st.st_ino == other.st_ino);
	CHECK_FAILS(fs_link(folder, "file", folder, "link"), EEXIST);
	CHECK_FAILS(fs_link(folder, "absent", folder, "other"), ENOENT);
	CHECK(fs_make_folders(folder, "below") == 0);
	CHECK_FAILS(fs_link(folder, "below", folder, "other"), EISDIR);
	CHECK(!is_there("other"));
}

static void test_remove_tree(void)
{
	CHECK(fs_make_folders(folder, "t/a/b/c") == 0);
	CHECK(fs_make_folders(folder, "outside") == 0);
	CHECK(fs_create(folder, "outside/file", STR("kept")) == 0);
	CHECK(fs_create(folder, "t/a/b/file", STR("")) == 0);
	CHECK(fs_create(folder, "t/.dot", STR("")) == 0);
	CHECK(symlinkat("../outside", folder, "t/link") == 0);
	CHECK(symlinkat("nowhere", folder, "t/a/dangling") == 0);
	CHECK(fs_remove_tree(folder, "t") == 0);
	CHECK(!is_there("t"));
	check_content("outside/file", STR("kept")); /* a link is removed, not followed */
	CHECK(fs_remove_tree(folder, "t") == 0);
	CHECK_FAILS(fs_remove_tree(folder, "outside/file"), ENOTDIR);
	check_content("outside/file", STR("kept"));
}

int main(void)
{
	static void (*const tests[])(void) = {
	        test_load,          test_read_at,     test_close,     test_make_folders,
	        test_create,        test_replace,     test_full_disk, test_replace_is_atomic,
	        test_list_and_walk, test_remove_tree, test_walk_on,   test_link,
	};
	const char *tmp = getenv("TMPDIR");
	char path[PATH_MAX];

	umask(022);
	for (size_t i = 0; i < COUNT_OF(tests); i++) {
		snprintf(path, sizeof(path), "%s/fuda-fs-XXXXXX", tmp ? tmp : "/tmp");
		if (!CHECK(mkdtemp(path) != NULL))
			break;
		folder = open(path, O_RDONLY | O_DIRECTORY);
		CHECK(folder >= 0);
		tests[i]();
		close(folder);
		CHECK(fs_remove_tree(AT_FDCWD, path) == 0);
	}
	return check_report();
}
