/*
 * Cuts each line of the standard input into keys, for tests/search/compare.mjs: "n", "m" or "i"
 * (name, model, id), then the text. Prints the keys with a space before each; for an empty text the
 * class of every character of the BMP.
 */
#include "base/buf.h"
#include "text/term.h"
#include <stdio.h>
#include <stdlib.h>

static void print_key(void *context, struct str key)
{
	(void)context;
	printf(" %.*s", STR_ARG(key));
}

static void print_classes(void)
{
	for (uint32_t c = 0; c < 0x10000; c++)
		putchar("sldc"[term_classify(c)]);
}

int main(void)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	struct term_cutter cutter;

	term_init(&cutter);
	while ((n = getline(&line, &capacity, stdin)) > 1) {
		struct str text = {line + 1, (size_t)n - 2};

		if (text.n == 0)
			print_classes();
		else
			term_cut(&cutter, text,
			         line[0] == 'n'   ? TERM_NAME
			         : line[0] == 'm' ? TERM_MODEL
			                          : TERM_ID,
			         print_key, NULL);
		putchar('\n');
	}
	free(line);
	term_release(&cutter);
	return ferror(stdout) != 0;
}
