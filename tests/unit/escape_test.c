#include "check.h"
#include "tmpl/escape.h"
#include <stdlib.h>

/* Texts of up to so many bytes: two of the blocks in which escape_html copies, and some. */
#define LENGTH_MAX 40

static const char marks[] = "&<>\"'";
static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

/* What is expected, found byte by byte. */
static struct str expect(struct str text, char *room)
{
	char *to = room;

	for (size_t i = 0; i < text.n; i++) {
		const char *mark = strchr(marks, text.p[i]);

		if (mark)
			to = stpcpy(to, entities[mark - marks]);
		else
			*to++ = text.p[i];
	}
	return (struct str){room, (size_t)(to - room)};
}

/* Memory ends where the text ends, so that a sanitizer sees what reads on; and nothing is written
 * behind what is returned. */
static void check_text(const char *bytes, size_t n)
{
	char *text = malloc(n > 0 ? n : 1), room[ESCAPE_GROWTH * LENGTH_MAX];
	char *actual = memset(malloc(sizeof(room) + 1), '~', sizeof(room) + 1);
	struct str expected = expect((struct str){bytes, n}, room);
	char *end;

	memcpy(text, bytes, n);
	end = escape_html(actual, (struct str){text, n});
	CHECK_STR(((struct str){actual, (size_t)(end - actual)}), expected);
	CHECK(*end == '~');
	free(text);
	free(actual);
}

/* Every length, without a mark, with each at every place, and with two at any two places. */
static void test_html(void)
{
	char bytes[LENGTH_MAX];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i % 3 == 2 ? 0xa9 + i : 'a' + i % 26);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		check_text(bytes, n);
		for (size_t i = 0; i < n; i++) {
			char kept = bytes[i];

			for (const char *mark = marks; *mark; mark++) {
				bytes[i] = *mark;
				check_text(bytes, n);
			}
			for (size_t j = i + 1; j < n; j++) {
				char other = bytes[j];

				bytes[j] = marks[j % 5];
				check_text(bytes, n);
				bytes[j] = other;
			}
			bytes[i] = kept;
		}
	}
}

/* All bytes that have no entity stay as they are, in a block and beside one. */
static void test_others(void)
{
	char bytes[LENGTH_MAX];

	for (int c = 1; c < 256; c++) {
		memset(bytes, c, sizeof(bytes));
		check_text(bytes, 7);
		check_text(bytes, sizeof(bytes));
	}
}

int main(void)
{
	test_html();
	test_others();
	return check_report();
}
