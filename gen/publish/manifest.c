#include "publish/manifest.h"
#include "base/array.h"
#include "base/diag.h"
#include "base/fs.h"
#include "base/pool.h"
#include "model/shelf.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

void manifest_add_line(struct buf *b, const char hash[SHA256_HEX], struct str path)
{
	char *p = buf_reserve(b, MANIFEST_LINE(path.n));

	memcpy(p, hash, SHA256_HEX);
	memcpy(p + SHA256_HEX, "  ", 2);
	memcpy(p + SHA256_HEX + 2, path.p, path.n);
	p[SHA256_HEX + 2 + path.n] = '\n';
	b->n += MANIFEST_LINE(path.n);
}

int manifest_take_line(struct str *text, struct manifest_line *line)
{
	while (text->n > 0) {
		struct str whole = str_cut(text, '\n');

		if (whole.n <= SHA256_HEX + 2 || whole.p[SHA256_HEX] != ' ')
			continue;
		line->hash = str_sub(whole, 0, SHA256_HEX);
		line->path = str_sub(whole, SHA256_HEX + 2, whole.n);
		return 0;
	}
	return -1;
}

struct str manifest_product_id(struct str path)
{
	struct str rest = path;

	if (!str_has_prefix(rest, STR("P/"))) {
		str_cut(&rest, '/');
		if (!str_has_prefix(rest, STR("P/")))
			return STR_NONE;
	}
	rest = str_sub(rest, 2, rest.n);
	return str_before(rest, '/');
}

void manifest_parse_hash(const char text[SHA256_HEX], unsigned char hash[SHA256_BYTES])
{
	memset(hash, 0, SHA256_BYTES);
	if (!sha256_is_text((struct str){text, SHA256_HEX}))
		return;
	for (size_t i = 0; i < SHA256_BYTES; i++)
		hash[i] = (unsigned char)(str_hex_digit(text[2 * i]) << 4 |
		                          str_hex_digit(text[2 * i + 1]));
}

static int compare_files(const void *left, const void *right)
{
	const struct manifest_file *l = left, *r = right;

	return strcmp(l->path, r->path);
}

void manifest_sort(struct manifest_file *files, size_t nfiles)
{
	if (nfiles > 0)
		qsort(files, nfiles, sizeof(*files), compare_files);
}

static int compare_path(const void *key, const void *file)
{
	const struct str *path = key;
	const char *other = ((const struct manifest_file *)file)->path;
	int order = strncmp(path->p, other, path->n);

	return order != 0 ? order : other[path->n] == '\0' ? 0 : -1;
}

const struct manifest_file *manifest_find(const struct manifest_file *files, size_t nfiles,
                                          struct str path)
{
	return nfiles > 0 ? bsearch(&path, files, nfiles, sizeof(*files), compare_path) : NULL;
}

/* What goes along while the parts are read. */
struct reading {
	struct manifest *m;
	const struct pages *pages;
	struct arena *arena;
	struct buf text;      /* of the list of superseded files */
	struct buf looks;     /* of the files of the part at hand */
	struct buf stretches; /* an array of struct manifest_stretch */
	struct buf others;    /* an array of struct manifest_file */
	struct buf strays;    /* an array of struct str */
	size_t nmissing_room;
	pthread_mutex_t lock; /* for all of these, where workers read */
	int status;           /* 1; 0: a part cannot be believed; -1: the system failed */
	int error;            /* its errno */
};

static void add_other(struct reading *r, struct manifest_line line, uint64_t look)
{
	struct manifest_file file = {.path = arena_copy(r->arena, line.path).p, .look = look};

	manifest_parse_hash(line.hash.p, file.hash);
	buf_add(&r->others, (struct str){(const char *)&file, sizeof(file)});
}

/* Whether the new build has a product on no shelf of its own. One that it does not have at all is
 * missing. */
static bool is_stray_product(struct reading *r, struct str id)
{
	struct manifest *m = r->m;

	if (shelf_find(r->pages, id) != PAGES_NONE)
		return false;
	if (pages_find(r->pages, id) == PAGES_NONE) {
		ARRAY_GROW(r->arena, m->missing, m->nmissing, r->nmissing_room);
		m->missing[m->nmissing++] = arena_copy(r->arena, id);
	}
	return true;
}

