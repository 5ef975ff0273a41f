#include "base/arena.h"
#include "check.h"
#include "qr/codec.h"
#include <png.h>
#include <qrencode.h>
#include <stdlib.h>

static struct qr_split split;
static struct qr q, other;

static void test_address(void)
{
	static const struct {
		const char *base_url, *id, *expected;
	} rows[] = {
	        {"https://label.example.go.jp/", "7K3MQ2RD",
	         "https://LABEL.EXAMPLE.GO.JP/P/7K3MQ2RD/"},
	        {"http://localhost:8080/", "ABCD", "http://LOCALHOST:8080/P/ABCD/"},
	        {"https://Label.Example/Registry/v1/", "0000",
	         "https://LABEL.EXAMPLE/Registry/v1/P/0000/"},
	        {"https://xn--wgv71a.jp/", "AZ09", "https://XN--WGV71A.JP/P/AZ09/"},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		qr_add_address(&b, str_from(rows[i].base_url), str_from(rows[i].id));
		CHECK_STR(buf_str(&b), str_from(rows[i].expected));
	}
	buf_release(&b);
}

/* "B" bytes, "A" alphanumeric, "N" digits, each followed by its text. */
static void test_split(void)
{
	static const struct {
		const char *text, *expected;
		unsigned version;
	} rows[] = {
	        {"https://LABEL.EXAMPLE.GO.JP/P/7K3MQ2RD/",
	         "B:https A:://LABEL.EXAMPLE.GO.JP/P/7K3MQ2RD/ ", 3},
	        {"HELLO WORLD", "A:HELLO WORLD ", 1},
	        {"0123456789", "N:0123456789 ", 1},
	        {"1", "N:1 ", 1},
	        {"a1b2", "B:a1b2 ", 1},
	        {"https://X.JP/P/0000000000000000000000000000/",
	         "B:https A:://X.JP/P/ N:0000000000000000000000000000 A:/ ", 3},
	        {"https://EXAMPLE.JP/registry/P/ABCD/",
	         "B:https A:://EXAMPLE.JP/ B:registry A:/P/ABCD/ ", 3},
	};
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&b);
		qr_split(&split, str_from(rows[i].text));
		for (size_t k = 0; k < split.nsegments; k++)
			buf_printf(&b, "%c:%.*s ", "NAB"[split.segments[k].mode],
			           STR_ARG(split.segments[k].text));
		CHECK_STR(buf_str(&b), str_from(rows[i].expected));
		CHECK(split.version == rows[i].version);
	}
	buf_release(&b);
}

static unsigned below(unsigned limit)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(state >> 33) % limit;
}

static void add_random_text(struct buf *b, unsigned most)
{
	static const char *const alphabets[] = {"0123456789",
	                                        "ABCXYZ0189 $%*+-./:", "abcxyz\x7f\xff"};
	unsigned n = 1 + below(most);

	while (b->n < n) {
		const char *alphabet = alphabets[below(3)];

		for (unsigned run = 1 + below(30); run > 0; run--)
			buf_add_byte(b, alphabet[below((unsigned)strlen(alphabet))]);
	}
}

/* The fewest bits for the text, looked for another way: by where the last segment begins. */
static size_t fewest_bits(struct str text, unsigned version)
{
	static size_t best[QR_TEXT_MAX + 1];

	best[0] = 0;
	for (size_t end = 1; end <= text.n; end++) {
		best[end] = SIZE_MAX;
		for (size_t start = 0; start < end; start++) {
			bool is_numeric = true, is_alphanumeric = true;
			size_t n = end - start, bits = 8 * n + qr_count_bits(QR_BYTE, version),
			       fewer;

			for (size_t i = start; i < end; i++) {
				int value = qr_alphanumeric_value(text.p[i]);

				is_numeric &= value >= 0 && value < 10;
				is_alphanumeric &= value >= 0;
			}
			fewer = n / 2 * 11 + n % 2 * 6 + qr_count_bits(QR_ALPHANUMERIC, version);
			if (is_alphanumeric && fewer < bits)
				bits = fewer;
			fewer = (10 * n + 2) / 3 + qr_count_bits(QR_NUMERIC, version);
			if (is_numeric && fewer < bits)
				bits = fewer;
			if (best[start] + 4 + bits < best[end])
				best[end] = best[start] + 4 + bits;
		}
	}
	return best[text.n];
}

