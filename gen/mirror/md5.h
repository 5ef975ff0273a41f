/*
 * MD5 (RFC 1321), by libcrypto, for formats that ask for it as a checksum. It protects against
 * accidents only; where it matters who made the bytes, that is the work of sha256.h and of
 * signatures.
 */
#ifndef MIRROR_MD5_H
#define MIRROR_MD5_H

#include "base/attr.h"
#include "base/str.h"

#define MD5_BYTES 16

/* -1 where libcrypto is set up to have no MD5. */
MUST_CHECK int md5_hash(struct str bytes, unsigned char hash[MD5_BYTES]);

#endif
