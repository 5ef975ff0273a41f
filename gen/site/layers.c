#include "site/layers.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)1 << 26)

const char *const layers_folders[LAYERS_NFOLDERS] = {"content", "layouts", "root", "static"};
const char *const layers_words[LAYERS_NWORDS] = {"strings.json", "glossary.json", "countries.json",
                                                 "search.json", "phrases.json"};

static struct str join(const char *folder, struct str name, struct arena *a)
{
	return arena_printf(a, "%s/%.*s", folder, STR_ARG(name));
}

static bool is_there(const char *folder, struct str name, struct arena *a)
{
	return faccessat(AT_FDCWD, join(folder, name, a).p, F_OK, 0) == 0;
}

struct str layers_find(const struct layers *l, struct str name, struct arena *a)
{
	if (!l->installed || is_there(l->own, name, a) || !is_there(l->installed, name, a))
		return join(l->own, name, a);
	return join(l->installed, name, a);
}

bool layers_have(const struct layers *l, struct str name, struct arena *a)
{
	return is_there(l->own, name, a) || (l->installed && is_there(l->installed, name, a));
}

/* What an editor, or a new version that found a changed file, left beside the file. */
static bool is_left_over(struct str path)
{
	static const char *const endings[] = {"~", ".bak", ".new", ".orig", ".rej", ".swo", ".swp"};
	struct str name = str_behind_last(path, '/');

	if (str_has_prefix(name, STR("#")) && str_has_suffix(name, STR("#")))
		return true;
	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (str_has_suffix(name, str_from(endings[i])))
			return true;
	return false;
}

/* Whether the file, or a folder that it is in, has a name that begins with a dot. .well-known is
 * where the site's root has what others ask for. */
static bool is_hidden(struct str path)
{
	const struct str known = STR(".well-known/");

	if (str_has_prefix(path, known))
		path = str_sub(path, known.n, path.n);
	return str_has_prefix(path, STR(".")) || str_find(path, STR("/.")) < path.n;
}

typedef int list_function(int folder, const char *path, struct arena *a, struct str **names,
                          size_t *nnames);

/* The names that a layer has; none if it does not have the folder. */
static int list_layer(const char *layer, const char *folder, list_function *list, struct arena *a,
                      struct str **names, size_t *nnames)
{
	*nnames = 0;
	if (!layer)
		return -1;
	if (list(AT_FDCWD, join(layer, str_from(folder), a).p, a, names, nnames) == 0)
		return 0;
	*nnames = 0;
	return -1;
}

static int list_both(const struct layers *l, const char *folder, list_function *list,
                     struct arena *a, struct str **names, size_t *nnames)
{
	struct str *own, *installed, *all;
	size_t nown, ninstalled, n = 0;
	int own_status = list_layer(l->own, folder, list, a, &own, &nown);
	int own_errno = errno;
	int installed_status = list_layer(l->installed, folder, list, a, &installed, &ninstalled);

	if (own_status < 0 && (own_errno != ENOENT || installed_status < 0)) {
		errno = own_errno;
		return -1;
	}
	if (l->installed && installed_status < 0 && errno != ENOENT)
		return -1;
	all = arena_array(a, nown + ninstalled, sizeof(*all));
	for (size_t i = 0; i < nown + ninstalled; i++) {
		struct str name = i < nown ? own[i] : installed[i - nown];

		if (!is_left_over(name) && !is_hidden(name))
			all[n++] = name;
	}
	str_sort(all, n);
	*names = all;
	*nnames = 0;
	for (size_t i = 0; i < n; i++)
		if (*nnames == 0 || !str_is_equal(all[*nnames - 1], all[i]))
			all[(*nnames)++] = all[i];
	return 0;
}

int layers_list(const struct layers *l, const char *folder, struct arena *a, struct str **names,
                size_t *nnames)
{
	return list_both(l, folder, fs_list, a, names, nnames);
}

int layers_walk(const struct layers *l, const char *folder, struct arena *a, struct str **paths,
                size_t *npaths)
{
	return list_both(l, folder, fs_walk, a, paths, npaths);
}

/* Whether a file goes with the program: a copy of another version would answer wrongly. */
static bool is_bound(struct str name)
{
	static const char *const folders[] = {"content/schema/", "static/page/", "static/search/",
	                                      "static/verify/"};

	for (size_t i = 0; i < COUNT_OF(folders); i++)
		if (str_has_prefix(name, str_from(folders[i])))
			return true;
	return str_has_prefix(name, STR("static/")) &&
	       (str_has_suffix(name, STR(".js")) || str_has_suffix(name, STR(".js.list")) ||
	        str_is_equal(name, STR("static/search.css")) ||
	        str_is_equal(name, STR("static/verify.css")));
}

