#include "check.h"
#include "model/survey.h"
#include "scratch.h"
#include <sys/stat.h>
#include <unistd.h>

static struct arena a;
static struct settings settings;
static struct criteria criteria;
static const struct rules rules = {&criteria, &settings};

static const char version[] =
        "{\"format\":\"criteria/1\",\"id\":\"S1-1.0\",\"family\":\"S1\",\"level\":1,"
        "\"version\":\"1.0\",\"title\":{\"ja\":\"題\"},\"published_on\":\"2024-01-01\","
        "\"effective_on\":\"2024-01-01\",\"revision\":\"first\",\"items\":[]}";

static void add_header(struct buf *b, unsigned nrecords)
{
	buf_printf(b,
	           "{\"format\":\"label-export/1\",\"exported_at\":\"2026-11-22T16:00:00Z\","
	           "\"records\":%u}\n",
	           nrecords);
}

/* A record whose parts follow from its number; `more` is further members, or "". */
static void add_record(struct buf *b, unsigned number, const char *acquired_on, const char *more)
{
	buf_printf(b,
	           "{\"product_id\":\"P%07u\",\"name\":{\"ja\":\"製品%u\",\"en\":\"Product %u\"},"
	           "\"models\":[{\"number\":\"M-%u\"},{\"number\":\"N\"}],"
	           "\"labels\":[{\"label_id\":\"L-%u\",\"level\":1,\"criteria\":\"S1-1.0\","
	           "\"acquired_on\":\"%s\",\"route\":\"self\",\"applicant\":{\"name\":{\"ja\":"
	           "\"者\"}},"
	           "\"evaluator\":{\"kind\":\"self\"}}]%s}\n",
	           number, number, number, number, number, acquired_on, more);
}

static date_days day(const char *text)
{
	date_days date = DATE_NONE;

	CHECK(date_parse(str_from(text), &date) == 0);
	return date;
}

static int load(struct survey *survey, const char *path, unsigned nworkers, struct diag *d)
{
	int status;

	diag_init(d);
	status = survey_load(survey, path, NULL, &rules,
	                     (struct survey_wish){day("2026-11-23"), nworkers, false, NULL}, &a, d);
	diag_sort(d);
	return status;
}

/* Everything of a survey and its messages in one text. */
static void describe(struct buf *b, const struct survey *survey, const struct diag *d)
{
	for (size_t i = 0; i < survey->nrows; i++) {
		const struct row *row = &survey->rows[i];

		buf_printf(b, "%.*s %llu %u %u %d %d %u %u %d", STR_ARG(row_id(row)),
		           (unsigned long long)row->offset, row->length, row->line, row->end,
		           row->next_change, row->manufacturer, row->nmodels, row->has_open_note);
		for (unsigned t = ROW_TEXT_LABEL; row_is_issued(row) && t <= ROW_TEXT_NAME; t++)
			buf_printf(b, " %.*s", STR_ARG(packed_get(row->texts, t)));
		buf_add_byte(b, '\n');
	}
	for (size_t i = 0; i < survey->nmanufacturers; i++) {
		const struct firm *m = &survey->manufacturers[i];

		buf_printf(b, "%s|%s|%s|%u\n", m->name.in[0].p,
		           m->name.in[1].p ? m->name.in[1].p : "-",
		           m->name.kana.p ? m->name.kana.p : "-", m->nproducts);
	}
	for (size_t i = 0; i < d->nitems; i++)
		buf_printf(b, "%u %s %s %s\n", d->items[i].line,
		           d->items[i].id.p ? d->items[i].id.p : "-", d->items[i].pointer.p,
		           d->items[i].text.p);
}

enum faults { WITHOUT_FAULTS, WITH_FAULTS };

/* Some megabytes of records in no order, one longer than two blocks; manufacturers of one Japanese
 * name, with and without an English one, which are two; an unknown key everywhere; faults and
 * doubles among them. */
static void write_large(struct buf *b, unsigned n, enum faults faults)
{
	add_header(b, n);
	for (unsigned i = 0; i < n; i++) {
		unsigned number = (unsigned)((i * 7919ULL) % n), maker = number % 50;
		struct buf more;

		buf_init(&more);
		buf_printf(&more, ",\"memo\":1,\"manufacturer\":{\"name\":{\"ja\":\"M%u\"", maker);
		if (number % 3 == 0)
			buf_printf(&more, ",\"en\":\"Maker %u\"", maker);
		if (number % 7 == 0)
			buf_printf(&more, ",\"kana\":\"めーかー%u\"", number);
		buf_printf(&more, "},\"disclosed\":%s}", number % 11 == 0 ? "false" : "true");
		if (number == n / 2)
			buf_printf(&more, ",%*s\"summary\":{\"ja\":\"0\"}", 3 << 20, "");
		if (faults == WITH_FAULTS && number % 1000 == 17)
			buf_add(&more, STR(",\"site_url\":\"x\""));
		buf_add_byte(&more, '\0');
		add_record(b, faults == WITH_FAULTS && number % 1000 == 500 ? 1 : number,
		           number % 13 == 0 ? "2027-01-01" : "2026-03-01", more.p);
		buf_release(&more);
	}
}

