#include "mirror.h"
#include "base/fs.h"
#include "base/lock.h"
#include "mirror/lite.h"
#include "mirror/pack.h"
#include "mirror/zim.h"
#include "places.h"
#include "sign/signing.h"
#include "view/page.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIRROR_ARENA (1 << 20)
#define CLUSTER      (1 << 17) /* of exFAT on media of more than 32 GB */

#define MIRROR_NAME(NAME, word) [MIRROR_##NAME] = word,
const char *const mirror_kind_names[MIRROR_NKINDS] = {MIRROR_KINDS(MIRROR_NAME)};
#undef MIRROR_NAME

struct mirror {
	const struct mirror_request *request;
	struct arena arena;
	struct settings settings;
	struct buf edition; /* of the tree, as far as it does not speak of files */
	const char *out;    /* without a '/' at its end */
	const char *part;   /* OUT.part: beside its place until it is complete */
	const char *beside; /* OUT.part.work: holds the lock on OUT */
	const char *work;
	const char *site; /* the tree, in `work` */
	const char *log;  /* of zimwriterfs, there as well */
	bool is_folder;
	struct mirror_summary *summary;
	struct diag *diag;
};

static int fail(struct mirror *m, const char *path, const char *what)
{
	diag_add_system(m->diag, DIAG_FILE_WRITE, path, what, errno);
	return -1;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_there(const char *folder, const char *name)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path) &&
	       access(path, F_OK) == 0;
}

/* Nothing is replaced that is not a mirror of the same kind. */
static int check_place(struct mirror *m)
{
	static const struct str marks[MIRROR_NKINDS] = {
	        [MIRROR_FULL] = STR("PK\3\4"),
	        [MIRROR_LITE] = STR("PK\3\4"),
	        [MIRROR_ZIM] = STR("ZIM\4"),
	};
	struct str *names;
	size_t nnames;

	if (m->is_folder && m->request->kind != MIRROR_LITE) {
		errno = EISDIR;
		return fail(m, m->out, "cannot write a mirror of this kind");
	}
	if (!is_folder(m->out))
		return places_check_file(m->out, 0, marks[m->request->kind], m->diag);
	if (fs_list_all(AT_FDCWD, m->out, &m->arena, &names, &nnames) < 0)
		return fail(m, m->out, "cannot read");
	if (nnames == 0 || is_there(m->out, PAGE_VIEWER MIRROR_DIRECTORY))
		return 0;
	errno = ENOTEMPTY;
	return fail(m, m->out, "the folder is not a lite mirror");
}

/* Removes what this run, or one that was interrupted, has made besides the mirror. */
static int clear_work(struct mirror *m)
{
	static const char *const names[] = {"site", "site.fuda", "lite"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *path = arena_printf(&m->arena, "%s/%s", m->work, names[i]).p;

		if (fs_remove_tree(AT_FDCWD, path) < 0)
			return fail(m, path, "cannot remove");
	}
	if (unlink(m->part) < 0 && errno != ENOENT && fs_remove_tree(AT_FDCWD, m->part) < 0)
		return fail(m, m->part, "cannot remove");
	return 0;
}

static int build_tree(struct mirror *m)
{
	const struct mirror_request *r = m->request;
	struct build_request build = r->build;
	struct build_summary summary = {0};

	build.out = m->site;
	build.way = OUTPUT_IN_PLACE;
	build.links = r->kind == MIRROR_LITE ? LINKS_LITE : LINKS_FILE;
	build.is_precompressing = false;
	build.edition = &m->edition;
	/* A lite mirror has other files, and its own signature. */
	if (r->kind == MIRROR_LITE)
		build.key = NULL;
	if (build_site(&build, &summary, m->diag) < 0)
		return -1;
	m->summary->nproducts = summary.nproducts;
	return build_load_settings(&build, &m->settings, &m->arena, m->diag);
}

