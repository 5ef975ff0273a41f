#include "make/collect.h"
#include "base/pool.h"
#include "data/catalog.h"
#include "data/commitment_page.h"
#include "data/openapi.h"
#include "data/sqlite.h"
#include "make/key.h"
#include "make/sitemap.h"
#include "make/task.h"
#include "search/index.h"
#include "site/feed.h"
#include "site/path.h"
#include "site/shapes.h"
#include "text/line_end.h"
#include "text/markdown.h"
#include "view/view.h"

#define FIXED_VIEW_NAME(constant, name, layout, shape, path, when) view_##name,

#define FILE_KEPT ((size_t)1 << 22) /* bytes of a buffer that is kept for the next file */

static const struct task *find_task(const struct collection *c, size_t number)
{
	return (const struct task *)(const void *)c->tasks.p + number;
}

static size_t count_tasks(const struct collection *c)
{
	return c->tasks.n / sizeof(struct task);
}

/* A page at a fixed address: `number` is that of the page. */
static void make_fixed_page(const struct collection *c, const struct task *task, struct arena *a,
                            struct buf *b, struct str *path)
{
	static const struct value *(*const views[])(const struct page *p,
	                                            const struct page_sources *from) = {
	        FIXED_PAGES(FIXED_VIEW_NAME)};
	struct page p;

	page_init(&p, c->site, task->language, str_from(fixed_pages[task->number].path), a);
	task_run_layout(&p, (enum layout)task->number, views[task->number](&p, &c->sources), b,
	                path);
}

/* A page of the index of manufacturers: `number` is the page. */
static void make_makers(const struct collection *c, const struct task *task, struct arena *a,
                        struct buf *b, struct str *path)
{
	const struct maker_index *index = &c->lists->maker_index[task->language];
	struct str path_here = makers_page_path(&index->pages[task->number], a);
	struct str twins[LANGUAGES_MAX];
	struct page p;

	page_init(&p, c->site, task->language, path_here, a);
	for (unsigned i = 0; i < c->site->words.nlanguages; i++)
		twins[i] = i == task->language ? path_here : STR("products/");
	p.twins = twins;
	task_run_layout(&p, LAYOUT_MAKERS, view_makers_page(&p, c->lists, task->number), b, path);
}

static void begin_list_page(const struct collection *c, const struct task *task, struct arena *a,
                            struct page *p)
{
	const struct list *list = &c->lists->lists[task->number];
	struct str *twins = arena_array(a, LANGUAGES_MAX, sizeof(*twins));

	for (unsigned i = 0; i < c->site->words.nlanguages; i++)
		twins[i] = lists_page_path(c->site, list, i,
		                           lists_find_twin(list, task->language, task->page, i), a);
	page_init(p, c->site, task->language,
	          lists_page_path(c->site, list, task->language, task->page, a), a);
	p->twins = twins;
}

static void make_list_page(const struct collection *c, const struct task *task, struct arena *a,
                           struct buf *b, struct str *path)
{
	const struct list *list = &c->lists->lists[task->number];
	struct page p;

	begin_list_page(c, task, a, &p);
	task_run_layout(&p, LAYOUT_LIST, view_list_page(&p, list, task->page), b, path);
}

static void add_list_page_key(const struct collection *c, const struct task *task,
                              const struct page *p, struct buf *b)
{
	key_add_list_page(b, p, &c->lists->lists[task->number], task->page);
}

static const struct keyed keyed_list_page = {begin_list_page, add_list_page_key, NULL};

static void make_criteria_page(const struct collection *c, const struct task *task, struct arena *a,
                               struct buf *b, struct str *path)
{
	const struct criteria_version *version = &c->site->criteria->versions[task->number];
	struct page p;

	page_init(&p, c->site, task->language, path_criteria(a, version->id), a);
	task_run_layout(&p, LAYOUT_CRITERIA, view_criteria_page(&p, c->lists, task->number), b,
	                path);
}

/* The body of a page of prose, in the language that its text is in: so are the values in it. */
static struct value prose_body(const struct page *p, const struct prose_page *prose,
                               struct value *v, struct buf *b)
{
	const struct prose_text *text = &prose->in[p->language];
	struct value body, frame_site = v[FRAME_SITE];
	struct page in = *p;
	struct buf markdown;

