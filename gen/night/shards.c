#include "night/shards.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/sha256.h"
#include "night/state.h"
#include "publish/manifest.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)1 << 20) /* bytes read or written at a time */

/* A part, and the line of its manifest that comes next. */
struct part {
	const char *path;
	int folder, work, manifest; /* descriptors of PART, PART.fuda and its manifest */
	char hash[SHA256_HEX];      /* of the manifest */
	struct buf text;
	struct str rest;
	struct manifest_line line; /* its path is none at the end */
	struct str id;             /* the product's, or none */
};

struct merge {
	struct part *parts;
	size_t nparts;
	int tree, manifest; /* what is being made */
	struct buf lines;   /* of the manifest, not written yet */
	struct buf path;    /* NUL-terminated */
	struct diag *diag;
};

static int fail(const struct merge *m, const char *path, const char *what)
{
	diag_add_system(m->diag, DIAG_FILE_READ, path, what, errno);
	return -1;
}

static int refuse(const struct merge *m, const struct part *part, const char *what)
{
	diag_add(m->diag, DIAG_PART_INVALID, (struct place){.file = str_from(part->path)}, "%s",
	         what);
	return -1;
}

/* ---- reading parts ---- */

/* Takes the next line of a part. */
static int advance(struct merge *m, struct part *part)
{
	while (memchr(part->rest.p, '\n', part->rest.n) == NULL) {
		ssize_t n;

		memmove(part->text.p, part->rest.p, part->rest.n);
		part->text.n = part->rest.n;
		n = read(part->manifest, buf_reserve(&part->text, BLOCK), BLOCK);
		if (n < 0 && errno != EINTR)
			return fail(m, part->path, "cannot read the manifest");
		part->text.n += n > 0 ? (size_t)n : 0;
		part->rest = buf_str(&part->text);
		if (n == 0)
			break;
	}
	part->line = (struct manifest_line){STR_NONE, STR_NONE};
	part->id = STR_NONE;
	if (manifest_take_line(&part->rest, &part->line) == 0)
		part->id = manifest_product_id(part->line.path);
	return 0;
}

