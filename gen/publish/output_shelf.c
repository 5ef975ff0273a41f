/*
 * Shelves of products as they are written, and the parts of the list of files.
 */
#include "model/shelf.h"
#include "publish/output_part.h"
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

void output_add_part(struct output_worker *w, struct str path, struct str lines)
{
	struct output_part part = {.path = arena_copy(&w->arena, path),
	                           .nfiles = count_lines(lines)};
	const struct edition_part *before = NULL;

	output_hash(w, lines, part.hash);
	if (output_has_before(w->output))
		before = manifest_find_part(&w->output->before, path);
	output_publish(w, part.path, lines, part.hash, before ? before->hash : STR_NONE);
	w->parts = output_grow(w->parts, w->nparts, &w->parts_room, sizeof(*w->parts));
	w->parts[w->nparts++] = part;
}

void output_begin_shelf(struct output_worker *w, const struct pages *pages,
                        const struct shelf *shelf)
{
	struct manifest_line line;
	struct str text;

	buf_clear(&w->lines);
	buf_clear(&w->before);
	w->nknown = w->cursor = 0;
	if (!output_has_before(w->output))
		return;
	if (manifest_read_shelf(&w->output->before, pages, shelf, &w->before) < 0) {
		output_fail(w->output, STR(EDITION_PARTS));
		return;
	}
	text = buf_str(&w->before);
	while (manifest_take_line(&text, &line) == 0) {
		w->known = output_grow(w->known, w->nknown, &w->known_room, sizeof(*w->known));
		w->known[w->nknown++] = line;
	}
}

void output_finish_shelf(struct output_worker *w, const struct pages *pages,
                         const struct shelf *shelf)
{
	for (size_t i = 0; i < w->nknown; i++) {
		if (w->known[i].path.n == 0) /* met */
			continue;
		w->gone = output_grow(w->gone, w->ngone, &w->gone_room, sizeof(*w->gone));
		w->gone[w->ngone++] = arena_copy(&w->arena, w->known[i].path);
	}
	if (w->lines.n > 0)
		output_add_part(w,
		                ARENA_JOIN(&w->arena, STR(EDITION_PARTS "products-"),
		                           shelf_id(pages, shelf), STR(EDITION_PART)),
		                buf_str(&w->lines));
}
