/*
 * What a worker owns while files are made: its buffers, the page's arena, its faults.
 *
 * One a thread, never shared. Stages empty the arena and the buffers between two files; what is
 * added to the output is written before that.
 */
#ifndef PUBLISH_WORKER_H
#define PUBLISH_WORKER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "publish/output.h"

struct worker {
	struct output_worker output;
	struct arena arena; /* the page's lifetime */
	struct buf record;  /* the bytes of a record */
	struct buf address; /* the product's, as its code carries it */
	struct buf data;    /* the product's label.json */
	struct buf file;    /* the bytes of a file being made */
	struct diag diag;   /* merged into the build's list when all workers are done */
};

void worker_init(struct worker *w, struct output *o);
void worker_release(struct worker *w);

#endif
