/*
 * Two names: folding a folded name changes nothing; their keys are the same only if the names are,
 * and none is the beginning of the other; the one whose key is less has no later heading.
 */
#include "base/utf8.h"
#include "text/fold.h"
#include "text/order.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_folding(struct str text, enum fold_spaces spaces)
{
	static struct buf once, twice;

	buf_clear(&once);
	buf_clear(&twice);
	fold_add(&once, text, spaces);
	if (utf8_find_invalid(buf_str(&once)) < once.n)
		abort();
	fold_add(&twice, buf_str(&once), spaces);
	if (!str_is_equal(buf_str(&once), buf_str(&twice)))
		abort();
}

static void check_order(struct str left, struct str right, enum order_script script)
{
	static struct buf l, r;
	enum order_initial left_initial = order_initial(left, STR_NONE, script);
	enum order_initial right_initial = order_initial(right, STR_NONE, script);
	int order;

	buf_clear(&l);
	buf_clear(&r);
	order_add_key(&l, left, STR_NONE, script);
	order_add_key(&r, right, STR_NONE, script);
	order = memcmp(l.p, r.p, l.n < r.n ? l.n : r.n);
	if ((order == 0) != str_is_equal(left, right))
		abort();
	if (order < 0 ? left_initial > right_initial : order > 0 && left_initial < right_initial)
		abort();
	buf_clear(&l);
	order_add_key(&l, left, right, script);
	order_initial(left, right, script);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size}, left, right;
	size_t end;

	if (size == 0 || utf8_find_invalid(text) < size)
		return 0;
	end = str_find_byte(text, '\0');
	left = str_sub(text, 0, end);
	right = str_sub(text, end < size ? end + 1 : size, size);
	if (str_find_byte(right, '\0') < right.n)
		return 0;
	check_folding(left, FOLD_KEEP_SPACES);
	check_folding(left, FOLD_DROP_SPACES);
	check_order(left, right, ORDER_JAPANESE);
	check_order(left, right, ORDER_LATIN);
	return 0;
}
