/*
 * fuda: the command line.
 *
 * One table of commands, one of options (options.c); what they mean to people stands in fuda(1).
 */
#include "announcing.h"
#include "base/version.h"
#include "build.h"
#include "completion.h"
#include "merge.h"
#include "options.h"
#include "own.h"
#include "places.h"
#include "proving.h"
#include "sign/signing.h"
#include "tell.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DONE = 0, INPUT_IS_WRONG = 1, USAGE_OR_SYSTEM = 2 };

static int run_build(struct options *o);
static int run_check(struct options *o);
static int run_status(struct options *o);
static int run_rollback(struct options *o);
static int run_merge(struct options *o);
static int run_mirror(struct options *o);
static int run_sign(struct options *o);
static int run_sqlite(struct options *o);
static int run_init(struct options *o);
static int run_site_folder(struct options *o);

static const struct command {
	const char *name;
	int bit;
	int (*run)(struct options *o);
	const char *usage, *summary;
} commands[] = {
        {"init", INIT, run_init, "DIR", "make a site folder of your own, with settings to fill in"},
        {"build", BUILD, run_build, "--export FILE --criteria DIR --out DIR [OPTION ...]",
         "build the site"},
        {"check", CHECK, run_check, "--export FILE --criteria DIR [OPTION ...]",
         "say all that is wrong with the input, write nothing"},
        {"status", STATUS, run_status, "--export FILE --criteria DIR [--explain ID] [OPTION ...]",
         "print the status of every product as JSON Lines"},
        {"site", SITE, run_site_folder, "--site DIR --list | --copy FILE | --diff",
         "say where each file of the site comes from; take one over; compare"},
        {"merge", MERGE, run_merge,
         "--part DIR ... --export FILE --criteria DIR --out DIR [OPTION ...]",
         "put together what builds with --shard have made"},
        {"mirror", MIRROR, run_mirror,
         "--kind KIND --export FILE --criteria DIR --out FILE [OPTION ...]",
         "make a copy of the whole site to hand on: .zip, USB stick, ZIM"},
        {"rollback", ROLLBACK, run_rollback, "--out DIR",
         "go back to the site that an atomic build replaced"},
        {"sign", SIGN, run_sign, "--key FILE --out DIR [OPTION ...]",
         "sign the manifest of a site with a key of minisign"},
        {"announce", ANNOUNCE, announcing_run, "--key FILE --next KEY --from DATE --site DIR",
         "name the key that signs next, so that copies can be checked after the change"},
        {"verify", VERIFY, proving_verify, "--public-key KEY --out DIR | --proof FILE [OPTION ...]",
         "check a copy of a site against its signature, or a proof"},
        {"log", LOG, proving_log, "--key FILE --log DIR --out DIR [OPTION ...]",
         "log the published edition, so that it can be proved later"},
        {"prove", PROVE, proving_prove, "--out DIR --log DIR --id ID",
         "print a proof of what the registry says of a product"},
        {"sqlite", SQLITE, run_sqlite, "--export FILE --criteria DIR --out FILE [OPTION ...]",
         "write the registry as a SQLite database"},
};

