#include "view/page.h"
#include "model/packed.h"
#include "site/shapes.h"
#include "tmpl/escape.h"

static bool is_folder(struct str path)
{
	return path.n == 0 || path.p[path.n - 1] == '/';
}

static size_t depth_of(struct str path)
{
	size_t depth = 0;

	for (size_t i = 0; i < path.n; i++)
		depth += path.p[i] == '/';
	return depth;
}

/* A list begins as a file, which can be read without script. */
bool page_is_packed(const struct site *site, struct str path)
{
	if (site->links != LINKS_LITE || !is_folder(path))
		return false;
	return str_has_prefix(path, STR("P/")) || str_has_prefix(path, STR("products/maker-")) ||
	       (str_has_prefix(path, STR("products/")) && depth_of(path) > 2) ||
	       (str_has_prefix(path, STR("changes/")) && depth_of(path) > 1);
}

const struct tmpl *page_layout(const struct page *p, enum layout kind)
{
	const struct layouts *layouts = &p->site->layouts;

	if (page_is_packed(p->site, p->path))
		return layouts->packed[kind][p->language];
	return layouts->layout[kind][p->language];
}

/* What a lite mirror lacks is on the web. */
static void set_web(struct page *p, struct arena *a)
{
	p->web_base = p->base;
	p->web_root = p->root;
	if (p->site->links != LINKS_LITE)
		return;
	p->web_root = p->site->settings->base_url;
	p->web_base = ARENA_JOIN(a, p->web_root, site_prefix(p->site, p->language));
}

void page_init(struct page *p, const struct site *site, unsigned language, struct str path,
               struct arena *a)
{
	/* A packed page is shown where the viewer stands. */
	size_t depth = depth_of(page_is_packed(site, path) ? STR(PAGE_VIEWER) : path);
	char *up;

	*p = (struct page){
	        .site = site,
	        .words = &site->words.language[language],
	        .language = language,
	        .arena = a,
	        .path = path,
	        .index = site->links == LINKS_WEB ? STR("") : STR("index.html"),
	};
	/* The page for addresses that lead nowhere is shown at any depth, so on the web its links
	 * begin at the host. */
	if (site->links == LINKS_WEB && str_is_equal(path, STR("404.html"))) {
		p->root = site->base_path;
		p->base = ARENA_JOIN(a, p->root, site_prefix(site, language));
		set_web(p, a);
		return;
	}
	/* "./../../" would do; without its first two characters it is what people write. */
	up = arena_alloc(a, 3 * (depth + 1));
	memcpy(up, "./", 2);
	for (size_t i = 0; i < depth; i++)
		memcpy(up + 3 * i, "../", 3);
	p->base = (struct str){up, depth > 0 ? 3 * depth : 2};
	p->root = language == 0 ? p->base
	          : depth == 0  ? STR("../")
	                        : ARENA_JOIN(a, p->base, STR("../"));
	set_web(p, a);
}

/* The address of a page whose language's root is at `base`. */
static struct str address_below(const struct page *p, struct str base, struct str path)
{
	if (page_is_packed(p->site, path))
		return ARENA_JOIN(p->arena, base, STR(PAGE_VIEWER), p->index, STR("?"), path);
	return ARENA_JOIN(p->arena, base, path, is_folder(path) ? p->index : STR(""));
}

struct str page_href(const struct page *p, struct str path)
{
	return address_below(p, is_folder(path) ? p->base : p->web_base, path);
}

struct str page_file(const struct page *p)
{
	return ARENA_JOIN(p->arena, site_prefix(p->site, p->language), p->path,
	                  page_is_packed(p->site, p->path) ? STR(PAGE_PACKED)
	                  : is_folder(p->path)             ? STR("index.html")
	                                                   : STR(""));
}

static struct str twin_path(const struct page *p, unsigned language)
{
	return p->twins ? p->twins[language] : p->path;
}

