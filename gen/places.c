#include "places.h"
#include "base/fs.h"
#include "model/export.h"
#include "night/report.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACES_MAX     (MERGE_PARTS_MAX + 16)
#define PLACES_OUTPUTS (8 + REPORT_NFILES)

/* A place, and what it is for. */
struct spot {
	const char *option;
	const char *given;
	struct str real;
};

struct places {
	struct spot inputs[PLACES_MAX], outputs[PLACES_OUTPUTS];
	size_t ninputs, noutputs;
	struct arena arena;
};

/* The path without links, of which the last parts need not be there yet. */
static struct str find_real(const char *path, struct arena *a)
{
	struct str rest = fs_trim(path, a), name, above;
	char *real = realpath(rest.p, NULL);
	struct str found;

	if (real) {
		found = arena_copy(a, str_from(real));
		free(real);
		return found;
	}
	name = str_behind_last(rest, '/');
	above = str_sub(rest, 0, rest.n - name.n);
	if (name.n == 0 || above.n == rest.n)
		return rest;
	found = find_real(above.n > 0 ? arena_copy(a, above).p : ".", a);
	if (str_is_equal(name, STR(".")))
		return found;
	if (str_is_equal(name, STR(".."))) {
		found.n -= str_behind_last(found, '/').n;
		return found.n > 1 ? str_sub(found, 0, found.n - 1) : found;
	}
	return arena_printf(a, "%.*s%s%.*s", STR_ARG(found),
	                    str_has_suffix(found, STR("/")) ? "" : "/", STR_ARG(name));
}

static void add(struct spot *spots, size_t *n, const char *option, const char *given,
                struct arena *a)
{
	if (given)
		spots[(*n)++] = (struct spot){option, given, find_real(given, a)};
}

static void add_inputs(struct places *p, const struct build_request *r)
{
	if (r->export_file && strcmp(r->export_file, EXPORT_STANDARD_INPUT) != 0)
		add(p->inputs, &p->ninputs, "--export", r->export_file, &p->arena);
	add(p->inputs, &p->ninputs, "--criteria", r->criteria_folder, &p->arena);
	for (size_t i = 0; i < LAYERS_NFOLDERS; i++)
		add(p->inputs, &p->ninputs, "--site",
		    arena_printf(&p->arena, "%s/%s", r->layers.own, layers_folders[i]).p,
		    &p->arena);
	for (size_t i = 0; r->layers.installed && i < LAYERS_NFOLDERS; i++)
		add(p->inputs, &p->ninputs, "the installed site",
		    arena_printf(&p->arena, "%s/%s", r->layers.installed, layers_folders[i]).p,
		    &p->arena);
	for (size_t i = 0; i < r->nparts; i++)
		add(p->inputs, &p->ninputs, "--part", r->parts[i], &p->arena);
	add(p->inputs, &p->ninputs, "--previous", r->previous, &p->arena);
	add(p->inputs, &p->ninputs, "--key", r->key, &p->arena);
	add(p->inputs, &p->ninputs, "--fallback", r->fallback, &p->arena);
}

/* Whether a place is the other or stands in it. */
static bool is_in(struct str place, struct str other)
{
	return str_is_equal(place, other) ||
	       (str_has_prefix(place, other) &&
	        (place.p[other.n] == '/' || str_has_suffix(other, STR("/"))));
}

static int refuse(const struct spot *output, const char *how, const struct spot *other,
                  struct diag *d)
{
	diag_add(d, DIAG_PLACE_TAKEN, (struct place){.file = str_from(output->given)},
	         "%s %s %s %s, which must not be written", output->option, how, other->option,
	         other->given);
	return -1;
}

static int check_inputs(const struct places *p, const struct spot *output, struct diag *d)
{
	for (size_t i = 0; i < p->ninputs; i++) {
		const struct spot *input = &p->inputs[i];

		/* What is kept takes the place of what was kept before. */
		if (str_is_equal(output->real, input->real) &&
		    strcmp(output->option, "--keep-export") == 0 &&
		    strcmp(input->option, "--fallback") == 0)
			continue;
		if (str_is_equal(output->real, input->real))
			return refuse(output, "is", input, d);
		if (is_in(output->real, input->real))
			return refuse(output, "stands in", input, d);
		if (is_in(input->real, output->real))
			return refuse(output, "holds", input, d);
	}
	return 0;
}

