#include "base/attr.h"
#include "check.h"
#include "publish/edition.h"
#include <stdlib.h>

#define HASH       "ee84fd5d76266d88c1333092143cd3a0e4f847cac273c70cd48ff683aa41f5ad"
#define HEAD       "{\"format\":\"manifest/2\",\"site\":\"https://x.example/\","
#define DAYS       "\"as_of\":\"2026-11-22\",\"sequence\":9822,\"next_expected\":\"2026-11-23\","
#define PART(path) "{\"path\":\"" path "\",\"sha256\":\"" HASH "\",\"files\":2}"
#define PARTS      "\"parts\":[" PART("sums/a.sha256") "," PART("sums/b.sha256") "]}"

static int parse(struct edition *edition, const char *text, struct arena *a)
{
	struct place place = {.file = STR("MANIFEST.json")};
	struct diag d;
	int status;

	diag_init(&d);
	status = edition_parse(edition, str_from(text), place, a, &d);
	CHECK((status < 0) == (d.nerrors > 0));
	diag_release(&d);
	return status;
}

static void test_parse(void)
{
	static const struct {
		const char *text;
		bool is_good;
	} rows[] = {
	        {HEAD DAYS PARTS, true},
	        {HEAD DAYS "\"other\":{}," PARTS, true},
	        {HEAD DAYS "\"parts\":[]}", true},
	        {HEAD DAYS "\"parts\":{}}", false},
	        {HEAD DAYS "\"parts\":[1]}", false},
	        {HEAD DAYS "\"x\":1}", false},
	        {HEAD PARTS, false},
	        {"{" DAYS PARTS, false},
	        {"", false},
	        {"[]", false},
	        {HEAD, false},
	        {HEAD DAYS PARTS PARTS, false},
	        {HEAD DAYS DAYS PARTS, false},
	        {"{\"format\":\"manifest/3\",\"site\":\"x\"," DAYS PARTS, false},
	        {HEAD "\"as_of\":\"2026-11-23\",\"sequence\":9822,\"next_expected\":\"2026-11-"
	              "24\"," PARTS,
	         false},
	        {HEAD "\"as_of\":\"2026-11-31\",\"sequence\":9831,\"next_expected\":\"2026-12-"
	              "01\"," PARTS,
	         false},
	        {HEAD
	         "\"as_of\":20261122,\"sequence\":9822,\"next_expected\":\"2026-11-24\"," PARTS,
	         false},
	        {HEAD DAYS "\"parts\":[" PART("sums/a.sha256") "," PART("sums/a.sha256") "]}",
	         false},
	        {HEAD DAYS "\"parts\":[" PART("a.sha256") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("sums/.sha256") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("sums/..sha256") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("sums/../a.sha256") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("sums/a/b.sha256") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("sums/a\\\\b.sha256") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("sums/a\\u0000.sha256") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("sums/a.txt") "]}", false},
	        {HEAD DAYS "\"parts\":[" PART("/sums/a.sha256") "]}", false},
	        {HEAD DAYS "\"products_root\":\"" HASH "\"," PARTS, true},
	        {HEAD DAYS "\"products_root\":\"12\"," PARTS, false},
	        {HEAD DAYS "\"products_root\":null," PARTS, true},
	        {HEAD DAYS "\"parts\":[{\"path\":\"sums/a.sha256\",\"sha256\":\"" HASH
	                   "\",\"files\":1,\"root\":\"x\"}]}",
	         false},
	        {HEAD DAYS
	         "\"parts\":[{\"path\":\"sums/a.sha256\",\"sha256\":\"12\",\"files\":1}]}",
	         false},
	        {HEAD DAYS "\"parts\":[{\"path\":\"sums/a.sha256\",\"sha256\":\"" HASH "\"}]}",
	         false},
	        {HEAD DAYS "\"parts\":[{\"path\":\"sums/a.sha256\",\"sha256\":\"" HASH
	                   "\",\"files\":-1}]}",
	         false},
	};
	struct edition edition;
	struct arena a;

	arena_init(&a, 4096);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!CHECK((parse(&edition, rows[i].text, &a) == 0) == rows[i].is_good))
			fprintf(stderr, "  row %zu: %s\n", i, rows[i].text);
	CHECK(parse(&edition, HEAD DAYS PARTS, &a) == 0);
	CHECK(edition.nparts == 2 && edition.parts[1].nfiles == 2);
	CHECK_STR(edition.parts[1].path, STR("sums/b.sha256"));
	CHECK(edition_sequence(&edition) == 9822);
	CHECK_STR(edition_comment(&edition, &a),
	          STR("as of 2026-11-22, sequence 9822, next expected 2026-11-23, site "
	              "https://x.example/"));
	arena_release(&a);
}