	in.language = text->language;
	in.words = &p->site->words.language[text->language];
	v[FRAME_SITE] = value_object(p->site->site_values[text->language]);
	if (str_is_equal(prose->name, STR("data")))
		view_set_data(&in, v);
	if (str_is_equal(prose->name, STR("proof")))
		v[PROSE_PAGE_REASONS] = view_reasons(&in);
	buf_init(&markdown);
	tmpl_run(text->body, v, &markdown);
	markdown_add_trusted(b, buf_str(&markdown));
	buf_clear(&markdown);
	if (in.words->phrases)
		line_end_add_html(&markdown, buf_str(b), in.words->phrases);
	else
		buf_add(&markdown, buf_str(b));
	body = value_text(arena_copy(p->arena, buf_str(&markdown)));
	buf_clear(b);
	buf_release(&markdown);
	v[FRAME_SITE] = frame_site;
	return body;
}

static void make_prose(const struct collection *c, const struct task *task, struct arena *a,
                       struct buf *b, struct str *path)
{
	const struct prose_page *prose = &c->site->layouts.prose[task->number];
	const struct prose_text *text = &prose->in[task->language];
	bool is_nowhere = str_is_equal(prose->name, STR("404"));
	const char *lang;
	struct crumb crumb;
	struct page p;
	struct value *v;

	page_init(&p, c->site, task->language,
	          arena_printf(a, is_nowhere ? "%.*s.html" : "%.*s/", STR_ARG(prose->name)), a);
	v = page_values(&p, PROSE_PAGE_NFIELDS);
	crumb = (struct crumb){p.words->home_name, STR("")};
	lang = words_lang(p.words, &c->site->words.language[text->language]);
	page_set_frame(&p, v, value_text_in(text->title, lang),
	               value_text_in(text->description, lang), &crumb, 1);
	if (lang)
		v[PROSE_PAGE_BODY_LANG] = value_text(str_from(lang));
	v[PROSE_PAGE_NAME] = value_text(prose->name);
	v[PROSE_PAGE_HAS_SHIELDS] = value_flag(c->site->settings->has_shields);
	v[PROSE_PAGE_HAS_SQLITE] = value_flag(site_has_database(c->site));
	v[PROSE_PAGE_BODY] = prose_body(&p, prose, v, b);
	task_run_layout(&p, LAYOUT_PROSE, v, b, path);
}

/* What is published as it is; `page` says of which kind. */
static void make_asset(const struct collection *c, const struct task *task, struct arena *a,
                       struct buf *b, struct str *path)
{
	const struct asset *asset = &c->site->assets.of[task->page].items[task->number];

	(void)a;
	buf_add(b, asset->bytes);
	*path = asset->path;
}

/* What describes the open data: the catalog, or the metadata of the CSV. */
static void make_catalog(const struct collection *c, const struct task *task, struct arena *a,
                         struct buf *b, struct str *path)
{
	if (task->number == 0)
		catalog_add(b, c->data, c->lists, &c->feeds, a);
	else
		catalog_add_csv(b, c->data, a);
	*path = task->number == 0 ? STR(CATALOG_PATH) : STR(CATALOG_CSV_PATH);
}

/* The corrections as data. */
static void make_corrections_data(const struct collection *c, const struct task *task,
                                  struct arena *a, struct buf *b, struct str *path)
{
	(void)task;
	(void)a;
	corrections_add(b, c->site->corrections, &c->site->settings->languages);
	*path = STR(CORRECTIONS_PATH);
}

/* What describes the files at fixed addresses. */
static void make_openapi(const struct collection *c, const struct task *task, struct arena *a,
                         struct buf *b, struct str *path)
{
	(void)task;
	openapi_add(b, c->site, a);
	*path = STR(OPENAPI_PATH);
}

/* The operator's promise as data. */
static void make_commitment_data(const struct collection *c, const struct task *task,
                                 struct arena *a, struct buf *b, struct str *path)
{
	(void)task;
	commitment_add(b, c->site, a);
	*path = STR(COMMITMENT_PATH);
}

static void make_sitemap(const struct collection *c, const struct task *task, struct arena *a,
                         struct buf *b, struct str *path)
{
	sitemap_make(c->sitemap, task->number, a, b);
	*path = sitemap_path(c->sitemap, task->number);
}

