/*
 * Mirrors: the whole site as one thing to hand on, made from an export as a build is.
 *
 * The site is built into a folder aside, made into the mirror, and that is put in place by renaming
 * once it is on the disk: who is interrupted leaves the old mirror or none, never half of one.
 */
#ifndef MIRROR_H
#define MIRROR_H

#include "base/attr.h"
#include "base/diag.h"
#include "build.h"
#include <stdint.h>

/* The kinds, and their words on the command line:
 *
 *   FULL  every page as a file, in a ZIP file
 *   LITE  a few thousand files, as a folder or in a ZIP file
 *   ZIM   for readers of ZIM files
 */
#define MIRROR_KINDS(KIND) KIND(FULL, "full") KIND(LITE, "lite") KIND(ZIM, "zim")

#define MIRROR_KIND(NAME, word) MIRROR_##NAME,
enum mirror_kind { MIRROR_KINDS(MIRROR_KIND) MIRROR_NKINDS };
#undef MIRROR_KIND

extern const char *const mirror_kind_names[MIRROR_NKINDS];

/* All words, with a space between two. */
#define MIRROR_KIND_WORD(NAME, word) " " word
#define MIRROR_KIND_WORDS            (&MIRROR_KINDS(MIRROR_KIND_WORD)[1])

struct mirror_request {
	struct build_request build; /* `out`, `links` and `way` are set here */
	enum mirror_kind kind;
	const char *out; /* the file; a folder if it ends in '/' or is one, for MIRROR_LITE alone */
	const char *work; /* folder to work in, or NULL: that of `out` */
};

struct mirror_summary {
	size_t nproducts;
	size_t nfiles;          /* in the mirror; of a ZIM file those it was made of */
	uint64_t nbytes;        /* of the file, or of the files in the folder */
	uint64_t cluster_bytes; /* the room of the files on a medium with clusters of 128 KiB */
};

/* Makes a mirror. Returns -1 if it added an error; then nothing is in place that was not before. */
MUST_CHECK int mirror_make(const struct mirror_request *request, struct mirror_summary *summary,
                           struct diag *d);

#endif