/* Packs a tree into the new file, and sees it onto the disk. */
static int pack(struct mirror *m, const struct mirror_tree *tree)
{
	char day[DATE_TEXT];
	int fd = open(m->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	int status;

	if (fd < 0)
		return fail(m, m->part, "cannot make");
	date_format(m->request->build.as_of, day);
	status = mirror_pack(tree, (struct str){day, DATE_TEXT}, m->request->build.as_of, fd,
	                     m->part, m->request->build.njobs, m->diag);
	if (status == 0 && fsync(fd) < 0)
		status = fail(m, m->part, "cannot write");
	if (close(fd) < 0 && status == 0)
		status = fail(m, m->part, "cannot write");
	return status;
}

static int make_full(struct mirror *m, const struct mirror_tree *tree)
{
	m->summary->nfiles = tree->npaths;
	return pack(m, tree);
}

/* The room that a folder takes. */
static int measure(struct mirror *m, const struct mirror_tree *tree)
{
	m->summary->nfiles = tree->npaths;
	if (mirror_tree_measure(tree, 1, &m->summary->nbytes) < 0 ||
	    mirror_tree_measure(tree, CLUSTER, &m->summary->cluster_bytes) < 0)
		return fail(m, tree->folder, "cannot read");
	return 0;
}

static int make_lite(struct mirror *m, const struct mirror_tree *tree)
{
	const char *folder = m->is_folder ? m->part : arena_printf(&m->arena, "%s/lite", m->work).p;
	const struct mirror_lite_request request = {
	        .tree = tree,
	        .languages = &m->settings.languages,
	        .packed = STR(PAGE_PACKED),
	        .viewer = STR(PAGE_VIEWER),
	        .edition = buf_str(&m->edition),
	        .folder = folder,
	        .njobs = m->request->build.njobs,
	};
	struct mirror_tree lite;
	int status;

	if (mkdir(folder, 0777) < 0)
		return fail(m, folder, "cannot make");
	if (mirror_lite_make(&request, &m->arena, m->diag) < 0)
		return -1;
	if (m->request->build.key && signing_sign_copy(m->request->build.key, folder, m->diag) < 0)
		return -1;
	status = mirror_tree_open(&lite, folder, &m->arena, m->diag);
	if (status == 0)
		status = measure(m, &lite);
	if (status == 0 && !m->is_folder)
		status = pack(m, &lite);
	mirror_tree_close(&lite);
	return status;
}

static int make_zim(struct mirror *m, const struct mirror_tree *tree)
{
	m->summary->nfiles = tree->npaths;
	if (mirror_zim_make(tree, &m->settings, m->request->build.as_of, m->part, m->log, &m->arena,
	                    m->diag) < 0)
		return -1;
	return fs_sync(AT_FDCWD, m->part) < 0 ? fail(m, m->part, "cannot write") : 0;
}

static int make_kind(struct mirror *m)
{
	typedef int make_function(struct mirror * m, const struct mirror_tree *tree);
	static make_function *const makers[MIRROR_NKINDS] = {
	        [MIRROR_FULL] = make_full, [MIRROR_LITE] = make_lite, [MIRROR_ZIM] = make_zim};
	struct mirror_tree tree;
	int status = mirror_tree_open(&tree, m->site, &m->arena, m->diag);

	if (status == 0)
		status = makers[m->request->kind](m, &tree);
	mirror_tree_close(&tree);
	return status;
}

/* A folder that is full cannot be renamed over: where the two cannot be exchanged, as on media of
 * exFAT, the old one goes first. */
static int put_in_place(struct mirror *m)
{
	if (rename(m->part, m->out) == 0)
		return 0;
	if (!m->is_folder || (errno != ENOTEMPTY && errno != EEXIST))
		return -1;
	if (renameat2(AT_FDCWD, m->part, AT_FDCWD, m->out, RENAME_EXCHANGE) == 0)
		return fs_remove_tree(AT_FDCWD, m->part);
	if (fs_remove_tree(AT_FDCWD, m->out) < 0)
		return -1;
	return rename(m->part, m->out);
}

static int publish(struct mirror *m)
{
	struct stat st;

	if (put_in_place(m) < 0 || fs_sync_above(AT_FDCWD, m->out) < 0 || stat(m->out, &st) < 0)
		return fail(m, m->out, "cannot put the mirror in place");
	if (!m->is_folder)
		m->summary->nbytes = (uint64_t)st.st_size;
	return 0;
}

static void find_places(struct mirror *m)
{
	const struct mirror_request *r = m->request;
	struct str out = fs_trim(r->out, &m->arena);

	m->is_folder = is_folder(r->out) || str_has_suffix(str_from(r->out), STR("/"));
	m->out = out.p;
	/* Names of our own: what else stands there is not to be removed. */
	m->part = fs_beside(out, &m->arena).p;
	m->beside = arena_printf(&m->arena, "%s.work", m->part).p;
	m->work = r->work ? arena_printf(&m->arena, "%s/.fuda-mirror", r->work).p : m->beside;
	m->site = arena_printf(&m->arena, "%s/site", m->work).p;
	m->log = arena_printf(&m->arena, "%s/log", m->work).p;
}

/* The line of stages. What zimwriterfs said stays for whoever has to find out why it failed. */
static int make_all(struct mirror *m)
{
	int status = clear_work(m);

	if (status == 0)
		status = build_tree(m);
	if (status == 0)
		status = make_kind(m);
	if (status == 0)
		status = publish(m);
	if (status == 0)
		unlink(m->log);
	if (clear_work(m) < 0)
		status = -1;
	return status;
}

/* A folder that was named to work in may serve mirrors of several places. */
static int make_in_work(struct mirror *m)
{
	struct lock lock;
	int status;

	if (m->work == m->beside)
		return make_all(m);
	if (lock_take(&lock, m->work, m->diag) < 0)
		return -1;
	status = make_all(m);
	lock_release(&lock);
	return status;
}

int mirror_make(const struct mirror_request *request, struct mirror_summary *summary,
                struct diag *d)
{
	struct mirror m = {.request = request, .summary = summary, .diag = d};
	struct lock lock;
	int status;

	*summary = (struct mirror_summary){0};
	arena_init(&m.arena, MIRROR_ARENA);
	buf_init(&m.edition);
	find_places(&m);
	status = check_place(&m);
	if (status == 0)
		status = lock_take(&lock, m.beside, d);
	if (status == 0) {
		status = make_in_work(&m);
		lock_release(&lock);
	}
	buf_release(&m.edition);
	arena_release(&m.arena);
	return status;
}
