#include "model/claims.h"

void claims_init(struct claims *claims, struct str *words, size_t n)
{
	size_t at = 0;

	str_sort(words, n);
	claims->words = words;
	for (unsigned first = 0; first < 256; first++) {
		claims->from[first] = at;
		while (at < n && (unsigned char)words[at].p[0] == first)
			at++;
	}
	claims->from[256] = at;
}

static bool is_letter(char c)
{
	return str_lower(c) >= 'a' && str_lower(c) <= 'z';
}

static bool is_at(struct str word, struct str text, size_t at)
{
	size_t end = at + word.n;

	if (end > text.n)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (str_lower(text.p[at + i]) != word.p[i])
			return false;
	if (is_letter(word.p[0]) && at > 0 && is_letter(text.p[at - 1]))
		return false;
	return !is_letter(word.p[word.n - 1]) || end == text.n || !is_letter(text.p[end]);
}

struct str claims_find(const struct claims *claims, struct str text)
{
	for (size_t at = 0; at < text.n; at++) {
		unsigned char first = (unsigned char)str_lower(text.p[at]);

		for (size_t i = claims->from[first]; i < claims->from[first + 1]; i++)
			if (is_at(claims->words[i], text, at))
				return claims->words[i];
	}
	return STR_NONE;
}
