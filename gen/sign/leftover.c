#include "sign/leftover.h"
#include "base/attr.h"

/* Names of files, and of folders. */
static const char *const leftovers[] = {".DS_Store", "Thumbs.db", "desktop.ini"};
static const char *const leftover_folders[] = {
        "System Volume Information/",
        "$RECYCLE.BIN/",
        ".Trashes/",
        ".Spotlight-V100/",
        ".fseventsd/",
        "lost+found/",
        ".Trash-1000/",
        ".TemporaryItems/",
};

bool leftover_is(struct str path)
{
	const char *slash = memrchr(path.p, '/', path.n);
	struct str name = str_sub(path, slash ? (size_t)(slash + 1 - path.p) : 0, path.n);

	for (size_t i = 0; i < COUNT_OF(leftovers); i++)
		if (str_is_equal(name, str_from(leftovers[i])))
			return true;
	for (size_t i = 0; i < COUNT_OF(leftover_folders); i++)
		if (str_has_prefix(path, str_from(leftover_folders[i])))
			return true;
	return str_has_prefix(name, STR("._"));
}
