#include "site/path.h"
#include "site/shapes.h"
#include "view/view.h"

#define ANCHOR "correction-"

/* "correction-2026-11-03-0123456789abcdef" */
static struct str anchor_of(const struct page *p, const struct correction *correction)
{
	return arena_printf(p->arena, ANCHOR "%s-%.*s", date_text(p->arena, correction->date).p,
	                    CORRECTION_KEY, correction->key);
}

/* The name for ever, as those of changes are made (feed.h). */
static struct str tag_of(const struct page *p, const struct correction *correction)
{
	const struct site *site = p->site;

	return arena_printf(p->arena, "tag:%.*s,%s:%.*scorrections/%.*s", STR_ARG(feed_host(site)),
	                    date_text(p->arena, correction->date).p,
	                    STR_ARG(str_sub(site->base_path, 1, site->base_path.n)), CORRECTION_KEY,
	                    correction->key);
}

static struct str page_address(const struct page *p)
{
	return ARENA_JOIN(p->arena, p->site->settings->base_url, site_prefix(p->site, p->language),
	                  str_from(fixed_pages[FIXED_CORRECTIONS].path));
}

static void set_product(const struct page *p, struct str id, struct value *v)
{
	const struct row *row = survey_find(p->site->survey, id);
	struct value *product = page_values(p, ROW_NFIELDS);

	v[CORRECTION_PRODUCT_ID] = value_text(id);
	v[CORRECTION_PRODUCT_HREF] = value_text(page_href(p, path_product(p->arena, id)));
	if (!row)
		return;
	view_set_row(p, row, product);
	v[CORRECTION_PRODUCT] = value_object(product);
}

static struct value list_of(const struct page *p, const struct correction **corrections, size_t n)
{
	struct str path = str_from(fixed_pages[FIXED_CORRECTIONS].path);
	struct value *items = page_values(p, n * CORRECTION_NFIELDS);

	for (size_t i = 0; i < n; i++) {
		struct value *v = items + i * CORRECTION_NFIELDS;
		struct str anchor = anchor_of(p, corrections[i]);

		v[CORRECTION_ID] = value_text(tag_of(p, corrections[i]));
		v[CORRECTION_ANCHOR] = value_text(anchor);
		v[CORRECTION_HREF] =
		        value_text(ARENA_JOIN(p->arena, page_href(p, path), STR("#"), anchor));
		v[CORRECTION_URL] =
		        value_text(ARENA_JOIN(p->arena, page_address(p), STR("#"), anchor));
		v[CORRECTION_DATE] = page_date(p, corrections[i]->date);
		v[CORRECTION_TEXT] = page_phrase(p, &corrections[i]->text);
		if (corrections[i]->product_id.n > 0)
			set_product(p, corrections[i]->product_id, v);
	}
	return value_list(items, n);
}

struct value view_corrections_of(const struct page *p, struct str product_id)
{
	size_t n;
	const struct correction **found = corrections_of(p->site->corrections, product_id, &n);

	return list_of(p, found, n);
}

const struct value *view_corrections(const struct page *p, const struct page_sources *from)
{
	const struct corrections *c = p->site->corrections;
	struct value *v = page_values(p, CORRECTIONS_NFIELDS);
	/* A feed without entries must have a date all the same, and one that never changes. */
	date_days updated = c->nshown > 0 ? c->shown[0]->date : 0;

	(void)from;
	page_set_fixed_frame(p, v, FIXED_CORRECTIONS);
	v[CORRECTIONS_CORRECTIONS] = list_of(p, c->shown, c->nshown);
	v[CORRECTIONS_UPDATED] = value_text(date_text(p->arena, updated));
	v[CORRECTIONS_PAGE_URL] = value_text(page_address(p));
	return v;
}
