/*
 * fuda: the command line.
 *
 * One table of commands, one of options; what they mean to people stands in fuda(1).
 */
#include "base/pool.h"
#include "build.h"
#include "site/gate.h"
#include <limits.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define VERSION "0.1.0"

#ifndef FUDA_SITE_DIR
#define FUDA_SITE_DIR "/usr/local/share/fuda"
#endif

enum { DONE = 0, INPUT_IS_WRONG = 1, USAGE_OR_SYSTEM = 2 };

struct options {
	struct build_request request;
	bool is_quiet;
	bool is_accepted[DIAG_NCODES];
	char site_folder[PATH_MAX];
};

static int run_build(struct options *o);
static int run_check(struct options *o);
static int run_status(struct options *o);
static int run_rollback(struct options *o);

/* Which options a command has: a bit each. */
enum { BUILD = 1, CHECK = 2, STATUS = 4, ROLLBACK = 8, INPUT = BUILD | CHECK | STATUS };

static const struct command {
	const char *name;
	int bit;
	int (*run)(struct options *o);
	const char *usage, *summary;
} commands[] = {
        {"build", BUILD, run_build, "--export FILE --criteria DIR --out DIR [OPTION ...]",
         "build the site"},
        {"check", CHECK, run_check, "--export FILE --criteria DIR [OPTION ...]",
         "say all that is wrong with the input, write nothing"},
        {"status", STATUS, run_status, "--export FILE --criteria DIR [--explain ID] [OPTION ...]",
         "print the status of every product as JSON Lines"},
        {"rollback", ROLLBACK, run_rollback, "--out DIR",
         "go back to the site that an atomic build replaced"},
};

static int set_export(struct options *o, const char *value)
{
	o->request.export_file = value;
	return 0;
}

static int set_criteria(struct options *o, const char *value)
{
	o->request.criteria_folder = value;
	return 0;
}

static int set_out(struct options *o, const char *value)
{
	o->request.out = value;
	return 0;
}

static int set_site(struct options *o, const char *value)
{
	o->request.site_folder = value;
	return 0;
}

static int set_as_of(struct options *o, const char *value)
{
	if (date_parse(str_from(value), &o->request.as_of) == 0)
		return 0;
	fprintf(stderr, "fuda: --as-of: %s is not a day, expected YYYY-MM-DD\n", value);
	return -1;
}

static int set_jobs(struct options *o, const char *value)
{
	char *end;
	unsigned long njobs = strtoul(value, &end, 10);

	if (*value != '\0' && *value != '-' && *end == '\0' && njobs >= 1 &&
	    njobs <= POOL_WORKERS_MAX) {
		o->request.njobs = (unsigned)njobs;
		return 0;
	}
	fprintf(stderr, "fuda: --jobs: %s is not a number of workers, expected 1 to %d\n", value,
	        POOL_WORKERS_MAX);
	return -1;
}

static int set_explain(struct options *o, const char *value)
{
	o->request.explain = value;
	return 0;
}

static int set_setting(struct options *o, const char *value)
{
	if (o->request.noverrides == BUILD_OVERRIDES_MAX) {
		fprintf(stderr, "fuda: --set: at most %d settings\n", BUILD_OVERRIDES_MAX);
		return -1;
	}
	o->request.overrides[o->request.noverrides++] = value;
	return 0;
}

static int set_base_url(struct options *o, const char *value)
{
	static char setting[4096];

	if ((size_t)snprintf(setting, sizeof(setting), "base_url=%s", value) >= sizeof(setting)) {
		fprintf(stderr, "fuda: --base-url: the address is too long\n");
		return -1;
	}
	return set_setting(o, setting);
}

static int set_offline(struct options *o, const char *value)
{
	(void)value;
	o->request.links = LINKS_FILE;
	return 0;
}

static int set_quiet(struct options *o, const char *value)
{
	(void)value;
	o->is_quiet = true;
	return 0;
}

static int set_atomic(struct options *o, const char *value)
{
	(void)value;
	o->request.way = OUTPUT_ATOMIC;
	return 0;
}

static int set_precompress(struct options *o, const char *value)
{
	(void)value;
	o->request.is_precompressing = true;
	return 0;
}

static int set_ledger(struct options *o, const char *value)
{
	o->request.ledger = value;
	return 0;
}

static int set_report(struct options *o, const char *value)
{
	o->request.report = value;
	return 0;
}

static int set_accept(struct options *o, const char *value)
{
	enum diag_code code;

	if (gate_find(str_from(value), &code) < 0) {
		fprintf(stderr, "fuda: --accept: %s is the name of no gate; see fuda(1)\n", value);
		return -1;
	}
	o->is_accepted[code] = true;
	return 0;
}

