/*
 * A copy of a site checked against its signature: MANIFEST.json and its signature, the parts of the
 * list, every file; what is missing, what was added, how old it is.
 *
 * Works on any folder that has the files of a site, wherever it comes from: nothing in it is
 * believed before its hash or its signature says so. It tells that the copy is what the owner of
 * the key published; not that there is no newer one.
 */
#ifndef SIGN_VERIFY_H
#define SIGN_VERIFY_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "publish/edition.h"
#include "sign/minisign.h"
#include <stdbool.h>
#include <stddef.h>

struct verify_request {
	const char *folder;
	struct minisign_public key; /* or one that followed it, as keys.txt of the copy says */
	bool has_not_before;
	long not_before; /* the least sequence number that will do */
	bool goes_on;    /* also where the signature is bad */
	unsigned njobs;
};

struct verify_result {
	bool is_signed;         /* what follows is what the owner of the key said */
	struct edition edition; /* its texts are in the arena */
	struct str comment;     /* the trusted one */
	struct str signer;      /* the id of the key */
	struct str led;         /* how the key asked for leads to it, in words; empty: it is that */
	size_t nfiles;          /* listed */
};

/* Adds a diagnostic for each finding, sorted by path within a kind. Returns -1 if there was one, or
 * if something could not be read. */
MUST_CHECK int verify_folder(const struct verify_request *request, struct verify_result *result,
                             struct arena *a, struct diag *d);

#endif
