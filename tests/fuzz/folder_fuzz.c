/*
 * Files that stand in a folder: criteria, the words of a language, the state of the night before,
 * a copy of a site that is verified. The first byte says which; the files follow one another, a
 * byte 0xff between two.
 *
 * Whatever is wrong is said in valid UTF-8; no version of the criteria runs in a circle, and no
 * copy is taken for one that was signed.
 */
#include "base/attr.h"
#include "base/fs.h"
#include "base/utf8.h"
#include "model/criteria.h"
#include "night/state.h"
#include "sign/verify.h"
#include "site/strings.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NFILES 4
#define HASH   "0000000000000000000000000000000000000000000000000000000000000000"

static char folder[] = "/dev/shm/fuda-fuzz-XXXXXX"; /* in memory */
static struct settings settings;

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void read_criteria(struct arena *a, struct diag *d)
{
	struct criteria criteria;
	size_t nsteps;

	require((criteria_load(&criteria, folder, &settings, a, d) < 0) ==
	        (d->nerrors + d->nsystem > 0));
	for (uint32_t i = 0; i < criteria.nversions; i++) {
		nsteps = 0;
		for (uint32_t at = i; at != CRITERIA_NONE; at = criteria.versions[at].replaces)
			require(nsteps++ <= criteria.nversions);
		(void)criteria_grace_end(&criteria, i, DATE_MAX, NULL);
		(void)criteria_is_superseded(&criteria, i, DATE_MAX);
	}
}

static void read_words(struct arena *a, struct diag *d)
{
	const struct layers layers = {.own = folder};
	struct language_words words = {.tag = STR("ja")};

	strings_load(&words, &layers, a, d);
	for (size_t i = 0; i < words.ntexts; i++)
		require(utf8_find_invalid(words.texts[i]) == words.texts[i].n);
}

/* Ends the state as one that was written, since of no other is a line read. */
static void end_state(int fd)
{
	static const char name[] = "state-0000000000000000";
	char hash[SHA256_HEX];
	struct buf b;

	buf_init(&b);
	if (fs_load(fd, name, BUF_CEILING, &b) == 0) {
		sha256_hex_once(buf_str(&b), hash);
		buf_printf(&b, "end %.*s\n", SHA256_HEX, hash);
		require(fs_replace(fd, name, buf_str(&b)) == 0);
	}
	buf_release(&b);
}

static void read_state(struct arena *a, struct diag *d)
{
	struct row rows[2] = {{.texts = "\2A"}, {.texts = "\2B"}};
	struct survey survey = {.rows = rows, .nrows = COUNT_OF(rows)};
	struct recipe_hashes recipe = {0};
	struct state state;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	(void)d;
	require(fd >= 0);
	end_state(fd);
	require(state_load(&state, fd, HASH, &survey, a) == 0);
	(void)state_keep_rows(&state, &recipe, &survey);
	(void)state_has_made(&state, 1);
	state_release(&state);
	close(fd);
}

static void read_copy(struct arena *a, struct diag *d)
{
	const struct verify_request request = {.folder = folder, .goes_on = true, .njobs = 1};
	struct verify_result result;

	require(verify_folder(&request, &result, a, d) < 0 && !result.is_signed);
}

static const struct {
	void (*read)(struct arena *a, struct diag *d);
	const char *files[NFILES];
} kinds[] = {
        {read_criteria, {"categories.json", "a.json", "b.json", "c.json"}},
        {read_words,
         {"content/ja/strings.json", "content/ja/glossary.json", "content/ja/countries.json",
          "content/ja/search.json"}},
        {read_state, {"state-0000000000000000"}},
        {read_copy, {"MANIFEST.json", "MANIFEST.json.minisig", "sums/a.sha256", "index.html"}},
};

static void remove_folder(void)
{
	if (fs_remove_tree(AT_FDCWD, folder) < 0)
		perror(folder);
}

static void write_file(const char *name, struct str bytes)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	*strrchr(path, '/') = '\0';
	require(fs_make_folders(AT_FDCWD, path) == 0);
	path[strlen(path)] = '/';
	require(fs_replace(AT_FDCWD, path, bytes) == 0);
}

/* A folder of its own, and the settings of a site that has none. */
static void prepare(void)
{
	static struct arena a;
	struct diag d;

	arena_init(&a, 1 << 12);
	diag_init(&d);
	require(settings_load(&settings, NULL, NULL, 0, &a, &d) == 0);
	diag_release(&d);
	require(mkdtemp(folder) != NULL && atexit(remove_folder) == 0);
}

static void check_words(const struct diag *d)
{
	for (size_t i = 0; i < d->nitems; i++) {
		struct buf b;

		buf_init(&b);
		diag_add_visible(&b, d->items[i].text);
		require(utf8_find_invalid(buf_str(&b)) == b.n);
		buf_release(&b);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size};
	struct arena a;
	struct diag d;
	size_t kind;

	if (size == 0)
		return 0;
	if (settings.languages.n == 0)
		prepare();
	else
		require(fs_remove_tree(AT_FDCWD, folder) == 0 && mkdir(folder, 0700) == 0);
	kind = data[0] % COUNT_OF(kinds);
	rest = str_sub(rest, 1, rest.n);
	for (size_t i = 0; i < NFILES && kinds[kind].files[i] && rest.n > 0; i++)
		write_file(kinds[kind].files[i], str_cut(&rest, (char)0xff));
	arena_init(&a, 1 << 12);
	diag_init(&d);
	kinds[kind].read(&a, &d);
	check_words(&d);
	diag_release(&d);
	arena_release(&a);
	return 0;
}
