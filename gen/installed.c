#include "installed.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void installed_find(struct layers *layers, char folder[PATH_MAX])
{
	static const char *const places[] = {"..", "../..", "../share/fuda"};
	char program[PATH_MAX - 64], probe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	layers->installed = FUDA_SITE_DIR;
	if (n <= 0)
		return;
	program[n] = '\0';
	*strrchr(program, '/') = '\0';
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		snprintf(probe, sizeof(probe), "%s/%s/content/site.json", program, places[i]);
		if (access(probe, R_OK) < 0)
			continue;
		snprintf(probe, sizeof(probe), "%s/%s", program, places[i]);
		if (realpath(probe, folder))
			layers->installed = folder;
		return;
	}
}

/* Whether both paths lead to one folder. */
static bool is_same_folder(const char *path, const char *other)
{
	struct stat st, other_st;

	return stat(path, &st) == 0 && stat(other, &other_st) == 0 &&
	       st.st_dev == other_st.st_dev && st.st_ino == other_st.st_ino;
}

void installed_lie_under(struct layers *layers)
{
	struct stat st;

	if (!layers->own)
		layers->own = layers->installed;
	if (is_same_folder(layers->own, layers->installed) || stat(layers->installed, &st) < 0)
		layers->installed = NULL;
}
