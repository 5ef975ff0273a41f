/*
 * Unit tests: tables of rows and one loop.
 *
 * Each tests/unit/NAME_test.c is one program: main() calls its test functions and returns
 * check_report(). A failed check says where and goes on.
 */
#ifndef UNIT_CHECK_H
#define UNIT_CHECK_H

#include "base/str.h"
#include <stdio.h>

static int check_npassed, check_nfailed;

#define CHECK(condition) check_that((condition), __FILE__, __LINE__, #condition)

/* Compares two texts and shows both where they differ. */
#define CHECK_STR(actual, expected) check_str((actual), (expected), __FILE__, __LINE__)

static inline int check_that(int ok, const char *file, int line, const char *what)
{
	if (ok) {
		check_npassed++;
	} else {
		check_nfailed++;
		fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
	}
	return ok;
}

static inline int check_str(struct str actual, struct str expected, const char *file, int line)
{
	if (check_that(str_is_equal(actual, expected), file, line, "texts are equal"))
		return 1;
	fprintf(stderr, "  expected: %.*s\n  actual:   %.*s\n", STR_ARG(expected), STR_ARG(actual));
	return 0;
}

/* The last line of every test program; the runner adds them up. */
static inline int check_report(void)
{
	printf("%d passed, %d failed\n", check_npassed, check_nfailed);
	return check_nfailed > 0;
}

#endif