static const struct option {
	const char *name;
	const char *value; /* what its value is called; NULL: it has none */
	int commands;
	int (*set)(struct options *o, const char *value);
	const char *summary;
} options[] = {
        {"--export", "FILE", INPUT, set_export, "the label database export, label-export/1"},
        {"--criteria", "DIR", INPUT, set_criteria, "the folder of criteria versions, criteria/1"},
        {"--out", "DIR", BUILD | ROLLBACK, set_out, "the folder the site is published to"},
        {"--site", "DIR", INPUT, set_site, "the folder with content, layouts and static"},
        {"--base-url", "URL", BUILD | CHECK, set_base_url, "the address of the site"},
        {"--as-of", "DATE", INPUT, set_as_of, "the day whose status is shown (today in Tokyo)"},
        {"--set", "KEY=VALUE", INPUT, set_setting, "override a setting of content/site.json"},
        {"--jobs", "N", INPUT, set_jobs, "how many workers (one a processor)"},
        {"--offline", NULL, BUILD, set_offline, "links name files, for a copy without a server"},
        {"--atomic", NULL, BUILD, set_atomic, "make a new tree aside and exchange it at once"},
        {"--precompress", NULL, BUILD, set_precompress, "write .gz and .br beside text files"},
        {"--ledger", "FILE", BUILD, set_ledger, "keep the list of published products there too"},
        {"--report", "DIR", BUILD, set_report, "write there what changed, for people and the CDN"},
        {"--accept", "NAME", BUILD, set_accept, "let one gate be passed, by its diagnostic's name"},
        {"--explain", "ID", STATUS, set_explain, "say which rules led to a product's status"},
        {"--quiet", NULL, BUILD | CHECK, set_quiet, "no progress and no summary"},
};

static void print_help(FILE *out)
{
	fprintf(out, "usage: fuda COMMAND [OPTION ...]\n\n"
	             "fuda (札) builds a public registry of product security labels.\n\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(out, "  fuda %-8s %s\n", commands[i].name, commands[i].summary);
	fprintf(out, "\n  fuda COMMAND --help   the options of a command\n"
	             "  fuda --version        the version of the program\n\n"
	             "The manual: man fuda (commands), man 5 fuda (files, layouts, diagnostics).\n");
}

static void print_command_help(const struct command *command, FILE *out)
{
	fprintf(out, "usage: fuda %s %s\n\n%s\n\n", command->name, command->usage,
	        command->summary);
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		char name[32];

		if (!(options[i].commands & command->bit))
			continue;
		snprintf(name, sizeof(name), "%s%s%s", options[i].name, options[i].value ? " " : "",
		         options[i].value ? options[i].value : "");
		fprintf(out, "  %-18s %s\n", name, options[i].summary);
	}
	fprintf(out, "  %-18s %s\n", "--help", "this text");
}

/* Names the known word that is nearest, if one is near. */
static void suggest(const char *unknown, const char *nearest, size_t distance)
{
	if (nearest && distance <= 2 + strlen(unknown) / 4)
		fprintf(stderr, ": did you mean %s?\n", nearest);
	else
		fprintf(stderr, "\n");
}

static const struct command *find_command(const char *name)
{
	const char *nearest = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		size_t distance = str_distance(str_from(name), str_from(commands[i].name));

		if (distance == 0)
			return &commands[i];
		if (distance < best) {
			best = distance;
			nearest = commands[i].name;
		}
	}
	fprintf(stderr, "fuda: unknown command %s", name);
	suggest(name, nearest, best);
	return NULL;
}

/* The option that an argument names, alone or as NAME=VALUE, or NULL with a message. */
static const struct option *find_option(const struct command *command, const char *argument)
{
	struct str name = str_from(argument);
	const char *nearest = NULL;
	size_t best = SIZE_MAX;

	name.n = str_find_byte(name, '=');
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		size_t distance = str_distance(name, str_from(options[i].name));

		if (!(options[i].commands & command->bit))
			continue;
		if (distance == 0)
			return &options[i];
		if (distance < best) {
			best = distance;
			nearest = options[i].name;
		}
	}
	fprintf(stderr, "fuda %s: unknown option %.*s", command->name, STR_ARG(name));
	suggest(argument, nearest, best);
	return NULL;
}

static int parse_options(struct options *o, const struct command *command, char **arguments)
{
	for (; *arguments; arguments++) {
		const struct option *option = find_option(command, *arguments);
		const char *value;

		if (!option)
			return -1;
		value = strchr(*arguments, '=');
		if (value && !option->value) {
			fprintf(stderr, "fuda %s: %s takes no value\n", command->name, option->name);
			return -1;
		}
		if (value)
			value++;
		else if (option->value)
			value = *++arguments;
		if (option->value && !value) {
			fprintf(stderr, "fuda %s: %s needs a value: %s\n", command->name,
			        option->name, option->value);
			return -1;
		}
		if (option->set(o, value) < 0)
			return -1;
	}
	return 0;
}

/* The folder with content, layouts and static: of the checkout in which the program was built, of
 * the place where it was installed, or the one it was compiled for. */