static void begin_sitemap(const struct collection *c, const struct task *task, struct arena *a,
                          struct page *p)
{
	page_init(p, c->site, task->language, sitemap_path(c->sitemap, task->number), a);
}

static void add_sitemap_key(const struct collection *c, const struct task *task,
                            const struct page *p, struct buf *b)
{
	sitemap_add_key(c->sitemap, task->number, p->arena, b);
}

static const struct keyed keyed_sitemap = {begin_sitemap, add_sitemap_key, NULL};

static void add_sitemap_tasks(struct collection *c)
{
	for (uint32_t i = 0; i < sitemap_nfiles(c->sitemap); i++)
		task_add(c, (struct task){make_sitemap,
		                          sitemap_is_index(c->sitemap, i) ? NULL : &keyed_sitemap,
		                          0, i, 0});
}

/* robots.txt and its like: `number` is the layout. */
static void make_text_file(const struct collection *c, const struct task *task, struct arena *a,
                           struct buf *b, struct str *path)
{
	tmpl_run(c->site->layouts.layout[task->number][0], view_text_file(c->site, a), b);
	*path = task->number == LAYOUT_ROBOTS     ? STR("robots.txt")
	        : task->number == LAYOUT_SECURITY ? STR(".well-known/security.txt")
	                                          : STR("as-of.js");
}

/* robots.txt and its like. security.txt must have a Contact (RFC 9116, 2.5.3); search engines read
 * no lite mirror. */
static void add_text_file_tasks(struct collection *c)
{
	const struct settings *settings = c->site->settings;

	task_add(c, (struct task){make_text_file, NULL, 0, LAYOUT_AS_OF, 0});
	if (settings->contact_email.n + settings->contact_url.n > 0)
		task_add(c, (struct task){make_text_file, NULL, 0, LAYOUT_SECURITY, 0});
	if (c->site->links != LINKS_LITE)
		task_add(c, (struct task){make_text_file, NULL, 0, LAYOUT_ROBOTS, 0});
}

/* The announcements of next keys, as they are. */
static void make_keys(const struct collection *c, const struct task *task, struct arena *a,
                      struct buf *b, struct str *path)
{
	(void)task;
	(void)a;
	buf_add(b, c->site->keys.text);
	*path = STR(KEYS_NAME);
}

static void add_language_tasks(struct collection *c, unsigned language, struct arena *a)
{
	const struct site *site = c->site;

	for (uint32_t i = 0; i < FIXED_NPAGES; i++)
		if (site_has_fixed(site, (enum fixed_page)i))
			task_add(c, (struct task){make_fixed_page, NULL, language, i, 0});
	for (uint32_t i = 0; i < makers_nfiles(&c->lists->maker_index[language]); i++)
		task_add(c, (struct task){make_makers, NULL, language, i, 0});
	subscription_add_tasks(c, language, a);
	for (uint32_t i = 0; i < c->lists->nlists; i++)
		for (uint32_t k = 0; k < c->lists->lists[i].in[language].npages; k++)
			task_add(c,
			         (struct task){make_list_page, &keyed_list_page, language, i, k});
	for (uint32_t i = 0; i < site->criteria->nversions; i++)
		if (site->has_criteria_page[i])
			task_add(c, (struct task){make_criteria_page, NULL, language, i, 0});
	for (uint32_t i = 0; i < site->layouts.nprose; i++)
		task_add(c, (struct task){make_prose, NULL, language, i, 0});
}

static void add_asset_tasks(struct collection *c)
{
	for (uint32_t kind = 0; kind < ASSET_NKINDS; kind++)
		for (uint32_t i = 0; i < c->site->assets.of[kind].n; i++)
			task_add(c, (struct task){make_asset, NULL, 0, i, kind});
}

/* Whether the file of a keyed task would be the one published before; then it stays. */
static bool keep_file(const struct collection *c, size_t number, struct worker *w)
{
	const struct task *task = find_task(c, number);
	struct page p;
	struct str path;

	task->keyed->begin(c, task, &w->arena, &p);
	path = page_file(&p);
	buf_clear(&w->data);
	buf_add_counted(&w->data, path);
	task->keyed->add_key(c, task, &p, &w->data);
	c->made[number] = sha256_number(w->output.sha, buf_str(&w->data));
	return c->site->before && state_has_made(c->site->before, c->made[number]) &&
	       output_keep_files(&w->output, &path, 1) == 0;
}

