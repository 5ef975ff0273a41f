/*
 * The lite mirror: the whole site in a few thousand files, for media with large clusters.
 *
 * Made from a tree that the pages themselves were made for: the many pages of products,
 * manufacturers, and the further parts of lists and changes stand there under a name of their own,
 * to be packed (bundle.h), and every link leads to where its target will be. All other files stay
 * as they are.
 */
#ifndef MIRROR_LITE_H
#define MIRROR_LITE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "mirror/tree.h"
#include "model/settings.h"

/* The directory of the packed pages, in the folder of the viewer. */
#define MIRROR_DIRECTORY "directory.js"

struct mirror_lite_request {
	const struct mirror_tree *tree;
	const struct languages *languages;
	struct str packed;  /* the name of each packed page in its folder */
	struct str viewer;  /* the folder of the viewer: "view/" */
	struct str edition; /* MANIFEST.json as far as it does not speak of files */
	const char *folder; /* to be written; it must be there and empty */
	unsigned njobs;     /* workers, at least 1 */
};

/* Writes the mirror and its MANIFEST.json, without a signature: that of the tree would not fit.
 * Files that stay as they are become hard links to those of the tree where the file system can do
 * that. All of it is on the disk when it returns, but for the name of the folder. The same bytes
 * whatever the number of jobs. Returns -1 with a diagnostic of the first failure; what was written
 * until then stays. */
MUST_CHECK int mirror_lite_make(const struct mirror_lite_request *request, struct arena *a,
                                struct diag *d);

#endif
