/*
 * An index that would be the same as the one published before is left as it is.
 *
 * Its key says what it is made of, and which files it has: so a manifest that lost a line of them
 * does not answer for it.
 */
#include "base/pool.h"
#include "base/sha256.h"
#include "model/details.h"
#include "night/state.h"
#include "search/stages.h"
#include <stdlib.h>

static void add_product(const struct search *search, uint32_t number, struct buf *b)
{
	const struct row *row = search_row(search, number);
	struct details details;

	details_read(&details, row, search->site->words.nlanguages);
	buf_add_word(b, row->key);
	buf_add_counted(b, details.bytes);
}

/* The names of a manufacturer are in the keys of its products. */
static void add_maker(const struct search *search, uint32_t maker, struct buf *b)
{
	const struct list *list = &search->lists->lists[search->lists->first[LIST_MAKER] + maker];

	buf_add_counted(b, list->path);
	buf_add_word(b, list->nrows);
}

/* The numbers of the files of results, found side by side. */
struct keying {
	const struct search *search;
	struct worker *workers;
	uint64_t *keys; /* by file */
};

static void find_file_key(void *context, unsigned worker, size_t number)
{
	const struct keying *keying = context;
	const struct search *search = keying->search;
	struct worker *w = &keying->workers[worker];

	buf_clear(&w->data);
	for (uint32_t k = search->files[number]; k < search->files[number + 1]; k++)
		if (k < search->nproducts)
			add_product(search, k, &w->data);
		else
			add_maker(search, search->makers[k - search->nproducts], &w->data);
	keying->keys[number] = sha256_number(w->output.sha, buf_str(&w->data));
}

/* The number for what may turn on a day on which no record does: versions of the criteria that are
 * published, and entries that are retired. */
static uint64_t find_key_of_days(const struct search *search, struct worker *w)
{
	buf_clear(&w->data);
	buf_add(&w->data,
	        (struct str){(const char *)search->criteria,
	                     search->site->criteria->nversions * sizeof(*search->criteria)});
	search_add_retired(search->site, &w->data);
	return sha256_number(w->output.sha, buf_str(&w->data));
}

/* The number for all records in the index, in their order, and for what days turn. */
static uint64_t find_key_of_rows(const struct search *search, struct worker *workers,
                                 unsigned nworkers)
{
	uint64_t *keys = calloc(search->nfiles + 1, sizeof(*keys)), key;
	struct keying keying = {search, workers, keys};

	if (!keys)
		out_of_memory();
	pool_run(nworkers, search->nfiles, find_file_key, &keying);
	keys[search->nfiles] = find_key_of_days(search, &workers[0]);
	key = sha256_number(workers[0].output.sha,
	                    (struct str){(const char *)keys, (search->nfiles + 1) * sizeof(*keys)});
	free(keys);
	return key;
}

static uint64_t find_key(uint64_t rows, uint64_t names, struct sha256_context *sha)
{
	struct buf b;
	uint64_t key;

	buf_init(&b);
	buf_add_word(&b, rows);
	buf_add_word(&b, names);
	key = sha256_number(sha, buf_str(&b));
	buf_release(&b);
	return key;
}

/* Appends the paths of the index published before, and sums their hashes up as search_note_file
 * does. */
static uint64_t list_before(const struct manifest *before, struct buf *paths)
{
	uint64_t names = 0;

	for (size_t i = 0; i < before->nothers; i++) {
		struct str path = str_from(before->others[i].path);

		if (!str_has_prefix(path, STR("search/")) || !str_has_suffix(path, STR(".js")) ||
		    manifest_find_superseded(before, path))
			continue;
		buf_add(paths, (struct str){(const char *)&path, sizeof(path)});
		names += str_hash(path);
	}
	return names;
}

void search_note_file(struct search *search, struct str path)
{
	atomic_fetch_add_explicit(&search->names, str_hash(path), memory_order_relaxed);
}

bool search_keep(struct search *search, struct worker *workers, unsigned nworkers, uint64_t *key)
{
	struct output_worker *w = &workers[0].output;
	const struct state *state = search->site->before;
	struct buf paths;
	bool is_kept;

	search->rows = find_key_of_rows(search, workers, nworkers);
	if (!state)
		return false;
	buf_init(&paths);
	*key = find_key(search->rows, list_before(&w->output->before, &paths), w->sha);
	is_kept = state_has_made(state, *key) &&
	          output_keep_files(w, (const struct str *)(const void *)paths.p,
	                            paths.n / sizeof(struct str)) == 0;
	buf_release(&paths);
	return is_kept;
}

uint64_t search_find_key(const struct search *search, struct sha256_context *sha)
{
	return find_key(search->rows, atomic_load(&search->names), sha);
}