/* Every record is found again by its row. */
static void check_reading(const struct survey *survey, struct diag *d)
{
	struct product product;
	struct arena page;
	struct buf text;

	arena_init(&page, 1 << 14);
	buf_init(&text);
	for (size_t i = 0; i < survey->nrows; i++) {
		arena_clear(&page);
		if (!CHECK(survey_read(survey, &survey->rows[i], &rules, &text, &page, &product,
		                       d) == 0))
			break;
	}
	buf_release(&text);
	arena_release(&page);
}

static size_t count_code(const struct diag *d, enum diag_code code)
{
	size_t n = 0;

	for (size_t i = 0; i < d->nitems; i++)
		n += d->items[i].code == code;
	return n;
}

static void test_workers(enum faults faults)
{
	bool has_faults = faults == WITH_FAULTS;
	struct buf b, first, other;
	const char *path;

	buf_init(&b);
	buf_init(&first);
	buf_init(&other);
	write_large(&b, 5000, faults);
	path = scratch_write(&a, "large.jsonl", buf_str(&b));
	for (unsigned nworkers = 1; nworkers <= 4; nworkers++) {
		struct survey survey;
		struct diag d;

		CHECK(load(&survey, path, nworkers, &d) == (has_faults ? -1 : 0));
		CHECK(survey.nrows == 5000);
		CHECK(has_faults || survey.nmanufacturers == 100);
		CHECK(count_code(&d, DIAG_KEY_UNKNOWN) == 1);
		/* Each manufacturer has many readings. */
		CHECK(count_code(&d, DIAG_NAME_DIFFERS) == survey.nmanufacturers);
		CHECK(d.nwarnings == 1 + survey.nmanufacturers);
		/* five wrong addresses; five products and five labels that are there already */
		CHECK(d.nerrors == (has_faults ? 15U : 0U));
		for (size_t i = 1; i < survey.nrows; i++)
			if (!CHECK(str_compare(row_id(&survey.rows[i - 1]),
			                       row_id(&survey.rows[i])) <= 0))
				break;
		if (!has_faults && nworkers == 1)
			check_reading(&survey, &d);
		buf_clear(&other);
		describe(nworkers == 1 ? &first : &other, &survey, &d);
		if (nworkers > 1)
			CHECK(str_is_equal(buf_str(&first), buf_str(&other)));
		survey_release(&survey);
		diag_release(&d);
	}
	buf_release(&b);
	buf_release(&first);
	buf_release(&other);
}

static void test_rows(void)
{
	static const char notes[] =
	        ",\"security_notes\":[{\"date\":\"2026-12-01\",\"title\":{\"ja\":\"件\"},"
	        "\"state\":\"open\"}],\"manufacturer\":{\"name\":{\"ja\":\"甲\"},\"disclosed\":"
	        "false}";
	struct survey survey;
	struct buf b, text;
	struct diag d;
	struct product product;
	const struct row *row;

	buf_init(&b);
	buf_init(&text);
	add_header(&b, 3);
	add_record(&b, 2, "2026-03-01", notes);
	add_record(&b, 1, "2027-01-01", "");
	add_record(&b, 3, "2026-03-01", "");
	CHECK(load(&survey, scratch_write(&a, "rows.jsonl", buf_str(&b)), 1, &d) == 0);
	diag_print(&d, stderr);
	CHECK(survey.nrows == 3 && survey.nissued == 2 && survey.nmanufacturers == 0);
	CHECK(survey.exported_on ==
	      day("2026-11-23")); /* 16:00 in Greenwich is the next day in Tokyo */
	CHECK_STR(survey.exported_at, STR("2026-11-22T16:00:00Z"));
	row = &survey.rows[0];
	CHECK_STR(row_id(row), STR("P0000001"));
	CHECK(!row_is_issued(row) && row->status == STATUS_NOT_ISSUED);
	CHECK(row->line == 3 && row->next_change == day("2027-01-01"));
	row = &survey.rows[1];
	CHECK_STR(packed_get(row->texts, ROW_TEXT_LABEL), STR("L-2"));
	CHECK_STR(row_name(row, 0), STR("製品2"));
	CHECK_STR(row_name(row, 1), STR("Product 2"));
	CHECK(row->status == STATUS_VALID && row->end == day("2028-03-01"));
	CHECK(row->manufacturer == SURVEY_WITHHELD && row->level == 1 && row->nmodels == 2);
	CHECK_STR(row_model(row), STR("M-2"));
	CHECK(!row->has_open_note && row->next_change == day("2026-12-01"));
	CHECK(survey.rows[2].manufacturer == SURVEY_NOT_STATED);
	CHECK(survey_read(&survey, row, &rules, &text, &a, &product, &d) == 0);
	CHECK_STR(product.id, row_id(row));
	CHECK(text.n == row->length && product.nnotes == 1);

	/* The file grows, then is written anew with other records at the same places. */
	buf_add(&b, STR("\n"));
	CHECK(truncate(survey.export.file.p, (off_t)b.n + 5) == 0);
	CHECK(survey_read(&survey, row, &rules, &text, &a, &product, &d) == -1);
	CHECK(truncate(survey.export.file.p, (off_t)row->offset + 5) == 0);
	CHECK(survey_read(&survey, row, &rules, &text, &a, &product, &d) == -1);
	CHECK(d.nsystem == 2);
	survey_release(&survey);
	diag_release(&d);
	buf_release(&b);
	buf_release(&text);
}

