#include "night/report.h"
#include "base/fs.h"
#include "base/json_writer.h"
#include "base/map.h"
#include "model/json.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

void report_list_changed(struct report *report, struct output_worker *const *outputs,
                         unsigned noutputs, struct arena *a)
{
	const struct output *output = report->output;
	size_t n = 0;
	struct str *paths;

	for (unsigned i = 0; i < noutputs; i++)
		n += outputs[i]->nchanged;
	paths = arena_array(a, n + 2, sizeof(*paths));
	n = 0;
	for (unsigned i = 0; i < noutputs; i++)
		for (size_t k = 0; k < outputs[i]->nchanged; k++)
			paths[n++] = outputs[i]->changed[k];
	if (memcmp(output->hash, output->told, SHA256_HEX) != 0)
		paths[n++] = STR(EDITION_NAME);
	if (output->is_newly_signed)
		paths[n++] = STR(EDITION_SIGNATURE);
	str_sort(paths, n);
	report->changed = paths;
	report->nchanged = n;
}

static void add_paths(struct buf *b, const struct str *paths, size_t npaths)
{
	for (size_t i = 0; i < npaths; i++) {
		buf_add(b, paths[i]);
		buf_add_byte(b, '\n');
	}
}

/* Whether a product's page tells another status than before. */
static bool is_transition(const struct report *r, size_t row)
{
	const struct row *now = &r->site->survey->rows[row];
	const struct state_product *before = &r->before->products[row];

	return now->status != before->status || now->reason != before->reason;
}

/* Whether a page said until now what it must not say any longer. */
static bool has_ended(const struct report *r, size_t row)
{
	enum status before = (enum status)r->before->products[row].status;
	enum status now = (enum status)r->site->survey->rows[row].status;

	return before != now &&
	       (now == STATUS_REVOKED || (before == STATUS_VALID && now != STATUS_NOT_ISSUED));
}

/* Whether a file is the compressed copy of another one: then it has no address of its own. */
static bool is_copy(const struct report *r, struct str path)
{
	const struct output *o = r->output;
	struct str original = str_sub(path, 0, path.n - 3); /* ".br", ".gz" */

	return encoder_is_copy(path) &&
	       (manifest_product_id(path).n > 0 || superseded_has_path(path) ||
	        manifest_find(o->files, o->nfiles, original) ||
	        manifest_find(o->before.others, o->before.nothers, original));
}

static void add_address(struct buf *b, const struct report *r, struct str path)
{
	struct str index = STR("index.html");

	if (is_copy(r, path))
		return;
	buf_add(b, r->site->settings->base_url);
	if (str_has_suffix(path, index) &&
	    (path.n == index.n || path.p[path.n - index.n - 1] == '/'))
		path.n -= index.n;
	buf_add(b, path);
	buf_add_byte(b, '\n');
}

/* The products whose labels ended or were revoked, and those that are retired, whose pages change
 * but once: what a cache must forget first. */
static void find_urgent(const struct report *r, struct map *urgent)
{
	const struct pages *pages = &r->site->pages;

	for (size_t i = 0; i < pages->npages; i++) {
		const struct product_page *page = &pages->pages[i];

		if (page->retired != PAGES_NONE ||
		    (page->row != PAGES_NONE && r->before->is_known && has_ended(r, page->row)))
			map_add(urgent, pages_id(pages, i), 0);
	}
}

static void add_purge(struct buf *b, const struct report *r)
{
	struct arena a;
	struct map urgent;

	arena_init(&a, 1 << 14);
	map_init(&urgent, &a);
	find_urgent(r, &urgent);
	for (int is_first = 1; is_first >= 0; is_first--)
		for (size_t i = 0; i < r->nchanged; i++) {
			struct str id = manifest_product_id(r->changed[i]);

			if ((id.n > 0 && map_find(&urgent, id) != MAP_NONE) == is_first)
				add_address(b, r, r->changed[i]);
		}
	for (size_t i = 0; i < r->output->nremoved; i++)
		add_address(b, r, r->output->removed[i]);
	arena_release(&a);
}

static void add_stages(struct buf *b, const struct report *r)
{
	json_begin_line(b);
	json_open(b, "seconds", '{');
	for (size_t i = 0; i < r->nstages; i++) {
		json_add_key(b, r->stages[i].name);
		buf_printf(b, "%.3f", r->stages[i].seconds);
	}
	buf_add_byte(b, '}');
}

static struct str name_status(enum status status)
{
	return status == STATUS_NOT_ISSUED ? STR_NONE : str_from(rules_status_name(status));
}

