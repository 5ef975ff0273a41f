#include "model/punycode.h"
#include "base/buf.h"
#include "base/utf8.h"

/* The parameters of RFC 3492, 5. */
enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 128 };

static uint64_t adapt(uint64_t delta, uint64_t npoints, bool is_first)
{
	uint64_t k = 0;

	delta = is_first ? delta / DAMP : delta / 2;
	delta += delta / npoints;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void add_digit(struct buf *b, uint64_t digit)
{
	buf_add_byte(b, "abcdefghijklmnopqrstuvwxyz0123456789"[digit]);
}

static void add_number(struct buf *b, uint64_t number, uint64_t bias)
{
	for (uint64_t k = BASE;; k += BASE) {
		uint64_t t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;

		if (number < t)
			break;
		add_digit(b, t + (number - t) % (BASE - t));
		number = (number - t) / (BASE - t);
	}
	add_digit(b, number);
}

/* The least character from `n` on. */
static uint32_t find_next(struct str label, uint32_t n)
{
	uint32_t least = UINT32_MAX;

	for (size_t at = 0; at < label.n;) {
		uint32_t c = utf8_next(label, &at);

		if (c >= n && c < least)
			least = c;
	}
	return least;
}

/* RFC 3492, 6.3. */
static void add_encoded(struct buf *b, struct str label)
{
	uint64_t delta = 0, bias = INITIAL_BIAS, npoints = 0, nbasic = 0, ndone;
	uint32_t n = INITIAL_N;

	for (size_t at = 0; at < label.n; npoints++) {
		uint32_t c = utf8_next(label, &at);

		if (c < INITIAL_N) {
			buf_add_byte(b, (char)c);
			nbasic++;
		}
	}
	if (nbasic > 0)
		buf_add_byte(b, '-');
	for (ndone = nbasic; ndone < npoints; n++) {
		uint32_t next = find_next(label, n);

		delta += (uint64_t)(next - n) * (ndone + 1);
		n = next;
		for (size_t at = 0; at < label.n;) {
			uint32_t c = utf8_next(label, &at);

			if (c < n)
				delta++;
			if (c != n)
				continue;
			add_number(b, delta, bias);
			bias = adapt(delta, ndone + 1, ndone == nbasic);
			delta = 0;
			ndone++;
		}
		delta++;
	}
}

struct str punycode_host(struct str host, struct arena *a)
{
	struct str encoded;
	struct buf b;

	buf_init(&b);
	while (host.n > 0) {
		size_t before = host.n;
		struct str label = str_cut(&host, '.');

		if (find_next(label, INITIAL_N) == UINT32_MAX) {
			buf_add(&b, label);
		} else {
			buf_add(&b, STR("xn--"));
			add_encoded(&b, label);
		}
		if (label.n < before)
			buf_add_byte(&b, '.');
	}
	encoded = arena_copy(a, buf_str(&b));
	buf_release(&b);
	return encoded;
}
