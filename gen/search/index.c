#include "search/index.h"
#include "base/pool.h"
#include "publish/output.h"
#include "search/posting.h"
#include "search/stages.h"
#include <errno.h>
#include <stdlib.h>

const struct row *search_row(const struct search *search, uint32_t number)
{
	const struct lists *lists = search->lists;
	int level = CRITERIA_LEVELS;

	while (level > 1 && number >= search->level_from[level - 1])
		level--;
	return &search->site->survey
	                ->rows[lists->lists[lists->first[LIST_LEVEL] + (size_t)level - 1]
	                               .in[0]
	                               .rows[number - search->level_from[level]]];
}

/* Whether a list is the first of its name. */
static bool is_first_list(struct search *search, const struct search_name *name)
{
	bool is_first;

	pthread_mutex_lock(&search->once);
	is_first = map_find(&search->lists_made, (struct str){name->hash, SEARCH_HASH}) == MAP_NONE;
	if (is_first)
		map_add(&search->lists_made,
		        arena_copy(&search->list_names, (struct str){name->hash, SEARCH_HASH}), 0);
	pthread_mutex_unlock(&search->once);
	return is_first;
}

static struct search_name name_file(struct search_worker *w, struct str data)
{
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];
	struct search_name name;

	sha256_hash(w->render->output.sha, data, hash);
	sha256_format(hash, hex);
	memcpy(name.hash, hex, SEARCH_HASH);
	return name;
}

static void publish_file(struct search *search, struct search_worker *w, enum search_kind kind,
                         const struct search_name *name, struct str text)
{
	char path[sizeof("search/x.js") + SEARCH_HASH];

	snprintf(path, sizeof(path), "search/%c%.*s.js", (char)kind, SEARCH_HASH, name->hash);
	output_add_file(&w->render->output, str_from(path), text);
	search_note_file(search, str_from(path));
}

struct search_name search_add_file(struct search *search, struct search_worker *w,
                                   enum search_kind kind, struct str data)
{
	struct search_name name = name_file(w, data);
	struct buf *b = &w->render->file;

	if (kind == SEARCH_LIST && !is_first_list(search, &name))
		return name;
	buf_clear(b);
	buf_printf(b, "fudaSearch(\"%c%.*s\",", (char)kind, SEARCH_HASH, name.hash);
	buf_add(b, data);
	buf_add(b, STR(");\n"));
	publish_file(search, w, kind, &name, buf_str(b));
	if (kind == SEARCH_RESULTS && search->is_packed)
		buf_add(&w->pack, buf_str(b));
	return name;
}

/* Numbers the products, by level, and the manufacturers that have products. */
static void number_all(struct search *search, struct arena *a)
{
	const struct lists *lists = search->lists;
	const struct list *by_maker = &lists->lists[lists->first[LIST_MAKER]];
	size_t n = search->site->survey->nmanufacturers;

	for (int level = CRITERIA_LEVELS; level > 0; level--) {
		search->level_from[level] = search->nproducts;
		search->nproducts +=
		        (uint32_t)lists->lists[lists->first[LIST_LEVEL] + (size_t)level - 1].nrows;
	}
	search->level_from[0] = search->nproducts;
	search->makers = arena_array(a, n, sizeof(*search->makers));
	for (size_t i = 0; i < n; i++)
		if (by_maker[lists->makers[0][i]].nrows > 0)
			search->makers[search->nmakers++] = lists->makers[0][i];
}

/* Numbers the versions of the criteria that have a page; each product stands on one of them. */
static void number_criteria(struct search *search, struct arena *a)
{
	const struct site *site = search->site;
	uint32_t n = 0;

	search->criteria = arena_array(a, site->criteria->nversions, sizeof(*search->criteria));
	for (size_t i = 0; i < site->criteria->nversions; i++)
		search->criteria[i] = site->has_criteria_page[i] ? n++ : CRITERIA_NONE;
}

/* A number of a product's own. FNV-1a alone keeps ids that differ in their last characters
 * together. */