static int open_part(struct merge *m, struct part *part, struct arena *a)
{
	const char *path = part->path;
	struct sha256_context *sha;
	unsigned char hash[SHA256_BYTES];
	int status;

	part->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (part->folder < 0)
		return fail(m, path, "cannot open the part");
	part->work = open(arena_printf(a, "%s.fuda", path).p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	part->manifest = openat(part->folder, MANIFEST_NAME, O_RDONLY | O_CLOEXEC);
	if (part->work < 0 || part->manifest < 0)
		return refuse(m, part,
		              "is not a part: a build with --shard that ended leaves "
		              "SHA256SUMS in it, and a folder beside it");
	sha = sha256_open();
	status = sha256_hash_file(sha, part->folder, MANIFEST_NAME, hash);
	sha256_close(sha);
	if (status < 0)
		return fail(m, path, "cannot read the manifest");
	sha256_format(hash, part->hash);
	part->rest = buf_str(&part->text);
	return advance(m, part);
}

static void close_part(struct part *part)
{
	const int fds[] = {part->folder, part->work, part->manifest};

	for (size_t i = 0; i < COUNT_OF(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	buf_release(&part->text);
}

/* What each part knows of the whole is the same, if they are parts of one. */
static int check_states(struct merge *m)
{
	struct sha256_context *sha = sha256_open();
	unsigned char first[SHA256_BYTES], hash[SHA256_BYTES];
	int status = 0;

	for (size_t i = 0; i < m->nparts && status == 0; i++) {
		struct part *part = &m->parts[i];

		if (state_hash_file(part->work, part->hash, sha, hash) < 0)
			status = refuse(m, part, "is not a part: its state is missing");
		else if (i == 0)
			memcpy(first, hash, sizeof(first));
		else if (memcmp(hash, first, sizeof(hash)) != 0)
			status = refuse(m, part,
			                "is a part of another build: program, options, "
			                "export and day must be the same for all parts");
	}
	sha256_close(sha);
	return status;
}

/* ---- making the whole ---- */

static int copy_file(const struct merge *m, const struct part *part, const char *path)
{
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load(part->folder, path, BUF_CEILING, &b);
	if (status == 0)
		status = fs_create(m->tree, path, buf_str(&b));
	buf_release(&b);
	return status;
}

static int make_folder(const struct merge *m, char *path)
{
	char *slash = strrchr(path, '/');
	int status;

	if (!slash)
		return 0;
	*slash = '\0';
	status = fs_make_folders(m->tree, path);
	*slash = '/';
	return status;
}

static int flush(struct merge *m)
{
	int status = fs_write(m->manifest, buf_str(&m->lines));

	buf_clear(&m->lines);
	return status;
}

/* Takes the file of a part's line into the tree, and the line into the manifest. */
static int take_file(struct merge *m, const struct part *part)
{
	char *path;
	int status;

	buf_clear(&m->path);
	buf_add(&m->path, part->line.path);
	buf_add_byte(&m->path, '\0');
	path = m->path.p;
	status = linkat(part->folder, path, m->tree, path, 0);
	if (status < 0 && errno == ENOENT && make_folder(m, path) == 0)
		status = linkat(part->folder, path, m->tree, path, 0);
	if (status < 0 && (errno == EXDEV || errno == EMLINK || errno == EPERM))
		status = copy_file(m, part, path);
	if (status < 0)
		return fail(m, path, "cannot take over the file");
	manifest_add_line(&m->lines, part->line.hash.p, part->line.path);
	if (m->lines.n >= BLOCK && flush(m) < 0)
		return fail(m, MANIFEST_NAME, "cannot write");
	return 0;
}

/* The part whose next line is of the first product; NULL if none has one. */
static struct part *find_first(const struct merge *m)
{
	struct part *first = NULL;

	for (size_t i = 0; i < m->nparts; i++) {
		struct part *part = &m->parts[i];

		if (part->id.n > 0 && (!first || str_compare(part->id, first->id) < 0))
			first = part;
	}
	return first;
}

/* Takes all files of one product, which no other part may have. */
static int take_product(struct merge *m, struct part *part, struct buf *id)
{
	buf_clear(id);
	buf_add(id, part->id);
	for (size_t i = 0; i < m->nparts; i++)
		if (&m->parts[i] != part && str_is_equal(m->parts[i].id, part->id))
			return refuse(m, &m->parts[i], "has a product that another part has, too");
	while (str_is_equal(part->id, buf_str(id)))
		if (take_file(m, part) < 0 || advance(m, part) < 0)
			return -1;
	return 0;
}

static int take_files(struct merge *m)
{
	struct part *part;
	struct buf id;
	int status = 0;

	buf_init(&id);
	while (status == 0 && (part = find_first(m)) != NULL)
		status = take_product(m, part, &id);
	buf_release(&id);
	/* Behind the products each part has the same few files. */
	part = &m->parts[0];
	while (status == 0 && part->line.path.n > 0)
		status = take_file(m, part) < 0 ? -1 : advance(m, part);
	if (status == 0 && flush(m) < 0)
		status = fail(m, MANIFEST_NAME, "cannot write");
	return status;
}

/* Puts the state beside the folder, under the name that the new manifest gives it. */
static int take_state(struct merge *m, const char *out, struct arena *a)
{
	struct str folder = arena_printf(a, "%s.fuda", out);
	struct sha256_context *sha = sha256_open();
	unsigned char hash[SHA256_BYTES];
	char hex[SHA256_HEX];
	int work, status;

	status = sha256_hash_file(sha, m->tree, MANIFEST_NAME, hash);
	sha256_close(sha);
	if (status < 0)
		return fail(m, out, "cannot read the manifest");
	sha256_format(hash, hex);
	if (mkdir(folder.p, 0777) < 0 && errno != EEXIST)
		return fail(m, folder.p, "cannot make the folder");
	work = open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (work < 0)
		return fail(m, folder.p, "cannot open the folder");
	status = state_copy(m->parts[0].work, m->parts[0].hash, work, hex);
	if (close(work) < 0 || status < 0)
		return fail(m, folder.p, "cannot write the state");
	return 0;
}

static int make_tree(struct merge *m, const char *out, struct arena *a)
{
	int status;

	if (mkdir(out, 0777) < 0)
		return fail(m, out, "cannot make the folder");
	m->tree = open(out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (m->tree < 0)
		return fail(m, out, "cannot open the folder");
	m->manifest = openat(m->tree, MANIFEST_NAME, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (m->manifest < 0)
		return fail(m, out, "cannot make the manifest");
	status = take_files(m);
	if (close(m->manifest) < 0 && status == 0)
		status = fail(m, out, "cannot write the manifest");
	return status < 0 ? -1 : take_state(m, out, a);
}

int merge_parts(const char *out, const char *const *parts, size_t nparts, struct arena *a,
                struct diag *d)
{
	struct merge m = {.parts = arena_array(a, nparts, sizeof(*m.parts)), .tree = -1, .diag = d};
	int status = 0;

	buf_init(&m.lines);
	buf_init(&m.path);
	for (size_t i = 0; i < nparts; i++)
		m.parts[i] =
		        (struct part){.path = parts[i], .folder = -1, .work = -1, .manifest = -1};
	for (; m.nparts < nparts && status == 0; m.nparts++)
		status = open_part(&m, &m.parts[m.nparts], a);
	if (status == 0)
		status = check_states(&m);
	if (status == 0)
		status = make_tree(&m, out, a);
	for (size_t i = 0; i < m.nparts; i++)
		close_part(&m.parts[i]);
	if (m.tree >= 0)
		close(m.tree);
	buf_release(&m.lines);
	buf_release(&m.path);
	return status;
}
