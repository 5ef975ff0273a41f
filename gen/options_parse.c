#include "base/pool.h"
#include "installed.h"
#include "options_table.h"
#include "places.h"
#include <string.h>

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
	/* An empty one is a variable of a script that was not set. */
	if (option->value && (!*value || **value == '\0')) {
		fprintf(stderr, "fuda %s: %s needs a value: %s\n", command, option->name,
		        option->value);
		return -1;
	}
	return 0;
}

static int say_missing(const char *command, const char *what)
{
	fprintf(stderr, "fuda %s: %s is missing; see fuda %s --help\n", command, what, command);
	return -1;
}

/* Says which option is missing that the command cannot do without. */
static int check_needed(const char *command, int command_bit, const bool *is_given)
{
	for (size_t i = 0; i < options_n; i++)
		if (options_table[i].needed_by & command_bit && !is_given[i])
			return say_missing(command, options_table[i].name);
	return 0;
}

static int parse_arguments(struct options *o, const char *command, int command_bit,
                           char **arguments)
{
	bool is_given[OPTIONS_MAX] = {false};

	for (; *arguments; arguments++) {
		const struct option *option;
		const char *value;

		if (strcmp(*arguments, "--") == 0 && !arguments[1])
			break;
		if (command_bit & INIT && **arguments != '\0' && **arguments != '-' &&
		    !o->request.layers.own) {
			o->request.layers.own = *arguments;
			continue;
		}
		option = options_find(command, command_bit, *arguments);
		if (!option || find_value(command, option, &arguments, &value) < 0)
			return -1;
		if (is_given[option - options_table] && !(option->commands & REPEATS)) {
			fprintf(stderr, "fuda %s: %s is given twice\n", command, option->name);
			return -1;
		}
		is_given[option - options_table] = true;
		if (option->set(o, value) < 0)
			return -1;
	}
	return check_needed(command, command_bit, is_given);
}

/* A shard or a preview is not a site: what tells of a whole one is not made of it. */
static int check_part(const struct build_request *r)
{
	const char *option = r->ledger        ? "--ledger"
	                     : r->keep_export ? "--keep-export"
	                     : r->report      ? "--report"
	                     : r->key         ? "--key"
	                                      : NULL;

	if (r->nonly > 0 && r->nshards > 0) {
		fprintf(stderr, "fuda build: --only and --shard do not go together\n");
		return -1;
	}
	if (!option)
		return 0;
	fprintf(stderr, "fuda build: %s is for a whole site%s\n", option,
	        r->nonly > 0 ? ", not for a preview" : ": give it to fuda merge");
	return -1;
}

/* The place itself where an option names it by a link; `room` gets it. */
static int find_real(const char *command, const char *option, const char **path,
                     char room[PATH_MAX])
{
	const char *real = *path ? places_real(*path, room) : NULL;

	if (*path && !real) {
		fprintf(stderr, "fuda %s: %s: %s is a link that leads nowhere\n", command, option,
		        *path);
		return -1;
	}
	*path = real;
	return 0;
}

/* The folder that --out names, whatever its spelling: it has one lock. A mirror and a database are
 * files, or not made yet. What another file will take the place of is not the link to it. */
static int find_places(struct options *o, const char *command, int command_bit)
{
	struct build_request *r = &o->request;

	if (!(command_bit & (MIRROR | SQLITE)) &&
	    find_real(command, "--out", &r->out, o->out_folder) < 0)
		return -1;
	if (command_bit & LOG && find_real(command, "--log", &r->log, o->log_folder) < 0)
		return -1;
	if (find_real(command, "--ledger", &r->ledger, o->ledger_file) < 0)
		return -1;
	return find_real(command, "--keep-export", &r->keep_export, o->kept_file);
}

/* What is of use only where there is a folder to compare with. */
static int check_alone(const struct options *o)
{
	const struct build_request *r = &o->request;

	if (r->out || (!r->ledger && !r->keep_export && !r->report && !r->key && !r->is_fresh &&
	               !r->is_precompressing && o->naccepted == 0 && r->way == OUTPUT_IN_PLACE &&
	               r->links == LINKS_WEB))
		return 0;
	fprintf(stderr,
	        "fuda check: an option is of use with --out alone; see fuda check --help\n");
	return -1;
}

/* What is asked of a copy alone. */
static const char *find_of_copy(const struct options *o)
{
	const struct proving_request *p = &o->proving;

	return o->request.out      ? "--out"
	       : p->max_age > 0    ? "--max-age"
	       : p->has_not_before ? "--not-before"
	       : p->goes_on        ? "--go-on"
	       : p->log_key        ? "--log-key"
	                           : NULL;
}

/* What is to be verified: a copy, a proof, or that a log continues a checkpoint. */
static int check_verified(const struct options *o)
{
	const struct proving_request *p = &o->proving;
	const char *log = o->request.log;
	const char *what = p->proof ? "--proof" : p->checkpoint ? "--checkpoint" : NULL;
	const char *other = p->proof && p->checkpoint ? "--checkpoint"
	                    : p->proof && log         ? "--log"
	                    : what                    ? find_of_copy(o)
	                                              : NULL;

	if (other) {
		fprintf(stderr, "fuda verify: %s and %s do not go together\n", what, other);
		return -1;
	}
	if ((p->checkpoint || p->log_key) && !log)
		return say_missing("verify", "--log");
	return what || o->request.out ? 0 : say_missing("verify", "--out");
}

/* What the table of options does not say of a command. */
static int check_together(const struct options *o, const char *command, int command_bit)
{
	const struct build_request *r = &o->request;

	if (command_bit & INIT && !r->layers.own)
		return say_missing(command, "the folder to make");
	if (command_bit & SITE && o->site_task == SITE_NOTHING)
		return say_missing(command, "--list, --copy or --diff");
	if (command_bit & CHECK)
		return check_alone(o);
	if (command_bit & VERIFY)
		return check_verified(o);
	return r->nshards + r->nonly > 0 ? check_part(r) : 0;
}

int options_parse(struct options *o, const char *command, int command_bit, char **arguments)
{
	const struct build_request *r = &o->request;

	*o = (struct options){.request = {.as_of = DATE_NONE, .links = LINKS_WEB}};
	installed_find(&o->request.layers, o->installed_folder);
	if (parse_arguments(o, command, command_bit, arguments) < 0 ||
	    check_together(o, command, command_bit) < 0 || find_places(o, command, command_bit) < 0)
		return -1;
	installed_lie_under(&o->request.layers);
	if (r->as_of == DATE_NONE)
		o->request.as_of = date_today_tokyo();
	if (r->njobs == 0)
		o->request.njobs = pool_processors();
	return 0;
}
