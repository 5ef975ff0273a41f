/* Names of hosts in any script as DNS has them (RFC 3492 and 5891), for messages, and back again.
 */
#ifndef MODEL_PUNYCODE_H
#define MODEL_PUNYCODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* The host with each label that is not ASCII as xn--..., in the arena. The host must be valid
 * UTF-8; it is taken as it is, neither folded nor normalised. */
struct str punycode_host(struct str host, struct arena *a);

/* Appends a UTF-8 text in which each label of a host that is written as xn--..., in small letters
 * or capitals, stands in its characters. What only looks like one stays as it is. */
void punycode_add_decoded(struct buf *b, struct str text);

#endif
