#include "site/layouts.h"
#include "base/nearest.h"
#include "site/path_table.h"
#include "site/shapes.h"
#include "site/strings.h"
#include "text/text_file.h"
#include <errno.h>

/* clang-format off */
/* Of what has changed there are further pages, which are packed. */
#define FIXED_KIND(constant, name, layout, shape, path, when) \
	[LAYOUT_##constant] = {layout, &shape_##shape, TMPL_HTML, LAYOUT_##constant == LAYOUT_CHANGES},

static const struct {
	const char *name;
	const struct shape *shape;
	enum tmpl_dialect dialect;
	bool is_packed; /* there are such pages that a lite mirror packs */
} kinds[LAYOUT_NKINDS] = {
        FIXED_PAGES(FIXED_KIND)
        [LAYOUT_PRODUCT] = {"product", &shape_product_page, TMPL_HTML, true},
        [LAYOUT_RETIRED] = {"retired", &shape_retired_page, TMPL_HTML, true},
        [LAYOUT_LIST] = {"list", &shape_list_page, TMPL_HTML, true},
        [LAYOUT_MAKERS] = {"makers", &shape_makers_page, TMPL_HTML, false},
        [LAYOUT_CRITERIA] = {"criteria", &shape_criteria_page, TMPL_HTML, false},
        [LAYOUT_FEED] = {"feed.atom", &shape_atom_feed, TMPL_HTML, false},
        [LAYOUT_CORRECTIONS_FEED] = {"corrections.atom", &shape_corrections_page, TMPL_HTML, false},
        [LAYOUT_OPENSEARCH] = {"opensearch.xml", &shape_browse, TMPL_HTML, false},
        [LAYOUT_PROSE] = {"prose", &shape_prose_page, TMPL_HTML, false},
        [LAYOUT_BADGE] = {"badge.svg", &shape_badge_file, TMPL_HTML, false},
        [LAYOUT_BADGE_RETIRED] = {"badge-retired.svg", &shape_badge_file, TMPL_HTML, false},
        [LAYOUT_QR] = {"qr.svg", &shape_qr_file, TMPL_HTML, false},
        [LAYOUT_SITEMAP] = {"sitemap.xml", &shape_sitemap, TMPL_HTML, false},
        [LAYOUT_SITEMAP_INDEX] = {"sitemap-index.xml", &shape_sitemap, TMPL_HTML, false},
        [LAYOUT_ROBOTS] = {"robots.txt", &shape_text_file, TMPL_TEXT, false},
        [LAYOUT_SECURITY] = {"security.txt", &shape_text_file, TMPL_TEXT, false},
        [LAYOUT_AS_OF] = {"as-of.js", &shape_text_file, TMPL_TEXT, false},
};
/* clang-format on */

/* Where the compiler finds layouts and words: the context of a tmpl_source. */
struct source {
	const struct layers *layers;
	const struct language_words *words;
	const struct assets *assets;
	struct arena *arena;
	struct diag *diag;
	/* a text that is no file of layouts/: the body of a prose page */
	struct str body_name, body, body_file;
	bool is_packed; /* "base" is the frame of packed pages */
};

static int find_layout(void *context, struct str name, struct str *text, struct str *file)
{
	/* A layout may have the one beneath it as its parent or partial. */
	const struct str installed = STR("installed/");
	const struct source *source = context;
	static const char *const places[] = {"", "partials/"};
	const struct layers below = {.own = source->layers->installed};
	const struct layers *layers = source->layers;

	if (source->is_packed && str_is_equal(name, STR("base")))
		name = STR("packed");
	if (str_is_equal(name, source->body_name)) {
		*text = source->body;
		*file = source->body_file;
		return 0;
	}
	if (str_has_prefix(name, installed)) {
		name = str_sub(name, installed.n, name.n);
		layers = below.own ? &below : layers;
	}
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		*file = layers_find(layers,
		                    arena_printf(source->arena, "layouts/%s%.*s.mustache",
		                                 places[i], STR_ARG(name)),
		                    source->arena);
		if (text_file_load(*file, text, source->arena, source->diag) == 0)
			return 0;
		if (errno != ENOENT && errno != ENOTDIR) {
			diag_add_system(source->diag, DIAG_FILE_READ, file->p, "cannot read",
			                errno);
			*text = STR("");
			return 0;
		}
	}
	return -1;
}

static int find_string(void *context, struct str key, struct str *text, struct str *file,
                       const char **lang, struct buf *why)
{
	const struct source *source = context;
	const struct language_words *from = words_use(source->words, key);

	if (!from)
		strings_add_hint(source->words, key, why);
	if (from)
		*lang = words_lang(source->words, from);
	*file = words_file(from ? from : source->words, key);
	return words_find(source->words, key, text);
}

