/* Names of hosts in any script as DNS has them (RFC 3492 and 5891), for messages. */
#ifndef MODEL_PUNYCODE_H
#define MODEL_PUNYCODE_H

#include "base/arena.h"
#include "base/str.h"

/* The host with each label that is not ASCII as xn--..., in the arena. The host must be valid
 * UTF-8; it is taken as it is, neither folded nor normalised. */
struct str punycode_host(struct str host, struct arena *a);

#endif