static void add_transition(struct buf *b, const struct report *r, size_t row)
{
	const struct row *now = &r->site->survey->rows[row];
	const struct state_product *before = &r->before->products[row];

	json_begin_line(b);
	json_open(b, NULL, '{');
	json_add_string(b, "product_id", row_id(now));
	json_add_string_or_null(b, "from", name_status((enum status)before->status));
	json_add_string(b, "to", name_status(now->status));
	json_add_string_or_null(
	        b, "reason",
	        now->reason == REASON_NONE ? STR_NONE : str_from(rules_reason_name(now->reason)));
	json_add_date(b, "end", now->end);
	buf_add_byte(b, '}');
}

static void add_transitions(struct buf *b, const struct report *r)
{
	json_begin_line(b);
	json_open(b, "transitions", '[');
	for (size_t i = 0; r->before->is_known && i < r->site->survey->nrows; i++)
		if (r->site->survey->rows[i].status != STATUS_NOT_ISSUED && is_transition(r, i))
			add_transition(b, r, i);
	buf_add_byte(b, ']');
}

static void add_warnings(struct buf *b, const struct diag *d)
{
	struct buf text;

	buf_init(&text);
	json_begin_line(b);
	json_open(b, "warnings", '[');
	for (size_t i = 0; i < d->nitems; i++) {
		const struct diag_item *item = &d->items[i];

		json_begin_line(b);
		json_open(b, NULL, '{');
		json_add_string(b, "code", str_from(diag_code_name(item->code)));
		json_add_key(b, "file");
		json_add_quoted(b, d->files[item->file]); /* empty where there is none */
		json_add_number(b, "line", item->line);
		buf_clear(&text);
		diag_add_visible(&text, item->text);
		json_add_string(b, "text", buf_str(&text));
		buf_add_byte(b, '}');
	}
	buf_add_byte(b, ']');
	buf_release(&text);
}

static long peak_kilobytes(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

static size_t count_status(const struct report *r, enum status status)
{
	size_t n = 0;

	for (size_t i = 0; i < r->site->survey->nrows; i++)
		n += r->site->survey->rows[i].status == status;
	return n;
}

/* Products whose pages were not made again. */
static size_t count_kept(const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->site->survey->nrows; i++)
		n += r->site->survey->rows[i].is_kept;
	return n;
}

static size_t count_files(const struct report *r)
{
	return r->output->nwritten + r->output->nunchanged;
}

static void add_json(struct buf *b, const struct report *r, const struct diag *d)
{
	const struct survey *survey = r->site->survey;

	buf_add_byte(b, '{');
	json_add_string(b, "format", STR("fuda-report/1"));
	json_begin_line(b);
	json_add_date(b, "as_of", r->site->as_of);
	json_begin_line(b);
	json_add_string(b, "exported_at", survey->exported_at);
	json_begin_line(b);
	json_add_string(b, "export_sha256", (struct str){survey->hash, SHA256_HEX});
	json_begin_line(b);
	json_add_string(b, "tree_sha256", (struct str){r->output->hash, SHA256_HEX});
	json_begin_line(b);
	json_add_number(b, "records", survey->nrows);
	json_add_number(b, "products", survey->nissued);
	for (int i = STATUS_VALID; i < STATUS_NVALUES; i++)
		json_add_number(b, rules_status_name((enum status)i),
		                count_status(r, (enum status)i));
	json_add_number(b, "kept", count_kept(r));
	json_add_number(b, "mended", r->output->nmended);
	json_begin_line(b);
	json_add_number(b, "files", count_files(r));
	json_add_number(b, "changed", r->output->nchanged);
	json_add_number(b, "unchanged", count_files(r) - r->output->nchanged);
	json_add_number(b, "removed", r->output->nremoved);
	if (survey->fallback) {
		json_begin_line(b);
		fallback_add_json(b, "fallback", survey->fallback);
	}
	json_begin_line(b);
	json_add_number(b, "peak_memory_kb", (uint64_t)peak_kilobytes());
	add_stages(b, r);
	add_transitions(b, r);
	add_warnings(b, d);
	buf_add(b, STR("}\n"));
}

#define SHOWN 20 /* transitions and warnings on the screen */

