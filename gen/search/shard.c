#include "base/utf8.h"
#include "search/posting.h"
#include "search/stages.h"
#include <assert.h>

/* A file of terms ends with the entry that makes it as long as this, in bytes. */
#define FILE_BYTES 8192
/* A list that is longer stands in a file of its own, so that who looks for its neighbours need not
 * load it. */
#define LIST_BYTES 2048
/* Keys that lead to few products share an entry of at most so many. */
#define SHARED_MAX 8
/* The first entry of a file begins anew; the others say how many characters they share, up to here.
 */
#define PREFIX_MAX 63

struct shard {
	struct search *search;
	struct search_worker *w;
	struct search_job *job;
	bool is_codes;    /* the file is one of codes */
	struct buf text;  /* of the file */
	struct buf entry; /* key of the last entry */
	struct buf last;  /* the key before, whatever entry it is in */
	struct buf begin; /* the key of the shared entry that is being filled */
	uint32_t shared[SHARED_MAX];
	size_t nshared;
};

/* Bytes and UTF-16 units that two keys share, in whole characters. */
static size_t find_shared(struct str left, struct str right, unsigned *nunits)
{
	size_t at = 0;

	*nunits = 0;
	while (at < left.n && at < right.n) {
		size_t l = at, r = at;
		uint32_t c = utf8_next(left, &l);

		if (utf8_next(right, &r) != c || *nunits + 2 > PREFIX_MAX)
			break;
		*nunits += c >= 0x10000 ? 2 : 1;
		at = l;
	}
	return at;
}

static void finish_file(struct shard *shard)
{
	struct search_name name;

	if (shard->text.n == 0)
		return;
	buf_add_byte(&shard->text, '"');
	name = search_add_file(shard->search, shard->w,
	                       shard->is_codes ? SEARCH_CODES : SEARCH_TERMS,
	                       buf_str(&shard->text));
	buf_add(shard->is_codes ? &shard->job->code_names : &shard->job->names,
	        (struct str){name.hash, SEARCH_HASH});
	buf_clear(&shard->text);
}

/* Begins a file with a key. */
static void begin_file(struct shard *shard, struct str key)
{
	struct buf *keys = shard->is_codes ? &shard->job->code_keys : &shard->job->keys;

	buf_add_byte(&shard->text, '"');
	assert(key.n < 128);
	buf_add_byte(keys, (char)key.n);
	buf_add(keys, key);
}

/* Adds an entry: how much of the key stands in the one before, the rest, a mark, the list. */
static void add_entry(struct shard *shard, struct str key, char mark, const uint32_t *numbers,
                      size_t nnumbers)
{
	struct buf *list = &shard->w->data;
	unsigned nunits = 0;
	size_t shared = 0;

	if (shard->text.n >= FILE_BYTES)
		finish_file(shard);
	if (shard->text.n == 0) {
		begin_file(shard, key);
	} else {
		buf_add_byte(&shard->text, ' ');
		shared = find_shared(buf_str(&shard->entry), key, &nunits);
	}
	buf_clear(list);
	posting_add_list(list, numbers, nnumbers);
	buf_add_byte(&shard->text, posting_digit(nunits));
	buf_add(&shard->text, str_sub(key, shared, key.n));
	if (list->n > LIST_BYTES) {
		struct buf data;
		struct search_name name;

		buf_init(&data);
		buf_printf(&data, "\"%.*s\"", (int)list->n, list->p);
		name = search_add_file(shard->search, shard->w, SEARCH_LIST, buf_str(&data));
		buf_release(&data);
		buf_clear(list);
		posting_add_number(list, nnumbers);
		buf_add(list, (struct str){name.hash, SEARCH_HASH});
		mark = '^';
	}
	buf_add_byte(&shard->text, mark);
	buf_add(&shard->text, buf_str(list));
	buf_clear(&shard->entry);
	buf_add(&shard->entry, key);
}

static void finish_shared(struct shard *shard)
{
	if (shard->nshared > 0)
		add_entry(shard, buf_str(&shard->begin), '~', shard->shared, shard->nshared);
	shard->nshared = 0;
}

/* As much of the key as tells it from the one before. */
static struct str cut_key(struct str before, struct str key)
{
	unsigned nunits;
	size_t at = 0;

	/* Parts begin at another first or second character. */
	if (before.n > 0)
		at = find_shared(before, key, &nunits);
	else
		utf8_next(key, &at);
	if (at < key.n)
		utf8_next(key, &at);
	return str_sub(key, 0, at);
}

/* Joins ascending numbers to the shared ones; false, with nothing done, if they are too many. */
static bool join_shared(struct shard *shard, const uint32_t *numbers, size_t nnumbers)
{
	uint32_t all[2 * SHARED_MAX];
	size_t i = 0, k = 0, n = 0;

	while (i < shard->nshared || k < nnumbers) {
		uint32_t left = i < shard->nshared ? shard->shared[i] : UINT32_MAX;
		uint32_t right = k < nnumbers ? numbers[k] : UINT32_MAX;

		all[n++] = left < right ? left : right;
		i += left <= right;
		k += right <= left;
	}
	if (n > SHARED_MAX)
		return false;
	memcpy(shard->shared, all, n * sizeof(*all));
	shard->nshared = n;
	return true;
}

static bool is_code(struct str key)
{
	return key.n > 2 && key.p[0] == '#' && (key.p[1] == SEARCH_GTIN || key.p[1] == SEARCH_NOTE);
}

/* A code stands whole with its own products, so that nobody has to look whether they have it. */
static void take_key(void *context, struct str key, const uint32_t *numbers, size_t nnumbers)
{
	struct shard *shard = context;

	if (shard->is_codes != is_code(key)) {
		finish_shared(shard);
		finish_file(shard);
		shard->is_codes = is_code(key);
	}
	if (shard->is_codes || nnumbers > SHARED_MAX) {
		finish_shared(shard);
		add_entry(shard, key, '=', numbers, nnumbers);
	} else if (shard->nshared == 0 || !join_shared(shard, numbers, nnumbers)) {
		finish_shared(shard);
		buf_clear(&shard->begin);
		buf_add(&shard->begin, cut_key(buf_str(&shard->last), key));
		join_shared(shard, numbers, nnumbers);
	}
	buf_clear(&shard->last);
	buf_add(&shard->last, key);
}

int search_add_terms(struct search *search, struct search_worker *w, struct search_job *job,
                     size_t part)
{
	struct shard shard = {.search = search, .w = w, .job = job};
	int status = spill_merge(&search->spill, part, take_key, &shard);

	finish_shared(&shard);
	finish_file(&shard);
	buf_release(&shard.text);
	buf_release(&shard.entry);
	buf_release(&shard.last);
	buf_release(&shard.begin);
	return status;
}