/* A comment that speaks of the edition may name the list of superseded files, and nothing else. */
static void test_comment(void)
{
#define COMMENT "as of 2026-11-22, sequence 9822, next expected 2026-11-23, site https://x.example/"
	static const struct {
		struct str comment, superseded;
		bool is_good;
	} rows[] = {
	        {STR(COMMENT), STR(""), true},
	        {STR(COMMENT ", superseded " HASH), STR(HASH), true},
	        {STR(COMMENT ", superseded "), STR(""), false},
	        {STR(COMMENT ", superseded x" HASH), STR(""), false},
	        {STR(COMMENT ", superseded " HASH "0"), STR(""), false},
	        {STR(COMMENT ", superseded " HASH ", superseded " HASH), STR(""), false},
	        {STR(COMMENT HASH), STR(""), false},
	        {STR(HASH), STR(""), false},
	        {STR(", superseded " HASH), STR(""), false},
	        {STR(""), STR(""), false},
	};
	struct edition edition;
	struct arena a;

	arena_init(&a, 4096);
	CHECK(parse(&edition, HEAD DAYS PARTS, &a) == 0);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (!CHECK(edition_has_comment(&edition, rows[i].comment, &a) == rows[i].is_good))
			fprintf(stderr, "  row %zu\n", i);
		CHECK_STR(edition.superseded, rows[i].superseded);
	}
	arena_release(&a);
}

/* What is written can be read. */
static void test_add(void)
{
	struct edition_part part = {
	        .path = STR("sums/a.sha256"), .hash = STR(HASH), .nfiles = 3, .root = STR(HASH)};
	struct edition edition = {.site = STR("https://x.example/"),
	                          .as_of = 0,
	                          .next_expected = 1,
	                          .parts = &part,
	                          .nparts = 1,
	                          .products_root = STR(HASH)};
	struct edition again;
	struct arena a;
	struct buf b;

	arena_init(&a, 4096);
	buf_init(&b);
	edition_add_head(&b, &edition);
	edition_add_products_root(&b, &edition);
	edition_add_parts(&b, &edition);
	buf_add_byte(&b, '\0');
	CHECK(parse(&again, b.p, &a) == 0);
	CHECK(again.as_of == 0 && again.next_expected == 1 && again.nparts == 1);
	CHECK(edition_sequence(&again) == -10957);
	CHECK_STR(again.products_root, STR(HASH));
	CHECK_STR(again.parts[0].root, STR(HASH));
	buf_release(&b);
	arena_release(&a);
}

/* Ten million products are on some 222,000 shelves; of the longest ids that there are. */
static void test_largest(void)
{
	enum { NSHELVES = 10 * 1000 * 1000 / 45 };
	struct edition_part *parts = calloc(NSHELVES, sizeof(*parts));
	struct edition edition = {.site = STR("https://x.example/"),
	                          .as_of = 20000,
	                          .next_expected = 20001,
	                          .parts = parts,
	                          .nparts = NSHELVES,
	                          .products_root = STR(HASH)};
	struct edition again;
	struct arena a;
	struct buf b;

	arena_init(&a, 1 << 20);
	buf_init(&b);
	for (size_t i = 0; parts && i < NSHELVES; i++)
		parts[i] = (struct edition_part){arena_printf(&a, "sums/products-%032zu.sha256", i),
		                                 STR(HASH), 1000, STR(HASH)};
	edition_add_head(&b, &edition);
	edition_add_products_root(&b, &edition);
	edition_add_parts(&b, &edition);
	CHECK(b.n < EDITION_MAX);
	buf_add_byte(&b, '\0');
	CHECK(parse(&again, b.p, &a) == 0 && again.nparts == NSHELVES);
	buf_release(&b);
	arena_release(&a);
	free(parts);
}

/* What has more values than any MANIFEST.json is not read as JSON. */
static void test_many_values(void)
{
	struct edition edition;
	struct arena a;
	struct buf b;

	for (size_t n = 1; n <= 100000; n *= 100000) {
		arena_init(&a, 4096);
		buf_init(&b);
		buf_add(&b, STR(HEAD DAYS "\"other\":["));
		for (size_t i = 0; i < n; i++)
			buf_add(&b, STR("[],"));
		buf_add(&b, STR("[]]," PARTS));
		buf_add_byte(&b, '\0');
		CHECK((parse(&edition, b.p, &a) == 0) == (n == 1));
		buf_release(&b);
		arena_release(&a);
	}
}

int main(void)
{
	test_parse();
	test_largest();
	test_many_values();
	test_add();
	test_comment();
	return check_report();
}