static uint64_t number_of_id(const struct search *search, uint32_t number)
{
	uint64_t hash = str_hash(row_id(search_row(search, number)));

	return (hash ^ hash >> 32) * 0x9e3779b97f4a7c15u;
}

/* Where what begins at `from` ends, by the last at `to`: of the places before which it may end,
 * before the one whose product has the id with the least number. What may end before the same
 * products ends before the same one, so a product that comes or goes seldom changes a file in which
 * it does not stand. Places are products, or the files that begin with these. */
static size_t find_end(const struct search *search, const uint32_t *files, size_t from,
                       size_t least, size_t most, size_t to)
{
	uint64_t best = UINT64_MAX;
	size_t end = from + least;

	if (to - from <= most)
		return to;
	for (size_t i = end; i <= from + most; i++) {
		uint64_t number = number_of_id(search, files ? files[i] : (uint32_t)i);

		if (number < best) {
			best = number;
			end = i;
		}
	}
	return end;
}

/* Cuts the results into files, those of manufacturers by their number. */
static void cut_files(struct search *search, struct arena *a)
{
	bool is_few = search->nproducts <= SEARCH_FEW;
	bool is_lite = search->site->links == LINKS_LITE;
	uint32_t least = is_lite ? SEARCH_LITE_MIN : is_few ? SEARCH_RESULTS_MIN : SEARCH_MANY_MIN;
	uint32_t most = is_lite ? SEARCH_LITE_MAX : is_few ? SEARCH_RESULTS_MAX : SEARCH_MANY_MAX;
	uint32_t end = search->nproducts + search->nmakers;

	search->files = arena_array(a, end / least + 3, sizeof(*search->files));
	for (uint32_t from = 0; from < search->nproducts;
	     from = (uint32_t)find_end(search, NULL, from, least, most, search->nproducts))
		search->files[search->nfiles++] = from;
	search->nresults = search->nfiles;
	search->is_packed = !is_lite && search->nresults >= SEARCH_PACKED_MIN &&
	                    search->nresults <= SEARCH_PACKED_MAX;
	for (uint32_t i = search->nproducts; i < end; i += most)
		search->files[search->nfiles++] = i;
	search->files[search->nfiles] = end;
	search->ngroups = (search->nfiles + SEARCH_GROUP - 1) / SEARCH_GROUP;
}

static size_t find_pack_end(const struct search *search, size_t from, size_t to)
{
	return find_end(search, search->files, from, SEARCH_PACK_MIN, SEARCH_PACK_MAX, to);
}

static void add_name(struct buf *names, size_t n, const struct search_name *name)
{
	buf_add_byte(names, posting_digit((unsigned)n - 1));
	buf_add(names, (struct str){name->hash, SEARCH_HASH});
}

/* Publishes the files of results since the last pack, so many, as one more. */
static void finish_pack(struct search *search, struct search_worker *w, size_t n, struct buf *packs)
{
	struct search_name name = name_file(w, buf_str(&w->pack));

	publish_file(search, w, SEARCH_PACKS, &name, buf_str(&w->pack));
	add_name(packs, n, &name);
	buf_clear(&w->pack);
}

/* The files of a group by name, each behind how many numbers it has; and its packs. */
static void add_names(struct search *search, struct search_worker *w, size_t group,
                      struct buf *names)
{
	size_t pack = group * SEARCH_GROUP;
	size_t to = pack + SEARCH_GROUP < search->nfiles ? pack + SEARCH_GROUP : search->nfiles;
	size_t last = to < search->nresults ? to : search->nresults;

	for (size_t i = pack, end = find_pack_end(search, i, last); i < to; i++) {
		struct search_name name =
		        search_add_results(search, w, search->files[i], search->files[i + 1]);

		add_name(names, search->files[i + 1] - search->files[i], &name);
		if (search->is_packed && i + 1 == end) {
			finish_pack(search, w, end - pack, &search->groups[group].packs);
			pack = end;
			end = find_pack_end(search, pack, last);
		}
	}
}

/* Makes the results of a group, and the file that names them unless the directory does; its keys go
 * to a run. */
