#include "base/nearest.h"

void nearest_init(struct nearest *nearest, struct str name)
{
	/* A quarter of the letters wrong is still a slip, and one always is. */
	*nearest = (struct nearest){STR_NONE, name.n / 4 + 2};
}

void nearest_consider(struct nearest *nearest, struct str name, struct str candidate)
{
	size_t distance = str_distance(name, candidate);

	if (distance < nearest->distance && distance < candidate.n)
		*nearest = (struct nearest){candidate, distance};
}

void nearest_format(const struct nearest *nearest, struct buf *b)
{
	if (nearest->name.p)
		buf_printf(b, "; did you mean \"%.*s\"", STR_ARG(nearest->name));
}

struct str nearest_hint(const struct nearest *nearest, struct arena *a)
{
	if (!nearest->name.p)
		return STR("");
	return arena_printf(a, "; did you mean \"%.*s\"", STR_ARG(nearest->name));
}
