#include "site/shapes.h"
#include "base/attr.h"

/* clang-format off */
#define FIELD_ROW(constant, name, type, shape, meaning) {name, FIELD_##type, shape, meaning},
#define TABLE_OF(name, FIELDS, PREFIX) \
	static const struct field name##_fields[] = {FIELDS(FIELD_ROW)}; \
	const struct shape shape_##name = {#name, name##_fields, COUNT_OF(name##_fields)};
#define TABLE_OF_PAGE(name, FIELDS, PREFIX) \
	static const struct field name##_fields[] = {SHAPE_FRAME(FIELD_ROW) FIELDS(FIELD_ROW)}; \
	const struct shape shape_##name = {#name, name##_fields, COUNT_OF(name##_fields)};
#define ADDRESS_OF(name, FIELDS, PREFIX) &shape_##name,

SHAPES(TABLE_OF)
PAGE_SHAPES(TABLE_OF_PAGE)

const struct shape *const shapes[] = {SHAPES(ADDRESS_OF) PAGE_SHAPES(ADDRESS_OF)};
const size_t nshapes = COUNT_OF(shapes);
/* clang-format on */
