/* What the files of module search share. */
#ifndef SEARCH_STAGES_H
#define SEARCH_STAGES_H

#include "base/map.h"
#include "search/index.h"
#include "search/spill.h"
#include "text/term.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Hexadecimal digits of the hash in a file's name. */
#define SEARCH_HASH 12

/* Products in a file of results, at most and at least: of a small site, of one with more products
 * than SEARCH_FEW, of a copy of few files, where a place in the file is still one digit. The check
 * of a long list loads nearly all files of a small site and takes its time by their number; a short
 * question loads some and takes its time by their size, and of all else the more the larger the
 * site. And files of results in a group, which is the work of one job and has a file with their
 * names. */
#define SEARCH_RESULTS_MAX 52
#define SEARCH_RESULTS_MIN 18
#define SEARCH_MANY_MAX    32
#define SEARCH_MANY_MIN    10
#define SEARCH_FEW         40000 /* as wholeFiles in static/search/query.js has it */
#define SEARCH_LITE_MAX    64
#define SEARCH_LITE_MIN    20
#define SEARCH_GROUP       64

/* Files of results of products in a pack, at most and at least, the last of a group fewer: it has
 * them one behind the other, for who needs nearly all of them, since loading takes its time by the
 * number of files. A site of fewer or more files than these has no packs; in a very large one a
 * list seldom needs most of them, and a night with few changes would change all packs. */
#define SEARCH_PACK_MAX   22
#define SEARCH_PACK_MIN   10
#define SEARCH_PACKED_MIN 32
#define SEARCH_PACKED_MAX 8192

/* Files of results that the directory names itself, at most: a question then waits for one file
 * less, and the directory is some 7 kB longer, compressed. Of more files it names the groups. */
#define SEARCH_NAMED 1024

/* The letters with which names of files begin, by what is in them. */
enum search_kind {
	SEARCH_TERMS = 't',
	SEARCH_LIST = 'l',
	SEARCH_GROUPS = 'g',
	SEARCH_RESULTS = 'r',
	SEARCH_MAKERS = 'm',
	SEARCH_CODES = 'c',
	SEARCH_CODE_LIST = 'd',
	SEARCH_BESIDE = 'b',
	SEARCH_RETIRED = 'e',
	SEARCH_PACKS = 'p',
	SEARCH_PACK_LIST = 'k',
};

/* Behind '#', the letters of keys that stand in files of codes: barcodes, and what is known of
 * flaws. These are loaded only where one is asked for. */
enum search_code { SEARCH_GTIN = 'g', SEARCH_NOTE = 'n' };

/* Bytes of a code at most. */
#define SEARCH_CODE_MAX 48

struct search_name {
	char hash[SEARCH_HASH];
};

/* What one job made; kept in the slot of its number. */
struct search_job {
	struct buf names; /* of search_name: of the files of terms; of a group, what the directory
	                     says */
	struct buf keys;  /* the first key of each file of terms, each behind its length */
	struct buf code_names, code_keys; /* the same of the files of codes */
	struct buf packs;                 /* of a group, as names of files of results */
};

struct search_worker {
	struct worker *render;
	struct term_cutter cutter;
	struct spill_pairs pairs;
	struct buf data; /* of the file being made */
	struct buf pack; /* the files of the pack being made */
};

struct search {
	const struct site *site;
	const struct lists *lists;
	uint32_t nproducts, nmakers;
	uint32_t level_from[CRITERIA_LEVELS +
	                    1]; /* the first number of a level; [0] is the number of products */
	uint32_t *makers;       /* indexes into survey.manufacturers, by number less nproducts */
	uint32_t *criteria; /* by version: its number in the directory, which knows of those that
	                       have a page */
	uint32_t *files;    /* the first number of each file of results, and where the last ends */
	size_t nfiles, ngroups;
	size_t nresults; /* of the files, those of products */
	bool is_packed;
	struct spill spill;
	struct search_job *groups, *parts;
	struct search_worker *workers;
	/* The lists that have been published: the two halves of a word have the same one. */
	pthread_mutex_t once;
	struct arena list_names;
	struct map lists_made;
	uint64_t rows;          /* the number for all records in it, and the criteria (key.h) */
	_Atomic uint64_t names; /* the hashes of the paths of its files, summed up */
};

/* Publishes data as a file of a kind: fudaSearch("NAME",DATA). Lists with the same data are one
 * file. */
struct search_name search_add_file(struct search *search, struct search_worker *w,
                                   enum search_kind kind, struct str data);

/* Counts a file in, for the key of the index. */
void search_note_file(struct search *search, struct str path);

/* Keeps the index published before, if it is made of the same; `key` is then its key. */
MUST_CHECK bool search_keep(struct search *search, struct worker *workers, unsigned nworkers,
                            uint64_t *key);

/* The key of an index that was made, once search_keep has been asked. */
uint64_t search_find_key(const struct search *search, struct sha256_context *sha);

/* The row of a product's number. */
const struct row *search_row(const struct search *search, uint32_t number);

/* Makes the file of the results from `from` to before `to`, and adds the keys of what is in it.
 * All of them are products, or all are manufacturers. */
struct search_name search_add_results(struct search *search, struct search_worker *w, uint32_t from,
                                      uint32_t to);

/* Makes the files of the terms of a part. -1 with errno set. */
MUST_CHECK int search_add_terms(struct search *search, struct search_worker *w,
                                struct search_job *job, size_t part);

/* Appends the entries that have been retired, which are in no list, as JSON: by product id the day;
 * nothing where there are none. */
void search_add_retired(const struct site *site, struct buf *b);

/* Makes directory.js. */
void search_add_directory(struct search *search, struct search_worker *w);

#endif
