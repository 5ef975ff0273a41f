#include "model/shelf.h"
#include "publish/manifest.h"
#include "publish/product_tree.h"
#include "publish/seen.h"
#include <string.h>

/* The first stretch that may have an id: the last that does not begin behind it. */
static size_t find_stretch(const struct manifest *m, struct str id)
{
	size_t low = 0, high = m->nstretches;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (str_compare(m->stretches[middle].first, id) <= 0)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Takes the lines of products from `first` to `last` out of those behind `from`. Returns how many
 * they are; *skipped is how many stand before them. */
static size_t keep_between(struct buf *b, size_t from, struct str first, struct str last,
                           size_t *skipped)
{
	struct str rest = str_sub(buf_str(b), from, b->n);
	size_t begin = b->n, end = b->n, n = 0;

	*skipped = 0;
	while (rest.n > 0) {
		size_t at = (size_t)(rest.p - b->p);
		struct manifest_line line;
		struct str id;

		if (manifest_take_line(&rest, &line) < 0)
			break;
		id = manifest_product_id(line.path);
		if (id.n == 0 || str_compare(id, first) < 0) {
			++*skipped;
			continue;
		}
		if (str_compare(id, last) > 0)
			break;
		begin = begin < at ? begin : at;
		end = (size_t)(rest.p - b->p);
		n++;
	}
	if (begin > from && end > begin)
		memmove(b->p + from, b->p + begin, end - begin);
	b->n = end > begin ? from + end - begin : from;
	return n;
}

/* Whether a path is that of a product's label.json. */
static bool is_label(struct str path)
{
	return str_has_prefix(path, STR("P/")) && str_has_suffix(path, STR("/" PRODUCT_TREE_FILE));
}

bool manifest_find_product(const struct manifest *m, struct str id, char hash[SHA256_HEX])
{
	struct manifest_line line;
	bool is_found = false;
	size_t skipped;
	struct buf b;
	struct str rest;

	if (m->nstretches == 0)
		return false;
	buf_init(&b);
	if (manifest_read_part(m->place, m->stretches[find_stretch(m, id)].part, &b) == 0)
		keep_between(&b, 0, id, id, &skipped);
	else
		buf_clear(&b);
	rest = buf_str(&b);
	while (!is_found && manifest_take_line(&rest, &line) == 0)
		is_found = is_label(line.path);
	if (is_found)
		memcpy(hash, line.hash.p, SHA256_HEX);
	buf_release(&b);
	return is_found;
}

/* How files of a part looked, `n` of them. */
static void add_looks(const struct manifest *m, const struct edition_part *part, size_t skipped,
                      size_t n, struct buf *looks)
{
	size_t nbytes = n * sizeof(uint64_t);
	uint64_t *numbers = (uint64_t *)(void *)buf_reserve(looks, nbytes);

	if (m->place.seen)
		seen_read(m->place.seen, part->path, skipped, n, numbers);
	else
		memset(numbers, 0, nbytes);
	looks->n += nbytes;
}

const struct edition_part *manifest_find_shelf(const struct manifest *m, const struct pages *pages,
                                               const struct shelf *shelf)
{
	const struct manifest_stretch *stretch;

	if (shelf->to == shelf->from || m->nstretches == 0)
		return NULL;
	/* No product may go, so the same number between the same two is the same products. */
	stretch = &m->stretches[find_stretch(m, pages_id(pages, shelf->from))];
	return stretch->nproducts == shelf->to - shelf->from &&
	                       str_is_equal(stretch->first, pages_id(pages, shelf->from)) &&
	                       str_is_equal(stretch->last, pages_id(pages, shelf->to - 1))
	               ? stretch->part
	               : NULL;
}

int manifest_read_shelf(const struct manifest *m, const struct pages *pages,
                        const struct shelf *shelf, struct buf *b, struct buf *looks)
{
	struct str first, last;

	if (shelf->to == shelf->from || m->nstretches == 0)
		return 0;
	first = pages_id(pages, shelf->from);
	last = pages_id(pages, shelf->to - 1);
	for (size_t i = find_stretch(m, first); i < m->nstretches; i++) {
		const struct manifest_stretch *stretch = &m->stretches[i];
		size_t from = b->n, n, skipped;

		if (str_compare(stretch->first, last) > 0)
			break;
		if (str_compare(stretch->last, first) < 0)
			continue;
		if (manifest_read_part(m->place, stretch->part, b) < 0)
			return -1;
		n = keep_between(b, from, first, last, &skipped);
		add_looks(m, stretch->part, skipped, n, looks);
	}
	return 0;
}
