/* What the files of module output share. */
#ifndef SITE_OUTPUT_PART_H
#define SITE_OUTPUT_PART_H

#include "site/lock.h"
#include "site/output.h"

/* In OUT.fuda: a tree being made, the manifest being written, the one taken away. */
#define NEW_TREE     "new"
#define NEW_MANIFEST "manifest"
#define AWAY         "away"

/* The path of a folder without '/' at its end, in the arena. */
struct str output_trim(const char *path, struct arena *a);

/* Whether the files go to a tree of their own, not among those that are published. */
bool output_is_aside(const struct output *o);

/* Keeps the first failure, from errno. */
void output_fail(struct output *o, struct str path);

/* Writes bytes into the new manifest at an offset. -1 with errno set. */
MUST_CHECK int output_write_manifest(struct output *o, struct str bytes, uint64_t offset);

/* Takes the manifest away, once, before the first file changes. -1 with errno set. */
MUST_CHECK int output_take_manifest_away(struct output *o);

#endif
