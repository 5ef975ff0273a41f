#include "search/spill.h"
#include "base/arena.h"
#include "base/fs.h"
#include "base/radix.h"
#include "model/packed.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define PART_BYTES ((uint64_t)1 << 20)
#define NPARTS_MAX 4096
#define HEAD_BYTES 2 /* of a key: those with the same stay together */

/* Where the entries from a key on begin. */
struct sample {
	struct str key;
	uint64_t offset;
};

struct spill_run {
	uint64_t offset, length;
	struct sample *samples;
	size_t nsamples;
	struct buf sample_keys;
};

void spill_pairs_init(struct spill_pairs *pairs)
{
	buf_init(&pairs->keys);
	buf_init(&pairs->pairs);
	buf_init(&pairs->room);
	buf_init(&pairs->out);
}

void spill_pairs_release(struct spill_pairs *pairs)
{
	buf_release(&pairs->keys);
	buf_release(&pairs->pairs);
	buf_release(&pairs->room);
	buf_release(&pairs->out);
}

/* A pair is an item: its key's head, the offset of the key in `keys`, where its length is the byte
 * before, and the number. */
void spill_add(struct spill_pairs *pairs, struct str key, uint32_t number)
{
	struct radix_item pair = {radix_head(key), (uint32_t)pairs->keys.n + 1, number};

	assert(key.n > 0 && key.n < 256);
	buf_add_byte(&pairs->keys, (char)key.n);
	buf_add(&pairs->keys, key);
	buf_add(&pairs->pairs, (struct str){(const char *)&pair, sizeof(pair)});
}

size_t spill_count(const struct spill_pairs *pairs)
{
	return pairs->pairs.n / sizeof(struct radix_item);
}

void spill_add_again(struct spill_pairs *pairs, size_t from, size_t to, uint32_t number)
{
	for (size_t i = from; i < to; i++) {
		struct radix_item pair;

		memcpy(&pair, pairs->pairs.p + i * sizeof(pair), sizeof(pair));
		pair.other = number;
		buf_add(&pairs->pairs, (struct str){(const char *)&pair, sizeof(pair)});
	}
}

static struct str key_of(const struct radix_item *pair, const char *keys)
{
	return (struct str){keys + pair->value, (unsigned char)keys[pair->value - 1]};
}

/* Of pairs with the same head. Keys have no NUL, so one that ends in its head stands whole in it.
 */
static int compare_pairs(const void *left, const void *right, void *keys)
{
	const struct radix_item *l = left, *r = right;
	bool is_whole = (l->key & 0xff) == 0;
	int order = is_whole ? 0 : str_compare(key_of(l, keys), key_of(r, keys));

	if (order != 0)
		return order;
	return l->other < r->other ? -1 : l->other > r->other;
}

/* Sorts by key, then number. The heads decide most, and numbers mostly ascend as they are added. */
static void sort_pairs(struct radix_item *pairs, struct radix_item *room, size_t n, char *keys)
{
	radix_sort(pairs, room, n);
	for (size_t i = 0, end; i < n; i = end) {
		bool is_sorted = true;

		for (end = i + 1; end < n && pairs[end].key == pairs[i].key; end++)
			is_sorted =
			        is_sorted && compare_pairs(&pairs[end - 1], &pairs[end], keys) <= 0;
		if (!is_sorted)
			qsort_r(pairs + i, end - i, sizeof(*pairs), compare_pairs, keys);
	}
}

/* Notes where an entry begins that may begin a part. */
static void add_sample(struct spill_run *run, struct buf *samples, struct str key, uint64_t offset)
{
	struct sample sample = {{NULL, key.n}, offset};

	buf_add(&run->sample_keys, key);
	buf_add(samples, (struct str){(const char *)&sample, sizeof(sample)});
}

/* Keeps the samples, their keys as views. */
static void keep_samples(struct spill_run *run, struct buf *samples)
{
	size_t at = 0;

	run->nsamples = samples->n / sizeof(struct sample);
	run->samples = (void *)samples->p;
	for (size_t i = 0; i < run->nsamples; i++) {
		run->samples[i].key.p = run->sample_keys.p + at;
		at += run->samples[i].key.n;
	}
}

/* Formats the sorted pairs: of each key its length, its bytes, how many numbers, the gaps between;
 * numbers as packed.h writes them. */
