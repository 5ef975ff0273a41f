#include "own.h"
#include "base/fs.h"
#include "base/nearest.h"
#include "site/strings.h"
#include "text/text_file.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)1 << 26)

static struct str path_in(const char *folder, struct str name, struct arena *a)
{
	return arena_printf(a, "%s/%.*s", folder, STR_ARG(name));
}

static int fail(const char *path, const char *what, struct diag *d)
{
	diag_add_system(d, DIAG_FILE_WRITE, path, what, errno);
	return -1;
}

static int refuse(const char *path, const char *why, struct diag *d)
{
	diag_add(d, DIAG_PLACE_TAKEN, (struct place){.file = str_from(path)}, "%s", why);
	return -1;
}

/* Writes a file of a folder that must not have it yet, and makes the folders that it is in. */
static int add_file(const char *folder, struct str name, struct str bytes, struct arena *a,
                    struct diag *d)
{
	struct str path = path_in(folder, name, a);
	size_t slash = path.n;

	while (path.p[slash] != '/')
		slash--;
	if (fs_make_folders(AT_FDCWD, arena_copy(a, str_sub(path, 0, slash)).p) < 0 ||
	    fs_create(AT_FDCWD, path.p, bytes) < 0)
		return fail(path.p, "cannot write", d);
	return 0;
}

/* The address under which an editor finds the schema of settings. */
static struct str schema_address(const char *installed, struct arena *a)
{
	char *real = realpath(installed, NULL);
	struct str address =
	        arena_printf(a, "file://%s/content/site.schema.json", real ? real : installed);

	free(real);
	return address;
}

/* The template, with the place of the schema put in. */
static struct str fill_in(struct str text, struct str schema, struct arena *a)
{
	const struct str mark = STR("{schema}");
	size_t at = str_find(text, mark);

	if (at == text.n)
		return text;
	return arena_printf(a, "%.*s%.*s%.*s", (int)at, text.p, STR_ARG(schema),
	                    (int)(text.n - at - mark.n), text.p + at + mark.n);
}

/* What stands there already must not be written over. */
static int check_empty(const char *folder, struct arena *a, struct diag *d)
{
	struct str *names;
	size_t nnames;

	if (fs_list_all(AT_FDCWD, folder, a, &names, &nnames) < 0)
		return errno == ENOENT ? 0 : fail(folder, "cannot read", d);
	return nnames == 0 ? 0 : refuse(folder, "the folder is not empty", d);
}

static int make(const struct layers *l, struct arena *a, struct diag *d)
{
	static const struct {
		const char *from, *to;
	} files[] = {
	        {"content/init/README.md", "README.md"},
	        {"content/init/site.json", "content/site.json"},
	};
	struct str schema;

	if (!l->installed)
		return refuse(l->own, "no installed site is found, or it is this folder", d);
	if (check_empty(l->own, a, d) < 0)
		return -1;
	schema = schema_address(l->installed, a);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct str from = path_in(l->installed, str_from(files[i].from), a), text;

		if (text_file_load(from, &text, a, d) < 0) {
			diag_add_system(d, DIAG_FILE_READ, from.p, "cannot read", errno);
			return -1;
		}
		if (add_file(l->own, str_from(files[i].to), fill_in(text, schema, a), a, d) < 0)
			return -1;
	}
	if (add_file(l->own, STR("content/corrections.jsonl"), STR(""), a, d) < 0)
		return -1;
	return add_file(l->own, STR("content/retired.jsonl"), STR(""), a, d);
}

int own_make(const struct layers *layers, struct diag *d)
{
	struct arena a;
	int status;

	arena_init(&a, 1 << 14);
	status = make(layers, &a, d);
	arena_release(&a);
	return status;
}

/* Whether a file is of no site: of the sample, and what `init` copies. */
static bool is_aside(struct str name)
{
	return str_has_prefix(name, STR("content/sample/")) ||
	       str_has_prefix(name, STR("content/init/")) ||
	       str_is_equal(name, STR("content/site.schema.json")) ||
	       str_is_equal(name, STR("content/plain.schema.json")) ||
	       str_has_suffix(name, STR(".LICENSE"));
}

/* Whether the members of a file are laid over those of the installed one. */
static bool is_joined(struct str name)
{
	return !layers_is_whole(name) && str_has_suffix(name, STR(".json"));
}

/* Whether a file is the operator's and no one else's, such as corrections: that of the installed
 * site is of its sample. */
static bool is_own_alone(struct str name)
{
	return str_has_prefix(name, STR("content/")) && str_has_suffix(name, STR(".jsonl"));
}

