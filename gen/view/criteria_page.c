#include "site/path.h"
#include "site/shapes.h"
#include "text/difference.h"
#include "text/markdown.h"
#include "view/view.h"
#include <stdlib.h>

static struct value version_link(const struct page *p, uint32_t index, struct value *v)
{
	const struct criteria_version *version = &p->site->criteria->versions[index];

	v[CRITERIA_LINK_ID] = value_text(version->id);
	v[CRITERIA_LINK_VERSION] = value_text(version->version);
	v[CRITERIA_LINK_TITLE] = page_phrase(p, &version->title);
	v[CRITERIA_LINK_HREF] = value_text(page_href(p, path_criteria(p->arena, version->id)));
	return value_object(v);
}

static void set_version(const struct page *p, const struct lists *lists, uint32_t index,
                        struct value *v)
{
	const struct criteria_version *version = &p->site->criteria->versions[index];

	v[VERSION_ID] = value_text(version->id);
	v[VERSION_VERSION] = value_text(version->version);
	v[VERSION_TITLE] = page_phrase(p, &version->title);
	v[VERSION_HREF] = value_text(page_href(p, path_criteria(p->arena, version->id)));
	v[VERSION_PUBLISHED_ON] = page_date(p, version->published_on);
	v[VERSION_EFFECTIVE_ON] = page_date(p, version->effective_on);
	v[VERSION_REVISION] = p->words->revision_name[version->revision];
	v[VERSION_IS_SUPERSEDED] =
	        value_flag(criteria_is_superseded(p->site->criteria, index, p->site->as_of));
	v[VERSION_GRACE_ENDS_ON] = page_date(p, version->grace_ends_on);
	v[VERSION_NLABELS] =
	        page_number(p, lists->lists[lists->first[LIST_CRITERIA] + index].nrows);
}

/* Versions in the order of the index: by level, category, family, then the newest first. */
struct version_order {
	const struct criteria_version *version;
	uint32_t index;
};

static int compare_versions(const void *left, const void *right)
{
	const struct version_order *l = left, *r = right;
	int order;

	if (l->version->level != r->version->level)
		return l->version->level < r->version->level ? -1 : 1;
	if (l->version->category != r->version->category)
		return l->version->category < r->version->category ? -1 : 1;
	order = str_compare(l->version->family, r->version->family);
	if (order != 0)
		return order;
	if (l->version->published_on != r->version->published_on)
		return l->version->published_on > r->version->published_on ? -1 : 1;
	return l->index > r->index ? -1 : l->index < r->index;
}

static void set_family(const struct page *p, const struct criteria_version *version,
                       struct value *v)
{
	v[FAMILY_FAMILY] = value_text(version->family);
	v[FAMILY_LEVEL] = page_number(p, (uint64_t)version->level);
	v[FAMILY_LEVEL_NAME] = p->words->level_name[version->level];
	v[FAMILY_LEVEL_SPOKEN] = p->words->level_spoken[version->level];
	if (version->category != CRITERIA_NONE)
		v[FAMILY_CATEGORY] =
		        page_phrase(p, &p->site->criteria->categories[version->category].name);
}

const struct value *view_criteria_index(const struct page *p, const struct page_sources *sources)
{
	const struct criteria *criteria = p->site->criteria;
	struct value *v = page_values(p, CRITERIA_INDEX_NFIELDS);
	struct value *families = page_values(p, criteria->nversions * FAMILY_NFIELDS);
	struct value *versions = page_values(p, criteria->nversions * VERSION_NFIELDS);
	struct version_order *order = arena_array(p->arena, criteria->nversions, sizeof(*order));
	size_t norder = 0, nfamilies = 0, from = 0;

	for (uint32_t i = 0; i < criteria->nversions; i++)
		if (p->site->has_criteria_page[i])
			order[norder++] = (struct version_order){&criteria->versions[i], i};
	qsort(order, norder, sizeof(*order), compare_versions);
	for (size_t i = 0; i < norder; i++) {
		struct value *family;

		if (i == 0 ||
		    !str_is_equal(order[i].version->family, order[i - 1].version->family)) {
			set_family(p, order[i].version, families + nfamilies++ * FAMILY_NFIELDS);
			from = i;
		}
		set_version(p, sources->lists, order[i].index, versions + i * VERSION_NFIELDS);
		family = families + (nfamilies - 1) * FAMILY_NFIELDS;
		family[FAMILY_VERSIONS] =
		        value_list(versions + from * VERSION_NFIELDS, i + 1 - from);
	}
	page_set_fixed_frame(p, v, FIXED_CRITERIA_INDEX);
	v[CRITERIA_INDEX_FAMILIES] = value_list(families, nfamilies);
	return v;
}

