/*
 * Scopes: what a name means at a place of a layout.
 *
 * A section on an object or a list opens a scope, in which its fields hide those outside; a section
 * on a text opens one too, in which {{.}} is that text. Scopes exist while compiling only: a name
 * leaves them as an operand.
 */
#ifndef TMPL_SCOPE_H
#define TMPL_SCOPE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/nearest.h"
#include "tmpl/op.h"

#define SCOPE_MAX 64 /* sections inside each other */

/* What a name was found to be. */
struct target {
	enum field_type type;
	const struct shape *shape; /* of an object or a list's items; never NULL for those */
	struct operand operand;
};

struct scope {
	const struct shape *shape; /* NULL: a text */
	struct target text;        /* then: {{.}} */
	uint8_t frame;
};

struct scopes {
	struct scope scope[SCOPE_MAX];
	size_t nscopes;
};

void scopes_init(struct scopes *s, const struct shape *root);

/* Opens the scope of a section on the target. Returns the frame that the section must set, or 0
 * where it needs none; or -1 if sections are nested too deeply. */
MUST_CHECK int scopes_open(struct scopes *s, const struct target *target);

/* Closes the scope that the last scopes_open of such a target opened. */
void scopes_close(struct scopes *s, const struct target *target);

/* Finds a name, dotted or ".". Returns 0; or -1 after writing to `why` what is wrong with it and
 * which name was perhaps meant. Paths of operands stand in the arena. */
MUST_CHECK int scopes_find(const struct scopes *s, struct str name, struct arena *a,
                           struct target *target, struct buf *why);

#endif
