#include "mirror/bundle.h"
#include "base/fs.h"
#include "base/json_writer.h"
#include "sign/minisign.h"

#define PAGE_LIMIT ((size_t)1 << 26)

/* About so many pages in a shard, and never more than SHARD_MOST. A product's page is some ten
 * kilobytes, one of a list some forty. */
#define SHARD_PRODUCTS 96
#define SHARD_LISTS    24
#define SHARD_MOST     256

bool mirror_shards_is_packed(struct str packed, struct str path)
{
	return str_has_suffix(path, packed) && path.n > packed.n &&
	       path.p[path.n - packed.n - 1] == '/';
}

/* The path of a packed page's folder below the root of its language. */
static struct str key_of(const struct mirror_shards *s, struct str path)
{
	struct str first = str_before(path, '/');
	struct str key = str_sub(path, 0, path.n - s->packed.n);

	for (unsigned i = 1; i < s->languages->n; i++)
		if (str_is_equal(first, s->languages->code[i]))
			return str_sub(key, first.n + 1, key.n);
	return key;
}

static void collect_keys(struct mirror_shards *s, struct arena *a)
{
	size_t n = 0;

	map_init(&s->pages, a);
	s->keys = arena_array(a, s->tree->npaths, sizeof(*s->keys));
	for (size_t i = 0; i < s->tree->npaths; i++) {
		struct str path = s->tree->paths[i];

		if (!mirror_shards_is_packed(s->packed, path))
			continue;
		map_add(&s->pages, path, 0);
		s->keys[n++] = key_of(s, path);
	}
	str_sort(s->keys, n);
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

void mirror_shards_plan(struct mirror_shards *s, const struct mirror_tree *tree,
                        const struct languages *languages, struct str packed, struct str viewer,
                        struct arena *a)
{
	*s = (struct mirror_shards){.tree = tree, .languages = languages, .packed = packed};
	collect_keys(s, a);
	s->shards = arena_array(a, s->nkeys, sizeof(*s->shards));
	for (size_t i = 0; i < s->nkeys; i++) {
		struct mirror_shard *last = s->nshards > 0 ? &s->shards[s->nshards - 1] : NULL;

		if (!last || begins_shard(s->keys[i]) || i - last->from == SHARD_MOST) {
			last = &s->shards[s->nshards++];
			last->from = i;
			last->path = arena_printf(a, "%.*s%016llx.js", STR_ARG(viewer),
			                          str_hash(s->keys[i]));
		}
		last->to = i + 1;
	}
}

void mirror_shard_maker_init(struct mirror_shard_maker *maker)
{
	encoder_init(&maker->encoder);
	buf_init(&maker->page);
	buf_init(&maker->pages);
	buf_init(&maker->compressed);
}

void mirror_shard_maker_release(struct mirror_shard_maker *maker)
{
	encoder_release(&maker->encoder);
	buf_release(&maker->page);
	buf_release(&maker->pages);
	buf_release(&maker->compressed);
}

/* Appends a page behind its line, if it is there in that language. -1 with errno set. */
static int add_page(const struct mirror_shards *s, struct str prefix, struct str key,
                    struct mirror_shard_maker *maker)
{
	char path[1024];
	int n = snprintf(path, sizeof(path), "%.*s%.*s%.*s", STR_ARG(prefix), STR_ARG(key),
	                 STR_ARG(s->packed));

	if (n >= (int)sizeof(path) ||
	    map_find(&s->pages, (struct str){path, (size_t)n}) == MAP_NONE)
		return 0;
	buf_clear(&maker->page);
	if (fs_load(s->tree->fd, path, PAGE_LIMIT, &maker->page) < 0)
		return -1;
	buf_printf(&maker->pages, "%zu %.*s\n", maker->page.n, STR_ARG(key));
	buf_add(&maker->pages, buf_str(&maker->page));
	return 0;
}

int mirror_shard_make(const struct mirror_shards *s, size_t number,
                      struct mirror_shard_maker *maker, struct buf *b, struct str *fault)
{
	const struct mirror_shard *shard = &s->shards[number];
	const struct languages *languages = s->languages;

	buf_add(b, STR("fudaPages("));
	json_add_quoted(b, s->keys[shard->from]);
	buf_add(b, STR(",{"));
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
		buf_clear(&maker->compressed);
		encoder_add_deflate(&maker->encoder, buf_str(&maker->pages), &maker->compressed);
		json_add_key_text(b, languages->code[language]);
		buf_add_byte(b, '"');
		minisign_add_base64(b, buf_str(&maker->compressed));
		buf_add_byte(b, '"');
	}
	buf_add(b, STR("});\n"));
	return 0;
}

void mirror_shards_add_directory(const struct mirror_shards *s, struct buf *b)
{
	buf_add(b, STR("fudaDirectory(["));
	for (size_t i = 0; i < s->nshards; i++) {
		json_begin_line(b);
		json_open(b, NULL, '[');
		json_add_string(b, NULL, s->keys[s->shards[i].from]);
		json_add_string(b, NULL, str_behind_last(s->shards[i].path, '/'));
		buf_add_byte(b, ']');
	}
	buf_add(b, STR("\n]);\n"));
}
