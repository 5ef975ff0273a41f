/*
 * The search index of an export, and nothing else: for so many products that a whole site would
 * take too long, or too much room.
 *
 *   make_index EXPORT CRITERIA SITE AS_OF OUT WORKERS
 *
 * Reads and checks all that a build reads, and writes the files of OUT/search as a build does; OUT
 * must not exist. Prints the number of products.
 */
#include "../bench/input.h"
#include "../bench/threads.h"
#include "search/index.h"
#include <sys/stat.h>

/* As a build writes a new folder, with the files of the index alone in it. */
static int write_index(struct input *in, const char *folder, unsigned nworkers, struct diag *d)
{
	static struct worker workers[THREADS_MAX];
	static struct output_worker *outputs[THREADS_MAX];
	const struct output_order order = {folder, OUTPUT_IN_PLACE, STR_NONE, nworkers};
	struct arena *a = &in->arena;
	struct output o;
	struct lists lists;
	int status;

	status = output_open(&o, &order, &in->site.pages, a, d);
	if (status == 0)
		status = output_begin(&o, d);
	for (unsigned i = 0; i < nworkers && status == 0; i++) {
		worker_init(&workers[i], &o);
		outputs[i] = &workers[i].output;
	}
	if (status == 0) {
		lists_plan(&lists, &in->site, nworkers, a);
		search_make(&in->site, &lists, workers, nworkers, a);
		output_gather(&o, outputs, nworkers);
		if (output_set_edition(&o, STR("{}"), a, d) < 0 ||
		    output_seal(&o, outputs, nworkers, a, d) < 0 || output_finish(&o, d) < 0)
			status = -1;
		for (unsigned i = 0; i < nworkers; i++)
			worker_release(&workers[i]);
	}
	output_close(&o);
	return status;
}

int main(int argc, char **argv)
{
	static struct input in = {.survey = {.export = {.fd = -1}}};
	size_t nworkers = argc == 7 ? threads_parse(argv[6]) : 0;
	struct stat st;
	struct diag d;
	int status;

	if (nworkers < 1 || stat(argv[5], &st) == 0) {
		fprintf(stderr, "usage: make_index " INPUT_ARGUMENTS " OUT WORKERS; OUT is new\n");
		return 2;
	}
	arena_init(&in.arena, 1 << 20);
	diag_init(&d);
	status = input_read(&in, argv, (unsigned)nworkers, &d);
	if (status < 0)
		fprintf(stderr, "make_index: the input has errors; fuda check tells them\n");
	else if (write_index(&in, argv[5], (unsigned)nworkers, &d) < 0)
		fprintf(stderr, "make_index: %s cannot be written\n", argv[5]);
	else
		printf("%zu\n", in.survey.nissued);
	status = status < 0 || d.nerrors + d.nsystem > 0;
	survey_release(&in.survey);
	arena_release(&in.arena);
	diag_release(&d);
	return status;
}
