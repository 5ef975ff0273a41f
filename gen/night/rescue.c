#include "night/rescue.h"
#include "model/id.h"
#include "model/record.h"
#include "night/takeback.h"
#include <errno.h>
#include <unistd.h>

struct rescue {
	const struct rescue_request *request;
	const struct survey *survey; /* of the export as it is */
	const struct rules *rules;
	struct fallback *fallback;
	struct arena *arena; /* of the build */
	struct arena page;   /* of one record */
	struct buf bad, good;
	struct diag *diag;
};

static struct place place_of(const struct rescue *rescue, const struct fallback_record *record)
{
	return (struct place){.file = rescue->survey->export.file,
	                      .line = record ? record->bad.line : 0,
	                      .id = record ? record->id : STR_NONE};
}

static int refuse(const struct rescue *rescue, const struct fallback_record *record,
                  const char *why)
{
	diag_add(rescue->diag, DIAG_FALLBACK_REFUSED, place_of(rescue, record),
	         "%s: no record is taken from %s", why, rescue->request->fallback);
	return -1;
}

/* Whether an error is one of a record, and of none but that. */
static bool is_of_record(const struct rescue *rescue, const struct diag_item *item)
{
	const struct survey *survey = rescue->survey;

	if (item->code == DIAG_PRODUCT_DUPLICATE || item->code == DIAG_LABEL_DUPLICATE ||
	    !str_is_equal(rescue->diag->files[item->file], survey->export.file))
		return false;
	for (size_t i = 0; i < survey->nfaulty; i++)
		if (survey->faulty[i].line == item->line)
			return true;
	return false;
}

static int check_errors(const struct rescue *rescue, size_t first)
{
	const struct diag *d = rescue->diag;
	char why[128];

	if (rescue->survey->nfaulty > (size_t)rescue->rules->settings->max_fallback) {
		snprintf(why, sizeof(why), "more than %ld records have errors (max_fallback)",
		         rescue->rules->settings->max_fallback);
		return refuse(rescue, NULL, why);
	}
	for (size_t i = first; i < d->nitems; i++)
		if (diag_code_level(d->items[i].code) == DIAG_ERROR && !d->items[i].is_accepted &&
		    !is_of_record(rescue, &d->items[i]))
			return refuse(rescue, NULL,
			              "there are errors that are not those of one record");
	return 0;
}

/* The tree of a text, or NULL; what is wrong with it is said elsewhere. */
static const struct json *parse(struct rescue *rescue, struct str text)
{
	const struct json *tree;
	struct diag unsaid;

	diag_init(&unsaid);
	tree = json_parse_keeping(text, (struct place){.line = 1}, &rescue->page, &unsaid);
	diag_release(&unsaid);
	return tree;
}

/* The id that an object has, if it has one. */
static struct str find_member(const struct json *tree)
{
	struct str id = STR_NONE;
	size_t n = 0;

	if (tree->kind != JSON_OBJECT)
		return STR_NONE;
	for (const struct json *member = tree->child; member; member = member->next) {
		if (!str_is_equal(member->key, STR("product_id")))
			continue;
		n++;
		id = member->kind == JSON_STRING ? member->text : STR_NONE;
	}
	return n == 1 ? id : STR_NONE;
}

static struct str skip_space(struct str text)
{
	size_t n = 0;

	while (n < text.n && (text.p[n] == ' ' || text.p[n] == '\t' || text.p[n] == '\r'))
		n++;
	return str_sub(text, n, text.n);
}

/* The id in a text that is not JSON: that behind its only "product_id". */
static struct str find_raw(struct str text)
{
	const struct str key = STR("\"product_id\"");
	size_t at = str_find(text, key);
	struct str rest;

	if (at == text.n)
		return STR_NONE;
	rest = str_sub(text, at + key.n, text.n);
	if (str_find(rest, key) < rest.n)
		return STR_NONE;
	rest = skip_space(rest);
	if (!str_has_prefix(rest, STR(":")))
		return STR_NONE;
	rest = skip_space(str_sub(rest, 1, rest.n));
	if (!str_has_prefix(rest, STR("\"")))
		return STR_NONE;
	return str_sub(rest, 1, 1 + str_find_byte(str_sub(rest, 1, rest.n), '"'));
}

