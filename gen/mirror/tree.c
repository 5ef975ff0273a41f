#include "mirror/tree.h"
#include "base/fs.h"
#include "publish/manifest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int compare_paths(const void *left, const void *right)
{
	struct str l = *(const struct str *)left, r = *(const struct str *)right;
	struct str left_id = manifest_product_id(l), right_id = manifest_product_id(r);
	int order = (left_id.n == 0) - (right_id.n == 0);

	if (order == 0)
		order = str_compare(left_id, right_id);
	return order != 0 ? order : str_compare(l, r);
}

int mirror_tree_open(struct mirror_tree *t, const char *folder, struct arena *a, struct diag *d)
{
	*t = (struct mirror_tree){.folder = folder};
	t->fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (t->fd < 0 || fs_walk(t->fd, ".", a, &t->paths, &t->npaths) < 0) {
		diag_add_system(d, DIAG_FILE_READ, folder, "cannot read", errno);
		return -1;
	}
	qsort(t->paths, t->npaths, sizeof(*t->paths), compare_paths);
	return 0;
}

void mirror_tree_close(struct mirror_tree *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

int mirror_tree_measure(const struct mirror_tree *t, uint64_t cluster, uint64_t *nbytes)
{
	*nbytes = 0;
	for (size_t i = 0; i < t->npaths; i++) {
		struct stat st;

		if (fstatat(t->fd, t->paths[i].p, &st, 0) < 0)
			return -1;
		*nbytes += ((uint64_t)st.st_size + cluster - 1) / cluster * cluster;
	}
	return 0;
}
