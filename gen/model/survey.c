#include "model/survey.h"
#include "base/pool.h"
#include "base/sha256.h"
#include "model/firms.h"
#include "model/harvest.h"
#include "model/retired.h"
#include "model/survey_key.h"
#include "model/survey_sort.h"
#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#define PAGE_CHUNK ((size_t)1 << 16) /* bytes */

/* What one block of the export gave besides its harvest. */
struct block {
	struct diag diag; /* lines count from the block */
	uint32_t nlines;
	long nrecords; /* lines that are neither the header nor blank */
	uint32_t nlines_before;
	struct buf faulty; /* an array of struct export_record */
};

struct worker {
	struct harvest harvest;
	struct arena page; /* of one record */
	struct buf text;   /* of one block */
	struct buf other;  /* a record of the fallback */
	struct sha256_context *sha;
};

struct pass {
	const struct export *export;
	const struct export_header *header;
	const struct fallback *fallback;
	const struct rules *rules;
	date_days as_of;
	const struct retired *retired; /* or NULL */
	struct block *blocks;
	size_t nblocks;
	struct worker *workers;
	unsigned nworkers;
	bool is_unhashed;
	char *hash;     /* of the whole export */
	int hash_error; /* errno */
};

/* The bytes to read in place of a record's, `line` as a rule; -1 if there are none. */
static int find_bytes(const struct pass *pass, struct worker *worker, struct block *block,
                      uint64_t offset, struct str *line, bool *is_fallback)
{
	const struct fallback_record *record = fallback_find(pass->fallback, offset);

	*is_fallback = record != NULL;
	if (!record)
		return 0;
	if (fallback_is_left_out(record))
		return -1;
	buf_clear(&worker->other);
	if (fallback_read(pass->fallback, record, &worker->other) < 0) {
		export_add_fault(&pass->fallback->file, &block->diag);
		return -1;
	}
	*line = buf_str(&worker->other);
	return 0;
}

static void add_faulty(const struct pass *pass, struct block *block, struct export_record record)
{
	size_t most = (size_t)pass->rules->settings->max_fallback + 1;

	if (block->faulty.n < most * sizeof(record))
		buf_add(&block->faulty, (struct str){(const char *)&record, sizeof(record)});
}

static void read_record(const struct pass *pass, struct worker *worker, struct block *block,
                        struct str line, uint64_t offset)
{
	struct place place = {
	        .file = pass->export->file, .line = block->nlines, .pointer = STR("")};
	unsigned char hash[SHA256_BYTES];
	struct product product;
	struct row where = {.offset = offset, .length = (uint32_t)line.n, .line = place.line};
	bool is_fallback;
	int status;

	block->nrecords++;
	if (line.n > EXPORT_LINE_MAX) {
		diag_add(&block->diag, DIAG_JSON_SYNTAX, place,
		         "the line is longer than %zu bytes, which no record is", EXPORT_LINE_MAX);
		add_faulty(pass, block, (struct export_record){offset, UINT32_MAX, place.line});
		return;
	}
	if (find_bytes(pass, worker, block, offset, &line, &is_fallback) < 0)
		return;
	where.is_fallback = is_fallback;
	arena_clear(&worker->page);
	status = record_parse(&product, line, place.file, place.line, pass->rules->criteria,
	                      pass->rules->settings, &worker->page, &block->diag);
	if (status < 0)
		add_faulty(pass, block, (struct export_record){offset, where.length, place.line});
	if (!pass->is_unhashed) {
		sha256_hash(worker->sha, line, hash);
		memcpy(where.hash, hash, sizeof(where.hash));
	}
	harvest_add(&worker->harvest, &product, where, status == 0 ? pass->rules : NULL,
	            retired_find_day(pass->retired, product.id, pass->as_of));
}

static void hash_export(struct pass *pass, struct sha256_context *sha)
{
	unsigned char hash[SHA256_BYTES];

	if (sha256_hash_open_file(sha, pass->export->fd, hash) < 0)
		pass->hash_error = errno;
	else
		sha256_format(hash, pass->hash);
}

static void read_block(const struct pass *pass, unsigned number, size_t job)
{
	struct worker *worker = &pass->workers[number];
	struct block *block = &pass->blocks[job];
	struct export_block lines;
	struct str line;
	uint64_t offset;

	diag_init(&block->diag);
	buf_init(&block->faulty);
	if (export_read_block(pass->export, job, &worker->text, &lines) < 0) {
		export_add_fault(pass->export, &block->diag);
		return;
	}
	while (export_next_line(&lines, &line, &offset)) {
		struct place place = {.file = pass->export->file, .pointer = STR("")};

		place.line = ++block->nlines;
		if (offset == pass->header->offset)
			continue;
		if (export_is_blank(line))
			diag_add(&block->diag, DIAG_LINE_BLANK, place,
			         "the line is blank, expected a record");
		else
			read_record(pass, worker, block, line, offset);
	}
	/* What is said once is kept once already here, or a million unknown keys would be kept. */
	if (block->diag.nitems > 0)
		diag_sort(&block->diag);
}

