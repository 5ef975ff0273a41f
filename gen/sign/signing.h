/*
 * Signing the edition of a site: a key from a file, its password from a person, a signature beside
 * MANIFEST.json.
 */
#ifndef SIGN_SIGNING_H
#define SIGN_SIGNING_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"
#include "sign/minisign.h"

/* Reads a secret key file of minisign. The password of an encrypted one is asked for on the
 * terminal that standard input is, without echo; else it is the first line of standard input.
 * Returns -1 with a system diagnostic. The key is to be wiped by the caller. */
MUST_CHECK int signing_load_key(struct minisign_secret *key, const char *path, struct diag *d);

/* Reads a public key: a file of minisign, or the 56 characters of base64 themselves. -1 with a
 * system diagnostic. */
MUST_CHECK int signing_load_public(struct minisign_public *key, const char *file_or_text,
                                   struct diag *d);

/* The signature file of a MANIFEST.json, in the arena. The same key and bytes always give the same.
 * -1 with a diagnostic if the bytes are none. */
MUST_CHECK int signing_sign(const struct minisign_secret *key, struct str manifest,
                            struct place place, struct arena *a, struct str *signature,
                            struct diag *d);

/* Signs the complete site in a folder, of which no build may be running, with the key in a file. -1
 * with a diagnostic. */
MUST_CHECK int signing_sign_folder(const char *key_file, const char *folder, struct diag *d);

#endif
