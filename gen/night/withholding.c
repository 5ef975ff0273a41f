#include "night/withholding.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "publish/product_tree.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool is_withheld(const struct row *row)
{
	return row_is_issued(row) && row->manufacturer == SURVEY_WITHHELD;
}

/* Whether the site lists another label.json of the product than these bytes; none is of a product
 * that is new, and told nobody's name. */
static bool was_another(const struct withholding_site *site, struct str id, struct str bytes)
{
	char listed[SHA256_HEX], hash[SHA256_HEX];

	if (!site->files || !manifest_find_product(site->files, id, listed))
		return false;
	sha256_hex_once(bytes, hash);
	return memcmp(hash, listed, SHA256_HEX) != 0;
}

/* Whether the label.json of a product told who made it. */
static bool is_told(const struct withholding_site *site, struct str id, struct buf *b)
{
	char path[64];

	snprintf(path, sizeof(path), "P/%.*s/" PRODUCT_TREE_FILE, STR_ARG(id));
	buf_clear(b);
	if (fs_load(site->folder, path, BUF_CEILING, b) < 0)
		return errno != ENOENT || was_another(site, id, STR(""));
	return str_find(buf_str(b), site->mark) < b->n || was_another(site, id, buf_str(b));
}

bool withholding_is_new(const struct survey *survey, const struct withholding_site *site)
{
	bool is_new = false;
	struct buf b;

	buf_init(&b);
	for (size_t i = 0; i < survey->nrows && !is_new; i++) {
		const struct row *row = &survey->rows[i];

		if (is_withheld(row) && !(site->is_kept && row->is_kept))
			is_new = is_told(site, row_id(row), &b);
	}
	buf_release(&b);
	return is_new;
}
