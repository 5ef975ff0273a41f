/*
 * The site as a ZIM file (openzim.org), made by zimwriterfs(1) and then made reproducible.
 *
 * zimwriterfs draws a random number for the file and takes its date from the clock. It is run under
 * faketime(1), so that the date is the as-of day, and the numbers are put in afterwards, from the
 * hash of all else. What stays outside our hands is the order of the entries: that in which the
 * file system names the files. See fuda(1).
 */
#ifndef MIRROR_ZIM_H
#define MIRROR_ZIM_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "mirror/tree.h"
#include "model/settings.h"

/* Writes `file`, which must not be there, from a tree whose links name files. Both programs are
 * looked for in PATH; what they print goes to the file `log`. It is not on the disk yet when it
 * returns. Returns -1 with a diagnostic; a part of the file may then be there. */
MUST_CHECK int mirror_zim_make(const struct mirror_tree *tree, const struct settings *settings,
                               date_days as_of, const char *file, const char *log, struct arena *a,
                               struct diag *d);

#endif
