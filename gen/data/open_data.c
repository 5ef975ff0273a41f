#include "data/open_data.h"
#include "base/fs.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "data/column.h"
#include "data/label_json.h"
#include "model/shelf.h"
#include "publish/output.h"
#include "site/entry.h"

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

/* Whether a text stands in a field as it is. */
static bool is_plain(struct str text)
{
	static const bool is_odd[256] = {[0 ... ' ' - 1] = true,
	                                 ['"'] = true,
	                                 [','] = true,
	                                 [0x7f] = true,
	                                 [UTF8_LINE_END_FIRST] = true};
	bool has_odd = is_formula(text);

	for (size_t i = 0; i < text.n; i++)
		has_odd |= is_odd[(unsigned char)text.p[i]];
	return !has_odd;
}

void open_data_add_field(struct buf *b, struct str text)
{
	size_t start = b->n;
	bool is_quoted = false;

	if (is_plain(text)) {
		buf_add(b, text);
		return;
	}
	buf_add_byte(b, '"');
	if (is_formula(text))
		buf_add_byte(b, '\'');
	for (size_t i = 0, length; i<text.n; i += length> 0 ? length : 1) {
		char c = text.p[i];

		is_quoted = is_quoted || c == '"' || c == ',';
		if (c == '"')
			buf_add_byte(b, '"');
		length = column_space_length(text, i);
		buf_add_byte(b, length > 0 ? ' ' : c);
	}
	if (is_quoted) {
		buf_add_byte(b, '"');
		return;
	}
	memmove(b->p + start, b->p + start + 1, b->n - start - 1);
	b->n--;
}

/* A line of the CSV: the values of an entry, or the names of the columns where it is NULL. */
static void add_record(struct buf *b, const struct site *site, const struct entry *entry,
                       struct arena *a)
{
	struct column_place *places;
	size_t nplaces;

	column_list(site, a, &places, &nplaces);
	for (size_t i = 0; i < nplaces; i++) {
		if (i > 0)
			buf_add_byte(b, ',');
		open_data_add_field(b, entry ? column_value(site, entry, places[i], a)
		                             : column_name(site, places[i], a));
	}
	buf_add(b, STR("\r\n"));
}

static const struct whole_names whole_names[OPEN_DATA_NFORMS] = {
        [OPEN_DATA_LINES] = {STR("data/products.jsonl.gz"), STR(OPEN_DATA_FOLDER),
                             STR(OPEN_DATA_LINES_SUFFIX), "lines"},
        [OPEN_DATA_RECORDS] = {STR("data/products.csv.gz"), STR(OPEN_DATA_FOLDER),
                               STR(OPEN_DATA_RECORDS_SUFFIX), "records"},
};

/* The header of the CSV, as text and as a member. */
static void make_header(struct open_data *data, struct encoder *encoder, struct arena *a)
{
	struct buf text, member;

	buf_init(&text);
	buf_init(&member);
	add_record(&text, data->site, NULL, a);
	encoder_add_member(encoder, buf_str(&text), &member);
	data->header = arena_copy(a, buf_str(&text));
	data->packed_header = arena_copy(a, buf_str(&member));
	buf_release(&text);
	buf_release(&member);
}

void open_data_open(struct open_data *data, struct output_worker *w, struct arena *a)
{
	make_header(data, &w->encoder, a);
	data->wholes = arena_array(a, OPEN_DATA_NFORMS, sizeof(*data->wholes));
	for (int i = 0; i < OPEN_DATA_NFORMS; i++)
		whole_open(&data->wholes[i], &whole_names[i],
		           i == OPEN_DATA_RECORDS ? data->packed_header : STR(""),
		           data->site->pages.nshelves, w->output, a);
}

