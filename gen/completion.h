/*
 * Completion of commands and options in shells, from the tables that the program itself reads.
 */
#ifndef COMPLETION_H
#define COMPLETION_H

#include "base/attr.h"
#include <stddef.h>
#include <stdio.h>

/* A command as completion names it. */
struct completion_command {
	const char *name, *summary; /* of one line */
	int bit;                    /* which options go with it: options.h */
};

/* Prints the script for "bash", "zsh" or "fish". Returns -1, with nothing printed, for another
 * shell. Whether it could be written ferror(3) tells. */
MUST_CHECK int completion_print(const char *shell, const struct completion_command *commands,
                                size_t ncommands, FILE *out);

#endif