/* Job 0 is the hash of the whole export, which takes longest; the others are its blocks. */
static void run_job(void *context, unsigned worker, size_t job)
{
	struct pass *pass = context;

	if (job == 0 && !pass->is_unhashed)
		hash_export(pass, pass->workers[worker].sha);
	else if (job > 0)
		read_block(pass, worker, job - 1);
}

static uint32_t find_lines_before(const struct pass *pass, uint64_t offset)
{
	return pass->blocks[offset / EXPORT_BLOCK].nlines_before;
}

/* Moves a block's faulty records to the survey. */
static void take_faulty(struct survey *survey, struct block *block, uint32_t nlines_before)
{
	const struct export_record *faulty =
	        (const struct export_record *)(const void *)block->faulty.p;
	size_t n = block->faulty.n / sizeof(*faulty);

	for (size_t i = 0; i < n; i++) {
		survey->faulty[survey->nfaulty] = faulty[i];
		survey->faulty[survey->nfaulty++].line += nlines_before;
	}
	buf_release(&block->faulty);
}

/* Counts the lines through and collects what the blocks said. Returns the number of records. */
static long join_blocks(struct survey *survey, const struct pass *pass, struct arena *a,
                        struct diag *d)
{
	size_t nfaulty = 0;
	uint32_t nlines = 0;
	long nrecords = 0;

	for (size_t i = 0; i < pass->nblocks; i++)
		nfaulty += pass->blocks[i].faulty.n / sizeof(*survey->faulty);
	survey->faulty = arena_array(a, nfaulty, sizeof(*survey->faulty));
	for (size_t i = 0; i < pass->nblocks; i++) {
		struct block *block = &pass->blocks[i];

		take_faulty(survey, block, nlines);
		diag_merge(d, &block->diag, nlines);
		diag_release(&block->diag);
		block->nlines_before = nlines;
		nlines += block->nlines;
		nrecords += block->nrecords;
	}
	return nrecords;
}

static int compare_labels(const void *left, const void *right)
{
	const struct harvest_label *l = left, *r = right;
	int order = strcmp(l->id, r->id);

	if (order != 0)
		return order;
	if (l->offset != r->offset)
		return l->offset < r->offset ? -1 : 1;
	return (l->index > r->index) - (l->index < r->index);
}

static void add_label_duplicate(const struct pass *pass, const struct harvest_label *label,
                                const struct harvest_label *first, struct diag *d)
{
	char pointer[64];
	struct place place = {.file = pass->export->file};

	snprintf(pointer, sizeof(pointer), "/labels/%u/label_id", (unsigned)label->index);
	place.line = label->line + find_lines_before(pass, label->offset);
	place.id = label->product ? packed_get(label->product, ROW_TEXT_ID) : STR_NONE;
	place.pointer = str_from(pointer);
	diag_add(d, DIAG_LABEL_DUPLICATE, place,
	         "\"%s\" is the label_id of /labels/%u on line %u too, and none is ever used again",
	         label->id, (unsigned)first->index,
	         (unsigned)(first->line + find_lines_before(pass, first->offset)));
}

static void check_labels(const struct pass *pass, struct diag *d)
{
	struct buf all = pass->workers[0].harvest.labels;
	struct harvest_label *labels, *first;
	size_t n;

	buf_init(&pass->workers[0].harvest.labels);
	for (unsigned i = 1; i < pass->nworkers; i++) {
		buf_add(&all, buf_str(&pass->workers[i].harvest.labels));
		buf_release(&pass->workers[i].harvest.labels);
	}
	labels = (struct harvest_label *)(void *)all.p;
	n = all.n / sizeof(*labels);
	if (n > 0)
		qsort(labels, n, sizeof(*labels), compare_labels);
	first = labels;
	for (size_t i = 1; i < n; i++) {
		if (strcmp(labels[i].id, first->id) == 0)
			add_label_duplicate(pass, &labels[i], first, d);
		else
			first = &labels[i];
	}
	buf_release(&all);
	for (unsigned i = 0; i < pass->nworkers; i++)
		arena_release(&pass->workers[i].harvest.label_texts);
}

/* The firms of all workers. */
static struct firm *join_firms(const struct pass *pass, enum harvest_kind kind, size_t *nfirms,
                               struct arena *a)
{
	const struct harvest_names **names =
	        arena_array(a, pass->nworkers, sizeof(const struct harvest_names *));

