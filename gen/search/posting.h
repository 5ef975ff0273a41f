/*
 * Numbers as text: how the search index writes lists of products and columns of small numbers.
 *
 * A number is a row of digits of 5 bits, the lowest first, each one of 64 characters (A-Z a-z 0-9 -
 * _ for 0 to 63); every digit but the last has 32 added. So digits stay digits for whoever
 * compresses the file, and need no escape in a script.
 *
 * A list of ascending numbers is told by its gaps: how many numbers lie between one and the one
 * before, or below the first. It is written in one of two ways.
 *
 * Where that is clearly shorter, as bits, six a digit, the highest first, behind a digit that says
 * how many low bits of a gap stand as they are. What of the gap is above them comes first, as so
 * many ones, and a zero; then these bits. Ones fill the last digit. (These are the codes of Golomb
 * and Rice.)
 *
 * Else as steps, behind a plus sign: a step is twice the gap, plus 1 if more than two follow
 * without a gap; then how many follow stands behind it, less 3.
 */
#ifndef SEARCH_POSTING_H
#define SEARCH_POSTING_H

#include "base/buf.h"
#include <stdint.h>

/* The character of a digit, 0 to 63. */
char posting_digit(unsigned digit);

void posting_add_number(struct buf *b, uint64_t number);

/* The numbers must ascend. */
void posting_add_list(struct buf *b, const uint32_t *numbers, size_t nnumbers);

#endif
