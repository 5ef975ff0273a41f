/* The lines that publish nothing: check, status, sqlite. */
#include "data/sqlite.h"
#include "line.h"
#include "model/answer.h"
#include <errno.h>

int build_check(const struct build_request *request, struct build_summary *summary, struct diag *d)
{
	struct build b;
	int status;

	line_init(&b);
	status = line_read_all(&b, request, d);
	line_lint(&b, request, d);
	*summary = (struct build_summary){.nproducts = b.survey.nissued, .coverage = b.coverage};
	line_release(&b);
	return status;
}

int build_sqlite(const struct build_request *request, struct build_summary *summary, struct diag *d)
{
	struct build b;
	int status;

	line_init(&b);
	status = line_read_all(&b, request, d);
	if (status == 0) {
		pages_plan(&b.site.pages, &b.survey, &b.retired, &b.arena);
		status = sqlite_save(&b.site, request->out, d);
	}
	*summary = (struct build_summary){.nproducts = b.survey.nissued};
	line_release(&b);
	return status;
}

static void print_step(void *context, struct str line)
{
	fprintf(context, "%.*s\n", STR_ARG(line));
}

/* The steps that led to the answer for one product. */
static int explain(struct build *b, const struct build_request *r, FILE *out, struct diag *d)
{
	const struct rules_trace trace = {.step = print_step, .context = out};
	const struct row *row = survey_find(&b->survey, str_from(r->explain));
	struct product product;
	struct standing standing;
	struct buf text;
	int status;

	if (!row) {
		diag_add(d, DIAG_PRODUCT_UNKNOWN, (struct place){.file = str_from(r->export_file)},
		         "no product %s in the export", r->explain);
		return -1;
	}
	buf_init(&text);
	status = survey_read(&b->survey, row, &b->rules, &text, &b->arena, &product, d);
	if (status == 0)
		rules_find_head(&b->rules, &product, r->as_of, &standing, &trace);
	buf_release(&text);
	return status;
}

void build_status(const struct build_request *request, FILE *out, struct diag *d)
{
	struct build b;
	int status;

	line_init(&b);
	b.is_answering = true;
	status = line_read_input(&b, request, d);
	if (status == 0) {
		if (request->explain)
			status = explain(&b, request, out, d);
		else
			answer_print_rows(&b.survey, out);
	}
	/* A line that did not get out is forgotten by the next flush, but not by the stream. */
	if (status == 0 && (fflush(out) != 0 || ferror(out)))
		diag_add_system(d, DIAG_FILE_WRITE, "standard output", "cannot write", errno);
	line_release(&b);
}