static void run_task(void *context, unsigned worker, size_t number)
{
	struct collection *c = context;
	struct worker *w = &c->workers[worker];
	const struct task *task = find_task(c, number);
	struct output_stream s;
	struct str path;

	arena_clear(&w->arena);
	if (task->keyed && keep_file(c, number, w))
		return;
	/* The few large files, as a sitemap, are not to cost memory for long. */
	if (w->file.capacity > FILE_KEPT)
		buf_release(&w->file);
	buf_clear(&w->file);
	output_open_stream(&s, &w->output, &w->file);
	if (task->make)
		task->make(c, task, &w->arena, &w->file, &path);
	else
		task->keyed->stream(c, task, &w->arena, &s, &path);
	output_close_stream(&s, path);
}

/* Takes the tasks out that are not keyed. */
static void gather_made(const struct collection *c, struct collected *collected)
{
	collected->made = c->made;
	for (size_t i = 0; i < count_tasks(c); i++)
		if (find_task(c, i)->keyed)
			collected->made[collected->nmade++] = c->made[i];
}

void collect_files(const struct site *site, const struct lists *lists, const struct open_data *data,
                   struct worker *workers, unsigned nworkers, struct arena *a,
                   struct collected *collected)
{
	struct collection c = {.site = site, .lists = lists, .data = data, .workers = workers};
	struct arena own;

	buf_init(&c.tasks);
	/* Search needs much memory, and none of this. */
	arena_init(&own, 1 << 20);
	feeds_plan(&c.feeds, site, &own);
	open_notes_plan(&c.notes, &c.feeds, &own);
	c.sources = (struct page_sources){lists, &c.feeds, &c.notes};
	c.sitemap = sitemap_plan(site, lists, &c.feeds, &c.notes, &own);
	for (unsigned i = 0; i < site->words.nlanguages; i++)
		add_language_tasks(&c, i, &own);
	add_asset_tasks(&c);
	if (site->links != LINKS_LITE)
		add_sitemap_tasks(&c);
	add_text_file_tasks(&c);
	task_add(&c, (struct task){make_openapi, NULL, 0, 0, 0});
	if (site->links != LINKS_LITE && site_has_fixed(site, FIXED_COMMITMENT))
		task_add(&c, (struct task){make_commitment_data, NULL, 0, 0, 0});
	if (site->links != LINKS_LITE && site->corrections->nshown > 0)
		task_add(&c, (struct task){make_corrections_data, NULL, 0, 0, 0});
	for (uint32_t i = 0; i < 2; i++)
		task_add(&c, (struct task){make_catalog, NULL, 0, i, 0});
	if (site->keys.n > 0)
		task_add(&c, (struct task){make_keys, NULL, 0, 0, 0});
	c.made = arena_array(a, count_tasks(&c) + 1, sizeof(*c.made)); /* and search */
	pool_run(nworkers, count_tasks(&c), run_task, &c);
	if (site_has_database(site))
		sqlite_publish(site, &workers[0].output, &workers[0].diag);
	*collected = (struct collected){0};
	gather_made(&c, collected);
	buf_release(&c.tasks);
	arena_release(&own);
	for (unsigned i = 0; i < nworkers; i++)
		arena_release(&workers[i].arena);
	collected->made[collected->nmade++] = search_make(site, lists, workers, nworkers, a);
}

void collect_part_files(const struct site *site, const struct lists *lists, struct worker *workers,
                        unsigned nworkers)
{
	struct collection c = {
	        .site = site, .lists = lists, .sources = {.lists = lists}, .workers = workers};

	buf_init(&c.tasks);
	for (unsigned i = 0; lists && i < site->words.nlanguages; i++)
		task_add(&c, (struct task){make_fixed_page, NULL, i, FIXED_HOME, 0});
	if (lists)
		add_asset_tasks(&c);
	task_add(&c, (struct task){make_text_file, NULL, 0, LAYOUT_AS_OF, 0});
	pool_run(nworkers, count_tasks(&c), run_task, &c);
	buf_release(&c.tasks);
}