static struct value item_refs(const struct page *p, const struct criteria_item *item)
{
	struct value *items = page_values(p, item->nrefs * REF_NFIELDS);

	for (size_t i = 0; i < item->nrefs; i++) {
		items[i * REF_NFIELDS + REF_STANDARD] = value_text(item->refs[i].standard);
		items[i * REF_NFIELDS + REF_CLAUSE] = value_text(item->refs[i].clause);
	}
	return value_list(items, item->nrefs);
}

/* Whether an item reads otherwise than in the version before, in this language. */
static bool is_changed(const struct page *p, const struct criteria_item *item,
                       const struct criteria_item *before)
{
	return !str_is_equal(value_str(page_text(p, &item->title)),
	                     value_str(page_text(p, &before->title))) ||
	       !str_is_equal(value_str(page_text(p, &item->text)),
	                     value_str(page_text(p, &before->text)));
}

static struct value items_of(const struct page *p, const struct criteria_version *version,
                             const struct criteria_version *before)
{
	struct value *items = page_values(p, version->nitems * ITEM_NFIELDS);

	for (size_t i = 0; i < version->nitems; i++) {
		const struct criteria_item *item = &version->items[i];
		const struct criteria_item *old =
		        before ? criteria_find_item(before, item->id) : NULL;
		struct value *v = items + i * ITEM_NFIELDS;

		v[ITEM_ID] = value_text(item->id);
		v[ITEM_TITLE] = page_phrase(p, &item->title);
		v[ITEM_TEXT] = view_prose(p, &item->text);
		v[ITEM_REFS] = item_refs(p, item);
		v[ITEM_SINCE] = value_text(item->since);
		v[ITEM_IS_ADDED] = value_flag(before && !old);
		v[ITEM_IS_CHANGED] = value_flag(old && is_changed(p, item, old));
	}
	return value_list(items, version->nitems);
}

/* Title and text of an item as one stretch, for comparison. */
static struct str item_words(const struct page *p, const struct criteria_item *item)
{
	struct str words;
	struct buf b;

	buf_init(&b);
	buf_add(&b, value_str(page_text(p, &item->title)));
	buf_add_byte(&b, '\n');
	markdown_add_words(&b, value_str(page_text(p, &item->text)));
	words = arena_copy(p->arena, buf_str(&b));
	buf_release(&b);
	return words;
}

static struct value changed_words(const struct page *p, const struct criteria_item *item,
                                  const struct criteria_item *before)
{
	struct difference difference;
	struct value *items;

	difference_find(&difference, item_words(p, before), item_words(p, item), p->arena);
	items = page_values(p, difference.nstretches * WORD_NFIELDS);
	for (size_t i = 0; i < difference.nstretches; i++) {
		const struct stretch *stretch = &difference.stretches[i];

		items[i * WORD_NFIELDS + WORD_TEXT] = value_text(stretch->text);
		items[i * WORD_NFIELDS + WORD_IS_ADDED] =
		        value_flag(stretch->kind == STRETCH_ADDED);
		items[i * WORD_NFIELDS + WORD_IS_REMOVED] =
		        value_flag(stretch->kind == STRETCH_REMOVED);
	}
	return value_list(items, difference.nstretches);
}

static void set_change(const struct page *p, const struct criteria_item *item, struct value *v)
{
	unsigned language = text_language(&item->text, &p->site->settings->languages, p->language);

	v[CHANGE_ID] = value_text(item->id);
	v[CHANGE_TITLE] = page_phrase(p, &item->title);
	if (language != p->language)
		v[CHANGE_LANG] = value_text(p->site->words.language[language].tag);
}