void open_data_plan(struct open_data *data, const struct site *site, struct arena *a)
{
	const struct pages *pages = &site->pages;

	*data = (struct open_data){.site = site};
	data->parts = arena_array(a, pages->nshelves, sizeof(*data->parts));
	for (size_t i = 0; i < pages->nshelves; i++) {
		struct open_data_part *part = &data->parts[i];

		part->name =
		        i == 0 ? STR("first")
		               : ARENA_JOIN(a, STR("from-"), shelf_id(pages, &pages->shelves[i]));
		part->lines_path = ARENA_JOIN(a, STR(OPEN_DATA_FOLDER), part->name,
		                              STR(OPEN_DATA_LINES_SUFFIX));
		part->path = ARENA_JOIN(a, STR(OPEN_DATA_FOLDER), part->name,
		                        STR(OPEN_DATA_RECORDS_SUFFIX));
	}
}

/* The files of all parts, each a job. */
struct closing {
	const struct open_data *data;
	struct worker *workers;
};

static void publish_whole(void *context, unsigned worker, size_t form)
{
	const struct closing *closing = context;
	struct worker *w = &closing->workers[worker];

	whole_publish(&closing->data->wholes[form], &w->output, &w->file);
	buf_release(&w->file);
}

void open_data_close(struct open_data *data, struct worker *workers, unsigned nworkers)
{
	struct closing closing = {data, workers};

	if (!data->wholes)
		return;
	pool_run(nworkers, OPEN_DATA_NFORMS, publish_whole, &closing);
	for (int i = 0; i < OPEN_DATA_NFORMS; i++)
		whole_close(&data->wholes[i]);
}

/* A file of the site before, or what was made of a part, line by line in the order of the ids. */
struct lines {
	struct buf bytes;
	struct str rest;
};

/* A part being put together. */
struct joining {
	const struct open_data *data;
	const struct open_data_part *part;
	const struct shelf *shelf;
	struct worker *w;
	struct lines old_lines, old_records;
	struct buf lines, records; /* without the header */
};

static bool is_published(const struct output *o, struct str path)
{
	return manifest_find(o->before.others, o->before.nothers, path) != NULL;
}

/* Whether both files of a part can stay: all its products are kept, and it had these. */
static bool is_part_kept(const struct joining *j)
{
	const struct output *o = j->w->output.output;
	const struct pages *pages = &j->data->site->pages;

	if (o->mode != OUTPUT_CHANGE || !is_published(o, j->part->path) ||
	    !is_published(o, j->part->lines_path) || !output_had_shelf(o, pages, j->shelf))
		return false;
	for (size_t i = j->shelf->from; i < j->shelf->to; i++)
		if (!pages_is_kept(pages, i))
			return false;
	return true;
}

/* Whether the files of all have what a part had that stays. */
static bool keep_members(const struct joining *j, size_t number)
{
	return whole_keep(&j->data->wholes[OPEN_DATA_LINES], number, j->part->lines_path) &&
	       whole_keep(&j->data->wholes[OPEN_DATA_RECORDS], number, j->part->path);
}

/* Reads a file of the site before, if its bytes are still those of the manifest. */
static void open_old(struct lines *old, struct output_worker *w, struct str path)
{
	const struct output *o = w->output;
	const struct manifest_file *file = manifest_find(o->before.others, o->before.nothers, path);
	unsigned char hash[SHA256_BYTES];
	struct buf packed;

	old->rest = STR("");
	if (o->mode != OUTPUT_CHANGE || !file)
		return;
	buf_init(&packed);
	if (fs_load(o->old_fd, path.p, BUF_CEILING, &packed) == 0) {
		sha256_hash(w->sha, buf_str(&packed), hash);
		if (memcmp(hash, file->hash, SHA256_BYTES) == 0 &&
		    encoder_read_members(&w->encoder, buf_str(&packed), &old->bytes) == 0)
			old->rest = buf_str(&old->bytes);
	}
	buf_release(&packed);
}

/* Takes the line that begins with `before`, an id and `after`; none if there is none. */
static struct str take_line(struct str *rest, struct str before, struct str id, char after)
{
	while (rest->n > before.n) {
		size_t end = str_find_byte(*rest, '\n');
		struct str line = str_sub(*rest, 0, end < rest->n ? end + 1 : end);
		struct str found = str_sub(line, before.n < line.n ? before.n : line.n, line.n);
		int order = str_compare(str_before(found, after), id);

		if (order > 0)
			break;
		*rest = str_sub(*rest, line.n, rest->n);
		if (order == 0 && str_has_prefix(line, before))
			return line;
	}
	return STR_NONE;
}

