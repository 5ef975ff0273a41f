/*
 * What the lines of stages share: all that lives as long as one of them, and its first stages,
 * which read.
 */
#ifndef LINE_H
#define LINE_H

#include "build.h"
#include "data/catalog.h"
#include "make/collect.h"
#include "model/reviewed.h"
#include "night/ledger.h"
#include "night/report.h"
#include "night/rescue.h"
#include "night/state.h"
#include "sign/minisign.h"
#include "site/lists.h"
#include <time.h>

/* All that lives as long as the build. */
struct build {
	struct arena arena;
	struct settings settings;
	struct criteria criteria;
	struct rules rules;
	struct survey survey;
	struct fallback fallback;
	struct retired retired;
	struct reviewed reviewed;
	struct corrections corrections;
	struct commitment commitment;
	struct str retired_file; /* its name */
	struct site site;
	bool is_answering; /* the statuses of the day alone: those of retired products, too */
	bool has_site;     /* it could be loaded */
	struct lists lists;
	struct open_data data;
	struct output output;
	struct state state; /* of what is published */
	struct state told;  /* of what was published when a build last told what it changed */
	struct ledger ledger;
	struct worker *workers;
	struct output_worker **outputs; /* of each */
	unsigned nworkers;
	struct str shard; /* "K/N", or none */
	struct report report;
	struct minisign_secret key; /* if the site is to be signed */
	struct recipe_hashes recipe;
	struct coverages coverage; /* of a check */
	struct timespec stage_start;
};

void line_init(struct build *b);
void line_release(struct build *b);

/* Settings, criteria, export: read, checked and judged, all of them whatever is wrong with one. */
MUST_CHECK int line_read_input(struct build *b, const struct build_request *r, struct diag *d);

/* The input, and the site even if the input has errors. */
MUST_CHECK int line_read_all(struct build *b, const struct build_request *r, struct diag *d);

/* What is worth a word in what an operator wrote: copies, what nothing uses, what the glossary
 * forbids; and how much of each language is there. */
void line_lint(struct build *b, const struct build_request *r, struct diag *d);

#endif
