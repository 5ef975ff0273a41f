/*
 * The status cases: tests/spec/status-examples.jsonl and status-more.jsonl, or the files named.
 *
 * One case a line: {"n", "why", "label", "criteria", "as_of", "settings"?, "expect": {"status",
 * "reason", "end", "displayed_on"?}}, labels and criteria cut down to the keys that the rules need.
 */
#include "../unit/check.h"
#include "base/fs.h"
#include "model/json.h"
#include "model/rules.h"
#include <fcntl.h>
#include <stdlib.h>

#define FILE_LIMIT ((size_t)16 << 20)

/* A case that cannot be read is a fault of the test. */
static const struct json *need(const struct json *object, const char *key)
{
	const struct json *value = json_find(object, str_from(key));

	if (!value) {
		fprintf(stderr, "a case has no %s\n", key);
		exit(2);
	}
	return value;
}

static date_days read_date(const struct json *value)
{
	date_days date = DATE_NONE;

	if (value && date_parse(value->text, &date) < 0) {
		fprintf(stderr, "%.*s is not a date\n", STR_ARG(value->text));
		exit(2);
	}
	return date;
}

static uint32_t find_version(const struct criteria *criteria, struct str id)
{
	for (uint32_t i = 0; i < criteria->nversions; i++) {
		if (str_is_equal(criteria->versions[i].id, id))
			return i;
	}
	fprintf(stderr, "%.*s is not a criteria version of its case\n", STR_ARG(id));
	exit(2);
}

static int compare_versions(const void *one, const void *other)
{
	return str_compare(((const struct criteria_version *)one)->id,
	                   ((const struct criteria_version *)other)->id);
}

static enum criteria_revision read_revision(struct str word)
{
	if (str_is_equal(word, STR("major")))
		return REVISION_MAJOR;
	return str_is_equal(word, STR("minor")) ? REVISION_MINOR : REVISION_FIRST;
}

static void read_criteria(struct criteria *criteria, const struct json *list, struct arena *a)
{
	struct criteria_version *version;

	*criteria = (struct criteria){.nversions = list->nchildren};
	criteria->versions = arena_array(a, list->nchildren, sizeof(*criteria->versions));
	version = criteria->versions;
	for (const struct json *one = list->child; one; one = one->next)
		*version++ = (struct criteria_version){
		        .id = need(one, "id")->text,
		        .family = need(one, "family")->text,
		        .category = CRITERIA_NONE,
		        .published_on = read_date(need(one, "published_on")),
		        .revision = read_revision(need(one, "revision")->text),
		        .grace_ends_on = read_date(json_find(one, STR("grace_ends_on"))),
		        .replaces = CRITERIA_NONE,
		};
	qsort(criteria->versions, criteria->nversions, sizeof(*criteria->versions),
	      compare_versions);
	map_init(&criteria->version_by_id, a);
	map_init(&criteria->category_by_id, a);
	for (uint32_t i = 0; i < criteria->nversions; i++)
		map_add(&criteria->version_by_id, criteria->versions[i].id, i);
	for (const struct json *one = list->child; one; one = one->next) {
		const struct json *replaces = json_find(one, STR("replaces"));

		if (replaces)
			criteria->versions[find_version(criteria, need(one, "id")->text)].replaces =
			        find_version(criteria, replaces->text);
	}
	criteria_link(criteria);
}

static enum event_kind find_event_kind(struct str name)
{
	for (enum event_kind kind = 0; kind < EVENT_NKINDS; kind++) {
		if (str_is_equal(str_from(record_event_name(kind)), name))
			return kind;
	}
	fprintf(stderr, "%.*s is not a kind of event\n", STR_ARG(name));
	exit(2);
}

static enum route read_route(struct str name)
{
	for (enum route route = ROUTE_SELF; route <= ROUTE_B; route++) {
		if (str_is_equal(str_from(record_route_name(route)), name))
			return route;
	}
	fprintf(stderr, "%.*s is not a route\n", STR_ARG(name));
	exit(2);
}

static struct label read_label(const struct json *object, const struct criteria *criteria,
                               struct arena *a)
{
	const struct json *events = json_find(object, STR("events"));
	struct label label = {
	        .id = need(object, "label_id")->text,
	        .level = need(object, "level")->text.p[0] - '0',
	        .category = CRITERIA_NONE,
	        .criteria = find_version(criteria, need(object, "criteria")->text),
	        .acquired_on = read_date(need(object, "acquired_on")),
	        .valid_until = read_date(json_find(object, STR("valid_until"))),
	        .route = read_route(need(object, "route")->text),
	        .nevents = events ? events->nchildren : 0,
	};
	struct event *event;

