#include "site/open_data.h"
#include "base/fs.h"
#include "base/pool.h"
#include "site/column.h"
#include "site/data.h"
#include "site/entry.h"
#include "site/output_part.h"
#include <limits.h>
#include <stdlib.h>

/* Products in a part: these at most, a quarter at least, about 2,000 as a rule. */
#define PART_MAX 3200

static size_t find_part_end(const struct site *site, size_t from)
{
	const struct pages *pages = &site->pages;
	size_t to = from + PART_MAX / 4;

	while (to < pages->npages && to < from + PART_MAX &&
	       str_hash(pages_id(pages, to)) % (PART_MAX / 2) != 0)
		to++;
	return to < pages->npages ? to : pages->npages;
}

void open_data_plan(struct open_data *data, const struct site *site, struct arena *a)
{
	size_t from = 0;

	*data = (struct open_data){.site = site};
	data->parts = arena_array(a, site->pages.npages / (PART_MAX / 4) + 1, sizeof(*data->parts));
	do {
		struct open_data_part *part = &data->parts[data->nparts++];

		part->from = from;
		part->to = find_part_end(site, from);
		part->name = from == 0 ? STR("first")
		                       : arena_printf(a, "from-%.*s",
		                                      STR_ARG(pages_id(&site->pages, from)));
		part->lines_path =
		        arena_printf(a, OPEN_DATA_FOLDER "%.*s.jsonl", STR_ARG(part->name));
		part->path = arena_printf(a, OPEN_DATA_FOLDER "%.*s.csv", STR_ARG(part->name));
		from = part->to;
	} while (from < site->pages.npages);
}

/* Whether a spreadsheet would take a text that begins so for a formula; wide forms count too. */
static bool is_formula(struct str text)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};

	if (text.n > 0 && memchr("=+-@\t\r", text.p[0], 6))
		return true;
	for (size_t i = 0; i < COUNT_OF(wide); i++)
		if (str_has_prefix(text, str_from(wide[i])))
			return true;
	return false;
}

/* Whether a line or paragraph separator (U+2028, U+2029) stands at `at`. */
static bool is_separator(struct str text, size_t at)
{
	return text.n - at >= 3 && (memcmp(text.p + at, "\xe2\x80\xa8", 3) == 0 ||
	                            memcmp(text.p + at, "\xe2\x80\xa9", 3) == 0);
}

void open_data_add_field(struct buf *b, struct str text)
{
	size_t start = b->n;
	bool is_quoted = false;

	buf_add_byte(b, '"');
	if (is_formula(text))
		buf_add_byte(b, '\'');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		is_quoted = is_quoted || c == '"' || c == ',';
		if (c == '"')
			buf_add_byte(b, '"');
		if (c == 0xe2 && is_separator(text, i)) {
			buf_add_byte(b, ' ');
			i += 2;
		} else if (c == '\r' && i + 1 < text.n && text.p[i + 1] == '\n') {
			continue;
		} else {
			buf_add_byte(b, c < ' ' || c == 0x7f ? ' ' : (char)c);
		}
	}
	if (is_quoted) {
		buf_add_byte(b, '"');
		return;
	}
	memmove(b->p + start, b->p + start + 1, b->n - start - 1);
	b->n--;
}

static void add_header(struct buf *b, const struct site *site, struct arena *a)
{
	struct column_place *places;
	size_t nplaces;

	column_list(site, a, &places, &nplaces);
	for (size_t i = 0; i < nplaces; i++) {
		if (i > 0)
			buf_add_byte(b, ',');
		open_data_add_field(b, column_name(site, places[i], a));
	}
	buf_add(b, STR("\r\n"));
}

static void add_record(struct buf *b, const struct site *site, const struct entry *entry,
                       struct arena *a)
{
	struct column_place *places;
	size_t nplaces;

	column_list(site, a, &places, &nplaces);
	for (size_t i = 0; i < nplaces; i++) {
		if (i > 0)
			buf_add_byte(b, ',');
		open_data_add_field(b, column_value(site, entry, places[i], a));
	}
	buf_add(b, STR("\r\n"));
}

/* A file of the site before, read line by line in the order of the ids. */
struct old_file {
	struct buf bytes;
	struct str rest;
};

/* What one worker owns besides the render worker. */
struct open_data_worker {
	struct render_worker *render;
	struct old_file lines, records;
	struct buf made; /* the records, while the render worker's buffer has the lines */
};

struct making {
	const struct open_data *data;
	struct open_data_worker *workers;
};

static bool is_published(const struct output *o, struct str path)
{
	return manifest_find(o->before.others, o->before.nothers, path) != NULL;
}

/* Whether both files of a part can stay. All its products are kept, and none is missing, for a
 * product published once has its page for ever; and the part ended where it ends now, because the
 * next one began there. */
static bool is_part_kept(const struct making *m, size_t number, const struct output *o)
{
	const struct open_data_part *part = &m->data->parts[number];

	if (o->mode != OUTPUT_CHANGE || !is_published(o, part->path) ||
	    !is_published(o, part->lines_path))
		return false;
	if (number + 1 < m->data->nparts && !is_published(o, m->data->parts[number + 1].path))
		return false;
	for (size_t i = part->from; i < part->to; i++)
		if (!pages_is_kept(&m->data->site->pages, i))
			return false;
	return true;
}