static void find_site_folder(struct options *o)
{
	static const char *const places[] = {"..", "../..", "../share/fuda"};
	char program[PATH_MAX - 64], probe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	o->request.site_folder = FUDA_SITE_DIR;
	if (n <= 0)
		return;
	program[n] = '\0';
	*strrchr(program, '/') = '\0';
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		snprintf(probe, sizeof(probe), "%s/%s/content/site.json", program, places[i]);
		if (access(probe, R_OK) < 0)
			continue;
		snprintf(probe, sizeof(probe), "%s/%s", program, places[i]);
		if (realpath(probe, o->site_folder))
			o->request.site_folder = o->site_folder;
		return;
	}
}

static int require(const struct command *command, const char *value, const char *option)
{
	if (value)
		return 0;
	fprintf(stderr, "fuda %s: %s is missing; see fuda %s --help\n", command->name, option,
	        command->name);
	return -1;
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* Prints all diagnostics and, where there are errors, a last line that counts them. */
static int report(struct diag *d)
{
	int status;

	diag_sort(d);
	diag_print(d, stderr);
	status = diag_status(d);
	if (status != 0)
		fprintf(stderr, "fuda: %zu error%s, %zu warning%s: %s\n", d->nerrors + d->nsystem,
		        plural(d->nerrors + d->nsystem), d->nwarnings, plural(d->nwarnings),
		        status == 1 ? "nothing written" : "not finished");
	diag_release(d);
	return status;
}

/* A line that is drawn over and over, on a terminal alone. */
static void show_progress(void *context, size_t ndone, size_t nall)
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

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static int run_build(struct options *o)
{
	struct build_summary summary = {0};
	struct timespec start;
	size_t drawn = SIZE_MAX;
	struct diag d;
	int status;

	clock_gettime(CLOCK_MONOTONIC, &start);
	if (!o->is_quiet && isatty(STDERR_FILENO))
		o->request.progress = (struct render_progress){show_progress, &drawn};
	diag_init(&d);
	for (size_t i = 0; i < DIAG_NCODES; i++)
		if (o->is_accepted[i])
			diag_accept(&d, (enum diag_code)i);
	status = build_site(&o->request, &summary, &d);
	if (status < 0)
		return report(&d);
	report(&d);
	if (!o->is_quiet)
		printf("%zu products, %zu pages, %zu files: %zu written, %zu unchanged, "
		       "%zu removed; %.2f s\n",
		       summary.nproducts, summary.npages, summary.nfiles, summary.nwritten,
		       summary.nunchanged, summary.nremoved, seconds_since(&start));
	return DONE;
}

static int run_check(struct options *o)
{
	struct build_summary summary = {0};
	struct diag d;
	size_t nwarnings;
	int status;

	diag_init(&d);
	status = build_check(&o->request, &summary, &d);
	nwarnings = d.nwarnings;
	if (status < 0)
		return report(&d);
	report(&d);
	if (!o->is_quiet)
		printf("%zu products with a label: no errors, %zu warning%s\n", summary.nproducts,
		       nwarnings, plural(nwarnings));
	return DONE;
}

static int run_status(struct options *o)
{
	struct diag d;

	diag_init(&d);
	if (build_status(&o->request, stdout, &d) < 0)
		return report(&d);
	return report(&d);
}

static int run_rollback(struct options *o)
{
	struct diag d;

	diag_init(&d);
	if (build_roll_back(&o->request, &d) < 0)
		return report(&d);
	diag_release(&d);
	printf("%s is the site of before; %s.previous the one it replaced\n", o->request.out,
	       o->request.out);
	return DONE;
}

static bool is_help(const char *argument)
{
	return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

static int run_command(const struct command *command, char **arguments)
{
	struct options o = {.request = {.as_of = DATE_NONE, .links = LINKS_WEB}};

	for (char **argument = arguments; *argument; argument++) {
		if (is_help(*argument)) {
			print_command_help(command, stdout);
			return DONE;
		}
	}
	find_site_folder(&o);
	if (parse_options(&o, command, arguments) < 0 ||
	    (command->bit & INPUT && require(command, o.request.export_file, "--export") < 0) ||
	    (command->bit & INPUT &&
	     require(command, o.request.criteria_folder, "--criteria") < 0) ||
	    (command->bit & (BUILD | ROLLBACK) && require(command, o.request.out, "--out") < 0))
		return USAGE_OR_SYSTEM;
	if (o.request.as_of == DATE_NONE)
		o.request.as_of = date_today_tokyo();
	if (o.request.njobs == 0)
		o.request.njobs = pool_processors();
	return command->run(&o);
}

int main(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		print_help(stderr);
		return USAGE_OR_SYSTEM;
	}
	if (is_help(argv[1])) {
		print_help(stdout);
		return DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("fuda %s\n", VERSION);
		return DONE;
	}
	command = find_command(argv[1]);
	return command ? run_command(command, argv + 2) : USAGE_OR_SYSTEM;
}
