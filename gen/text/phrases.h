/*
 * Where phrases end in a text without spaces between words: in Japanese, where a reader would not
 * mind the end of a line.
 *
 * A linear model over the characters around a place: for one, two and three of them side by side,
 * and for each way in which they can stand to the place, a weight; a phrase ends where the sum is
 * above zero. Models are those of BudouX, read by ours and not by its library, so that a build
 * needs no Node; tests/phrases compares the two.
 *
 * A model is const once it is filled and may be shared by threads.
 */
#ifndef TEXT_PHRASES_H
#define TEXT_PHRASES_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"
#include <stdint.h>

/* A longer text is a paragraph, and no phrase of it is found; bytes. */
#define PHRASES_LENGTH_MAX 1024

/* Models of more weights are refused: those that there are have a tenth. */
#define PHRASES_WEIGHTS_MAX 16384

/* A bit for each byte of a text. */
#define PHRASES_NWORDS (PHRASES_LENGTH_MAX / 64)

struct phrases;

/* A model in the arena, with room for so many weights, at most PHRASES_WEIGHTS_MAX. */
struct phrases *phrases_new(size_t nweights, struct arena *a);

/* Adds a weight. `feature` is how the characters stand to the place, as BudouX names it: UW1 … UW6,
 * BW1 … BW3, TW1 … TW4; `characters` are one, two or three as it says. Returns -1 if they are not,
 * or if the weight is not of 16 bits. */
MUST_CHECK int phrases_add(struct phrases *p, struct str feature, struct str characters,
                           long weight);

/* Sets the bits of the bytes at which a phrase begins, but for the first, and clears all others. */
void phrases_find(const struct phrases *p, struct str text, uint64_t starts[PHRASES_NWORDS]);

/* Of every model another number. */
uint32_t phrases_serial(const struct phrases *p);

#endif
