#include "base/beneath.h"
#include "base/fs.h"
#include "base/pool.h"
#include "check.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int folder;

static void make_tree(void)
{
	CHECK(fs_make_folders(folder, "a/b") == 0 && fs_make_folders(folder, "outside/c") == 0);
	CHECK(fs_make_folders(folder, "tree/a/b") == 0 && fs_make_folders(folder, "tree/abc") == 0);
	CHECK(fs_create(folder, "outside/c/file", STR("theirs")) == 0);
	CHECK(fs_create(folder, "tree/a/b/file", STR("ours")) == 0);
	CHECK(fs_create(folder, "tree/top", STR("top")) == 0);
	CHECK(symlinkat("../outside", folder, "tree/link") == 0);
	CHECK(symlinkat("a", folder, "tree/inner") == 0);
	CHECK(symlinkat("top", folder, "tree/name") == 0);
	CHECK(symlinkat("loop", folder, "tree/loop") == 0);
}

/* Each path, and 0 or the errnos of which one tells why it cannot be opened. */
static const struct {
	const char *path;
	int errors[2];
} rows[] = {
        {"top", {0, 0}},
        {"a/b/file", {0, 0}},
        {"./a/b/file", {0, 0}},
        {"a//b/file", {0, 0}},
        {"absent", {ENOENT, 0}},
        {"absent/file", {ENOENT, 0}},
        {"top/file", {ENOTDIR, 0}},
        {"../outside/c/file", {EXDEV, 0}},
        {"a/../../outside/c/file", {EXDEV, 0}},
        {"/etc/passwd", {EXDEV, 0}},
        {"link/c/file", {ELOOP, ENOTDIR}},
        {"inner/b/file", {ELOOP, ENOTDIR}},
        {"name", {ELOOP, 0}},
        {"loop", {ELOOP, 0}},
        {"loop/file", {ELOOP, ENOTDIR}},
};

static void check_open(int tree, int (*open_path)(int tree, const char *path, int flags))
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int fd = (errno = 0, open_path(tree, rows[i].path, O_RDONLY | O_NONBLOCK));
		bool is_right = fd >= 0 ? rows[i].errors[0] == 0
		                        : errno == rows[i].errors[0] || errno == rows[i].errors[1];

		if (!CHECK(is_right))
			fprintf(stderr, "    %s: %d, %s\n", rows[i].path, fd, strerror(errno));
		if (fd >= 0)
			close(fd);
	}
}

/* Whether the file in the folder that was entered has these bytes. */
static bool has(struct beneath *b, struct str path, struct str bytes)
{
	int fd = beneath_enter(b, path);
	struct buf found;
	bool is_right;

	buf_init(&found);
	is_right = fd >= 0 && fs_load(fd, b->name, 100, &found) == 0 &&
	           str_is_equal(buf_str(&found), bytes);
	buf_release(&found);
	return is_right;
}

static void test_enter(int tree)
{
	struct beneath b;

	beneath_init(&b, tree);
	CHECK(has(&b, STR("a/b/file"), STR("ours")) && has(&b, STR("a/b/file"), STR("ours")));
	CHECK(has(&b, STR("top"), STR("top")));
	/* A name at the top that is as long as the folder before is not that folder. */
	CHECK(fs_create(tree, "abc/file", STR("abc")) == 0);
	CHECK(has(&b, STR("a/b/file"), STR("ours")));
	CHECK(beneath_enter(&b, STR("abc")) == tree);
	CHECK(has(&b, STR("abc/file"), STR("abc")));
	CHECK((errno = 0, beneath_enter(&b, STR("link/c/file"))) < 0 && errno == ELOOP);
	CHECK((errno = 0, beneath_enter(&b, STR("../outside/c/file"))) < 0 && errno == EXDEV);
	CHECK(has(&b, STR("a/b/file"), STR("ours")));
	beneath_release(&b);
}

/* Looking opens no folder of a file, and goes through no link either. */
static void check_look(struct beneath_look *b, const char *path, int first, int second)
{
	struct stat st;
	int status = (errno = 0, beneath_look(b, str_from(path), &st));

	if (!CHECK(status == 0 ? first == 0 && S_ISREG(st.st_mode)
	                       : errno == first || errno == second))
		fprintf(stderr, "    %s: %d, %s\n", path, status, strerror(errno));
}