/* What a version changed against the one before: items added, changed, removed. */
static struct value changes_of(const struct page *p, const struct criteria_version *version,
                               const struct criteria_version *before)
{
	struct value *v = page_values(p, CHANGES_NFIELDS);
	struct value *added = page_values(p, version->nitems * CHANGE_NFIELDS);
	struct value *changed = page_values(p, version->nitems * CHANGE_NFIELDS);
	struct value *removed = page_values(p, before->nitems * CHANGE_NFIELDS);
	size_t nadded = 0, nchanged = 0, nremoved = 0;

	for (size_t i = 0; i < version->nitems; i++) {
		const struct criteria_item *item = &version->items[i];
		const struct criteria_item *old = criteria_find_item(before, item->id);

		if (!old) {
			set_change(p, item, added + nadded++ * CHANGE_NFIELDS);
		} else if (is_changed(p, item, old)) {
			struct value *change = changed + nchanged++ * CHANGE_NFIELDS;

			set_change(p, item, change);
			change[CHANGE_WORDS] = changed_words(p, item, old);
		}
	}
	for (size_t i = 0; i < before->nitems; i++)
		if (!criteria_find_item(version, before->items[i].id))
			set_change(p, &before->items[i], removed + nremoved++ * CHANGE_NFIELDS);
	v[CHANGES_ADDED] = value_list(added, nadded);
	v[CHANGES_CHANGED] = value_list(changed, nchanged);
	v[CHANGES_REMOVED] = value_list(removed, nremoved);
	v[CHANGES_IS_EMPTY] = value_flag(nadded + nchanged + nremoved == 0);
	return value_object(v);
}

static struct value replaced_by(const struct page *p, uint32_t index)
{
	const struct criteria *criteria = p->site->criteria;
	struct value *items = page_values(p, criteria->nversions * CRITERIA_LINK_NFIELDS);
	size_t n = 0;

	for (uint32_t i = 0; i < criteria->nversions; i++)
		if (criteria->versions[i].replaces == index && p->site->has_criteria_page[i])
			version_link(p, i, items + n++ * CRITERIA_LINK_NFIELDS);
	return value_list(items, n);
}

const struct value *view_criteria_page(const struct page *p, const struct lists *lists,
                                       uint32_t index)
{
	const struct criteria *criteria = p->site->criteria;
	const struct criteria_version *version = &criteria->versions[index];
	uint32_t replaced = site_find_replaced(p->site, index);
	const struct criteria_version *before =
	        replaced != CRITERIA_NONE ? &criteria->versions[replaced] : NULL;
	struct value *v = page_values(p, CRITERIA_PAGE_NFIELDS);
	struct value *own = page_values(p, VERSION_NFIELDS);
	struct value *title = page_values(p, TITLE_NFIELDS);
	const struct crumb crumbs[] = {
	        {p->words->home_name, STR("")},
	        {p->words->criteria_name, STR("criteria/")},
	};

	title[TITLE_ID] = value_text(version->id);
	title[TITLE_NAME] = page_text(p, &version->title);
	page_set_frame(p, v, words_run(p->words->criteria_title, title, p->arena),
	               words_run(p->words->criteria_description, title, p->arena), crumbs, 2);
	set_version(p, lists, index, own);
	v[CRITERIA_PAGE_VERSION] = value_object(own);
	v[CRITERIA_PAGE_LEVEL] = page_number(p, (uint64_t)version->level);
	v[CRITERIA_PAGE_LEVEL_NAME] = p->words->level_name[version->level];
	v[CRITERIA_PAGE_LEVEL_SPOKEN] = p->words->level_spoken[version->level];
	if (version->category != CRITERIA_NONE)
		v[CRITERIA_PAGE_CATEGORY] =
		        page_phrase(p, &criteria->categories[version->category].name);
	if (before) {
		v[CRITERIA_PAGE_REPLACES] =
		        version_link(p, replaced, page_values(p, CRITERIA_LINK_NFIELDS));
		v[CRITERIA_PAGE_CHANGES] = changes_of(p, version, before);
	}
	v[CRITERIA_PAGE_REPLACED_BY] = replaced_by(p, index);
	v[CRITERIA_PAGE_ITEMS] = items_of(p, version, before);
	v[CRITERIA_PAGE_TIMELINE] = view_grace_timeline(p, version);
	v[CRITERIA_PAGE_LABELS_HREF] =
	        value_text(page_href(p, lists->lists[lists->first[LIST_CRITERIA] + index].path));
	return v;
}
