#include "make/task.h"

void task_run_layout(const struct page *p, enum layout layout, const struct value *values,
                     struct buf *b, struct str *path)
{
	tmpl_run(page_layout(p, layout), values, b);
	*path = page_file(p);
}

void task_add(struct collection *c, struct task task)
{
	buf_add(&c->tasks, (struct str){(const char *)&task, sizeof(task)});
}