	label.events = event = arena_array(a, label.nevents, sizeof(*label.events));
	for (const struct json *one = events ? events->child : NULL; one; one = one->next) {
		const struct json *affects = json_find(one, STR("affects"));

		*event++ = (struct event){
		        .date = read_date(need(one, "date")),
		        .kind = find_event_kind(need(one, "kind")->text),
		        .affects = affects && affects->kind == JSON_TRUE,
		};
	}
	return label;
}

static struct settings read_settings(const struct json *object)
{
	struct settings settings = {
	        .last_day_valid = true,
	        .shorter_term_final = true,
	        .ending_soon_days = 90,
	};

	for (const struct json *one = object ? object->child : NULL; one; one = one->next) {
		if (str_is_equal(one->key, STR("last_day_valid")))
			settings.last_day_valid = one->kind == JSON_TRUE;
		else if (str_is_equal(one->key, STR("shorter_term_final")))
			settings.shorter_term_final = one->kind == JSON_TRUE;
		else if (str_is_equal(one->key, STR("self_extension_years")))
			settings.self_extension_years = one->text.p[0] - '0';
		else
			exit(2);
	}
	return settings;
}

static bool is_date_as_expected(date_days date, const struct json *expected)
{
	char text[DATE_TEXT];

	if (!expected || date == DATE_NONE)
		return !expected && date == DATE_NONE;
	date_format(date, text);
	return str_is_equal((struct str){text, DATE_TEXT}, expected->text);
}

static void print_step(void *context, struct str line)
{
	(void)context;
	fprintf(stderr, "  %.*s\n", STR_ARG(line));
}

static void check_case(struct str line, struct str file, struct arena *a, struct diag *d)
{
	static const struct rules_trace to_stderr = {print_step, NULL};
	const struct json *one = json_parse(line, (struct place){.file = file, .line = 1}, a, d);
	const struct json *expect = need(one, "expect"), *reason = json_find(expect, STR("reason"));
	const struct json *displayed_on = json_find(expect, STR("displayed_on"));
	struct settings settings = read_settings(json_find(one, STR("settings")));
	date_days t = read_date(need(one, "as_of"));
	struct criteria criteria;
	struct rules rules = {&criteria, &settings};
	struct standing standing;
	struct label label;
	bool is_right;

	read_criteria(&criteria, need(one, "criteria"), a);
	label = read_label(need(one, "label"), &criteria, a);
	standing = rules_judge_label(&rules, &label, t, NULL);
	is_right = str_is_equal(str_from(rules_status_name(standing.status)),
	                        need(expect, "status")->text) &&
	           str_is_equal(str_from(rules_reason_name(standing.reason)),
	                        reason ? reason->text : STR("")) &&
	           is_date_as_expected(standing.end, json_find(expect, STR("end"))) &&
	           (!displayed_on || is_date_as_expected(standing.displayed_on, displayed_on));
	if (!CHECK(is_right)) {
		fprintf(stderr, "%.*s: %.*s\n", STR_ARG(file), STR_ARG(line));
		rules_judge_label(&rules, &label, t, &to_stderr);
	}
}

/* Returns how many cases the file has. */
static size_t check_file(const char *path)
{
	struct arena a;
	struct diag d;
	struct buf b;
	size_t ncases = 0;

	arena_init(&a, 65536);
	diag_init(&d);
	buf_init(&b);
	if (fs_load(AT_FDCWD, path, FILE_LIMIT, &b) < 0) {
		perror(path);
		exit(2);
	}
	for (struct str rest = buf_str(&b); rest.n > 0; ncases++) {
		size_t end = str_find_byte(rest, '\n');

		check_case(str_sub(rest, 0, end), str_from(path), &a, &d);
		arena_clear(&a);
		rest = end < rest.n ? str_sub(rest, end + 1, rest.n) : STR("");
	}
	CHECK(d.nitems == 0);
	buf_release(&b);
	diag_release(&d);
	arena_release(&a);
	return ncases;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		check_file(argv[i]);
	if (argc == 1) {
		CHECK(check_file("tests/spec/status-examples.jsonl") == 53);
		CHECK(check_file("tests/spec/status-more.jsonl") >= 120);
	}
	return check_report();
}
