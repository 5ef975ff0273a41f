#include "tmpl/op.h"
#include "tmpl/tmpl.h"

const char *tmpl_lang(const struct tmpl *tmpl)
{
	return tmpl->lang;
}

struct frame {
	const struct value *at;
	size_t nleft; /* items of a list, this one included */
};

static const struct value absent;

static inline const struct value *find_value(const struct operand *o, const struct frame *frames)
{
	const struct value *v = frames[o->depth].at + o->index;

	for (uint16_t i = 0; i < o->npath; i++) {
		if (v->n == 0)
			return &absent;
		v = v->items + o->path[i];
	}
	return v;
}

/* Where to write `n` more bytes, given that `to` is the end of what is written. */
static inline char *reserve(struct buf *b, char *to, size_t n)
{
	b->n = (size_t)(to - b->p);
	return buf_reserve(b, n);
}

static inline char *copy(struct buf *b, char *to, const char *text, size_t n)
{
	if ((size_t)(b->p + b->capacity - to) < n)
		to = reserve(b, to, n);
	if (n > 0)
		memcpy(to, text, n);
	return to + n;
}

/* Most literals are short: a copy of OP_SPARE bytes, however many are meant, calls nothing and
 * guesses nothing. */
static inline char *copy_literal(struct buf *b, char *to, const struct op *op)
{
	size_t n = op->ntext;

	if ((size_t)(b->p + b->capacity - to) < n + OP_SPARE)
		to = reserve(b, to, n + OP_SPARE);
	memcpy(to, op->text, OP_SPARE);
	if (n > OP_SPARE)
		memcpy(to + OP_SPARE, op->text + OP_SPARE, n - OP_SPARE);
	return to + n;
}

static char *write_value(struct buf *b, char *to, uint8_t escape, const struct value *v,
                         const struct phrases *phrases)
{
	struct str s = {v->text, v->n};

	if (s.n == 0)
		return to;
	if ((size_t)(b->p + b->capacity - to) < s.n * ESCAPE_GROWTH)
		to = reserve(b, to, s.n * ESCAPE_GROWTH);
	return escape_as(escape, to, s, phrases);
}

static char *copy_text(struct buf *b, char *to, const char *text)
{
	return copy(b, to, text, strlen(text));
}

/* A value where markup may stand: it is put in an element if it says its language. */
static char *write_words(struct buf *b, char *to, uint8_t code, const struct value *v,
                         const struct phrases *phrases)
{
	const char *name = code == OP_LETTERS ? "tspan" : "span";

	if (!v->lang || v->n == 0)
		return write_value(b, to, phrases ? ESCAPE_PHRASES : ESCAPE_HTML, v, phrases);
	to = copy_text(b, copy(b, to, "<", 1), name);
	to = copy_text(b, copy_text(b, to, " lang=\""), v->lang);
	to = write_value(b, copy_text(b, to, "\">"), ESCAPE_HTML, v, NULL);
	to = copy_text(b, copy_text(b, to, "</"), name);
	return copy(b, to, ">", 1);
}

void tmpl_run(const struct tmpl *tmpl, const struct value *root, struct buf *b)
{
	struct frame frames[OP_MAX_DEPTH];
	const struct op *op = tmpl->ops;
	char *to = buf_reserve(b, 1);

	frames[0].at = root;
	for (;;) {
		const struct value *v;

		to = copy_literal(b, to, op);
		switch (op->code) {
		case OP_TEXT: break;
		case OP_WORDS:
		case OP_LETTERS:
			to = write_words(b, to, op->code, find_value(&op->operand, frames), NULL);
			break;
		case ESCAPE_PHRASES:
			to = write_words(b, to, op->code, find_value(&op->operand, frames),
			                 tmpl->phrases);
			break;
		case OP_IF:
			if (find_value(&op->operand, frames)->n == 0)
				goto jump;
			break;
		case OP_UNLESS:
			if (find_value(&op->operand, frames)->n > 0)
				goto jump;
			break;
		case OP_ENTER:
		case OP_EACH:
			v = find_value(&op->operand, frames);
			if (v->n == 0)
				goto jump;
			frames[op->frame] = (struct frame){v->items, v->n};
			break;
		case OP_NEXT:
			if (--frames[op->frame].nleft == 0)
				break;
			frames[op->frame].at += op->stride;
			goto jump;
		case OP_JUMP: goto jump;
		case OP_END: b->n = (size_t)(to - b->p); return;
		default:
			v = find_value(&op->operand, frames);
			to = write_value(b, to, op->code, v, NULL);
		}
		op++;
		continue;
	jump:
		op = tmpl->ops + op->target;
	}
}