bool layers_is_whole(struct str name)
{
	if (!str_has_prefix(name, STR("content/")))
		return true;
	return str_has_prefix(name, STR("content/schema/")) ||
	       str_has_prefix(name, STR("content/plain/")) ||
	       str_has_suffix(name, STR("/phrases.json")) ||
	       (!str_has_prefix(name, STR("content/sample/")) && str_has_suffix(name, STR(".md")));
}

/* The bytes of a file of a folder; none if it is not there. */
static int load(const char *folder, struct str name, struct str *bytes, struct arena *a,
                struct diag *d)
{
	struct str path = join(folder, name, a);
	struct buf b;
	int status;

	*bytes = STR_NONE;
	buf_init(&b);
	status = fs_load(AT_FDCWD, path.p, FILE_LIMIT, &b);
	if (status == 0)
		*bytes = b.n > 0 ? arena_copy(a, buf_str(&b)) : STR("");
	else if (errno == ENOENT || errno == ENOTDIR)
		status = 0;
	else
		diag_add_system(d, DIAG_FILE_READ, path.p, "cannot read", errno);
	buf_release(&b);
	return status;
}

int layers_compare(const struct layers *l, struct str name, enum layer_state *state,
                   struct arena *a, struct diag *d)
{
	struct str own, installed = STR_NONE, origin;

	*state = LAYER_INSTALLED;
	if (load(l->own, name, &own, a, d) < 0 ||
	    (l->installed && load(l->installed, name, &installed, a, d) < 0))
		return -1;
	if (!own.p)
		return 0;
	*state = LAYER_ADDED;
	if (!installed.p)
		return 0;
	*state = LAYER_SAME;
	if (str_is_equal(own, installed))
		return 0;
	*state = LAYER_EXTENDS;
	if (str_has_prefix(name, STR("layouts/")) && str_find(own, STR("{{<installed/")) < own.n)
		return 0;
	if (load(join(l->own, STR(LAYERS_ORIGIN), a).p, name, &origin, a, d) < 0)
		return -1;
	*state = !origin.p                         ? LAYER_UNKNOWN
	         : str_is_equal(origin, installed) ? LAYER_CHANGED
	                                           : LAYER_BEHIND;
	return 0;
}

/* Says what is to be said of a file that may be of another version. */
static void check_file(const struct layers *l, struct str name, bool is_thorough, struct arena *a,
                       struct diag *d)
{
	struct place place = {.file = join(l->own, name, a)};
	enum layer_state state;

	if (layers_compare(l, name, &state, a, d) < 0 ||
	    (state != LAYER_BEHIND && state != LAYER_UNKNOWN))
		return;
	if (is_bound(name)) {
		diag_add(d, DIAG_LAYER_BOUND, place,
		         "the file goes with the program, and this one is %s: remove it, or take "
		         "it anew with fuda site --copy %.*s",
		         state == LAYER_BEHIND ? "a copy of another version"
		                               : "not known to be of this version",
		         STR_ARG(name));
		return;
	}
	if (is_thorough && state == LAYER_BEHIND)
		diag_add(d, DIAG_LAYER_OLD, place,
		         "the installed file has changed since this copy was taken: see fuda site "
		         "--diff %.*s",
		         STR_ARG(name));
	else if (is_thorough)
		diag_add(d, DIAG_LAYER_OLD, place,
		         "replaces the installed file, and nobody knows of which version it is a "
		         "copy: remove it if nothing was changed in it");
}

int layers_check(const struct layers *l, bool is_thorough, struct arena *a, struct diag *d)
{
	const struct layers own = {.own = l->own};
	size_t nfaults = d->nerrors + d->nsystem;

	for (size_t i = 0; l->installed && i < LAYERS_NFOLDERS; i++) {
		struct str *paths;
		size_t npaths;

		if (layers_walk(&own, layers_folders[i], a, &paths, &npaths) < 0)
			continue;
		for (size_t k = 0; k < npaths; k++) {
			struct str name =
			        arena_printf(a, "%s/%.*s", layers_folders[i], STR_ARG(paths[k]));

			if (layers_is_whole(name))
				check_file(l, name, is_thorough, a, d);
		}
	}
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}
