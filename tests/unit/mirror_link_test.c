#include "base/arena.h"
#include "check.h"
#include "mirror/link.h"
#include "scratch.h"

static struct mirror_tree tree;
static struct mirror_links links;

static const struct settings settings = {
        .languages = {.n = 2, .code = {STR("ja"), STR("en")}},
        .base_url = STR("https://host.example/"),
};

/* A site of a few files; their content does not matter, but for the picture. */
static void make_tree(struct arena *a, struct diag *d)
{
	static const char *const paths[] = {
	        "index.html",
	        "en/index.html",
	        "P/AB12CD34/index.html",
	        "P/AB12CD34/qr.svg",
	        "P/AB12CD34/label.json",
	        "en/P/AB12CD34/index.html",
	        "products/all/index.html",
	        "products/all/from-X/index.html",
	        "products/maker-1/index.html",
	        "changes/index.html",
	        "changes/2026-01/index.html",
	        "changes/feed.atom",
	        "static/site.css",
	        "sums/files.sha256",
	        "view/index.html",
	        "en/view/index.html",
	};

	for (size_t i = 0; i < COUNT_OF(paths); i++)
		scratch_write(a, paths[i], STR("<svg id=\"a\"/>#"));
	scratch_or_end(mirror_tree_open(&tree, scratch, a, d));
	mirror_links_init(&links, &tree, &settings, a);
}

static void test_fates(void)
{
	static const struct {
		const char *path;
		enum mirror_fate fate;
	} rows[] = {
	        {"index.html", MIRROR_KEPT},
	        {"en/index.html", MIRROR_KEPT},
	        {"P/AB12CD34/index.html", MIRROR_PACKED},
	        {"en/P/AB12CD34/index.html", MIRROR_PACKED},
	        {"P/AB12CD34/qr.svg", MIRROR_DROPPED},
	        {"products/all/index.html", MIRROR_KEPT},
	        {"products/all/from-X/index.html", MIRROR_PACKED},
	        {"products/maker-1/index.html", MIRROR_PACKED},
	        {"changes/index.html", MIRROR_KEPT},
	        {"changes/2026-01/index.html", MIRROR_PACKED},
	        {"changes/feed.atom", MIRROR_DROPPED},
	        {"sums/files.sha256", MIRROR_DROPPED},
	        {"not/there.html", MIRROR_DROPPED},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		CHECK(mirror_links_fate(&links, str_from(rows[i].path)) == rows[i].fate);
}

#define LINK(address) "<a href=\"" address "\">"

static void test_rewriting(void)
{
	static const struct {
		const char *page, *place, *html, *expected;
	} rows[] = {
	        /* a page that stays where it is */
	        {"index.html", "index.html", LINK("products/all/index.html#x"),
	         LINK("products/all/index.html#x")},
	        {"index.html", "index.html", LINK("P/AB12CD34/index.html"),
	         LINK("view/index.html?P/AB12CD34/")},
	        {"index.html", "index.html", LINK("en/P/AB12CD34/index.html#label"),
	         LINK("en/view/index.html?P/AB12CD34/#label")},
	        {"en/index.html", "en/index.html", LINK("../P/AB12CD34/label.json"),
	         LINK("https://host.example/P/AB12CD34/label.json")},
	        {"index.html", "index.html", LINK("changes/feed.atom"),
	         LINK("https://host.example/changes/feed.atom")},
	        /* one that the viewer shows */
	        {"P/AB12CD34/index.html", "view/index.html", LINK("../../static/site.css"),
	         LINK("../static/site.css")},
	        {"en/P/AB12CD34/index.html", "en/view/index.html",
	         LINK("../../../P/AB12CD34/index.html"), LINK("../../view/index.html?P/AB12CD34/")},
	        {"products/all/from-X/index.html", "view/index.html", LINK("../index.html"),
	         LINK("../products/all/index.html")},
	        {"products/all/index.html", "view/index.html", LINK("./from-X/index.html"),
	         LINK("index.html?products/all/from-X/")},
	        {"P/AB12CD34/index.html", "view/index.html", "<img src=\"qr.svg\" alt=\"\">",
	         "<img src=\"data:image/svg+xml,%3Csvg%20id=%22a%22/%3E%23\" alt=\"\">"},
	        /* what is not an address of the site, and what is not markup */
	        {"index.html", "view/index.html", LINK("#main") LINK("") LINK("mailto:a@b.example"),
	         LINK("#main") LINK("") LINK("mailto:a@b.example")},
	        {"index.html", "view/index.html", LINK("https://a.example/P/AB12CD34/index.html"),
	         LINK("https://a.example/P/AB12CD34/index.html")},
	        {"index.html", "view/index.html", LINK("../../up.html") LINK("/root"),
	         LINK("../../up.html") LINK("/root")},
	        {"index.html", "view/index.html",
	         "href=\"index.html\" <p title='href=\"index.html\"'>",
	         "href=\"index.html\" <p title='href=\"index.html\"'>"},
	        {"index.html", "view/index.html", "<p data-href=\"index.html\" title=\"a > b\">",
	         "<p data-href=\"index.html\" title=\"a > b\">"},
	        {"index.html", "view/index.html",
	         "<script src=\"static/site.css\">\"<a href=\\\"index.html\\\">\"</script>",
	         "<script src=\"../static/site.css\">\"<a href=\\\"index.html\\\">\"</script>"},
	        {"index.html", "view/index.html",
	         "<form\n action=\"index.html\" hidden><a href=\"in",
	         "<form\n action=\"../index.html\" hidden><a href=\"in"},
	        {"index.html", "view/index.html", "text < <", "text < <"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b;

		buf_init(&b);
		CHECK(mirror_links_rewrite(&links, str_from(rows[i].page), str_from(rows[i].place),
		                           str_from(rows[i].html), &b) == 0);
		CHECK_STR(buf_str(&b), str_from(rows[i].expected));
		buf_release(&b);
	}
}

int main(void)
{
	struct arena a;
	struct diag d;

	arena_init(&a, 1 << 14);
	diag_init(&d);
	scratch_open();
	make_tree(&a, &d);
	test_fates();
	test_rewriting();
	mirror_tree_close(&tree);
	scratch_close();
	diag_release(&d);
	arena_release(&a);
	return check_report();
}