static void make_group(void *context, unsigned worker, size_t number)
{
	struct search *search = context;
	struct search_worker *w = &search->workers[worker];
	struct search_job *job = &search->groups[number];
	struct search_name name;
	struct buf names;

	if (search->nfiles <= SEARCH_NAMED) {
		add_names(search, w, number, &job->names);
	} else {
		buf_init(&names);
		buf_add_byte(&names, '"');
		add_names(search, w, number, &names);
		buf_add_byte(&names, '"');
		name = search_add_file(search, w, SEARCH_GROUPS, buf_str(&names));
		buf_add(&job->names, (struct str){name.hash, SEARCH_HASH});
		buf_release(&names);
	}
	if (spill_write(&search->spill, number, &w->pairs) < 0)
		output_fail(w->render->output.output, STR("the search index"));
}

static void make_part(void *context, unsigned worker, size_t number)
{
	struct search *search = context;
	struct search_worker *w = &search->workers[worker];

	if (search_add_terms(search, w, &search->parts[number], number) < 0)
		output_fail(w->render->output.output, STR("the search index"));
}

static struct search_job *make_jobs(size_t njobs)
{
	struct search_job *jobs = calloc(njobs + 1, sizeof(*jobs));

	if (!jobs)
		out_of_memory();
	return jobs;
}

static void release_jobs(struct search_job *jobs, size_t njobs)
{
	for (size_t i = 0; i < njobs; i++) {
		buf_release(&jobs[i].names);
		buf_release(&jobs[i].keys);
		buf_release(&jobs[i].code_names);
		buf_release(&jobs[i].code_keys);
		buf_release(&jobs[i].packs);
	}
	free(jobs);
}

static void open_workers(struct search *search, struct worker *workers, unsigned nworkers)
{
	search->workers = calloc(nworkers, sizeof(*search->workers));
	if (!search->workers)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++) {
		search->workers[i].render = &workers[i];
		term_init(&search->workers[i].cutter);
		spill_pairs_init(&search->workers[i].pairs);
		buf_init(&search->workers[i].data);
		buf_init(&search->workers[i].pack);
	}
}

static void close_workers(struct search *search, unsigned nworkers)
{
	for (unsigned i = 0; i < nworkers; i++) {
		term_release(&search->workers[i].cutter);
		spill_pairs_release(&search->workers[i].pairs);
		buf_release(&search->workers[i].data);
		buf_release(&search->workers[i].pack);
	}
	free(search->workers);
}

static void make_index(struct search *search, struct worker *workers, unsigned nworkers)
{
	struct output *o = workers[0].output.output;

	if (spill_open(&search->spill, o->work_fd, OUTPUT_SEARCH_KEYS, search->ngroups) < 0) {
		output_fail(o, STR("the search index"));
		return;
	}
	arena_init(&search->list_names, 1 << 14);
	map_init(&search->lists_made, &search->list_names);
	open_workers(search, workers, nworkers);
	search->groups = make_jobs(search->ngroups);
	pool_run(nworkers, search->ngroups, make_group, search);
	spill_plan(&search->spill);
	search->parts = make_jobs(search->spill.nparts);
	pool_run(nworkers, search->spill.nparts, make_part, search);
	search_add_directory(search, &search->workers[0]);
	release_jobs(search->groups, search->ngroups);
	release_jobs(search->parts, search->spill.nparts);
	close_workers(search, nworkers);
	spill_close(&search->spill);
	arena_release(&search->list_names);
}

uint64_t search_make(const struct site *site, const struct lists *lists, struct worker *workers,
                     unsigned nworkers, struct arena *a)
{
	struct search search = {.site = site, .lists = lists, .once = PTHREAD_MUTEX_INITIALIZER};
	uint64_t key;

	number_all(&search, a);
	number_criteria(&search, a);
	cut_files(&search, a);
	if (search_keep(&search, workers, nworkers, &key))
		return key;
	make_index(&search, workers, nworkers);
	return search_find_key(&search, workers[0].output.sha);
}
