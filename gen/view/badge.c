#include "view/badge.h"
#include "base/attr.h"
#include "base/utf8.h"

/* Widths are in hundredths of an em. */
enum { EM = 100, OTHER = 64 };

static const unsigned char ascii[] = {
        /* clang-format off */
	31, 37, 45, 70, 61, 93, 76, 25, 38, 38, 45, 71, 31, 36, 31, 31,  /*  !"#$%&'() +,-.  */
	61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 34, 34, 71, 71, 71, 57,  /* 0123456789:;<=>? */
	100, 71, 71, 72, 76, 66, 62, 79, 76, 31, 43, 70, 59, 88, 76, 80,  /* @ABCDEFGHIJKLMNO */
	67, 80, 73, 67, 63, 75, 70, 99, 70, 67, 66, 36, 31, 36, 68, 53,  /* PQRSTUVWXYZ[\]^_ */
	42, 60, 63, 55, 63, 60, 35, 63, 63, 28, 28, 58, 28, 93, 63, 62,  /* `abcdefghijklmno */
	63, 63, 41, 54, 37, 63, 57, 81, 57, 57, 53, 52, 31, 52, 71,  /* pqrstuvwxyz{|}~ */
        /* clang-format on */
};

/* What is not as wide as a Latin letter, in the order of the characters: East Asian Width W and F
 * (Unicode, annex 11), and what Japanese fonts draw as wide, such as stars. */
static const struct {
	uint32_t first, last;
	unsigned char width;
} ranges[] = {
        {0x00a0, 0x00a0, 31},   {0x00ad, 0x00ad, 0},      {0x0300, 0x036f, 0},
        {0x1100, 0x115f, EM},   {0x200b, 0x200f, 0},      {0x2010, 0x2011, 37},
        {0x2014, 0x2015, EM},   {0x2018, 0x2019, 27},     {0x201c, 0x201d, 45},
        {0x2024, 0x2026, EM},   {0x203b, 0x203b, EM},     {0x2100, 0x21ff, EM},
        {0x2460, 0x27bf, EM},   {0x2e80, 0x3029, EM},     {0x3030, 0x3098, EM},
        {0x3099, 0x309a, 0},    {0x309b, 0xa4cf, EM},     {0xac00, 0xd7a3, EM},
        {0xf900, 0xfaff, EM},   {0xfe00, 0xfe0f, 0},      {0xfe30, 0xfe6f, EM},
        {0xff01, 0xff60, EM},   {0xff61, 0xffdc, EM / 2}, {0xffe0, 0xffe6, EM},
        {0x1f000, 0x1faff, EM}, {0x20000, 0x3ffff, EM},
};

static unsigned width_of(uint32_t c)
{
	if (c < ' ')
		return 0;
	if (c - ' ' < sizeof(ascii))
		return ascii[c - ' '];
	for (size_t i = 0; i < COUNT_OF(ranges) && c >= ranges[i].first; i++)
		if (c <= ranges[i].last)
			return ranges[i].width;
	return OTHER;
}

unsigned badge_measure(struct str text)
{
	unsigned width = 0;

	for (size_t at = 0; at < text.n;)
		width += width_of(utf8_next(text, &at));
	return (width * BADGE_FONT_SIZE + EM - 1) / EM;
}
