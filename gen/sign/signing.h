/*
 * Signing the edition of a site: a key from a file, its password from a person, whether that key
 * may sign by now, and a signature beside MANIFEST.json.
 */
#ifndef SIGN_SIGNING_H
#define SIGN_SIGNING_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/str.h"
#include "sign/keys.h"

/* Reads a secret key file of minisign. The password of an encrypted one is asked for on the
 * terminal that standard input is, without echo; else it is the first line of standard input.
 * Returns -1 with a system diagnostic. The key is to be wiped by the caller. */
MUST_CHECK int signing_load_key(struct minisign_secret *key, const char *path, struct diag *d);

/* Reads a public key: a file of minisign, or the 56 characters of base64 themselves. -1 with a
 * system diagnostic. */
MUST_CHECK int signing_load_public(struct minisign_public *key, const char *file_or_text,
                                   struct diag *d);

/* Reads the announcements in a file, in the arena; a file that is not there has none. -1 with a
 * diagnostic. */
MUST_CHECK int signing_load_keys(struct keys *keys, const char *path, struct arena *a,
                                 struct diag *d);

/* The same of those that a site, perhaps of somebody else, has published: behind no link. */
MUST_CHECK int signing_load_published_keys(struct keys *keys, const char *folder, struct arena *a,
                                           struct diag *d);

/*
 * Which key may sign: OUT.fuda keeps the one that signed last, and another must have been announced
 * by it, that is, stand in its line; a key in whose place another signs by then does not sign.
 */
struct signing_order {
	const struct keys *keys;
	const char *work;    /* OUT.fuda, or NULL */
	struct str expected; /* a public key: the one before where none has signed; or none */
	date_days as_of;     /* of the edition */
};

/* -1 with a diagnostic if the key may not sign. That it was not announced is a gate's error: an
 * operator whose key was lost or stolen has no other way. */
MUST_CHECK int signing_check_key(const struct minisign_secret *key,
                                 const struct signing_order *order, struct arena *a,
                                 struct diag *d);

/* Keeps in OUT.fuda that the key has signed. -1 with a system diagnostic. */
MUST_CHECK int signing_note_key(const struct minisign_secret *key, const char *work,
                                struct diag *d);

/* The signature file of a MANIFEST.json, in the arena; `superseded` is the hash of the list of
 * superseded files beside it, or none. The same key and bytes always give the same. -1 with a
 * diagnostic if the bytes are none. */
MUST_CHECK int signing_sign(const struct minisign_secret *key, struct str manifest,
                            struct str superseded, struct place place, struct arena *a,
                            struct str *signature, struct diag *d);

/* Signs the complete site in a folder, of which no build may be running, with the key in a file,
 * which must be one that may sign. -1 with a diagnostic. */
MUST_CHECK int signing_sign_folder(const char *key_file, const char *folder, struct diag *d);

/* The same of a copy to hand on, of which nothing is kept beside it. */
MUST_CHECK int signing_sign_copy(const char *key_file, const char *folder, struct diag *d);

#endif