static int refuse_in(const struct spot *output, const char *folder, const char *why, struct diag *d)
{
	diag_add(d, DIAG_PLACE_TAKEN, (struct place){.file = str_from(output->given)},
	         "%s stands in %s, %s", output->option, folder, why);
	return -1;
}

/* What is made beside OUT, and removed. OUT.previous may be read, as the site before. */
static const char *const own[] = {".fuda", ".merging", ".merging.fuda", ".merging.work"};

/* Whether a place stands in one of these. */
static int check_own(struct places *p, const struct spot *spot, struct diag *d)
{
	const struct spot *out = &p->outputs[0];

	for (size_t i = 0; i < COUNT_OF(own); i++) {
		struct str beside = arena_printf(&p->arena, "%.*s%s", STR_ARG(out->real), own[i]);

		if (is_in(spot->real, beside))
			return refuse_in(spot, beside.p, "which is the build's own", d);
	}
	return 0;
}

/* The other outputs stand beside OUT: in it they would be published, or removed; so they would in
 * the tree that an atomic build replaced. */
static int check_out(struct places *p, const struct spot *output, struct diag *d)
{
	const struct spot *out = &p->outputs[0];
	struct str previous;

	if (output == out)
		return 0;
	if (strcmp(output->option, "--log") == 0 && is_in(out->real, output->real))
		return refuse(out, "stands in", output, d);
	if (is_in(output->real, out->real))
		return refuse_in(output, out->given, "where it would be published", d);
	previous = arena_printf(&p->arena, "%.*s.previous", STR_ARG(out->real));
	if (is_in(output->real, previous))
		return refuse_in(output, previous.p, "which is the build's own", d);
	return check_own(p, output, d);
}

/* Two that are one file: the later would take the place of the earlier. */
static int check_others(const struct places *p, const struct spot *output, struct diag *d)
{
	for (const struct spot *other = p->outputs; other < output; other++) {
		if (!str_is_equal(output->real, other->real))
			continue;
		diag_add(d, DIAG_PLACE_TAKEN, (struct place){.file = str_from(output->given)},
		         "%s is the place of %s %s as well", output->option, other->option,
		         other->given);
		return -1;
	}
	return 0;
}

/* ---- whether they can be written: what else would be known once the site is published ---- */

static int fail_write(const char *path, struct diag *d)
{
	diag_add_system(d, DIAG_FILE_WRITE, path, "cannot be written", errno);
	return -1;
}

/* Whether names can be made in a folder. -1 with errno set. */
static int try_folder(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return -1;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode) ? faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) : -1;
}

/* Of folders that are still to be made the first above them counts that is there. */
static int try_made(const char *path, struct arena *a, struct diag *d)
{
	const char *folder = path, *below = NULL;

	while (try_folder(folder) < 0) {
		if (errno != ENOENT || (below && strcmp(folder, below) == 0))
			return fail_write(path, d);
		below = folder;
		folder = fs_above(folder, a).p;
	}
	return 0;
}

/* A file whose place another takes, which is made beside it. */
static int try_replaced(const char *path, struct arena *a, struct diag *d)
{
	struct stat st;

	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		diag_add(d, DIAG_PLACE_TAKEN, (struct place){.file = str_from(path)},
		         "what stands there is no regular file, and would be replaced by one");
		return -1;
	}
	return try_folder(fs_above(path, a).p) < 0 ? fail_write(path, d) : 0;
}