/* Takes both lines of a product. */
static bool take_product(struct joining *j, struct str *lines, struct str *records, struct str id)
{
	struct str line = take_line(lines, STR(LABEL_JSON_HEAD), id, '"');
	struct str record = take_line(records, STR(""), id, ',');

	if (line.n == 0 || record.n == 0)
		return false;
	buf_add(&j->lines, line);
	buf_add(&j->records, record);
	return true;
}

/* Passes the header of the old CSV; where that was another, its records do not fit. */
static void pass_header(struct joining *j)
{
	struct str *rest = &j->old_records.rest, header = j->data->header;

	*rest = str_has_prefix(*rest, header) ? str_sub(*rest, header.n, rest->n) : STR("");
}

/* A product that was neither made nor is in the files before. */
static void make_product(struct joining *j, size_t number)
{
	const struct site *site = j->data->site;
	struct worker *w = j->w;
	struct entry entry;

	arena_clear(&w->arena);
	if (entry_read(&entry, site, number, &w->record, &w->arena, &w->diag) < 0)
		return;
	label_json_add(&j->lines, site, &entry);
	add_record(&j->records, site, &entry, &w->arena);
}

/* Adds the products in their order: those that were made, and those published before. */
static void join_products(struct joining *j, const struct open_data_shelf *made)
{
	const struct pages *pages = &j->data->site->pages;
	struct str lines = buf_str(&made->lines), records = buf_str(&made->records);

	for (size_t i = j->shelf->from; i < j->shelf->to; i++) {
		struct str id = pages_id(pages, i);

		if (take_product(j, &lines, &records, id))
			continue;
		if (!pages_is_kept(pages, i) ||
		    !take_product(j, &j->old_lines.rest, &j->old_records.rest, id))
			make_product(j, i);
	}
}

/* Publishes a file of a part, whose text goes behind a header that is a member already, and adds
 * its member to the file of all. */
static void add_file(const struct joining *j, int form, size_t number, struct str path,
                     struct str header, struct str text)
{
	struct output_worker *w = &j->w->output;
	struct buf *b = &j->w->file;

	buf_clear(b);
	buf_add(b, header);
	encoder_add_member(&w->encoder, text, b);
	output_add_file(w, path, buf_str(b));
	whole_add(&j->data->wholes[form], number, str_sub(buf_str(b), header.n, b->n), w);
}

static void make_part(struct joining *j, const struct open_data_shelf *made)
{
	const struct open_data_part *part = j->part;
	struct output_worker *output = &j->w->output;

	if (is_part_kept(j) && keep_members(j, made->number) &&
	    output_keep_files(output, (const struct str[]){part->lines_path, part->path}, 2) == 0)
		return;
	open_old(&j->old_lines, output, part->lines_path);
	open_old(&j->old_records, output, part->path);
	pass_header(j);
	join_products(j, made);
	add_file(j, OPEN_DATA_LINES, made->number, part->lines_path, STR(""), buf_str(&j->lines));
	add_file(j, OPEN_DATA_RECORDS, made->number, part->path, j->data->packed_header,
	         buf_str(&j->records));
}

void open_data_finish(struct open_data_shelf *shelf, struct worker *w)
{
	struct joining j = {
	        .data = shelf->data,
	        .part = &shelf->data->parts[shelf->number],
	        .shelf = &shelf->data->site->pages.shelves[shelf->number],
	        .w = w,
	};

	make_part(&j, shelf);
	buf_release(&shelf->lines);
	buf_release(&shelf->records);
	buf_release(&j.old_lines.bytes);
	buf_release(&j.old_records.bytes);
	buf_release(&j.lines);
	buf_release(&j.records);
}

void open_data_add(struct open_data_shelf *shelf, const struct entry *entry, struct arena *a)
{
	buf_add(&shelf->lines, entry->data);
	add_record(&shelf->records, shelf->data->site, entry, a);
}