static int find_asset(void *context, struct str name, struct str *path, struct buf *why)
{
	const struct source *source = context;
	const struct asset *asset = assets_find(source->assets, name);
	struct nearest nearest;

	if (asset) {
		*path = asset->path;
		return 0;
	}
	nearest_init(&nearest, name);
	for (size_t i = 0; i < source->assets->of[ASSET_FILE].n; i++)
		nearest_consider(&nearest, name, source->assets->of[ASSET_FILE].items[i].name);
	buf_printf(why, "static/ has no file \"%.*s\"", STR_ARG(name));
	nearest_format(&nearest, why);
	return -1;
}

static struct tmpl_source tmpl_source_of(struct source *source)
{
	return (struct tmpl_source){
	        .find = find_layout,
	        .find_string = find_string,
	        .find_asset = find_asset,
	        .context = source,
	        .is_page = true,
	};
}

/* Takes the value of `key: value` from a line of front matter; -1 if it is another key. */
static int take_setting(struct str line, struct str key, struct str *value)
{
	if (!str_has_prefix(line, key) || line.n <= key.n || line.p[key.n] != ':')
		return -1;
	*value = str_sub(line, key.n + 1, line.n);
	while (value->n > 0 && value->p[0] == ' ')
		*value = str_sub(*value, 1, value->n);
	return 0;
}

/* Splits a page's file into front matter and body; -1 if it has no title or description, or has
 * a line that is neither: *odd, else none. */
static int split_page(struct str file, struct prose_text *page, struct str *body, struct str *odd)
{
	const struct str fence = STR("---\n");
	struct str rest = file;

	*odd = STR_NONE;
	if (!str_has_prefix(rest, fence))
		return -1;
	rest = str_sub(rest, fence.n, rest.n);
	while (rest.n > 0 && !str_has_prefix(rest, fence)) {
		struct str line = str_cut(&rest, '\n');

		if (take_setting(line, STR("title"), &page->title) < 0 &&
		    take_setting(line, STR("description"), &page->description) < 0) {
			*odd = line;
			return -1;
		}
	}
	if (rest.n == 0 || page->title.n == 0 || page->description.n == 0)
		return -1;
	*body = str_sub(rest, fence.n, rest.n);
	return 0;
}

struct str layouts_prose_file(const struct language_words *words, struct str name, struct arena *a)
{
	return arena_printf(a, "content/%.*s/%.*s.md", STR_ARG(words->tag), STR_ARG(name));
}

/* The language that has a page: itself, or the first that stands in for it; itself if none has. */
static const struct language_words *find_prose(const struct source *source, struct str name)
{
	const struct language_words *words = source->words;
	struct arena *a = source->arena;

	if (layers_have(source->layers, layouts_prose_file(words, name, a), a))
		return words;
	for (unsigned i = 0; i < words->nchain; i++)
		if (layers_have(source->layers, layouts_prose_file(words->chain[i], name, a), a))
			return words->chain[i];
	return words;
}

/* With the words of the language that the page is in. */
static void load_prose_text(struct prose_text *page, struct str name, struct source source,
                            struct diag *d)
{
	const struct language_words *words = find_prose(&source, name);
	struct arena *a = source.arena;
	struct str path = layers_find(source.layers, layouts_prose_file(words, name, a), a);
	struct place place = {.file = path};
	struct tmpl_source tmpl_source = tmpl_source_of(&source);
	size_t nerrors = d->nerrors;
	struct str text, odd;

	page->language = words->number;
	source.words = words;
	if (text_file_load(path, &text, a, d) < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			diag_add_system(d, DIAG_FILE_READ, path.p, "cannot read", errno);
		else
			diag_add(d, DIAG_CONTENT_INVALID, place,
			         "the page has no text in language %.*s", STR_ARG(words->tag));
		return;
	}
	if (d->nerrors > nerrors)
		return;
	if (split_page(text, page, &source.body, &odd) < 0) {
		if (odd.n > 0)
			diag_add(d, DIAG_CONTENT_INVALID, place,
			         "\"%.*s\" cannot stand between the lines ---, where a title and a "
			         "description are",
			         STR_ARG(odd));
		else
			diag_add(d, DIAG_CONTENT_INVALID, place,
			         "the page does not begin with a title and a description between "
			         "lines ---");
		return;
	}
	source.body_file = path;
	source.body_name = arena_printf(a, "content/%.*s", STR_ARG(name));
	tmpl_source.first_line = 1;
	for (const char *p = text.p; p < source.body.p; p++)
		tmpl_source.first_line += *p == '\n';
	page->body =
	        tmpl_compile(source.body_name, &tmpl_source, TMPL_HTML, &shape_prose_page, a, d);
}

