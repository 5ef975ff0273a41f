/*
 * Superseded files: those whose name tells what is in them, and that an edition before this one
 * had.
 *
 * A page that is open, or that a cache or a search directory of yesterday still has, asks for
 * styles, scripts and search files by names that the new edition does not have any more. They stay
 * for some days (keep_superseded_days). MANIFEST.json lists what a build from nothing makes and so
 * does not know them; they stand in a list beside its parts, text for sha256sum(1) as these are,
 * with the day since when in lines that begin with '#':
 *
 *     # fuda-superseded/1 HASH       of what follows
 *     # since 2026-11-23             the as-of day of the first edition that did without
 *     HASH  static/site-0123abcd.css
 *
 * MANIFEST.json does not name that list, but the trusted comment of its signature does
 * (edition.h).
 */
#ifndef PUBLISH_SUPERSEDED_H
#define PUBLISH_SUPERSEDED_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/sha256.h"
#include "base/str.h"
#include "publish/edition.h"
#include <stdbool.h>
#include <stdint.h>

#define SUPERSEDED_NAME "superseded.sha256"
#define SUPERSEDED_PATH EDITION_PARTS SUPERSEDED_NAME

struct superseded_file {
	struct str path;
	char hash[SHA256_HEX];
	date_days since;
	uint64_t look; /* how it was last seen (seen.h), where that is known */
};

/* Whether a path is of a file whose name tells what is in it, or of a compressed copy of one: other
 * bytes would have another name. */
bool superseded_has_path(struct str path);

/* The file of a path among those sorted by path, or NULL. */
const struct superseded_file *superseded_find(const struct superseded_file *files, size_t nfiles,
                                              struct str path);

/* Appends the list of files, which it sorts by day and path. */
void superseded_add_list(struct buf *b, struct superseded_file *files, size_t nfiles);

/* Reads a list; the paths are in the arena, the files in its order. -1 if it is not as it was
 * written, byte by byte, or has a path twice. */
MUST_CHECK int superseded_parse(struct str text, struct arena *a, struct superseded_file **files,
                                size_t *nfiles);

#endif
