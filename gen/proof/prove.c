#include "proof/prove.h"
#include "base/fs.h"
#include "proof/history.h"
#include "proof/log.h"
#include "proof/proof.h"
#include "publish/manifest.h"
#include "publish/product_tree.h"
#include "sign/signing.h"
#include <errno.h>
#include <fcntl.h>

#define LABEL_MAX ((size_t)1 << 24)

struct proving {
	const struct prove_request *request;
	struct edition edition;
	struct proof proof;
	struct sha256_context *sha;
	struct arena *arena;
	struct diag *diag;
};

static int refuse(const struct proving *p, enum diag_code code, const char *name, const char *what)
{
	struct str file = arena_printf(p->arena, "%s/%s", p->request->out, name);

	diag_add(p->diag, code, (struct place){.file = file, .id = p->request->id}, "%s", what);
	return -1;
}

/* Loads a file of the site into the arena. */
static int load(const struct proving *p, struct str path, size_t limit, struct str *bytes)
{
	struct str file = arena_printf(p->arena, "%s/%.*s", p->request->out, STR_ARG(path));
	struct buf b;
	int status;

	buf_init(&b);
	status = fs_load_below(p->request->out, path.p, limit, &b);
	if (status < 0)
		diag_add_system(p->diag, DIAG_FILE_READ, file.p, "cannot read", errno);
	else
		*bytes = arena_copy(p->arena, buf_str(&b));
	buf_release(&b);
	return status;
}

/* The id that a part of products begins with. */
static struct str first_id(const struct edition_part *part)
{
	return str_sub(part->path, sizeof(PRODUCT_TREE_PARTS) - 1,
	               part->path.n - (sizeof(EDITION_PART) - 1));
}

/* The part in which the product stands, if it stands in one; the number of its shelf goes to the
 * path over the shelves. */
static const struct edition_part *find_part(struct proving *p)
{
	const struct edition_part *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < p->edition.nparts; i++) {
		const struct edition_part *part = &p->edition.parts[i];

		if (!str_has_prefix(part->path, STR(PRODUCT_TREE_PARTS)))
			continue;
		if (str_compare(first_id(part), p->request->id) <= 0) {
			found = part;
			p->proof.shelves.index = n;
		}
		n++;
	}
	return found;
}

/* The path from the product's leaf to the root of its shelf. */
static int find_shelf_path(struct proving *p, const struct edition_part *part,
                           struct str *label_hash)
{
	struct str lines;
	struct buf leaves;
	size_t number = 0;

	*label_hash = STR_NONE;
	if (part && load(p, part->path, EDITION_PART_MAX, &lines) < 0)
		return -1;
	if (part && !manifest_is_part(part, lines))
		return refuse(p, DIAG_MANIFEST_INVALID, part->path.p,
		              "is not the part that " EDITION_NAME " names");
	buf_init(&leaves);
	if (part)
		product_tree_add_part(p->sha, lines, p->request->id, &leaves, &number, label_hash);
	if (label_hash->n > 0)
		merkle_find_path(p->sha, (const struct merkle_hash *)(const void *)leaves.p,
		                 leaves.n / sizeof(struct merkle_hash), number, &p->proof.shelf);
	buf_release(&leaves);
	return label_hash->n > 0 ? 0
	                         : refuse(p, DIAG_PRODUCT_UNKNOWN, EDITION_NAME,
	                                  "no product of this id is published");
}

static int find_shelves_path(struct proving *p)
{
	struct buf shelves;
	bool is_whole;

	buf_init(&shelves);
	is_whole = product_tree_add_edition(p->sha, &p->edition, &shelves);
	if (is_whole)
		merkle_find_path(p->sha, (const struct merkle_hash *)(const void *)shelves.p,
		                 shelves.n / sizeof(struct merkle_hash), p->proof.shelves.index,
		                 &p->proof.shelves);
	buf_release(&shelves);
	return is_whole ? 0
	                : refuse(p, DIAG_MANIFEST_INVALID, EDITION_NAME,
	                         "does not name the root of each shelf");
}

static int find_product(struct proving *p)
{
	struct str label_hash;

	if (find_shelf_path(p, find_part(p), &label_hash) < 0 || find_shelves_path(p) < 0)
		return -1;
	p->proof.id = p->request->id;
	return load(p, arena_printf(p->arena, "P/%.*s/label.json", STR_ARG(p->request->id)),
	            LABEL_MAX, &p->proof.label);
}

static int find_entry(struct proving *p)
{
	struct history h;
	int status = history_open(&h, p->request->folder, p->arena, p->diag);
	size_t number = status == 0 ? history_find(&h, p->proof.entry) : 0;

	if (status == 0 && number == h.n) {
		diag_add(p->diag, DIAG_LOG_MISSING, (struct place){.file = str_from(h.path)},
		         "the published edition is no entry of the log yet: fuda log makes it one");
		status = -1;
	}
	if (status == 0) {
		p->proof.checkpoint = h.checkpoint;
		merkle_find_path(h.sha, h.leaves, h.n, number, &p->proof.log);
	}
	history_close(&h);
	return status;
}

static int make_proof(struct proving *p, struct buf *b)
{
	const char *fault;

	if (log_read_edition(p->request->out, p->arena, &p->edition, &p->proof.entry, p->diag) <
	            0 ||
	    find_entry(p) < 0 || find_product(p) < 0 ||
	    signing_load_published_keys(&p->proof.keys, p->request->out, p->arena, p->diag) < 0)
		return -1;
	if (logged_parse(&p->proof.logged, p->proof.entry) < 0)
		return refuse(p, DIAG_MANIFEST_INVALID, EDITION_NAME, "makes no entry");
	/* What stands in OUT may be damaged. */
	fault = proof_check(&p->proof, p->arena);
	if (fault)
		return refuse(p, DIAG_PROOF_INVALID, "P", fault);
	proof_add(b, &p->proof);
	return 0;
}

int prove_product(const struct prove_request *request, struct buf *b, struct arena *a,
                  struct diag *d)
{
	struct proving p = {.request = request, .sha = sha256_open(), .arena = a, .diag = d};
	int status = make_proof(&p, b);

	sha256_close(p.sha);
	return status;
}