	for (unsigned i = 0; i < pass->nworkers; i++)
		names[i] = &pass->workers[i].harvest.firms[kind];
	return firms_join(names, pass->nworkers, nfirms, a);
}

static void take_row(struct survey *survey, const struct pass *pass, const struct harvest *h,
                     struct row row)
{
	row.line += find_lines_before(pass, row.offset);
	if (row.manufacturer != SURVEY_WITHHELD && row.manufacturer != SURVEY_NOT_STATED) {
		const struct harvest_name *name =
		        &harvest_list_names(&h->firms[HARVEST_MANUFACTURERS])[row.manufacturer];

		row.manufacturer = name->number;
		row.reading = name->reading;
	}
	if (row_is_issued(&row))
		row.applicant =
		        harvest_list_names(&h->firms[HARVEST_APPLICANTS])[row.applicant].number;
	survey->rows[survey->nrows++] = row;
	survey->nissued += row_is_issued(&row);
	survey->nlisted += row_is_listed(&row);
}

/* Puts the rows of all workers into one list, in the order of their ids. */
static void join_rows(struct survey *survey, const struct pass *pass)
{
	size_t n = 0;

	for (unsigned i = 0; i < pass->nworkers; i++)
		for (const struct harvest_rows *rows = pass->workers[i].harvest.rows; rows;
		     rows = rows->next)
			n += rows->n;
	/* Not from the arena: memory that is not touched yet costs nothing. */
	survey->rows = malloc(n > 0 ? n * sizeof(*survey->rows) : 1);
	if (!survey->rows)
		out_of_memory();
	for (unsigned i = 0; i < pass->nworkers; i++) {
		struct harvest *h = &pass->workers[i].harvest;

		while (h->rows) {
			struct harvest_rows *rows = h->rows;

			for (size_t j = 0; j < rows->n; j++)
				take_row(survey, pass, h, rows->rows[j]);
			h->rows = rows->next;
			harvest_release_rows(rows);
		}
	}
	survey_sort_rows(survey->rows, n);
}

static void check_products(const struct survey *survey, struct diag *d)
{
	const struct row *first = survey->rows;

	for (size_t i = 1; i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];
		struct place place = {.file = survey->export.file,
		                      .line = row->line,
		                      .id = row_id(row),
		                      .pointer = STR("/product_id")};

		if (str_is_equal(row_id(row), row_id(first)))
			diag_add(d, DIAG_PRODUCT_DUPLICATE, place,
			         "\"%.*s\" is the product_id of line %u too", STR_ARG(row_id(row)),
			         (unsigned)first->line);
		else
			first = row;
	}
}

static void check_header(const struct pass *pass, long nrecords, struct diag *d)
{
	const struct export_header *header = pass->header;
	struct place place = {.file = pass->export->file, .line = header->line};
	long most = pass->rules->settings->max_export_age_days;
	long age = (long)pass->as_of - header->exported_on;

	if (header->nrecords >= 0 && header->nrecords != nrecords) {
		char figure[32];

		snprintf(figure, sizeof(figure), "%ld", nrecords);
		place.pointer = STR("/records");
		diag_add_gate(d, DIAG_RECORDS_COUNT, place, str_from(figure),
		              "promises %ld records, but %ld follow: the export is cut or not "
		              "whole",
		              header->nrecords, nrecords);
	}
	if (header->exported_on != DATE_NONE && age > most) {
		place.pointer = STR("/exported_at");
		diag_add(d, DIAG_EXPORT_OLD, place,
		         "the export is %ld days old on the as-of day, expected at most %ld", age,
		         most);
	}
}

/* Puts together what the workers have brought. */
static void join(struct survey *survey, const struct pass *pass, struct arena *a, struct diag *d)
{
	long nrecords = join_blocks(survey, pass, a, d);
	struct arena scratch;

	check_header(pass, nrecords, d);
	check_labels(pass, d);
	survey->manufacturers = join_firms(pass, HARVEST_MANUFACTURERS, &survey->nmanufacturers, a);
	survey->applicants = join_firms(pass, HARVEST_APPLICANTS, &survey->napplicants, a);
	join_rows(survey, pass);
	check_products(survey, d);
	arena_init(&scratch, PAGE_CHUNK);
	firms_check(survey, HARVEST_MANUFACTURERS, &scratch, d);
	firms_check(survey, HARVEST_APPLICANTS, &scratch, d);
	arena_release(&scratch);
	errno = pass->hash_error;
	if (errno != 0 || !export_is_unchanged(pass->export))
		export_add_fault(pass->export, d);
}

