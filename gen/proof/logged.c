#include "proof/logged.h"
#include "proof/checkpoint.h"

#define HEAD "fuda-edition/1\n"

long logged_sequence(const struct logged *logged)
{
	const struct edition edition = {.as_of = logged->as_of};

	return edition_sequence(&edition);
}

static void add(struct buf *b, const struct logged *logged)
{
	char day[DATE_TEXT];

	date_format(logged->as_of, day);
	buf_printf(b, HEAD "as-of %.*s\nsequence %ld\nproducts %.*s\nmanifest %.*s\n", DATE_TEXT,
	           day, logged_sequence(logged), STR_ARG(logged->products),
	           STR_ARG(logged->manifest));
}

void logged_add(struct buf *b, const struct edition *edition, struct str manifest_hash)
{
	const struct logged logged = {edition->as_of, edition->products_root, manifest_hash};

	add(b, &logged);
}

/* Takes the line off that says the value of a key. */
static struct str take_value(struct str *text, struct str key)
{
	struct str line;

	if (checkpoint_take_line(text, &line) < 0 || !str_has_prefix(line, key))
		return STR_NONE;
	return str_sub(line, key.n, line.n);
}

/* What is written of what was read must be the text: so nothing else stands in it. */
int logged_parse(struct logged *logged, struct str text)
{
	struct str rest = text, day;
	struct buf b;
	bool is_same;

	if (!str_has_prefix(rest, STR(HEAD)))
		return -1;
	rest = str_sub(rest, sizeof(HEAD) - 1, rest.n);
	day = take_value(&rest, STR("as-of "));
	take_value(&rest, STR("sequence "));
	logged->products = take_value(&rest, STR("products "));
	logged->manifest = take_value(&rest, STR("manifest "));
	if (!day.p || date_parse(day, &logged->as_of) < 0 || !sha256_is_text(logged->products) ||
	    !sha256_is_text(logged->manifest))
		return -1;
	buf_init(&b);
	add(&b, logged);
	is_same = str_is_equal(buf_str(&b), text);
	buf_release(&b);
	return is_same ? 0 : -1;
}
