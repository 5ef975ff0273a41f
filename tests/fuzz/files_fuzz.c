/*
 * Files that are read whole: settings, retired products, corrections, reviewed texts, the ledger,
 * and an export that is its own fallback. The first byte says which.
 *
 * Whatever is wrong is said in valid UTF-8, and what had no error can be used.
 */
#include "base/attr.h"
#include "base/fs.h"
#include "base/utf8.h"
#include "model/corrections.h"
#include "model/retired.h"
#include "model/reviewed.h"
#include "night/ledger.h"
#include "night/rescue.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct read {
	const char *path;
	struct settings settings;
	struct arena arena;
	struct diag diag;
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static int read_settings(struct read *r)
{
	struct settings settings;

	return settings_load(&settings, r->path, NULL, 0, &r->arena, &r->diag);
}

static int read_retired(struct read *r)
{
	struct retired retired;

	return retired_load(&retired, r->path, &r->settings, &r->arena, &r->diag);
}

static int read_corrections(struct read *r)
{
	struct corrections corrections;

	return corrections_load(&corrections, str_from(r->path), &r->settings, &r->arena, &r->diag);
}

static int read_reviewed(struct read *r)
{
	struct reviewed reviewed;

	return reviewed_load(&reviewed, r->path, &r->settings, &r->arena, &r->diag);
}

static int read_ledger(struct read *r)
{
	struct ledger ledger;
	int status = ledger_load(&ledger, r->path, &r->arena, &r->diag);

	for (size_t i = 1; i < ledger.nids; i++)
		require(str_compare(ledger.ids[i - 1], ledger.ids[i]) <= 0);
	return status;
}

static int read_export(struct read *r)
{
	struct criteria_version version = {.id = STR("S1-1.0"),
	                                   .family = STR("S1"),
	                                   .level = 1,
	                                   .category = CRITERIA_NONE,
	                                   .replaces = CRITERIA_NONE,
	                                   .grace_ends_on = DATE_NONE};
	struct criteria criteria = {.versions = &version, .nversions = 1};
	const struct rules rules = {&criteria, &r->settings};
	const struct rescue_request request = {.export_file = r->path,
	                                       .fallback = r->path,
	                                       .as_of =
	                                               date_join((struct date_parts){2026, 11, 22}),
	                                       .njobs = 1};
	struct fallback fallback;
	struct survey survey;
	int status;

	map_init(&criteria.version_by_id, &r->arena);
	map_init(&criteria.category_by_id, &r->arena);
	map_add(&criteria.version_by_id, version.id, 0);
	criteria_link(&criteria);
	status = rescue_load(&survey, &fallback, &request, &rules, &r->arena, &r->diag);
	for (size_t i = 1; status == 0 && i < survey.nrows; i++)
		require(str_compare(row_id(&survey.rows[i - 1]), row_id(&survey.rows[i])) < 0);
	survey_release(&survey);
	rescue_release(&fallback);
	return status;
}

static int (*const readers[])(struct read *r) = {
        read_settings, read_retired, read_reviewed, read_ledger, read_export, read_corrections,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct read r = {0};
	char path[64];
	size_t nerrors;
	int fd, status;

	if (size == 0)
		return 0;
	fd = memfd_create("input", MFD_CLOEXEC);
	require(fd >= 0 && fs_write(fd, (struct str){(const char *)data + 1, size - 1}) == 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	arena_init(&r.arena, 1 << 12);
	diag_init(&r.diag);
	require(settings_load(&r.settings, NULL, NULL, 0, &r.arena, &r.diag) == 0);
	r.path = path;
	nerrors = r.diag.nerrors + r.diag.nsystem;
	status = readers[data[0] % COUNT_OF(readers)](&r);
	require((status < 0) == (r.diag.nerrors + r.diag.nsystem > nerrors));
	for (size_t i = 0; i < r.diag.nitems; i++) {
		struct buf b;

		buf_init(&b);
		diag_add_visible(&b, r.diag.items[i].text);
		require(utf8_find_invalid(buf_str(&b)) == b.n);
		buf_release(&b);
	}
	diag_release(&r.diag);
	arena_release(&r.arena);
	close(fd);
	return 0;
}