/* The products whose records have errors: taken from the fallback, or left out. */
static void add_rescued(struct buf *b, const struct fallback *fallback, bool is_left_out,
                        const char *what)
{
	bool is_first = true;

	if (fallback_count(fallback, is_left_out) == 0)
		return;
	buf_add(b, str_from(what));
	for (size_t i = 0; i < fallback->nrecords; i++) {
		if (fallback_is_left_out(&fallback->records[i]) != is_left_out)
			continue;
		buf_printf(b, "%s%.*s", is_first ? " " : ", ", STR_ARG(fallback->records[i].id));
		is_first = false;
	}
	buf_add(b, STR(".\n\n"));
}

/* As code, which is shown as it is: what a record says is no Markdown. */
static void add_warning(struct buf *b, const struct diag_item *item)
{
	size_t run = 0, longest = 0;
	struct buf text;

	buf_init(&text);
	diag_add_visible(&text, item->text);
	for (size_t i = 0; i < text.n; i++) {
		run = text.p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	buf_add(b, STR("* "));
	for (size_t i = 0; i <= longest; i++)
		buf_add_byte(b, '`');
	buf_printf(b, " %.*s ", STR_ARG(buf_str(&text)));
	for (size_t i = 0; i <= longest; i++)
		buf_add_byte(b, '`');
	buf_printf(b, " [%s]\n", diag_code_name(item->code));
	buf_release(&text);
}

static void add_text(struct buf *b, const struct report *r, const struct diag *d)
{
	const struct survey *survey = r->site->survey;
	char day[DATE_TEXT];
	size_t ntransitions = 0;

	date_format(r->site->as_of, day);
	buf_printf(b, "# Build of %.*s\n\n", DATE_TEXT, day);
	buf_printf(b, "%zu products: %zu valid, %zu pending, %zu lapsed, %zu revoked.\n",
	           survey->nissued, count_status(r, STATUS_VALID), count_status(r, STATUS_PENDING),
	           count_status(r, STATUS_LAPSED), count_status(r, STATUS_REVOKED));
	buf_printf(b, "%zu files changed, %zu removed, %zu unchanged. Export of %.*s.\n\n",
	           r->output->nchanged, r->output->nremoved, count_files(r) - r->output->nchanged,
	           STR_ARG(survey->exported_at));
	if (survey->fallback) {
		add_rescued(b, survey->fallback, false,
		            "Records with errors, shown as they were before:");
		add_rescued(b, survey->fallback, true,
		            "New records with errors, left out until they are mended:");
	}
	for (size_t i = 0; r->before->is_known && i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];
		enum status from = (enum status)r->before->products[i].status;

		if (row->status == STATUS_NOT_ISSUED || !is_transition(r, i))
			continue;
		if (ntransitions++ < SHOWN)
			buf_printf(b, "* %.*s: %s -> %s %s\n", STR_ARG(row_id(row)),
			           from == STATUS_NOT_ISSUED ? "new" : rules_status_name(from),
			           rules_status_name(row->status), rules_reason_name(row->reason));
	}
	if (ntransitions > SHOWN)
		buf_printf(b, "* and %zu more: see report.json\n", ntransitions - SHOWN);
	else if (ntransitions == 0)
		buf_add(b, r->before->is_known
		                   ? STR("No status has changed.\n")
		                   : STR("There is no previous build to compare with.\n"));
	buf_printf(b, "\n%zu warning(s).\n", d->nitems);
	for (size_t i = 0; i < d->nitems && i < SHOWN; i++)
		add_warning(b, &d->items[i]);
}

const char *const report_files[REPORT_NFILES] = {"changed.txt", "removed.txt", "purge.txt",
                                                 "report.json", "report.md"};

int report_write(const struct report *r, const char *folder, struct diag *d)
{
	struct buf files[REPORT_NFILES];
	int status, fd = -1;

	for (size_t i = 0; i < REPORT_NFILES; i++)
		buf_init(&files[i]);
	diag_sort(d);
	str_sort(r->output->removed, r->output->nremoved);
	add_paths(&files[0], r->changed, r->nchanged);
	add_paths(&files[1], r->output->removed, r->output->nremoved);
	add_purge(&files[2], r);
	add_json(&files[3], r, d);
	add_text(&files[4], r, d);
	status = fs_make_folders(AT_FDCWD, folder);
	if (status == 0)
		status = fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; status >= 0 && i < REPORT_NFILES; i++)
		status = fs_save(fd, report_files[i], buf_str(&files[i]));
	if (status < 0)
		diag_add_system(d, DIAG_FILE_WRITE, folder, "cannot write the report", errno);
	if (fd >= 0)
		close(fd);
	for (size_t i = 0; i < REPORT_NFILES; i++)
		buf_release(&files[i]);
	return status < 0 ? -1 : 0;
}
