/*
 * The answer in plain words, for who reads little Japanese or none: the files of content/plain/.
 *
 * A file is one language, named by its tag, with a sentence for each status and reason;
 * fuda-site(5), PLAIN WORDS, has its format. Sentences stand on the fixed address alone, those of
 * the page's status and no other. Const once loaded; safe in any thread.
 */
#ifndef VIEW_PLAIN_WORDS_H
#define VIEW_PLAIN_WORDS_H

#include "base/attr.h"
#include "view/page.h"

struct entry;

/* Reads the files of the layers; a site without them has no plain words. The languages that nobody
 * has reviewed are checked, but shown only with the setting unreviewed_words. Returns -1 if it
 * added an error. */
MUST_CHECK int plain_words_load(struct site *site, const struct layers *layers, struct arena *a,
                                struct diag *d);

/* A list of shape plain_answer: the answer in each language that is shown. */
struct value view_plain_answers(const struct page *p, const struct entry *entry);

#endif
