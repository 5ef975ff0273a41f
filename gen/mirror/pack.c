#include "mirror/pack.h"
#include "base/fs.h"
#include "base/pool.h"
#include "mirror/zip.h"
#include "publish/encode.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* So many files are packed before they are written, so that memory does not grow with the tree. */
#define ROUND 256

/* A file of more bytes than this is not taken into memory. */
#define LARGE ((uint64_t)1 << 30)

/* A buffer that grew beyond this is not kept for the next file. */
#define KEPT ((size_t)1 << 20)

/* One file of a round: the slot of its number. */
struct slot {
	struct buf packed;
	uint64_t size;
	uint32_t crc;
	bool is_deflated;
	bool is_large; /* to be copied */
	int error;
};

struct packer {
	struct encoder encoder;
	struct buf file;
};

struct packing {
	const struct mirror_tree *tree;
	struct slot slots[ROUND];
	struct packer *packers; /* one a worker */
	size_t first;           /* file of the first slot */
	struct buf path;        /* of an entry */
	struct str top;
	struct zip zip;
	struct diag *diag;
};

static void trim(struct buf *b)
{
	if (b->capacity > KEPT)
		buf_release(b);
	buf_clear(b);
}

/* -1 with errno set. */
static int pack_file(const struct packing *p, struct packer *packer, const char *path,
                     struct slot *slot)
{
	struct stat st;
	struct str bytes;

	if (fstatat(p->tree->fd, path, &st, 0) < 0)
		return -1;
	slot->size = (uint64_t)st.st_size;
	slot->is_large = slot->size > LARGE;
	if (slot->is_large)
		return 0;
	trim(&packer->file);
	if (fs_load(p->tree->fd, path, LARGE, &packer->file) < 0)
		return -1;
	bytes = buf_str(&packer->file);
	slot->size = bytes.n;
	slot->crc = encoder_crc32(0, bytes);
	encoder_add_deflate(&packer->encoder, bytes, &slot->packed);
	slot->is_deflated = slot->packed.n < bytes.n;
	if (!slot->is_deflated) {
		buf_clear(&slot->packed);
		buf_add(&slot->packed, bytes);
	}
	return 0;
}

static void pack_slot(void *context, unsigned worker, size_t job)
{
	struct packing *p = context;
	struct slot *slot = &p->slots[job];

	trim(&slot->packed);
	*slot = (struct slot){.packed = slot->packed};
	if (pack_file(p, &p->packers[worker], p->tree->paths[p->first + job].p, slot) < 0)
		slot->error = errno;
}

static void copy_file(struct packing *p, struct str path, struct slot *slot)
{
	int file = openat(p->tree->fd, path.p, O_RDONLY | O_CLOEXEC);

	if (file < 0) {
		slot->error = errno;
		return;
	}
	zip_add_file(&p->zip, buf_str(&p->path), file, slot->size);
	close(file);
}

/* -1 with a diagnostic. */
static int add_slot(struct packing *p, struct str path, struct slot *slot)
{
	buf_clear(&p->path);
	buf_add(&p->path, p->top);
	buf_add_byte(&p->path, '/');
	buf_add(&p->path, path);
	if (slot->error == 0 && slot->is_large)
		copy_file(p, path, slot);
	if (slot->error != 0) {
		diag_add_system(p->diag, DIAG_FILE_READ, path.p, "cannot read", slot->error);
		return -1;
	}
	if (!slot->is_large) {
		const struct zip_entry entry = {
		        .path = buf_str(&p->path),
		        .bytes = buf_str(&slot->packed),
		        .size = slot->size,
		        .crc = slot->crc,
		        .is_deflated = slot->is_deflated,
		};

		zip_add(&p->zip, &entry);
	}
	return 0;
}

static int pack_rounds(struct packing *p, unsigned njobs)
{
	size_t all = p->tree->npaths;

	for (p->first = 0; p->first < all && p->zip.error == 0; p->first += ROUND) {
		size_t n = all - p->first < ROUND ? all - p->first : ROUND;

		pool_run(njobs, n, pack_slot, p);
		for (size_t i = 0; i < n; i++)
			if (add_slot(p, p->tree->paths[p->first + i], &p->slots[i]) < 0)
				return -1;
	}
	return 0;
}

int mirror_pack(const struct mirror_tree *t, struct str top, date_days day, int fd,
                const char *name, unsigned njobs, struct diag *d)
{
	struct packing *p = calloc(1, sizeof(*p));
	struct packer *packers = calloc(njobs, sizeof(*packers));
	int status;

	if (!p || !packers)
		out_of_memory();
	*p = (struct packing){.tree = t, .packers = packers, .top = top, .diag = d};
	for (unsigned i = 0; i < njobs; i++)
		encoder_init(&packers[i].encoder);
	zip_init(&p->zip, fd, day);
	status = pack_rounds(p, njobs);
	if (status == 0 && zip_finish(&p->zip) < 0) {
		diag_add_system(d, DIAG_FILE_WRITE, name, "cannot write", errno);
		status = -1;
	}
	zip_release(&p->zip);
	for (unsigned i = 0; i < njobs; i++) {
		encoder_release(&packers[i].encoder);
		buf_release(&packers[i].file);
	}
	for (size_t i = 0; i < ROUND; i++)
		buf_release(&p->slots[i].packed);
	buf_release(&p->path);
	free(packers);
	free(p);
	return status;
}
