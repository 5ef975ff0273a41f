/*
 * Where the site is that comes with the program, and whether it lies under another.
 */
#ifndef INSTALLED_H
#define INSTALLED_H

#include "site/layers.h"
#include <limits.h>

/* Finds the folder with content, layouts and static: of the checkout in which the program was
 * built, of the place where it was installed, or the one it was compiled for. `folder` may get its
 * path. */
void installed_find(struct layers *layers, char folder[PATH_MAX]);

/* Lays the operator's folder over it, unless that is the same, or none is installed. */
void installed_lie_under(struct layers *layers);

#endif
