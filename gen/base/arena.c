#include "base/arena.h"
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	size_t dirty; /* bytes at the beginning that an earlier page may have written */
	alignas(max_align_t) char bytes[];
};

void out_of_memory(void)
{
	static const char message[] = "fuda: out of memory\n";

	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
		_exit(2);
	_exit(2);
}

void arena_init(struct arena *a, size_t chunk_size)
{
	*a = (struct arena){.chunk_size = chunk_size};
}

static void free_chunks(struct arena_chunk *chunk)
{
	while (chunk) {
		struct arena_chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
}

void arena_clear(struct arena *a)
{
	while (a->chunk) {
		struct arena_chunk *chunk = a->chunk;

		a->chunk = chunk->next;
		if (chunk->size == a->chunk_size) {
			if (chunk->dirty < a->used)
				chunk->dirty = a->used;
			chunk->next = a->spare;
			a->spare = chunk;
		} else {
			free(chunk);
		}
		a->used = a->chunk_size; /* what is left of the others was not worth using */
	}
	a->used = 0;
}

void arena_release(struct arena *a)
{
	free_chunks(a->chunk);
	free_chunks(a->spare);
	arena_init(a, a->chunk_size);
}

void arena_adopt(struct arena *a, struct arena *other)
{
	struct arena_chunk **last = &other->chunk;

	if (!other->chunk)
		return;
	while (*last)
		last = &(*last)->next;
	/* Behind the chunk in use, so that what is left of it is still used. */
	if (a->chunk) {
		*last = a->chunk->next;
		a->chunk->next = other->chunk;
	} else {
		a->chunk = other->chunk;
		a->used = other->used;
	}
	other->chunk = NULL;
	arena_release(other);
}

static void add_chunk(struct arena *a, size_t size)
{
	struct arena_chunk *chunk = a->spare;

	if (chunk && size <= a->chunk_size) {
		a->spare = chunk->next;
	} else {
		size_t room = size > a->chunk_size ? size : a->chunk_size;

		if (room > SIZE_MAX - sizeof(*chunk))
			out_of_memory();
		/* Zeroes of the system's, which cost no memory until they are written on. */
		chunk = calloc(1, sizeof(*chunk) + room);
		if (!chunk)
			out_of_memory();
		chunk->size = room;
	}
	chunk->next = a->chunk;
	a->chunk = chunk;
	a->used = 0;
}

static void *take(struct arena *a, size_t size, size_t alignment)
{
	size_t start = (a->used + alignment - 1) & ~(alignment - 1);

	if (!a->chunk || start > a->chunk->size || size > a->chunk->size - start) {
		add_chunk(a, size);
		start = 0;
	}
	a->used = start + size;
	return a->chunk->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size)
{
	char *p = take(a, size, alignof(max_align_t));
	size_t start = (size_t)(p - a->chunk->bytes);
	size_t dirty = a->chunk->dirty;

	if (start < dirty)
		memset(p, 0, size < dirty - start ? size : dirty - start);
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		out_of_memory();
	return arena_alloc(a, total);
}

struct str arena_copy(struct arena *a, struct str s)
{
	char *copy;

	if (!s.p)
		return s;
	copy = take(a, s.n + 1, 1);
	memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	return (struct str){copy, s.n};
}

struct str arena_join(struct arena *a, const struct str *parts, size_t nparts)
{
	size_t n = 0;
	char *text;

	for (size_t i = 0; i < nparts; i++)
		n += parts[i].n;
	text = take(a, n + 1, 1);
	n = 0;
	for (size_t i = 0; i < nparts; i++) {
		if (parts[i].n > 0)
			memcpy(text + n, parts[i].p, parts[i].n);
		n += parts[i].n;
	}
	text[n] = '\0';
	return (struct str){text, n};
}

struct str arena_number(struct arena *a, unsigned long long number)
{
	char digits[STR_DIGITS];

	return arena_copy(a, str_from_number(digits, number));
}

struct str arena_vprintf(struct arena *a, const char *format, va_list values)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, values);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		out_of_memory();
	text = take(a, (size_t)n + 1, 1);
	vsnprintf(text, (size_t)n + 1, format, values);
	return (struct str){text, (size_t)n};
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	va_list values;
	struct str text;

	va_start(values, format);
	text = arena_vprintf(a, format, values);
	va_end(values);
	return text;
}
