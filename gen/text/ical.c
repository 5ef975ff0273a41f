#include "text/ical.h"
#include "base/utf8.h"
#include <stdbool.h>

#define OCTETS_MAX 75

/* A content line being written. */
struct line {
	struct buf *b;
	size_t n; /* octets on the line as folded so far */
};

/* Adds octets that must stay together. */
static void add_unit(struct line *line, struct str unit)
{
	if (line->n + unit.n > OCTETS_MAX) {
		buf_add(line->b, STR("\r\n "));
		line->n = 1;
	}
	buf_add(line->b, unit);
	line->n += unit.n;
}

/* Whether a text has no control characters but tabs, by its bytes alone: 0xc2 begins those from
 * U+0080 on, and others. */
static bool is_clean(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char byte = (unsigned char)text.p[i];

		if ((byte < 0x20 && byte != '\t') || byte == 0x7f || byte == 0xc2)
			return false;
	}
	return true;
}

/* Adds as many whole characters at a time as fit on the line. */
static void add_clean(struct line *line, struct str text)
{
	while (text.n > 0) {
		size_t n = OCTETS_MAX - line->n;

		if (n >= text.n)
			n = text.n;
		else
			while (n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
				n--;
		buf_add(line->b, str_sub(text, 0, n));
		line->n += n;
		text = str_sub(text, n, text.n);
		if (text.n > 0) {
			buf_add(line->b, STR("\r\n "));
			line->n = 1;
		}
	}
}

static void add_plain(struct line *line, struct str text)
{
	if (is_clean(text)) {
		add_clean(line, text);
		return;
	}
	for (size_t at = 0, next = 0; at < text.n; at = next) {
		uint32_t c = utf8_next(text, &next);

		if (!utf8_is_control(c) || c == '\t')
			add_unit(line, str_sub(text, at, next));
	}
}

/* RFC 5545, 3.3.11; a NUL is left out. */
static bool is_special(char c)
{
	return c == '\\' || c == ';' || c == ',' || c == '\n' || c == '\0';
}

static void add_escaped(struct line *line, struct str text)
{
	while (text.n > 0) {
		size_t n = 0;

		while (n < text.n && !is_special(text.p[n]))
			n++;
		add_plain(line, str_sub(text, 0, n));
		if (n == text.n)
			return;
		if (text.p[n] == '\n')
			add_unit(line, STR("\\n"));
		else if (text.p[n] != '\0')
			add_unit(line, ((struct str){(const char[]){'\\', text.p[n]}, 2}));
		text = str_sub(text, n + 1, text.n);
	}
}

static void end_line(struct line *line)
{
	buf_add(line->b, STR("\r\n"));
}

void ical_add_line(struct buf *b, struct str text)
{
	struct line line = {.b = b};

	add_plain(&line, text);
	end_line(&line);
}

void ical_add_text(struct buf *b, const char *name, struct str language, struct str text)
{
	struct line line = {.b = b};

	add_plain(&line, str_from(name));
	if (language.n > 0) {
		add_clean(&line, STR(";LANGUAGE="));
		add_plain(&line, language);
	}
	add_clean(&line, STR(":"));
	add_escaped(&line, text);
	end_line(&line);
}

/* Appends the day as YYYYMMDD. */
static void add_day(struct buf *b, date_days date)
{
	char day[DATE_TEXT];

	date_format(date, day);
	buf_add(b, (struct str){day, 4});
	buf_add(b, (struct str){day + 5, 2});
	buf_add(b, (struct str){day + 8, 2});
}

void ical_add_date(struct buf *b, const char *name, date_days date)
{
	buf_add(b, str_from(name));
	buf_add(b, STR(";VALUE=DATE:"));
	add_day(b, date);
	buf_add(b, STR("\r\n"));
}

void ical_add_instant(struct buf *b, const char *name, date_days date)
{
	buf_add(b, str_from(name));
	buf_add_byte(b, ':');
	add_day(b, date);
	buf_add(b, STR("T000000Z\r\n"));
}
