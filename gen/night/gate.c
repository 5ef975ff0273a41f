#include "night/gate.h"

static const enum diag_code gates[] = {
        DIAG_RECORDS_COUNT, DIAG_EXPORT_TOO_OLD, DIAG_EXPORT_OLDER,     DIAG_MANY_ENDED,
        DIAG_MANY_CHANGED,  DIAG_CRITERIA_GONE,  DIAG_CRITERIA_CHANGED,
};

int gate_find(struct str name, enum diag_code *code)
{
	for (size_t i = 0; i < COUNT_OF(gates); i++) {
		if (!str_is_equal(name, str_from(diag_code_name(gates[i]))))
			continue;
		*code = gates[i];
		return 0;
	}
	return -1;
}

static struct place export_place(const struct site *site)
{
	return (struct place){.file = site->survey->export.file};
}

static void check_age(const struct site *site, const struct state *state, struct diag *d)
{
	long age = (long)site->as_of - site->survey->exported_on;
	int64_t now, before;

	if (age > site->settings->max_export_age_days)
		diag_add(
		        d, DIAG_EXPORT_TOO_OLD, export_place(site),
		        "the export is %ld days old, and max_export_age_days is %ld: is the export "
		        "still being made?",
		        age, site->settings->max_export_age_days);
	if (date_parse_instant(site->survey->exported_at, &now) == 0 &&
	    date_parse_instant(state->exported_at, &before) == 0 && now < before)
		diag_add(d, DIAG_EXPORT_OLDER, export_place(site),
		         "the export was made at %.*s, before the one that is published, of %.*s",
		         STR_ARG(site->survey->exported_at), STR_ARG(state->exported_at));
}

/* Whether `part` of `whole` is more than a gate lets through in so many nights. */
static bool is_many(const struct site *site, const struct state *state, size_t part, size_t whole,
                    long percent)
{
	long nights = (long)site->as_of - state->as_of;

	if (nights < 1)
		nights = 1;
	return part >= (size_t)site->settings->gate_minimum && part > 0 &&
	       part * 100 > whole * (size_t)percent * (size_t)nights;
}

static void check_shares(const struct site *site, const struct state *state, struct diag *d)
{
	const struct settings *s = site->settings;
	size_t nvalid = 0, nended = 0, nbefore = 0, nchanged = 0;

	for (size_t i = 0; i < site->survey->nrows; i++) {
		const struct row *row = &site->survey->rows[i];
		const struct state_product *before = &state->products[i];

		if (before->status == STATUS_NOT_ISSUED)
			continue;
		nbefore++;
		nchanged += !before->is_same_record;
		if (before->status != STATUS_VALID)
			continue;
		nvalid++;
		nended += row->status != STATUS_VALID;
	}
	if (is_many(site, state, nended, nvalid, s->max_ended_percent))
		diag_add(d, DIAG_MANY_ENDED, export_place(site),
		         "%zu of %zu valid labels have ended since the previous build, more than "
		         "max_ended_percent, %ld, a night",
		         nended, nvalid, s->max_ended_percent);
	if (is_many(site, state, nchanged, nbefore, s->max_changed_percent))
		diag_add(d, DIAG_MANY_CHANGED, export_place(site),
		         "%zu of %zu products have changed since the previous build, more than "
		         "max_changed_percent, %ld, a night",
		         nchanged, nbefore, s->max_changed_percent);
}

static void check_criteria(const struct site *site, const struct state *state, struct diag *d)
{
	struct arena a;

	arena_init(&a, 4096);
	for (size_t i = 0; i < state->ncriteria; i++) {
		const struct state_criteria *before = &state->criteria[i];
		uint32_t at = criteria_find_version(site->criteria, before->id);
		struct place place = {.pointer = STR_NONE};

		if (at == CRITERIA_NONE)
			diag_add(d, DIAG_CRITERIA_GONE, place,
			         "criteria version %.*s was published before and is not in the "
			         "folder",
			         STR_ARG(before->id));
		else if (!str_is_equal(criteria_hash(&site->criteria->versions[at], &a),
		                       before->hash))
			diag_add(
			        d, DIAG_CRITERIA_CHANGED, place,
			        "criteria version %.*s is not as it was published before: a change "
			        "needs a new version",
			        STR_ARG(before->id));
	}
	arena_release(&a);
}

int gate_check(const struct site *site, const struct state *state, struct diag *d)
{
	size_t nerrors = d->nerrors;

	if (!state->is_known)
		return 0;
	check_age(site, state, d);
	check_shares(site, state, d);
	check_criteria(site, state, d);
	return d->nerrors > nerrors ? -1 : 0;
}
