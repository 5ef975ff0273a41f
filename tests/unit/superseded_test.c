/* Which files can be superseded, and the list of them: what is written is read, what was changed is
 * not. */
#include "base/attr.h"
#include "check.h"
#include "publish/superseded.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void test_paths(void)
{
	static const struct {
		const char *path;
		bool is_one;
	} rows[] = {
	        {"static/site-0123abcd.css", true},
	        {"static/site-0123abcd.css.br", true},
	        {"static/site-0123abcd.css.gz", true},
	        {"static/page-script-0123abcd.js", true},
	        {"static/icon-180-0123abcd.png", true},
	        {"static/LICENSE-0123abcd", true},
	        {"static/site.css", false},
	        {"static/site-0123abc.css", false},
	        {"static/site-00123abcd.css", false},
	        {"static/-0123abcd.css", true},
	        {"static/0123abcd.css", false},
	        {"static/icon-0123abcd.png.gz", false}, /* no copies are made of it */
	        {"search/t0123456789ab.js", true},
	        {"search/t0123456789ab.js.br", true},
	        {"search/t0123456789abc.js", false},
	        {"search/t0123456789a.js", false},
	        {"search/directory.js", false},
	        {"search/index.html", false},
	        {"en/search/t0123456789ab.js", false},
	        {"static/", false},
	        {"search/", false},
	        {"", false},
	        {"P/7K3MQ2RD/index.html", false},
	        {"products/maker-0123abcd.html", false},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!CHECK(superseded_has_path(str_from(rows[i].path)) == rows[i].is_one))
			fprintf(stderr, "  %s\n", rows[i].path);
}

static date_days day(const char *text)
{
	date_days days = DATE_NONE;

	CHECK(date_parse(str_from(text), &days) == 0);
	return days;
}

static struct superseded_file make_file(const char *path, const char *since)
{
	struct superseded_file file = {.path = str_from(path), .since = day(since)};

	memcpy(file.hash, HASH, SHA256_HEX);
	return file;
}

static void test_list(void)
{
	struct superseded_file files[] = {
	        make_file("static/site-0123abcd.css", "2026-11-23"),
	        make_file("search/t0123456789ab.js", "2026-11-23"),
	        make_file("search/m0123456789ab.js", "2026-11-22"),
	};
	struct superseded_file *found;
	struct arena a;
	struct buf b;
	size_t n;

	arena_init(&a, 4096);
	buf_init(&b);
	superseded_add_list(&b, files, COUNT_OF(files));
	CHECK_STR(str_sub(buf_str(&b), STR("# fuda-superseded/1 " HASH "\n").n, b.n),
	          STR("# since 2026-11-22\n" HASH "  search/m0123456789ab.js\n"
	              "# since 2026-11-23\n" HASH "  search/t0123456789ab.js\n" HASH
	              "  static/site-0123abcd.css\n"));
	CHECK(superseded_parse(buf_str(&b), &a, &found, &n) == 0 && n == COUNT_OF(files));
	CHECK_STR(found[0].path, STR("search/m0123456789ab.js"));
	CHECK_STR(found[2].path, STR("static/site-0123abcd.css"));
	CHECK(found[0].since == day("2026-11-22") && found[2].since == day("2026-11-23"));
	CHECK(memcmp(found[1].hash, HASH, SHA256_HEX) == 0);

	/* With any other byte, or one less, it is not believed. */
	for (size_t i = 0; i < b.n; i++) {
		CHECK(superseded_parse(str_sub(buf_str(&b), 0, i), &a, &found, &n) < 0);
		b.p[i] ^= 1;
		CHECK(superseded_parse(buf_str(&b), &a, &found, &n) < 0);
		b.p[i] ^= 1;
	}
	CHECK(superseded_parse(buf_str(&b), &a, &found, &n) == 0);
	buf_release(&b);
	arena_release(&a);
}

/* One whose hash is right can still say what none says. */
static void test_forged(void)
{
	static const char *const rows[] = {
	        HASH "  search/t0123456789ab.js\n",
	        "# since 2026-02-30\n" HASH "  search/t0123456789ab.js\n",
	        "# since 2026-11-23\n" HASH "  index.html\n",
	        "# since 2026-11-23\n" HASH "  static/../static/site-0123abcd.css\n",
	        "# since 2026-11-23\nHASH  search/t0123456789ab.js\n",
	        "# since 2026-11-23\n\n",
	        "# since 2026-11-22\n" HASH "  search/t0123456789ab.js\n"
	        "# since 2026-11-23\n" HASH "  static/site-0123abcd.css\n" HASH
	        "  search/t0123456789ab.js\n",
	};
	unsigned char hash[SHA256_BYTES];
	char text[SHA256_HEX];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct superseded_file *files;
		struct arena a;
		struct buf b;
		size_t n;

		arena_init(&a, 4096);
		buf_init(&b);
		sha256_hash_once(str_from(rows[i]), hash);
		sha256_format(hash, text);
		buf_printf(&b, "# fuda-superseded/1 %.*s\n%s", SHA256_HEX, text, rows[i]);
		if (!CHECK(superseded_parse(buf_str(&b), &a, &files, &n) < 0))
			fprintf(stderr, "  row %zu\n", i);
		buf_release(&b);
		arena_release(&a);
	}
}

int main(void)
{
	test_paths();
	test_list();
	test_forged();
	return check_report();
}
