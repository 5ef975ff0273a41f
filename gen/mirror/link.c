#include "mirror/link.h"
#include "base/fs.h"

/* A picture that is put into a page. */
#define PICTURE_LIMIT ((size_t)1 << 20)

/* Longer paths do not occur in links of ours. */
#define PATH_LIMIT 1024

static const struct str index_file = STR("index.html");

unsigned mirror_links_language(const struct settings *settings, struct str path, struct str *below)
{
	size_t slash = str_find_byte(path, '/');

	for (unsigned i = 1; i < settings->languages.n; i++) {
		if (!str_is_equal(str_sub(path, 0, slash), settings->languages.code[i]))
			continue;
		*below = slash < path.n ? str_sub(path, slash + 1, path.n) : STR("");
		return i;
	}
	*below = path;
	return 0;
}

static size_t depth_of(struct str path)
{
	size_t n = 0;

	for (size_t i = 0; i < path.n; i++)
		n += path.p[i] == '/';
	return n;
}

/* A list without script begins as a file; what would be thousands of small files is packed:
 * products, manufacturers, and the further parts of lists and of changes. */
static bool is_packed(struct str below)
{
	if (!str_has_suffix(below, STR("/index.html")))
		return false;
	return str_has_prefix(below, STR("P/")) || str_has_prefix(below, STR("products/maker-")) ||
	       (str_has_prefix(below, STR("products/")) && depth_of(below) > 2) ||
	       (str_has_prefix(below, STR("changes/")) && depth_of(below) > 1);
}

/* Files of a product, feeds, calendars and what search engines read are for the web; the sums are
 * those of another tree. */
static bool is_dropped(struct str path, struct str below)
{
	static const char *const suffixes[] = {".atom", ".ics", ".br", ".gz"};
	static const char *const prefixes[] = {"sitemap", "robots.txt", "SHA256SUMS", "MANIFEST",
	                                       "sums/"};

	for (size_t i = 0; i < COUNT_OF(suffixes); i++)
		if (str_has_suffix(path, str_from(suffixes[i])))
			return true;
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (str_has_prefix(path, str_from(prefixes[i])))
			return true;
	return str_has_prefix(below, STR("P/"));
}

static enum mirror_fate decide(const struct settings *settings, struct str path)
{
	struct str below;

	mirror_links_language(settings, path, &below);
	return is_packed(below)          ? MIRROR_PACKED
	       : is_dropped(path, below) ? MIRROR_DROPPED
	                                 : MIRROR_KEPT;
}

void mirror_links_init(struct mirror_links *m, const struct mirror_tree *tree,
                       const struct settings *settings, struct arena *a)
{
	*m = (struct mirror_links){.tree = tree, .settings = settings};
	map_init(&m->fates, a);
	for (size_t i = 0; i < tree->npaths; i++)
		map_add(&m->fates, tree->paths[i], decide(settings, tree->paths[i]));
}

enum mirror_fate mirror_links_fate(const struct mirror_links *m, struct str path)
{
	uint32_t fate = map_find(&m->fates, path);

	return fate == MAP_NONE ? MIRROR_DROPPED : (enum mirror_fate)fate;
}

/* A relative address as a path below the root; -1 if it leads above the root or is too long. */
static int resolve(struct str page, struct str address, char path[PATH_LIMIT], size_t *length)
{
	size_t n = page.n;

	if (page.n + address.n >= PATH_LIMIT)
		return -1;
	while (n > 0 && page.p[n - 1] != '/')
		n--;
	memcpy(path, page.p, n);
	while (address.n > 0) {
		size_t end = str_find_byte(address, '/');
		struct str part = str_sub(address, 0, end < address.n ? end + 1 : end);

		address = str_sub(address, part.n, address.n);
		if (str_is_equal(part, STR("./")))
			continue;
		if (!str_is_equal(part, STR("../"))) {
			memcpy(path + n, part.p, part.n);
			n += part.n;
			continue;
		}
		if (n == 0)
			return -1;
		do
			n--;
		while (n > 0 && path[n - 1] != '/');
	}
	*length = n;
	return 0;
}

/* The way from one file to another. */
static void add_relative(struct buf *b, struct str from, struct str to)
{
	size_t shared = 0;

	for (size_t i = 0; i < from.n && i < to.n && from.p[i] == to.p[i]; i++)
		if (from.p[i] == '/')
			shared = i + 1;
	for (size_t i = shared; i < from.n; i++)
		if (from.p[i] == '/')
			buf_add(b, STR("../"));
	buf_add(b, str_sub(to, shared, to.n));
}

static bool has_scheme(struct str address)
{
	for (size_t i = 0; i < address.n; i++) {
		if (address.p[i] == ':')
			return true;
		if (address.p[i] == '/' || address.p[i] == '?' || address.p[i] == '#')
			return false;
	}
	return false;
}

/* The picture as an address that holds it. All but a few characters stand for themselves there, so
 * that what is alike in two pictures stays alike, and deflates. */
