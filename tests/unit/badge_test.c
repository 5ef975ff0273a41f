#include "base/attr.h"
#include "check.h"
#include "view/badge.h"

int main(void)
{
	static const struct {
		const char *text;
		unsigned low, high; /* what common fonts say, in pixels */
	} rows[] = {
	        {"", 0, 0},
	        {"有効", 26, 26},
	        {"IoT適合ラベル", 82, 90},
	        {"IoT conformance label", 124, 150},
	        {"Valid until 2028-04-01", 128, 154},
	        {"ﾗﾍﾞﾙ", 26, 26},
	        {"が", 13, 13}, /* か and a combining mark */
	        {"é", 8, 9},
	        {"★3", 20, 22},
	        {"𠮷野家", 39, 39},
	        {"\x7f", 8, 9},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		unsigned width = badge_measure(str_from(rows[i].text));

		if (!CHECK(width >= rows[i].low && width <= rows[i].high))
			fprintf(stderr, "  %s: %u\n", rows[i].text, width);
	}
	return check_report();
}
