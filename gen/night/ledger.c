#include "night/ledger.h"
#include "base/buf.h"
#include "base/fs.h"
#include "model/id.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Takes the ids of all lines. What is none says that the file is another one, or was changed by an
 * editor; half of an id would be missed as a product for ever. */
static void take_ids(struct ledger *ledger, struct str rest, struct place place, struct diag *d)
{
	while (rest.n > 0) {
		bool has_end = memchr(rest.p, '\n', rest.n) != NULL;
		struct str id = str_cut(&rest, '\n');

		place.line++;
		if (id.n == 0)
			continue;
		if (!has_end)
			diag_add(d, DIAG_ID_INVALID, place,
			         "the last line of the ledger has no end: it was cut, or edited");
		else if (!id_is_valid(ID_PRODUCT, id))
			diag_add(d, DIAG_ID_INVALID, place,
			         "a line of the ledger that is no product_id: it has one a line, "
			         "and nothing else");
		ledger->ids[ledger->nids++] = id;
	}
}

int ledger_load(struct ledger *ledger, const char *path, struct arena *a, struct diag *d)
{
	size_t n = 0, nerrors = d->nerrors;
	struct str text;
	struct buf b;

	*ledger = (struct ledger){0};
	buf_init(&b);
	if (fs_load(AT_FDCWD, path, BUF_CEILING, &b) < 0) {
		int error = errno;

		buf_release(&b);
		if (error == ENOENT)
			return 0;
		diag_add_system(d, DIAG_FILE_READ, path, "cannot read the ledger", error);
		return -1;
	}
	text = arena_copy(a, buf_str(&b));
	buf_release(&b);
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	ledger->ids = arena_array(a, n + 1, sizeof(*ledger->ids));
	take_ids(ledger, text, (struct place){.file = str_from(path)}, d);
	/* People may have joined two ledgers by hand. */
	str_sort(ledger->ids, ledger->nids);
	return d->nerrors > nerrors ? -1 : 0;
}

int ledger_save(const struct ledger *ledger, const char *path, const struct pages *pages)
{
	size_t old = 0, new = 0, nadded = 0;
	struct buf b;
	int status = 0;

	buf_init(&b);
	while (old < ledger->nids || new < pages->npages) {
		int order = old == ledger->nids ? 1
		            : new == pages->npages
		                    ? -1
		                    : str_compare(ledger->ids[old], pages_id(pages, new));

		buf_add(&b, order <= 0 ? ledger->ids[old] : pages_id(pages, new));
		buf_add_byte(&b, '\n');
		nadded += order > 0;
		old += order <= 0;
		new += order >= 0;
	}
	if (nadded > 0)
		status = fs_save(AT_FDCWD, path, buf_str(&b));
	buf_release(&b);
	return status;
}