static void test_split_is_best(void)
{
	struct buf b;

	buf_init(&b);
	for (int i = 0; i < 1000; i++) {
		size_t before = 0;

		buf_clear(&b);
		add_random_text(&b, 60);
		qr_split(&split, buf_str(&b));
		CHECK(split.nbits == fewest_bits(buf_str(&b), split.version));
		for (size_t k = 0; k < split.nsegments; k++) {
			CHECK(split.segments[k].text.p == b.p + before);
			CHECK(k == 0 || split.segments[k].mode != split.segments[k - 1].mode);
			before += split.segments[k].text.n;
		}
		CHECK(before == b.n);
	}
	buf_release(&b);
}

static bool has_equal_modules(void)
{
	if (q.width != other.width)
		return false;
	for (unsigned y = 0; y < q.width; y++)
		if (memcmp(q.row[y], other.row[y], sizeof(q.row[y])) != 0)
			return false;
	return true;
}

/* The two encoders agree, and the cut is never worse than libqrencode's own. */
static void test_encoders(void)
{
	unsigned seen[QR_FAST_VERSION_MAX + 1] = {0};
	struct buf b;

	buf_init(&b);
	for (int i = 0; i < 3000; i++) {
		QRcode *code;

		buf_clear(&b);
		add_random_text(&b, 280);
		qr_split(&split, buf_str(&b));
		buf_add_byte(&b, '\0');
		code = QRcode_encodeString(b.p, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
		if (!CHECK(code && split.version <= (unsigned)code->version))
			break;
		QRcode_free(code);
		if (split.version > QR_FAST_VERSION_MAX)
			continue;
		seen[split.version]++;
		memset(&q, 0xff, sizeof(q));
		qr_encode_fast(&q, &split);
		qr_encode_library(&other, &split);
		CHECK(has_equal_modules());
	}
	for (unsigned v = 1; v <= QR_FAST_VERSION_MAX; v++)
		CHECK(seen[v] > 0);
	buf_release(&b);
}

static void test_limits(void)
{
	static char text[QR_TEXT_MAX + 1];

	memset(text, 'a', sizeof(text));
	CHECK(qr_encode(&q, STR("")) == -1);
	CHECK(qr_encode(&q, (struct str){text, QR_TEXT_MAX + 1}) == -1);
	CHECK(qr_encode(&q, (struct str){text, QR_TEXT_MAX}) == 0);
	CHECK(q.width <= QR_WIDTH_MAX);
	for (size_t n = 1; n <= QR_TEXT_MAX; n += 31) {
		CHECK(qr_encode(&q, (struct str){text, n}) == 0);
		CHECK(q.width % 4 == 1 && q.width >= 21 && qr_size(&q) == q.width + 8);
	}
}

/* One byte a pixel. */
static bool decode(struct str png, unsigned char *pixels, size_t size, unsigned side)
{
	png_image image = {.version = PNG_IMAGE_VERSION};

	if (!png_image_begin_read_from_memory(&image, png.p, png.n))
		return false;
	image.format = PNG_FORMAT_GRAY;
	if (image.width != side || image.height != side || PNG_IMAGE_SIZE(image) > size)
		return false;
	return png_image_finish_read(&image, NULL, pixels, 0, NULL) && image.warning_or_error == 0;
}

static bool has_pixels_of(const unsigned char *pixels)
{
	unsigned side = qr_size(&q) * QR_SCALE;

	for (unsigned y = 0; y < side; y++) {
		for (unsigned x = 0; x < side; x++) {
			unsigned mx = x / QR_SCALE - QR_QUIET, my = y / QR_SCALE - QR_QUIET;
			bool is_dark = mx < q.width && my < q.width && qr_is_dark(&q, mx, my);

			if (pixels[y * side + x] != (is_dark ? 0 : 255))
				return false;
		}
	}
	return true;
}

/* Any modules, not only those of symbols: all light and all dark are the extremes. */
static void fill(unsigned width, int how)
{
	uint64_t line = ((uint64_t)1 << width) - 1;

	memset(&q, 0, sizeof(q));
	q.width = width;
	for (unsigned y = 0; y < width; y++)
		for (unsigned x = 0; how > 0 && x < width; x++)
			q.row[y][0] |= (uint64_t)(how == 1 || below(how) == 0) << x & line;
}

static void test_png(void)
{
	enum { SIDE = (QR_WIDTH_MAX + 2 * QR_QUIET) * QR_SCALE };
	unsigned char *pixels = malloc(SIDE * SIDE);
	struct buf b;

	buf_init(&b);
	for (unsigned width = 21; width <= QR_FAST_WIDTH_MAX; width += 4) {
		for (int how = 0; how < 4; how++) {
			fill(width, how);
			for (int k = 0; k < 2; k++) {
				buf_clear(&b);
				if (k == 0)
					qr_add_png_fast(&b, &q);
				else
					qr_add_png_library(&b, &q);
				CHECK(decode(buf_str(&b), pixels, SIDE * SIDE,
				             qr_size(&q) * QR_SCALE));
				CHECK(has_pixels_of(pixels));
			}
		}
	}
	memset(pixels, 'a', QR_TEXT_MAX);
	CHECK(qr_encode(&q, (struct str){(const char *)pixels, QR_TEXT_MAX}) == 0);
	buf_clear(&b);
	qr_add_png(&b, &q);
	CHECK(decode(buf_str(&b), pixels, SIDE * SIDE, qr_size(&q) * QR_SCALE));
	CHECK(has_pixels_of(pixels));
	free(pixels);
	buf_release(&b);
}

/* Draws a path of M, m, h, v, z with fill-rule evenodd: a module is dark if an odd number of
 * vertical lines stand left of it. Returns false where the path is none of ours. */
static bool draw(struct str path, struct qr *out)
{
	static unsigned char flip[QR_WIDTH_MAX + 2][QR_WIDTH_MAX + 2];
	long x = 0, y = 0, x0 = 0, y0 = 0;
	const char *p = path.p, *end = path.p + path.n;

	memset(flip, 0, sizeof(flip));
	while (p < end) {
		char command = *p++, *after = NULL;
		long to = y, n = command == 'z' ? 0 : strtol(p, &after, 10);

		if (after)
			p = after;
		if (command == 'M' || command == 'm') {
			x = x0 += n;
			y = y0 += strtol(p, &after, 10);
			p = after;
			continue;
		}
		if (command == 'h')
			x += n;
		else if (command == 'v')
			to = y + n;
		else if (command == 'z')
			to = y0;
		else
			return false;
		if (command == 'z' && x != x0 && y != y0)
			return false; /* a slanting line */
		for (long from = y; from != to; from += from < to ? 1 : -1)
			flip[(from < to ? from : from - 1) - QR_QUIET][x - QR_QUIET] ^= 1;
		y = to;
		if (command == 'z')
			x = x0;
	}
	memset(out, 0, sizeof(*out));
	for (unsigned row = 0; row < QR_WIDTH_MAX; row++)
		for (unsigned i = 0, dark = 0; i < QR_WIDTH_MAX; i++)
			out->row[row][i / 64] |= (uint64_t)(dark ^= flip[row][i]) << (i % 64);
	return true;
}

static void test_path(void)
{
	static char text[QR_TEXT_MAX];
	struct buf b;

	buf_init(&b);
	memset(text, 'a', sizeof(text));
	for (size_t n = 1; n <= QR_TEXT_MAX; n += 93) {
		for (size_t i = 0; i < n; i++)
			text[i] = (char)('a' + below(26));
		buf_clear(&b);
		CHECK(qr_encode(&q, (struct str){text, n}) == 0);
		qr_add_path(&b, &q);
		buf_add_byte(&b, '\0');
		CHECK(draw((struct str){b.p, b.n - 1}, &other));
		other.width = q.width;
		CHECK(has_equal_modules());
		CHECK(str_has_prefix(buf_str(&b), STR("M4 4h7v7h-7z")));
	}
	for (int how = 1; how < 5; how++) {
		buf_clear(&b);
		fill(57, how);
		q.row[0][0] |= 1;
		qr_add_path(&b, &q);
		buf_add_byte(&b, '\0');
		CHECK(draw((struct str){b.p, b.n - 1}, &other));
		other.width = q.width;
		CHECK(has_equal_modules());
	}
	buf_release(&b);
}

int main(void)
{
	test_address();
	test_split();
	test_split_is_best();
	test_encoders();
	test_limits();
	test_png();
	test_path();
	return check_report();
}