static void print_help(FILE *out)
{
	fprintf(out, "usage: fuda COMMAND [OPTION ...]\n\n"
	             "fuda (札) builds a public registry of product security labels.\n\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(out, "  fuda %-8s %s\n", commands[i].name, commands[i].summary);
	fprintf(out,
	        "\n  fuda help COMMAND     the options of a command; also fuda COMMAND --help\n"
	        "  fuda completion SHELL completion for bash, zsh or fish\n"
	        "  fuda --version        the version of the program; also -V\n\n"
	        "The manual: man fuda (commands), man 5 fuda (files, layouts, diagnostics).\n");
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
	options_suggest(name, nearest, best);
	return NULL;
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* Gates that --accept lets through. */
static void accept_gates(const struct options *o, struct diag *d)
{
	for (size_t i = 0; i < o->naccepted; i++)
		diag_accept(d, o->accepted[i].code, o->accepted[i].figure);
}

static int run_site(struct options *o, int (*make)(const struct build_request *request,
                                                   struct build_summary *summary, struct diag *d))
{
	struct build_summary summary = {0};
	struct timespec start;
	size_t drawn = SIZE_MAX;
	struct diag d;
	int status, told;

	clock_gettime(CLOCK_MONOTONIC, &start);
	if (!o->is_quiet && isatty(STDERR_FILENO))
		o->request.progress = (struct render_progress){tell_progress, &drawn};
	diag_init(&d);
	accept_gates(o, &d);
	status = places_check(&o->request, NULL, &d);
	if (status == 0)
		status = make(&o->request, &summary, &d);
	told = tell_diagnostics(o, &d);
	if (status == 0 && !o->is_quiet)
		printf("%zu products, %zu pages, %zu files: %zu written, %zu unchanged, "
		       "%zu removed; %.2f s\n",
		       summary.nproducts, summary.npages, summary.nfiles, summary.nwritten,
		       summary.nunchanged, summary.nremoved, seconds_since(&start));
	return told;
}

static int run_build(struct options *o)
{
	return run_site(o, build_site);
}

static int run_merge(struct options *o)
{
	return run_site(o, merge_site);
}

static int run_check(struct options *o)
{
	const char *out = o->request.out;
	struct build_summary summary = {0};
	size_t nwarnings;
	struct diag d;
	int status;

	diag_init(&d);
	accept_gates(o, &d);
	o->request.is_check = true;
	status = places_check(&o->request, NULL, &d);
	if (status == 0)
		status = (out ? build_site : build_check)(&o->request, &summary, &d);
	nwarnings = d.nwarnings;
	if (status == 0 && !o->is_quiet)
		printf("%zu products with a label: no errors, %zu warning%s\n", summary.nproducts,
		       nwarnings, tell_plural(nwarnings));
	for (unsigned i = 0; i < summary.coverage.n && !o->is_quiet; i++)
		coverage_print(&summary.coverage.of[i], stdout);
	if (out && !o->is_quiet && summary.nfiles > 0)
		printf("%s: a build would write %zu files, %zu of them pages, leave %zu as they "
		       "are, remove %zu\n",
		       out, summary.nwritten, summary.npages_written, summary.nunchanged,
		       summary.nremoved);
	return tell_diagnostics(o, &d);
}

static int run_status(struct options *o)
{
	struct diag d;

	diag_init(&d);
	if (places_check(&o->request, NULL, &d) == 0)
		build_status(&o->request, stdout, &d);
	return tell_diagnostics(o, &d);
}

/* What a lite mirror takes on a medium with large clusters; static storage. */
static const char *describe_room(uint64_t nbytes)
{
	static char text[80];

	text[0] = '\0';
	if (nbytes > 0)
		snprintf(text, sizeof(text), ", %.1f MB in clusters of 128 KiB",
		         (double)nbytes / 1e6);
	return text;
}

static int run_mirror(struct options *o)
{
	const struct mirror_request request = {.build = o->request,
	                                       .kind = o->mirror_kind,
	                                       .out = o->request.out,
	                                       .work = o->work};
	struct mirror_summary summary;
	struct timespec start;
	struct diag d;
	int status, told;

	clock_gettime(CLOCK_MONOTONIC, &start);
	diag_init(&d);
	accept_gates(o, &d);
	status = places_check(&o->request, o->work, &d);
	if (status == 0)
		status = mirror_make(&request, &summary, &d);
	told = tell_diagnostics(o, &d);
	if (status == 0 && !o->is_quiet)
		printf("%zu products, %zu files, %.1f MB%s; %.2f s\n", summary.nproducts,
		       summary.nfiles, (double)summary.nbytes / 1e6,
		       describe_room(summary.cluster_bytes), seconds_since(&start));
	return told;
}

static int run_rollback(struct options *o)
{
	struct diag d;

	diag_init(&d);
	if (output_roll_back(o->request.out, &d) < 0)
		return tell_diagnostics(o, &d);
	diag_release(&d);
	printf("%s is the previous site; %s.previous the one it replaced\n", o->request.out,
	       o->request.out);
	return DONE;
}

static int run_sign(struct options *o)
{
	struct diag d;
	int status;

	diag_init(&d);
	accept_gates(o, &d);
	status = signing_sign_folder(o->request.key, o->request.out, &d);
	assert(status == 0 || d.nerrors + d.nsystem > 0);
	return tell_diagnostics(o, &d); /* of gates that were let through, too */
}

static int run_sqlite(struct options *o)
{
	struct build_summary summary = {0};
	struct diag d;
	int status, told;

	diag_init(&d);
	status = places_check(&o->request, NULL, &d);
	if (status == 0)
		status = places_check_file(o->request.out, 68, STR("fuda"), &d);
	if (status == 0)
		status = build_sqlite(&o->request, &summary, &d);
	told = tell_diagnostics(o, &d);
	if (status == 0 && !o->is_quiet)
		printf("%s: %zu products\n", o->request.out, summary.nproducts);
	return told;
}

static int run_init(struct options *o)
{
	const char *folder = o->request.layers.own;
	struct diag d;

	diag_init(&d);
	if (own_make(&o->request.layers, &d) < 0)
		return tell_diagnostics(o, &d);
	diag_release(&d);
	printf("%s: fill in %s/content/site.json; %s/README.md says what comes next\n", folder,
	       folder, folder);
	return DONE;
}

static int run_site_folder(struct options *o)
{
	const struct layers *layers = &o->request.layers;
	struct diag d;
	int status = -1;

	diag_init(&d);
	if (!layers->installed && o->site_task != SITE_LIST)
		diag_add(&d, DIAG_PLACE_TAKEN, (struct place){.file = str_from(layers->own)},
		         "the folder is the installed one: nothing lies beneath it");
	else if (o->site_task == SITE_LIST)
		status = own_list(layers, stdout, &d);
	else if (o->site_task == SITE_COPY)
		status = own_copy(layers, o->copied, &d);
	else
		status = own_diff(layers, stdout, &d);
	if (status < 0)
		return tell_diagnostics(o, &d);
	diag_release(&d);
	return DONE;
}

static bool is_help(const char *argument)
{
	return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

static void print_command_help(const struct command *command, FILE *out)
{
	fprintf(out, "usage: fuda %s %s\n\n%s\n\n", command->name, command->usage,
	        command->summary);
	options_print(command->bit, out);
}

static int run_command(const struct command *command, char **arguments)
{
	struct options o;

	for (char **argument = arguments; *argument; argument++) {
		if (is_help(*argument)) {
			print_command_help(command, stdout);
			return DONE;
		}
	}
	if (options_parse(&o, command->name, command->bit, arguments) < 0)
		return USAGE_OR_SYSTEM;
	return command->run(&o);
}

/* What is freed goes back to the system at once if it is large. As it comes, the C library keeps
 * more of it the more it is given. */
static void give_back_memory(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 1 << 17);
	mallopt(M_TRIM_THRESHOLD, 1 << 17);
#endif
}

/* Says so in one line; then the signal does what it does to any program. What is published is
 * whole at every moment, and the next build clears what this one left. */
static void end_interrupted(int signal_number)
{
	static const char text[] = "\nfuda: interrupted\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)n;
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static int print_completion(const char *shell)
{
	struct completion_command list[COUNT_OF(commands)];

	for (size_t i = 0; i < COUNT_OF(commands); i++)
		list[i] = (struct completion_command){commands[i].name, commands[i].summary,
		                                      commands[i].bit};
	if (shell && completion_print(shell, list, COUNT_OF(commands), stdout) == 0)
		return DONE;
	fprintf(stderr, "fuda: completion: expected bash, zsh or fish\n");
	return USAGE_OR_SYSTEM;
}

static int help(const char *name)
{
	const struct command *command = name ? find_command(name) : NULL;

	if (name && !command)
		return USAGE_OR_SYSTEM;
	if (command)
		print_command_help(command, stdout);
	else
		print_help(stdout);
	return DONE;
}

/* What the arguments say; the status. */
static int run(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		print_help(stderr);
		return USAGE_OR_SYSTEM;
	}
	if (is_help(argv[1]) || strcmp(argv[1], "help") == 0)
		return help(argv[2]);
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		printf("fuda %s\n", FUDA_VERSION);
		return DONE;
	}
	if (strcmp(argv[1], "completion") == 0)
		return print_completion(argv[2]);
	command = find_command(argv[1]);
	return command ? run_command(command, argv + 2) : USAGE_OR_SYSTEM;
}

/* A descriptor below 3 that the program was started without (`>&-`) would be that of the next file
 * opened, and what is meant for people would go into it. It becomes one on which reading, or
 * writing, fails. -1 with errno set. */
static int open_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		/* Those before it are open, so it gets this number. */
		if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return -1;
	}
	return 0;
}

/* Whether everything that was meant for standard output got out. -1 with errno set. */
static int finish_output(void)
{
	/* What did not get out is forgotten by the next flush, but not by the stream. */
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (errno == 0)
		errno = EIO;
	return -1;
}

int main(int argc, char **argv)
{
	int status;

	if (open_streams() < 0)
		return USAGE_OR_SYSTEM;
	give_back_memory();
	umask(umask(0) & 077); /* what this program writes it can read the next night */
	if (signal(SIGINT, SIG_IGN) != SIG_IGN) /* as it is where a shell runs jobs behind it */
		signal(SIGINT, end_interrupted);
	signal(SIGXFSZ, SIG_IGN); /* a limit of the size of files is an error like a full disk */
	status = run(argc, argv);
	if (finish_output() == 0 || status == USAGE_OR_SYSTEM)
		return status;
	fprintf(stderr, "fuda: standard output: cannot write: %s\n", strerror(errno));
	return USAGE_OR_SYSTEM;
}
