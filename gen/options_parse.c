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
	bool is_given[OPTIONS_MAX] = {false};

	for (; *arguments; arguments++) {
		const struct option *option;
		const char *value;

		if (strcmp(*arguments, "--") == 0 && !arguments[1])
			return 0;
		if (command_bit & INIT && **arguments != '-' && !o->request.layers.own) {
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
	return 0;
}

static int require(const char *command, const char *value, const char *option)
{
	if (value)
		return 0;
	fprintf(stderr, "fuda %s: %s is missing; see fuda %s --help\n", command, option, command);
	return -1;
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
	fprintf(stderr, "fuda: build: %s is for a whole site%s\n", option,
	        r->nonly > 0 ? ", not for a preview" : ": give it to fuda merge");
	return -1;
}

/* The folder that --out names, whatever its spelling: it has one lock. */
static int find_out(struct options *o, const char *command, int command_bit)
{
	const char *out = o->request.out;

	if (!out ||
	    !(command_bit & (BUILD | CHECK | MERGE | ROLLBACK | SIGN | VERIFY | LOG | PROVE)))
		return 0;
	o->request.out = places_real_folder(out, o->out_folder);
	if (o->request.out)
		return 0;
	fprintf(stderr, "fuda %s: --out: %s is a link that leads nowhere\n", command, out);
	return -1;
}

/* What only a folder can be held against. */
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

/* What is to be verified: a copy, a proof, or that a log continues a checkpoint. */
static int check_verified(const struct build_request *r)
{
	if (r->checkpoint && !r->log)
		return require("verify", r->log, "--log");
	if (!r->proof && !r->checkpoint)
		return require("verify", r->out, "--out");
	if (r->out || (r->proof && r->checkpoint) || r->max_age > 0 || r->has_not_before) {
		fprintf(stderr, "fuda verify: --out, --proof and --checkpoint go alone\n");
		return -1;
	}
	return 0;
}

int options_parse(struct options *o, const char *command, int command_bit, char **arguments)
{
	const struct build_request *r = &o->request;

	*o = (struct options){.request = {.as_of = DATE_NONE, .links = LINKS_WEB},
	                      .from = DATE_NONE};
	installed_find(&o->request.layers, o->installed_folder);
	if (parse_arguments(o, command, command_bit, arguments) < 0 ||
	    (command_bit & INPUT && require(command, r->export_file, "--export") < 0) ||
	    (command_bit & INPUT && require(command, r->criteria_folder, "--criteria") < 0) ||
	    (command_bit & MIRROR &&
	     require(command, o->has_mirror_kind ? "" : NULL, "--kind") < 0) ||
	    (command_bit & (BUILD | MERGE | ROLLBACK | SIGN | SQLITE | MIRROR | LOG | PROVE) &&
	     (require(command, r->out, "--out") < 0 || find_out(o, command, command_bit) < 0)) ||
	    (command_bit & CHECK &&
	     (check_alone(o) < 0 || find_out(o, command, command_bit) < 0)) ||
	    (command_bit & MERGE && require(command, r->parts[0], "--part") < 0) ||
	    (r->nshards + r->nonly > 0 && check_part(r) < 0) ||
	    (command_bit & INIT && require(command, r->layers.own, "the folder to make") < 0) ||
	    (command_bit & SITE &&
	     (require(command, r->layers.own, "--site") < 0 ||
	      require(command, o->site_task ? "" : NULL, "--list, --copy or --diff") < 0)) ||
	    (command_bit & ANNOUNCE &&
	     (require(command, r->layers.own, "--site") < 0 ||
	      require(command, o->next_key, "--next") < 0 ||
	      require(command, o->from == DATE_NONE ? NULL : "", "--from") < 0)) ||
	    (command_bit & (SIGN | LOG | ANNOUNCE) && require(command, r->key, "--key") < 0) ||
	    (command_bit & (LOG | PROVE) && require(command, r->log, "--log") < 0) ||
	    (command_bit & PROVE && require(command, r->id, "--id") < 0) ||
	    (command_bit & VERIFY &&
	     (check_verified(r) < 0 || find_out(o, command, command_bit) < 0)) ||
	    (command_bit & VERIFY && require(command, r->public_key, "--public-key") < 0))
		return -1;
	installed_lie_under(&o->request.layers);
	if (r->as_of == DATE_NONE)
		o->request.as_of = date_today_tokyo();
	if (r->njobs == 0)
		o->request.njobs = pool_processors();
	return 0;
}