struct str page_url(const struct page *p, unsigned language)
{
	return ARENA_JOIN(p->arena, p->site->settings->base_url, site_prefix(p->site, language),
	                  twin_path(p, language));
}

struct str page_twin_href(const struct page *p, unsigned language)
{
	struct str root = ARENA_JOIN(p->arena, p->root, site_prefix(p->site, language));

	return address_below(p, root, twin_path(p, language));
}

struct value *page_values(const struct page *p, size_t nfields)
{
	return arena_array(p->arena, nfields, sizeof(struct value));
}

static struct value alternates(const struct page *p)
{
	unsigned n = p->site->words.nlanguages;
	struct value *items = page_values(p, (size_t)n * ALTERNATE_NFIELDS);

	for (unsigned i = 0; i < n; i++) {
		struct value *v = items + (size_t)i * ALTERNATE_NFIELDS;

		v[ALTERNATE_LANG] = value_text(p->site->words.language[i].tag);
		v[ALTERNATE_NAME] = value_text(p->site->words.language[i].name);
		v[ALTERNATE_HREF] = value_text(page_twin_href(p, i));
		v[ALTERNATE_URL] = value_text(page_url(p, i));
		v[ALTERNATE_IS_CURRENT] = value_flag(i == p->language);
	}
	return value_list(items, n);
}

static struct value crumb_links(const struct page *p, const struct crumb *crumbs, size_t ncrumbs)
{
	struct value *items = page_values(p, ncrumbs * LINK_NFIELDS);

	for (size_t i = 0; i < ncrumbs; i++) {
		items[i * LINK_NFIELDS + LINK_NAME] = crumbs[i].name;
		items[i * LINK_NFIELDS + LINK_HREF] = value_text(page_href(p, crumbs[i].path));
	}
	return value_list(items, ncrumbs);
}

void page_set_frame(const struct page *p, struct value *v, struct value title,
                    struct value description, const struct crumb *crumbs, size_t ncrumbs)
{
	v[FRAME_LANG] = value_text(p->words->tag);
	v[FRAME_BASE] = value_text(p->base);
	v[FRAME_ROOT] = value_text(p->root);
	v[FRAME_WEB_BASE] = value_text(p->web_base);
	v[FRAME_WEB_ROOT] = value_text(p->web_root);
	v[FRAME_INDEX] = value_text(p->index);
	v[FRAME_PATH] = value_text(p->path);
	v[FRAME_CANONICAL] = value_text(page_url(p, p->language));
	v[FRAME_DEFAULT_URL] = value_text(page_url(p, 0));
	v[FRAME_TITLE] = title;
	v[FRAME_DESCRIPTION] = description;
	v[FRAME_ALTERNATES] = alternates(p);
	v[FRAME_CRUMBS] = crumb_links(p, crumbs, ncrumbs);
	v[FRAME_SITE] = value_object(p->site->site_values[p->language]);
	v[FRAME_ASSET] = value_object(p->site->asset_values);
}

void page_set_fixed_frame(const struct page *p, struct value *v, enum fixed_page page)
{
	const struct crumb home = {p->words->home_name, STR("")};

	page_set_frame(p, v, p->words->fixed_title[page], p->words->fixed_description[page], &home,
	               page == FIXED_HOME ? 0 : 1);
}

/* Values of shape phrase of a text in one of the site's languages. */
static struct value phrase_in(const struct page *p, struct str text, unsigned language)
{
	struct value *v;

	if (text.n == 0)
		return value_object(NULL);
	v = page_values(p, PHRASE_NFIELDS);
	v[PHRASE_TEXT] = value_text(text);
	if (language != p->language)
		v[PHRASE_LANG] = value_text(p->site->words.language[language].tag);
	return value_object(v);
}

struct value page_phrase(const struct page *p, const struct text *text)
{
	unsigned language = text_language(text, &p->site->settings->languages, p->language);

	return phrase_in(p, text->in[language], language);
}

