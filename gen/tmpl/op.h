/*
 * Instructions: what a layout is compiled to, and what tmpl_run walks over.
 *
 * An instruction writes its literal text, then acts. The value it acts on is found by numbers: the
 * frame (how deep in sections), the field, and for dotted names the fields of the objects below.
 */
#ifndef TMPL_OP_H
#define TMPL_OP_H

#include "tmpl/escape.h"
#include "tmpl/value.h"
#include <stdint.h>

#define OP_MAX_DEPTH 32 /* frames: the root, and objects and lists inside each other */
#define OP_SPARE     32 /* bytes that may be read behind a literal */

enum op_code {
	/* 0 … ESCAPE_NKINDS - 1: write the value with that escape */
	OP_TEXT = ESCAPE_NKINDS, /* only the literal */
	OP_WORDS,   /* write the value with ESCAPE_HTML; in an element if it says its language */
	OP_LETTERS, /* the same in a drawing */
	OP_IF,      /* go to target if the value is empty */
	OP_UNLESS,  /* go to target unless the value is empty */
	OP_ENTER,   /* an object: go to target if it is absent, else make it a frame */
	OP_EACH,    /* a list: go to target if it is empty, else make its first item a frame */
	OP_NEXT,    /* go on to the next item and to target, if there is one */
	OP_JUMP,    /* go to target */
	OP_END
};

struct operand {
	uint8_t depth;        /* frame, 0: the root */
	uint16_t index;       /* field in it */
	uint16_t npath;       /* further fields, each in the object found so far */
	const uint16_t *path; /* in the arena of the compiled layout */
};

struct op {
	const char *text; /* the literal, in the arena of the compiled layout; OP_SPARE bytes behind
	                   * it can be read */
	uint32_t ntext;
	uint32_t target; /* index of an instruction */
	struct operand operand;
	uint8_t code;
	uint8_t frame;   /* ENTER, EACH, NEXT: the frame they set */
	uint16_t stride; /* EACH, NEXT: values an item */
};

struct tmpl {
	const char *lang;     /* of the source */
	const struct op *ops; /* the last is OP_END */
	size_t nops;
	const struct phrases *phrases; /* for ESCAPE_PHRASES */
};

#endif
