/*
 * Bytes being written: a buffer that grows, up to a ceiling, and is kept from page to page.
 *
 * Not for sharing between threads. After the first pages a buffer no longer allocates.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/attr.h"
#include "base/str.h"
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *p;
	size_t n;        /* bytes written */
	size_t capacity; /* bytes allocated */
};

/* More than this in one buffer (4 GiB) is a fault of the program, not a page. */
#define BUF_CEILING ((size_t)1 << 32)

void buf_init(struct buf *b);
void buf_clear(struct buf *b);
void buf_release(struct buf *b);

/* Allocates room for `n` more bytes behind the written ones. Without memory, or past the ceiling,
 * the program ends. */
void buf_grow(struct buf *b, size_t n);

/* Makes room for `n` more bytes behind the written ones and returns where they go, never NULL; the
 * caller adds what it wrote to b->n. */
static inline char *buf_reserve(struct buf *b, size_t n)
{
	if (!b->p || b->capacity - b->n < n)
		buf_grow(b, n);
	return b->p + b->n;
}

static inline void buf_add(struct buf *b, struct str s)
{
	if (b->capacity - b->n < s.n)
		buf_grow(b, s.n);
	if (s.n > 0)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

static inline void buf_add_byte(struct buf *b, char byte)
{
	if (b->capacity == b->n)
		buf_grow(b, 1);
	b->p[b->n++] = byte;
}

/* Decimal digits of the number. */
void buf_add_number(struct buf *b, uint64_t number);

/* What is only hashed or compared: the bytes of a number as they are in memory; a text behind its
 * length, so that one text never runs into the next. */
static inline void buf_add_word(struct buf *b, uint64_t number)
{
	buf_add(b, (struct str){(const char *)&number, sizeof(number)});
}

static inline void buf_add_counted(struct buf *b, struct str s)
{
	buf_add_word(b, s.n);
	buf_add(b, s);
}

void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

/* A view of what is written; good until the next change of the buffer. */
static inline struct str buf_str(const struct buf *b)
{
	return (struct str){b->p ? b->p : "", b->n};
}

#endif
