/*
 * Compares the two encoders and the two PNG writers behind qr/qr.h, module by module and pixel by
 * pixel, and says what each costs.
 *
 *   qr_equal [COUNT [SEED]]      COUNT addresses, 100000 by default
 *
 * One in eight texts is not an address but any mixture of digits, capitals and other characters, so
 * that all modes and all versions of the fast encoder are seen. Prints "N passed, M failed" and,
 * for the address of the first line, the microseconds of each way. Exit status 1 if any differ.
 */
#include "base/buf.h"
#include "qr/codec.h"
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state;

/* xorshift64*, so that a seed means the same texts everywhere. */
static unsigned below(unsigned limit)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (unsigned)(state * 0x2545f4914f6cdd1d >> 32) % limit;
}

static void add_some(struct buf *b, const char *alphabet, unsigned n)
{
	unsigned size = (unsigned)strlen(alphabet);

	while (n-- > 0)
		buf_add_byte(b, alphabet[below(size)]);
}

static const char capitals[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static void add_address(struct buf *b)
{
	struct buf base;
	char id[32];
	unsigned nid = 4 + below(29);

	buf_init(&base);
	buf_add(&base, below(16) ? STR("https://") : STR("http://"));
	for (unsigned nlabels = 1 + below(5); nlabels > 0; nlabels--) {
		add_some(&base, "abcdefghijklmnopqrstuvwxyz0123456789-", 1 + below(24));
		buf_add_byte(&base, '.');
	}
	add_some(&base, "abcdefghijklmnopqrstuvwxyz", 2 + below(3));
	if (below(8) == 0)
		buf_printf(&base, ":%u", 1 + below(65535));
	buf_add_byte(&base, '/');
	if (below(8) == 0) {
		add_some(&base, "abcdefghijklmnopqrstuvwxyzABC0123456789-_", 1 + below(20));
		buf_add_byte(&base, '/');
	}
	for (unsigned i = 0; i < nid; i++)
		id[i] = capitals[below(below(3) ? 36 : 10)];
	qr_add_address(b, buf_str(&base), (struct str){id, nid});
	buf_release(&base);
}

static void add_mixture(struct buf *b)
{
	unsigned target = 1 + below(330);

	while (b->n < target) {
		switch (below(3)) {
		case 0: add_some(b, "0123456789", 1 + below(40)); break;
		case 1: add_some(b, "ABCXYZ0189 $%*+-./:", 1 + below(30)); break;
		default: add_some(b, "abcxyz\x01\x7f\xff", 1 + below(20)); break;
		}
	}
}

static double microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct qr_split split;
static struct qr q;
static struct buf out;

static void cost_split(void)
{
	qr_split(&split, STR("https://LABEL.EXAMPLE.GO.JP/P/7K3MQ2RD/"));
}

static void cost_encode(void)
{
	qr_encode_fast(&q, &split);
}

static void cost_encode_library(void)
{
	qr_encode_library(&q, &split);
}

static void cost_path(void)
{
	qr_add_path(&out, &q);
}

static void cost_png(void)
{
	qr_add_png_fast(&out, &q);
}

static void cost_png_library(void)
{
	qr_add_png_library(&out, &q);
}

/* The best of some rounds: on a shared machine the others say more of the neighbours. */
static void show_costs(void)
{
	enum { ROUNDS = 40, TIMES = 100 };
	static const struct {
		const char *name;
		void (*run)(void);
	} rows[] = {
	        {"split", cost_split},
	        {"encode", cost_encode},
	        {"encode, libqrencode", cost_encode_library},
	        {"path", cost_path},
	        {"PNG", cost_png},
	        {"PNG, libpng", cost_png_library},
	};

	buf_init(&out);
	for (size_t k = 0; k < COUNT_OF(rows); k++) {
		double best = 1e9;

		for (int round = 0; round < ROUNDS; round++) {
			double start = microseconds(), each;

			for (int i = 0; i < TIMES; i++) {
				buf_clear(&out);
				rows[k].run();
			}
			each = (microseconds() - start) / TIMES;
			if (each < best)
				best = each;
		}
		printf("%-20s %7.2f us %6zu bytes\n", rows[k].name, best, out.n);
	}
	buf_release(&out);
}

static bool is_equal(const struct qr *one, const struct qr *other)
{
	if (one->width != other->width)
		return false;
	for (unsigned y = 0; y < one->width; y++)
		if (memcmp(one->row[y], other->row[y], sizeof(one->row[y])) != 0)
			return false;
	return true;
}

/* The pixels of a PNG, one byte each, behind what the buffer holds, as libpng decodes them. */
static int decode(struct str png, struct buf *pixels)
{
	png_image image = {.version = PNG_IMAGE_VERSION};

	if (!png_image_begin_read_from_memory(&image, png.p, png.n) || image.warning_or_error)
		return -1;
	image.format = PNG_FORMAT_GRAY;
	if (!png_image_finish_read(&image, NULL, buf_reserve(pixels, PNG_IMAGE_SIZE(image)), 0,
	                           NULL))
		return -1;
	pixels->n += PNG_IMAGE_SIZE(image);
	return image.warning_or_error ? -1 : 0;
}

static bool has_equal_pngs(const struct qr *one)
{
	static struct buf png, pixels;
	size_t half;

	buf_clear(&pixels);
	buf_clear(&png);
	qr_add_png_fast(&png, one);
	if (decode(buf_str(&png), &pixels) < 0)
		return false;
	half = pixels.n;
	buf_clear(&png);
	qr_add_png_library(&png, one);
	if (decode(buf_str(&png), &pixels) < 0)
		return false;
	return pixels.n == 2 * half && memcmp(pixels.p, pixels.p + half, half) == 0;
}

int main(int argc, char **argv)
{
	static struct qr fast, library;
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	unsigned long npassed = 0, nfailed = 0, nversions[QR_FAST_VERSION_MAX + 1] = {0};
	struct buf text;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) | 1 : 20261122;
	buf_init(&text);
	show_costs();
	while (npassed + nfailed < count) {
		buf_clear(&text);
		if (below(8))
			add_address(&text);
		else
			add_mixture(&text);
		if (text.n > QR_TEXT_MAX)
			continue;
		qr_split(&split, buf_str(&text));
		if (split.version > QR_FAST_VERSION_MAX)
			continue;
		nversions[split.version]++;
		qr_encode_fast(&fast, &split);
		qr_encode_library(&library, &split);
		if (is_equal(&fast, &library) && has_equal_pngs(&fast)) {
			npassed++;
		} else if (nfailed++ < 10) {
			fprintf(stderr, "differ: %.*s\n", STR_ARG(buf_str(&text)));
		}
	}
	for (unsigned v = 1; v <= QR_FAST_VERSION_MAX; v++)
		printf("version %u: %lu\n", v, nversions[v]);
	printf("%lu passed, %lu failed\n", npassed, nfailed);
	buf_release(&text);
	return nfailed > 0;
}