static void format_run(struct spill_run *run, const struct radix_item *pairs, size_t npairs,
                       const char *keys, struct buf *out)
{
	struct buf samples;
	struct str first = STR_NONE;

	buf_init(&samples);
	buf_init(&run->sample_keys);
	for (size_t i = 0, end; i < npairs; i = end) {
		struct str key = key_of(&pairs[i], keys);
		struct str head = str_sub(key, 0, key.n < HEAD_BYTES ? key.n : HEAD_BYTES);
		size_t n = 1;
		uint32_t last = pairs[i].other;

		for (end = i + 1; end < npairs && str_is_equal(key_of(&pairs[end], keys), key);
		     end++)
			n += pairs[end].other != pairs[end - 1].other;
		if (!str_is_equal(head, first)) {
			add_sample(run, &samples, head, out->n);
			first = head;
		}
		buf_add_byte(out, (char)key.n);
		buf_add(out, key);
		packed_add_number(out, (uint32_t)n);
		packed_add_number(out, last);
		for (size_t k = i + 1; k < end; k++) {
			if (pairs[k].other == last)
				continue;
			packed_add_number(out, pairs[k].other - last);
			last = pairs[k].other;
		}
	}
	keep_samples(run, &samples);
}

int spill_write(struct spill *spill, size_t number, struct spill_pairs *pairs)
{
	struct spill_run *run = &spill->runs[number];
	struct radix_item *all = (void *)pairs->pairs.p;
	size_t npairs = pairs->pairs.n / sizeof(*all);

	sort_pairs(all, (void *)buf_reserve(&pairs->room, pairs->pairs.n), npairs, pairs->keys.p);
	buf_clear(&pairs->out);
	format_run(run, all, npairs, pairs->keys.p, &pairs->out);
	run->length = pairs->out.n;
	run->offset = atomic_fetch_add(&spill->end, run->length);
	buf_clear(&pairs->keys);
	buf_clear(&pairs->pairs);
	return fs_write_at(spill->fd, buf_str(&pairs->out), run->offset);
}