/* Reads a file of the site before, if its bytes are still those of the manifest. */
static void open_old(struct old_file *old, struct output_worker *w, struct str path)
{
	const struct output *o = w->output;
	const struct manifest_file *file = manifest_find(o->before.others, o->before.nothers, path);
	unsigned char hash[SHA256_BYTES];

	buf_clear(&old->bytes);
	old->rest = STR("");
	if (o->mode != OUTPUT_CHANGE || !file ||
	    fs_load(o->old_fd, path.p, BUF_CEILING, &old->bytes) < 0)
		return;
	sha256_hash(w->sha, buf_str(&old->bytes), hash);
	if (memcmp(hash, file->hash, SHA256_BYTES) == 0)
		old->rest = buf_str(&old->bytes);
}

/* The part of the text before `mark`. */
static struct str cut_before(struct str text, char mark)
{
	return str_sub(text, 0, str_find_byte(text, mark));
}

/* Takes the line that begins with `before`, an id and `after`; none if there is none. */
static struct str take_line(struct old_file *old, struct str before, struct str id, char after)
{
	while (old->rest.n > before.n) {
		size_t end = str_find_byte(old->rest, '\n');
		struct str line = str_sub(old->rest, 0, end < old->rest.n ? end + 1 : end);
		struct str found = str_sub(line, before.n < line.n ? before.n : line.n, line.n);
		int order = str_compare(cut_before(found, after), id);

		if (order > 0)
			break;
		old->rest = str_sub(old->rest, line.n, old->rest.n);
		if (order == 0 && str_has_prefix(line, before))
			return line;
	}
	return STR_NONE;
}

/* Takes both lines of a product from the files before. */
static bool take_product(struct open_data_worker *w, struct str id)
{
	struct str line =
	        take_line(&w->lines, STR("{\"format\":\"label/1\",\"product_id\":\""), id, '"');
	struct str record = take_line(&w->records, STR(""), id, ',');

	if (line.n == 0 || record.n == 0)
		return false;
	buf_add(&w->render->file, line);
	buf_add(&w->made, record);
	return true;
}

static void make_product(const struct site *site, size_t number, struct open_data_worker *w)
{
	struct render_worker *r = w->render;
	struct entry entry;

	arena_clear(&r->arena);
	if (entry_read(&entry, site, number, &r->record, &r->arena, &r->diag) < 0)
		return;
	if (entry.product)
		data_add_product(&r->file, site, &entry);
	else
		data_add_retired(&r->file, site, &entry);
	add_record(&w->made, site, &entry, &r->arena);
}

/* The header of the CSV; where the one before had another, its records do not fit. */
static void begin_records(const struct site *site, struct open_data_worker *w)
{
	arena_clear(&w->render->arena);
	add_header(&w->made, site, &w->render->arena);
	if (str_has_prefix(w->records.rest, buf_str(&w->made)))
		w->records.rest = str_sub(w->records.rest, w->made.n, w->records.rest.n);
	else
		w->records.rest = STR("");
}

static void make_part(void *context, unsigned worker, size_t number)
{
	const struct making *m = context;
	const struct site *site = m->data->site;
	const struct open_data_part *part = &m->data->parts[number];
	struct open_data_worker *w = &m->workers[worker];
	struct output_worker *output = &w->render->output;

	if (is_part_kept(m, number, output->output) &&
	    output_keep_files(output, (const struct str[]){part->lines_path, part->path}, 2) == 0)
		return;
	buf_clear(&w->render->file);
	buf_clear(&w->made);
	open_old(&w->lines, output, part->lines_path);
	open_old(&w->records, output, part->path);
	begin_records(site, w);
	for (size_t i = part->from; i < part->to; i++)
		if (!pages_is_kept(&site->pages, i) || !take_product(w, pages_id(&site->pages, i)))
			make_product(site, i, w);
	output_add_file(output, part->lines_path, buf_str(&w->render->file), NULL);
	output_add_file(output, part->path, buf_str(&w->made), NULL);
}

static struct open_data_worker *open_workers(struct render_worker *workers, unsigned nworkers)
{
	struct open_data_worker *all = calloc(nworkers, sizeof(*all));

	if (!all)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++) {
		all[i].render = &workers[i];
		buf_init(&all[i].lines.bytes);
		buf_init(&all[i].records.bytes);
		buf_init(&all[i].made);
	}
	return all;
}

static void close_workers(struct open_data_worker *all, unsigned nworkers)
{
	for (unsigned i = 0; i < nworkers; i++) {
		buf_release(&all[i].lines.bytes);
		buf_release(&all[i].records.bytes);
		buf_release(&all[i].made);
	}
	free(all);
}

void open_data_make(const struct open_data *data, struct render_worker *workers, unsigned nworkers)
{
	struct making m = {.data = data, .workers = open_workers(workers, nworkers)};

	pool_run(nworkers, data->nparts, make_part, &m);
	close_workers(m.workers, nworkers);
}
