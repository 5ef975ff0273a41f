#include "mirror/lite.h"
#include "base/fs.h"
#include "base/pool.h"
#include "base/sha256.h"
#include "mirror/bundle.h"
#include "publish/edition.h"
#include "publish/manifest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* One file of the mirror. */
struct job {
	struct str path;
	size_t shard; /* number, or NO_SHARD: a file of the tree */
	char hash[SHA256_HEX];
	int error;
	struct str fault; /* what the error is about */
};

#define NO_SHARD SIZE_MAX

struct worker {
	struct mirror_shard_maker maker;
	struct sha256_context *sha;
	struct buf file;
};

struct lite {
	const struct mirror_lite_request *request;
	struct mirror_shards shards;
	int fd; /* the folder of the mirror */
	struct job *jobs;
	size_t njobs;
	struct worker *workers;
};

/* The folders above a file. */
static int make_folders(int fd, struct str path)
{
	char folder[1024];
	size_t n = path.n - str_behind_last(path, '/').n;

	if (n == 0 || n >= sizeof(folder))
		return 0;
	memcpy(folder, path.p, n - 1);
	folder[n - 1] = '\0';
	return fs_make_folders(fd, folder);
}

/* A file that stays as it is. */
static int take_file(const struct lite *l, struct worker *w, struct job *job)
{
	unsigned char hash[SHA256_BYTES];
	int tree = l->request->tree->fd;

	if (fs_link(tree, job->path.p, l->fd, job->path.p) < 0)
		return -1;
	if (sha256_hash_file(w->sha, l->fd, job->path.p, hash) < 0)
		return -1;
	sha256_format(hash, job->hash);
	return 0;
}

static int write_file(const struct lite *l, struct worker *w, struct job *job)
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(w->sha, buf_str(&w->file), hash);
	sha256_format(hash, job->hash);
	return fs_create(l->fd, job->path.p, buf_str(&w->file));
}

static int make_shard(const struct lite *l, struct worker *w, struct job *job)
{
	if (mirror_shard_make(&l->shards, job->shard, &w->maker, &w->file, &job->fault) < 0)
		return -1;
	return write_file(l, w, job);
}

static void run_job(void *context, unsigned worker, size_t number)
{
	struct lite *l = context;
	struct worker *w = &l->workers[worker];
	struct job *job = &l->jobs[number];
	int status = make_folders(l->fd, job->path);

	job->fault = job->path;
	buf_clear(&w->file);
	if (status == 0)
		status = job->shard != NO_SHARD ? make_shard(l, w, job) : take_file(l, w, job);
	job->error = status < 0 ? errno : 0;
}

/* Whether a file says which files the tree has: the mirror has others. */
static bool is_list(struct str path)
{
	return str_is_equal(path, STR(EDITION_NAME)) || str_has_prefix(path, STR(EDITION_PARTS));
}

static void plan_jobs(struct lite *l, struct arena *a)
{
	const struct mirror_tree *tree = l->request->tree;

	l->jobs = arena_array(a, tree->npaths + l->shards.nshards + 3, sizeof(*l->jobs));
	for (size_t i = 0; i < tree->npaths; i++)
		if (!mirror_shards_is_packed(l->request->packed, tree->paths[i]) &&
		    !is_list(tree->paths[i]))
			l->jobs[l->njobs++] =
			        (struct job){.path = tree->paths[i], .shard = NO_SHARD};
	for (size_t i = 0; i < l->shards.nshards; i++)
		l->jobs[l->njobs++] = (struct job){.path = l->shards.shards[i].path, .shard = i};
}

static void run_jobs(struct lite *l, unsigned nworkers)
{
	l->workers = calloc(nworkers, sizeof(*l->workers));
	if (!l->workers)
		out_of_memory();
	for (unsigned i = 0; i < nworkers; i++) {
		mirror_shard_maker_init(&l->workers[i].maker);
		l->workers[i].sha = sha256_open();
	}
	pool_run(nworkers, l->njobs, run_job, l);
	for (unsigned i = 0; i < nworkers; i++) {
		mirror_shard_maker_release(&l->workers[i].maker);
		sha256_close(l->workers[i].sha);
		buf_release(&l->workers[i].file);
	}
	free(l->workers);
}

/* The first failure, in the order of the jobs. */
static int tell_failure(const struct lite *l, struct diag *d)
{
	for (size_t i = 0; i < l->njobs; i++) {
		const struct job *job = &l->jobs[i];

		if (job->error == 0)
			continue;
		diag_add_system(d, DIAG_FILE_WRITE, job->fault.p, "cannot write", job->error);
		return -1;
	}
	return 0;
}

/* Writes one more file of the mirror, from w->file; its line joins the others. */
static int add_file(struct lite *l, struct worker *w, struct str path)
{
	struct job *job = &l->jobs[l->njobs++];

	*job = (struct job){.path = path};
	if (make_folders(l->fd, path) < 0)
		return -1;
	return write_file(l, w, job);
}

static int compare_jobs(const void *left, const void *right)
{
	return str_compare(((const struct job *)left)->path, ((const struct job *)right)->path);
}

/* The lines of all files so far. */
static void list_files(struct lite *l, struct buf *b)
{
	buf_clear(b);
	qsort(l->jobs, l->njobs, sizeof(*l->jobs), compare_jobs);
	for (size_t i = 0; i < l->njobs; i++)
		manifest_add_line(b, l->jobs[i].hash, l->jobs[i].path);
}

/* The edition of the mirror (edition.h): that of the site, with one part that lists these files. */
static int write_edition(struct lite *l, struct worker *w)
{
	char digits[SHA256_HEX];
	struct edition_part part = {
	        .path = STR(EDITION_PARTS "files" EDITION_PART),
	        .hash = {digits, SHA256_HEX},
	        .nfiles = l->njobs,
	};
	const struct edition edition = {.parts = &part, .nparts = 1};

	list_files(l, &w->file);
	if (add_file(l, w, part.path) < 0)
		return -1;
	memcpy(digits, l->jobs[l->njobs - 1].hash, SHA256_HEX);
	buf_clear(&w->file);
	buf_add(&w->file, l->request->edition);
	edition_add_parts(&w->file, &edition);
	return add_file(l, w, STR(EDITION_NAME));
}

/* The directory of the shards, and the edition: small, and last. */
static int write_ends(struct lite *l, struct arena *a)
{
	struct worker w = {.sha = sha256_open()};
	int status;

	mirror_shards_add_directory(&l->shards, &w.file);
	status = add_file(l, &w, ARENA_JOIN(a, l->request->viewer, STR(MIRROR_DIRECTORY)));
	if (status == 0)
		status = write_edition(l, &w);
	if (status == 0)
		status = syncfs(l->fd);
	sha256_close(w.sha);
	buf_release(&w.file);
	return status;
}

int mirror_lite_make(const struct mirror_lite_request *request, struct arena *a, struct diag *d)
{
	struct lite l = {.request = request};
	int status;

	l.fd = open(request->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (l.fd < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, request->folder, "cannot open", errno);
		return -1;
	}
	mirror_shards_plan(&l.shards, request->tree, request->languages, request->packed,
	                   request->viewer, a);
	plan_jobs(&l, a);
	run_jobs(&l, request->njobs);
	status = tell_failure(&l, d);
	if (status == 0 && write_ends(&l, a) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, request->folder, "cannot write", errno);
		status = -1;
	}
	close(l.fd);
	return status;
}