/* Calls for each file of the site, in the order of names. */
static int each_file(const struct layers *l, struct arena *a, struct diag *d,
                     int (*tell)(void *context, struct str name), void *context)
{
	int status = 0;

	for (size_t i = 0; i < LAYERS_NFOLDERS; i++) {
		struct str *paths;
		size_t npaths;

		if (layers_walk(l, layers_folders[i], a, &paths, &npaths) < 0) {
			if (errno == ENOENT)
				continue;
			diag_add_system(d, DIAG_FILE_READ,
			                path_in(l->own, str_from(layers_folders[i]), a).p,
			                "cannot read", errno);
			return -1;
		}
		for (size_t k = 0; k < npaths; k++) {
			struct str name =
			        arena_printf(a, "%s/%.*s", layers_folders[i], STR_ARG(paths[k]));

			if (!is_aside(name) && tell(context, name) < 0)
				status = -1;
		}
	}
	return status;
}

/* What is done with each file. */
struct visit {
	const struct layers *layers;
	FILE *out;
	struct arena *arena;
	struct diag *diag;
};

static int list_file(void *context, struct str name)
{
	static const char *const words[] = {
	        [LAYER_INSTALLED] = "installed", [LAYER_ADDED] = "added",
	        [LAYER_SAME] = "same",           [LAYER_CHANGED] = "changed",
	        [LAYER_EXTENDS] = "extends",     [LAYER_BEHIND] = "behind",
	        [LAYER_UNKNOWN] = "unknown",
	};
	const struct visit *visit = context;
	const struct layers own = {.own = visit->layers->own};
	const struct layers *layers = is_own_alone(name) ? &own : visit->layers;
	enum layer_state state;
	const char *word;

	if (layers_compare(layers, name, &state, visit->arena, visit->diag) < 0)
		return -1;
	if (layers == &own && state == LAYER_INSTALLED)
		return 0;
	word = words[state];
	if (is_joined(name) && state > LAYER_ADDED)
		word = "joined";
	fprintf(visit->out, "%-10s%.*s\n", word, STR_ARG(name));
	return 0;
}

static int visit_files(const struct layers *l, FILE *out, struct diag *d,
                       int (*tell)(void *context, struct str name))
{
	struct arena a;
	struct visit visit = {l, out, &a, d};
	int status;

	arena_init(&a, 1 << 16);
	status = each_file(l, &a, d, tell, &visit);
	if (fflush(out) != 0 || ferror(out))
		status = fail("standard output", "cannot write", d);
	arena_release(&a);
	return status;
}

int own_list(const struct layers *layers, FILE *out, struct diag *d)
{
	if (access(layers->own, F_OK) < 0)
		return fail(layers->own, "cannot read", d);
	return visit_files(layers, out, d, list_file);
}

/* Says that the installed site has no such file, and which is nearest. */
static int refuse_unknown(const struct layers *l, const char *name, struct arena *a, struct diag *d)
{
	const struct layers installed = {.own = l->installed};
	struct nearest nearest;
	struct buf why;

	nearest_init(&nearest, str_from(name));
	for (size_t i = 0; i < LAYERS_NFOLDERS; i++) {
		struct str *paths;
		size_t npaths;

		if (layers_walk(&installed, layers_folders[i], a, &paths, &npaths) < 0)
			continue;
		for (size_t k = 0; k < npaths; k++)
			nearest_consider(
			        &nearest, str_from(name),
			        arena_printf(a, "%s/%.*s", layers_folders[i], STR_ARG(paths[k])));
	}
	buf_init(&why);
	buf_printf(&why, "the installed site has no such file");
	nearest_format(&nearest, &why);
	buf_add_byte(&why, '\0');
	refuse(name, why.p, d);
	buf_release(&why);
	return -1;
}

static int copy(const struct layers *l, const char *name, struct arena *a, struct diag *d)
{
	struct str from = path_in(l->installed, str_from(name), a);
	struct str to = path_in(l->own, str_from(name), a);
	struct str origins = path_in(l->own, STR(LAYERS_ORIGIN), a);
	struct str origin = path_in(origins.p, str_from(name), a);
	struct buf b;
	int status;

	if (strstr(name, "..") || access(from.p, F_OK) < 0)
		return refuse_unknown(l, name, a, d);
	if (is_aside(str_from(name)))
		return refuse(name, "no site takes this file from its folder", d);
	if (!layers_is_whole(str_from(name)))
		return refuse(name,
		              "what this file has is put together by key: write into your "
		              "own only what differs",
		              d);
	if (access(to.p, F_OK) == 0)
		return refuse(to.p,
		              "the file is there already: see fuda site --diff, and remove it to "
		              "take it anew",
		              d);
	buf_init(&b);
	status = fs_load(AT_FDCWD, from.p, FILE_LIMIT, &b);
	if (status < 0) {
		diag_add_system(d, DIAG_FILE_READ, from.p, "cannot read", errno);
	} else {
		if (unlink(origin.p) < 0 && errno != ENOENT && errno != ENOTDIR)
			status = fail(origin.p, "cannot write", d);
		if (status == 0)
			status = add_file(origins.p, str_from(name), buf_str(&b), a, d);
		if (status == 0)
			status = add_file(l->own, str_from(name), buf_str(&b), a, d);
	}
	buf_release(&b);
	return status;
}

