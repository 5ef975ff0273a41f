#include "text/difference.h"
#include "base/utf8.h"
#include <stdint.h>
#include <stdlib.h>

/* Letters and digits of scripts with spaces between words: Latin, Greek, Cyrillic. */
static bool is_word_letter(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= 0xc0 && c < 0x530);
}

static struct str *split_words(struct str text, struct arena *a, size_t *nwords)
{
	struct str *words = arena_array(a, text.n, sizeof(*words));
	size_t at = 0, from = 0;
	bool is_in_word = false;

	*nwords = 0;
	while (at < text.n) {
		size_t start = at;
		bool is_letter = is_word_letter(utf8_next(text, &at));

		if (start > from && !(is_in_word && is_letter)) {
			words[(*nwords)++] = str_sub(text, from, start);
			from = start;
		}
		is_in_word = is_letter;
	}
	if (text.n > from)
		words[(*nwords)++] = str_sub(text, from, text.n);
	return words;
}

/* Appends a word, joined to the stretch before it where it is of the same kind. */
static void add_word(struct difference *difference, enum stretch_kind kind, struct str word)
{
	struct stretch *last = difference->stretches + difference->nstretches;

	if (difference->nstretches > 0 && last[-1].kind == kind &&
	    last[-1].text.p + last[-1].text.n == word.p) {
		last[-1].text.n += word.n;
		return;
	}
	*last = (struct stretch){kind, word};
	difference->nstretches++;
}

/* Lengths of the longest common subsequences of all tails: entry (i, k) at i * (nafter + 1) + k. */
static uint16_t *measure_tails(const struct str *before, size_t nbefore, const struct str *after,
                               size_t nafter)
{
	size_t width = nafter + 1;
	uint16_t *longest = calloc((nbefore + 1) * width, sizeof(*longest));

	if (!longest)
		out_of_memory();
	for (size_t i = nbefore; i-- > 0;) {
		for (size_t k = nafter; k-- > 0;) {
			uint16_t down = longest[(i + 1) * width + k];
			uint16_t right = longest[i * width + k + 1];

			longest[i * width + k] =
			        str_is_equal(before[i], after[k])
			                ? (uint16_t)(longest[(i + 1) * width + k + 1] + 1)
			        : down >= right ? down
			                        : right;
		}
	}
	return longest;
}

void difference_find(struct difference *difference, struct str before, struct str after,
                     struct arena *a)
{
	size_t nold, nnew, i = 0, k = 0;
	struct str *old_words = split_words(before, a, &nold);
	struct str *new_words = split_words(after, a, &nnew);
	uint16_t *longest;

	*difference = (struct difference){
	        .stretches = arena_array(a, nold + nnew + 2, sizeof(struct stretch))};
	if (nold > DIFFERENCE_WORDS_MAX || nnew > DIFFERENCE_WORDS_MAX) {
		add_word(difference, STRETCH_REMOVED, before);
		add_word(difference, STRETCH_ADDED, after);
		return;
	}
	longest = measure_tails(old_words, nold, new_words, nnew);
	while (i < nold || k < nnew) {
		if (i < nold && k < nnew && str_is_equal(old_words[i], new_words[k])) {
			add_word(difference, STRETCH_SAME, new_words[k++]);
			i++;
		} else if (i < nold && (k == nnew || longest[(i + 1) * (nnew + 1) + k] >=
		                                             longest[i * (nnew + 1) + k + 1])) {
			add_word(difference, STRETCH_REMOVED, old_words[i++]);
		} else {
			add_word(difference, STRETCH_ADDED, new_words[k++]);
		}
	}
	free(longest);
}
