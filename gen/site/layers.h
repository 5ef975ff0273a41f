/*
 * The folders that a site is made from, one above the other: the operator's, which has what is
 * different there, and the installed one, which has the rest.
 *
 * Layouts, pages and static files are taken file by file, the operator's first. A copy that `fuda
 * site --copy` made has its original beside it, below .origin/: so it is known what was changed in
 * it, and what has been changed beneath it since.
 */
#ifndef SITE_LAYERS_H
#define SITE_LAYERS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"

struct layers {
	const char *own;
	const char *installed; /* or NULL: `own` is all there is */
};

/* Where the originals of copies stand in the operator's folder. */
#define LAYERS_ORIGIN ".origin"

/* How the two layers stand to each other in a file. */
enum layer_state {
	LAYER_INSTALLED, /* not in the operator's folder */
	LAYER_ADDED,     /* there alone */
	LAYER_SAME,      /* in both, with the same bytes */
	LAYER_EXTENDS,   /* a layout that has the installed one as its parent */
	LAYER_CHANGED,   /* in both; taken from the present version */
	LAYER_BEHIND,    /* in both; taken from another version */
	LAYER_UNKNOWN,   /* in both; nobody knows from which */
};

/* The path of a file, such as "layouts/base.mustache", in the first layer that has it; in the
 * operator's folder if none has. */
struct str layers_find(const struct layers *l, struct str name, struct arena *a);

/* Whether a layer has such a file. */
bool layers_have(const struct layers *l, struct str name, struct arena *a);

/* The names in a folder, such as "static", of all layers, each once, in byte order. Neither
 * dot-files nor what editors leave behind is among them. -1 with errno set if no layer has the
 * folder, or one cannot be read. */
MUST_CHECK int layers_list(const struct layers *l, const char *folder, struct arena *a,
                           struct str **names, size_t *nnames);

/* Every file of a folder and of folders in it, in the same way. */
MUST_CHECK int layers_walk(const struct layers *l, const char *folder, struct arena *a,
                           struct str **paths, size_t *npaths);

/* -1, with a system diagnostic, if a file cannot be read. */
MUST_CHECK int layers_compare(const struct layers *l, struct str name, enum layer_state *state,
                              struct arena *a, struct diag *d);

/* The folders whose files are taken file by file. */
#define LAYERS_NFOLDERS 4
extern const char *const layers_folders[LAYERS_NFOLDERS];

/* The files in a language's folder, content/TAG, beside its pages, which end in ".md". */
#define LAYERS_NWORDS 5
extern const char *const layers_words[LAYERS_NWORDS];

/* Whether a file of such a folder is taken whole from one layer; others are put together by key, or
 * are the operator's own. */
bool layers_is_whole(struct str name);

/* Adds LAYER_BOUND for each bound file that is of another version; if `is_thorough`, LAYER_OLD for
 * others that are. Returns -1 if it added an error. */
MUST_CHECK int layers_check(const struct layers *l, bool is_thorough, struct arena *a,
                            struct diag *d);

#endif