int own_copy(const struct layers *layers, const char *name, struct diag *d)
{
	struct arena a;
	int status;

	arena_init(&a, 1 << 14);
	status = copy(layers, name, &a, d);
	arena_release(&a);
	return status;
}

/* Runs diff(1), which says what is another in two files. */
static int run_diff(const struct visit *visit, struct str old, struct str new, const char *old_name,
                    const char *new_name, struct str name)
{
	struct str labels[] = {
	        arena_printf(visit->arena, "%s/%.*s", old_name, STR_ARG(name)),
	        arena_printf(visit->arena, "%s/%.*s", new_name, STR_ARG(name)),
	};
	char *arguments[] = {(char[]){"diff"},    (char[]){"-u"},
	                     (char[]){"--label"}, strdup(labels[0].p),
	                     (char[]){"--label"}, strdup(labels[1].p),
	                     (char[]){"--"},      strdup(old.p),
	                     strdup(new.p),       NULL};
	int status = 0, ended = 0;
	pid_t child;

	fflush(visit->out);
	errno = posix_spawnp(&child, "diff", NULL, NULL, arguments, environ);
	if (errno != 0 || waitpid(child, &ended, 0) < 0 || !WIFEXITED(ended) ||
	    WEXITSTATUS(ended) > 1) {
		diag_add(visit->diag, DIAG_PROGRAM_FAILED, (struct place){.file = new},
		         "diff(1) failed");
		status = -1;
	}
	free(arguments[3]);
	free(arguments[5]);
	free(arguments[7]);
	free(arguments[8]);
	return status;
}

static void print_member(const struct visit *visit, char sign, struct str pointer,
                         const struct json *value)
{
	if (!value)
		return;
	if (value->kind == JSON_STRING || value->kind == JSON_NUMBER)
		fprintf(visit->out, "%c%.*s: %.*s\n", sign, STR_ARG(pointer), STR_ARG(value->text));
	else
		fprintf(visit->out, "%c%.*s: %s\n", sign, STR_ARG(pointer),
		        json_kind_name(value->kind));
}

static bool is_same_value(const struct json *one, const struct json *other)
{
	const struct json *i = one->child, *k = other->child;

	if (one->kind != other->kind || !str_is_equal(one->text, other->text))
		return false;
	for (; i && k; i = i->next, k = k->next)
		if (!str_is_equal(i->key, k->key) || !is_same_value(i, k))
			return false;
	return !i && !k;
}

/* Members that are another in the first, or only there. */
static void diff_members(const struct visit *visit, const struct json *own,
                         const struct json *installed, struct str pointer)
{
	for (const struct json *j = own->child; j; j = j->next) {
		const struct json *below = json_find(installed, j->key);
		struct str at =
		        arena_printf(visit->arena, "%.*s/%.*s", STR_ARG(pointer), STR_ARG(j->key));

		if (below && j->kind == JSON_OBJECT && below->kind == JSON_OBJECT) {
			diff_members(visit, j, below, at);
		} else if (!below || !is_same_value(j, below)) {
			print_member(visit, '-', at, below);
			print_member(visit, '+', at, j);
		}
	}
}

static int diff_joined(const struct visit *visit, struct str name, struct str own,
                       struct str installed)
{
	const struct json *one = strings_load_json(own, visit->arena, visit->diag);
	const struct json *other = strings_load_json(installed, visit->arena, visit->diag);

	if (!one || !other)
		return -1;
	fprintf(visit->out, "--- installed/%.*s\n+++ own/%.*s\n", STR_ARG(name), STR_ARG(name));
	diff_members(visit, one, other, STR(""));
	return 0;
}

static int diff_file(void *context, struct str name)
{
	const struct visit *visit = context;
	const struct layers *l = visit->layers;
	struct str own = path_in(l->own, name, visit->arena);
	struct str installed = path_in(l->installed, name, visit->arena);
	struct str origin =
	        path_in(path_in(l->own, STR(LAYERS_ORIGIN), visit->arena).p, name, visit->arena);
	enum layer_state state;
	int status;

	if (layers_compare(l, name, &state, visit->arena, visit->diag) < 0)
		return -1;
	if (state < LAYER_CHANGED)
		return 0;
	/* What an operator has set stands in the file as it is. */
	if (str_is_equal(name, STR("content/site.json")))
		return 0;
	if (is_joined(name))
		return diff_joined(visit, name, own, installed);
	if (!layers_is_whole(name))
		return 0;
	if (state == LAYER_UNKNOWN)
		return run_diff(visit, installed, own, "installed", "own", name);
	status = run_diff(visit, origin, own, "taken", "own", name);
	if (state == LAYER_BEHIND &&
	    run_diff(visit, origin, installed, "taken", "installed", name) < 0)
		status = -1;
	return status;
}

int own_diff(const struct layers *layers, FILE *out, struct diag *d)
{
	return visit_files(layers, out, d, diff_file);
}
