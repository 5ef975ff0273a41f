/*
 * A lifetime: memory that is handed out piece by piece and given back all at once.
 *
 * The two that matter are the build and the page; a stage that needs memory for less than the build
 * opens an arena of its own and releases it. Nothing is freed singly. A pointer may go from a
 * shorter lifetime to a longer one, never back. An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attr.h"
#include "base/str.h"
#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* the one in use; full ones behind it */
	struct arena_chunk *spare; /* emptied by arena_clear, used again */
	size_t chunk_size;         /* bytes of a new chunk */
	size_t used;               /* bytes taken from `chunk` */
};

/* Sets up without allocating. `chunk_size` is the usual step of growth, in bytes. */
void arena_init(struct arena *a, size_t chunk_size);

/* Empties the arena and keeps its memory for the next page. */
void arena_clear(struct arena *a);

/* Gives everything back. The arena may be used again as after arena_init. */
void arena_release(struct arena *a);

/* Takes over what another arena holds, which is empty then: what several threads made, each in an
 * arena of its own, lives on in one. */
void arena_adopt(struct arena *a, struct arena *other);

/* `size` bytes of zeroes, aligned for any object. Never returns NULL: without memory the program
 * ends. Size 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((malloc, returns_nonnull));

/* An array of `count` elements of `size` bytes, zeroed. A product that overflows ends the program.
 */
void *arena_array(struct arena *a, size_t count, size_t size)
        __attribute__((malloc, returns_nonnull));

/* A copy of the text, followed by a NUL that does not count. An absent text stays absent. */
struct str arena_copy(struct arena *a, struct str s);

/* The texts one behind the other, NUL-terminated like arena_copy. */
#define ARENA_JOIN(a, ...)                                                                         \
	arena_join((a), (const struct str[]){__VA_ARGS__},                                         \
	           sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
struct str arena_join(struct arena *a, const struct str *parts, size_t nparts);

/* The decimal digits of a number, NUL-terminated. */
struct str arena_number(struct arena *a, unsigned long long number);

/* The formatted text, NUL-terminated like arena_copy. */
struct str arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
struct str arena_vprintf(struct arena *a, const char *format, va_list values) PRINTF_LIKE(2, 0);

/* Says "out of memory" and ends the program with status 2: the one fault nobody could report. */
void out_of_memory(void) __attribute__((noreturn));

#endif