/* How the file of line `i` of a part looked. */
static uint64_t find_look(struct reading *r, const struct edition_part *part, struct str text,
                          size_t i)
{
	size_t n = part->nfiles;

	if (!r->m->place.seen || n > text.n / MANIFEST_LINE(0) || i >= n)
		return SEEN_NOTHING;
	if (r->looks.n == 0) {
		seen_read(r->m->place.seen, part->path, 0, n,
		          (void *)buf_reserve(&r->looks, n * sizeof(uint64_t)));
		r->looks.n = n * sizeof(uint64_t);
	}
	return ((const uint64_t *)(const void *)r->looks.p)[i];
}

/* Takes the lines of a part. Returns which products it has; views of its text. */
static struct manifest_stretch take_lines(struct reading *r, const struct edition_part *part,
                                          struct str text)
{
	struct manifest_stretch stretch = {.part = part};
	struct manifest_line line;
	struct str rest = text;
	bool is_stray = false;

	buf_clear(&r->looks);
	for (size_t i = 0; manifest_take_line(&rest, &line) == 0; i++) {
		struct str id = manifest_product_id(line.path);

		if (id.n == 0) {
			add_other(r, line, find_look(r, part, text, i));
			continue;
		}
		if (stretch.first.n == 0)
			stretch.first = id;
		if (!str_is_equal(id, stretch.last)) {
			stretch.last = id;
			stretch.nproducts++;
			is_stray = is_stray_product(r, id);
		}
		if (is_stray) {
			struct str path = arena_copy(r->arena, line.path);

			buf_add(&r->strays, (struct str){(const char *)&path, sizeof(path)});
		}
	}
	return stretch;
}

static void add_part(struct reading *r, const struct edition_part *part, struct str text)
{
	struct manifest_stretch stretch = take_lines(r, part, text);

	if (stretch.first.n == 0)
		return;
	stretch.first = arena_copy(r->arena, stretch.first);
	stretch.last = arena_copy(r->arena, stretch.last);
	buf_add(&r->stretches, (struct str){(const char *)&stretch, sizeof(stretch)});
}

int manifest_read_part(struct manifest_place place, const struct edition_part *part, struct buf *b)
{
	struct str name = str_sub(part->path, sizeof(EDITION_PARTS) - 1, part->path.n);

	if (place.away >= 0) {
		if (fs_load(place.away, name.p, EDITION_PART_MAX, b) == 0)
			return 0;
		if (errno != ENOENT)
			return -1;
	}
	return fs_load(place.site, part->path.p, EDITION_PART_MAX, b);
}

bool manifest_is_damage(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ELOOP || error == EXDEV ||
	       error == EISDIR || error == EINVAL || error == EFBIG || error == ENXIO;
}

bool manifest_is_part(const struct edition_part *part, struct str bytes)
{
	char hash[SHA256_HEX];

	sha256_hex_once(bytes, hash);
	return memcmp(hash, part->hash.p, SHA256_HEX) == 0;
}

/* Reads a part and checks it; 1, 0 or -1 with errno set. */
static int read_part(const struct reading *r, const struct edition_part *part, struct buf *text)
{
	if (manifest_read_part(r->m->place, part, text) < 0)
		return manifest_is_damage(errno) ? 0 : -1;
	return manifest_is_part(part, buf_str(text));
}

static void run_part(void *context, unsigned worker, size_t number)
{
	struct reading *r = context;
	const struct edition_part *part = &r->m->edition.parts[number];
	struct buf text;
	int status, error;

	(void)worker;
	buf_init(&text);
	status = read_part(r, part, &text);
	error = errno;
	pthread_mutex_lock(&r->lock);
	if (status > 0)
		add_part(r, part, buf_str(&text));
	if (status < r->status) {
		r->status = status;
		r->error = error;
	}
	pthread_mutex_unlock(&r->lock);
	buf_release(&text);
}

/* Reads all parts; errno is set where the status is -1. */
static void read_parts(struct reading *r, unsigned nworkers)
{
	pthread_mutex_init(&r->lock, NULL);
	pool_run(nworkers, r->m->edition.nparts, run_part, r);
	pthread_mutex_destroy(&r->lock);
	errno = r->error;
}

static int compare_superseded(const void *left, const void *right)
{
	return str_compare(((const struct superseded_file *)left)->path,
	                   ((const struct superseded_file *)right)->path);
}

/* Adds the superseded files and their list, which was read, to the others. */
static void keep_superseded(struct reading *r)
{
	struct manifest *m = r->m;
	char hash[SHA256_HEX];

	for (size_t i = 0; i < m->nsuperseded; i++) {
		struct superseded_file *file = &m->superseded[i];

		if (m->place.seen)
			seen_read(m->place.seen, STR(SUPERSEDED_PATH), i, 1, &file->look);
		add_other(r, (struct manifest_line){{file->hash, SHA256_HEX}, file->path},
		          file->look);
	}
	sha256_hex_once(buf_str(&r->text), hash);
	add_other(r, (struct manifest_line){{hash, SHA256_HEX}, STR(SUPERSEDED_PATH)},
	          SEEN_NOTHING);
	if (m->nsuperseded > 0)
		qsort(m->superseded, m->nsuperseded, sizeof(*m->superseded), compare_superseded);
}

