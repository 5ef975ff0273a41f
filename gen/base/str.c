#include "base/str.h"
#include <stdlib.h>

int str_compare(struct str s, struct str other)
{
	size_t shorter = s.n < other.n ? s.n : other.n;
	int order = shorter > 0 ? memcmp(s.p, other.p, shorter) : 0;

	if (order != 0)
		return order;
	return (s.n > other.n) - (s.n < other.n);
}

int str_compare_items(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

void str_sort(struct str *texts, size_t n)
{
	if (n > 0)
		qsort(texts, n, sizeof(*texts), str_compare_items);
}

size_t str_find_byte(struct str s, char byte)
{
	const char *at = s.n > 0 ? memchr(s.p, byte, s.n) : NULL;

	return at ? (size_t)(at - s.p) : s.n;
}

struct str str_behind_last(struct str s, char byte)
{
	size_t from = s.n;

	while (from > 0 && s.p[from - 1] != byte)
		from--;
	return str_sub(s, from, s.n);
}

struct str str_cut(struct str *rest, char byte)
{
	struct str first = str_before(*rest, byte);

	*rest = str_sub(*rest, first.n < rest->n ? first.n + 1 : first.n, rest->n);
	return first;
}

size_t str_find(struct str s, struct str part)
{
	const char *at;

	if (part.n == 0)
		return 0;
	at = s.n >= part.n ? memmem(s.p, s.n, part.p, part.n) : NULL;
	return at ? (size_t)(at - s.p) : s.n;
}

struct str str_from_number(char digits[STR_DIGITS], unsigned long long number)
{
	size_t at = STR_DIGITS;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	return (struct str){digits + at, STR_DIGITS - at};
}

unsigned long long str_hash(struct str s)
{
	unsigned long long h = 14695981039346656037ULL;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211ULL;
	return h;
}

#define DISTANCE_MAX 64

size_t str_distance(struct str s, struct str other)
{
	size_t row[DISTANCE_MAX + 1];

	if (s.n > DISTANCE_MAX || other.n > DISTANCE_MAX)
		return DISTANCE_MAX;
	for (size_t j = 0; j <= other.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= s.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= other.n; j++) {
			size_t above = row[j];
			size_t best = diagonal + (s.p[i - 1] != other.p[j - 1]);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
		}
	}
	return row[other.n];
}
