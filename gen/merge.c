#include "merge.h"
#include "base/fs.h"
#include "night/shards.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Renames a folder and the one beside it; the site last, so that it is never without the other. */
static int put_in_place(const char *making, const char *out, struct arena *a, struct diag *d)
{
	const char *beside = arena_printf(a, "%s.fuda", out).p;

	if ((rename(arena_printf(a, "%s.fuda", making).p, beside) < 0 && errno != ENOENT) ||
	    rename(making, out) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, out, "cannot put the folder in place", errno);
		return -1;
	}
	return 0;
}

int merge_site(const struct build_request *request, struct build_summary *summary, struct diag *d)
{
	const struct merge_order order = {request->parts, request->nparts, request->previous,
	                                  request->njobs};
	struct build_request whole = *request;
	struct arena a;
	int status = 0;

	arena_init(&a, 1 << 14);
	whole.is_merging = true;
	whole.out = arena_printf(&a, "%s.merging", request->out).p;
	if (faccessat(AT_FDCWD, request->out, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		diag_add_system(d, DIAG_FILE_WRITE, request->out, "cannot merge into it", EEXIST);
		status = -1;
	}
	if (status == 0 &&
	    (fs_remove_tree(AT_FDCWD, whole.out) < 0 ||
	     fs_remove_tree(AT_FDCWD, arena_printf(&a, "%s.fuda", whole.out).p) < 0)) {
		diag_add_system(d, DIAG_FILE_WRITE, whole.out, "cannot remove the folder", errno);
		status = -1;
	}
	if (status == 0)
		status = merge_parts(whole.out, &order, &a, d);
	if (status == 0)
		status = build_site(&whole, summary, d);
	if (status == 0)
		status = put_in_place(whole.out, request->out, &a, d);
	arena_release(&a);
	return status;
}
