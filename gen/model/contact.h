/*
 * Whether a way to reach somebody, or the number of a flaw, can be one: what cannot is shown and
 * not linked.
 */
#ifndef MODEL_CONTACT_H
#define MODEL_CONTACT_H

#include "base/str.h"
#include <stdbool.h>

/* As the field of a form has it (HTML, 4.10.5.1.5), with a dot in the host. */
bool contact_is_email(struct str s);

/* Digits, at least three and at most 15, a + before them, and what parts them: it can be dialled.
 */
bool contact_is_tel(struct str s);

/* CVE-YYYY-NNNN, of four digits or more. */
bool contact_is_cve(struct str s);

#endif
