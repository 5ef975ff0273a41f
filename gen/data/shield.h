/*
 * shield.json: what shields.io needs to draw a badge of its own (its endpoint badge, version 1).
 *
 * It has these members and no other, because shields.io refuses an object with a member that it
 * does not know. The words are those of badge.svg in the default language.
 */
#ifndef DATA_SHIELD_H
#define DATA_SHIELD_H

#include "base/buf.h"
#include "view/page.h"
#include "view/view.h"

#define SHIELD_NAME "shield.json"

/* Appends the JSON of a product, also of one of which only the retired entry is left. */
void shield_add(struct buf *b, const struct page *p, const struct entry *entry);

#endif
