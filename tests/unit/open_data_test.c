/* Parts of the open data, and fields of its CSV. */
#include "base/attr.h"
#include "check.h"
#include "data/open_data.h"
#include <stdio.h>
#include <stdlib.h>

#define NIDS 20000

static const struct {
	const char *text, *expected;
} fields[] = {
        {"", ""},
        {"WR-1200", "WR-1200"},
        {"a,b", "\"a,b\""},
        {"say \"no\"", "\"say \"\"no\"\"\""},
        {"one\ntwo", "one two"},
        {"one\r\ntwo", "one two"},
        {"one\rtwo\tthree", "one two three"},
        {"one\x01two\x7f", "one two "},
        {"one\xe2\x80\xa8two\xe2\x80\xa9", "one two "},
        {"\xe2\x80\x94 dash", "\xe2\x80\x94 dash"},
        {"=1+1", "'=1+1"},
        {"+81-3-0000-0000", "'+81-3-0000-0000"},
        {"-5", "'-5"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "' x"},
        {"\rx", "' x"},
        {"＝1", "'＝1"},
        {"＋1", "'＋1"},
        {"－1", "'－1"},
        {"＠a", "'＠a"},
        {"1=1", "1=1"},
        {"=\"a\",\n", "\"'=\"\"a\"\", \""},
        {"it's", "it's"},
        {"日本語、製品", "日本語、製品"},
};

static void test_fields(void)
{
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		struct buf b;

		buf_init(&b);
		buf_add(&b, STR("x,"));
		open_data_add_field(&b, str_from(fields[i].text));
		CHECK_STR(str_sub(buf_str(&b), 2, b.n), str_from(fields[i].expected));
		buf_release(&b);
	}
}

/* Sorted ids of which one is left out, unless `without` is none of them. */
static void make_pages(struct pages *pages, struct survey *survey, struct retired *retired,
                       size_t n, size_t without, struct arena *a)
{
	*survey = (struct survey){.rows = arena_array(a, n + 1, sizeof(struct row))};
	*retired = (struct retired){0};
	for (size_t i = 0; i < n; i++)
		if (i != without)
			survey->rows[survey->nrows++] = (struct row){
			        /* one packed text of nine bytes */
			        .texts = arena_printf(a, "\nP%08zu", i * 7919).p,
			        .status = STATUS_VALID,
			};
	survey->nissued = survey->nrows;
	pages_plan(pages, survey, retired, a);
}

/* The shelves follow each other, none is too long, and all but the last are long enough; each has
 * its part. */
static void check_parts(const struct open_data *data, const struct pages *pages)
{
	size_t at = 0;

	for (size_t i = 0; i < pages->nshelves; i++) {
		const struct shelf *shelf = &pages->shelves[i];

		CHECK(shelf->from == at);
		CHECK(shelf->to - shelf->from <= 200);
		CHECK(shelf->to - shelf->from >= 12 || i + 1 == pages->nshelves);
		at = shelf->to;
	}
	CHECK(at == pages->npages);
	CHECK_STR(data->parts[0].name, STR("first"));
	CHECK_STR(data->parts[0].path, STR("data/products/first.csv.gz"));
	CHECK_STR(data->parts[0].lines_path, STR("data/products/first.jsonl.gz"));
}

static void test_parts(void)
{
	static const size_t sizes[] = {0, 1, 11, 12, 13, 144, 200, 201, NIDS};
	struct arena a;

	arena_init(&a, 1 << 16);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct survey survey;
		struct retired retired;
		struct site site = {.survey = &survey, .retired = &retired};
		struct open_data data;

		make_pages(&site.pages, &survey, &retired, sizes[i], SIZE_MAX, &a);
		open_data_plan(&data, &site, &a);
		check_parts(&data, &site.pages);
		if (sizes[i] == NIDS)
			CHECK(site.pages.nshelves > NIDS / 60 && site.pages.nshelves < NIDS / 40);
	}
	arena_release(&a);
}

static bool has_part(const struct open_data *data, struct str name)
{
	for (size_t i = 0; i < data->site->pages.nshelves; i++)
		if (str_is_equal(data->parts[i].name, name))
			return true;
	return false;
}

/* One product more moves few boundaries: those until both ways of cutting meet again. */
static void test_one_more(void)
{
	struct survey survey[2];
	struct retired retired[2];
	struct site site[2] = {{.survey = &survey[0], .retired = &retired[0]},
	                       {.survey = &survey[1], .retired = &retired[1]}};
	struct open_data data[2];
	struct arena a;
	size_t nmoved = 0;

	arena_init(&a, 1 << 16);
	make_pages(&site[0].pages, &survey[0], &retired[0], NIDS, SIZE_MAX, &a);
	open_data_plan(&data[0], &site[0], &a);
	for (size_t without = 500; without < NIDS; without += 977) {
		make_pages(&site[1].pages, &survey[1], &retired[1], NIDS, without, &a);
		open_data_plan(&data[1], &site[1], &a);
		for (size_t i = 0; i < site[1].pages.nshelves; i++)
			nmoved += !has_part(&data[0], data[1].parts[i].name);
	}
	/* Of 20 products. */
	CHECK(nmoved <= 20);
	arena_release(&a);
}

int main(void)
{
	test_fields();
	test_parts();
	test_one_more();
	return check_report();
}
