#include "proving.h"
#include "places.h"
#include "proof/log.h"
#include "sign/verify.h"
#include "tell.h"

/* Prints what was found and, if the work could not be done, a last line. Returns the status. */
static int end(struct diag *d, int status, const char *what)
{
	if (status < 0)
		status = diag_status(d);
	diag_sort(d);
	diag_print(d, stderr);
	if (status != 0)
		fprintf(stderr, "fuda: %zu finding%s: %s\n", d->nerrors, tell_plural(d->nerrors),
		        d->nsystem == 0 ? what : "not finished");
	diag_release(d);
	return status;
}

/* ---- log ---- */

static void print_logged(const struct log_result *result, FILE *out)
{
	char day[DATE_TEXT];

	date_format(result->edition.as_of, day);
	fprintf(out, "%.*s: entry %zu, %s: as of %.*s, sequence %ld\nkey %.*s\n",
	        STR_ARG(result->origin), result->entry, result->is_new ? "new" : "logged before",
	        DATE_TEXT, day, edition_sequence(&result->edition), STR_ARG(result->key));
}

int proving_log(struct options *o)
{
	const struct log_request request = {o->request.out, o->request.log, o->request.key};
	struct log_result result;
	struct arena a;
	struct diag d;
	int status;

	arena_init(&a, 1 << 20);
	diag_init(&d);
	for (size_t i = 0; i < o->naccepted; i++)
		diag_accept(&d, o->accepted[i].code, o->accepted[i].figure);
	status = places_check(&o->request, NULL, &d);
	if (status == 0)
		status = log_edition(&request, &result, &a, &d);
	if (status == 0 && !o->is_quiet)
		print_logged(&result, stdout);
	status = end(&d, status, "nothing was logged");
	arena_release(&a);
	return status;
}

/* ---- verify ---- */

/* What a copy is that was found to be as it was published, and how old. */
static void print_edition(const struct edition *edition, FILE *out)
{
	date_days today = date_today_tokyo();
	char as_of[DATE_TEXT], next[DATE_TEXT];
	long age = today - edition->as_of;

	date_format(edition->as_of, as_of);
	date_format(edition->next_expected, next);
	fprintf(out, "site %.*s\nas of %.*s, sequence %ld, ", STR_ARG(edition->site), DATE_TEXT,
	        as_of, edition_sequence(edition));
	if (age < 0)
		fprintf(out, "which is later than today\n");
	else
		fprintf(out, "%ld day%s ago\n", age, tell_plural((size_t)age));
	if (today >= edition->next_expected)
		fprintf(out, "a newer one was expected from %.*s on\n", DATE_TEXT, next);
}

/* Verifies with a key that has been loaded; the result's texts are in the arena. */
static int verify(const struct options *o, struct verify_request *request, struct arena *a,
                  struct diag *d)
{
	struct verify_result result;
	char id[MINISIGN_ID_TEXT];

	if (verify_load_key(&request->key, o->request.public_key, d) < 0 ||
	    verify_folder(request, &result, a, d) < 0)
		return -1;
	if (o->is_quiet)
		return 0;
	minisign_format_id(request->key.id, id);
	printf("%s: %zu files as key %.*s signed them\n", request->folder, result.nfiles,
	       MINISIGN_ID_TEXT, id);
	print_edition(&result.edition, stdout);
	return 0;
}

int proving_verify(struct options *o)
{
	struct verify_request request = {
	        .folder = o->request.out,
	        .has_not_before = o->request.has_not_before,
	        .not_before = o->request.not_before,
	        .goes_on = o->request.goes_on,
	        .njobs = o->request.njobs,
	};
	struct arena a;
	struct diag d;
	int status;

	arena_init(&a, 1 << 20);
	diag_init(&d);
	status = verify(o, &request, &a, &d);
	status = end(&d, status, "the copy is not as it was published");
	arena_release(&a);
	return status;
}