/* Whether another record of the export is of that product. */
static bool is_elsewhere(const struct rescue *rescue, const struct fallback_record *record)
{
	const struct survey *survey = rescue->survey;
	const struct fallback *fallback = rescue->fallback;

	for (size_t i = 0; i < survey->nrows; i++)
		if (survey->rows[i].offset != record->bad.offset &&
		    str_is_equal(row_id(&survey->rows[i]), record->id))
			return true;
	for (size_t i = 0; i < fallback->nrecords; i++)
		if (&fallback->records[i] != record &&
		    str_is_equal(fallback->records[i].id, record->id))
			return true;
	return false;
}

static int read_bad(struct rescue *rescue, const struct fallback_record *record)
{
	buf_clear(&rescue->bad);
	if (record->bad.length > EXPORT_LINE_MAX)
		return 0;
	if (export_read(&rescue->survey->export, record->bad.offset, record->bad.length,
	                &rescue->bad) < 0) {
		export_add_fault(&rescue->survey->export, rescue->diag);
		return -1;
	}
	return 0;
}

/* Whose the bad records are. */
static int find_products(struct rescue *rescue)
{
	struct fallback *fallback = rescue->fallback;

	for (size_t i = 0; i < rescue->survey->nfaulty; i++) {
		struct fallback_record *record = &fallback->records[fallback->nrecords++];
		const struct json *tree;
		struct str id;

		record->bad = rescue->survey->faulty[i];
		if (read_bad(rescue, record) < 0)
			return -1;
		arena_clear(&rescue->page);
		tree = parse(rescue, buf_str(&rescue->bad));
		id = tree ? find_member(tree) : find_raw(buf_str(&rescue->bad));
		if (!id.p || !id_is_valid(ID_PRODUCT, id))
			return refuse(rescue, record,
			              "which product the record is of cannot be told");
		record->id = arena_copy(rescue->arena, id);
	}
	for (size_t i = 0; i < fallback->nrecords; i++)
		if (is_elsewhere(rescue, &fallback->records[i]))
			return refuse(rescue, &fallback->records[i],
			              "another record is of the same product");
	return 0;
}

static int open_fallback(struct rescue *rescue)
{
	struct sha256_context *sha;
	struct fallback *fallback = rescue->fallback;
	unsigned char hash[SHA256_BYTES];
	int status;

	if (access(rescue->request->fallback, F_OK) < 0 && errno == ENOENT)
		return refuse(rescue, NULL, "the file is not there");
	if (export_open(&fallback->file, rescue->request->fallback, rescue->arena, rescue->diag) <
	    0)
		return -1;
	sha = sha256_open();
	status = sha256_hash_open_file(sha, fallback->file.fd, hash);
	sha256_close(sha);
	if (status < 0) {
		export_add_fault(&fallback->file, rescue->diag);
		return -1;
	}
	sha256_format(hash, fallback->hash);
	return 0;
}

/* Notes where the record of a line stands, if it is one of those that are looked for. */
static void note_record(struct rescue *rescue, struct str line, struct export_record where)
{
	struct fallback *fallback = rescue->fallback;
	const struct json *tree;
	struct str id;

	arena_clear(&rescue->page);
	tree = parse(rescue, line);
	id = tree ? find_member(tree) : STR_NONE;
	for (size_t i = 0; id.p && i < fallback->nrecords; i++)
		if (str_is_equal(fallback->records[i].id, id))
			fallback->records[i].good = where;
}

static int search_fallback(struct rescue *rescue)
{
	const struct export *file = &rescue->fallback->file;
	struct export_block block;
	uint32_t nlines = 0;
	struct str line;
	uint64_t offset;

	for (size_t i = 0; i < export_count_blocks(file); i++) {
		if (export_read_block(file, i, &rescue->good, &block) < 0) {
			export_add_fault(file, rescue->diag);
			return -1;
		}
		while (export_next_line(&block, &line, &offset))
			note_record(rescue, line,
			            (struct export_record){offset, (uint32_t)line.n, ++nlines});
	}
	return 0;
}

/* Whether the earlier record can stand in for the bad one: it is right by today's criteria, and all
 * that the bad one takes back is taken back there. */
