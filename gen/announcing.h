/*
 * fuda announce: a key says which key signs in its place from a day on. Returns the status the
 * program ends with.
 */
#ifndef ANNOUNCING_H
#define ANNOUNCING_H

#include "options.h"

int announcing_run(struct options *o);

#endif
