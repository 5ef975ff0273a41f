#include "mirror/bundle.h"
#include "base/fs.h"
#include <errno.h>
#include <stdlib.h>

#define PAGE_LIMIT ((size_t)1 << 26)

/* About so many pages in a shard, and never more than SHARD_MOST. A product's page is some ten
 * kilobytes, one of a list some forty. */
#define SHARD_PRODUCTS 96
#define SHARD_LISTS    24
#define SHARD_MOST     256

static const struct str index_file = STR("index.html");

static int compare_keys(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

/* The keys of all packed pages, each once. */
static void collect_keys(struct mirror_shards *s, struct arena *a)
{
	const struct mirror_tree *tree = s->links->tree;
	size_t n = 0;

	s->keys = arena_array(a, tree->npaths, sizeof(*s->keys));
	for (size_t i = 0; i < tree->npaths; i++) {
		struct str below;

		if (mirror_links_fate(s->links, tree->paths[i]) != MIRROR_PACKED)
			continue;
		mirror_links_language(s->links->settings, tree->paths[i], &below);
		s->keys[n++] = str_sub(below, 0, below.n - index_file.n);
	}
	qsort(s->keys, n, sizeof(*s->keys), compare_keys);
	for (size_t i = 0; i < n; i++)
		if (s->nkeys == 0 || !str_is_equal(s->keys[s->nkeys - 1], s->keys[i]))
			s->keys[s->nkeys++] = s->keys[i];
}

static bool begins_shard(struct str key)
{
	unsigned long long hash = str_hash(key);

	/* The low bits of FNV-1a follow the last characters closely. */
	hash ^= hash >> 32;
	return hash % (str_has_prefix(key, STR("P/")) ? SHARD_PRODUCTS : SHARD_LISTS) == 0;
}

void mirror_shards_plan(struct mirror_shards *s, const struct mirror_links *links, struct arena *a)
{
	*s = (struct mirror_shards){.links = links};
	collect_keys(s, a);
	s->shards = arena_array(a, s->nkeys, sizeof(*s->shards));
	for (size_t i = 0; i < s->nkeys; i++) {
		struct mirror_shard *last = s->nshards > 0 ? &s->shards[s->nshards - 1] : NULL;

		if (!last || begins_shard(s->keys[i]) || i - last->from == SHARD_MOST) {
			last = &s->shards[s->nshards++];
			last->from = i;
			last->path =
			        arena_printf(a, MIRROR_VIEWER "%016llx.js", str_hash(s->keys[i]));
		}
		last->to = i + 1;
	}
}

void mirror_shard_maker_init(struct mirror_shard_maker *maker)
{
	encoder_init(&maker->encoder);
	buf_init(&maker->page);
	buf_init(&maker->pages);
	buf_init(&maker->packed);
}

void mirror_shard_maker_release(struct mirror_shard_maker *maker)
{
	encoder_release(&maker->encoder);
	buf_release(&maker->page);
	buf_release(&maker->pages);
	buf_release(&maker->packed);
}

/* What stands between two marks of a page; an absent text if it lacks one. */
static struct str cut(struct str html, struct str from, struct str to)
{
	size_t start = str_find(html, from), end;

	if (start == html.n)
		return STR_NONE;
	start += from.n;
	end = start + str_find(str_sub(html, start, html.n), to);
	return end == html.n ? STR_NONE : str_sub(html, start, end);
}

/* -1 with errno set. */
static int add_page(const struct mirror_shards *s, struct str prefix, struct str key,
                    struct mirror_shard_maker *maker)
{
	char file[1024], viewer[64];
	struct str path = {file, prefix.n + key.n + index_file.n}, place = {viewer, 0};
	struct str html, title, languages, body;
	struct buf *b = &maker->pages;

	snprintf(file, sizeof(file), "%.*s%.*sindex.html", STR_ARG(prefix), STR_ARG(key));
	if (path.n >= sizeof(file) || mirror_links_fate(s->links, path) != MIRROR_PACKED)
		return 0;
	place.n = (size_t)snprintf(viewer, sizeof(viewer), "%.*s" MIRROR_VIEWER "index.html",
	                           STR_ARG(prefix));
	buf_clear(&maker->page);
	if (fs_load(s->links->tree->fd, file, PAGE_LIMIT, &maker->page) < 0)
		return -1;
	html = buf_str(&maker->page);
	title = cut(html, STR("<title>"), STR("</title>"));
	languages = cut(html, STR("<ul class=\"languages\""), STR("</ul>"));
	body = cut(html, STR("</header>"), STR("<footer"));
	if (!title.p || !languages.p || !body.p) {
		errno = EBADMSG;
		return -1;
	}
	buf_add(b, key);
	buf_add_byte(b, '\x1f');
	buf_add(b, title);
	buf_add_byte(b, '\x1f');
	languages = str_sub(languages, str_find_byte(languages, '>') + 1, languages.n);
	if (mirror_links_rewrite(s->links, path, place, languages, b) < 0)
		return -1;
	buf_add_byte(b, '\x1f');
	if (mirror_links_rewrite(s->links, path, place, body, b) < 0)
		return -1;
	buf_add(b, STR("\x1f\x1e"));
	return 0;
}

static void add_base64(struct buf *b, struct str bytes)
{
	static const char digits[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)bytes.p;
	char *out = buf_reserve(b, (bytes.n + 2) / 3 * 4);

	for (size_t i = 0; i < bytes.n; i += 3) {
		size_t left = bytes.n - i;
		unsigned long group = (unsigned long)p[i] << 16 |
		                      (left > 1 ? (unsigned long)p[i + 1] << 8 : 0) |
		                      (left > 2 ? p[i + 2] : 0);

		*out++ = digits[group >> 18];
		*out++ = digits[group >> 12 & 63];
		*out++ = left > 1 ? digits[group >> 6 & 63] : '=';
		*out++ = left > 2 ? digits[group & 63] : '=';
	}
	b->n += (bytes.n + 2) / 3 * 4;
}

int mirror_shard_make(const struct mirror_shards *s, size_t number,
                      struct mirror_shard_maker *maker, struct buf *b, struct str *fault)
{
	const struct mirror_shard *shard = &s->shards[number];
	const struct languages *languages = &s->links->settings->languages;

	buf_printf(b, "fudaPages(\"%.*s\",{", STR_ARG(s->keys[shard->from]));
	for (unsigned language = 0; language < languages->n; language++) {
		char text[32] = "";

		if (language > 0)
			snprintf(text, sizeof(text), "%.*s/", STR_ARG(languages->code[language]));
		buf_clear(&maker->pages);
		for (size_t i = shard->from; i < shard->to; i++) {
			*fault = s->keys[i];
			if (add_page(s, str_from(text), s->keys[i], maker) < 0)
				return -1;
		}
		buf_clear(&maker->packed);
		encoder_add_deflate(&maker->encoder, buf_str(&maker->pages), &maker->packed);
		buf_printf(b, "%s\"%.*s\":\"", language > 0 ? "," : "",
		           STR_ARG(languages->code[language]));
		add_base64(b, buf_str(&maker->packed));
		buf_add_byte(b, '"');
	}
	buf_add(b, STR("});\n"));
	return 0;
}

void mirror_shards_add_directory(const struct mirror_shards *s, struct buf *b)
{
	buf_add(b, STR("fudaDirectory(["));
	for (size_t i = 0; i < s->nshards; i++) {
		struct str file = s->shards[i].path;

		file = str_sub(file, strlen(MIRROR_VIEWER), file.n);
		buf_printf(b, "%s\n[\"%.*s\",\"%.*s\"]", i > 0 ? "," : "",
		           STR_ARG(s->keys[s->shards[i].from]), STR_ARG(file));
	}
	buf_add(b, STR("\n]);\n"));
}