static void run(struct survey *survey, struct pass *pass, struct arena *a, struct diag *d)
{
	struct sha256_context **shas = arena_array(a, pass->nworkers, sizeof(*shas));

	pass->nblocks = export_count_blocks(pass->export);
	pass->blocks = arena_array(a, pass->nblocks, sizeof(*pass->blocks));
	pass->workers = arena_array(a, pass->nworkers, sizeof(*pass->workers));
	survey->texts = arena_array(a, pass->nworkers, sizeof(*survey->texts));
	for (unsigned i = 0; i < pass->nworkers; i++) {
		harvest_init(&pass->workers[i].harvest);
		arena_init(&pass->workers[i].page, PAGE_CHUNK);
		buf_init(&pass->workers[i].text);
		buf_init(&pass->workers[i].other);
		pass->workers[i].sha = sha256_open();
	}
	pool_run(pass->nworkers, pass->nblocks + 1, run_job, pass);
	for (unsigned i = 0; i < pass->nworkers; i++) {
		arena_release(&pass->workers[i].page);
		buf_release(&pass->workers[i].text);
		buf_release(&pass->workers[i].other);
	}
	join(survey, pass, a, d);
	for (unsigned i = 0; i < pass->nworkers; i++)
		shas[i] = pass->workers[i].sha;
	if (!pass->is_unhashed)
		survey_key_rows(survey, pass->rules->settings->languages.n, shas, pass->nworkers);
	for (unsigned i = 0; i < pass->nworkers; i++) {
		sha256_close(pass->workers[i].sha);
		survey->texts[survey->ntexts++] = pass->workers[i].harvest.texts;
		harvest_release(&pass->workers[i].harvest);
	}
}

int survey_load(struct survey *survey, const char *path, const struct fallback *fallback,
                const struct rules *rules, struct survey_wish wish, struct arena *a, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem, nsystem = d->nsystem;
	struct pass pass = {.export = &survey->export,
	                    .header = &survey->header,
	                    .fallback = fallback,
	                    .rules = rules,
	                    .as_of = wish.as_of,
	                    .retired = wish.retired,
	                    .nworkers = wish.nworkers,
	                    .is_unhashed = wish.is_unhashed,
	                    .hash = survey->hash};

	assert(wish.nworkers >= 1);
	*survey = (struct survey){.as_of = wish.as_of, .fallback = fallback};
	if (export_open(&survey->export, path, a, d) < 0)
		return -1;
	/* Whatever is wrong with the header, the records are checked. */
	if (export_read_header(&survey->export, rules->settings, a, &survey->header, d) < 0 &&
	    (d->nsystem > nsystem || survey->header.is_array))
		return -1;
	survey->exported_on = survey->header.exported_on;
	survey->exported_at = survey->header.exported_at;
	run(survey, &pass, a, d);
	return d->nerrors + d->nsystem == nfaults ? 0 : -1;
}

void survey_release(struct survey *survey)
{
	for (unsigned i = 0; i < survey->ntexts; i++)
		arena_release(&survey->texts[i]);
	survey->ntexts = 0;
	free(survey->rows);
	survey->rows = NULL;
	survey->nrows = 0;
	export_close(&survey->export);
}

int survey_read(const struct survey *survey, const struct row *row, const struct rules *rules,
                struct buf *text, struct arena *a, struct product *product, struct diag *d)
{
	const struct fallback_record *other =
	        row->is_fallback ? fallback_find(survey->fallback, row->offset) : NULL;
	unsigned char hash[SHA256_BYTES];
	bool is_same;

	buf_clear(text);
	if (other ? fallback_read(survey->fallback, other, text) < 0
	          : export_read(&survey->export, row->offset, row->length, text) < 0) {
		export_add_fault(other ? &survey->fallback->file : &survey->export, d);
		return -1;
	}
	sha256_hash_once(buf_str(text), hash);
	is_same = export_is_unchanged(other ? &survey->fallback->file : &survey->export) &&
	          memcmp(hash, row->hash, ROW_HASH) == 0 &&
	          record_parse_again(product, buf_str(text), rules->criteria, rules->settings, a) ==
	                  0 &&
	          str_is_equal(product->id, row_id(row));
	if (is_same)
		return 0;
	diag_add(d, DIAG_FILE_READ, (struct place){.file = survey->export.file},
	         "was changed while it was read");
	return -1;
}

static int compare_row(const void *key, const void *item)
{
	return str_compare(*(const struct str *)key, row_id(item));
}

const struct row *survey_find(const struct survey *survey, struct str product_id)
{
	return survey->nrows == 0 ? NULL
	                          : bsearch(&product_id, survey->rows, survey->nrows,
	                                    sizeof(*survey->rows), compare_row);
}
