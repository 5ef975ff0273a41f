#include "model/id.h"
#include "base/attr.h"
#include <strings.h>

static const struct {
	size_t shortest, longest;
	bool has_lower_case;
	const char *marks; /* allowed behind the first character, besides letters and digits */
	const char *words;
} grammars[] = {
        [ID_PRODUCT] = {4, 32, false, "", "4 to 32 of 0-9 A-Z"},
        [ID_LABEL] = {1, 64, true, "._/-",
                      "1 to 64 of 0-9 A-Z a-z . _ / -, the first a letter or digit"},
        [ID_CRITERIA] =
                {1, 64, true, "._-",
                 "1 to 64 of 0-9 A-Z a-z . _ -, the first a letter or digit, the last no dot"},
};

bool id_is_valid(enum id_kind kind, struct str s)
{
	if (s.n < grammars[kind].shortest || s.n > grammars[kind].longest)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
			continue;
		if (grammars[kind].has_lower_case && c >= 'a' && c <= 'z')
			continue;
		if (i == 0 || c == '\0' || !strchr(grammars[kind].marks, c))
			return false;
	}
	return kind != ID_CRITERIA || s.p[s.n - 1] != '.';
}

bool id_is_reserved(struct str s)
{
	static const char *const devices[] = {"CON", "PRN", "AUX", "NUL"};
	static const char *const ports[] = {"COM", "LPT"};
	size_t n = str_find_byte(s, '.');

	for (size_t i = 0; n == 3 && i < COUNT_OF(devices); i++)
		if (strncasecmp(s.p, devices[i], 3) == 0)
			return true;
	for (size_t i = 0; n == 4 && i < COUNT_OF(ports); i++)
		if (strncasecmp(s.p, ports[i], 3) == 0 && s.p[3] >= '0' && s.p[3] <= '9')
			return true;
	return false;
}

const char *id_grammar(enum id_kind kind)
{
	return grammars[kind].words;
}
