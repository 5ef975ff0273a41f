#include "night/shards.h"
#include "base/beneath.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/sha256.h"
#include "night/state.h"
#include "night/taker.h"
#include "publish/manifest.h"
#include "publish/product_tree.h"
#include "publish/superseded.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A part, which a build with --shard made. */
struct part {
	const char *path;
	int folder, work;      /* descriptors of PART and PART.fuda */
	char hash[SHA256_HEX]; /* of its MANIFEST.json */
	struct edition edition;
};

struct merge {
	struct part *parts;
	size_t nparts;
	int tree; /* what is being made */
	unsigned nworkers;
	struct sha256_context *sha;
	struct map taken;    /* parts of the list of files, by path */
	struct buf editions; /* the same, an array of struct edition_part */
	struct buf lists;    /* and whose they are, an array of struct taker_list */
	struct buf lines;
	struct arena *arena;
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

static void hash_bytes(const struct merge *m, struct str bytes, char hex[SHA256_HEX])
{
	unsigned char hash[SHA256_BYTES];

	sha256_hash(m->sha, bytes, hash);
	sha256_format(hash, hex);
}

static int read_edition(struct merge *m, struct part *part)
{
	struct place place = {.file = arena_printf(m->arena, "%s/" EDITION_NAME, part->path)};
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load(part->folder, EDITION_NAME, EDITION_MAX, &b);
	if (status < 0 || !edition_has_format(buf_str(&b))) {
		status = refuse(
		        m, part,
		        "is not a part: a build with --shard that ended leaves a " EDITION_NAME
		        " of the format " EDITION_FORMAT " in it, and a folder beside it");
	} else {
		hash_bytes(m, buf_str(&b), part->hash);
		status = edition_parse(&part->edition, arena_copy(m->arena, buf_str(&b)), place,
		                       m->arena, m->diag);
	}
	buf_release(&b);
	if (status == 0 && part->edition.shard.n == 0)
		status = refuse(m, part, "is not a part but a whole site");
	else if (status == 0 && str_is_equal(part->edition.shard, STR(EDITION_PREVIEW)))
		status = refuse(m, part, "is not a part but a preview");
	return status;
}

static int open_part(struct merge *m, struct part *part)
{
	const char *path = part->path;

	part->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (part->folder < 0)
		return fail(m, path, "cannot open the part");
	if (read_edition(m, part) < 0)
		return -1;
	part->work =
	        open(arena_printf(m->arena, "%s.fuda", path).p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return part->work < 0 ? refuse(m, part, "is not a part: the folder beside it is missing")
	                      : 0;
}

static void close_part(struct part *part)
{
	const int fds[] = {part->folder, part->work};

	for (size_t i = 0; i < COUNT_OF(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

/* Whether a part before the part `number` is the same shard. */
static bool has_twin(const struct merge *m, size_t number)
{
	for (size_t i = 0; i < number; i++)
		if (str_is_equal(m->parts[i].edition.shard, m->parts[number].edition.shard))
			return true;
	return false;
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
		else if (has_twin(m, i))
			status = refuse(m, part, "is given twice, or has a product of another");
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

/* Whether a list that is taken has the hash. */
static bool has_hash(const struct merge *m, uint32_t taken, struct str hash)
{
	const struct edition_part *lists = (const struct edition_part *)(const void *)m->editions.p;

	return str_is_equal(lists[taken].hash, hash);
}

/* Besides the products' each part has the same few files; a shelf is in one part alone. */
static int choose_lists(struct merge *m, struct part *part)
{
	const struct edition *edition = &part->edition;

	for (size_t i = 0; i < edition->nparts; i++) {
		const struct edition_part *list = &edition->parts[i];
		const struct taker_list from = {part->path, part->folder, list};
		/* The number of the list, among those that are taken. */
		uint32_t number = (uint32_t)(m->editions.n / sizeof(*list));
		uint32_t taken = map_add(&m->taken, list->path, number);
		bool is_taken = taken != MAP_NONE;

		if (is_taken && str_has_prefix(list->path, STR(PRODUCT_TREE_PARTS)))
			return refuse(m, part, "has a product that another part has, too");
		if (is_taken && !has_hash(m, taken, list->hash))
			return refuse(m, part,
			              "has other files besides its products' than another part");
		if (is_taken)
			continue;
		buf_add(&m->editions, (struct str){(const char *)list, sizeof(*list)});
		buf_add(&m->lists, (struct str){(const char *)&from, sizeof(from)});
	}
	return 0;
}

/* Takes the files of all parts. */
static int take_parts(struct merge *m)
{
	for (size_t i = 0; i < m->nparts; i++)
		if (choose_lists(m, &m->parts[i]) < 0)
			return -1;
	return taker_run(m->tree, (const struct taker_list *)(const void *)m->lists.p,
	                 m->lists.n / sizeof(struct taker_list), m->nworkers, m->diag);
}

/* Puts the state beside the folder, under the name that the new MANIFEST.json gives it. */
static int take_state(struct merge *m, const char *out, const char hash[SHA256_HEX])
{
	struct str folder = arena_printf(m->arena, "%s.fuda", out);
	int work, status;

	if (mkdir(folder.p, 0777) < 0 && errno != EEXIST)
		return fail(m, folder.p, "cannot make the folder");
	work = open(folder.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (work < 0)
		return fail(m, folder.p, "cannot open the folder");
	status = state_copy(m->parts[0].work, m->parts[0].hash, work, hash);
	if (fs_close(work, status) < 0)
		return fail(m, folder.p, "cannot write the state");
	return 0;
}

/* The MANIFEST.json of the whole, for the build that goes on with it and then writes its own. */
static int write_edition(struct merge *m, const char *out)
{
	struct edition edition = m->parts[0].edition;
	char hash[SHA256_HEX];
	struct buf b;
	int status;

	edition.shard = STR_NONE;
	edition.parts = (struct edition_part *)(void *)m->editions.p;
	edition.nparts = m->editions.n / sizeof(*edition.parts);
	buf_init(&b);
	edition_add_head(&b, &edition);
	edition_add_parts(&b, &edition);
	hash_bytes(m, buf_str(&b), hash);
	status = fs_create(m->tree, EDITION_NAME, buf_str(&b));
	buf_release(&b);
	return status < 0 ? fail(m, out, "cannot write " EDITION_NAME) : take_state(m, out, hash);
}

/* ---- files of the site before, which stay for some days ---- */

struct superseding {
	struct merge *merge;
	struct part site;     /* the one before */
	struct beneath found; /* in it */
	struct taker taker;
	struct map known; /* paths of `files` */
	struct buf files; /* an array of struct superseded_file */
};

static void add_superseded(struct superseding *s, struct superseded_file file)
{
	if (map_add(&s->known, file.path, 0) == MAP_NONE)
		buf_add(&s->files, (struct str){(const char *)&file, sizeof(file)});
}

/* What the site before listed is superseded from this day on, unless the new one has it as well,
 * which the build finds out. */
static int add_listed(struct superseding *s, const struct edition_part *list)
{
	struct merge *m = s->merge;
	struct superseded_file file = {.since = m->parts[0].edition.as_of};
	struct manifest_line line;
	struct str rest;

	buf_clear(&m->lines);
	if (manifest_read_part((struct manifest_place){-1, s->site.folder, NULL}, list, &m->lines) <
	    0)
		return fail(m, s->site.path, "cannot read the list of its files");
	if (!manifest_is_part(list, buf_str(&m->lines)))
		return refuse(m, &s->site,
		              "is damaged: the list of its files is not that of " EDITION_NAME);
	rest = buf_str(&m->lines);
	while (manifest_take_line(&rest, &line) == 0) {
		if (!superseded_has_path(line.path) || !edition_has_path(line.path))
			continue;
		file.path = arena_copy(m->arena, line.path);
		memcpy(file.hash, line.hash.p, SHA256_HEX);
		add_superseded(s, file);
	}
	return 0;
}

/* What was superseded before, since its day. */
static int add_earlier(struct superseding *s)
{
	struct merge *m = s->merge;
	struct superseded_file *files;
	size_t nfiles;

	buf_clear(&m->lines);
	if (fs_load(s->site.folder, SUPERSEDED_PATH, EDITION_PART_MAX, &m->lines) < 0)
		return errno == ENOENT ? 0 : fail(m, s->site.path, "cannot read " SUPERSEDED_PATH);
	if (superseded_parse(buf_str(&m->lines), m->arena, &files, &nfiles) < 0)
		return refuse(m, &s->site, "is damaged: " SUPERSEDED_PATH " is not as it was");
	for (size_t i = 0; i < nfiles; i++)
		add_superseded(s, files[i]);
	return 0;
}

/* Whether a file of the site before is as it was published: 1 or 0, or -1. */
static int is_as_published(struct superseding *s, const struct superseded_file *file)
{
	int folder = beneath_enter(&s->found, file->path);
	unsigned char hash[SHA256_BYTES];
	char text[SHA256_HEX];

	if (folder < 0 || sha256_hash_file(s->merge->sha, folder, s->found.name, hash) < 0)
		return manifest_is_damage(errno)
		               ? 0
		               : fail(s->merge, s->site.path, "cannot read its files");
	sha256_format(hash, text);
	return memcmp(text, file->hash, SHA256_HEX) == 0;
}

/* Takes one that stays: 1; 0 if it is damaged. What the new site has as well it then makes. */
static int take_superseded(struct superseding *s, const struct superseded_file *file)
{
	int is_whole = is_as_published(s, file);

	if (is_whole != 0)
		return is_whole < 0 || taker_take(&s->taker, s->site.path, s->site.folder,
		                                  file->path) < 0
		               ? -1
		               : 1;
	diag_add(s->merge->diag, DIAG_FILE_MENDED, (struct place){.file = str_from(s->site.path)},
	         "%.*s is missing or not as it was published, and does not stay",
	         STR_ARG(file->path));
	return 0;
}

static int take_all_superseded(struct superseding *s)
{
	struct superseded_file *files = (struct superseded_file *)(void *)s->files.p;
	size_t n = s->files.n / sizeof(*files), nstay = 0;
	struct buf list;
	int status = 0;

	for (size_t i = 0; i < n && status >= 0; i++) {
		status = take_superseded(s, &files[i]);
		if (status > 0)
			files[nstay++] = files[i];
	}
	if (status < 0 || nstay == 0)
		return status;
	buf_init(&list);
	superseded_add_list(&list, files, nstay);
	status = fs_create(s->merge->tree, SUPERSEDED_PATH, buf_str(&list));
	buf_release(&list);
	return status < 0 ? fail(s->merge, SUPERSEDED_PATH, "cannot write") : 0;
}

static int open_previous(struct superseding *s)
{
	struct part *site = &s->site;
	struct merge *m = s->merge;
	struct str file = arena_printf(m->arena, "%s/" EDITION_NAME, site->path);

	site->folder = open(site->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (site->folder < 0)
		return fail(m, site->path, "cannot open the site before");
	beneath_init(&s->found, site->folder);
	buf_clear(&m->lines);
	if (fs_load(site->folder, EDITION_NAME, EDITION_MAX, &m->lines) < 0)
		return fail(m, site->path, "cannot read " EDITION_NAME);
	if (edition_parse(&site->edition, arena_copy(m->arena, buf_str(&m->lines)),
	                  (struct place){.file = file}, m->arena, m->diag) < 0)
		return -1;
	return site->edition.shard.n == 0 ? 0 : refuse(m, site, "is not a whole site");
}

static int keep_previous(struct merge *m, const char *path)
{
	struct superseding s = {
	        .merge = m, .site = {.path = path, .folder = -1, .work = -1}, .found = {.fd = -1}};
	int status = open_previous(&s);

	taker_init(&s.taker, m->tree, m->diag);
	map_init(&s.known, m->arena);
	for (size_t i = 0; status == 0 && i < s.site.edition.nparts; i++)
		status = add_listed(&s, &s.site.edition.parts[i]);
	if (status == 0)
		status = add_earlier(&s);
	if (status == 0)
		status = take_all_superseded(&s);
	taker_release(&s.taker);
	beneath_release(&s.found);
	close_part(&s.site);
	buf_release(&s.files);
	return status;
}

static int make_tree(struct merge *m, const char *out, const char *previous)
{
	if (mkdir(out, 0777) < 0)
		return fail(m, out, "cannot make the folder");
	m->tree = open(out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (m->tree < 0)
		return fail(m, out, "cannot open the folder");
	if (take_parts(m) < 0 || (previous && keep_previous(m, previous) < 0))
		return -1;
	return write_edition(m, out);
}

int merge_parts(const char *out, const struct merge_order *order, struct arena *a, struct diag *d)
{
	size_t nparts = order->nparts;
	struct merge m = {
	        .parts = arena_array(a, nparts, sizeof(*m.parts)),
	        .tree = -1,
	        .nworkers = order->nworkers,
	        .sha = sha256_open(),
	        .arena = a,
	        .diag = d,
	};
	int status = 0;

	map_init(&m.taken, a);
	for (size_t i = 0; i < nparts; i++)
		m.parts[i] = (struct part){.path = order->parts[i], .folder = -1, .work = -1};
	for (; m.nparts < nparts && status == 0; m.nparts++)
		status = open_part(&m, &m.parts[m.nparts]);
	if (status == 0)
		status = check_states(&m);
	if (status == 0)
		status = make_tree(&m, out, order->previous);
	for (size_t i = 0; i < m.nparts; i++)
		close_part(&m.parts[i]);
	if (m.tree >= 0)
		close(m.tree);
	sha256_close(m.sha);
	buf_release(&m.editions);
	buf_release(&m.lists);
	buf_release(&m.lines);
	return status;
}
