/*
 * The difference between two texts, word by word, as a reader wants to see it.
 *
 * A word is a run of letters and digits; each character of a script without spaces is one.
 */
#ifndef TEXT_DIFFERENCE_H
#define TEXT_DIFFERENCE_H

#include "base/arena.h"
#include "base/str.h"

enum stretch_kind { STRETCH_SAME, STRETCH_ADDED, STRETCH_REMOVED };

struct stretch {
	enum stretch_kind kind;
	struct str text; /* a view of the old text (removed) or of the new one */
};

struct difference {
	struct stretch *stretches; /* in reading order: removed before added */
	size_t nstretches;
};

/* Texts of more words than this are shown as wholly replaced: the table grows with their product.
 */
#define DIFFERENCE_WORDS_MAX 4000

/* A shortest edit between two UTF-8 texts. What is returned lives in the arena and views the texts.
 */
void difference_find(struct difference *difference, struct str before, struct str after,
                     struct arena *a);

#endif
