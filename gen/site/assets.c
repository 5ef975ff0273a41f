#include "site/assets.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "model/record.h"
#include "model/rules.h"
#include "site/path.h"
#include "site/path_table.h"
#include "text/artwork.h"
#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/stat.h>

#define FILE_LIMIT ((size_t)1 << 26)

/* Hexadecimal digits in an asset's name: enough to tell two versions apart. */
#define HASH_SHOWN 8

/* "site.css" and its bytes -> "static/site-0123abcd.css". */
static struct str fingerprint(struct str name, struct str bytes, struct arena *a)
{
	struct sha256_context *sha = sha256_open();
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];
	size_t stem = name.n;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '.')
			stem = i;
	sha256_hash(sha, bytes, hash);
	sha256_close(sha);
	sha256_format(hash, hex);
	return arena_printf(a, "static/%.*s-%.*s%.*s", (int)stem, name.p, HASH_SHOWN, hex,
	                    (int)(name.n - stem), name.p + stem);
}

/* What a folder of files gives: those it has, in the order of their names. */
struct asset_folder {
	const struct layers *layers;
	const char *name;
	/* gives the path under which a file is published */
	struct str (*name_file)(struct str name, struct str bytes, struct arena *a);
	struct asset *files;
	size_t nfiles;
	struct arena *arena;
	struct diag *diag;
};

static int append_file(const struct asset_folder *folder, struct str name, struct buf *b)
{
	struct str file = layers_find(
	        folder->layers, arena_printf(folder->arena, "%s/%.*s", folder->name, STR_ARG(name)),
	        folder->arena);

	if (fs_load(AT_FDCWD, file.p, FILE_LIMIT, b) == 0)
		return 0;
	diag_add_system(folder->diag, DIAG_FILE_READ, file.p, "cannot read", errno);
	return -1;
}

/* Appends the files that a list names, one a line. */
static int append_listed(const struct asset_folder *folder, struct str list, struct buf *b)
{
	int status = 0;

	while (list.n > 0) {
		struct str name = str_cut(&list, '\n');

		if (name.n > 0 && append_file(folder, name, b) < 0)
			status = -1;
	}
	return status;
}

