/*
 * The site's settings: content/site.json, each overridable on the command line.
 *
 * What neither the scheme's document nor today's practice settles is a named switch here, never a
 * constant in the code. fuda-site(5) lists every setting.
 */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "base/arena.h"
#include "base/diag.h"
#include "model/claims.h"
#include "model/text.h"
#include <stdbool.h>

struct corrections;
struct reviewed;

struct settings {
	/* the site */
	struct languages languages; /* "languages": ["ja", "en"], the first is the default; and
	                               "language_fallback": {"fr": ["en", "ja"]} */
	bool has_language_fault;    /* one of these is wrong: what a language lacks is not known */
	struct str base_url;        /* "base_url", absolute http(s), ends in '/' */
	struct text site_name;      /* "site_name" */
	struct text scheme_name;    /* "scheme_name": the scheme whose labels these are */
	struct text operator_name;  /* "operator_name": who runs the registry */
	struct str scheme_url;      /* "scheme_url": where the scheme is described; may be none */
	struct str contact_email;   /* "contact_email" */
	struct str contact_url;     /* "contact_url"; may be none */
	struct str licence_url;     /* "licence_url" of the open data; may be none */
	struct text licence_name;   /* "licence_name" */
	struct str public_key;      /* "public_key" that signs the site, of minisign; may be none */
	struct str log_key;         /* "log_key" that signs the log of editions; may be none */
	bool is_sample;             /* "sample": every page says that it is a sample */
	bool is_archive;            /* "archive": the scheme issues no labels any more */
	bool has_shields;           /* "shields": each product has a shield.json; on by default */
	bool has_sqlite; /* "sqlite": data/registry.sqlite is published; off by default */
	bool shows_unreviewed_words; /* "unreviewed_words": plain words that nobody has reviewed are
	                                shown */
	long rows_per_page;          /* "rows_per_page", 10..100 */
	long keep_superseded_days;   /* "keep_superseded_days", 0..366: how long files stay that an
	                                edition does without; 3 by default */

	/* switches of the rules */
	bool last_day_valid;       /* "last_day_valid": the last day of a term is still valid */
	long self_extension_years; /* "self_extension_years", 0..10; 0: route self is not extended
	                            */
	bool shorter_term_final;   /* "shorter_term_final": a shorter first term is not extended */
	long ending_soon_days;     /* "ending_soon_days", 0..3650 */

	/* gates */
	long max_export_age_days; /* "max_export_age_days", 0..36500; 7 by default */
	long max_ended_percent;   /* "max_ended_percent", 0..100; 2 by default */
	long max_changed_percent; /* "max_changed_percent", 0..100; 20 by default */
	long max_fallback;        /* "max_fallback", 0..1000; 10 by default */
	long gate_minimum;        /* "gate_minimum", 0..1000000: of so few labels or products a
	                             share says nothing; 3 by default */

	/* what a registrar should look at in names */
	struct claims name_claims; /* "name_claims": words */

	/* beside the settings */
	const struct reviewed *reviewed;       /* texts that people have looked at; NULL: none */
	const struct corrections *corrections; /* public texts beside records; NULL: none */
};

/* Reads the file `path` (default values for what it does not set), then applies `noverrides` texts
 * "key=value" from the command line: a value that is JSON is taken as such, any other as a string;
 * a text may be set by one string for all languages. base_url, site_name, scheme_name and
 * operator_name have no default and must be set, as must one of contact_email and contact_url;
 * without a file (path NULL) they may stay none, which is enough to check an export. Everything
 * stays in the arena. Returns -1 if it added an error (SETTING_UNKNOWN names the nearest known key,
 * SETTING_INVALID, KEY_MISSING, ...); what could not be read then has its default. */
MUST_CHECK int settings_load(struct settings *s, const char *path, const char *const *overrides,
                             size_t noverrides, struct arena *a, struct diag *d);

/* The same with a second file beneath, the installed one (NULL: none). It has what the first does
 * not say, but for what tells who the registry is: that stands in the first alone. */
MUST_CHECK int settings_load_over(struct settings *s, const char *path, const char *installed,
                                  const char *const *overrides, size_t noverrides, struct arena *a,
                                  struct diag *d);

#endif
