/*
 * What the program does, as lines of stages: build, check, status.
 *
 * Each stage takes the constant result of the ones before. What is wrong goes into the diagnostics,
 * all of it; a line stops where a stage could not do its work.
 */
#ifndef BUILD_H
#define BUILD_H

#include "base/attr.h"
#include "base/date.h"
#include "base/diag.h"
#include "coverage.h"
#include "make/render.h"
#include "night/shards.h"
#include "publish/output.h"
#include "site/site.h"

#define BUILD_OVERRIDES_MAX 64
#define BUILD_ONLY_MAX      64

/* The request, as the command line puts it. */
struct build_request {
	const char *export_file;
	const char *criteria_folder;
	const char *out;      /* only for build_site */
	struct layers layers; /* of the site */
	const char *explain;  /* product id, or NULL; only for build_status */
	const char *overrides[BUILD_OVERRIDES_MAX];
	size_t noverrides;
	date_days as_of;
	unsigned njobs;
	enum link_style links;
	enum output_way way;
	bool is_precompressing;
	bool is_fresh;           /* every file is made again, whatever the previous build knew */
	bool is_merging;         /* what is in `out` are files of parts */
	unsigned shard, nshards; /* from 1; 0 of 0: the whole site */
	struct str only[BUILD_ONLY_MAX]; /* products: a preview of these; or none: no preview */
	size_t nonly;
	const char *parts[MERGE_PARTS_MAX]; /* folders; only for merge_site */
	size_t nparts;
	const char *previous;    /* the site before, or NULL; only for merge_site */
	const char *ledger;      /* file, or NULL */
	const char *keep_export; /* file for the effective export, or NULL */
	const char *fallback;    /* the one that the build before kept, or NULL */
	bool is_check;           /* nothing is to be made of it, and all is said of it */
	const char *report;      /* folder, or NULL */
	const char *errors;      /* file for all diagnostics, or NULL */
	const char *key;         /* file of a secret key, or NULL: the site is not signed */
	const char *log;         /* folder of the log of editions, or NULL; no build writes it */
	struct buf *edition; /* gets MANIFEST.json as far as it does not speak of files; or NULL */
	struct render_progress progress;
};

/* Reads the settings of its site. */
MUST_CHECK int build_load_settings(const struct build_request *request, struct settings *settings,
                                   struct arena *a, struct diag *d);

/* What a build did. */
struct build_summary {
	size_t nproducts; /* with pages */
	size_t npages, nfiles, nwritten, nunchanged, nremoved;
	size_t npages_written;
	struct coverages coverage; /* of a check */
};

/* Builds the site. Returns -1 if it added an error; then nothing was published. With `is_check` all
 * is made, compared with what is published and counted, and nothing is published. */
MUST_CHECK int build_site(const struct build_request *request, struct build_summary *summary,
                          struct diag *d);

/* Writes the registry as a SQLite database to the file `out`. */
MUST_CHECK int build_sqlite(const struct build_request *request, struct build_summary *summary,
                            struct diag *d);

/* Does what build_site does before it writes: says all that is wrong, writes nothing. */
MUST_CHECK int build_check(const struct build_request *request, struct build_summary *summary,
                           struct diag *d);

/* Writes the status of every product, or the explanation of one, to `out`. What was in the way is
 * in the diagnostics alone. */
void build_status(const struct build_request *request, FILE *out, struct diag *d);

#endif