int spill_open(struct spill *spill, int folder, const char *name, size_t nruns)
{
	*spill = (struct spill){
	        .fd = openat(folder, name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
	if (spill->fd < 0)
		return -1;
	unlinkat(folder, name, 0);
	spill->runs = calloc(nruns + 1, sizeof(*spill->runs));
	if (!spill->runs)
		out_of_memory();
	spill->nruns = nruns;
	return 0;
}

void spill_close(struct spill *spill)
{
	for (size_t i = 0; i < spill->nruns; i++) {
		free(spill->runs[i].samples);
		buf_release(&spill->runs[i].sample_keys);
	}
	free(spill->runs);
	free(spill->borders);
	if (spill->fd >= 0)
		close(spill->fd);
}

/* How many bytes of a run have keys with the same head. */
struct weight {
	struct str key;
	uint64_t bytes;
};

static int compare_weights(const void *left, const void *right)
{
	return str_compare(((const struct weight *)left)->key, ((const struct weight *)right)->key);
}

static struct weight *weigh(const struct spill *spill, size_t *nweights)
{
	struct weight *weights;
	size_t n = 0;

	for (size_t i = 0; i < spill->nruns; i++)
		n += spill->runs[i].nsamples;
	weights = calloc(n + 1, sizeof(*weights));
	if (!weights)
		out_of_memory();
	*nweights = n;
	n = 0;
	for (size_t i = 0; i < spill->nruns; i++) {
		const struct spill_run *run = &spill->runs[i];

		for (size_t k = 0; k < run->nsamples; k++) {
			uint64_t end =
			        k + 1 < run->nsamples ? run->samples[k + 1].offset : run->length;

			weights[n++] =
			        (struct weight){run->samples[k].key, end - run->samples[k].offset};
		}
	}
	qsort(weights, n, sizeof(*weights), compare_weights);
	return weights;
}

void spill_plan(struct spill *spill)
{
	size_t nweights;
	struct weight *weights = weigh(spill, &nweights);
	uint64_t bytes = 0;

	spill->borders = calloc(NPARTS_MAX, sizeof(*spill->borders));
	if (!spill->borders)
		out_of_memory();
	spill->nparts = nweights > 0;
	for (size_t i = 0, end; i < nweights; i = end) {
		uint64_t here = 0;

		for (end = i; end < nweights && str_is_equal(weights[end].key, weights[i].key);
		     end++)
			here += weights[end].bytes;
		if (bytes > 0 && bytes + here > PART_BYTES && spill->nparts < NPARTS_MAX) {
			spill->borders[spill->nparts++ - 1] = weights[i].key;
			bytes = 0;
		}
		bytes += here;
	}
	free(weights);
}

/* Where the entries of a part end, or those before it: an offset in the run. */
static uint64_t find_border(const struct spill_run *run, struct str border)
{
	size_t low = 0, high = run->nsamples;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_compare(run->samples[middle].key, border) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < run->nsamples ? run->samples[low].offset : run->length;
}

/* The entries of one run that are still to be merged; the first of them. */
struct cursor {
	const char *at, *end;
	struct str key;
	size_t run;
};

static void advance(struct cursor *cursor)
{
	cursor->key = STR_NONE;
	if (cursor->at == cursor->end)
		return;
	cursor->key.n = (unsigned char)*cursor->at++;
	cursor->key.p = cursor->at;
	cursor->at += cursor->key.n;
}

static bool is_before(const struct cursor *left, const struct cursor *right)
{
	int order = str_compare(left->key, right->key);

	return order < 0 || (order == 0 && left->run < right->run);
}

/* Restores the heap below a cursor that may have become larger. */
static void sift_down(struct cursor *heap, size_t n, size_t at)
{
	for (;;) {
		size_t least = at, child = 2 * at + 1;
		struct cursor swap = heap[at];

		for (size_t i = child; i < child + 2 && i < n; i++)
			if (is_before(&heap[i], &heap[least]))
				least = i;
		if (least == at)
			return;
		heap[at] = heap[least];
		heap[least] = swap;
		at = least;
	}
}

static int read_run(const struct spill *spill, uint64_t offset, size_t n, struct buf *bytes)
{
	ssize_t got = fs_read_at(spill->fd, offset, buf_reserve(bytes, n + 1), n);

	if (got < 0)
		return -1;
	bytes->n += (size_t)got;
	errno = EIO;
	return (size_t)got == n ? 0 : -1;
}

/* Loads the slices of all runs that belong to the part, and sets a cursor on each that has entries.
 */
static int load_part(const struct spill *spill, size_t part, struct buf *bytes,
                     struct cursor *cursors, size_t *ncursors)
{
	size_t *ends = calloc(spill->nruns + 1, sizeof(*ends));
	int status = 0;

	if (!ends)
		out_of_memory();
	*ncursors = 0;
	for (size_t i = 0; i < spill->nruns && status == 0; i++) {
		const struct spill_run *run = &spill->runs[i];
		uint64_t from = part > 0 ? find_border(run, spill->borders[part - 1]) : 0;
		uint64_t to = part + 1 < spill->nparts ? find_border(run, spill->borders[part])
		                                       : run->length;

		status = read_run(spill, run->offset + from, (size_t)(to - from), bytes);
		ends[i] = bytes->n;
	}
	for (size_t i = 0; i < spill->nruns && status == 0; i++) {
		size_t from = i > 0 ? ends[i - 1] : 0;
		struct cursor *cursor = &cursors[*ncursors];

		if (from == ends[i])
			continue;
		*cursor =
		        (struct cursor){.at = bytes->p + from, .end = bytes->p + ends[i], .run = i};
		advance(cursor);
		++*ncursors;
	}
	free(ends);
	return status;
}

/* Takes the numbers of the entry at a cursor and moves it on. */
static void take_numbers(struct cursor *cursor, struct buf *numbers)
{
	uint32_t n = packed_next_number(&cursor->at), number = 0;
	uint32_t *room = (void *)buf_reserve(numbers, (size_t)n * sizeof(*room));

	for (uint32_t i = 0; i < n; i++)
		room[i] = number += packed_next_number(&cursor->at);
	numbers->n += (size_t)n * sizeof(*room);
	advance(cursor);
}

int spill_merge(const struct spill *spill, size_t part,
                void (*take)(void *context, struct str key, const uint32_t *numbers,
                             size_t nnumbers),
                void *context)
{
	struct cursor *heap = calloc(spill->nruns + 1, sizeof(*heap));
	struct buf bytes, numbers;
	size_t n;
	int status;

	if (!heap)
		out_of_memory();
	buf_init(&bytes);
	buf_init(&numbers);
	status = load_part(spill, part, &bytes, heap, &n);
	if (status < 0)
		n = 0;
	for (size_t i = n / 2; i-- > 0;)
		sift_down(heap, n, i);
	while (n > 0) {
		struct str key = heap[0].key;

		buf_clear(&numbers);
		while (n > 0 && str_is_equal(heap[0].key, key)) {
			take_numbers(&heap[0], &numbers);
			if (!heap[0].key.p)
				heap[0] = heap[--n];
			sift_down(heap, n, 0);
		}
		take(context, key, (const void *)numbers.p, numbers.n / sizeof(uint32_t));
	}
	free(heap);
	buf_release(&bytes);
	buf_release(&numbers);
	return status;
}
