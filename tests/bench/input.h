/*
 * What the makers of product pages share: all that a build reads, read as a build reads it, and a
 * product made ready for its page.
 */
#ifndef TESTS_BENCH_INPUT_H
#define TESTS_BENCH_INPUT_H

#include "base/fs.h"
#include "make/render.h"
#include "model/reviewed.h"
#include "qr/qr.h"
#include "sample.h"
#include "site/entry.h"
#include "site/site.h"
#include "view/page.h"
#include "view/plain_words.h"
#include "view/view.h"
#include <stdio.h>
#include <stdlib.h>

struct input {
	struct arena arena;
	struct settings settings;
	struct criteria criteria;
	struct retired retired;
	struct reviewed reviewed;
	struct corrections corrections;
	struct survey survey;
	struct rules rules;
	struct site site;
};

/* The first arguments of a program, in this order. */
#define INPUT_ARGUMENTS "EXPORT CRITERIA SITE AS_OF"

/* -1 if the input, which `argv` names behind the program, has errors. */
MUST_CHECK static inline int input_read(struct input *in, char **argv, unsigned nworkers,
                                        struct diag *d)
{
	struct arena *a = &in->arena;
	struct str settings = arena_printf(a, "%s/content/site.json", argv[3]);
	struct str reviewed = arena_printf(a, "%s/content/reviewed.jsonl", argv[3]);
	struct str retired = arena_printf(a, "%s/content/retired.jsonl", argv[3]);
	struct str corrections = arena_printf(a, "%s/content/corrections.jsonl", argv[3]);
	struct layers layers = {.own = argv[3]};
	date_days as_of;

	if (date_parse(str_from(argv[4]), &as_of) < 0)
		return -1;
	in->rules = (struct rules){.criteria = &in->criteria, .settings = &in->settings};
	if (settings_load(&in->settings, settings.p, NULL, 0, a, d) < 0)
		return -1;
	in->settings.reviewed = &in->reviewed;
	in->settings.corrections = &in->corrections;
	if (reviewed_load(&in->reviewed, reviewed.p, &in->settings, a, d) < 0 ||
	    corrections_load(&in->corrections, corrections, &in->settings, a, d) < 0 ||
	    retired_load(&in->retired, retired.p, &in->settings, a, d) < 0 ||
	    criteria_load(&in->criteria, argv[2], &in->settings, a, d) < 0 ||
	    survey_load(&in->survey, argv[1], NULL, &in->rules,
	                (struct survey_wish){as_of, nworkers, false, NULL}, a, d) < 0 ||
	    corrections_plan(&in->corrections, &in->survey, &in->retired, &in->settings, a, d) < 0)
		return -1;
	in->site = (struct site){.settings = &in->settings,
	                         .criteria = &in->criteria,
	                         .survey = &in->survey,
	                         .retired = &in->retired,
	                         .corrections = &in->corrections,
	                         .as_of = as_of};
	sample_check(&in->site, &layers, a, d);
	if (site_load(&in->site, &layers, a, d) < 0 ||
	    plain_words_load(&in->site, &layers, a, d) < 0)
		return -1;
	pages_plan(&in->site.pages, &in->survey, &in->retired, a);
	return 0;
}

/* What one thread makes entries in. */
struct entry_maker {
	struct arena arena; /* the entry's lifetime, and its pages' */
	struct buf record, data, address;
	struct qr qr;
	struct sha256_context *sha;
	struct diag diag;
};

static inline void entry_maker_init(struct entry_maker *m)
{
	arena_init(&m->arena, 1 << 17);
	buf_init(&m->record);
	buf_init(&m->data);
	buf_init(&m->address);
	m->sha = sha256_open();
	diag_init(&m->diag);
}

/* Fills all of the entry, as a build does; good until the next one is made. The program ends where
 * that fails. */
static inline void entry_make(struct entry *entry, const struct site *site, size_t number,
                              struct entry_maker *m)
{
	arena_clear(&m->arena);
	if (entry_read(entry, site, number, &m->record, &m->arena, &m->diag) < 0) {
		perror("the export");
		exit(2);
	}
	render_complete(entry, site, m->sha, &m->data, &m->address, &m->qr);
}

#endif