struct value page_phrase_packed(const struct page *p, const char *texts, unsigned first)
{
	struct text text = {0};

	text.in[p->language] = packed_get(texts, first + p->language);
	for (unsigned i = 0; text.in[p->language].n == 0 && i < p->site->words.nlanguages; i++)
		text.in[i] = packed_get(texts, first + i);
	return page_phrase(p, &text);
}

struct value page_text(const struct page *p, const struct text *text)
{
	unsigned language = text_language(text, &p->site->settings->languages, p->language);

	return value_text_in(text->in[language],
	                     words_lang(p->words, &p->site->words.language[language]));
}

struct value page_date(const struct page *p, date_days date)
{
	if (date == DATE_NONE)
		return value_object(NULL);
	return value_object(words_day(&p->site->words, p->language, date, p->arena));
}

struct value page_number(const struct page *p, uint64_t number)
{
	static const char digits[] = "0123456789";

	if (number < 10)
		return value_text((struct str){digits + number, 1});
	return value_text(arena_number(p->arena, number));
}

/* Escapes a text, with the markup of a day in each place where the day stands. */
static char *copy_line(char *to, struct str text, const struct value *date,
                       const struct phrases *phrases)
{
	struct str day = date ? value_str(date[DATE_WORDS]) : STR_NONE;

	while (text.n > 0) {
		const char *at = day.n > 0 ? memmem(text.p, text.n, day.p, day.n) : NULL;
		size_t n = at ? (size_t)(at - text.p) : text.n;

		to = escape_phrases(to, str_sub(text, 0, n), phrases);
		if (at) {
			to = mempcpy(to, date[DATE_LINE].text, date[DATE_LINE].n);
			n += day.n;
		}
		text = str_sub(text, n, text.n);
	}
	return to;
}

struct value page_line(const struct page *p, struct value text, struct value date)
{
	const struct value *day = date.n > 0 && date.items[DATE_WORDS].n > 0 ? date.items : NULL;
	size_t room =
	        ESCAPE_GROWTH * text.n + (day ? text.n / day[DATE_WORDS].n * day[DATE_LINE].n : 0);
	char *start = arena_alloc(p->arena, room);
	char *end = copy_line(start, value_str(text), day, text.lang ? NULL : p->words->phrases);
	struct str line = {start, (size_t)(end - start)};

	if (text.lang)
		line = arena_printf(p->arena, "<span lang=\"%s\">%.*s</span>", text.lang,
		                    STR_ARG(line));
	return value_text(line);
}

/* How many pages the first one names: as many as a reader may scan. */
#define LINKED_PAGES 60

static struct value series_href(const struct page *p, const struct page_series *series,
                                size_t number)
{
	struct value *link = page_values(p, PAGE_LINK_NFIELDS);

	series->set_link(p, series->of, number, link);
	return link[PAGE_LINK_HREF];
}

void page_set_series(const struct page *p, const struct page_series *series, size_t number,
                     struct value *v)
{
	size_t step = series->npages / LINKED_PAGES + 1;
	size_t nlinks = 0;
	struct value *links;

	v[SERIES_HAS_PAGES] = value_flag(series->npages > 1);
	if (series->npages == 1)
		return;
	v[SERIES_FIRST_HREF] = series_href(p, series, 0);
	if (number > 0)
		v[SERIES_PREVIOUS_HREF] = series_href(p, series, number - 1);
	if (number + 1 < series->npages)
		v[SERIES_NEXT_HREF] = series_href(p, series, number + 1);
	if (number > 0)
		return;
	links = page_values(p, (series->npages / step + 1) * PAGE_LINK_NFIELDS);
	for (size_t i = 0; i < series->npages; i += step) {
		struct value *link = links + nlinks++ * PAGE_LINK_NFIELDS;

		series->set_link(p, series->of, i, link);
		link[PAGE_LINK_IS_CURRENT] = value_flag(i == number);
	}
	v[SERIES_PAGES] = value_list(links, nlinks);
}
