/*
 * Links of pages that stand in a lite mirror: each leads to a file that is there, to the viewer, or
 * to the web.
 *
 * A page of the tree is either kept as a file, or it is packed, and then the viewer shows it; some
 * files are neither. The rewriting follows the markup, so that text that looks like a link is left
 * alone. Const once made; shared by workers.
 */
#ifndef MIRROR_LINK_H
#define MIRROR_LINK_H

#include "base/buf.h"
#include "base/map.h"
#include "mirror/tree.h"
#include "model/settings.h"

/* The folder of the viewer and of the packed pages, below the root of a language. */
#define MIRROR_VIEWER "view/"

/* The directory of the packed pages. */
#define MIRROR_DIRECTORY MIRROR_VIEWER "directory.js"

enum mirror_fate { MIRROR_KEPT, MIRROR_PACKED, MIRROR_DROPPED };

struct mirror_links {
	const struct mirror_tree *tree;
	const struct settings *settings;
	struct map fates; /* path -> enum mirror_fate */
};

/* Decides the fate of each file of the tree. */
void mirror_links_init(struct mirror_links *m, const struct mirror_tree *tree,
                       const struct settings *settings, struct arena *a);

/* What becomes of a file of the tree, by its path. */
enum mirror_fate mirror_links_fate(const struct mirror_links *m, struct str path);

/* The number of the language below whose root a path stands; `*below` is the rest of it. */
unsigned mirror_links_language(const struct settings *settings, struct str path, struct str *below);

/* Appends the page of the tree, or a part of it, as it stands in a file of the mirror: `page` and
 * `place` are the paths of the two. Pictures that the mirror lacks are put into the page. Returns
 * -1 with errno set if one could not be read. */
MUST_CHECK int mirror_links_rewrite(const struct mirror_links *m, struct str page, struct str place,
                                    struct str html, struct buf *b);

#endif
