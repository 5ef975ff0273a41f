/*
 * One page being made: where it stands, in which language, and its frame.
 *
 * A page lives in a page arena. Its addresses are relative, so that the site works from any folder;
 * only canonical and alternate addresses are absolute.
 */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include "base/arena.h"
#include "base/date.h"
#include "model/text.h"
#include "site/site.h"
#include "tmpl/value.h"

struct page {
	const struct site *site;
	const struct language_words *words;
	unsigned language;
	struct arena *arena;
	struct str path; /* below the language's root: "P/ID/", "404.html", "" for the home page */
	struct str base; /* relative address of the language's root */
	struct str root; /* relative address of the site's root */
	struct str web_base, web_root; /* the same, for files that a lite mirror lacks */
	struct str index;              /* "" with LINKS_WEB, else "index.html" */
	const struct str
	        *twins; /* by language: paths of the page's twins, where not all are `path` */
};

/* A link of the breadcrumbs. */
struct crumb {
	struct value name;
	struct str path; /* below the language's root */
};

/* In a lite mirror: the folder of the page that shows the packed ones, below each language's root;
 * and the file of a packed page in its folder, which is not published but packed. */
#define PAGE_VIEWER "view/"
#define PAGE_PACKED "packed.html"

/* Whether a lite mirror packs the page with this path below its language's root, with others like
 * it: there are thousands of them. */
bool page_is_packed(const struct site *site, struct str path);

/* The layout of the page's kind, in the frame in which the page is published. */
const struct tmpl *page_layout(const struct page *p, enum layout kind);

/* Sets up a page. `path` must live as long as the arena. */
void page_init(struct page *p, const struct site *site, unsigned language, struct str path,
               struct arena *a);

/* Fills the first FRAME_NFIELDS values of a page kind. */
void page_set_frame(const struct page *p, struct value *v, struct value title,
                    struct value description, const struct crumb *crumbs, size_t ncrumbs);

/* The same of a page at a fixed address: its title and description are words, and its parent is the
 * home page. */
void page_set_fixed_frame(const struct page *p, struct value *v, enum fixed_page page);

/* The address of another page of the same language, by its path ("criteria/S1-1.0/"), or of a feed
 * or calendar: relative, but for what a lite mirror lacks. */
struct str page_href(const struct page *p, struct str path);

/* Where the page's file goes below the output folder: "en/P/ID/index.html". */
struct str page_file(const struct page *p);

/* The relative address of the page's twin in a language. */
struct str page_twin_href(const struct page *p, unsigned language);

/* The absolute address of the page's twin in a language. */
struct str page_url(const struct page *p, unsigned language);

/* Values of the common shapes. An absent text or date gives an absent object. */
struct value page_phrase(const struct page *p, const struct text *text);
/* The same of a text that is packed (model/packed.h): from the one with the number `first` on. */
struct value page_phrase_packed(const struct page *p, const char *texts, unsigned first);
/* A text as the page's readers get it; it says its language where that is another. */
struct value page_text(const struct page *p, const struct text *text);
struct value page_date(const struct page *p, date_days date);
/* Text as markup in which no line ends within a date, an object of page_date. */
struct value page_line(const struct page *p, struct value text, struct value date);
struct value page_number(const struct page *p, uint64_t number);

/* What is cut into several pages, and how a link to one of them is filled (PAGE_LINK_...). */
struct page_series {
	const void *of;
	size_t npages;
	void (*set_link)(const struct page *p, const void *of, size_t number, struct value *link);
};

/* The fields of a page of a series, one behind the other in its shape. */
enum { SERIES_HAS_PAGES, SERIES_PAGES, SERIES_FIRST_HREF, SERIES_PREVIOUS_HREF, SERIES_NEXT_HREF };

/* Fills them, from SERIES_HAS_PAGES on. The first page leads to all pages, or of many to every nth;
 * the others to their neighbours: so a page that is added in the middle changes few others. */
void page_set_series(const struct page *p, const struct page_series *series, size_t number,
                     struct value *v);

/* Zeroed values of a shape. */
struct value *page_values(const struct page *p, size_t nfields);

#endif
