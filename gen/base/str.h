/*
 * A view of text: a pointer and a length, passed by value.
 *
 * The bytes belong to somebody else (an arena, a file, a literal) and are never changed through a
 * view. They need not end in NUL. An absent text is {NULL, 0}; an empty one has a pointer.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){("" literal), sizeof(literal) - 1})
#define STR_NONE     ((struct str){NULL, 0})

/* For printf: printf("%.*s", STR_ARG(s)). Lengths beyond INT_MAX do not occur in what we print. */
#define STR_ARG(s) (int)(s).n, (s).p

static inline struct str str_from(const char *cstring)
{
	return (struct str){cstring, strlen(cstring)};
}

static inline struct str str_sub(struct str s, size_t from, size_t to)
{
	return (struct str){s.p + from, to - from};
}

/* Most texts that differ differ in their first byte: then nothing is called. */
static inline bool str_is_equal(struct str s, struct str other)
{
	return s.n == other.n &&
	       (s.n == 0 || (s.p[0] == other.p[0] && memcmp(s.p, other.p, s.n) == 0));
}

/* A letter of ASCII as a small one; any other byte as it is. */
static inline char str_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* The value of a hexadecimal digit, small or capital; -1 for any other byte. */
static inline int str_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static inline bool str_has_prefix(struct str s, struct str prefix)
{
	return s.n >= prefix.n &&
	       (prefix.n == 0 || (s.p[0] == prefix.p[0] && memcmp(s.p, prefix.p, prefix.n) == 0));
}

static inline bool str_has_suffix(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
	       (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* Byte order, a shorter text before its continuation: <0, 0 or >0, as memcmp. */
int str_compare(struct str s, struct str other);

/* The same for bsearch and qsort: of two elements of an array of texts. */
int str_compare_items(const void *left, const void *right);

/* Sorts texts into byte order. */
void str_sort(struct str *texts, size_t n);

/* Index of the first `byte`, or s.n where there is none. */
size_t str_find_byte(struct str s, char byte);

/* What stands before the first `byte`; all of s where there is none. */
static inline struct str str_before(struct str s, char byte)
{
	return str_sub(s, 0, str_find_byte(s, byte));
}

/* What stands behind the last `byte`, as the name of a file in its path; all of s where there is
 * none. */
struct str str_behind_last(struct str s, char byte);

/* What stands before the first `byte`, taken off the text together with the `byte`: the lines of a
 * file, the names of a path.
 */
struct str str_cut(struct str *rest, char byte);

/* Where `part` begins in s, or s.n where it does not occur; an empty part occurs at 0. */
size_t str_find(struct str s, struct str part);

/* The decimal digits of a number, which are written into `digits`. */
#define STR_DIGITS 20
struct str str_from_number(char digits[STR_DIGITS], unsigned long long number);

/* FNV-1a, 64 bits; the same on every machine. Not for untrusted keys in large numbers. */
unsigned long long str_hash(struct str s);

/* How many single-byte edits lead from one text to the other (Levenshtein), at most 64 bytes each;
 * longer texts count as 64 apart. Used to name the nearest known word. */
size_t str_distance(struct str s, struct str other);

#endif
