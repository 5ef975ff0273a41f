/*
 * The options of the command line: one table, and the request they make.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/attr.h"
#include "mirror.h"
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

/* Which commands an option goes with: a bit each. */
enum {
	BUILD = 1,
	CHECK = 2,
	STATUS = 4,
	ROLLBACK = 8,
	SIGN = 16,
	VERIFY = 32,
	SQLITE = 64,
	MIRROR = 128,
	MERGE = 256,
	INIT = 512,
	SITE = 1024,
	LOG = 2048,
	PROVE = 4096,
	ANNOUNCE = 8192,
	REPEATS = 1 << 15,
	INPUT = BUILD | CHECK | STATUS | SQLITE | MIRROR | MERGE
};

/* What `fuda site` does. */
enum site_task { SITE_NOTHING, SITE_LIST, SITE_COPY, SITE_DIFF };

/* What is to be verified or proved. */
struct proving_request {
	const char *public_key; /* file or text; of a copy to be verified */
	const char *log_key;    /* the same of the log, where that has a key of its own; or NULL */
	bool goes_on;           /* the check of a copy with a bad signature */
	const char *proof;      /* file to be verified, or NULL */
	const char *checkpoint; /* file: an earlier one of the log to be verified; or NULL */
	const char *id;         /* of a product; only of a proof to be made */
	long max_age;           /* days that a copy may be old, or 0: any age */
	bool has_not_before;
	long not_before; /* the least sequence number that will do; of such a copy */
};

struct options {
	struct build_request request;
	struct proving_request proving;
	enum mirror_kind mirror_kind;
	const char *work; /* folder, or NULL */
	enum site_task site_task;
	const char *copied;   /* the file that `fuda site` copies */
	const char *next_key; /* file or text of a public key that is to be announced */
	date_days from;       /* the day from which it signs */
	bool is_quiet;
	struct diag_accepted accepted[DIAG_ACCEPTED_MAX]; /* gates to be let through */
	size_t naccepted;
	char installed_folder[PATH_MAX]; /* the site's, of the program */
	/* where `out`, the log, the ledger and what is kept are links to them */
	char out_folder[PATH_MAX], log_folder[PATH_MAX], ledger_file[PATH_MAX], kept_file[PATH_MAX];
};

/* Reads the arguments behind a command's name into the options; what is not said gets its default.
 * Returns -1 after saying on standard error what is wrong. */
MUST_CHECK int options_parse(struct options *o, const char *command, int command_bit,
                             char **arguments);

/* Calls `tell` with each option of a command; `value` is what its value is called, or NULL. */
void options_each(int command_bit,
                  void (*tell)(void *context, const char *name, const char *value,
                               const char *summary),
                  void *context);

/* Prints a line for each option of a command. */
void options_print(int command_bit, FILE *out);

/* Ends a message with the known word that is nearest to an unknown one, if one is near. */
void options_suggest(const char *unknown, const char *nearest, size_t distance);

#endif
