/*
 * Prints each line of the standard input with U+001F where a phrase of it begins, for
 * tests/phrases/compare.mjs.
 *
 *   phrases_lines MODEL            as the model says
 *   phrases_lines MODEL lines      where lines may end
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/fs.h"
#include "model/json.h"
#include "text/line_end.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

static struct phrases *load(const char *path, struct arena *a)
{
	struct phrases *phrases = phrases_new(PHRASES_WEIGHTS_MAX, a);
	const struct json *json = NULL;
	struct diag d;
	struct buf b;

	diag_init(&d);
	buf_init(&b);
	if (fs_load(AT_FDCWD, path, 1 << 20, &b) == 0)
		json = json_parse(arena_copy(a, buf_str(&b)),
		                  (struct place){.file = str_from(path)}, a, &d);
	buf_release(&b);
	diag_release(&d);
	for (const struct json *j = json ? json->child : NULL; j; j = j->next)
		for (const struct json *k = j->child; k; k = k->next) {
			long weight;

			if (json_parse_integer(k, INT16_MIN, INT16_MAX, &weight) < 0 ||
			    phrases_add(phrases, j->key, k->key, weight) < 0)
				return NULL;
		}
	return json ? phrases : NULL;
}

int main(int argc, char **argv)
{
	uint64_t starts[PHRASES_NWORDS];
	struct phrases *phrases;
	size_t capacity = 0;
	char *line = NULL;
	struct arena a;
	ssize_t n;

	arena_init(&a, 1 << 16);
	phrases = argc > 1 ? load(argv[1], &a) : NULL;
	if (!phrases)
		return 2;
	while ((n = getline(&line, &capacity, stdin)) > 0) {
		struct str text = {line, (size_t)n - 1};

		(argc > 2 ? line_end_find : phrases_find)(phrases, text, starts);
		for (size_t i = 0; i < text.n; i++) {
			if (i < PHRASES_LENGTH_MAX && starts[i / 64] >> i % 64 & 1)
				putchar(0x1f);
			putchar(line[i]);
		}
		putchar('\n');
	}
	free(line);
	arena_release(&a);
	return ferror(stdout) != 0;
}
