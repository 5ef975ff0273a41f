#include "publish/worker.h"

#define PAGE_ARENA (1 << 17)

void worker_init(struct worker *w, struct output *o)
{
	output_worker_init(&w->output, o);
	arena_init(&w->arena, PAGE_ARENA);
	buf_init(&w->record);
	buf_init(&w->address);
	buf_init(&w->data);
	buf_init(&w->file);
	diag_init(&w->diag);
}

void worker_release(struct worker *w)
{
	output_worker_release(&w->output);
	arena_release(&w->arena);
	buf_release(&w->record);
	buf_release(&w->address);
	buf_release(&w->data);
	buf_release(&w->file);
	diag_release(&w->diag);
}
