/*
 * What the commands say on the terminal.
 */
#ifndef TELL_H
#define TELL_H

#include "options.h"

/* Prints the diagnostics and, where there are errors, a last line that counts them. Returns the
 * status to end with. */
int tell_diagnostics(const struct options *o, struct diag *d);

/* A line that is drawn over and over, on a terminal alone; the context is a size_t, SIZE_MAX at
 * first. */
void tell_progress(void *context, size_t ndone, size_t nall);

/* "s", but of one nothing. */
const char *tell_plural(size_t n);

#endif
