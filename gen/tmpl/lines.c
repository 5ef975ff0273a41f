/* Lines on which tags stand alone: their whitespace is not part of the output. */
#include "tmpl/part.h"

size_t part_count_blanks(struct str text)
{
	size_t n = 0;

	while (n < text.n && (text.p[n] == ' ' || text.p[n] == '\t'))
		n++;
	return n;
}

static bool is_blank(struct str text)
{
	size_t n = part_count_blanks(text);

	return n == text.n || text.p[n] == '\n' || (text.p[n] == '\r' && n + 2 == text.n);
}

static bool is_comment(const struct token *t)
{
	return t->kind == TOKEN_TEXT && !t->text.p;
}

struct line {
	uint32_t nplain;   /* sections, partials, comments … */
	uint32_t nparents; /* tags that open or end a parent */
	uint32_t nblocks;  /* tags that open or end a block */
	bool has_content;
};

static void count_token(struct line *line, const struct part *part, uint32_t i)
{
	const struct token *t = &part->tokens[i];
	enum token_kind kind = t->kind == TOKEN_END ? part->tokens[t->end].kind : t->kind;

	switch (kind) {
	case TOKEN_TEXT:
		line->nplain += is_comment(t);
		line->has_content |= !is_comment(t) && !is_blank(t->text);
		break;
	case TOKEN_NAME:
	case TOKEN_RAW: line->has_content = true; break;
	case TOKEN_PARENT: line->nparents++; break;
	case TOKEN_BLOCK: line->nblocks++; break;
	default: line->nplain++;
	}
}

/* One tag, or tags of which at least one is a parent's and none is other than those of parents and
 * blocks: `{{<base}}{{$main}}` and `{{/main}}{{/base}}` are lines of their own, but a block that
 * opens and ends on a line is content. A parent that ends on its line counts as one tag. */
static bool is_line_of_tags(const struct part *part, uint32_t from, uint32_t to)
{
	struct line line = {0};

	for (uint32_t i = from; i < to; i++) {
		const struct token *t = &part->tokens[i];

		count_token(&line, part, i);
		if (t->kind == TOKEN_PARENT && t->end < to)
			i = t->end;
	}
	if (line.has_content)
		return false;
	return line.nplain + line.nparents + line.nblocks == 1 ||
	       (line.nplain == 0 && line.nparents > 0);
}

static void trim_line(struct part *part, uint32_t from, uint32_t to)
{
	struct token *first = &part->tokens[from];
	struct str margin = STR("");

	if (first->kind == TOKEN_TEXT && first->is_first && first->text.p)
		margin = str_sub(first->text, 0, part_count_blanks(first->text));
	for (uint32_t i = from; i < to; i++) {
		struct token *t = &part->tokens[i];

		t->is_alone = true;
		t->margin = margin;
		if (t->kind == TOKEN_TEXT)
			t->text.n = 0;
		/* What a parent holds on its own line keeps its text. */
		if (t->kind == TOKEN_PARENT && t->end < to)
			i = t->end - 1;
	}
}

void part_trim_lines(struct part *part)
{
	uint32_t from = 0;

	for (uint32_t i = 0; i < part->ntokens; i++) {
		const struct token *t = &part->tokens[i];
		bool is_last = i + 1 == part->ntokens || (t->kind == TOKEN_TEXT && t->text.n > 0 &&
		                                          t->text.p[t->text.n - 1] == '\n');

		if (!is_last)
			continue;
		if (is_line_of_tags(part, from, i + 1))
			trim_line(part, from, i + 1);
		from = i + 1;
	}
}

static struct str margin_of_text(struct str text)
{
	return str_sub(text, 0, part_count_blanks(text));
}

struct str part_find_margin(const struct part *part, uint32_t block)
{
	const struct token *t = &part->tokens[block];

	if (!t->is_alone) {
		const struct token *before = block > 0 ? &part->tokens[block - 1] : NULL;

		if (before && before->kind == TOKEN_TEXT && before->is_first && before->text.p &&
		    is_blank(before->text))
			return margin_of_text(before->text);
		return STR("");
	}
	for (uint32_t i = block + 1; i <= t->end; i++) {
		const struct token *next = &part->tokens[i];

		if (next->is_alone && next->kind != TOKEN_TEXT)
			return next->margin;
		if (next->is_alone || (next->kind == TOKEN_TEXT && is_blank(next->text) &&
		                       next->text.n > 0 && next->text.p[next->text.n - 1] == '\n'))
			continue;
		return next->kind == TOKEN_TEXT && next->is_first ? margin_of_text(next->text)
		                                                  : STR("");
	}
	return STR("");
}
