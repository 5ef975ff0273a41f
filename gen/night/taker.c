#include "night/taker.h"
#include "base/arena.h"
#include "base/fs.h"
#include "base/pool.h"
#include "publish/manifest.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void taker_init(struct taker *t, int tree, struct diag *d)
{
	*t = (struct taker){.tree = tree, .folder = -1, .diag = d};
	beneath_look_init(&t->files, -1);
}

void taker_release(struct taker *t)
{
	beneath_look_release(&t->files);
	buf_release(&t->lines);
	buf_release(&t->path);
	buf_release(&t->made);
}

static int fail(struct taker *t, const char *path, const char *what)
{
	diag_add_system(t->diag, DIAG_FILE_READ, path, what, errno);
	return -1;
}

static int refuse(struct taker *t, const char *part, const char *what)
{
	diag_add(t->diag, DIAG_PART_INVALID, (struct place){.file = str_from(part)}, "%s", what);
	return -1;
}

/* Refuses a part for one of its files. */
static int refuse_file(struct taker *t, const char *part, struct str path, const char *what)
{
	diag_add(t->diag, DIAG_PART_INVALID, (struct place){.file = str_from(part)}, "%.*s %s",
	         STR_ARG(path), what);
	return -1;
}

static void set_text(struct buf *b, struct str text)
{
	buf_clear(b);
	buf_add(b, text);
	buf_add_byte(b, '\0');
}

/* Makes the folder of the file at hand: files mostly come folder by folder. */
static int make_folder(struct taker *t)
{
	const char *slash = strrchr(t->path.p, '/');
	struct str above = {t->path.p, slash ? (size_t)(slash - t->path.p) : 0};

	if (!slash || (t->made.n == above.n + 1 && memcmp(t->made.p, above.p, above.n) == 0))
		return 0;
	set_text(&t->made, above);
	if (mkdirat(t->tree, t->made.p, 0777) == 0 || errno == EEXIST)
		return 0;
	return errno == ENOENT ? fs_make_folders(t->tree, t->made.p) : -1;
}

/* Links the file that was looked at. */
static int link_file(struct taker *t)
{
	if (make_folder(t) < 0)
		return -1;
	return fs_link(t->files.at, t->files.path + t->files.from, t->tree, t->path.p);
}

int taker_take(struct taker *t, const char *part, int folder, struct str path)
{
	struct stat st;

	if (t->folder != folder) {
		beneath_look_release(&t->files);
		beneath_look_init(&t->files, folder);
		t->folder = folder;
	}
	if (beneath_look(&t->files, path, &st) < 0)
		return manifest_is_damage(errno)
		               ? refuse_file(t, part, path, "is missing, or behind a link")
		               : fail(t, part, "cannot look at its files");
	if (!S_ISREG(st.st_mode))
		return refuse_file(t, part, path, "is not a regular file");
	set_text(&t->path, path);
	return link_file(t) < 0 ? fail(t, t->path.p, "cannot take over the file") : 0;
}

static int take_list(struct taker *t, const struct taker_list *from)
{
	const struct manifest_place place = {-1, from->folder, NULL};
	struct manifest_line line;
	struct str rest;

	buf_clear(&t->lines);
	if (manifest_read_part(place, from->list, &t->lines) < 0)
		return fail(t, from->part, "cannot read the list of its files");
	if (!manifest_is_part(from->list, buf_str(&t->lines)))
		return refuse(t, from->part,
		              "is damaged: the list of its files is not that of " EDITION_NAME);
	rest = buf_str(&t->lines);
	while (manifest_take_line(&rest, &line) == 0) {
		if (!edition_has_path(line.path))
			return refuse(t, from->part, "lists a path that no site has");
		if (taker_take(t, from->part, from->folder, line.path) < 0)
			return -1;
	}
	return taker_take(t, from->part, from->folder, from->list->path);
}

struct run {
	const struct taker_list *lists;
	struct taking {
		struct taker taker;
		struct diag diag;
		size_t failed; /* the number of the list that it failed at, or SIZE_MAX */
	} * workers;
	atomic_size_t failed; /* the least of these */
};

/* Lists behind one that failed are not taken any more; those before it were begun before it. */
static void run_list(void *context, unsigned worker, size_t number)
{
	struct run *run = context;
	struct taking *w = &run->workers[worker];
	size_t failed = atomic_load(&run->failed);

	if (number > failed || take_list(&w->taker, &run->lists[number]) == 0)
		return;
	w->failed = number;
	while (number < failed && !atomic_compare_exchange_weak(&run->failed, &failed, number))
		;
}

static void open_run(struct run *run, int tree, unsigned nworkers)
{
	run->workers = calloc(nworkers, sizeof(*run->workers));
	if (!run->workers)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++) {
		diag_init(&run->workers[i].diag);
		taker_init(&run->workers[i].taker, tree, &run->workers[i].diag);
		run->workers[i].failed = SIZE_MAX;
	}
}

int taker_run(int tree, const struct taker_list *lists, size_t nlists, unsigned nworkers,
              struct diag *d)
{
	struct run run = {.lists = lists, .failed = SIZE_MAX};

	open_run(&run, tree, nworkers);
	pool_run(nworkers, nlists, run_list, &run);
	for (unsigned i = 0; i < nworkers; i++) {
		if (run.workers[i].failed == run.failed)
			diag_merge(d, &run.workers[i].diag, 0);
		diag_release(&run.workers[i].diag);
		taker_release(&run.workers[i].taker);
	}
	free(run.workers);
	return run.failed == SIZE_MAX ? 0 : -1;
}
