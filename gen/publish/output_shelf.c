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
	return output_has_before(o) && manifest_find_shelf(&o->before, pages, shelf);
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

	ARRAY_GROW(NULL, w->hand->leaves, w->hand->nleaves, w->hand->leaves_room);
	leaf = &w->hand->leaves[w->hand->nleaves++];
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
	for (size_t i = 0; i < w->hand->nleaves; i++)
		product_tree_add_leaf(w->sha, w->hand->leaves[i].id,
		                      (struct str){w->hand->leaves[i].label_hash, SHA256_HEX},
		                      &hashes);
	product_tree_find_root(w->sha, &hashes, &root);
	sha256_format(root.bytes, part->root);
	buf_release(&hashes);
}

/* Notes a part for MANIFEST.json, with how its files look. */
static void note_part(struct output_worker *w, struct output_part part)
{
	if (seen_add(&w->output->in->seeing, (const uint64_t *)(const void *)w->hand->looks.p,
	             w->hand->looks.n / sizeof(uint64_t), &part.seen) < 0)
		output_fail(w->output, STR("seen"));
	buf_clear(&w->hand->looks);
	ARRAY_GROW(NULL, w->hand->parts, w->hand->nparts, w->hand->parts_room);
	w->hand->parts[w->hand->nparts++] = part;
}

/* Publishes a part, and that of a shelf with its root. */
static void add_part(struct output_worker *w, struct str path, struct str lines)
{
	struct output_part part = {.path = arena_copy(&w->hand->arena, path),
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
	if (w->hand->nleaves > 0)
		find_root(w, before, &part);
	note_part(w, part);
}

void output_add_part(struct output_worker *w, struct str path, struct str lines,
                     const struct manifest_file *files, size_t nfiles)
{
	w->hand->nleaves = 0;
	for (size_t i = 0; i < nfiles; i++)
		buf_add_word(&w->hand->looks, files[i].look);
	add_part(w, path, lines);
}

void output_begin_shelf(struct output_worker *w, const struct pages *pages,
                        const struct shelf *shelf)
{
	struct manifest_line line;
	struct str text;

	buf_clear(&w->hand->lines);
	buf_clear(&w->hand->before);
	buf_clear(&w->hand->looks_before);
	buf_clear(&w->hand->looks);
	w->hand->nknown = w->hand->cursor = w->hand->nleaves = 0;
	if (!output_has_before(w->output))
		return;
	if (manifest_read_shelf(&w->output->before, pages, shelf, &w->hand->before,
	                        &w->hand->looks_before) < 0) {
		output_fail(w->output, STR(EDITION_PARTS));
		return;
	}
	text = buf_str(&w->hand->before);
	while (manifest_take_line(&text, &line) == 0) {
		ARRAY_GROW(NULL, w->hand->known, w->hand->nknown, w->hand->known_room);
		w->hand->known[w->hand->nknown++] = line;
	}
}

int output_keep_shelf(struct output_worker *w, const struct pages *pages, const struct shelf *shelf,
                      uint64_t line_bytes)
{
	const struct edition_part *before = manifest_find_shelf(&w->output->before, pages, shelf);
	struct output_part part;

	if (w->output->mode != OUTPUT_CHANGE || !before || before->root.n == 0 ||
	    w->hand->before.n != line_bytes || !output_are_sound(w, 0, w->hand->nknown))
		return -1;
	for (size_t i = 0; i < w->hand->nknown; i++)
		output_keep_file(w, w->hand->known[i].path);
	output_keep_file(w, before->path);
	part = (struct output_part){
	        .path = before->path, .nfiles = w->hand->nknown, .has_root = true};
	memcpy(part.hash, before->hash.p, SHA256_HEX);
	memcpy(part.root, before->root.p, SHA256_HEX);
	note_part(w, part);
	w->hand->nknown = 0;
	return 0;
}

void output_finish_shelf(struct output_worker *w, const struct pages *pages,
                         const struct shelf *shelf)
{
	for (size_t i = 0; i < w->hand->nknown; i++) {
		if (w->hand->known[i].path.n == 0) /* met */
			continue;
		ARRAY_GROW(NULL, w->hand->gone, w->hand->ngone, w->hand->gone_room);
		w->hand->gone[w->hand->ngone++] =
		        arena_copy(&w->hand->arena, w->hand->known[i].path);
	}
	if (w->hand->lines.n > 0)
		add_part(w,
		         ARENA_JOIN(&w->hand->arena, STR(PRODUCT_TREE_PARTS),
		                    shelf_id(pages, shelf), STR(EDITION_PART)),
		         buf_str(&w->hand->lines));
}
