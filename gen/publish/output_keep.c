/*
 * Files that stay as they were published before: because their bytes would be the same, or for some
 * days, as superseded ones.
 */
#include "base/array.h"
#include "publish/output_part.h"
#include "publish/product_tree.h"
#include <limits.h>

/* The lines before of a file and of its copies. Returns how many, or 0 if one is missing. */
static unsigned find_others(const struct output *o, struct str path,
                            struct output_other others[OUTPUT_LINES])
{
	unsigned n = o->is_precompressing && encoder_is_text(path) ? OUTPUT_LINES : 1;
	char room[PATH_MAX];

	for (unsigned i = 0; i < n; i++)
		if (output_find_other(o, i == 0 ? path : output_copy_path(path, i - 1, room),
		                      &others[i])
		            .hash.n == 0)
			return 0;
	return n;
}

/* Whether all of these files and their copies are as they were written; how they look is appended
 * to `looks`. */
static bool are_others_sound(struct output_worker *w, const struct str *paths, size_t npaths,
                             struct buf *looks)
{
	struct output_other others[OUTPUT_LINES];
	uint64_t look;

	for (size_t i = 0; i < npaths; i++) {
		unsigned n = find_others(w->output, paths[i], others);

		for (unsigned k = 0; k < n; k++) {
			const struct manifest_file *file = others[k].before;

			if (!output_is_sound(w, str_from(file->path), others[k].hash, file->look,
			                     &look))
				return false;
			buf_add_word(looks, look);
		}
		if (n == 0)
			return false;
	}
	return true;
}

int output_keep_files(struct output_worker *w, const struct str *paths, size_t npaths)
{
	struct output_other others[OUTPUT_LINES];
	const uint64_t *look;
	struct buf looks;
	bool is_kept;

	buf_init(&looks);
	is_kept = w->output->mode == OUTPUT_CHANGE && are_others_sound(w, paths, npaths, &looks);
	look = (const uint64_t *)(const void *)looks.p;
	for (size_t i = 0; is_kept && i < npaths; i++) {
		unsigned n = find_others(w->output, paths[i], others);

		for (unsigned k = 0; k < n; k++) {
			w->hand->look = *look++;
			output_keep_file(w, output_note_file(w, str_from(others[k].before->path),
			                                     &others[k], others[k].hash));
		}
	}
	buf_release(&looks);
	return is_kept ? 0 : -1;
}

/* The lines before of a product: from `from` to before the returned one. Bytes of them go to
 * `bytes`. */
static size_t find_product(const struct output_worker *w, struct str id, size_t *from,
                           uint64_t *bytes)
{
	size_t at = w->hand->cursor, to;

	while (at < w->hand->nknown &&
	       !str_is_equal(manifest_product_id(w->hand->known[at].path), id))
		at++;
	*from = at;
	*bytes = 0;
	for (to = at;
	     to < w->hand->nknown && str_is_equal(manifest_product_id(w->hand->known[to].path), id);
	     to++)
		*bytes += MANIFEST_LINE(w->hand->known[to].path.n);
	return to;
}

bool output_are_sound(struct output_worker *w, size_t from, size_t to)
{
	size_t nlooks = w->hand->looks.n;
	uint64_t look;

	for (size_t i = from; i < to; i++) {
		const struct manifest_line *line = &w->hand->known[i];

		if (!output_is_sound(w, line->path, line->hash.p, output_look_before(w, i),
		                     &look)) {
			w->hand->looks.n = nlooks;
			return false;
		}
		buf_add_word(&w->hand->looks, look);
	}
	return true;
}

int output_keep_product(struct output_worker *w, struct str id, uint64_t line_bytes)
{
	uint64_t bytes;
	size_t from, to;

	if (w->output->mode != OUTPUT_CHANGE)
		return -1;
	to = find_product(w, id, &from, &bytes);
	if (bytes != line_bytes || !output_are_sound(w, from, to))
		return -1;
	for (size_t i = from; i < to; i++) {
		struct manifest_line *line = &w->hand->known[i];

		manifest_add_line(&w->hand->lines, line->hash.p, line->path);
		if (str_has_prefix(line->path, STR("P/")) &&
		    str_has_suffix(line->path, STR("/" PRODUCT_TREE_FILE)))
			output_add_leaf(w, id, line->hash.p);
		output_keep_file(w, line->path);
		line->path = STR_NONE;
	}
	w->hand->cursor = to;
	return 0;
}

