/*
 * Pass 2: the files of every product, from its record, in parallel.
 *
 * A product has in the default language's tree P/<id>/ with badge.svg, index.html, label.json,
 * qr.png, qr.svg and, with the setting shields, shield.json, and in each other language's P/<id>/
 * with badge.svg and index.html; for a lite mirror nothing but the page, as packed.html. Products
 * are made shelf by shelf; each worker has its page arena and its buffers.
 */
#ifndef MAKE_RENDER_H
#define MAKE_RENDER_H

#include "base/buf.h"
#include "base/sha256.h"
#include "publish/worker.h"
#include "site/entry.h"

/* Told how many of all products are done, kept ones among them; called by the calling thread only,
 * after each shelf of its own and at the end. */
struct render_progress {
	/* or NULL */
	void (*show)(void *context, size_t ndone, size_t nall);
	void *context;
};

struct open_data;
struct qr;

/* Makes the files of all products that have pages, retired ones among them, and open data of them
 * unless `data` is NULL; what site->pages says is kept stays as it was published, where it is still
 * sound. Faults of reading go to the workers' diagnostics, of writing to the output. */
void render_products(const struct site *site, struct worker *workers, unsigned nworkers,
                     const struct open_data *data, const struct render_progress *progress);

/* Fills what entry_read leaves empty: label.json, which a page names by its hash, and the code of
 * the address. `data`, `address` and `qr` get them and must outlive the entry. */
void render_complete(struct entry *entry, const struct site *site, struct sha256_context *sha,
                     struct buf *data, struct buf *address, struct qr *qr);

#endif
