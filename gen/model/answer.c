#include "model/answer.h"
#include "base/json_writer.h"
#include "model/json.h"

static void add_date(struct buf *b, date_days date)
{
	if (date == DATE_NONE) {
		buf_add(b, STR("null"));
		return;
	}
	buf_add_byte(b, '"');
	date_format(date, buf_reserve(b, DATE_TEXT));
	b->n += DATE_TEXT;
	buf_add_byte(b, '"');
}

static void add_reason(struct buf *b, enum reason reason)
{
	if (reason == REASON_NONE)
		buf_add(b, STR("null"));
	else
		json_add_quoted(b, str_from(rules_reason_name(reason)));
}

void answer_add_json(struct buf *b, struct str product_id, const struct label *head,
                     const struct standing *standing)
{
	buf_add(b, STR("{\"product_id\":"));
	json_add_quoted(b, product_id);
	if (head) {
		buf_add(b, STR(",\"label_id\":"));
		json_add_quoted(b, head->id);
		buf_add(b, STR(",\"level\":"));
		buf_add_number(b, (uint64_t)head->level);
	}
	buf_add(b, STR(",\"status\":"));
	json_add_quoted(b, str_from(rules_status_name(standing->status)));
	if (head) {
		buf_add(b, STR(",\"reason\":"));
		add_reason(b, standing->reason);
		buf_add(b, STR(",\"end\":"));
		add_date(b, standing->end);
		buf_add(b, STR(",\"displayed_on\":"));
		add_date(b, standing->displayed_on);
	}
	buf_add(b, STR("}\n"));
}

void answer_print_rows(const struct survey *survey, FILE *out)
{
	struct buf line;

	buf_init(&line);
	for (size_t i = 0; i < survey->nrows && !ferror(out); i++) {
		const struct row *row = &survey->rows[i];
		const struct label label = {.id = row_is_issued(row) ? row_label(row) : STR_NONE,
		                            .level = row->level};
		const struct standing standing = row_standing(row);

		buf_clear(&line);
		answer_add_json(&line, row_id(row), row_is_issued(row) ? &label : NULL, &standing);
		fwrite(line.p, 1, line.n, out);
	}
	buf_release(&line);
}
