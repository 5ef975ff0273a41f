#include "site/ical.h"
#include "base/utf8.h"

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

static void add_plain(struct line *line, struct str text)
{
	for (size_t at = 0, next = 0; at < text.n; at = next) {
		uint32_t c = utf8_next(text, &next);

		if (!utf8_is_control(c) || c == '\t')
			add_unit(line, str_sub(text, at, next));
	}
}

static void add_escaped(struct line *line, struct str text)
{
	for (size_t at = 0, next = 0; at < text.n; at = next) {
		uint32_t c = utf8_next(text, &next);

		switch (c) {
		case '\\': add_unit(line, STR("\\\\")); break;
		case ';': add_unit(line, STR("\\;")); break;
		case ',': add_unit(line, STR("\\,")); break;
		case '\n': add_unit(line, STR("\\n")); break;
		default: add_plain(line, str_sub(text, at, next));
		}
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
		add_plain(&line, STR(";LANGUAGE="));
		add_plain(&line, language);
	}
	add_plain(&line, STR(":"));
	add_escaped(&line, text);
	end_line(&line);
}

void ical_add_date(struct buf *b, const char *name, date_days date)
{
	struct date_parts parts = date_split(date);

	buf_printf(b, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, parts.year, parts.month, parts.day);
}

void ical_add_instant(struct buf *b, const char *name, date_days date)
{
	struct date_parts parts = date_split(date);

	buf_printf(b, "%s:%04d%02d%02dT000000Z\r\n", name, parts.year, parts.month, parts.day);
}
