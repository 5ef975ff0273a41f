/*
 * Files that are published as they are: static files, schemas, files for the root of the site.
 */
#ifndef SITE_ASSETS_H
#define SITE_ASSETS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/str.h"
#include "model/settings.h"
#include "site/layers.h"

struct asset {
	struct str name; /* "site.css" */
	struct str path; /* "static/site-0123abcd.css" */
	struct str bytes;
};

/* The template of label artwork, text/artwork.h. */
#define ASSETS_ARTWORK "label-artwork.svg"

enum asset_kind {
	ASSET_FILE,   /* of static/, under a name that carries its content's hash; by name */
	ASSET_SCHEMA, /* of content/schema/, published as data/schema/NAME */
	ASSET_ROOT,   /* of root/, published under its own name */
	ASSET_NKINDS
};

struct asset_list {
	struct asset *items;
	size_t n;
};

struct assets {
	struct asset_list of[ASSET_NKINDS];
	bool has_artwork; /* a template of label artwork that this site may use: one that calls
	                     itself a sample is for samples alone */
};

/* Loads them from the layers, into the arena. Returns -1 if it added an error. */
MUST_CHECK int assets_load(struct assets *assets, const struct layers *layers,
                           const struct settings *settings, struct arena *a, struct diag *d);

/* Puts text before what a static file holds, if there is one of that name. */
void assets_begin_with(struct assets *assets, struct str name, struct str text, struct arena *a);

/* The static file of a name, or NULL. */
const struct asset *assets_find(const struct assets *assets, struct str name);

/* Whether the program itself gives the name to a file or folder at the root of a site. */
bool assets_is_taken(struct str name);

#endif
