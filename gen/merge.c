#include "merge.h"
#include "base/fs.h"
#include "base/lock.h"
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

/* Nothing may stand where the site and what belongs beside it will. */
static int check_place(const char *out, struct arena *a, struct diag *d)
{
	const char *const places[] = {out, arena_printf(a, "%s.fuda", out).p};

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		if (faccessat(AT_FDCWD, places[i], F_OK, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		diag_add_system(d, DIAG_FILE_WRITE, places[i], "cannot merge into it", EEXIST);
		return -1;
	}
	return 0;
}

/* `out` is locked. */
static int merge(const struct build_request *request, const char *out,
                 struct build_summary *summary, struct arena *a, struct diag *d)
{
	const struct merge_order order = {request->parts, request->nparts, request->previous,
	                                  request->njobs};
	struct build_request whole = *request;

	whole.is_merging = true;
	whole.out = arena_printf(a, "%s.merging", out).p;
	/* What a merge that was interrupted left. */
	if (fs_remove_tree(AT_FDCWD, whole.out) < 0 ||
	    fs_remove_tree(AT_FDCWD, arena_printf(a, "%s.fuda", whole.out).p) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, whole.out, "cannot remove the folder", errno);
		return -1;
	}
	if (merge_parts(whole.out, &order, a, d) < 0 || build_site(&whole, summary, d) < 0)
		return -1;
	return put_in_place(whole.out, out, a, d);
}

int merge_site(const struct build_request *request, struct build_summary *summary, struct diag *d)
{
	struct lock lock;
	struct arena a;
	const char *out;
	int status = -1;

	arena_init(&a, 1 << 14);
	out = fs_trim(request->out, &a).p;
	if (lock_take(&lock, arena_printf(&a, "%s.merging.work", out).p, d) == 0) {
		status = check_place(out, &a, d);
		if (status == 0)
			status = merge(request, out, summary, &a, d);
		lock_release(&lock);
	}
	arena_release(&a);
	return status;
}