static void test_look(int tree)
{
	char path[32];
	struct beneath_look b;
	struct stat st;

	beneath_look_init(&b, tree);
	check_look(&b, "top", 0, 0);
	check_look(&b, "a/b/file", 0, 0);
	check_look(&b, "a/b/file", 0, 0);
	check_look(&b, "a/b/absent", ENOENT, 0);
	check_look(&b, "a/b/file", 0, 0);
	check_look(&b, "absent/file", ENOENT, 0);
	check_look(&b, "absent/deep/file", ENOENT, 0);
	check_look(&b, "top/file", ENOTDIR, 0);
	check_look(&b, "top/deep/file", ENOTDIR, 0);
	check_look(&b, "link/c/file", ELOOP, ENOTDIR);
	check_look(&b, "inner/b/file", ELOOP, ENOTDIR);
	check_look(&b, "loop/file", ELOOP, ENOTDIR);
	check_look(&b, "link/file", ELOOP, ENOTDIR);
	check_look(&b, "../outside/c/file", EXDEV, 0);
	check_look(&b, "../top", EXDEV, 0);
	check_look(&b, "a/../top", EXDEV, 0);
	check_look(&b, "a/../../outside/c/file", EXDEV, 0);
	check_look(&b, "/etc/passwd", EXDEV, 0);
	check_look(&b, "a//file", EXDEV, 0);
	CHECK(beneath_look(&b, STR("name"), &st) == 0 && S_ISLNK(st.st_mode));
	/* More folders above folders than stay open, and each anew. */
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 2 * BENEATH_ABOVE; i++) {
			snprintf(path, sizeof(path), "m%d/n", i);
			CHECK(fs_make_folders(tree, path) == 0);
			snprintf(path, sizeof(path), "m%d/n/file", i);
			CHECK(round > 0 || fs_create(tree, path, STR("x")) == 0);
			check_look(&b, path, 0, 0);
		}
	}
	beneath_look_release(&b);
}

/* A folder that is not there, as before the first night. */
static void test_no_root(void)
{
	struct beneath b;

	beneath_init(&b, -1);
	CHECK((errno = 0, beneath_enter(&b, STR("top"))) < 0 && errno == EBADF);
	CHECK((errno = 0, beneath_enter(&b, STR("a/b/file"))) < 0 && errno == EBADF);
	CHECK((errno = 0, beneath_make(&b, STR("top"))) < 0 && errno == EBADF);
	beneath_release(&b);
}

static void test_make(int tree)
{
	struct beneath b;
	struct stat st;

	beneath_init(&b, tree);
	CHECK(beneath_make(&b, STR("new/and/deep/file")) >= 0);
	CHECK(fstatat(tree, "new/and/deep", &st, 0) == 0 && S_ISDIR(st.st_mode));
	/* What stands in the way goes, and what it leads to stays. */
	CHECK(beneath_make(&b, STR("link/c/file")) >= 0);
	CHECK(beneath_make(&b, STR("top/file")) >= 0);
	CHECK(fstatat(tree, "link", &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode));
	CHECK(fstatat(tree, "top", &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode));
	CHECK(fstatat(folder, "outside/c/file", &st, 0) == 0 && st.st_size == 6);
	CHECK((errno = 0, beneath_make(&b, STR("../b/file"))) < 0 && errno == EXDEV);
	CHECK((errno = 0, beneath_make(&b, STR("a/../../b/file"))) < 0 && errno == EXDEV);
	beneath_release(&b);
}

#define RACES 200

struct race {
	int tree;
	_Atomic unsigned nmade;
};

/* One of those who need the same folders. */
static void make_all(void *context, unsigned worker, size_t number)
{
	struct race *race = context;
	struct beneath b;
	char path[32];

	(void)worker;
	(void)number;
	beneath_init(&b, race->tree);
	for (unsigned i = 0; i < RACES; i++) {
		snprintf(path, sizeof(path), "race-%u/deep/file", i);
		race->nmade += beneath_make(&b, str_from(path)) >= 0;
	}
	beneath_release(&b);
}

/* In the place of a folder stands a link, and several remove it at once. */
static void test_race(int tree)
{
	struct race race = {.tree = tree};
	char name[32];

	for (unsigned i = 0; i < RACES; i++) {
		snprintf(name, sizeof(name), "race-%u", i);
		CHECK(symlinkat("nowhere", tree, name) == 0);
	}
	pool_run(4, 4, make_all, &race);
	CHECK(race.nmade == 4 * RACES);
}

int main(void)
{
	char path[] = "/tmp/fuda-beneath-XXXXXX";
	int tree;

	if (!CHECK(mkdtemp(path) != NULL))
		return check_report();
	folder = open(path, O_RDONLY | O_DIRECTORY);
	make_tree();
	tree = openat(folder, "tree", O_RDONLY | O_DIRECTORY);
	check_open(tree, beneath_open);
	check_open(tree, beneath_open_by_hand);
	test_enter(tree);
	test_look(tree);
	test_no_root();
	test_make(tree);
	test_race(tree);
	close(tree);
	close(folder);
	CHECK(fs_remove_tree(AT_FDCWD, path) == 0);
	return check_report();
}
