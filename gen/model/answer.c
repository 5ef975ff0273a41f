#include "model/answer.h"
#include "base/json_writer.h"
#include "model/json.h"

static struct str name_reason(enum reason reason)
{
	return reason == REASON_NONE ? STR_NONE : str_from(rules_reason_name(reason));
}

void answer_add_json(struct buf *b, struct str product_id, const struct label *head,
                     const struct standing *standing)
{
	buf_add_byte(b, '{');
	json_add_string(b, "product_id", product_id);
	if (head) {
		json_add_string(b, "label_id", head->id);
		json_add_number(b, "level", (uint64_t)head->level);
	}
	json_add_string(b, "status", str_from(rules_status_name(standing->status)));
	if (head) {
		json_add_string_or_null(b, "reason", name_reason(standing->reason));
		json_add_date_or_null(b, "end", standing->end);
		json_add_date_or_null(b, "displayed_on", standing->displayed_on);
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
