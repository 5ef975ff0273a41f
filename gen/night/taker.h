/*
 * Files of parts of a site taken over into one folder: as links, or copied where a link cannot be.
 *
 * What is no file, or lies behind a link, is not taken; whether the bytes of a file are right is
 * not asked here. Failures are told as diagnostics: PART_INVALID of what a part should not have,
 * FILE_READ of the system.
 */
#ifndef NIGHT_TAKER_H
#define NIGHT_TAKER_H

#include "base/attr.h"
#include "base/beneath.h"
#include "base/buf.h"
#include "base/diag.h"
#include "publish/edition.h"

/* Takes one file after the other. One a worker. */
struct taker {
	int tree;   /* what is being made: the caller's */
	int folder; /* where `files` looks: the caller's, or -1 */
	struct beneath_look files;
	struct buf lines; /* of the part of the list at hand */
	struct buf path;  /* of the file at hand; NUL-terminated */
	struct buf made;  /* the folder that was made last; the same */
	struct diag *diag;
};

void taker_init(struct taker *t, int tree, struct diag *d);
void taker_release(struct taker *t);

/* Takes a file of a part, which is named so in messages and is open as `folder`. -1 with a
 * diagnostic. */
MUST_CHECK int taker_take(struct taker *t, const char *part, int folder, struct str path);

/* A part of the list of files, and whose it is. */
struct taker_list {
	const char *part;
	int folder;
	const struct edition_part *list;
};

/* Takes the files of these lists and the lists themselves, checked, by so many workers. -1 with the
 * diagnostics of the first list that cannot be taken, however many workers there are. */
MUST_CHECK int taker_run(int tree, const struct taker_list *lists, size_t nlists, unsigned nworkers,
                         struct diag *d);

#endif
