/*
 * The commands that are about trust: log, prove and verify. Each returns the status the program
 * ends with.
 */
#ifndef PROVING_H
#define PROVING_H

#include "options.h"

int proving_log(struct options *o);
int proving_prove(struct options *o);
int proving_verify(struct options *o);

#endif
