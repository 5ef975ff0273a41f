/*
 * Whether the settings of the sample stand over what is not the sample.
 *
 * The sample's products are invented, and its pages say so. Pages made of another export with its
 * settings must not: what they show may be true.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "site/site.h"

/* Sets site->is_invented: the site is a sample, at an address that nobody can have, and at least
 * half of the products of the export are those of content/sample. Adds SAMPLE_SETTINGS where it is
 * of the sample's settings alone. settings and survey must be set. */
void sample_check(struct site *site, const struct layers *layers, struct arena *a, struct diag *d);

#endif
