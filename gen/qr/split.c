#include "qr/codec.h"
#include <assert.h>

/* Costs are counted in sixths of a bit, so that a third of 10 and a half of 11 are whole numbers.
 */
#define SIXTHS 6

static const unsigned char_cost[QR_NMODES] = {20, 33, 48};

/* The versions in which a count of characters has the same length; the last of each group. */
static const unsigned group_end[] = {9, 26};

unsigned qr_capacity(unsigned version)
{
	static const unsigned short bytes[] = {16,  28,  44,  64,  86,  108, 124,  154, 182,
	                                       216, 254, 290, 334, 365, 415, 453,  507, 563,
	                                       627, 669, 714, 782, 860, 914, 1000, 1062};

	assert(version >= 1 && version <= COUNT_OF(bytes));
	return bytes[version - 1];
}

unsigned qr_count_bits(enum qr_mode mode, unsigned version)
{
	static const unsigned char bits[][QR_NMODES] = {{10, 9, 8}, {12, 11, 16}};

	return bits[version > group_end[0]][mode];
}

int qr_alphanumeric_value(char c)
{
	static const char others[] = " $%*+-./:";
	const char *found;

	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	found = c != '\0' ? strchr(others, c) : NULL;
	return found ? (int)(found - others) + 36 : -1;
}

static bool is_in_mode(char c, enum qr_mode mode)
{
	if (mode == QR_BYTE)
		return true;
	if (mode == QR_NUMERIC)
		return c >= '0' && c <= '9';
	return qr_alphanumeric_value(c) >= 0;
}

static unsigned round_up(unsigned sixths)
{
	return (sixths + SIXTHS - 1) / SIXTHS * SIXTHS;
}

/* For each character and the mode it is in, from[i][mode] is the mode of the one before it on the
 * cheapest way there: a shortest path through a text of three lanes. Returns the mode of the last.
 */
static enum qr_mode find_modes(struct str text, unsigned version, unsigned char from[][QR_NMODES])
{
	enum { UNREACHED = 1 << 24 };
	unsigned cost[QR_NMODES], header[QR_NMODES];
	enum qr_mode last = QR_NUMERIC;

	for (int m = 0; m < QR_NMODES; m++) {
		header[m] = (4 + qr_count_bits((enum qr_mode)m, version)) * SIXTHS;
		cost[m] = is_in_mode(text.p[0], (enum qr_mode)m) ? header[m] + char_cost[m]
		                                                 : UNREACHED;
	}
	for (size_t i = 1; i < text.n; i++) {
		unsigned next[QR_NMODES];

		for (int m = 0; m < QR_NMODES; m++) {
			next[m] = UNREACHED;
			if (!is_in_mode(text.p[i], (enum qr_mode)m))
				continue;
			for (int f = 0; f < QR_NMODES; f++) {
				unsigned c = f == m ? cost[f] : round_up(cost[f]) + header[m];

				if (c + char_cost[m] < next[m]) {
					next[m] = c + char_cost[m];
					from[i][m] = (unsigned char)f;
				}
			}
		}
		memcpy(cost, next, sizeof(cost));
	}
	for (int m = 1; m < QR_NMODES; m++)
		if (round_up(cost[m]) < round_up(cost[last]))
			last = (enum qr_mode)m;
	return last;
}

static size_t segment_bits(const struct qr_segment *segment, unsigned version)
{
	size_t n = segment->text.n, bits = 4 + qr_count_bits(segment->mode, version);

	switch (segment->mode) {
	case QR_NUMERIC: return bits + n / 3 * 10 + (n % 3 == 0 ? 0 : n % 3 == 1 ? 4 : 7);
	case QR_ALPHANUMERIC: return bits + n / 2 * 11 + n % 2 * 6;
	default: return bits + n * 8;
	}
}

static void cut(struct qr_split *split, struct str text, unsigned version)
{
	unsigned char from[QR_TEXT_MAX][QR_NMODES];
	unsigned char mode[QR_TEXT_MAX];

	mode[text.n - 1] = (unsigned char)find_modes(text, version, from);
	for (size_t i = text.n - 1; i > 0; i--)
		mode[i - 1] = from[i][mode[i]];
	split->nsegments = 0;
	split->nbits = 0;
	for (size_t i = 0; i < text.n;) {
		struct qr_segment *segment = &split->segments[split->nsegments++];
		size_t start = i;

		while (i < text.n && mode[i] == mode[start])
			i++;
		segment->mode = (enum qr_mode)mode[start];
		segment->text = str_sub(text, start, i);
		split->nbits += segment_bits(segment, version);
	}
}

void qr_split(struct qr_split *split, struct str text)
{
	unsigned first = 1;

	assert(text.n > 0 && text.n <= QR_TEXT_MAX);
	for (size_t group = 0; group < COUNT_OF(group_end); group++) {
		cut(split, text, first);
		for (unsigned v = first; v <= group_end[group]; v++) {
			if (split->nbits <= qr_capacity(v) * 8) {
				split->version = v;
				return;
			}
		}
		first = group_end[group] + 1;
	}
	assert(!"version 26 holds QR_TEXT_MAX bytes");
}

void qr_add_address(struct buf *b, struct str base_url, struct str id)
{
	size_t host = str_find(base_url, STR("://"));
	size_t path;

	assert(host < base_url.n);
	host += 3;
	path = host + str_find_byte(str_sub(base_url, host, base_url.n), '/');
	buf_add(b, str_sub(base_url, 0, host));
	for (size_t i = host; i < path; i++) {
		char c = base_url.p[i];

		buf_add_byte(b, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
	}
	buf_add(b, str_sub(base_url, path, base_url.n));
	buf_add(b, STR("P/"));
	buf_add(b, id);
	buf_add_byte(b, '/');
}
