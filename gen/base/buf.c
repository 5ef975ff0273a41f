#include "base/buf.h"
#include "base/arena.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *b)
{
	*b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
	b->n = 0;
}

void buf_release(struct buf *b)
{
	free(b->p);
	buf_init(b);
}

/* So many bytes the C library has at hand, without looking for them: of thousands of sentences each
 * has a buffer of its own. */
#define FIRST_CAPACITY 1024

void buf_grow(struct buf *b, size_t n)
{
	size_t capacity = b->capacity > 0 ? b->capacity : FIRST_CAPACITY;
	char *p;

	if (n > BUF_CEILING - b->n)
		out_of_memory();
	while (capacity - b->n < n)
		capacity *= 2;
	p = realloc(b->p, capacity);
	if (!p)
		out_of_memory();
	b->p = p;
	b->capacity = capacity;
}

void buf_add_number(struct buf *b, uint64_t number)
{
	char digits[STR_DIGITS];

	buf_add(b, str_from_number(digits, number));
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list values;
	int n;

	va_start(values, format);
	n = vsnprintf(NULL, 0, format, values);
	va_end(values);
	if (n < 0)
		out_of_memory();
	buf_reserve(b, (size_t)n + 1);
	va_start(values, format);
	vsnprintf(b->p + b->n, (size_t)n + 1, format, values);
	va_end(values);
	b->n += (size_t)n;
}
