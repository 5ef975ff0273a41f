#include "night/recipe.h"
#include "base/fs.h"
#include "text/markdown.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* The hashes and names of all that counts are one text, which is hashed. */
struct recipe {
	struct sha256_context *sha;
	struct arena arena;
	struct buf text;
	struct diag *diag;
};

/* `folder` is not a part of what is hashed: the same site elsewhere is the same. */
static int add_file(struct recipe *r, const char *folder, const char *name)
{
	struct str path = arena_printf(&r->arena, "%s/%s", folder, name);
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];

	if (sha256_hash_file(r->sha, AT_FDCWD, path.p, hash) < 0) {
		if (errno == ENOENT)
			return 0;
		diag_add_system(r->diag, DIAG_FILE_READ, path.p, "cannot read", errno);
		return -1;
	}
	sha256_format(hash, hex);
	buf_add(&r->text, (struct str){hex, sizeof(hex)});
	buf_add_byte(&r->text, ' ');
	buf_add(&r->text, str_from(name));
	buf_add_byte(&r->text, '\n');
	return 0;
}

/* A folder that does not exist is told of by what needs it. */
static int add_folder(struct recipe *r, const char *above, const char *name)
{
	struct str folder = arena_printf(&r->arena, "%s/%s", above, name);
	struct str *paths;
	size_t npaths;
	int status = 0;

	if (fs_walk(AT_FDCWD, folder.p, &r->arena, &paths, &npaths) < 0) {
		if (errno == ENOENT)
			return 0;
		diag_add_system(r->diag, DIAG_FILE_READ, folder.p, "cannot read", errno);
		return -1;
	}
	for (size_t i = 0; i < npaths; i++)
		if (add_file(r, above, arena_printf(&r->arena, "%s/%s", name, paths[i].p).p) < 0)
			status = -1;
	return status;
}

/* Whether a folder of content/ is that of a language: it has words or pages. */
static bool is_language(struct recipe *r, const char *content, struct str name)
{
	struct str folder = arena_printf(&r->arena, "%s/%s", content, name.p), *names;
	size_t nnames;

	if (fs_list(AT_FDCWD, folder.p, &r->arena, &names, &nnames) < 0)
		return false;
	for (size_t i = 0; i < nnames; i++) {
		if (str_has_suffix(names[i], STR(".md")))
			return true;
		for (size_t k = 0; k < LAYERS_NWORDS; k++)
			if (str_is_equal(names[i], str_from(layers_words[k])))
				return true;
	}
	return false;
}

/* The export may stand in content/ too, so only what is read there. */
static int add_site(struct recipe *r, const char *site)
{
	struct str content = arena_printf(&r->arena, "%s/content", site);
	struct str *names;
	size_t nnames;
	int status = 0;

	if (add_file(r, site, "content/site.json") < 0 ||
	    add_file(r, site, "content/keys.txt") < 0 ||
	    add_file(r, site, "content/retired.jsonl") < 0 ||
	    add_file(r, site, "content/commitment.jsonl") < 0 ||
	    add_file(r, site, "content/corrections.jsonl") < 0 ||
	    add_folder(r, site, "layouts") < 0 || add_folder(r, site, "static") < 0 ||
	    add_folder(r, site, "root") < 0 || add_folder(r, site, "content/schema") < 0 ||
	    add_folder(r, site, "content/plain") < 0)
		status = -1;
	if (fs_list(AT_FDCWD, content.p, &r->arena, &names, &nnames) < 0)
		return status;
	for (size_t i = 0; i < nnames; i++) {
		if (is_language(r, content.p, names[i]) && add_folder(r, content.p, names[i].p) < 0)
			status = -1;
	}
	return status;
}

static void hash_text(struct recipe *r, size_t from, char hash[SHA256_HEX])
{
	unsigned char bytes[SHA256_BYTES];

	sha256_hash(r->sha, str_sub(buf_str(&r->text), from, r->text.n), bytes);
	sha256_format(bytes, hash);
}

static int add_installed(struct recipe *r, const char *installed, char hash[SHA256_HEX])
{
	size_t from = r->text.n;
	int status = add_site(r, installed);

	hash_text(r, from, hash);
	return status;
}

int recipe_hash(const struct recipe_request *request, struct recipe_hashes *hashes, struct diag *d)
{
	struct recipe r = {.sha = sha256_open(), .diag = d};
	int status;

	*hashes = (struct recipe_hashes){0};

	arena_init(&r.arena, 1 << 14);
	buf_init(&r.text);
	buf_printf(&r.text, "%s %u %d\n", markdown_version(), request->links,
	           (int)request->is_precompressing);
	for (size_t i = 0; i < request->noverrides; i++)
		buf_printf(&r.text, "%s\n", request->overrides[i]);
	status = add_file(&r, "/proc/self", "exe");
	if (add_site(&r, request->layers.own) < 0 ||
	    (request->layers.installed &&
	     add_installed(&r, request->layers.installed, hashes->installed) < 0) ||
	    add_folder(&r, request->criteria_folder, ".") < 0)
		status = -1;
	hash_text(&r, 0, hashes->all);
	buf_release(&r.text);
	arena_release(&r.arena);
	sha256_close(r.sha);
	return status;
}

void recipe_add(struct recipe_hashes *hashes, bool fact)
{
	char text[SHA256_HEX + 1];

	memcpy(text, hashes->all, SHA256_HEX);
	text[SHA256_HEX] = fact ? '1' : '0';
	sha256_hex_once((struct str){text, sizeof(text)}, hashes->all);
}
