/*
 * Folds each line of the standard input, for tests/fold/compare.mjs: "k" or "d" (spaces kept or
 * dropped) or "s" (as search compares), then the text. U+2028 stands for a line end.
 */
#include "base/buf.h"
#include "text/fold.h"
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	struct buf b;

	buf_init(&b);
	while ((n = getline(&line, &capacity, stdin)) > 1) {
		struct str text = {line + 1, (size_t)n - 2};

		if (line[0] == 's')
			fold_add_alike(&b, text);
		else
			fold_add(&b, text, line[0] == 'd' ? FOLD_DROP_SPACES : FOLD_KEEP_SPACES);
		buf_add_byte(&b, '\n');
	}
	fwrite(b.p, 1, b.n, stdout);
	free(line);
	buf_release(&b);
	return ferror(stdout) != 0;
}