static bool is_folder(const struct asset_folder *folder, struct str name)
{
	struct str path = layers_find(
	        folder->layers, arena_printf(folder->arena, "%s/%.*s", folder->name, STR_ARG(name)),
	        folder->arena);
	struct stat st;

	return stat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The length of a comment that a style sheet or a script has on lines of its own at this line, with
 * its end of line; 0 if there is none, or if it is to stay, as licences do: one that begins with an
 * exclamation mark. */
static size_t comment_length(struct str text)
{
	size_t indent = 0, end;

	while (indent < text.n && text.p[indent] == '\t')
		indent++;
	text = str_sub(text, indent, text.n);
	if (!str_has_prefix(text, STR("/*")) || str_has_prefix(text, STR("/*!")))
		return 0;
	end = str_find(text, STR("*/")) + 2;
	return end < text.n && text.p[end] == '\n' ? indent + end + 1 : 0;
}

/* The lines of a style sheet or a script without its comments: those are for who writes it. */
static struct str without_comments(struct str text, struct arena *arena)
{
	struct str kept;
	struct buf b;

	buf_init(&b);
	while (text.n > 0) {
		size_t n = comment_length(text), line = str_find(text, STR("\n"));

		if (n == 0) {
			n = line < text.n ? line + 1 : text.n;
			buf_add(&b, str_sub(text, 0, n));
		}
		text = str_sub(text, n, text.n);
	}
	kept = arena_copy(arena, buf_str(&b));
	buf_release(&b);
	return kept;
}

static int check_name(const struct asset_folder *folder, struct str name)
{
	struct str file = arena_printf(folder->arena, "%s/%.*s", folder->name, STR_ARG(name));

	if (path_table_is_portable(str_behind_last(name, '/')))
		return 0;
	diag_add(folder->diag, DIAG_CONTENT_INVALID,
	         (struct place){.file = layers_find(folder->layers, file, folder->arena)},
	         "not every file system and list of files can have this name");
	return -1;
}

/* Reads one file, or those of the list that it is, and adds it to those of the folder. */
static int add_asset(struct asset_folder *folder, struct str name, struct buf *b)
{
	struct str list, bytes;

	buf_clear(b);
	if (check_name(folder, name) < 0 || append_file(folder, name, b) < 0)
		return -1;
	if (str_has_suffix(name, STR(".list"))) {
		name.n -= STR(".list").n;
		list = arena_copy(folder->arena, buf_str(b));
		buf_clear(b);
		if (append_listed(folder, list, b) < 0)
			return -1;
	}
	bytes = buf_str(b);
	if (str_has_suffix(name, STR(".css")) || str_has_suffix(name, STR(".js")))
		bytes = without_comments(bytes, folder->arena);
	else
		bytes = arena_copy(folder->arena, bytes);
	folder->files[folder->nfiles++] = (struct asset){
	        .name = name,
	        .path = folder->name_file(name, bytes, folder->arena),
	        .bytes = bytes,
	};
	return 0;
}

/* Reads the files of a folder. Those of folders in it are for its lists alone. */
static int load_files(struct asset_folder *folder)
{
	struct str *names;
	struct buf b;
	size_t nnames;
	int status = 0;

	if (layers_list(folder->layers, folder->name, folder->arena, &names, &nnames) < 0) {
		int error = errno;
		struct str path =
		        layers_find(folder->layers, str_from(folder->name), folder->arena);

		diag_add_system(folder->diag, DIAG_FILE_READ, path.p, "cannot read", error);
		return -1;
	}
	folder->files = arena_array(folder->arena, nnames, sizeof(*folder->files));
	buf_init(&b);
	for (size_t i = 0; i < nnames; i++)
		if (!is_folder(folder, names[i]) && add_asset(folder, names[i], &b) < 0)
			status = -1;
	buf_release(&b);
	return status;
}

/* The words of a table of the program, which stand in a schema for a mark. */
static void add_words(struct buf *b, const char *(*name)(unsigned number), unsigned from,
                      unsigned to)
{
	for (unsigned i = from; i < to; i++)
		buf_printf(b, "%s\"%s\"", i > from ? ", " : "", name(i));
}

static const char *name_reason(unsigned number)
{
	return rules_reason_name((enum reason)number);
}

static const char *name_event(unsigned number)
{
	return record_event_name((enum event_kind)number);
}

/* Puts them into all schemas. */
static void complete_schemas(struct assets *assets, struct arena *a)
{
	static const struct {
		struct str mark;
		const char *(*name)(unsigned number);
		unsigned from, to;
	} marks[] = {
	        {STR("\"{reasons}\""), name_reason, REASON_NONE + 1, REASON_NVALUES},
	        {STR("\"{events}\""), name_event, 0, EVENT_NKINDS},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < assets->of[ASSET_SCHEMA].n; i++) {
		for (size_t k = 0; k < COUNT_OF(marks); k++) {
			struct str schema = assets->of[ASSET_SCHEMA].items[i].bytes;
			size_t at = str_find(schema, marks[k].mark);

			if (at == schema.n)
				continue;
			buf_clear(&b);
			buf_add(&b, str_sub(schema, 0, at));
			add_words(&b, marks[k].name, marks[k].from, marks[k].to);
			buf_add(&b, str_sub(schema, at + marks[k].mark.n, schema.n));
			assets->of[ASSET_SCHEMA].items[i].bytes = arena_copy(a, buf_str(&b));
		}
	}
	buf_release(&b);
}

static struct str name_root(struct str name, struct str bytes, struct arena *a)
{
	(void)bytes;
	(void)a;
	return name;
}

static struct str name_schema(struct str name, struct str bytes, struct arena *a)
{
	(void)bytes;
	return arena_printf(a, "data/schema/%.*s", STR_ARG(name));
}

/* Names that the program gives at the top of a site besides those of fixed pages; to more than one
 * file where they end in a star. */
static const char *const taken[] = {"404.html",
                                    "as-of.js",
                                    "calendar",
                                    "data",
                                    "index.html",
                                    "keys.txt",
                                    "manifest.json*",
                                    "opensearch.xml",
                                    "p",
                                    "robots.txt",
                                    "sitemap*",
                                    "static",
                                    "sums",
                                    ".well-known/security.txt"};

static bool is_like(struct str name, struct str pattern)
{
	bool is_open = str_has_suffix(pattern, STR("*"));

	pattern.n -= is_open;
	if (name.n < pattern.n || (!is_open && name.n > pattern.n))
		return false;
	return strncasecmp(name.p, pattern.p, pattern.n) == 0;
}

bool assets_is_taken(struct str name)
{
	for (size_t i = 0; i < FIXED_NPAGES; i++) {
		struct str path = str_from(fixed_pages[i].path);

		if (path.n > 0 && is_like(name, str_sub(path, 0, path.n - 1)))
			return true;
	}
	for (size_t i = 0; i < COUNT_OF(taken); i++)
		if (is_like(name, str_from(taken[i])))
			return true;
	return false;
}

/* Whether a name is one of ours, or that of a compressed copy of it. */
static bool is_ours(struct str name)
{
	if (str_has_suffix(name, STR(".gz")) || str_has_suffix(name, STR(".br")))
		name.n -= STR(".gz").n;
	return assets_is_taken(name);
}

/* What keeps a file from standing at the root, or NULL. */
static const char *find_root_fault(struct str name, const struct settings *settings)
{
	bool is_known = str_has_prefix(name, STR(".well-known/"));

	if (!is_known && str_find_byte(name, '/') < name.n)
		return "at the root of the site are files, and the folder .well-known: put it into "
		       "static/";
	for (unsigned i = 0; i < settings->languages.n; i++)
		if (is_like(name, settings->languages.code[i]))
			return "its name is that of a language";
	return is_ours(name) ? "fuda makes a file or folder of that name itself" : NULL;
}

/* Files for the root of the site; as a rule there are none. */
static int load_root(struct assets *assets, const struct layers *layers,
                     const struct settings *settings, struct arena *a, struct diag *d)
{
	struct asset_folder folder = {
	        .layers = layers, .name = "root", .name_file = name_root, .arena = a, .diag = d};
	struct str *names;
	size_t nnames;
	struct buf b;
	int status = 0;

	if (layers_walk(layers, "root", a, &names, &nnames) < 0)
		return 0;
	folder.files = arena_array(a, nnames, sizeof(*folder.files));
	buf_init(&b);
	for (size_t i = 0; i < nnames; i++) {
		const char *fault = find_root_fault(names[i], settings);
		struct str path = arena_printf(a, "root/%.*s", STR_ARG(names[i]));

		if (fault)
			diag_add(d, DIAG_CONTENT_INVALID,
			         (struct place){.file = layers_find(layers, path, a)}, "%s", fault);
		if (fault || add_asset(&folder, names[i], &b) < 0)
			status = -1;
	}
	buf_release(&b);
	assets->of[ASSET_ROOT] = (struct asset_list){folder.files, folder.nfiles};
	return status;
}

/* The template of label artwork; a site may be without. */
static int check_artwork(struct assets *assets, const struct layers *layers,
                         const struct settings *settings, struct arena *a, struct diag *d)
{
	const struct asset *template = assets_find(assets, STR(ASSETS_ARTWORK));
	struct str file = layers_find(layers, STR("static/" ASSETS_ARTWORK), a);
	bool is_sample;

	if (!template)
		return 0;
	if (artwork_check(template->bytes, file, &is_sample, d) < 0)
		return -1;
	assets->has_artwork = settings->is_sample || !is_sample;
	return 0;
}

int assets_load(struct assets *assets, const struct layers *layers, const struct settings *settings,
                struct arena *a, struct diag *d)
{
	struct asset_folder files = {.layers = layers,
	                             .name = "static",
	                             .name_file = fingerprint,
	                             .arena = a,
	                             .diag = d};
	struct asset_folder schemas = {.layers = layers,
	                               .name = "content/schema",
	                               .name_file = name_schema,
	                               .arena = a,
	                               .diag = d};
	int status = load_files(&files);

	if (load_files(&schemas) < 0)
		status = -1;
	if (load_root(assets, layers, settings, a, d) < 0)
		status = -1;
	assets->of[ASSET_FILE] = (struct asset_list){files.files, files.nfiles};
	assets->of[ASSET_SCHEMA] = (struct asset_list){schemas.files, schemas.nfiles};
	complete_schemas(assets, a);
	if (check_artwork(assets, layers, settings, a, d) < 0)
		status = -1;
	return status;
}

void assets_begin_with(struct assets *assets, struct str name, struct str text, struct arena *a)
{
	struct asset_list *files = &assets->of[ASSET_FILE];

	for (size_t i = 0; i < files->n; i++) {
		struct asset *file = &files->items[i];

		if (!str_is_equal(file->name, name))
			continue;
		file->bytes = ARENA_JOIN(a, text, file->bytes);
		file->path = fingerprint(name, file->bytes, a);
	}
}

const struct asset *assets_find(const struct assets *assets, struct str name)
{
	const struct asset_list *files = &assets->of[ASSET_FILE];

	for (size_t i = 0; i < files->n; i++)
		if (str_is_equal(files->items[i].name, name))
			return &files->items[i];
	return NULL;
}