static bool has_prose(const struct layouts *layouts, struct str name)
{
	for (size_t i = 0; i < layouts->nprose; i++)
		if (str_is_equal(layouts->prose[i].name, name))
			return true;
	return false;
}

/* What keeps a page from having a name, or NULL. The page data/ has a text of ours and theirs. */
static const char *find_name_fault(struct str name)
{
	if (!str_is_equal(name, STR("data")) && assets_is_taken(name))
		return "the name of the page is that of a folder that fuda makes itself";
	return path_table_is_portable(name)
	               ? NULL
	               : "not every file system can have a folder of this name";
}

/* Adds the names of the pages that a language has, each once. */
static int add_prose(struct layouts *layouts, const struct layers *layers,
                     const struct language_words *words, struct arena *a, struct diag *d)
{
	struct str folder = arena_printf(a, "content/%.*s", STR_ARG(words->tag));
	struct prose_page *all;
	struct str *names;
	size_t nnames;

	if (layers_list(layers, folder.p, a, &names, &nnames) < 0)
		return -1;
	all = arena_array(a, layouts->nprose + nnames, sizeof(*all));
	for (size_t i = 0; i < layouts->nprose; i++)
		all[i] = layouts->prose[i];
	layouts->prose = all;
	for (size_t i = 0; i < nnames; i++) {
		struct str name = names[i];
		const char *fault;

		if (!str_has_suffix(name, STR(".md")))
			continue;
		name.n -= 3;
		if (has_prose(layouts, name))
			continue;
		fault = find_name_fault(name);
		if (fault)
			diag_add(
			        d, DIAG_CONTENT_INVALID,
			        (struct place){
			                .file = layers_find(
			                        layers,
			                        arena_printf(a, "%s/%s", folder.p, names[i].p), a)},
			        "%s", fault);
		else
			layouts->prose[layouts->nprose++].name = name;
	}
	return 0;
}

/* The prose pages are those of the default language, and of what stands in for it. */
static int list_prose(struct layouts *layouts, const struct layers *layers,
                      const struct words *words, struct arena *a, struct diag *d)
{
	const struct language_words *standard = &words->language[0];
	bool is_found = add_prose(layouts, layers, standard, a, d) == 0;
	int error = errno;

	for (unsigned i = 0; i < standard->nchain; i++)
		is_found |= add_prose(layouts, layers, standard->chain[i], a, d) == 0;
	if (is_found)
		return 0;
	diag_add_system(
	        d, DIAG_FILE_READ,
	        layers_find(layers, arena_printf(a, "content/%.*s", STR_ARG(standard->tag)), a).p,
	        "cannot read", error);
	return -1;
}

/* Whether a layout is that of a page: the names of others end in the kind of file, as feed.atom. */
static bool is_html(const char *name)
{
	return !strchr(name, '.');
}

static void compile_kinds(struct layouts *layouts, struct source *source, unsigned language,
                          struct diag *d)
{
	struct tmpl_source tmpl_source = tmpl_source_of(source);

	for (size_t i = 0; i < LAYOUT_NKINDS; i++) {
		bool is_html_page = is_html(kinds[i].name);

		if (source->is_packed && !kinds[i].is_packed)
			continue;
		tmpl_source.is_lean = is_html_page;
		tmpl_source.phrases = is_html_page ? source->words->phrases : NULL;
		(source->is_packed ? layouts->packed : layouts->layout)[i][language] =
		        tmpl_compile(str_from(kinds[i].name), &tmpl_source, kinds[i].dialect,
		                     kinds[i].shape, source->arena, d);
	}
}

int layouts_load(struct layouts *layouts, const struct layers *layers, const struct words *words,
                 const struct assets *assets, struct arena *a, struct diag *d)
{
	size_t nfaults = d->nerrors + d->nsystem;

	*layouts = (struct layouts){0};
	if (list_prose(layouts, layers, words, a, d) < 0)
		return -1;
	for (unsigned language = 0; language < words->nlanguages; language++) {
		struct source source = {
		        .layers = layers,
		        .words = &words->language[language],
		        .assets = assets,
		        .arena = a,
		        .diag = d,
		};

		compile_kinds(layouts, &source, language, d);
		for (size_t i = 0; i < layouts->nprose; i++)
			load_prose_text(&layouts->prose[i].in[language], layouts->prose[i].name,
			                source, d);
		/* A fault of a layout is not told twice. */
		if (d->nerrors + d->nsystem > nfaults)
			continue;
		source.is_packed = true;
		source.body_name = STR_NONE;
		compile_kinds(layouts, &source, language, d);
	}
	return d->nerrors + d->nsystem > nfaults ? -1 : 0;
}
