#include "base/json_writer.h"
#include "model/json.h"

void member_add_key(struct buf *b, const char *key)
{
	char last = b->p[b->n - 1];

	if (last != '{' && last != '[')
		buf_add_byte(b, ',');
	if (!key)
		return;
	buf_add_byte(b, '"');
	buf_add(b, str_from(key));
	buf_add(b, STR("\":"));
}

void member_add_string(struct buf *b, const char *key, struct str text)
{
	if (text.n == 0)
		return;
	member_add_key(b, key);
	json_add_string(b, text);
}

void member_add_date(struct buf *b, const char *key, date_days date)
{
	char text[DATE_TEXT];

	if (date == DATE_NONE)
		return;
	date_format(date, text);
	member_add_string(b, key, (struct str){text, DATE_TEXT});
}

void member_add_text(struct buf *b, const char *key, const struct text *text,
                     const struct languages *languages)
{
	if (text->in[0].n == 0)
		return;
	member_add_key(b, key);
	buf_add_byte(b, '{');
	for (unsigned i = 0; i < languages->n; i++) {
		if (text->in[i].n == 0)
			continue;
		if (b->p[b->n - 1] != '{')
			buf_add_byte(b, ',');
		json_add_string(b, languages->code[i]);
		buf_add_byte(b, ':');
		json_add_string(b, text->in[i]);
	}
	buf_add_byte(b, '}');
}

void member_open(struct buf *b, const char *key, char bracket)
{
	member_add_key(b, key);
	buf_add_byte(b, bracket);
}

void member_add_strings(struct buf *b, const char *key, const struct str *texts, size_t ntexts)
{
	if (ntexts == 0)
		return;
	member_open(b, key, '[');
	for (size_t i = 0; i < ntexts; i++) {
		member_add_key(b, NULL);
		json_add_string(b, texts[i]);
	}
	buf_add_byte(b, ']');
}

void member_add_number(struct buf *b, const char *key, uint64_t number)
{
	member_add_key(b, key);
	buf_add_number(b, number);
}

void member_add_flag(struct buf *b, const char *key, bool flag)
{
	member_add_key(b, key);
	buf_add(b, flag ? STR("true") : STR("false"));
}
