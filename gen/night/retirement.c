#include "night/retirement.h"
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static bool is_in_ledger(const struct ledger *ledger, struct str id)
{
	return ledger->nids > 0 &&
	       bsearch(&id, ledger->ids, ledger->nids, sizeof(*ledger->ids), str_compare_items);
}

/* Its page may be lost: then the list still has it, and the build mends it. */
static bool is_published(const struct manifest *before, int published, struct str id)
{
	char path[64], hash[SHA256_HEX];

	if (published < 0)
		return false;
	snprintf(path, sizeof(path), "P/%.*s", STR_ARG(id));
	return faccessat(published, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ||
	       manifest_find_product(before, id, hash);
}

/* Whether a product that is retired by now had a valid label then: its row is of that day. */
static bool is_valid(const struct site *site, const struct retired_entry *entry)
{
	const struct row *row = survey_find(site->survey, entry->product_id);

	return row && row->status == STATUS_VALID && entry->date <= site->as_of;
}

int retirement_check(const struct site *site, const char *file, const struct manifest *before,
                     int published, const struct ledger *ledger, struct diag *d)
{
	const struct retired *retired = site->retired;
	bool is_first = published < 0 && ledger->nids == 0;
	size_t nerrors = d->nerrors;

	for (size_t i = 0; i < retired->nentries; i++) {
		struct str id = retired->entries[i].product_id;
		struct place place = {
		        .file = str_from(file), .id = id, .pointer = STR("/product_id")};

		if (is_valid(site, &retired->entries[i]))
			diag_add(d, DIAG_RETIRED_VALID, place,
			         "the product is in the export with a label that was valid on that "
			         "day, and its page says that its entry has been retired: is the "
			         "id right?");
		if (survey_find(site->survey, id) || is_published(before, published, id) ||
		    is_in_ledger(ledger, id))
			continue;
		if (is_first)
			diag_add(d, DIAG_RETIRED_UNSEEN, place,
			         "the export does not have the product, and nothing was published "
			         "yet: is the id right?");
		else
			diag_add(d, DIAG_RETIRED_UNKNOWN, place,
			         "neither the export nor the published site nor the ledger has the "
			         "product: is the id right?");
	}
	return d->nerrors > nerrors ? -1 : 0;
}
