#include "night/ledger.h"
#include "base/buf.h"
#include "base/fs.h"
#include <errno.h>
#include <fcntl.h>

int ledger_load(struct ledger *ledger, const char *path, struct arena *a)
{
	struct str rest;
	struct buf b;
	size_t n = 0;

	*ledger = (struct ledger){0};
	buf_init(&b);
	if (fs_load(AT_FDCWD, path, BUF_CEILING, &b) < 0) {
		int error = errno;

		buf_release(&b);
		errno = error;
		return error == ENOENT ? 0 : -1;
	}
	rest = arena_copy(a, buf_str(&b));
	buf_release(&b);
	for (size_t i = 0; i < rest.n; i++)
		n += rest.p[i] == '\n';
	ledger->ids = arena_array(a, n + 1, sizeof(*ledger->ids));
	while (rest.n > 0) {
		struct str id = str_cut(&rest, '\n');

		if (id.n > 0)
			ledger->ids[ledger->nids++] = id;
	}
	/* People may have joined two ledgers by hand. */
	str_sort(ledger->ids, ledger->nids);
	return 0;
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
