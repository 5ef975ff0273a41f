/*
 * The layouts of the site, compiled for every language, and the prose pages.
 *
 * layouts/KIND.mustache against the shape of its kind; content/<lang>/NAME.md, a page of our own
 * text: front matter, then Markdown that is a layout too. Loaded once into the build arena, then
 * const and shared by workers.
 */
#ifndef SITE_LAYOUTS_H
#define SITE_LAYOUTS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/settings.h"
#include "site/assets.h"
#include "site/layers.h"
#include "site/shapes_fixed.h"
#include "site/words.h"
#include "tmpl/tmpl.h"

#define LAYOUT_FIXED(constant, name, layout, shape, path, when) LAYOUT_##constant,

enum layout {
	FIXED_PAGES(LAYOUT_FIXED) /* first, so that the number of a fixed page is its layout's */
	LAYOUT_PRODUCT,
	LAYOUT_RETIRED,
	LAYOUT_LIST,
	LAYOUT_MAKERS,
	LAYOUT_CRITERIA,
	LAYOUT_FEED,
	LAYOUT_CORRECTIONS_FEED,
	LAYOUT_OPENSEARCH,
	LAYOUT_PROSE,
	LAYOUT_BADGE,
	LAYOUT_BADGE_RETIRED,
	LAYOUT_QR,
	LAYOUT_SITEMAP,
	LAYOUT_SITEMAP_INDEX,
	LAYOUT_ROBOTS,
	LAYOUT_SECURITY,
	LAYOUT_AS_OF,
	LAYOUT_NKINDS
};

struct prose_text {
	struct str title, description;
	unsigned language;       /* that it is in: the page's, or one that stands in for it */
	const struct tmpl *body; /* gives Markdown; run with the frame of its page */
};

struct prose_page {
	struct str name; /* "levels": the page is levels/ in every language; "404" is 404.html */
	struct prose_text in[LANGUAGES_MAX];
};

struct layouts {
	const struct tmpl *layout[LAYOUT_NKINDS][LANGUAGES_MAX];
	/* The same in the frame of a page that a lite mirror packs, layouts/packed.mustache, of the
	 * kinds of which there are such pages; else NULL. */
	const struct tmpl *packed[LAYOUT_NKINDS][LANGUAGES_MAX];
	struct prose_page *prose;
	size_t nprose;
};

/* The file of a page of prose in a language. */
struct str layouts_prose_file(const struct language_words *words, struct str name, struct arena *a);

/* Loads and compiles the layouts and pages of the layers. Every fault of every layout is
 * added; returns -1 if there was one. A prose page must exist in every language, or in
 * one that stands in for it. */
MUST_CHECK int layouts_load(struct layouts *layouts, const struct layers *layers,
                            const struct words *words, const struct assets *assets, struct arena *a,
                            struct diag *d);

#endif
