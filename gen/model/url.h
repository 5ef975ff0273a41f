/* Addresses in the export: absolute, http or https, and nothing else. */
#ifndef MODEL_URL_H
#define MODEL_URL_H

#include "base/str.h"

/*
 * What is wrong with the address, in words for a message ("has no host"), or NULL. The text must be
 * valid UTF-8. Stricter than a browser where a browser would guess, but hosts and paths may be in
 * any script (RFC 3987), as real ones are.
 */
const char *url_find_fault(struct str s);

/* Where the path begins of an address that has no fault; its length if it has no path. */
size_t url_find_path(struct str url);

#endif
