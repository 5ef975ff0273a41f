#include "base/json_writer.h"
#include "base/utf8.h"
#include <string.h>

/* Whether a character of a JSON string is written as an escape. */
static bool is_escaped(uint32_t c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' ||
	       utf8_is_line_end(c);
}

/* The bytes with which such a character begins; that of the last two begins others, too. */
static const bool may_be_escaped[256] = {
        [0 ... 0x1f] = true,
        ['"'] = true,
        ['\\'] = true,
        ['<'] = true,
        ['>'] = true,
        ['&'] = true,
        [UTF8_LINE_END_FIRST] = true,
};

static void add_escape(struct buf *b, uint32_t c)
{
	static const char names[] = "\b\t\n\f\r\"\\", escapes[] = "btnfr\"\\";
	const char *which = c != 0 && c < 0x80 ? strchr(names, (int)c) : NULL;

	if (which) {
		buf_add_byte(b, '\\');
		buf_add_byte(b, escapes[which - names]);
	} else {
		buf_printf(b, "\\u%04x", (unsigned)c);
	}
}

void json_add_quoted(struct buf *b, struct str s)
{
	size_t at = 0, plain = 0;

	buf_add_byte(b, '"');
	while (at < s.n) {
		size_t from = at;
		uint32_t c;

		if (!may_be_escaped[(uint8_t)s.p[at]]) {
			at++;
			continue;
		}
		c = utf8_next(s, &at);
		if (!is_escaped(c))
			continue;
		buf_add(b, str_sub(s, plain, from));
		add_escape(b, c);
		plain = at;
	}
	if (s.n > 0)
		buf_add(b, str_sub(s, plain, s.n));
	buf_add_byte(b, '"');
}

/* Unless nothing stands before it in its object or array, or its comma does. */
static void add_comma(struct buf *b)
{
	char last = b->n > 0 ? b->p[b->n - 1] : '[';

	if (last != '{' && last != '[' && last != '\n')
		buf_add_byte(b, ',');
}

void json_begin_line(struct buf *b)
{
	add_comma(b);
	buf_add_byte(b, '\n');
}

void json_add_key(struct buf *b, const char *key)
{
	add_comma(b);
	if (!key)
		return;
	buf_add_byte(b, '"');
	buf_add(b, str_from(key));
	buf_add(b, STR("\":"));
}

void json_add_key_text(struct buf *b, struct str key)
{
	add_comma(b);
	json_add_quoted(b, key);
	buf_add_byte(b, ':');
}

void json_add_string(struct buf *b, const char *key, struct str text)
{
	if (text.n == 0 && key)
		return;
	json_add_key(b, key);
	json_add_quoted(b, text);
}

void json_add_date(struct buf *b, const char *key, date_days date)
{
	char text[DATE_TEXT];

	if (date == DATE_NONE)
		return;
	date_format(date, text);
	json_add_string(b, key, (struct str){text, DATE_TEXT});
}

static void add_null(struct buf *b, const char *key)
{
	json_add_key(b, key);
	buf_add(b, STR("null"));
}

void json_add_string_or_null(struct buf *b, const char *key, struct str text)
{
	if (text.n == 0)
		add_null(b, key);
	else
		json_add_string(b, key, text);
}

void json_add_date_or_null(struct buf *b, const char *key, date_days date)
{
	if (date == DATE_NONE)
		add_null(b, key);
	else
		json_add_date(b, key, date);
}

void json_open(struct buf *b, const char *key, char bracket)
{
	json_add_key(b, key);
	buf_add_byte(b, bracket);
}

void json_add_strings(struct buf *b, const char *key, const struct str *texts, size_t ntexts)
{
	if (ntexts == 0)
		return;
	json_open(b, key, '[');
	for (size_t i = 0; i < ntexts; i++) {
		json_add_key(b, NULL);
		json_add_quoted(b, texts[i]);
	}
	buf_add_byte(b, ']');
}

void json_add_number(struct buf *b, const char *key, uint64_t number)
{
	json_add_key(b, key);
	buf_add_number(b, number);
}

void json_add_flag(struct buf *b, const char *key, bool flag)
{
	json_add_key(b, key);
	buf_add(b, flag ? STR("true") : STR("false"));
}
