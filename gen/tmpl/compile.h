/*
 * The compiler's inside: what compile.c (text, values, sections) and expand.c (partials, parents,
 * blocks, strings) share. One compiler compiles one layout.
 */
#ifndef TMPL_COMPILE_H
#define TMPL_COMPILE_H

#include "base/map.h"
#include "tmpl/op.h"
#include "tmpl/part.h"
#include "tmpl/scope.h"
#include "tmpl/spot.h"
#include "tmpl/tmpl.h"

#define PARTS_MAX 48  /* partials, parents, blocks and strings inside each other */
#define DEPTH_MAX 256 /* the same and sections */

/* More than this in a layout is partials that put each other in by the thousand. */
#define EXPANDED_MAX 50000
#define LITERALS_MAX ((size_t)1 << 24)

/* Indentation of a part's lines: taken off first, then put on. */
struct margin {
	size_t strip; /* blanks, at most */
	struct str add;
};

/* What stands before the first piece of a range of tokens that is put in at a tag. */
enum range_start {
	START_AS_WRITTEN, /* its margin, if it begins a line */
	START_INLINE,     /* none: the tag was within a line */
	START_LINE,       /* its margin: the tag was a line of its own */
};

struct range {
	const struct part *part;
	uint32_t from, to; /* tokens */
	struct margin margin;
	enum range_start start;
};

/* A block inside a parent tag: what is to stand in the parent's block of that name. */
struct argument {
	uint32_t block; /* token in the part of its list */
	bool is_used, is_active;
};

struct arguments {
	const struct part *part;
	struct argument *items;
	size_t n;
};

struct compiler {
	const struct tmpl_source *source;
	enum tmpl_dialect dialect;
	struct arena *a;
	struct diag *d;
	bool has_failed;
	bool is_lost; /* markup was refused: places are no longer known */
	bool is_full; /* a limit was passed: nothing more is compiled */
	unsigned depth;

	struct buf ops;       /* struct op, whose text is yet an offset: see add_op */
	struct buf literals;  /* texts of all instructions */
	size_t pending;       /* where in literals the text of the next instruction begins */
	bool is_behind_block; /* what is pending ends with the tag of a block: see literal.c */
	struct buf why;       /* scratch for messages */
	struct scopes scopes;
	struct spot spot;

	struct map partials, strings; /* name -> index in parts */
	struct part **parts;
	uint32_t nparts;
	size_t parts_room;
	const struct part *open_parts[PARTS_MAX];
	size_t nopen_parts;
	struct arguments arguments[PARTS_MAX]; /* of the parents that are open, outermost first */
	size_t narguments;
	size_t nexpanded;
};

/* Adds a fault at the tag or text that begins at `at`. */
void compile_fault(struct compiler *c, const struct part *part, const char *at, enum diag_code code,
                   const char *format, ...) PRINTF_LIKE(5, 6);

void compile_range(struct compiler *c, struct range range);

/* A whole string, in an element that says its language where it must and may; `at` is the tag in
 * `user`. */
void compile_string(struct compiler *c, const struct part *string, const struct part *user,
                    const char *at);

/* Whether it is known in which place of the markup one stands. */
static inline bool compile_has_places(const struct compiler *c)
{
	return c->dialect == TMPL_HTML && !c->is_lost;
}

/* Literal text, a line of the part at most. `at`: for text that does not stand in the part, an
 * indentation, what it belongs to; else NULL. */
void compile_literal(struct compiler *c, const struct part *part, struct str text, const char *at);

/* The tags that put another text in. */
void expand_partial(struct compiler *c, const struct range *around, uint32_t tag);
void expand_parent(struct compiler *c, const struct range *around, uint32_t tag);
void expand_block(struct compiler *c, const struct range *around, uint32_t tag);
void expand_string(struct compiler *c, const struct range *around, uint32_t tag);

/* Whether the name is one of strings.json, {{t.key}}. */
bool is_string_name(const struct compiler *c, struct str name);

/* The part of that name, scanned, or NULL if the source has none or it has faults, which are then
 * added; `user` and `at` say where it is asked for. */
const struct part *find_part(struct compiler *c, struct str name, const struct part *user,
                             const char *at);

#endif