/* Returns whether the list of superseded files can be believed; -1 with errno set. It is there only
 * if there are any. */
static int read_superseded(struct reading *r)
{
	struct manifest *m = r->m;
	bool is_away = m->place.away >= 0;

	if (fs_load(is_away ? m->place.away : m->place.site,
	            is_away ? SUPERSEDED_NAME : SUPERSEDED_PATH, EDITION_PART_MAX, &r->text) < 0) {
		if (errno == ENOENT)
			return !m->place.seen ||
			       !seen_has_part(m->place.seen, STR(SUPERSEDED_PATH));
		return manifest_is_damage(errno) ? 0 : -1;
	}
	if (superseded_parse(buf_str(&r->text), r->arena, &m->superseded, &m->nsuperseded) < 0) {
		m->nsuperseded = 0;
		return 0;
	}
	keep_superseded(r);
	return 1;
}

static int compare_stretches(const void *left, const void *right)
{
	return str_compare(((const struct manifest_stretch *)left)->first,
	                   ((const struct manifest_stretch *)right)->first);
}

static int compare_parts(const void *left, const void *right)
{
	return str_compare(((const struct edition_part *)left)->path,
	                   ((const struct edition_part *)right)->path);
}

/* Takes over what was read, sorted: workers read in any order. */
static void keep_lines(struct reading *r)
{
	struct manifest *m = r->m;

	m->stretches = (struct manifest_stretch *)(void *)r->stretches.p;
	m->nstretches = r->stretches.n / sizeof(*m->stretches);
	m->others = (struct manifest_file *)(void *)r->others.p;
	m->nothers = r->others.n / sizeof(*m->others);
	m->strays = (struct str *)(void *)r->strays.p;
	m->nstrays = r->strays.n / sizeof(*m->strays);
	if (m->nstretches > 0)
		qsort(m->stretches, m->nstretches, sizeof(*m->stretches), compare_stretches);
	manifest_sort(m->others, m->nothers);
	str_sort(m->missing, m->nmissing);
	buf_release(&r->text);
	buf_release(&r->looks);
}

int manifest_load(struct manifest *m, struct manifest_place place, struct str bytes,
                  const struct pages *pages, unsigned nworkers, struct arena *a)
{
	struct reading r = {.m = m, .pages = pages, .arena = a, .status = 1};

	*m = (struct manifest){.place = place};
	if (bytes.n > 0) {
		struct diag d;

		diag_init(&d);
		if (edition_parse(&m->edition, arena_copy(a, bytes), (struct place){0}, a, &d) < 0)
			r.status = 0;
		diag_release(&d);
	}
	if (m->edition.nparts > 0)
		qsort(m->edition.parts, m->edition.nparts, sizeof(*m->edition.parts),
		      compare_parts);
	if (r.status > 0)
		read_parts(&r, nworkers);
	if (r.status > 0)
		r.status = read_superseded(&r);
	keep_lines(&r);
	m->is_known = r.status > 0;
	if (!m->is_known) {
		manifest_release(m);
		*m = (struct manifest){.place = place};
	}
	return r.status < 0 ? -1 : 0;
}

int manifest_load_superseded(struct manifest *m, int site, struct arena *a)
{
	struct reading r = {.m = m, .arena = a};
	int status;

	m->place = (struct manifest_place){-1, site, NULL};
	status = read_superseded(&r);
	keep_lines(&r);
	return status < 0 ? -1 : 0;
}

void manifest_release(struct manifest *m)
{
	free(m->stretches);
	free(m->others);
	free(m->strays);
	m->stretches = NULL;
	m->others = NULL;
	m->strays = NULL;
	m->nstretches = m->nothers = m->nstrays = 0;
}

const struct superseded_file *manifest_find_superseded(const struct manifest *m, struct str path)
{
	return superseded_find(m->superseded, m->nsuperseded, path);
}

const struct edition_part *manifest_find_part(const struct manifest *m, struct str path)
{
	const struct edition_part key = {.path = path};

	return m->edition.nparts > 0 ? bsearch(&key, m->edition.parts, m->edition.nparts,
	                                       sizeof(key), compare_parts)
	                             : NULL;
}
