#include "options.h"
#include "base/pool.h"
#include "night/gate.h"
#include "places.h"
#include <stdlib.h>
#include <unistd.h>

#ifndef FUDA_SITE_DIR
#define FUDA_SITE_DIR "/usr/local/share/fuda"
#endif

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

static int set_shard(struct options *o, const char *value)
{
	unsigned shard, nshards;
	int end = 0;

	if (sscanf(value, "%5u/%5u%n", &shard, &nshards, &end) != 2 || value[end] != '\0' ||
	    shard < 1 || shard > nshards || nshards > MERGE_PARTS_MAX) {
		fprintf(stderr,
		        "fuda: --shard: \"%s\" is not like 2/3, the second of at most %d shards\n",
		        value, MERGE_PARTS_MAX);
		return -1;
	}
	o->request.shard = shard;
	o->request.nshards = nshards;
	return 0;
}

static int set_part(struct options *o, const char *value)
{
	if (o->request.nparts == MERGE_PARTS_MAX) {
		fprintf(stderr, "fuda: --part: at most %d parts\n", MERGE_PARTS_MAX);
		return -1;
	}
	o->request.parts[o->request.nparts++] = value;
	return 0;
}

static int set_fresh(struct options *o, const char *value)
{
	(void)value;
	o->request.is_fresh = true;
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

static int set_keep_export(struct options *o, const char *value)
{
	o->request.keep_export = value;
	return 0;
}

static int set_fallback(struct options *o, const char *value)
{
	o->request.fallback = value;
	return 0;
}

static int set_report(struct options *o, const char *value)
{
	o->request.report = value;
	return 0;
}

static int set_key(struct options *o, const char *value)
{
	o->request.key = value;
	return 0;
}

static int set_public_key(struct options *o, const char *value)
{
	o->request.public_key = value;
	return 0;
}

static int set_not_before(struct options *o, const char *value)
{
	char *end;
	long sequence = strtol(value, &end, 10);

	if (*value >= '0' && *value <= '9' && *end == '\0' && end - value < 8) {
		o->request.has_not_before = true;
		o->request.not_before = sequence;
		return 0;
	}
	fprintf(stderr, "fuda: --not-before: %s is not a sequence number\n", value);
	return -1;
}

static int set_kind(struct options *o, const char *value)
{
	for (int i = 0; i < MIRROR_NKINDS; i++) {
		if (strcmp(value, mirror_kind_names[i]) != 0)
			continue;
		o->mirror_kind = (enum mirror_kind)i;
		o->has_mirror_kind = true;
		return 0;
	}
	fprintf(stderr, "fuda: --kind: %s is not a kind of mirror, expected full, lite or zim\n",
	        value);
	return -1;
}

static int set_work(struct options *o, const char *value)
{
	o->work = value;
	return 0;
}

static int set_errors(struct options *o, const char *value)
{
	o->request.errors = value;
	return 0;
}

static int set_accept(struct options *o, const char *value)
{
	struct str name = str_from(value), figure;
	enum diag_code code;

	name.n = str_find_byte(name, '=');
	figure = str_from(value + name.n + (value[name.n] == '='));
	if (gate_find(name, &code) < 0) {
		fprintf(stderr, "fuda: --accept: %.*s is the name of no gate; see fuda(1)\n",
		        STR_ARG(name));
		return -1;
	}
	if (figure.n == 0 || o->naccepted == DIAG_ACCEPTED_MAX) {
		fprintf(stderr,
		        figure.n == 0 ? "fuda: --accept: %s needs the figure of the case, as the "
		                        "gate's message names it: NAME=FIGURE\n"
		                      : "fuda: --accept: too many, from %s on\n",
		        value);
		return -1;
	}
	o->accepted[o->naccepted++] = (struct diag_accepted){code, figure};
	return 0;
}

static const struct option {
	const char *name;
	const char *value; /* what its value is called; NULL: it has none */
	int commands;      /* bits, and REPEATS where it may be given more than once */
	int (*set)(struct options *o, const char *value);
	const char *summary;
} options[] = {
        {"--export", "FILE", INPUT, set_export, "the label database export, label-export/1"},
        {"--criteria", "DIR", INPUT, set_criteria, "the folder of criteria versions, criteria/1"},
        {"--kind", "KIND", MIRROR, set_kind, "full, lite or zim"},
        {"--out", "FILE", MIRROR, set_out, "the mirror; a lite one also as DIR/"},
        {"--work", "DIR", MIRROR, set_work, "the folder to work in (that of FILE)"},
        {"--out", "DIR", BUILD | MERGE | ROLLBACK | SIGN | VERIFY, set_out,
         "the folder the site is published to"},
        {"--out", "FILE", SQLITE, set_out, "the database to write"},
        {"--site", "DIR", INPUT, set_site, "the folder with content, layouts and static"},
        {"--base-url", "URL", BUILD | MERGE | CHECK | SQLITE | MIRROR, set_base_url,
         "the address of the site"},
        {"--as-of", "DATE", INPUT, set_as_of, "the day whose status is shown (today in Tokyo)"},
        {"--set", "KEY=VALUE", INPUT | REPEATS, set_setting,
         "override a setting of content/site.json"},
        {"--jobs", "N", INPUT | VERIFY, set_jobs, "how many workers (one a processor)"},
        {"--offline", NULL, BUILD | MERGE, set_offline,
         "links name files, for a copy without a server"},
        {"--atomic", NULL, BUILD, set_atomic, "make a new tree aside and exchange it at once"},
        {"--shard", "K/N", BUILD, set_shard, "make the products of the K-th of N shards alone"},
        {"--part", "DIR", MERGE | REPEATS, set_part, "a folder that a build of one shard made"},
        {"--fresh", NULL, BUILD, set_fresh,
         "make every file again, even if nothing can have changed"},
        {"--precompress", NULL, BUILD | MERGE, set_precompress,
         "write .gz and .br beside text files"},
        {"--ledger", "FILE", BUILD | MERGE, set_ledger,
         "keep the list of published products there too"},
        {"--keep-export", "FILE", BUILD | MERGE, set_keep_export,
         "keep there what was built from, for --fallback"},
        {"--fallback", "FILE", INPUT, set_fallback,
         "what an earlier build kept, for records with errors"},
        {"--report", "DIR", BUILD | MERGE, set_report,
         "write there what changed, for people and the CDN"},
        {"--accept", "NAME=FIGURE", BUILD | MERGE | MIRROR | REPEATS, set_accept,
         "let one gate be passed, by its diagnostic's name"},
        {"--explain", "ID", STATUS, set_explain, "say which rules led to a product's status"},
        {"--key", "FILE", BUILD | MERGE | SIGN | MIRROR, set_key,
         "the secret key that signs the site, of minisign"},
        {"--public-key", "KEY", VERIFY, set_public_key, "the key to trust: a file, or its text"},
        {"--not-before", "N", VERIFY, set_not_before, "the least sequence number that will do"},
        {"--errors", "FILE", INPUT, set_errors, "write all diagnostics to a file"},
        {"--quiet", NULL, BUILD | MERGE | CHECK | VERIFY | SQLITE | MIRROR, set_quiet,
         "no progress and no summary"},
};

void options_each(int command_bit,
                  void (*tell)(void *context, const char *name, const char *value,
                               const char *summary),
                  void *context)
{
	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (options[i].commands & command_bit)
			tell(context, options[i].name, options[i].value, options[i].summary);
}

static void print_option(void *context, const char *name, const char *value, const char *summary)
{
	char text[32];

	snprintf(text, sizeof(text), "%s%s%s", name, value ? " " : "", value ? value : "");
	fprintf(context, "  %-18s %s\n", text, summary);
}

void options_print(int command_bit, FILE *out)
{
	options_each(command_bit, print_option, out);
	print_option(out, "--help", NULL, "this text");
}

/* Names the known word that is nearest, if one is near. */
void options_suggest(const char *unknown, const char *nearest, size_t distance)
{
	if (nearest && distance <= 2 + strlen(unknown) / 4)
		fprintf(stderr, ": did you mean %s?\n", nearest);
	else
		fprintf(stderr, "\n");
}

/* The option that an argument names, alone or as NAME=VALUE, or NULL with a message. */
static const struct option *find_option(const char *command, int command_bit, const char *argument)
{
	struct str name = str_from(argument);
	const char *nearest = NULL;
	size_t best = SIZE_MAX;

	name.n = str_find_byte(name, '=');
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		size_t distance = str_distance(name, str_from(options[i].name));

		if (!(options[i].commands & command_bit))
			continue;
		if (distance == 0)
			return &options[i];
		if (distance < best) {
			best = distance;
			nearest = options[i].name;
		}
	}
	if (name.n == 0 || name.p[0] != '-') {
		fprintf(stderr, "fuda %s: unexpected argument %s; see fuda %s --help\n", command,
		        argument, command);
		return NULL;
	}
	fprintf(stderr, "fuda %s: unknown option %.*s", command, STR_ARG(name));
	options_suggest(argument, nearest, best);
	return NULL;
}