/* A file that is written where it stands, or made; the folder `report` will be there by then. */
static int try_written(const char *path, const char *report, struct arena *a, struct diag *d)
{
	const char *above = fs_above(path, a).p;
	struct stat st;

	if (stat(path, &st) == 0) {
		errno = EISDIR;
		return S_ISDIR(st.st_mode) || faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0
		               ? fail_write(path, d)
		               : 0;
	}
	if (errno != ENOENT)
		return fail_write(path, d);
	if (report && str_is_equal(find_real(above, a), find_real(report, a)))
		return 0;
	return try_folder(above) < 0 ? fail_write(path, d) : 0;
}

static int try_outputs(const struct build_request *r, struct arena *a, struct diag *d)
{
	int status = 0;

	if (r->ledger && try_replaced(r->ledger, a, d) < 0)
		status = -1;
	if (r->keep_export && try_replaced(r->keep_export, a, d) < 0)
		status = -1;
	if (r->report && try_made(r->report, a, d) < 0)
		status = -1;
	if (r->errors && try_written(r->errors, r->report, a, d) < 0)
		status = -1;
	return status;
}

/* ---- all of it ---- */

static void add_outputs(struct places *p, const struct build_request *r)
{
	add(p->outputs, &p->noutputs, "--out", r->out, &p->arena);
	add(p->outputs, &p->noutputs, "--ledger", r->ledger, &p->arena);
	add(p->outputs, &p->noutputs, "--keep-export", r->keep_export, &p->arena);
	add(p->outputs, &p->noutputs, "--report", r->report, &p->arena);
	for (size_t i = 0; r->report && i < REPORT_NFILES; i++)
		add(p->outputs, &p->noutputs, "--report",
		    arena_printf(&p->arena, "%s/%s", r->report, report_files[i]).p, &p->arena);
	add(p->outputs, &p->noutputs, "--errors", r->errors, &p->arena);
	add(p->outputs, &p->noutputs, "--log", r->log, &p->arena);
}

int places_check(const struct build_request *request, const char *work, struct diag *d)
{
	struct places p = {.ninputs = 0};
	int status = 0;

	arena_init(&p.arena, 1 << 14);
	add_inputs(&p, request);
	add_outputs(&p, request);
	for (size_t i = 0; i < p.noutputs; i++)
		if (check_inputs(&p, &p.outputs[i], d) < 0 || check_out(&p, &p.outputs[i], d) < 0 ||
		    check_others(&p, &p.outputs[i], d) < 0)
			status = -1;
	for (size_t i = 0; i < p.ninputs && request->out; i++)
		if (check_own(&p, &p.inputs[i], d) < 0)
			status = -1;
	/* A folder to work in may hold inputs: what is made there has a folder of its own. */
	if (work) {
		struct spot spot = {"--work", work, find_real(work, &p.arena)};

		if (check_out(&p, &spot, d) < 0)
			status = -1;
	}
	if (status == 0)
		status = try_outputs(request, &p.arena, d);
	arena_release(&p.arena);
	return status;
}

int places_check_file(const char *path, uint64_t offset, struct str mark, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	char found[16];
	bool is_ours;

	assert(mark.n <= sizeof(found));
	if (fd < 0 && errno == ENOENT)
		return 0;
	is_ours = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	          (st.st_size == 0 || (fs_read_at(fd, offset, found, mark.n) == (ssize_t)mark.n &&
	                               memcmp(found, mark.p, mark.n) == 0));
	if (fd >= 0)
		close(fd);
	if (is_ours)
		return 0;
	diag_add(d, DIAG_PLACE_TAKEN, (struct place){.file = str_from(path)},
	         "what stands there is not of the kind that is to be written: name another place, "
	         "or remove it");
	return -1;
}

const char *places_real(const char *path, char real[PATH_MAX])
{
	struct str name = str_from(path);
	struct stat st;
	bool is_link;

	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	if (name.n >= PATH_MAX)
		return path;
	memcpy(real, name.p, name.n);
	real[name.n] = '\0';
	is_link = lstat(real, &st) == 0 && S_ISLNK(st.st_mode);
	name = str_behind_last(name, '/');
	if (!is_link && !str_is_equal(name, STR(".")) && !str_is_equal(name, STR("..")))
		return path;
	return realpath(path, real);
}
