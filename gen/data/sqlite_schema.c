#include "data/sqlite_schema.h"
#include "data/column.h"
#include "data/sqlite_tables.h"

/* The columns of the table of products. */
static void add_columns(struct buf *sql, const struct site *site, struct arena *a)
{
	struct column_place *places;
	size_t nplaces;

	column_list(site, a, &places, &nplaces);
	for (size_t i = 0; i < nplaces; i++)
		buf_printf(sql, "%s\"%.*s\" %s", i > 0 ? "," : "",
		           STR_ARG(column_name(site, places[i], a)),
		           i == 0                                     ? "TEXT PRIMARY KEY"
		           : places[i].column->type == COLUMN_INTEGER ? "INTEGER"
		                                                      : "TEXT");
}

void sqlite_add_schema(struct buf *sql, const struct site *site, struct arena *a)
{
	const struct languages *languages = &site->settings->languages;
	size_t start = 0;

	/* "note%T" becomes "note_ja TEXT, note_en TEXT". */
	for (const char *p = SQLITE_TABLES; *p != '\0'; p++) {
		struct str word;

		if (*p == ' ' || *p == '(')
			start = sql->n + 1;
		if (*p != '%') {
			buf_add_byte(sql, *p);
			continue;
		}
		if (*++p == 'C') {
			add_columns(sql, site, a);
			continue;
		}
		word = arena_copy(a, str_sub(buf_str(sql), start, sql->n));
		sql->n = start;
		for (unsigned i = 0; i < languages->n; i++)
			buf_printf(sql, "%s\"%.*s_%.*s\" TEXT", i > 0 ? ", " : "", STR_ARG(word),
			           STR_ARG(languages->code[i]));
	}
}