/* The value of an option: behind "=" in its argument, or the next argument, to which *arguments is
 * moved. -1 with a message where there must be one and is none, or the other way round. */
static int find_value(const char *command, const struct option *option, char ***arguments,
                      const char **value)
{
	*value = strchr(**arguments, '=');
	if (*value && !option->value) {
		fprintf(stderr, "fuda %s: %s takes no value\n", command, option->name);
		return -1;
	}
	if (*value)
		++*value;
	else if (option->value && (*arguments)[1])
		*value = *++*arguments;
	if (option->value && !*value) {
		fprintf(stderr, "fuda %s: %s needs a value: %s\n", command, option->name,
		        option->value);
		return -1;
	}
	return 0;
}

static int parse_arguments(struct options *o, const char *command, int command_bit,
                           char **arguments)
{
	bool is_given[COUNT_OF(options)] = {false};

	for (; *arguments; arguments++) {
		const struct option *option;
		const char *value;

		if (strcmp(*arguments, "--") == 0 && !arguments[1])
			return 0;
		option = find_option(command, command_bit, *arguments);
		if (!option || find_value(command, option, &arguments, &value) < 0)
			return -1;
		if (is_given[option - options] && !(option->commands & REPEATS)) {
			fprintf(stderr, "fuda %s: %s is given twice\n", command, option->name);
			return -1;
		}
		is_given[option - options] = true;
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

static int require(const char *command, const char *value, const char *option)
{
	if (value)
		return 0;
	fprintf(stderr, "fuda %s: %s is missing; see fuda %s --help\n", command, option, command);
	return -1;
}

/* A shard is not a site: what tells of a whole one is made when the parts are merged. */
static int check_shard(const struct build_request *r)
{
	const char *option = r->ledger        ? "--ledger"
	                     : r->keep_export ? "--keep-export"
	                     : r->report      ? "--report"
	                     : r->key         ? "--key"
	                                      : NULL;

	if (!option)
		return 0;
	fprintf(stderr, "fuda: build: %s is for a whole site: give it to fuda merge\n", option);
	return -1;
}

/* The folder that --out names, whatever its spelling: it has one lock. */
static int find_out(struct options *o, const char *command, int command_bit)
{
	const char *out = o->request.out;

	if (!(command_bit & (BUILD | MERGE | ROLLBACK | SIGN | VERIFY)))
		return 0;
	o->request.out = places_real_folder(out, o->out_folder);
	if (o->request.out)
		return 0;
	fprintf(stderr, "fuda %s: --out: %s is a link that leads nowhere\n", command, out);
	return -1;
}

int options_parse(struct options *o, const char *command, int command_bit, char **arguments)
{
	const struct build_request *r = &o->request;

	*o = (struct options){.request = {.as_of = DATE_NONE, .links = LINKS_WEB}};
	find_site_folder(o);
	if (parse_arguments(o, command, command_bit, arguments) < 0 ||
	    (command_bit & INPUT && require(command, r->export_file, "--export") < 0) ||
	    (command_bit & INPUT && require(command, r->criteria_folder, "--criteria") < 0) ||
	    (command_bit & MIRROR &&
	     require(command, o->has_mirror_kind ? "" : NULL, "--kind") < 0) ||
	    (command_bit & (BUILD | MERGE | ROLLBACK | SIGN | VERIFY | SQLITE | MIRROR) &&
	     (require(command, r->out, "--out") < 0 || find_out(o, command, command_bit) < 0)) ||
	    (command_bit & MERGE && require(command, r->parts[0], "--part") < 0) ||
	    (r->nshards > 0 && check_shard(r) < 0) ||
	    (command_bit & SIGN && require(command, r->key, "--key") < 0) ||
	    (command_bit & VERIFY && require(command, r->public_key, "--public-key") < 0))
		return -1;
	if (r->as_of == DATE_NONE)
		o->request.as_of = date_today_tokyo();
	if (r->njobs == 0)
		o->request.njobs = pool_processors();
	return 0;
}