static int add_picture(const struct mirror_links *m, const char *path, struct buf *b)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf picture;
	int status;

	buf_init(&picture);
	status = fs_load(m->tree->fd, path, PICTURE_LIMIT, &picture);
	buf_add(b, STR("data:image/svg+xml,"));
	for (size_t i = 0; i < picture.n; i++) {
		unsigned char byte = (unsigned char)picture.p[i];

		if (byte > ' ' && byte < 0x7f && !strchr("\"#%&<>?[\\]^`{|}", byte)) {
			buf_add_byte(b, (char)byte);
			continue;
		}
		buf_add_byte(b, '%');
		buf_add_byte(b, digits[byte >> 4]);
		buf_add_byte(b, digits[byte & 15]);
	}
	buf_release(&picture);
	return status;
}

/* The address of a file on the web: that of the folder for its index. */
static void add_web(const struct mirror_links *m, struct str path, struct buf *b)
{
	buf_add(b, m->settings->base_url);
	if (str_is_equal(path, index_file) || str_has_suffix(path, STR("/index.html")))
		path.n -= index_file.n;
	buf_add(b, path);
}

/* The address of a packed page: that of the viewer of its language, with its path. */
static void add_viewer(const struct mirror_links *m, struct str place, struct str path,
                       struct buf *b)
{
	char viewer[PATH_LIMIT + sizeof(MIRROR_VIEWER) + sizeof("index.html")];
	struct str below;
	size_t n;

	mirror_links_language(m->settings, path, &below);
	n = path.n - below.n;
	memcpy(viewer, path.p, n);
	memcpy(viewer + n, MIRROR_VIEWER "index.html", sizeof(MIRROR_VIEWER "index.html") - 1);
	add_relative(b, place, (struct str){viewer, n + sizeof(MIRROR_VIEWER "index.html") - 1});
	buf_add_byte(b, '?');
	buf_add(b, str_sub(below, 0, below.n - index_file.n));
}

/* Where one page stands and is to stand. */
struct rewriting {
	const struct mirror_links *links;
	struct str page, place;
	struct buf *b;
	int status;
};

static void add_address(struct rewriting *r, struct str name, struct str address)
{
	const struct mirror_links *m = r->links;
	char text[PATH_LIMIT];
	struct str path = {text, 0};
	uint32_t fate;
	size_t end = 0;

	while (end < address.n && address.p[end] != '?' && address.p[end] != '#')
		end++;
	if (end == 0 || address.p[0] == '/' || has_scheme(address) ||
	    resolve(r->page, str_sub(address, 0, end), text, &path.n) < 0) {
		buf_add(r->b, address);
		return;
	}
	text[path.n] = '\0';
	fate = map_find(&m->fates, path);
	if (fate == MIRROR_KEPT) {
		add_relative(r->b, r->place, path);
	} else if (fate == MIRROR_PACKED) {
		add_viewer(m, r->place, path, r->b);
		end = str_find_byte(address, '#');
	} else if (fate == MIRROR_DROPPED && str_is_equal(name, STR("src")) &&
	           str_has_suffix(path, STR(".svg"))) {
		if (add_picture(m, text, r->b) < 0)
			r->status = -1;
	} else if (fate == MIRROR_DROPPED) {
		add_web(m, path, r->b);
	} else {
		/* Of no file of the site: wrong there as well, and not to be hidden. */
		end = 0;
	}
	buf_add(r->b, str_sub(address, end, address.n));
}

static bool is_address(struct str name)
{
	return str_is_equal(name, STR("href")) || str_is_equal(name, STR("src")) ||
	       str_is_equal(name, STR("action"));
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Copies a tag from its '<' to its '>', with its addresses rewritten. Returns what is behind it. */
static size_t add_tag(struct rewriting *r, struct str html, size_t at)
{
	size_t done = at;

	while (at < html.n && html.p[at] != '>') {
		size_t from, value, end;

		while (at < html.n && !is_space(html.p[at]) && html.p[at] != '>')
			at++;
		while (at < html.n && is_space(html.p[at]))
			at++;
		from = at;
		while (at < html.n && !is_space(html.p[at]) && html.p[at] != '>' &&
		       html.p[at] != '=')
			at++;
		if (at + 1 >= html.n || html.p[at] != '=' || html.p[at + 1] != '"')
			continue;
		value = at + 2;
		end = value + str_find_byte(str_sub(html, value, html.n), '"');
		if (is_address(str_sub(html, from, at))) {
			buf_add(r->b, str_sub(html, done, value));
			add_address(r, str_sub(html, from, at), str_sub(html, value, end));
			done = end;
		}
		at = end;
	}
	at = at < html.n ? at + 1 : at;
	buf_add(r->b, str_sub(html, done, at));
	return at;
}

int mirror_links_rewrite(const struct mirror_links *m, struct str page, struct str place,
                         struct str html, struct buf *b)
{
	struct rewriting r = {.links = m, .page = page, .place = place, .b = b};
	const struct str script = STR("<script"), script_end = STR("</script");
	size_t at = 0;

	while (at < html.n) {
		size_t tag = at + str_find_byte(str_sub(html, at, html.n), '<');
		bool is_script = str_has_prefix(str_sub(html, tag, html.n), script);

		buf_add(b, str_sub(html, at, tag));
		at = tag < html.n ? add_tag(&r, html, tag) : tag;
		if (is_script) {
			size_t end = at + str_find(str_sub(html, at, html.n), script_end);

			buf_add(b, str_sub(html, at, end));
			at = end;
		}
	}
	return r.status;
}
