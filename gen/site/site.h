/*
 * The site being built: all that pages are made from, const while they are rendered.
 *
 * Put together once by site_load, in the build arena; every worker reads it, none writes.
 */
#ifndef SITE_SITE_H
#define SITE_SITE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/commitment.h"
#include "model/corrections.h"
#include "model/criteria.h"
#include "model/pages.h"
#include "model/rules.h"
#include "model/settings.h"
#include "model/survey.h"
#include "sign/keys.h"
#include "site/assets.h"
#include "site/layers.h"
#include "site/layouts.h"
#include "site/words.h"
#include "tmpl/value.h"

/* Whether links name folders, as web servers like them, or the files in them, as a disk does; or
 * those, in a site that is to become a lite mirror and has the viewer. */
enum link_style { LINKS_WEB, LINKS_FILE, LINKS_LITE };

struct state;
struct plain_words;

struct site {
	const struct settings *settings;
	const struct criteria *criteria;
	const struct survey *survey;
	const struct retired *retired;
	const struct corrections *corrections;
	const struct commitment *commitment;
	struct str *manufacturer_paths; /* of the survey's manufacturers, by number */
	struct str *calendar_paths;     /* of its applicants: the calendars of their terms */
	struct pages pages;             /* of products */
	bool *has_criteria_page;        /* by version: published, or some label stands on it */
	struct rules rules;
	date_days as_of;
	enum link_style links;
	struct words words;
	struct layouts layouts;
	const struct plain_words *plain_words; /* view/plain_words.h; NULL: none */
	struct assets assets;
	struct str base_path;       /* the path of the base URL: "/" */
	struct str host;            /* its host, with a port if there is one */
	bool is_invented;           /* its products are the sample's: sample.h */
	struct keys keys;           /* announcements of next keys: content/keys.txt */
	const struct state *before; /* of the previous build, if files of it may be kept; or NULL */
	/* what is the same on all pages of a language: values of shapes site and asset */
	const struct value *site_values[LANGUAGES_MAX];
	const struct value *asset_values;
};

/* Loads words, layouts, prose and static files of the layers. settings, criteria, survey, retired
 * and as_of must be set; they must outlive the site. Returns -1 if it added an error. */
MUST_CHECK int site_load(struct site *site, const struct layers *layers, struct arena *a,
                         struct diag *d);

/* Whether the site has a page of those at fixed addresses. */
bool site_has_fixed(const struct site *site, enum fixed_page page);

/* The version that another replaces, or CRITERIA_NONE: also where that one has no page, for of a
 * version that is not published yet nothing is shown. */
uint32_t site_find_replaced(const struct site *site, uint32_t version);

/* Whether the site has data/registry.sqlite. A lite mirror packs what people read. */
bool site_has_database(const struct site *site);

/* "" for the default language, "en/" for others: where a language's pages stand. */
struct str site_prefix(const struct site *site, unsigned language);

#endif