/* Where lines end and blocks end: the same three records, moved over the border of two blocks by
 * every number of bytes about it, are always three. */
static void test_borders(void)
{
	struct buf b;

	buf_init(&b);
	for (size_t shift = 0; shift < 1200; shift += 7) {
		struct survey survey;
		struct diag d;

		buf_clear(&b);
		add_header(&b, 4);
		add_record(&b, 0, "2026-03-01", "");
		b.n -= 2; /* "}\n" */
		/* Blanks between members, for a text may not be so long. */
		buf_printf(&b, ",%*s\"summary\":{\"ja\":\"0\"}}\n",
		           (int)(EXPORT_BLOCK - b.n - shift), "");
		for (unsigned i = 1; i < 4; i++)
			add_record(&b, i, "2026-03-01", "");
		if (shift % 2 == 0)
			b.n--; /* the last line need not end */
		CHECK(load(&survey, scratch_write(&a, "border.jsonl", buf_str(&b)), 2, &d) == 0);
		CHECK(survey.nrows == 4 && survey.rows[3].line == 5 && d.nitems == 0);
		survey_release(&survey);
		diag_release(&d);
	}
	buf_release(&b);
}

/* A line that is longer than any record is one fault, and the records about it are read. */
static void test_long_line(void)
{
	struct survey survey;
	struct diag d;
	struct buf b;

	buf_init(&b);
	add_header(&b, 3);
	add_record(&b, 1, "2026-03-01", "");
	buf_printf(&b, "%0*d\n", (int)EXPORT_LINE_MAX + 5000000, 0);
	add_record(&b, 2, "2026-03-01", "");
	CHECK(load(&survey, scratch_write(&a, "long.jsonl", buf_str(&b)), 2, &d) == -1);
	CHECK(survey.nrows == 2 && survey.rows[1].line == 4);
	CHECK(d.nitems == 1 && d.items[0].line == 3 && d.items[0].code == DIAG_JSON_SYNTAX);
	survey_release(&survey);
	diag_release(&d);
	buf_release(&b);
}

static void test_no_file(void)
{
	const char *const paths[] = {scratch_path(&a, "none.jsonl"), scratch};

	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct survey survey;
		struct diag d;

		CHECK(load(&survey, paths[i], 1, &d) == -1);
		CHECK(d.nsystem == 1 && d.nitems == 1);
		survey_release(&survey);
		diag_release(&d);
	}
}

int main(void)
{
	struct diag d;

	arena_init(&a, 1 << 16);
	diag_init(&d);
	scratch_open();
	scratch_write(&a, "criteria/S1-1.0.json", str_from(version));
	CHECK(settings_load(&settings, NULL, NULL, 0, &a, &d) == 0);
	CHECK(criteria_load(&criteria, scratch_path(&a, "criteria"), &settings, &a, &d) == 0);
	diag_print(&d, stderr);
	diag_release(&d);
	test_workers(WITHOUT_FAULTS);
	test_workers(WITH_FAULTS);
	test_rows();
	test_borders();
	test_long_line();
	test_no_file();
	scratch_close();
	arena_release(&a);
	return check_report();
}
