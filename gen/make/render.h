/*
 * Pass 2: the files of every product, from its record, in parallel.
 *
 * A product has in the default language's tree P/<id>/ with badge.svg, index.html, label.json,
 * qr.png, qr.svg, shield.json, and in each other language's P/<id>/ with badge.svg and index.html.
 * Products are made in chunks, in the order of their ids; each worker has its page arena and its
 * buffers.
 */
#ifndef MAKE_RENDER_H
#define MAKE_RENDER_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "publish/output.h"
#include "site/site.h"

/* Products in a chunk: enough that sharing out costs nothing, few enough to share out evenly. */
#define RENDER_CHUNK 64

/* What a worker owns. */
struct render_worker {
	struct output_worker output;
	struct arena arena; /* the page's lifetime */
	struct buf record;  /* the bytes of a record */
	struct buf address; /* the product's, as its code carries it */
	struct buf data;    /* the product's label.json */
	struct buf file;    /* the bytes of a file being made */
	struct diag diag;
};

void render_worker_init(struct render_worker *w, struct output *o);
void render_worker_release(struct render_worker *w);

/* Length of the manifest lines of all products. */
uint64_t render_manifest_bytes(const struct site *site, const struct output *o);

/* Told how many of all products are done; called by the calling thread only. */
struct render_progress {
	void (*show)(void *context, size_t ndone, size_t nall);
	void *context;
};

struct open_data;

/* Makes the files of all issued products, and open data of them unless `data` is NULL. Faults of
 * reading go to the workers' diagnostics, of writing to the output. */
void render_products(const struct site *site, struct render_worker *workers, unsigned nworkers,
                     struct open_data *data, const struct render_progress *progress,
                     struct arena *a);

#endif