static int check_record(struct rescue *rescue, const struct fallback_record *record)
{
	struct str text;
	struct product product;
	struct diag unsaid;
	int status;

	/* A product that was never published shows nothing that could be taken back. */
	if (fallback_is_left_out(record))
		return 0;
	buf_clear(&rescue->good);
	if (read_bad(rescue, record) < 0)
		return -1;
	if (fallback_read(rescue->fallback, record, &rescue->good) < 0) {
		export_add_fault(&rescue->fallback->file, rescue->diag);
		return -1;
	}
	text = buf_str(&rescue->good);
	diag_init(&unsaid);
	status = record_parse(&product, text, rescue->fallback->file.file, record->good.line,
	                      rescue->rules->criteria, rescue->rules->settings, &rescue->page,
	                      &unsaid);
	diag_release(&unsaid);
	if (status < 0)
		return refuse(rescue, record, "the earlier record has errors as well");
	if (takeback_is_new(buf_str(&rescue->bad), parse(rescue, buf_str(&rescue->bad)), text,
	                    parse(rescue, text), &rescue->page))
		return refuse(rescue, record,
		              "the record revokes, withdraws or withholds what the earlier one "
		              "does not, which must not be missed");
	return 0;
}

static int check_records(struct rescue *rescue)
{
	int status = 0;

	for (size_t i = 0; i < rescue->fallback->nrecords; i++) {
		arena_clear(&rescue->page);
		if (check_record(rescue, &rescue->fallback->records[i]) < 0)
			status = -1;
	}
	return status;
}

static void add_warnings(const struct rescue *rescue)
{
	for (size_t i = 0; i < rescue->fallback->nrecords; i++) {
		const struct fallback_record *record = &rescue->fallback->records[i];
		struct place place = place_of(rescue, record);

		if (fallback_is_left_out(record))
			diag_add(rescue->diag, DIAG_RECORD_LEFT_OUT, place,
			         "the record has errors and there is no earlier one in %s: the "
			         "product is left out until it is mended",
			         rescue->request->fallback);
		else
			diag_add(rescue->diag, DIAG_RECORD_FALLBACK, place,
			         "the record has errors, and that on line %u of %s stands in for "
			         "it until it is mended",
			         (unsigned)record->good.line, rescue->request->fallback);
	}
}

static int find_others(struct rescue *rescue, size_t first)
{
	struct fallback *fallback = rescue->fallback;
	int status = check_errors(rescue, first);

	if (status < 0)
		return -1;
	fallback->records =
	        arena_array(rescue->arena, rescue->survey->nfaulty, sizeof(*fallback->records));
	arena_init(&rescue->page, 1 << 16);
	buf_init(&rescue->bad);
	buf_init(&rescue->good);
	status = find_products(rescue);
	if (status == 0)
		status = open_fallback(rescue);
	if (status == 0)
		status = search_fallback(rescue);
	if (status == 0)
		status = check_records(rescue);
	buf_release(&rescue->bad);
	buf_release(&rescue->good);
	arena_release(&rescue->page);
	return status;
}

int rescue_load(struct survey *survey, struct fallback *fallback,
                const struct rescue_request *request, const struct rules *rules, struct arena *a,
                struct diag *d)
{
	struct rescue rescue = {.request = request,
	                        .survey = survey,
	                        .rules = rules,
	                        .fallback = fallback,
	                        .arena = a,
	                        .diag = d};
	const struct survey_wish wish = {request->as_of, request->njobs, request->is_check,
	                                 request->retired};
	size_t first = d->nitems, nfaults = d->nerrors + d->nsystem, nsystem = d->nsystem;

	*fallback = (struct fallback){.file = {.fd = -1}};
	if (survey_load(survey, request->export_file, NULL, rules, wish, a, d) == 0)
		return 0;
	if (!request->fallback || nfaults > 0 || d->nsystem > nsystem ||
	    find_others(&rescue, first) < 0)
		return -1;
	if (!request->is_check)
		diag_excuse(d, first);
	add_warnings(&rescue);
	if (request->is_check)
		return -1;
	survey_release(survey);
	return survey_load(survey, request->export_file, fallback, rules, wish, a, d);
}

void rescue_release(struct fallback *fallback)
{
	export_close(&fallback->file);
}
