#include "base/pool.h"
#include "night/gate.h"
#include "options_table.h"
#include "places.h"
#include <stdlib.h>
#include <unistd.h>

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
	o->request.layers.own = value;
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

static int set_only(struct options *o, const char *value)
{
	if (o->request.nonly == BUILD_ONLY_MAX) {
		fprintf(stderr, "fuda: --only: at most %d products\n", BUILD_ONLY_MAX);
		return -1;
	}
	o->request.only[o->request.nonly++] = str_from(value);
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

static int set_previous(struct options *o, const char *value)
{
	o->request.previous = value;
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

static int set_log(struct options *o, const char *value)
{
	o->request.log = value;
	return 0;
}

static int set_proof(struct options *o, const char *value)
{
	o->proving.proof = value;
	return 0;
}

static int set_checkpoint(struct options *o, const char *value)
{
	o->proving.checkpoint = value;
	return 0;
}

static int set_next(struct options *o, const char *value)
{
	o->next_key = value;
	return 0;
}

static int set_from(struct options *o, const char *value)
{
	if (date_parse(str_from(value), &o->from) == 0)
		return 0;
	fprintf(stderr, "fuda: --from: %s is not a day, expected YYYY-MM-DD\n", value);
	return -1;
}

static int set_id(struct options *o, const char *value)
{
	o->proving.id = value;
	return 0;
}

static int set_max_age(struct options *o, const char *value)
{
	char *end;
	long days = strtol(value, &end, 10);

	if (*value >= '0' && *value <= '9' && *end == '\0' && end - value < 6 && days > 0) {
		o->proving.max_age = days;
		return 0;
	}
	fprintf(stderr, "fuda: --max-age: %s is not a number of days, expected 1 to 99999\n",
	        value);
	return -1;
}

static int set_log_key(struct options *o, const char *value)
{
	o->proving.log_key = value;
	return 0;
}

static int set_public_key(struct options *o, const char *value)
{
	o->proving.public_key = value;
	return 0;
}

static int set_not_before(struct options *o, const char *value)
{
	char *end;
	long sequence = strtol(value, &end, 10);

	if (*value >= '0' && *value <= '9' && *end == '\0' && end - value < 8) {
		o->proving.has_not_before = true;
		o->proving.not_before = sequence;
		return 0;
	}
	fprintf(stderr, "fuda: --not-before: %s is not a sequence number\n", value);
	return -1;
}

static int set_go_on(struct options *o, const char *value)
{
	(void)value;
	o->proving.goes_on = true;
	return 0;
}

static int set_kind(struct options *o, const char *value)
{
	for (int i = 0; i < MIRROR_NKINDS; i++) {
		if (strcmp(value, mirror_kind_names[i]) != 0)
			continue;
		o->mirror_kind = (enum mirror_kind)i;
		return 0;
	}
	fprintf(stderr, "fuda: --kind: %s is not a kind of mirror, expected one of %s\n", value,
	        MIRROR_KIND_WORDS);
	return -1;
}

static int set_work(struct options *o, const char *value)
{
	o->work = value;
	return 0;
}

static int set_site_task(struct options *o, enum site_task task)
{
	if (o->site_task == SITE_NOTHING) {
		o->site_task = task;
		return 0;
	}
	fprintf(stderr, "fuda site: --list, --copy and --diff go alone\n");
	return -1;
}

static int set_list(struct options *o, const char *value)
{
	(void)value;
	return set_site_task(o, SITE_LIST);
}

static int set_copy(struct options *o, const char *value)
{
	o->copied = value;
	return set_site_task(o, SITE_COPY);
}

static int set_diff(struct options *o, const char *value)
{
	(void)value;
	return set_site_task(o, SITE_DIFF);
}

static int set_errors(struct options *o, const char *value)
{
	o->request.errors = value;
	return 0;
}

static int set_accept(struct options *o, const char *value)
{
	struct str figure = str_from(value), name = str_cut(&figure, '=');
	enum diag_code code;

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

const struct option options_table[] = {
        {"--export", "FILE", INPUT, INPUT, set_export, "the label database export, label-export/1"},
        {"--criteria", "DIR", INPUT, INPUT, set_criteria,
         "the folder of criteria versions, criteria/1"},
        {"--kind", "KIND", MIRROR, MIRROR, set_kind, "full, lite or zim"},
        {"--out", "FILE", MIRROR, MIRROR, set_out, "the mirror; a lite one also as DIR/"},
        {"--work", "DIR", MIRROR, 0, set_work, "the folder to work in (that of FILE)"},
        {"--out", "DIR", BUILD | CHECK | MERGE | ROLLBACK | SIGN | VERIFY | LOG | PROVE,
         BUILD | MERGE | ROLLBACK | SIGN | LOG | PROVE, set_out,
         "the folder the site is published to"},
        {"--out", "FILE", SQLITE, SQLITE, set_out, "the database to write"},
        {"--site", "DIR", INPUT | SITE | ANNOUNCE, SITE | ANNOUNCE, set_site,
         "a folder with what differs from the installed site"},
        {"--base-url", "URL", BUILD | MERGE | CHECK | SQLITE | MIRROR, 0, set_base_url,
         "the address of the site"},
        {"--as-of", "DATE", INPUT, 0, set_as_of, "the day whose status is shown (today in Tokyo)"},
        {"--set", "KEY=VALUE", INPUT | REPEATS, 0, set_setting,
         "override a setting of content/site.json"},
        {"--jobs", "N", INPUT | VERIFY, 0, set_jobs, "how many workers (one a processor)"},
        {"--offline", NULL, BUILD | CHECK | MERGE, 0, set_offline,
         "links name files, for a copy without a server"},
        {"--atomic", NULL, BUILD | CHECK, 0, set_atomic,
         "make a new tree aside and exchange it at once"},
        {"--shard", "K/N", BUILD, 0, set_shard, "make the products of the K-th of N shards alone"},
        {"--only", "ID", BUILD | REPEATS, 0, set_only,
         "a preview: make this product's pages and the home page alone"},
        {"--part", "DIR", MERGE | REPEATS, MERGE, set_part,
         "a folder that a build of one shard made"},
        {"--previous", "DIR", MERGE, 0, set_previous,
         "the site before, whose styles and search files stay for some days"},
        {"--fresh", NULL, BUILD | CHECK, 0, set_fresh,
         "make every file again, even if nothing can have changed"},
        {"--precompress", NULL, BUILD | CHECK | MERGE, 0, set_precompress,
         "write .gz and .br beside text files"},
        {"--ledger", "FILE", BUILD | CHECK | MERGE, 0, set_ledger,
         "keep the list of published products there too"},
        {"--keep-export", "FILE", BUILD | CHECK | MERGE, 0, set_keep_export,
         "keep there what was built from, for --fallback"},
        {"--fallback", "FILE", INPUT, 0, set_fallback,
         "what an earlier build kept, for records with errors"},
        {"--report", "DIR", BUILD | CHECK | MERGE, 0, set_report,
         "write there what changed, for people and the CDN"},
        {"--accept", "NAME=FIGURE", BUILD | CHECK | MERGE | MIRROR | SIGN | LOG | REPEATS, 0,
         set_accept, "let one gate be passed, by its diagnostic's name"},
        {"--explain", "ID", STATUS, 0, set_explain, "say which rules led to a product's status"},
        {"--key", "FILE", BUILD | CHECK | MERGE | SIGN | MIRROR | LOG | ANNOUNCE,
         SIGN | LOG | ANNOUNCE, set_key, "the secret key that signs, of minisign"},
        {"--next", "KEY", ANNOUNCE, ANNOUNCE, set_next, "the next public key: a file, or its text"},
        {"--from", "DATE", ANNOUNCE, ANNOUNCE, set_from,
         "the first day whose edition the next key signs"},
        {"--log", "DIR", LOG | PROVE | VERIFY, LOG | PROVE, set_log,
         "the folder of the log of editions"},
        {"--id", "ID", PROVE, PROVE, set_id, "the product that the proof is of"},
        {"--proof", "FILE", VERIFY, 0, set_proof, "a proof of a past day, in place of a copy"},
        {"--checkpoint", "FILE", VERIFY, 0, set_checkpoint,
         "an earlier checkpoint, which the log must continue"},
        {"--public-key", "KEY", VERIFY, VERIFY, set_public_key,
         "the key to trust: a file, or its text"},
        {"--log-key", "KEY", VERIFY, 0, set_log_key, "the key of the log, where it is another"},
        {"--not-before", "N", VERIFY, 0, set_not_before, "the least sequence number that will do"},
        {"--max-age", "DAYS", VERIFY, 0, set_max_age, "how many days old the copy may be"},
        {"--go-on", NULL, VERIFY, 0, set_go_on, "check the files also where the signature is bad"},
        {"--list", NULL, SITE, 0, set_list, "say of each file of the site where it comes from"},
        {"--copy", "FILE", SITE, 0, set_copy, "take an installed file into the folder of --site"},
        {"--diff", NULL, SITE, 0, set_diff,
         "show what copies changed, and what changed beneath them"},
        {"--errors", "FILE", INPUT, 0, set_errors, "write all diagnostics to a file"},
        {"--quiet", NULL, BUILD | MERGE | CHECK | VERIFY | SQLITE | MIRROR | LOG, 0, set_quiet,
         "no progress and no summary"},
};

const size_t options_n = COUNT_OF(options_table);
_Static_assert(COUNT_OF(options_table) <= OPTIONS_MAX, "the table of options");

void options_each(int command_bit,
                  void (*tell)(void *context, const char *name, const char *value,
                               const char *summary),
                  void *context)
{
	for (size_t i = 0; i < options_n; i++)
		if (options_table[i].commands & command_bit)
			tell(context, options_table[i].name, options_table[i].value,
			     options_table[i].summary);
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

const struct option *options_find(const char *command, int command_bit, const char *argument)
{
	struct str name = str_before(str_from(argument), '=');
	const char *nearest = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < options_n; i++) {
		size_t distance = str_distance(name, str_from(options_table[i].name));

		if (!(options_table[i].commands & command_bit))
			continue;
		if (distance == 0)
			return &options_table[i];
		if (distance < best) {
			best = distance;
			nearest = options_table[i].name;
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
