/*
 * Shelves of products as they are written, and the parts of the list of files.
 */
#include "base/array.h"
#include "model/shelf.h"
#include "publish/output_part.h"
#include "publish/product_tree.h"
#include <stdlib.h>

bool output_had_shelf(const struct output *o, const struct pages *pages, const struct shelf *shelf)
{
	return output_has_before(o) && manifest_has_shelf(&o->before, pages, shelf);
}

static size_t count_lines(struct str text)
{
	size_t n = 0;

	for (const char *p = text.p; (p = memchr(p, '\n', (size_t)(text.p + text.n - p))); p++)
		n++;
	return n;
}

void output_add_leaf(struct output_worker *w, struct str id, const char label_hash[SHA256_HEX])
{
	struct output_leaf *leaf;

	ARRAY_GROW(NULL, w->leaves, w->nleaves, w->leaves_room);
	leaf = &w->leaves[w->nleaves++];
	leaf->id = id;
	memcpy(leaf->label_hash, label_hash, SHA256_HEX);
}

/* The root of the shelf's tree. A part that is as before has the one of before. */
static void find_root(struct output_worker *w, const struct edition_part *before,
                      struct output_part *part)
{
	struct merkle_hash root;
	struct buf hashes;

	part->has_root = true;
	if (before && before->root.n > 0 && memcmp(before->hash.p, part->hash, SHA256_HEX) == 0) {
		memcpy(part->root, before->root.p, SHA256_HEX);
		return;
	}
	buf_init(&hashes);
	for (size_t i = 0; i < w->nleaves; i++)
		product_tree_add_leaf(w->sha, w->leaves[i].id,
		                      (struct str){w->leaves[i].label_hash, SHA256_HEX}, &hashes);
	product_tree_find_root(w->sha, &hashes, &root);
	sha256_format(root.bytes, part->root);
	buf_release(&hashes);
}

/* Publishes a part, and that of a shelf with its root. */
static void add_part(struct output_worker *w, struct str path, struct str lines)
{
	struct output_part part = {.path = arena_copy(&w->arena, path),
	                           .nfiles = count_lines(lines)};
	const struct edition_part *before = NULL;

	output_hash(w, lines, part.hash);
	if (output_has_before(w->output))
		before = manifest_find_part(&w->output->before, path);
	/* One of before was read as a whole, or it would not be believed. */
	if (before && memcmp(before->hash.p, part.hash, SHA256_HEX) == 0 &&
	    w->output->mode == OUTPUT_CHANGE)
		output_keep_file(w, part.path);
	else
		output_publish(w, part.path, lines, part.hash,
		               (struct output_known){.hash = before ? before->hash : STR_NONE});
	if (seen_add(&w->output->seeing, (const uint64_t *)(const void *)w->looks.p,
	             w->looks.n / sizeof(uint64_t), &part.seen) < 0)
		output_fail(w->output, STR("seen"));
	buf_clear(&w->looks);
	if (w->nleaves > 0)
		find_root(w, before, &part);
	ARRAY_GROW(NULL, w->parts, w->nparts, w->parts_room);
	w->parts[w->nparts++] = part;
}

void output_add_part(struct output_worker *w, struct str path, struct str lines)
{
	w->nleaves = 0;
	add_part(w, path, lines);
}

void output_begin_shelf(struct output_worker *w, const struct pages *pages,
                        const struct shelf *shelf)
{
	struct manifest_line line;
	struct str text;

	buf_clear(&w->lines);
	buf_clear(&w->before);
	buf_clear(&w->looks_before);
	buf_clear(&w->looks);
	w->nknown = w->cursor = w->nleaves = 0;
	if (!output_has_before(w->output))
		return;
	if (manifest_read_shelf(&w->output->before, pages, shelf, &w->before, &w->looks_before) <
	    0) {
		output_fail(w->output, STR(EDITION_PARTS));
		return;
	}
	text = buf_str(&w->before);
	while (manifest_take_line(&text, &line) == 0) {
		ARRAY_GROW(NULL, w->known, w->nknown, w->known_room);
		w->known[w->nknown++] = line;
	}
}

void output_finish_shelf(struct output_worker *w, const struct pages *pages,
                         const struct shelf *shelf)
{
	for (size_t i = 0; i < w->nknown; i++) {
		if (w->known[i].path.n == 0) /* met */
			continue;
		ARRAY_GROW(NULL, w->gone, w->ngone, w->gone_room);
		w->gone[w->ngone++] = arena_copy(&w->arena, w->known[i].path);
	}
	if (w->lines.n > 0)
		add_part(w,
		         ARENA_JOIN(&w->arena, STR(PRODUCT_TREE_PARTS), shelf_id(pages, shelf),
		                    STR(EDITION_PART)),
		         buf_str(&w->lines));
}
