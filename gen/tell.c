#include "tell.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *tell_plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Whether it was said already that a file must not be written, or cannot. */
static bool is_refused(const struct diag *d, const char *path)
{
	for (size_t i = 0; i < d->nitems; i++) {
		const struct diag_item *item = &d->items[i];

		if (item->code == DIAG_PLACE_TAKEN ||
		    (item->code == DIAG_FILE_WRITE &&
		     str_is_equal(d->files[item->file], str_from(path))))
			return true;
	}
	return false;
}

/* All of them go to the file of --errors. */
static int save_errors(const struct diag *d, const char *path)
{
	bool is_whole;
	FILE *file;

	if (is_refused(d, path))
		return 0;
	file = fopen(path, "w");
	is_whole = file != NULL;
	if (file) {
		diag_print(d, file);
		is_whole = !ferror(file);
		is_whole = fclose(file) == 0 && is_whole;
	}
	if (!is_whole)
		fprintf(stderr, "fuda: --errors: cannot write %s: %s\n", path, strerror(errno));
	return is_whole ? 0 : -1;
}

/* Colours are for terminals, and for those who did not ask for none (no-color.org). */
static bool is_painted(void)
{
	const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(STDERR_FILENO) && (!none || *none == '\0') && terminal &&
	       strcmp(terminal, "dumb") != 0;
}

int tell_diagnostics(const struct options *o, struct diag *d)
{
	bool is_saved;
	int status;

	diag_sort(d);
	diag_print_some(d, DIAG_PRINTED_MAX, is_painted(), stderr);
	if (d->nitems > DIAG_PRINTED_MAX)
		fprintf(stderr, "fuda: %zu more are not printed; --errors FILE has them all\n",
		        d->nitems - DIAG_PRINTED_MAX);
	status = diag_status(d);
	is_saved = !o->request.errors || save_errors(d, o->request.errors) == 0;
	if (status != 0)
		fprintf(stderr, "fuda: %zu error%s, %zu warning%s: %s\n", d->nerrors + d->nsystem,
		        tell_plural(d->nerrors + d->nsystem), d->nwarnings,
		        tell_plural(d->nwarnings),
		        status == 1 ? "nothing written" : "not finished");
	diag_release(d);
	return is_saved ? status : 2;
}

void tell_progress(void *context, size_t ndone, size_t nall)
{
	size_t *last = context; /* hundredths already drawn */
	size_t now = nall > 0 ? ndone * 100 / nall : 100;
	char bar[41];

	if (now == *last)
		return;
	*last = now;
	memset(bar, ' ', 40);
	memset(bar, '#', now * 40 / 100);
	bar[40] = '\0';
	fprintf(stderr, "\r[%s] %3zu %% of %zu products", bar, now, nall);
	if (now == 100)
		fprintf(stderr, "\r\033[K");
	fflush(stderr);
}
