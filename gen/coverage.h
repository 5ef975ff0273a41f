/*
 * What of a language of the site is its own, and what stands in its files in vain.
 *
 * Words, names of countries and pages of prose that a language lacks are shown in another one; how
 * many they are, `fuda check` says. A key that nothing uses was perhaps misspelt: what was meant is
 * then shown in another language, without an error.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "base/diag.h"
#include "site/layers.h"
#include "site/site.h"
#include <stdio.h>

/* Of all things of a kind that the site has, how many the language has itself, and how many of
 * these are the same in a language that the settings name before it. */
struct share {
	size_t nall, nown, ncopied;
};

#define COVERAGE_TAG 40 /* bytes of a tag, what is longer is cut */

struct coverage {
	char tag[COVERAGE_TAG];
	struct share words, countries, pages; /* words: those that have something to translate */
};

/* Of the languages of a site, in their order. */
struct coverages {
	struct coverage of[LANGUAGES_MAX];
	unsigned n;
};

void coverage_count(struct coverage *coverage, const struct site *site, const struct layers *layers,
                    unsigned language, struct arena *a);

/* Prints a line if the language lacks something or has copies. */
void coverage_print(const struct coverage *coverage, FILE *out);

/* Adds WORDS_UNUSED for keys and pages of the first layer that nothing uses. */
void coverage_check(const struct site *site, const struct layers *layers, unsigned language,
                    struct arena *a, struct diag *d);

#endif
