#include "night/withholding.h"
#include "base/fs.h"
#include "publish/product_tree.h"
#include <errno.h>
#include <stdio.h>

static bool is_withheld(const struct row *row)
{
	return row_is_issued(row) && row->manufacturer == SURVEY_WITHHELD;
}

/* Whether the label.json of a product tells who made it; one that is not there does not, unless it
 * was lost. */
static bool is_told(const struct withholding_site *site, struct str id, struct buf *b)
{
	char path[64];

	snprintf(path, sizeof(path), "P/%.*s/" PRODUCT_TREE_FILE, STR_ARG(id));
	buf_clear(b);
	if (fs_load(site->folder, path, BUF_CEILING, b) < 0)
		return errno != ENOENT || (site->files && manifest_has_product(site->files, id));
	/* In a text the quotation marks would be escaped. */
	return str_find(buf_str(b), STR("\"manufacturer\":{\"disclosed\":false")) == b->n;
}

bool withholding_is_new(const struct survey *survey, const struct withholding_site *site)
{
	bool is_new = false;
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < survey->nrows && !is_new; i++) {
		const struct row *row = &survey->rows[i];

		if (is_withheld(row) && !(site->is_before && row->is_kept))
			is_new = is_told(site, row_id(row), &b);
	}
	buf_release(&b);
	return is_new;
}

bool withholding_is_any(const struct survey *survey)
{
	for (size_t i = 0; i < survey->nrows; i++)
		if (is_withheld(&survey->rows[i]))
			return true;
	return false;
}
