/*
 * Where the site is that comes with the program, and whether it lies under another.
 */
#ifndef INSTALLED_H
#define INSTALLED_H

#include "site/layers.h"
#include <limits.h>

/* Sets layers->installed to the folder with content, layouts and static: of the checkout in which
 * the program was built, of the place where it was installed, or, where neither has a
 * content/site.json, the one it was compiled for, which need not be there. layers->installed may
 * point to `folder` afterwards. */
void installed_find(struct layers *layers, char folder[PATH_MAX]);

/* Lays the operator's folder, layers->own, over it. Where there is none, the installed one takes
 * its place; where the two are the same, or none is installed, layers->installed is NULL
 * afterwards. */
void installed_lie_under(struct layers *layers);

#endif
