#include "model/punycode.h"
#include "base/utf8.h"
#include <string.h>
#include <strings.h>

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

/* ---- back again ---- */

#define MARK      "xn--"
#define LABEL_MAX 63 /* characters of a label, in DNS */

static int digit_value(char c)
{
	return c >= 'a' && c <= 'z'   ? c - 'a'
	       : c >= 'A' && c <= 'Z' ? c - 'A'
	       : c >= '0' && c <= '9' ? c - '0' + 26
	                              : -1;
}

/* Takes a number off the text (6.2). -1 if it is none. */
static int take_number(struct str *text, uint64_t bias, uint64_t *number)
{
	uint64_t weight = 1;

	*number = 0;
	for (uint64_t k = BASE; text->n > 0; k += BASE) {
		uint64_t t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
		int digit = digit_value(*text->p);

		if (digit < 0 || weight > UINT32_MAX || *number > UINT32_MAX)
			return -1;
		*text = str_sub(*text, 1, text->n);
		*number += (uint64_t)digit * weight;
		if ((uint64_t)digit < t)
			return 0;
		weight *= BASE - t;
	}
	return -1;
}

/* The characters of a label behind its mark, RFC 3492, 6.2. Returns how many; 0 if it is none. */
static size_t decode_label(struct str label, uint32_t characters[LABEL_MAX])
{
	const char *hyphen = memrchr(label.p, '-', label.n);
	size_t n = hyphen ? (size_t)(hyphen - label.p) : 0, nbasic = n;
	struct str rest = str_sub(label, hyphen ? n + 1 : 0, label.n);
	uint64_t c = INITIAL_N, bias = INITIAL_BIAS, at = 0, delta;

	for (size_t i = 0; i < n; i++)
		characters[i] = (unsigned char)label.p[i];
	while (rest.n > 0) {
		if (n == LABEL_MAX || take_number(&rest, bias, &delta) < 0)
			return 0;
		at += delta;
		c += at / (n + 1);
		at %= n + 1;
		if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			return 0;
		bias = adapt(delta, n + 1, n == nbasic);
		memmove(&characters[at + 1], &characters[at], (n - at) * sizeof(*characters));
		characters[at++] = (uint32_t)c;
		n++;
	}
	return n;
}

/* The length of the label that begins here. */
static size_t label_length(struct str text)
{
	size_t n = 0;

	while (n < text.n && (text.p[n] == '-' || digit_value(text.p[n]) >= 0))
		n++;
	return n;
}

void punycode_add_decoded(struct buf *b, struct str text)
{
	const size_t mark = sizeof(MARK) - 1;
	uint32_t characters[LABEL_MAX];

	while (text.n > 0) {
		size_t length = label_length(text), n = 0;

		if (length > mark && length <= LABEL_MAX && strncasecmp(text.p, MARK, mark) == 0)
			n = decode_label(str_sub(text, mark, length), characters);
		for (size_t i = 0; i < n; i++)
			utf8_add(b, characters[i]);
		length = length > 0 ? length : 1;
		if (n == 0)
			buf_add(b, str_sub(text, 0, length));
		text = str_sub(text, length, text.n);
	}
}
