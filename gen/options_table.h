/*
 * The table of options, and how an argument finds its row.
 */
#ifndef OPTIONS_TABLE_H
#define OPTIONS_TABLE_H

#include "options.h"

struct option {
	const char *name;
	const char *value; /* what its value is called; NULL: it has none */
	int commands;      /* bits, and REPEATS where it may be given more than once */
	int needed_by;     /* bits of those that cannot do without it */
	int (*set)(struct options *o, const char *value);
	const char *summary;
};

#define OPTIONS_MAX 64
extern const struct option options_table[];
extern const size_t options_n;

/* The option that an argument names, alone or as NAME=VALUE, or NULL with a message. */
const struct option *options_find(const char *command, int command_bit, const char *argument);

#endif
