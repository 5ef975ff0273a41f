#include "model/gtin.h"

const char *gtin_find_fault(struct str s)
{
	unsigned sum = 0;

	if (s.n != 8 && s.n != 12 && s.n != 13 && s.n != 14)
		return "has not 8, 12, 13 or 14 digits";
	for (size_t i = 0; i < s.n; i++) {
		unsigned weight = (s.n - i) % 2 == 0 ? 3 : 1;

		if (s.p[i] < '0' || s.p[i] > '9')
			return "has not 8, 12, 13 or 14 digits";
		sum += weight * (unsigned)(s.p[i] - '0');
	}
	return sum % 10 == 0 ? NULL : "has a wrong check digit";
}
