#include "model/commitment.h"
#include "model/field.h"
#include "model/jsonl.h"

static const struct member members[] = {
        {MEMBER("version", REQUIRED, field_read_string, struct promise, version)},
        {MEMBER("date", REQUIRED, field_read_date, struct promise, date)},
        {MEMBER("addresses", REQUIRED, field_read_markdown, struct promise, addresses)},
        {MEMBER("successor", REQUIRED, field_read_markdown, struct promise, successor)},
        {MEMBER("announcement", REQUIRED, field_read_markdown, struct promise, announcement)},
        {MEMBER("change", OPTIONAL, field_read_text, struct promise, change)},
};

static const struct format format = {
        .members = members,
        .nmembers = COUNT_OF(members),
        .size = sizeof(struct promise),
        .blank = &(const struct promise){.date = DATE_NONE},
};

/* Each version is later than the one before it. */
static void check_order(const struct promise *versions, size_t n, struct str file, struct diag *d)
{
	for (size_t i = 1; i < n; i++)
		if (versions[i].date <= versions[i - 1].date)
			diag_add(d, DIAG_COMMITMENT_ORDER,
			         (struct place){.file = file,
			                        .line = (uint32_t)i + 1,
			                        .pointer = STR("/date")},
			         "version %.*s is not later than the one before it",
			         STR_ARG(versions[i].version));
}

int commitment_load(struct commitment *c, struct str file, const struct settings *settings,
                    date_days as_of, struct arena *a, struct diag *d)
{
	size_t nerrors = d->nerrors, n;
	const struct promise *versions;
	void *all;

	*c = (struct commitment){0};
	if (jsonl_load(file.p, "commitment", &format, settings, a, d, &all, &n) < 0)
		return -1;
	versions = all;
	check_order(versions, n, file, d);
	if (d->nerrors > nerrors)
		return -1;
	c->versions = versions;
	while (c->nversions < n && versions[c->nversions].date <= as_of)
		c->nversions++;
	return 0;
}
