#include "text/glyph.h"
#include "base/attr.h"
#include "base/utf8.h"

struct range {
	uint32_t first, last;
};

static const struct range spaces[] = {
        {0x09, 0x0d},     {0x20, 0x20},     {0xa0, 0xa0},     {0x1680, 0x1680}, {0x2000, 0x200a},
        {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x2800, 0x2800}, {0x3000, 0x3000},
};

static const struct range invisible[] = {
        {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},     {0x115f, 0x1160},
        {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f},   {0x202a, 0x202e},
        {0x2060, 0x206f},   {0x3164, 0x3164},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
        {0xfff0, 0xfffb},   {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe00ff},
        {0xe01f0, 0xe0fff},
};

static const struct range selectors[] = {{0xfe00, 0xfe0f}, {0xe0100, 0xe01ef}};

static const struct range marks[] = {
        {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},   {0x64b, 0x65f},
        {0xe31, 0xe31},   {0xe34, 0xe3a},   {0xe47, 0xe4e},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
        {0x20d0, 0x20ff}, {0x3099, 0x309a}, {0xfe20, 0xfe2f},
};

static bool is_in(const struct range *ranges, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n && c >= ranges[i].first; i++)
		if (c <= ranges[i].last)
			return true;
	return false;
}

bool glyph_is_space(uint32_t c)
{
	return is_in(spaces, COUNT_OF(spaces), c);
}

bool glyph_is_invisible(uint32_t c)
{
	return is_in(invisible, COUNT_OF(invisible), c);
}

bool glyph_is_mark(uint32_t c)
{
	return is_in(marks, COUNT_OF(marks), c);
}

bool glyph_has_visible(struct str text)
{
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);

		if (!glyph_is_space(c) && !glyph_is_invisible(c) && !glyph_is_mark(c) &&
		    !is_in(selectors, COUNT_OF(selectors), c))
			return true;
	}
	return false;
}
