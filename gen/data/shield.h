/*
 * shield.json: what shields.io needs to draw a badge of its own (its endpoint badge, version 1).
 *
 * It has these members and no other, because shields.io refuses an object with a member that it
 * does not know. The words are those of badge.svg, with the level before the status.
 */
#ifndef DATA_SHIELD_H
#define DATA_SHIELD_H

#include "base/buf.h"
#include "view/page.h"
#include "view/view.h"

#define SHIELD_NAME "shield.json"

/* Appends the JSON of a product and a line feed, also of one of which only the retired entry is
 * left. The page is one of the default language, since there is one such file a product. */
void shield_add(struct buf *b, const struct page *p, const struct entry *entry);

#endif