/* ---- superseded files ---- */

bool output_is_superseded(const struct output *o, struct str path)
{
	if (o->in->nsuperseded == 0)
		return false;
	return str_is_equal(path, STR(SUPERSEDED_PATH)) ||
	       superseded_find(o->in->superseded, o->in->nsuperseded, path);
}

/* Whether one that was published before is as it was: it cannot be made again. */
static bool is_intact(struct output_worker *w, const struct manifest_file *before,
                      struct superseded_file *file, struct diag *d)
{
	const struct output *o = w->output;

	if (output_is_sound(w, file->path, file->hash, before->look, &file->look))
		return true;
	/* Where a build was interrupted, it may have removed it. */
	if (o->mode == OUTPUT_CHANGE)
		diag_add(d, DIAG_FILE_MENDED, (struct place){.file = str_from(o->path)},
		         "%s, which is superseded, is missing or not as it was published, and %s",
		         before->path, o->is_trial ? "would go" : "goes");
	return false;
}

/* Publishes the list of those that stay; how they look is kept in its order. */
static void add_list(struct output *o, struct output_worker *w, struct arena *a)
{
	struct superseded_file *files = arena_array(a, o->in->nsuperseded, sizeof(*files));
	struct output_other other;
	struct buf list, looks;
	char *hash = arena_alloc(a, SHA256_HEX);

	memcpy(files, o->in->superseded, o->in->nsuperseded * sizeof(*files));
	buf_init(&list);
	buf_init(&looks);
	superseded_add_list(&list, files, o->in->nsuperseded);
	for (size_t i = 0; i < o->in->nsuperseded; i++)
		buf_add_word(&looks, files[i].look);
	if (seen_add(&o->in->seeing, (const uint64_t *)(const void *)looks.p, o->in->nsuperseded,
	             &o->in->superseded_seen) < 0)
		output_fail(o, STR("seen"));
	output_hash(w, buf_str(&list), hash);
	output_publish(w, STR(SUPERSEDED_PATH), buf_str(&list), hash,
	               output_find_other(o, STR(SUPERSEDED_PATH), &other));
	o->superseded = (struct str){hash, SHA256_HEX};
	buf_release(&list);
	buf_release(&looks);
}

/* Whether a file of before is one that the new edition does without, and may stay. */
static bool may_stay(const struct output *o, const struct manifest_file *before,
                     const struct output_staying *staying, struct superseded_file *file)
{
	struct str path = str_from(before->path);
	const struct superseded_file *known;
	date_days as_of = staying->as_of;

	if (!superseded_has_path(path) || manifest_find(o->files, o->nfiles, path) ||
	    (staying->is_search_gone && str_has_prefix(path, STR("search/"))))
		return false;
	known = manifest_find_superseded(&o->before, path);
	*file = (struct superseded_file){.path = path, .since = as_of};
	/* A day to come is of a list that nobody wrote, or of a site that goes back in time. */
	if (known && known->since < as_of)
		file->since = known->since;
	sha256_format(before->hash, file->hash);
	return (long)as_of - file->since < staying->days;
}

void output_supersede(struct output *o, struct output_worker *w,
                      const struct output_staying *staying, struct arena *a, struct diag *d)
{
	size_t room = 0;

	for (size_t i = 0; i < o->before.nothers; i++) {
		const struct manifest_file *before = &o->before.others[i];
		struct superseded_file file;

		if (!may_stay(o, before, staying, &file) || !is_intact(w, before, &file, d))
			continue;
		output_keep_file(w, file.path);
		ARRAY_GROW(a, o->in->superseded, o->in->nsuperseded, room);
		o->in->superseded[o->in->nsuperseded++] = file;
	}
	if (o->in->nsuperseded > 0)
		add_list(o, w, a);
}
