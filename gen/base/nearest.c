#include "base/nearest.h"

void nearest_init(struct nearest *nearest, struct str name)
{
	/* A third of the letters wrong is still a slip, and one or two always are. */
	*nearest = (struct nearest){STR_NONE, name.n / 3 + 2};
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
